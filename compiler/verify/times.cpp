// Time: law days, force, days and instants, shifted dates, counted deadlines.
#include "compiler/base/check.h"
#include "compiler/verify/function.h"

namespace phep::verify {

namespace {

constexpr std::int64_t kMinuteMs = runtime::kMinuteMs;

// How far a zone's clock is ahead of the one that terms are told in.
std::int64_t ahead(std::int32_t zone) {
  return (zone - kHomeZone) * kMinuteMs;
}

}  // namespace

// ---- instants -----------------------------------------------------------------------------------

Term Encoder::instant_of(std::int64_t ms) const {
  Term out = blank(Kind::Instant);
  const std::int64_t day = runtime::local_day(ms, kHomeZone);
  out.value = logic_.number(day);
  out.rest = logic_.number(ms - runtime::day_start(day, kHomeZone));
  return out;
}

// Never by division: the carry is at most a day.
Term Encoder::add_ms(const Term& instant, std::int64_t ms) const {
  const std::int64_t days = ms >= 0 ? ms / kDayMs : -((-ms + kDayMs - 1) / kDayMs);
  const std::int64_t rest = ms - days * kDayMs;
  Term out = instant;
  std::int64_t day = 0;
  std::int64_t of_day = 0;
  if (constant(instant.value, day) && constant(instant.rest, of_day)) {
    const std::int64_t sum = of_day + rest;
    out.value = logic_.number(day + days + sum / kDayMs);
    out.rest = logic_.number(sum % kDayMs);
    return out;
  }
  if (days != 0) out.value = instant.value + logic_.number(days);
  if (rest == 0) return out;
  const expr sum = instant.rest + logic_.number(rest);
  const expr carries = logic_.number(kDayMs) <= sum;
  out.value = logic_.choose(carries, out.value + 1, out.value);
  out.rest = logic_.choose(carries, sum - logic_.number(kDayMs), sum);
  return out;
}

Term Encoder::day_start(const Term& day, std::int32_t zone, bool end) const {
  Term at = blank(Kind::Instant);
  at.fails = day.fails;
  std::int64_t known = 0;
  if (constant(day.value, known))
    at.value = logic_.number(known + (end ? 1 : 0));
  else
    at.value = end ? day.value + 1 : day.value;
  return add_ms(at, -ahead(zone));
}

Term Encoder::local_day(const Term& instant, std::int32_t zone) const {
  const Term there = add_ms(bounded(instant), ahead(zone));
  Term out = blank(Kind::Date);
  out.value = there.value;
  out.fails = there.fails;
  return out;
}

Term Encoder::as_of_day(std::int32_t zone) const {
  if (options_.law_date) return number(Kind::Date, *options_.law_date);
  if (options_.today) return number(Kind::Date, *options_.today);
  return local_day(as_of_, zone);
}

Term Function::one(const decision::AsOfDayInst& inst, Kind /*kind*/) {
  return e_.as_of_day(inst.zone_minutes);
}

Term Function::one(const decision::LawDayInst& inst, Kind /*kind*/) {
  const Term today = e_.as_of_day(inst.zone_minutes);
  if (e_.options_.law_date || !inst.value.exists()) return today;
  const Term& moment = at(inst.value);
  const Term day = inst.of == Kind::Date ? moment : e_.local_day(moment, inst.zone_minutes);
  if (!inst.present.exists()) return day;
  const Term& present = at(inst.present);
  Term out = e_.choose(present.value, day, today);
  out.fails = logic_.either(out.fails, present.fails);
  return out;
}

Term Function::one(const decision::InForceInst& inst, Kind /*kind*/) {
  const Term& day = at(inst.date);
  expr inside = logic_.no();
  for (const auto& [from, until] : inst.intervals) {
    expr here = logic_.yes();
    if (from != INT32_MIN) here = logic_.both(here, logic_.number(from) <= day.value);
    if (until != INT32_MAX) here = logic_.both(here, day.value < logic_.number(until));
    inside = logic_.either(inside, here);
  }
  std::int64_t known = 0;
  if (constant(day.value, known)) inside = inside.simplify();
  e_.force_[function_.symbol].push_back(inside);
  return strict(e_.truth(inside), {&day});
}

Term Function::one(const decision::DayStartInst& inst, Kind /*kind*/) {
  return e_.day_start(at(inst.date), inst.zone_minutes, false);
}
Term Function::one(const decision::DayEndInst& inst, Kind /*kind*/) {
  return e_.day_start(at(inst.date), inst.zone_minutes, true);
}
Term Function::one(const decision::LocalDayInst& inst, Kind /*kind*/) {
  return e_.local_day(at(inst.instant), inst.zone_minutes);
}

// ---- shifts -------------------------------------------------------------------------------------

Term Function::one(const decision::ShiftDateInst& inst, Kind kind) {
  const Term& from = at(inst.date);
  const Term& by = at(inst.duration);
  std::int64_t times = 1;
  if (inst.times.exists() && !constant(at(inst.times).value.simplify(), times))
    return e_.unencoded(kind, "shift by a counted number of terms");
  if (by.ways.empty()) return e_.unencoded(kind, "term that a fact gives");
  if (kind == Kind::Instant && e_.zone_ != kHomeZone)
    return e_.unencoded(kind, "shift of an instant in another zone");
  const auto shifted = [&](const Way& way) -> Term {
    const runtime::Term term = runtime::times({way.count, way.unit}, times);
    Term out = from;
    const auto linear = [&](std::int64_t days) {
      out.value = from.value + logic_.number(days);
      const expr inside = logic_.within(runtime::kFirstDate, out.value, runtime::kLastDate);
      out.fails = logic_.either(out.fails, logic_.negate(inside));
      return out;
    };
    constexpr std::int64_t kMost = 4'000'000;
    if (term.count > kMost || term.count < -kMost) return e_.error(kind);
    switch (term.unit) {
      case Unit::Hours:
        if (kind != Kind::Instant) return e_.error(kind);
        return e_.add_ms(from, term.count * runtime::kHourMs);
      case Unit::WorkingDays: return e_.error(kind);
      case Unit::Days: return linear(term.count);
      case Unit::Weeks: return linear(term.count * 7);
      case Unit::Months:
      case Unit::Quarters:
      case Unit::Years: break;
    }
    const DayFunction function{
        .deadline = false, .term = term, .first_of_march = inst.first_of_march};
    const DayEnd& end = e_.days_.end(function, from.value, e_.axioms_);
    e_.meaning_[end.day.decl().name().str()] = {from.value};
    out.value = end.day;
    out.fails = logic_.either(out.fails, end.fails);
    return out;
  };
  e_.note("shift of a date", Exactness::Exact);
  Term out = shifted(by.ways.back());
  for (std::size_t i = by.ways.size() - 1; i-- > 0;)
    out = e_.choose(by.ways[i].when, shifted(by.ways[i]), out);
  return strict(std::move(out), {&from, &by});
}

// How many periods have begun: the few first, told one by one.
Term Function::one(const decision::OccurrencesInst& inst, Kind kind) {
  const Term& from = at(inst.from);
  const Term& period = at(inst.period);
  const Term& moment = at(inst.moment);
  static_cast<void>(from);
  static_cast<void>(period);
  static_cast<void>(moment);
  return strict(e_.unencoded(kind, "number of times that a duty recurs"),
                {&from, &period, &moment});
}

// ---- deadlines ----------------------------------------------------------------------------------

Term Function::one(const decision::DeadlineInst& inst, Kind kind) {
  const Term& anchor = at(inst.anchor);
  std::vector<const Term*> lengths = {&at(inst.duration)};
  if (inst.extension.exists()) lengths.push_back(&at(inst.extension));
  for (const decision::Reg more : inst.more) lengths.push_back(&at(more));
  Term sound = e_.blank(kind);
  sound = strict(std::move(sound), {&anchor});
  for (const Term* length : lengths) {
    sound.fails = logic_.either(sound.fails, length->fails);
    if (length->ways.empty()) return e_.unencoded(kind, "term that a fact gives");
  }
  // Every combination of what the terms may be.
  struct Row {
    expr when;
    std::vector<runtime::Term> terms;
  };
  std::vector<Row> rows = {{logic_.yes(), {}}};
  for (const Term* length : lengths) {
    std::vector<Row> longer;
    for (const Row& row : rows)
      for (const Way& way : length->ways) {
        Row next{logic_.both(row.when, way.when), row.terms};
        next.terms.push_back({way.count, way.unit});
        if (!next.when.is_false()) longer.push_back(std::move(next));
      }
    rows = std::move(longer);
  }
  constexpr std::size_t kMostRows = 64;
  if (rows.empty() || rows.size() > kMostRows)
    return e_.unencoded(kind, "term with many extensions");
  Term out = counted(inst, anchor, rows.back().terms);
  for (std::size_t i = rows.size() - 1; i-- > 0;)
    out = e_.choose(rows[i].when, counted(inst, anchor, rows[i].terms), out);
  out.fails = logic_.either(out.fails, sound.fails);
  return out;
}

Term Function::counted(const decision::DeadlineInst& inst, const Term& anchor,
                       const std::vector<runtime::Term>& terms) {
  const decision::Calendar& calendar = e_.program_.calendars[inst.calendar];
  std::uint32_t flags = inst.ways;
  if (inst.backward) flags |= runtime::kBackward;
  if (inst.no_roll) flags |= runtime::kNoRoll;
  const bool on_day = inst.anchor_kind == Kind::Date;
  bool extended = false;
  for (std::size_t i = 1; i < terms.size(); ++i) extended |= terms[i].count != 0;

  if (terms[0].unit == Unit::Hours) {
    if (extended) return e_.unencoded(Kind::Instant, "extension of a term in hours");
    if ((flags & runtime::kHoursHoldDays) != 0 && terms[0].count >= 48)
      return e_.unencoded(Kind::Instant, "hours that hold working days");
    if (terms[0].count < 0 || terms[0].count > 4'000'000) return e_.error(Kind::Instant);
    Term from = on_day ? e_.day_start(anchor, calendar.zone_minutes, false) : anchor;
    if ((flags & runtime::kNextHour) != 0 && !inst.backward && !on_day) {
      const auto parts = e_.divide(from.rest, logic_.number(runtime::kHourMs));
      from.rest = parts.whole * logic_.number(runtime::kHourMs);
      from = e_.add_ms(from, runtime::kHourMs);
    }
    e_.note("term in hours", Exactness::Exact);
    return e_.add_ms(from, (inst.backward ? -1 : 1) * terms[0].count * runtime::kHourMs);
  }
  for (std::size_t i = 1; i < terms.size(); ++i)
    if (terms[i].count != 0 && terms[i].unit == Unit::Hours)
      return e_.unencoded(Kind::Instant, "extension in hours");

  DayFunction function{
      .deadline = true, .calendar = inst.calendar.index, .flags = flags, .term = terms[0]};
  if (inst.extension.exists() && terms[1].count != 0) {
    function.extended = true;
    function.extension = terms[1];
  }
  for (std::size_t i = inst.extension.exists() ? 2 : 1; i < terms.size(); ++i)
    if (terms[i].count != 0) function.more.push_back(terms[i]);
  const Term day = on_day ? anchor : e_.local_day(anchor, calendar.zone_minutes);
  const DayEnd& end = e_.days_.end(function, day.value, e_.axioms_);
  e_.meaning_[end.day.decl().name().str()] = {day.value};
  Term last = e_.blank(Kind::Date);
  last.value = end.day;
  Term out = e_.day_start(last, calendar.zone_minutes, true);
  if (e_.options_.sabotage == 2) out = e_.day_start(last, calendar.zone_minutes, false);
  out.fails = logic_.either(day.fails, end.fails);
  (inst.backward ? out.upto : out.from) = end.bounded;
  e_.note("term counted by a calendar", Exactness::Exact);
  return out;
}

}  // namespace phep::verify
