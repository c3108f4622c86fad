#include "compiler/law/boundaries.h"

#include <algorithm>
#include <chrono>
#include <climits>

namespace phep::law {
namespace {

constexpr std::array<BoundaryWords, kBoundaries> kWords = {{
    {"last_instant", "thời khắc cuối của hạn", "last instant in time"},
    {"just_late", "vừa quá hạn", "just late"},
    {"rest_day_end", "hết hạn vào ngày nghỉ hằng tuần", "ends on a weekly rest day"},
    {"tet", "hết hạn trong kỳ nghỉ dài (Tết)", "ends in the long holidays (Tết)"},
    {"swap", "hết hạn vào ngày làm bù", "ends on a swapped working day"},
    {"pending", "hết hạn vào ngày chưa ai quyết định", "ends on days nobody has decided"},
    {"month_end", "tháng cuối không có ngày tương ứng", "the last month lacks the day"},
    {"day_before_force", "ngày trước khi có hiệu lực", "day before force"},
    {"day_of_force", "ngày đầu có hiệu lực", "first day of force"},
    {"breach_before_penalty", "vi phạm trước khi có chế tài", "breach before the penalty"},
    {"breach_after_penalty", "vi phạm khi đã có chế tài", "breach under the penalty"},
}};

using Absent = std::optional<NotApplicable>;

constexpr std::int32_t kLongHolidays = 7;  // days: Tết is the only one that long
constexpr std::int64_t kOpen = INT32_MAX;  // later than any day
constexpr std::int64_t kMostPeriods = 48;  // as many as are looked at for a missing day

std::int64_t plus(std::int64_t day, std::int64_t count, hir::Unit unit) {
  const auto months_later = [&](std::int64_t n) {
    const std::chrono::year_month_day from{std::chrono::sys_days{std::chrono::days{day}}};
    const std::chrono::year_month to =
        std::chrono::year_month{from.year(), from.month()} + std::chrono::months{n};
    const std::chrono::year_month_day_last last{to.year(), std::chrono::month_day_last{to.month()}};
    const auto number = std::min(from.day(), last.day());
    return std::int64_t{
        std::chrono::sys_days{std::chrono::year_month_day{to.year(), to.month(), number}}
            .time_since_epoch()
            .count()};
  };
  switch (unit) {
    case hir::Unit::Hours: return day + count / 24;
    case hir::Unit::Days:
    case hir::Unit::WorkingDays: return day + count;
    case hir::Unit::Weeks: return day + 7 * count;
    case hir::Unit::Months: return months_later(count);
    case hir::Unit::Quarters: return months_later(3 * count);
    case hir::Unit::Years: return months_later(12 * count);
  }
  return day;
}

unsigned day_in_month(std::int64_t day) {
  return static_cast<unsigned>(
      std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{day}}}.day());
}

bool in_months(hir::Unit unit) {
  return unit == hir::Unit::Months || unit == hir::Unit::Quarters || unit == hir::Unit::Years;
}

bool in_years(const DeadlineTerm& term) {
  if (!term.count || !term.unit) return false;
  const std::int64_t months = *term.unit == hir::Unit::Years      ? 12 * *term.count
                              : *term.unit == hir::Unit::Quarters ? 3 * *term.count
                                                                  : *term.count;
  return months % 12 == 0;
}

// First and last day on which something is law, readings left open.
struct ForceDays {
  std::set<std::int32_t> first;
  std::int32_t last = hir::kForever;
};

