// What one decision's types, fields and answers are called in C. Private to this room.
#pragma once

#include "compiler/export/c_names.h"
#include "compiler/export/places.h"

#include <map>
#include <string>
#include <vector>

namespace phep::exports {

struct CEnum {
  decision::EnumId id;
  std::string name;  // without NAME_
  std::vector<std::string> members;
};

// One part of a result: an output or a norm.
struct CPart {
  std::uint32_t offset;
  const decision::Output* output;
  const decision::NormOutput* norm;
  std::string name;
  std::string sanctions;  // the array beside a norm, if it has one
};

class CScheme {
 public:
  CScheme(const decision::Program& program, const decision::Decision& decision);

  [[nodiscard]] const std::vector<CEnum>& enums() const { return enums_; }
  [[nodiscard]] const CEnum& enumeration(decision::EnumId id) const;
  // The root first, then elements of its lists, each after its owner.
  [[nodiscard]] const std::vector<decision::StructId>& structs() const { return structs_; }
  [[nodiscard]] const std::string& struct_name(decision::StructId id) const {
    return struct_names_.at(id);
  }
  [[nodiscard]] const std::string& field_name(const decision::Slot& slot) const {
    return field_names_.at(&slot);
  }
  [[nodiscard]] const std::vector<CPart>& parts() const { return parts_; }  // by offset

 private:
  void name_enums(const decision::Program& program, const decision::Decision& decision);
  void name_structs(const decision::Program& program);
  void name_parts(const decision::Program& program, const decision::Decision& decision);

  std::vector<CEnum> enums_;
  std::vector<decision::StructId> structs_;
  std::map<decision::StructId, std::string> struct_names_;
  std::map<const decision::Slot*, std::string> field_names_;
  std::vector<CPart> parts_;
};

}  // namespace phep::exports
