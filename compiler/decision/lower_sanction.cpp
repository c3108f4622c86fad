// What a breach costs: the sanction rows of a norm.
//
// Their law is that of the day of the breach: the deadline of a duty, the conduct of a prohibition,
// the day of `as_of` where there is neither. A row that is `milder_of(conduct, ruling)` is worked
// out twice, under that law and under the law of `as_of`.
#include "compiler/base/check.h"
#include "compiler/decision/lowering.h"
#include "compiler/diagnostics/kinds/law.h"

#include <algorithm>
#include <numeric>

namespace phep::decision {
namespace {

std::string_view word(hir::ConsequenceKind kind) {
  switch (kind) {
    case hir::ConsequenceKind::Fine: return "fine";
    case hir::ConsequenceKind::Warning: return "warning";
    case hir::ConsequenceKind::Suspension: return "suspension";
    case hir::ConsequenceKind::Remedy: return "remedy";
    case hir::ConsequenceKind::Confiscation: return "confiscation";
    case hir::ConsequenceKind::NotSet: return "not_set";
  }
  PHEP_UNREACHABLE();
}

}  // namespace

void Lowering::norm_sanctions(Frame& frame, const hir::Def& declared, NormSpec& spec) {
  const auto& norm = std::get<hir::Norm>(declared.node);
  FunctionBuilder& b = frame.builder;
  const Reg before = frame.law_date;
  if (norm.kind != hir::NormKind::Prohibition) {
    frame.law_date =
        spec.due.exists()
            ? b.emit(LawDayInst{spec.due_present, spec.due, Kind::Instant, frame.zone_minutes},
                     Kind::Date)
            : b.emit(AsOfDayInst{frame.zone_minutes}, Kind::Date);
  }
  const Reg breach = frame.law_date;
  const Reg blamed = not_excused(frame, spec);
  std::vector<std::size_t> order(norm.sanctions.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return text(norm.sanctions[i].label); });
  for (const std::size_t i : order) {
    const hir::Sanction& row = norm.sanctions[i];
    const bool excusable = row.on != hir::SanctionOn::Violated;
    NormSanction sanction = figures(frame, row, excusable ? blamed : Reg{});
    if (row.milder) {
      frame.law_date = b.emit(AsOfDayInst{frame.zone_minutes}, Kind::Date);
      milder(frame, sanction, figures(frame, row, {}));
      frame.law_date = breach;
    }
    sanction.bit = bit(spec.symbol + ".sanction." + text(row.label));
    sanction.on = static_cast<std::uint32_t>(row.on);
    sanction.label = text(row.label);
    sanction.kind = std::string(word(row.kind));
    sanction.measures = row.measures;
    if (!row.authority.cites.empty())
      sanction.cite = to_source(row.authority.cites[0].written, names_);
    for (const NormSanction& other : spec.sanctions)
      if (!other.currency.empty() && !sanction.currency.empty() &&
          other.currency != sanction.currency)
        refuse(diag::SanctionCurrencies, figure_span(frame, row), other.currency,
               sanction.currency);
    sanction.limit = limitation(frame, norm, row, spec);
    spec.sanctions.push_back(std::move(sanction));
  }
  frame.law_date = before;
}

Span Lowering::figure_span(const Frame& frame, const hir::Sanction& row) {
  return frame.module->exprs[row.from.exists() ? row.from : row.to].span;
}

// Whether a row stands (`also`: only where that holds), and its figures, by the law date of the
// frame.
NormSanction Lowering::figures(Frame& frame, const hir::Sanction& row, Reg also) {
  NormSanction out{.applies = {}, .from = {}, .to = {}, .bit = 0, .on = 0, .label = {}, .kind = {}};
  out.applies = guard(frame, row.authority, row.when, also);
  const auto amount = [&](hir::ExprId id) -> Reg {
    if (!id.exists()) return {};
    const Value figure = value(frame, id);
    PHEP_CHECK(!figure.present.exists(), "a sanction's figure that may be absent");
    out.amounts = frame.builder.kind(figure.value);
    const hir::Type& type = types_[types_.without_optional(frame.module->exprs[id].type)];
    if (type.sort == hir::Sort::Money) out.currency = text(type.currency);
    return figure.value;
  };
  out.from = amount(row.from);
  out.to = amount(row.to);
  return out;
}

// Of two laws the milder: a sanction that one of them does not know does not apply; else that whose
// most is less, or, where that is the same, whose least is less.
void Lowering::milder(Frame& frame, NormSanction& conduct, const NormSanction& ruling) {
  FunctionBuilder& b = frame.builder;
  conduct.applies = both(frame, conduct.applies, ruling.applies);
  const auto compare = [&](Compare op, Reg x, Reg y) {
    return b.emit(CompareInst{op, x, y, conduct.amounts}, Kind::Bool);
  };
  Reg later;  // the law of the ruling is milder
  if (conduct.from.exists()) later = compare(Compare::Lt, ruling.from, conduct.from);
  if (conduct.to.exists()) {
    const Reg less = compare(Compare::Lt, ruling.to, conduct.to);
    const Reg same = compare(Compare::Eq, ruling.to, conduct.to);
    later = later.exists()
                ? b.emit(OrInst{less, b.emit(AndInst{same, later}, Kind::Bool)}, Kind::Bool)
                : less;
  }
  if (!later.exists()) return;
  for (auto [end, other] : {std::pair(&conduct.from, ruling.from), {&conduct.to, ruling.to}})
    if (end->exists()) *end = b.emit(SelectInst{later, other, *end}, conduct.amounts);
}

// The moment after which the sanction can no longer be imposed. A bare period runs from the breach:
// the deadline of a duty, put off by what defers it, or the conduct of a prohibition.
Reg Lowering::limitation(Frame& frame, const hir::Norm& norm, const hir::Sanction& row,
                         const NormSpec& spec) {
  if (!row.limitation.exists()) return {};
  const Reg end = plain(frame, row.limitation);
  FunctionBuilder& b = frame.builder;
  if (b.kind(end) != Kind::Duration) return end;
  Reg from = spec.trigger;
  Kind kind = spec.trigger_kind;
  if (norm.kind != hir::NormKind::Prohibition) {
    from = spec.due;
    kind = Kind::Instant;
    for (const NormDeferral& deferral : spec.deferrals) {
      const Reg later = b.emit(
          ArithInst{Arith::Max, from, deferral.end, Kind::Instant, Kind::Instant}, Kind::Instant);
      from = b.emit(SelectInst{deferral.guard, later, from}, Kind::Instant);
    }
  }
  PHEP_CHECK(from.exists(), "a limitation that runs from nothing: the checker lets none through");
  return b.emit(
      DeadlineInst{.anchor = from,
                   .anchor_kind = kind,
                   .duration = end,
                   .extension = {},
                   .calendar = calendar(norm.calendar, frame.module->exprs[row.limitation].span)},
      Kind::Instant);
}

}  // namespace phep::decision
