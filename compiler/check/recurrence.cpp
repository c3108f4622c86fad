// Recurring duties: `due every 6 months from A through E while B at most 4 times`. Such a norm has
// one parameter more, the number of the occurrence that is asked; everything else about one
// occurrence is said with the same expressions as any other norm.
//
// Periods are counted from A, never from each other's ends, so that no rolled end moves a later
// one. Period k ends with the day `A + k periods`; the first begins with A's own day, each other
// when the one before it has ended. That end, rolled as the law counts, is the occurrence's
// deadline.
#include "compiler/check/decls.h"
#include "compiler/check/law.h"
#include "compiler/diagnostics/kinds/law.h"
#include "compiler/diagnostics/kinds/types.h"

#include <algorithm>

namespace phep::check {
namespace {

constexpr std::int64_t kMostTimes = 1024;  // as many as an answer holds (kMaxOccurrences)

// The expressions of one recurrence, in one body.
class Periods {
 public:
  Periods(Body& body, const ast::Recurrence& written, Span span)
      : body_(body), ctx_(body.ctx), span_(span) {
    from_ = infer(body, written.from);
    const TypeId type = ctx_.types.without_optional(type_at(ctx_, from_));
    const Sort sort = ctx_.types[type].sort;
    if (sort != Sort::Date && sort != Sort::Instant) {
      if (sort != Sort::Error)
        ctx_.report(diag::NotAMoment, ctx_.expr(written.from).span, type_text(ctx_, type));
      from_ = {};
    }
    const hir::ExprId period = check_as(body, written.period, ctx_.types.get(Sort::Duration));
    if (is_error(ctx_, period)) return;
    if (whole_days(period))
      period_ = period;
    else
      ctx_.report(diag::PeriodOfDays, ctx_.expr(written.period).span);
  }
  [[nodiscard]] bool sound() const { return from_.exists() && period_.exists(); }
  [[nodiscard]] bool optional() const { return ctx_.types.is_optional(type_at(ctx_, from_)); }
  [[nodiscard]] hir::ExprId from() const { return from_; }

  // The day from which periods are counted; it exists.
  hir::ExprId first_day() {
    hir::ExprId day = from_;
    if (optional())
      day = make(ctx_, hir::Unwrap{day}, ctx_.types.without_optional(type_at(ctx_, day)), span_);
    if (sort_at(ctx_, day) == Sort::Date) return day;
    return make(ctx_, hir::LocalDay{day}, ctx_.types.get(Sort::Date), span_);
  }
  // The last day of so many periods.
  hir::ExprId last_day(hir::ExprId times) {
    return make(ctx_, hir::ShiftDate{first_day(), period_, false, times},
                ctx_.types.get(Sort::Date), span_);
  }
  // That day's end as the law counts: on a working day.
  hir::ExprId deadline(hir::ExprId last, std::vector<hir::ExprId> extensions) {
    const hir::ExprId none =
        make(ctx_, hir::DurationConst{0, hir::Unit::Days}, ctx_.types.get(Sort::Duration), span_);
    return make(ctx_, hir::Counted{none, last, false, body_.calendar, std::move(extensions)},
                ctx_.types.get(Sort::Instant), span_);
  }
  // How many have begun.
  hir::ExprId begun(hir::ExprId moment) {
    return make(ctx_, hir::Occurrences{first_day(), period_, moment}, ctx_.types.get(Sort::Int),
                span_);
  }
  hir::ExprId number(std::int64_t value) {
    return make(ctx_, hir::IntConst{value}, ctx_.types.get(Sort::Int), span_);
  }

 private:
  // Working days and hours do not make periods of a calendar.
  bool whole_days(hir::ExprId id) const {
    const hir::ExprNode& node = ctx_.out.exprs[id].node;
    if (const auto* constant = std::get_if<hir::DurationConst>(&node))
      return constant->unit != hir::Unit::Hours && constant->unit != hir::Unit::WorkingDays &&
             constant->amount > 0;
    if (const auto* choice = std::get_if<hir::If>(&node))
      return whole_days(choice->then_value) && whole_days(choice->else_value);
    return true;  // told when it runs
  }

