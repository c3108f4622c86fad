// Types of Phép: hash-consed, so two types are equal exactly when their TypeIds are.
#pragma once

#include "compiler/base/id.h"
#include "compiler/base/interner.h"
#include "compiler/base/span.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

namespace phep::hir {

using TypeId = Id<struct HirTypeTag>;

// A definition of some module: stable while the module's text is.
struct DefId {
  FileId file;
  std::uint32_t index = Id<FileTag>::kNone;

  [[nodiscard]] bool exists() const { return file.exists(); }
  friend constexpr auto operator<=>(const DefId&, const DefId&) = default;
};

enum class Sort : std::uint8_t {
  Error,  // somebody has already reported why; silent everywhere
  Bool,
  Int,
  Decimal,
  Money,   // of `currency`
  Amount,  // money that waits for rounding, of `currency`
  Date,
  Instant,
  Duration,
  Text,
  Enum,      // `def`
  Set,       // of the enum `def`
  Record,    // `def`
  List,      // of `element`, at most `max`
  Optional,  // of `element`
  Range,     // from one `element` to another, both included
  Norm,      // the result of the norm `def`
  Null,      // type of `null` before it meets its context
};

struct Type {
  Sort sort = Sort::Error;
  Name currency{};
  DefId def{};
  TypeId element{};
  std::uint32_t max = 0;

  friend constexpr auto operator<=>(const Type&, const Type&) = default;
};

class TypeStore {
 public:
  TypeStore();
  TypeId get(const Type& type);
  TypeId get(Sort sort) { return get(Type{.sort = sort}); }
  [[nodiscard]] const Type& operator[](TypeId id) const { return types_[id]; }
  [[nodiscard]] TypeId error() const { return error_; }
  TypeId optional(TypeId of);  // of an optional: itself
  [[nodiscard]] TypeId without_optional(TypeId id) const;
  [[nodiscard]] bool is_optional(TypeId id) const { return types_[id].sort == Sort::Optional; }
  [[nodiscard]] bool is(TypeId id, Sort sort) const { return types_[id].sort == sort; }

 private:
  Store<HirTypeTag, Type> types_;
  std::map<Type, TypeId> index_;
  TypeId error_;
};

// A type as an author would write it; `name_of` gives the name of an enum, record or norm.
std::string type_text(const TypeStore& types, const Interner& names, TypeId id,
                      const std::function<std::string_view(DefId)>& name_of);

}  // namespace phep::hir
