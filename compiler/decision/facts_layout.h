// Facts as a struct: which slot each leaf of a decision's parameters takes, its bit and offset, and
// the JSON object it is read from.
#pragma once

#include "compiler/base/interner.h"
#include "compiler/decision/decision.h"
#include "compiler/decision/lower.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/hir/hir.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace phep::decision {

// 0001-01-01 and 9999-12-31, in days since 1970-01-01.
inline constexpr std::int64_t kFirstDay = -719'162, kLastDay = 2'932'896;

// A leaf that a person fills: of a judgment rule, or of a norm that is due by judgment.
struct JudgmentLeaf {
  std::string key;        // in the object "$judgments" of its record
  std::string qualified;  // order of the leaves
  hir::TypeId type;       // none: an instant
};
using Judgments = std::map<hir::DefId, std::vector<JudgmentLeaf>>;  // by record

// One parameter of a decision.
struct FactsParam {
  std::string name;
  hir::TypeId type;
  Span span;
};

class FactsLayout {
 public:
  FactsLayout(const Modules& modules, const hir::TypeStore& types, const Interner& names,
              const Layouts& committed, const Judgments& judgments, Program& program,
              DiagnosticList& diagnostics);

  // The root struct of a decision. One record parameter: its fields are the struct's own; else
  // each parameter is a key. Structs of list elements are made with it and named `name/path`.
  StructId root(const std::string& name, const std::vector<FactsParam>& params);

  // The slot at this JSON pointer of a struct; one that does not exist where none could be made.
  [[nodiscard]] SlotId find(StructId structure, const std::string& path) const;

  // The kind of a value of this type; of an optional, of what it holds. Bool for records and lists.
  Kind kind_of(hir::TypeId type);

  // The table of an enum or of a reading.
  EnumId enumeration(hir::DefId def);

  [[nodiscard]] const hir::Def& def(hir::DefId id) const;

 private:
  struct Leaves;  // slots of one struct while they are collected
  void add_type(Leaves& leaves, ObjectShape& shape, const std::string& key, hir::TypeId type,
                const hir::Field* field, bool closed, Span span);
  ObjectShape record_shape(Leaves& leaves, hir::DefId record);
  void add_leaf(Leaves& leaves, ObjectShape& shape, const std::string& key, Slot slot);
  StructId finish(Leaves& leaves, ObjectShape shape);
  StructId element_struct(const Leaves& owner, SlotId list, hir::TypeId element);
  [[nodiscard]] bool is_still(const Slot& slot, const LayoutEntry& entry) const;
  void place(Leaves& leaves, std::vector<Slot>& slots, Struct& structure, bool is_root);
  Slot list_slot(Leaves& leaves, hir::TypeId type, Span span);
  Slot scalar_slot(hir::TypeId type, const hir::Field* field);

  const Modules& modules_;
  const hir::TypeStore& types_;
  const Interner& names_;
  const Layouts& committed_;
  const Judgments& judgments_;
  Program& program_;
  DiagnosticList& diagnostics_;
  std::map<std::pair<StructId, std::string>, SlotId> index_;
  std::map<hir::DefId, EnumId> enums_;
};

// Bytes and alignment of a field of this kind in a facts struct.
struct FieldSize {
  std::uint32_t bytes, alignment;
};
FieldSize field_size(Kind kind, bool is_list);

}  // namespace phep::decision
