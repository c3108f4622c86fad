#include "compiler/verify/logic.h"

#include "compiler/runtime/wide.h"

#include <algorithm>

namespace phep::verify {

namespace {

// Decimal digits of a magnitude.
std::string digits(runtime::Wide value) {
  std::string out;
  do {
    const runtime::Divided by_ten = runtime::divide_magnitudes(value, 10);
    out += static_cast<char>('0' + static_cast<int>(by_ten.remainder.lo));
    value = by_ten.quotient;
  } while (!runtime::is_zero(value));
  std::ranges::reverse(out);
  return out;
}

}  // namespace

expr Logic::wide(std::uint64_t lo, std::uint64_t hi) const {
  const runtime::Wide value{lo, hi};
  const std::string text = digits(runtime::magnitude(value));
  return context_.int_val(((runtime::is_negative(value) ? "-" : "") + text).c_str());
}

expr Logic::both(const expr& a, const expr& b) const {
  if (a.is_false() || b.is_false()) return no_;
  if (a.is_true()) return b;
  if (b.is_true() || identical(a, b)) return a;
  return a && b;
}

expr Logic::either(const expr& a, const expr& b) const {
  if (a.is_true() || b.is_true()) return yes_;
  if (a.is_false()) return b;
  if (b.is_false() || identical(a, b)) return a;
  return a || b;
}

expr Logic::negate(const expr& a) const {
  if (a.is_true()) return no_;
  if (a.is_false()) return yes_;
  if (a.is_app() && a.decl().decl_kind() == Z3_OP_NOT) return a.arg(0);
  return !a;
}

expr Logic::choose(const expr& when, const expr& a, const expr& b) const {
  if (when.is_true() || identical(a, b)) return a;
  if (when.is_false()) return b;
  if (!a.is_bool()) return z3::ite(when, a, b);
  if (a.is_true()) return either(when, b);
  if (a.is_false()) return both(negate(when), b);
  if (b.is_true()) return either(negate(when), a);
  if (b.is_false()) return both(when, a);
  return z3::ite(when, a, b);
}

expr Logic::same(const expr& a, const expr& b) const {
  if (identical(a, b)) return yes_;
  if (!a.is_bool()) {
    std::int64_t x = 0;
    std::int64_t y = 0;
    if (constant(a, x) && constant(b, y)) return truth(x == y);
    return a == b;
  }
  if (a.is_true()) return b;
  if (b.is_true()) return a;
  if (a.is_false()) return negate(b);
  if (b.is_false()) return negate(a);
  return a == b;
}

expr Logic::within(const expr& low, const expr& value, const expr& high) const {
  return all({low <= value, value <= high});
}

expr Logic::within(std::int64_t low, const expr& value, std::int64_t high) const {
  const expr least = number(low);
  return within(least, value, number(high));
}

expr Logic::all(const std::vector<expr>& parts) const {
  expr out = yes_;
  for (const expr& one : parts) out = both(out, one);
  return out;
}

expr Logic::any(const std::vector<expr>& all) const {
  expr out = no_;
  for (const expr& one : all) out = either(out, one);
  return out;
}

bool constant(const expr& formula, std::int64_t& out) {
  return formula.is_numeral() && formula.is_numeral_i64(out);
}

}  // namespace phep::verify