// The dates that an expression over readings can be; its rules are those that bounds were made of.
void dates_in(const Register& law, const hir::Module& module, hir::ExprId id,
              std::set<std::int32_t>& out) {
  const hir::ExprNode& node = module.exprs[id].node;
  if (const auto* date = std::get_if<hir::DateConst>(&node)) out.insert(date->days);
  if (const auto* choice = std::get_if<hir::If>(&node)) {
    dates_in(law, module, choice->then_value, out);
    dates_in(law, module, choice->else_value, out);
  }
  const auto* call = std::get_if<hir::CallRule>(&node);
  if (call == nullptr) return;
  const hir::Module& other = *law.modules.at(call->rule.file);
  const auto* rule = std::get_if<hir::Rule>(&other.defs.at(call->rule.index).node);
  if (rule == nullptr) return;
  for (const hir::ExprId inner : {rule->body, rule->fallback})
    if (inner.exists()) dates_in(law, other, inner, out);
  for (const hir::RuleNode& one : rule->nodes)
    if (one.value.exists()) dates_in(law, other, one.value, out);
}

ForceDays force_days(const Register& law, const hir::Module& module, const hir::Force& force) {
  ForceDays out;
  std::int32_t first = hir::kAlways;
  for (const auto& clause : force.clauses) {
    std::int32_t begins = hir::kForever;
    std::int32_t ends = hir::kAlways;
    for (const hir::ForceInterval& one : clause) {
      if (one.from.expr.exists()) {
        dates_in(law, module, one.from.expr, out.first);
      } else {
        begins = std::min(begins, one.from.days);
      }
      ends = std::max(ends, one.until.expr.exists() ? hir::kForever : one.until.days);
    }
    if (begins != hir::kForever) first = std::max(first, begins);
    if (!clause.empty()) out.last = std::min(out.last, ends);
  }
  std::erase_if(out.first, [&](std::int32_t day) {
    return day <= first || day == hir::kAlways || day == hir::kForever;
  });
  if (first != hir::kAlways) out.first.insert(first);
  return out;
}

// The day from which something cited is repealed or replaced by another text; forever: by none, or
// that hangs on a reading, or a text lets it live on.
std::int32_t repealed_from(const Register& law, const hir::Authority& authority) {
  std::int32_t out = hir::kForever;
  for (const hir::DefId by : instruments(law))
    for (const hir::Change& change : law.instrument(by).changes)
      for (const hir::Cite& cite : authority.cites) {
        if (change.target.instrument != cite.instrument) continue;
        const Overlap how = overlap(change.target.written, cite.written.path);
        if (how != Overlap::Same && how != Overlap::Whole) continue;
        if (change.kind == hir::ChangeKind::Survives) return hir::kForever;
        if (change.kind == hir::ChangeKind::Suspends) continue;
        const ForceDays days = force_days(law, *law.modules.at(by.file), change.force);
        if (days.first.size() == 1 && days.last == hir::kForever)
          out = std::min(out, *days.first.begin());
      }
  return out;
}

// Whether the act is dated by a day: then the day before an excluded midnight ends in time.
bool done_on_a_day(const Register& law, const hir::Module& module, const hir::Norm& norm) {
  if (norm.outcome != hir::OutcomeKind::Done || !norm.outcome_value.exists()) return false;
  const hir::TypeId type = law.types.without_optional(module.exprs[norm.outcome_value].type);
  return law.types[type].sort == hir::Sort::Date;
}

NotApplicable because(std::string_view key, std::string vi, std::string en) {
  return {std::string(key), std::move(vi), std::move(en)};
}

// What the deadline of a norm can meet.
class Deadline {
 public:
  Deadline(const Register& law, const hir::Norm& norm, DeadlineTerms terms, ForceDays force)
      : law_(law), norm_(norm), terms_(std::move(terms)), force_(std::move(force)) {}

  // Why no act and no silence can be held against the very end.
  [[nodiscard]] Absent uncertain() const;
  // No deadline ends before this day; none: that is left open.
  [[nodiscard]] std::optional<std::int64_t> earliest() const;

