// Formulas with the obvious simplified at once: most guards are constants, and a solver is fastest
// on what is not there.
#pragma once

#include <cstdint>
#include <string>
#include <vector>
#include <z3++.h>

namespace phep::verify {

using z3::expr;

class Logic {
 public:
  explicit Logic(z3::context& context)
      : context_(context), yes_(context.bool_val(true)), no_(context.bool_val(false)) {}

  [[nodiscard]] z3::context& context() const { return context_; }
  [[nodiscard]] expr yes() const { return yes_; }
  [[nodiscard]] expr no() const { return no_; }
  [[nodiscard]] expr truth(bool value) const { return value ? yes_ : no_; }
  [[nodiscard]] expr number(std::int64_t value) const { return context_.int_val(value); }
  // A number of 128 bits, two's complement.
  [[nodiscard]] expr wide(std::uint64_t lo, std::uint64_t hi) const;

  [[nodiscard]] expr both(const expr& a, const expr& b) const;
  [[nodiscard]] expr either(const expr& a, const expr& b) const;
  [[nodiscard]] expr negate(const expr& a) const;
  [[nodiscard]] expr choose(const expr& when, const expr& a, const expr& b) const;
  [[nodiscard]] expr same(const expr& a, const expr& b) const;
  [[nodiscard]] expr within(const expr& low, const expr& value, const expr& high) const;
  [[nodiscard]] expr within(std::int64_t low, const expr& value, std::int64_t high) const;

  // Of formulas that are made where they are handed over: braces make them in their order, which
  // C++ leaves open between arguments, and models hang on the order.
  [[nodiscard]] expr all(const std::vector<expr>& parts) const;
  [[nodiscard]] expr any(const std::vector<expr>& all) const;
  struct Implication {
    expr when, then;
  };
  [[nodiscard]] static expr implies(const Implication& made) {
    return z3::implies(made.when, made.then);
  }

 private:
  z3::context& context_;
  expr yes_, no_;
};

// Whether a formula is the same thing as another one, as written.
inline bool identical(const expr& a, const expr& b) {
  return z3::eq(a, b);
}

// The number that a formula is written as, if it is one that 64 bits hold.
bool constant(const expr& formula, std::int64_t& out);

}  // namespace phep::verify
