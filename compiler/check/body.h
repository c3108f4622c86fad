// Checking one body: what its names are, what is known to exist there, and the expressions in it.
#pragma once

#include "compiler/check/context.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace phep::check {

// A name inside a body: a parameter, a let, a quantifier's variable; or an alias of an expression
// that is read where it is used (lists, which are only walked over, and the facts of tests).
struct Named {
  Name name;
  hir::LocalId local;
  ast::ExprId alias;
};

struct Body {
  Context& ctx;
  DefId owner;                            // whose body: for cycles
  std::vector<Named> locals = {};         // innermost last
  std::vector<std::uint32_t> known = {};  // value numbers of optionals that exist here
  hir::ExprId trigger = {};               // what `trigger` means; absent: nothing
  bool norm = false;                      // only there may `trigger` stand
  DefId calendar = {};                    // by which periods are counted here
  Counting counting = {};                 // and by which law
  bool test = false;                      // record literals and the like are allowed
};

// A body of the module with its calendar and counting law.
Body body_of(Context& ctx, DefId owner);

// Adds a name. Reports it if the body has it already.
hir::LocalId add_local(Body& body, const ast::Ident& name, hir::Local local);

hir::ExprId make(Context& ctx, hir::ExprNode node, TypeId type, Span span);
hir::ExprId error_at(Context& ctx, Span span);

// The expression with the type it has; `hint` is what the place would like, which gives bare
// members, `null`, `{}` their type. Never reports that the hint was not met.
hir::ExprId infer(Body& body, ast::ExprId id, TypeId hint = {});

// The expression as a value of the wanted type: int as decimal, money as amount, T as T?.
hir::ExprId check_as(Body& body, ast::ExprId id, TypeId wanted);
hir::ExprId coerce(Context& ctx, hir::ExprId id, TypeId wanted);

hir::ExprId condition(Body& body, ast::ExprId id);

[[nodiscard]] inline TypeId type_at(const Context& ctx, hir::ExprId id) {
  return ctx.out.exprs[id].type;
}
[[nodiscard]] inline Sort sort_at(const Context& ctx, hir::ExprId id) {
  return ctx.types[ctx.out.exprs[id].type].sort;
}
[[nodiscard]] inline bool is_error(const Context& ctx, hir::ExprId id) {
  return sort_at(ctx, id) == Sort::Error;
}

// ---- narrowing (narrowing.cpp) -----------------------------------------------------------------

// Equal numbers: the same question asked twice. Spans do not count.
std::uint32_t value_number(Context& ctx, hir::ExprId id);

// The optionals that exist whenever the condition has this truth.
std::vector<std::uint32_t> exist_when(Context& ctx, hir::ExprId condition, bool truth);

// Holds `exist_when` of a condition for as long as it lives.
class Assume {
 public:
  Assume(Body& body, hir::ExprId condition, bool truth);
  ~Assume() { body_.known.resize(before_); }
  Assume(const Assume&) = delete;
  Assume& operator=(const Assume&) = delete;

 private:
  Body& body_;
  std::size_t before_;
};

// An optional that is known to exist here, as what is in it; else itself.
hir::ExprId narrowed(Body& body, hir::ExprId id);
// The optional behind a narrowed value; else the value.
hir::ExprId widened(const Context& ctx, hir::ExprId id);

// ---- the node kinds, by file -------------------------------------------------------------------

hir::ExprId infer_name(Body& body, const ast::NameRef& node, Span span, TypeId hint);
hir::ExprId infer_member(Body& body, const ast::Member& node, Span span, TypeId hint);
hir::ExprId infer_call(Body& body, const ast::Call& node, Span span);

hir::ExprId infer_unary(Body& body, const ast::Unary& node, Span span, TypeId hint);
hir::ExprId infer_binary(Body& body, const ast::Binary& node, ast::ExprId id, Span span,
                         TypeId hint);
hir::ExprId infer_min_max(Body& body, const ast::MinMax& node, Span span, TypeId hint);
hir::ExprId infer_rounded(Body& body, const ast::Rounded& node, Span span, TypeId hint);
hir::ExprId arithmetic(Context& ctx, hir::ArithOp op, hir::ExprId left, hir::ExprId right,
                       Span span);
hir::ExprId comparison(Context& ctx, hir::CompareOp op, hir::ExprId left, hir::ExprId right,
                       Span span);
// Two values made of one type, as far as widening does it.
void meet(Context& ctx, hir::ExprId& left, hir::ExprId& right);
// Reports an optional where a value is needed; then gives an error.
hir::ExprId need_value(Body& body, hir::ExprId id);

hir::ExprId infer_is(Body& body, const ast::Is& node, Span span);
hir::ExprId infer_in(Body& body, const ast::In& node, Span span);
hir::ExprId infer_set(Body& body, const ast::SetLiteral& node, Span span, TypeId hint);
// Whether a pattern is a word alone, as a member is asked for; reports arguments.
bool bare_word(Context& ctx, const ast::Pattern& pattern);
// Of words that are no status of a norm.
void report_unknown_status(Context& ctx, const ast::Path& words);
// The member of an enum (or option of a reading) that a word names; reports an unknown one.
std::optional<std::uint32_t> member_of(Context& ctx, DefId enumeration, const ast::Ident& word);

// A range as a value (ranges.cpp), and one of its ends.
hir::ExprId infer_range(Body& body, const ast::Range& node, Span span, TypeId hint);
hir::ExprId range_end(Context& ctx, hir::ExprId range, const ast::Ident& name, Span span);
hir::ExprId end_of_range(Context& ctx, hir::ExprId range, bool upper);
[[nodiscard]] bool can_range(Sort sort);

hir::ExprId infer_counted(Body& body, const ast::Counted& node, Span span);
// `x within N unit before y`: a bool.
hir::ExprId infer_within(Body& body, const ast::Within& node, Span span);
// date + duration, instant + hours; backward for `-`.
hir::ExprId shift(Body& body, hir::ExprId moment, hir::ExprId duration, bool backward, Span span);
// A date or instant as the instant at which it begins, or ends.
hir::ExprId start_of(Context& ctx, hir::ExprId moment);
hir::ExprId end_of(Context& ctx, hir::ExprId moment);

hir::ExprId infer_quantifier(Body& body, const ast::Quantifier& node, Span span);
hir::ExprId infer_moment(Body& body, const ast::Moment& node, Span span);

// True or false if no fact can change it.
std::optional<bool> settled(Context& ctx, hir::ExprId condition);

}  // namespace phep::check