  [[nodiscard]] Absent any() const {
    if (norm_.due.exists() || norm_.due_by_judgment) return std::nullopt;
    return because("no_deadline", "không có thời hạn", "it has no deadline");
  }
  // Possible if one of the terms can; else the reason of the first.
  template <class Of>
  [[nodiscard]] Absent each(Of of) const {
    if (Absent none = any()) return none;
    if (norm_.due_by_judgment)
      return because("by_judgment", "người có thẩm quyền ấn định hạn, không đếm ngày",
                     "a person sets the end; nothing is counted");
    if (terms_.counted.empty())
      return because("not_counted", "hạn được ấn định sẵn, không đếm ngày",
                     "the end is given; nothing is counted");
    Absent why;
    for (const DeadlineTerm& term : terms_.counted) {
      Absent own = of(term);
      if (!own) return std::nullopt;
      if (!why) why = std::move(own);
    }
    return why;
  }

  [[nodiscard]] Absent rest_day(const DeadlineTerm& term) const;
  [[nodiscard]] Absent among(const DeadlineTerm& term,
                             std::set<std::int32_t> CalendarDaysOf::* days, std::string_view key,
                             const NotApplicable& none) const;
  [[nodiscard]] Absent month_end(const DeadlineTerm& term) const;

 private:
  // Why an end of this term never moves, whatever day it falls on.
  [[nodiscard]] Absent unmoved(const DeadlineTerm& term) const;
  // The days on which such a term can end, both included.
  [[nodiscard]] std::pair<std::int64_t, std::int64_t> ends(const DeadlineTerm& term) const;
  [[nodiscard]] CalendarDaysOf calendar(const DeadlineTerm& term) const {
    return days_of(std::get<hir::Calendar>(law_.def(term.calendar).node));
  }
  [[nodiscard]] Absent beyond(const hir::Calendar& calendar, std::int64_t first) const;
  [[nodiscard]] bool lacks_leap_day(const DeadlineTerm& term, std::int64_t first,
                                    std::int64_t last) const;

  const Register& law_;
  const hir::Norm& norm_;
  DeadlineTerms terms_;
  ForceDays force_;
};

Absent Deadline::unmoved(const DeadlineTerm& term) const {
  if (term.unit == hir::Unit::Hours)
    return because("hours", "đếm bằng giờ, chạy qua ngày nghỉ", "counted in hours: no roll");
  if (term.unit == hir::Unit::WorkingDays) return std::nullopt;  // skips rest days instead
  if (!term.rolls && term.backward)
    return because("backward", "đếm lùi, không chuyển ngày", "counted backward: no roll");
  if (!term.rolls) return because("no_roll", "đếm không chuyển ngày", "counted without rolling");
  return std::nullopt;
}

std::pair<std::int64_t, std::int64_t> Deadline::ends(const DeadlineTerm& term) const {
  std::int64_t first = -kOpen;
  std::int64_t last = kOpen;
  // An end that had passed before the norm was law could not be kept under it.
  if (!force_.first.empty()) first = *force_.first.begin();
  if (!term.count || !term.unit || term.backward) return {first, last};
  // Of what may be extended only the first end is known, of working days the last one roughly.
  const auto after = [&](std::int64_t day) { return plus(day, *term.count, *term.unit); };
  const auto at_last = [&](std::int64_t day) {
    if (term.extended || term.recurs) return kOpen;
    return after(day) + (*term.unit == hir::Unit::WorkingDays ? *term.count + 30 : 0);
  };
  const auto from = term.from_day ? term.from_day : term.not_before;
  if (from) first = std::max(first, after(*from));
  if (term.from_day) return {std::max(first, after(*term.from_day)), at_last(*term.from_day)};
  // A period is under the law of its first day, which follows the end of the one before it.
  if (term.recurs && !force_.first.empty())
    first = std::max(first, after(*force_.first.begin() - std::int64_t{1}));
  if (!term.from_trigger) return {first, last};
  if (!force_.first.empty()) first = std::max(first, after(*force_.first.begin()));
  if (force_.last != hir::kForever) last = at_last(force_.last - std::int64_t{1});
  return {first, last};
}

