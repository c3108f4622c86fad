#include "compiler/hir/types.h"

#include "compiler/base/check.h"

namespace phep::hir {

// Conditions are everywhere, also where a program writes none.
TypeStore::TypeStore() : error_(get(Type{})) {
  get(Sort::Bool);
}

TypeId TypeStore::get(const Type& type) {
  if (const auto found = index_.find(type); found != index_.end()) return found->second;
  const TypeId id = types_.add(type);
  index_.emplace(type, id);
  return id;
}

TypeId TypeStore::optional(TypeId of) {
  const Sort sort = types_[of].sort;
  if (sort == Sort::Optional || sort == Sort::Error) return of;
  return get(Type{.sort = Sort::Optional, .element = of});
}

TypeId TypeStore::without_optional(TypeId id) const {
  return types_[id].sort == Sort::Optional ? types_[id].element : id;
}

std::string type_text(const TypeStore& types, const Interner& names, TypeId id,
                      const std::function<std::string_view(DefId)>& name_of) {
  const Type& type = types[id];
  const auto inner = [&] { return type_text(types, names, type.element, name_of); };
  const auto named = [&] { return std::string(name_of(type.def)); };
  switch (type.sort) {
    case Sort::Error: return "?";
    case Sort::Bool: return "bool";
    case Sort::Int: return "int";
    case Sort::Decimal: return "decimal";
    case Sort::Money: return "money<" + std::string(names.text(type.currency)) + ">";
    case Sort::Amount: return "amount<" + std::string(names.text(type.currency)) + ">";
    case Sort::Date: return "date";
    case Sort::Instant: return "instant";
    case Sort::Duration: return "duration";
    case Sort::Text: return "text";
    case Sort::Enum:
    case Sort::Record:
    case Sort::Norm: return named();
    case Sort::Set: return "set<" + named() + ">";
    case Sort::List: return "list<" + inner() + "> max " + std::to_string(type.max);
    case Sort::Optional: return inner() + "?";
    case Sort::Range: return "range<" + inner() + ">";
    case Sort::Null: return "null";
  }
  PHEP_UNREACHABLE();
}

}  // namespace phep::hir
