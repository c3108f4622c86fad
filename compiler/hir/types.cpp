#include "compiler/hir/types.h"

namespace phep::hir {

TypeStore::TypeStore() : error_(get(Type{})) {}

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

}  // namespace phep::hir