// An end past the calendar's data may still roll, so that it is known as its least only.
Absent Deadline::uncertain() const {
  if (terms_.written || terms_.counted.empty()) return std::nullopt;
  Absent why;
  for (const DeadlineTerm& term : terms_.counted) {
    if (term.unit == hir::Unit::Hours || !term.rolls) return std::nullopt;
    const auto& days = std::get<hir::Calendar>(law_.def(term.calendar).node);
    if (days.first > days.last) return std::nullopt;
    Absent own = beyond(days, ends(term).first);
    if (!own) return std::nullopt;
    if (!why) why = std::move(own);
  }
  return why;
}

std::optional<std::int64_t> Deadline::earliest() const {
  if (norm_.kept || terms_.written || terms_.counted.empty()) return std::nullopt;
  std::int64_t out = kOpen;
  for (const DeadlineTerm& term : terms_.counted) out = std::min(out, ends(term).first);
  return out;
}

Absent Deadline::beyond(const hir::Calendar& calendar, std::int64_t first) const {
  if (calendar.first > calendar.last)
    return because("calendar_unread", "lịch chưa có dữ liệu của năm nào",
                   "the calendar has no year's data");
  if (first <= calendar.last) return std::nullopt;
  const std::string end = day_text(calendar.last);
  return because("beyond_calendar", "hạn nằm sau ngày cuối của dữ liệu lịch, " + end,
                 "it ends after the calendar's data, which end on " + end);
}

Absent Deadline::rest_day(const DeadlineTerm& term) const {
  if (Absent why = unmoved(term)) return why;
  if (term.unit == hir::Unit::WorkingDays)
    return because("working_days", "đếm ngày làm việc nên không thể hết vào ngày nghỉ",
                   "counted in working days, so it never ends on a rest day");
  const CalendarDaysOf days = calendar(term);
  if (days.calendar->weekly == 0)
    return because("no_weekly_rest", "lịch không có ngày nghỉ hằng tuần",
                   "the calendar has no weekly rest");
  const auto [first, last] = ends(term);
  if (Absent why = beyond(*days.calendar, first)) return why;
  for (std::int64_t day = std::max<std::int64_t>(first, days.calendar->first);
       day <= std::min<std::int64_t>(last, days.calendar->last); ++day)
    if (days.weekly_rest(day)) return std::nullopt;
  return because("fixed_day", "hạn cố định, không rơi vào ngày nghỉ hằng tuần",
                 "it always ends on the same day, which is no weekly rest");
}

Absent Deadline::among(const DeadlineTerm& term, std::set<std::int32_t> CalendarDaysOf::* days,
                       std::string_view key, const NotApplicable& none) const {
  if (Absent why = unmoved(term)) return why;
  const CalendarDaysOf all = calendar(term);
  const std::set<std::int32_t>& wanted = all.*days;
  if (wanted.empty()) return none;
  auto [first, last] = ends(term);
  // Working days pass over such days on their way.
  if (term.unit == hir::Unit::WorkingDays && term.count && first > INT_MIN)
    first = std::max<std::int64_t>(INT_MIN, first - *term.count + 1);
  if (Absent why = beyond(*all.calendar, first)) return why;
  const auto met = wanted.lower_bound(
      static_cast<std::int32_t>(std::clamp<std::int64_t>(first, INT_MIN, INT_MAX)));
  if (met != wanted.end() && *met <= last) return std::nullopt;
  return because("never_" + std::string(key), "trong thời gian quy định có hiệu lực, " + none.vi,
                 "while it is law, " + none.en);
}

