// What one decision looks like in PostgreSQL: its types, and the tables of its glue. Private to
// this room.
#pragma once

#include "compiler/export/c_scheme.h"
#include "compiler/export/places.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace phep::exports {

struct PgColumn {
  std::string name, type;
};
// An enum has members, a composite type columns.
struct PgType {
  std::string name;
  bool composite = false;
  std::vector<std::string> members{};
  std::vector<PgColumn> columns{};
};

// A name of at most 63 bytes, as PostgreSQL keeps them; longer ones end in a digest.
std::string pg_name(const std::string& text);
std::string pg_quoted(const std::string& name);   // "name"
std::string pg_literal(const std::string& text);  // 'text'

// One decision's part of an extension. Types come before those that use them.
class PgModel {
 public:
  PgModel(const decision::Program& program, const decision::Decision& decision);

  [[nodiscard]] const std::vector<PgType>& types() const { return types_; }
  [[nodiscard]] const std::string& tables() const { return tables_; }  // C
  [[nodiscard]] const std::vector<PgColumn>& readings() const { return readings_; }
  [[nodiscard]] std::string type_name(const std::string& suffix) const {
    return pg_name(name_ + "_" + suffix);
  }

 private:
  // Names that differ also without regard to case.
  class Scope {
   public:
    std::string add(const std::string& text);

   private:
    std::set<std::string> taken_;
  };

  void enums();
  void facts();
  void structure(decision::StructId id);
  void readings_type();
  void answer();
  std::string type_of(const decision::Slot& slot) const;
  std::string scalar_type(decision::Kind kind, decision::EnumId enumeration) const;
  std::string members(const std::string& name, const std::vector<std::string>& labels);

  const decision::Program& program_;
  std::string name_;
  CScheme scheme_;
  ResultPlaces places_;
  std::vector<PgType> types_;
  std::vector<PgColumn> readings_;
  std::string tables_;
  std::map<decision::EnumId, std::string> enum_types_;
  std::map<decision::EnumId, std::string> enum_tables_;
  std::map<decision::StructId, std::string> struct_types_;
};

}  // namespace phep::exports