  Body& body_;
  Context& ctx_;
  Span span_;
  hir::ExprId from_;
  hir::ExprId period_;
};

const ast::DueRow* recurring_row(const ast::Norm& norm) {
  const auto row = std::ranges::find(norm.due, ast::DueKind::Every, &ast::DueRow::kind);
  return row == norm.due.end() ? nullptr : &*row;
}

// Up to `through` only those occurrences arise whose period ends by then.
hir::ExprId end_bound(Body& body, const ast::Recurrence& written) {
  Context& ctx = body.ctx;
  if (!written.through.exists()) return {};
  const hir::ExprId end = infer(body, written.through);
  const TypeId type = ctx.types.without_optional(type_at(ctx, end));
  const Sort sort = ctx.types[type].sort;
  if (sort != Sort::Date && sort != Sort::Instant) {
    if (sort != Sort::Error)
      ctx.report(diag::NotAMoment, ctx.expr(written.through).span, type_text(ctx, type));
    return {};
  }
  return in_optional(ctx, end, [&](hir::ExprId at) { return end_of(ctx, at); });
}

// A rule that counts the occurrences that have begun by as_of, for an answer that lists them all.
DefId count_rule(Context& ctx, const ast::Decl& decl, const ast::Norm& norm, const ast::DueRow& row,
                 const hir::Norm& out) {
  const TypeId int_type = ctx.types.get(Sort::Int);
  hir::Rule rule;
  rule.result = int_type;
  rule.calendar = out.calendar;
  const DefId id = add_hidden_rule(ctx, std::string(ctx.text(decl.name.name)) + ".occurrences",
                                   rule, decl.name.span);
  Body body = body_of(ctx, id);
  declare_parameters(body, norm.params, rule.params);
  for (const hir::LocalId param : rule.params) ctx.local_used[param.index] = true;
  declare_lets(body, norm.lets);
  Periods periods(body, row.every, row.span);
  if (!periods.sound()) return {};
  const auto least = [&](hir::ExprId a, hir::ExprId b) {
    return make(ctx, hir::Arith{hir::ArithOp::Min, a, b}, int_type, row.span);
  };
  hir::ExprId count = periods.begun(make(ctx, hir::AsOf{}, ctx.types.get(Sort::Instant), row.span));
  if (const hir::ExprId end = end_bound(body, row.every); end.exists()) {
    // The period that has begun at the end is not over by then.
    const auto by = [&](hir::ExprId moment) {
      const hir::ExprId over =
          make(ctx, hir::Arith{hir::ArithOp::Sub, periods.begun(moment), periods.number(1)},
               int_type, row.span);
      const hir::ExprId some =
          make(ctx, hir::Arith{hir::ArithOp::Max, over, periods.number(0)}, int_type, row.span);
      return least(count, some);
    };
    if (ctx.types.is_optional(type_at(ctx, end))) {
      const hir::ExprId there = make(ctx, hir::Exists{end}, ctx.types.get(Sort::Bool), row.span);
      const hir::ExprId moment =
          make(ctx, hir::Unwrap{end}, ctx.types.get(Sort::Instant), row.span);
      count = make(ctx, hir::If{there, by(moment), count}, int_type, row.span);
    } else {
      count = by(end);
    }
  }
  if (out.at_most != kMostTimes) count = least(count, periods.number(out.at_most));
  if (periods.optional()) {
    const hir::ExprId there =
        make(ctx, hir::Exists{periods.from()}, ctx.types.get(Sort::Bool), row.span);
    count = make(ctx, hir::If{there, count, periods.number(0)}, int_type, row.span);
  }
  rule.body = count;
  ctx.out.defs[id.index].node = std::move(rule);
  return id;
}

// A name that nobody wrote, of a day of the period.
void name_day(Body& body, std::string_view text, hir::ExprId day) {
  Context& ctx = body.ctx;
  hir::Local local;
  local.type = type_at(ctx, day);
  local.value = day;
  const ast::Ident name{ctx.names.intern(std::string(text)), ctx.out.exprs[day].span};
  const hir::LocalId id = add_local(body, name, local);
  ctx.out.occurrences.pop_back();
  ctx.local_used[id.index] = true;
}

// What is wrong with the period has been told; nothing more is said of what asks for it.
void name_nothing(Body& body, Span span) {
  body.trigger = error_at(body.ctx, span);
  for (const std::string_view text : {"period_from", "period_through"})
    name_day(body, text, error_at(body.ctx, span));
}

}  // namespace

void sign_recurrence(Body& body, const ast::Norm& norm, hir::Norm& out) {
  Context& ctx = body.ctx;
  const ast::DueRow* row = recurring_row(norm);
  if (row == nullptr || norm.kind != ast::NormKind::Duty) return;
  hir::Local number;
  number.type = ctx.types.get(Sort::Int);
  number.parameter = static_cast<std::uint32_t>(out.params.size());
  out.occurrence = add_local(body, ast::Ident{ctx.names.intern("occurrence"), row->span}, number);
  ctx.out.occurrences.pop_back();  // nobody wrote this name
  out.params.push_back(out.occurrence);
  ctx.local_used[out.occurrence.index] = true;
  out.at_most = kMostTimes;
  if (!row->every.at_most.exists()) return;
  const auto* most = std::get_if<ast::IntLiteral>(&ctx.expr(row->every.at_most).node);
  if (most == nullptr) return;
  if (most->value < 1 || most->value > static_cast<std::uint64_t>(kMostTimes))
    ctx.report(diag::TooManyTimes, ctx.expr(row->every.at_most).span, kMostTimes);
  else
    out.at_most = static_cast<std::int64_t>(most->value);
}

bool is_recurring(const ast::Norm& norm) {
  return recurring_row(norm) != nullptr;
}

// One occurrence: its trigger, deadline, conditions, and the names of its period.
void read_recurrence(Body& body, const ast::Decl& decl, const ast::Norm& norm, hir::Norm& out) {
  Context& ctx = body.ctx;
  const ast::DueRow& row = *recurring_row(norm);
  const Argument recurring{"nghĩa vụ định kỳ", "a recurring duty"};
  body.norm = true;
  if (norm.due.size() > 1 || norm.kind != ast::NormKind::Duty || norm.kept)
    ctx.report(diag::RecurrenceAlone, row.span);
  if (norm.trigger.exists())
    ctx.report(diag::ClauseNotHere, ctx.expr(norm.trigger).span, recurring, "trigger");
  if (norm.on_breach) ctx.report(diag::ClauseNotHere, norm.on_breach->span, recurring, "on breach");
  if (body.counting.law == CountingLaw::None) ctx.report(diag::NoCountingLaw, row.span);
  if (!body.calendar.exists()) {
    if (!ctx.holes && !ctx.tree.calendar.exists()) ctx.report(diag::NoCalendar, row.span);
    return name_nothing(body, row.span);
  }
  if (!out.occurrence.exists()) return name_nothing(body, row.span);
  Periods periods(body, row.every, row.span);
  if (!periods.sound()) return name_nothing(body, row.span);
  const TypeId int_type = ctx.types.get(Sort::Int);
  const TypeId bool_type = ctx.types.get(Sort::Bool);
  const TypeId date = ctx.types.get(Sort::Date);
  const TypeId instant = ctx.types.get(Sort::Instant);
  const auto number = [&] { return make(ctx, hir::LocalRef{out.occurrence}, int_type, row.span); };
  const hir::ExprId before =
      make(ctx, hir::Arith{hir::ArithOp::Sub, number(), periods.number(1)}, int_type, row.span);
  const hir::ExprId is_first =
      comparison(ctx, hir::CompareOp::Eq, number(), periods.number(1), row.span);
  const hir::ExprId last = periods.last_day(number());
  const hir::ExprId last_before = periods.last_day(before);
  const hir::ExprId begin =
      make(ctx, hir::If{is_first, start_of(ctx, periods.first_day()), end_of(ctx, last_before)},
           instant, row.span);
  const auto where_it_is = [&](hir::ExprId moment) {
    if (!periods.optional()) return moment;
    const TypeId type = ctx.types.optional(type_at(ctx, moment));
    return make(ctx,
                hir::If{make(ctx, hir::Exists{periods.from()}, bool_type, row.span),
                        make(ctx, hir::Wrap{moment}, type, row.span),
                        make(ctx, hir::NullConst{}, type, row.span)},
                type, row.span);
  };
  out.trigger = where_it_is(begin);
  if (periods.optional()) body.known.push_back(value_number(ctx, out.trigger));
  body.trigger = make(ctx, hir::Trigger{}, instant, row.span);
  const hir::ExprId next = make(ctx,
                                hir::ShiftDate{last_before,
                                               make(ctx, hir::DurationConst{1, hir::Unit::Days},
                                                    ctx.types.get(Sort::Duration), row.span),
                                               false},
                                date, row.span);
  name_day(body, "period_from",
           make(ctx, hir::If{is_first, periods.first_day(), next}, date, row.span));
  name_day(body, "period_through", last);

  const hir::ExprId due = periods.deadline(last, extensions_of(body, norm, out));
  out.due = where_it_is(due);
  std::vector<hir::ExprId> tests;
  tests.push_back(comparison(ctx, hir::CompareOp::Ge, number(), periods.number(1), row.span));
  tests.push_back(
      comparison(ctx, hir::CompareOp::Le, number(), periods.number(out.at_most), row.span));
  if (const hir::ExprId end = end_bound(body, row.every); end.exists()) {
    const hir::ExprId by = in_optional(ctx, end, [&](hir::ExprId moment) {
      return comparison(ctx, hir::CompareOp::Le, end_of(ctx, last), moment, row.span);
    });
    tests.push_back(
        ctx.types.is_optional(type_at(ctx, by))
            ? make(ctx, hir::IfAbsent{by, make(ctx, hir::BoolConst{true}, bool_type, row.span)},
                   bool_type, row.span)
            : by);
  }
  if (row.when.exists()) tests.push_back(condition(body, row.when));
  if (row.every.holding.exists()) {
    // What ends it ends the occurrences that are still to be done; those past stay as they were.
    const hir::ExprId holds = condition(body, row.every.holding);
    const hir::ExprId now = make(ctx, hir::AsOf{}, instant, row.span);
    const hir::ExprId past = comparison(ctx, hir::CompareOp::Gt, now, due, row.span);
    if (!is_error(ctx, holds))
      tests.push_back(make(ctx, hir::Or{{holds, past}}, bool_type, row.span));
  }
  out.applies = make(ctx, hir::And{tests}, bool_type, row.span);
  authority_of(ctx, row.authority, ctx.text(decl.name.name), &out.authority);
  out.occurrences = count_rule(ctx, decl, norm, row, out);
}

// `done u.on for each u in f.updates`: an act counts for the occurrence in whose time it falls,
// from the deadline before it to its own; with `where` for those that it says, whenever it was
// done.
hir::ExprId done_for_each(Body& body, const ast::Norm& norm, const ast::Fulfilment& written,
                          const hir::Norm& out) {
  Context& ctx = body.ctx;
  const Span span = written.span;
  const ast::DueRow* row = recurring_row(norm);
  if (row == nullptr || !out.occurrence.exists()) {
    ctx.report(diag::EachOfRecurring, span);
    return error_at(ctx, span);
  }
  const TypeId bool_type = ctx.types.get(Sort::Bool);
  hir::Quantify all{hir::QuantifierKind::Min, 0, {}, infer(body, written.list), {}, {}};
  const TypeId list = type_at(ctx, all.list);
  if (!ctx.types.is(list, Sort::List)) {
    if (!is_error(ctx, all.list))
      ctx.report(diag::NotAList, ctx.expr(written.list).span, type_text(ctx, list));
    return error_at(ctx, span);
  }
  const std::size_t before = body.locals.size();
  const std::size_t known = body.known.size();
  hir::Local element;
  element.type = ctx.types[list].element;
  all.variable = add_local(body, written.variable, element);
  ctx.local_used[all.variable.index] = true;
  std::vector<hir::ExprId> tests;
  if (written.where.exists()) {
    tests.push_back(condition(body, written.where));
    const auto facts = exist_when(ctx, tests[0], true);
    body.known.insert(body.known.end(), facts.begin(), facts.end());
  }
  hir::ExprId at = infer(body, written.value);
  body.known.resize(known);
  if (ctx.types.is_optional(type_at(ctx, at))) {
    tests.push_back(make(ctx, hir::Exists{at}, bool_type, span));
    at = make(ctx, hir::Unwrap{at}, ctx.types.without_optional(type_at(ctx, at)), span);
  }
  const Sort sort = sort_at(ctx, at);
  if (sort != Sort::Date && sort != Sort::Instant) {
    if (sort != Sort::Error)
      ctx.report(diag::NotAMoment, ctx.expr(written.value).span, type_text(ctx, type_at(ctx, at)));
    body.locals.resize(before);
    return error_at(ctx, span);
  }
  Periods periods(body, row->every, row->span);
  if (!written.where.exists() && periods.sound() && body.calendar.exists()) {
    const TypeId int_type = ctx.types.get(Sort::Int);
    const hir::ExprId number = make(ctx, hir::LocalRef{out.occurrence}, int_type, span);
    const hir::ExprId previous =
        make(ctx, hir::Arith{hir::ArithOp::Sub, number, periods.number(1)}, int_type, span);
    const hir::ExprId is_first =
        comparison(ctx, hir::CompareOp::Eq, number, periods.number(1), span);
    const hir::ExprId end = end_of(ctx, at);
    const hir::ExprId from_start = comparison(ctx, hir::CompareOp::Ge, start_of(ctx, at),
                                              start_of(ctx, periods.first_day()), span);
    const hir::ExprId after_last = comparison(
        ctx, hir::CompareOp::Gt, end, periods.deadline(periods.last_day(previous), {}), span);
    tests.push_back(make(ctx, hir::If{is_first, from_start, after_last}, bool_type, span));
    tests.push_back(comparison(ctx, hir::CompareOp::Le, end,
                               periods.deadline(periods.last_day(number), {}), span));
  }
  body.locals.resize(before);
  if (!tests.empty())
    all.where = tests.size() == 1 ? tests[0] : make(ctx, hir::And{tests}, bool_type, span);
  all.body = at;
  const TypeId result = ctx.types.optional(type_at(ctx, at));
  return make(ctx, std::move(all), result, span);
}

}  // namespace phep::check