Absent Deadline::month_end(const DeadlineTerm& term) const {
  if (term.unit && !in_months(*term.unit))
    return because("not_in_months", "không đếm bằng tháng, quý hay năm",
                   "not counted in months, quarters or years");
  if (term.count == 0)
    return because("no_length", "thời hạn không có độ dài", "the term has no length");
  const auto [first, last] = ends(term);
  const hir::Calendar& days = std::get<hir::Calendar>(law_.def(term.calendar).node);
  const bool dated = days.first <= days.last && term.rolls;
  if (dated)
    if (Absent why = beyond(days, first)) return why;
  // Of a fixed day the 28th and those before it are in every month.
  if (term.from_day && !term.extended && term.count && term.unit) {
    const std::int64_t periods = term.recurs ? kMostPeriods : 1;
    for (std::int64_t k = 1; k <= periods; ++k)
      if (day_in_month(plus(*term.from_day, k * *term.count, *term.unit)) !=
          day_in_month(*term.from_day))
        return std::nullopt;
    return because("fixed_day", "tính từ một ngày cố định mà tháng cuối có ngày tương ứng",
                   "it runs from a fixed day that the last month has");
  }
  if (!in_years(term) || term.extended) return std::nullopt;
  // Years lack only 29 February.
  if (lacks_leap_day(term, first, dated ? std::min<std::int64_t>(last, days.last) : last))
    return std::nullopt;
  if (!dated)
    return because("no_leap_day", "không có ngày 29 tháng 2 nào khi quy định có hiệu lực",
                   "no 29 February falls into its force");
  const std::string end = day_text(days.last);
  return because("no_leap_day",
                 "không thời hạn nào từ ngày 29 tháng 2 hết trong dữ liệu lịch, đến " + end,
                 "no term from a 29 February ends while it is law and within the calendar's data, "
                 "which end on " +
                     end);
}

// Whether years that are counted from some 29 February can end, between these days, in a year that
// has none.
bool Deadline::lacks_leap_day(const DeadlineTerm& term, std::int64_t first,
                              std::int64_t last) const {
  constexpr int kFirstLeapYear = 1996;  // earlier than any fact that a term of today runs from
  constexpr int kLastLeapYear = 2096;
  for (int year = kFirstLeapYear; year <= kLastLeapYear; year += 4) {
    const std::int64_t from =
        std::chrono::sys_days{std::chrono::year{year} / 2 / 29}.time_since_epoch().count();
    if (term.not_before && from < *term.not_before) continue;
    for (std::int64_t k = 1; k <= (term.recurs ? kMostPeriods : 1); ++k) {
      const std::int64_t end = plus(from, k * *term.count, *term.unit);
      if (end > last) break;
      if (end >= first && day_in_month(end) != day_in_month(from)) return true;
    }
  }
  return false;
}

}  // namespace

const BoundaryWords& words_of(Boundary boundary) {
  return kWords.at(static_cast<std::size_t>(boundary));
}

bool CalendarDaysOf::weekly_rest(std::int64_t day) const {
  // 1970-01-01 was a Thursday.
  const auto weekday = static_cast<unsigned>(((day + 3) % 7 + 7) % 7);
  return ((calendar->weekly >> weekday) & 1U) != 0 &&
         !worked.contains(static_cast<std::int32_t>(day));
}

CalendarDaysOf days_of(const hir::Calendar& calendar) {
  CalendarDaysOf out{&calendar, {}, {}, {}};
  for (const std::int32_t day : calendar.worked) out.worked.insert(day);
  for (const hir::CalendarGroup& group : calendar.groups)
    for (const hir::CalendarAlternative& way : group.alternatives) {
      out.pending.insert(way.rest.begin(), way.rest.end());
      out.pending.insert(way.worked.begin(), way.worked.end());
    }
  const std::set<std::int32_t> rest(calendar.rest.begin(), calendar.rest.end());
  std::vector<std::int32_t> run;
  for (std::int32_t day = calendar.first; day <= calendar.last + 1; ++day) {
    if (day <= calendar.last && (rest.contains(day) || out.weekly_rest(day))) {
      run.push_back(day);
      continue;
    }
    if (std::ssize(run) >= kLongHolidays)
      for (const std::int32_t one : run)
        if (!out.weekly_rest(one)) out.holidays.insert(one);
    run.clear();
  }
  return out;
}

