// What a written type means, and which values of it are allowed.
#pragma once

#include "compiler/check/context.h"

#include <cstdint>
#include <optional>

namespace phep::check {

inline constexpr std::size_t kSetMembers = 64;  // sets are one word of bits

struct TypeMeaning {
  TypeId type;
  std::optional<std::int64_t> lo, hi;  // both included: ints, minor units of money, days of dates
};

// Where a type stands decides what it may be.
enum class TypePlace : std::uint8_t { Field, Parameter, Result, Element };

TypeMeaning type_of(Context& ctx, ast::TypeId type, TypePlace place);

// True when records hold no record, directly or through others, that would hold them again.
// Reports each cycle once and cuts it.
void check_record_cycles(Context& ctx);

// May values of this type be compared with `<`? The error type says yes: someone already spoke.
bool is_ordered(const Context& ctx, TypeId id);

}  // namespace phep::check
