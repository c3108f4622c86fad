// What one register of the Decision IR is as formulas: its value on complete facts, and whether it
// is an error instead.
#pragma once

#include "compiler/decision/decision.h"
#include "compiler/verify/logic.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace phep::verify {

using decision::Kind;
using decision::Unit;

inline constexpr std::int64_t kDayMs = 86'400'000;
inline constexpr std::int32_t kHomeZone = 420;  // instants are told in Vietnam's time: day, and ms

struct NormTerm;

// One of the values that a duration has: those of a term exclude each other and leave nothing out.
struct Way {
  expr when;
  std::int64_t count;
  Unit unit;
};

// `value` is a Bool for Kind::Bool, else an Int: a scaled count, a member, a day, of a text its
// number among those that matter, of a duration its count. `rest` is the second word: the
// milliseconds of an instant's day, the unit of a duration.
struct Term {
  Kind kind;
  expr value, rest;
  expr fails;              // it is an error
  expr from, upto;         // an instant of which only a bound is known: no earlier, no later
  std::vector<expr> bits;  // of a set, by member
  std::vector<Way> ways;   // of a duration, where they are few
  std::shared_ptr<const NormTerm> norm{};
};

// A norm's status table on complete facts.
struct NormTerm {
  const decision::NormSpec* spec;
  Term status, binds, has_due, due, done_by, done, until, excused;
  struct Sanction {
    Term applies;
    std::optional<Term> from, to;
  };
  std::vector<Sanction> sanctions;
};

}  // namespace phep::verify