Boundaries boundaries_of(const Register& law, FileId file, const hir::Norm& norm) {
  Boundaries out;
  const hir::Module& module = *law.modules.at(file);
  const auto set = [&](Boundary one, Absent why) {
    out.absent.at(static_cast<std::size_t>(one)) = std::move(why);
  };
  ForceDays force = force_days(law, module, norm.authority.force);
  out.first_days = force.first;
  force.last = std::min(force.last, repealed_from(law, norm.authority));
  const Deadline deadline(law, norm, deadline_terms(law, file, norm), force);
  using Days = CalendarDaysOf;
  Absent end = deadline.any();
  if (!end) end = deadline.uncertain();
  set(Boundary::JustLate, end);
  out.of_conduct = norm.kind == hir::NormKind::Prohibition;
  out.triggered = norm.trigger.exists();
  out.excluded_end = norm.due_before && !done_on_a_day(law, module, norm);
  if (!end && out.excluded_end)
    end = because("excluded_end", "phải xong trước thời điểm đó: làm đúng lúc đó là đã muộn",
                  "due before a moment: what is done at that very moment is late");
  set(Boundary::LastInstant, std::move(end));
  set(Boundary::RestDay,
      deadline.each([&](const DeadlineTerm& term) { return deadline.rest_day(term); }));
  set(Boundary::Tet, deadline.each([&](const DeadlineTerm& term) {
    return deadline.among(term, &Days::holidays, "tet",
                          because("no_long_holidays", "lịch không có kỳ nghỉ dài",
                                  "the calendar has no long holidays"));
  }));
  set(Boundary::Swap, deadline.each([&](const DeadlineTerm& term) {
    return deadline.among(
        term, &Days::worked, "swap",
        because("no_swap", "lịch không có ngày làm bù", "the calendar has no swapped working day"));
  }));
  set(Boundary::Pending, deadline.each([&](const DeadlineTerm& term) {
    return deadline.among(term, &Days::pending, "pending",
                          because("no_pending", "lịch không có ngày chờ quyết định",
                                  "the calendar has no undecided day"));
  }));
  set(Boundary::MonthEnd,
      deadline.each([&](const DeadlineTerm& term) { return deadline.month_end(term); }));
  if (force.first.empty()) {
    const NotApplicable why =
        because("no_first_day", "không có ngày đầu hiệu lực", "no first day of its force is given");
    set(Boundary::DayBeforeForce, why);
    set(Boundary::DayOfForce, why);
  }
  bool figures = false;
  for (const hir::Sanction& sanction : norm.sanctions) {
    if (sanction.kind == hir::ConsequenceKind::NotSet) continue;
    figures = true;
    const ForceDays own = force_days(law, module, sanction.authority.force);
    if (!own.first.empty() && (force.first.empty() || *own.first.begin() > *force.first.begin()))
      out.younger.emplace_back(sanction.label, own.first);
  }
  if (out.younger.empty()) {
    const NotApplicable why =
        norm.sanctions.empty() ? because("no_sanction", "không có chế tài", "it has no sanction")
        : !figures ? because("not_set", "chưa có mức chế tài", "no figure has been fixed")
                   : because("not_younger", "chế tài không có hiệu lực sau quy định",
                             "no sanction is younger than it is");
    set(Boundary::BreachBefore, why);
    set(Boundary::BreachAfter, why);
    return out;
  }
  const auto first_breach = deadline.earliest();
  const auto known = [&](const auto& sanction) {
    return first_breach && *first_breach >= *sanction.second.begin();
  };
  if (std::ranges::all_of(out.younger, known)) {
    const std::string day = day_text(static_cast<std::int32_t>(*first_breach));
    set(Boundary::BreachBefore,
        because("never_before", "hạn đầu tiên đã là " + day + ", khi chế tài có hiệu lực",
                "its first deadline is " + day + ", when the penalty is law"));
  }
  return out;
}

}  // namespace phep::law
