// Calendars as data, and the module lines that choose one.
#include "compiler/check/law.h"
#include "compiler/check/literals.h"
#include "compiler/check/names.h"
#include "compiler/check/words.h"
#include "compiler/diagnostics/kinds/law.h"
#include "compiler/diagnostics/kinds/names.h"

#include <algorithm>
#include <optional>
#include <set>

namespace phep::check {
namespace {

constexpr std::int32_t kLongestRun = 3660;  // days of one `rest … through …`: ten years

// "+07:00" → 420.
std::optional<std::int32_t> zone_minutes(std::string_view text) {
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  for (const std::size_t at : {1U, 2U, 4U, 5U})
    if (text[at] < '0' || text[at] > '9') return std::nullopt;
  const int hours = (text[1] - '0') * 10 + (text[2] - '0');
  const int minutes = (text[4] - '0') * 10 + (text[5] - '0');
  if (hours > 14 || minutes > 59) return std::nullopt;
  return (text[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
}

struct Days {
  std::set<std::int32_t> rest, worked;
  std::vector<hir::CalendarDays> written;
};

void add_days(Context& ctx, const ast::CalendarDays& written, const hir::Calendar& calendar,
              Days& out) {
  hir::CalendarDays row{.first = 0,
                        .last = 0,
                        .worked = written.kind == ast::DayKind::Worked,
                        .words = label_of(written.labels),
                        .authority = authority_of(ctx, written.authority, "")};
  const auto first = need_date(ctx, written.first);
  if (!first) return;
  std::int32_t last = *first;
  if (written.last.exists()) {
    const auto end = need_date(ctx, written.last);
    if (!end) return;
    last = *end;
  }
  if (last < *first || last - *first > kLongestRun) {
    ctx.report(diag::IntervalEmpty, written.span);
    return;
  }
  auto& mine = written.kind == ast::DayKind::Rest ? out.rest : out.worked;
  const auto& others = written.kind == ast::DayKind::Rest ? out.worked : out.rest;
  for (std::int32_t day = *first; day <= last; ++day) {
    if (others.contains(day)) {
      ctx.report(diag::DayTwice, written.span, date_text(day));
      return;
    }
    if (calendar.first <= calendar.last && (day < calendar.first || day > calendar.last)) {
      ctx.report(diag::DayOutsideCover, written.span, date_text(day));
      return;
    }
    mine.insert(day);
  }
  row.first = *first;
  row.last = last;
  out.written.push_back(std::move(row));
}

hir::CalendarGroup group_of(Context& ctx, const ast::PendingGroup& written,
                            const hir::Calendar& calendar, const Days& fixed) {
  hir::CalendarGroup out;
  out.name = written.name.name;
  if (written.awaiting) out.awaiting = written.awaiting->value;
  out.words = label_of(written.labels);
  if (written.alternatives.size() < 2)
    ctx.report(diag::TooFewAlternatives, written.span, ctx.text(written.name.name));
  std::set<Name> names;
  for (const ast::PendingAlternative& alternative : written.alternatives) {
    if (!names.insert(alternative.name.name).second)
      ctx.report(diag::DuplicateLabel, alternative.name.span, ctx.text(alternative.name.name));
    Days days;
    for (const ast::CalendarDays& one : alternative.days) add_days(ctx, one, calendar, days);
    for (const ast::CalendarDays& one : alternative.days) {
      const auto first = written_date(ctx, one.first);
      const auto last = one.last.exists() ? written_date(ctx, one.last) : first;
      if (one.kind != ast::DayKind::Rest || !first || !last) continue;
      const auto both = fixed.worked.lower_bound(*first);
      if (both != fixed.worked.end() && *both <= *last)
        ctx.report(diag::DayTwice, one.span, date_text(*both));
    }
    out.alternatives.push_back({alternative.name.name,
                                alternative.proposal,
                                {days.rest.begin(), days.rest.end()},
                                {days.worked.begin(), days.worked.end()},
                                std::move(days.written),
                                label_of(alternative.labels)});
    authority_of(ctx, alternative.authority, "");
  }
  return out;
}

}  // namespace

void fill_calendar(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const auto& written = std::get<ast::Calendar>(decl.node);
  hir::Calendar out;
  if (written.zone) {
    const auto zone = zone_minutes(written.zone->value);
    if (!zone) ctx.report(diag::BadZone, written.zone->span, written.zone->value);
    out.zone_minutes = zone.value_or(out.zone_minutes);
  }
  for (const ast::Ident& day : written.weekly_rest) {
    const auto weekday = weekday_word(ctx.text(day.name));
    if (weekday)
      out.weekly = static_cast<std::uint8_t>(out.weekly | 1U << static_cast<unsigned>(*weekday));
    else
      suggest(ctx, ctx.report(diag::UnknownWord, day.span, ctx.text(day.name), "monday, …, sunday"),
              day.span, ctx.text(day.name), weekday_words());
  }
  const auto first = need_date(ctx, written.covers_from);
  const auto last = need_date(ctx, written.covers_through);
  if (written.covers_nothing) {
    out.last = -1;
    for (const ast::CalendarDays& one : written.days)
      if (const auto day = written_date(ctx, one.first))
        ctx.report(diag::DayOutsideCover, one.span, date_text(*day));
  } else if (first && last && *first <= *last) {
    out.first = *first;
    out.last = *last;
  } else {
    if (!written.covers_from.exists() || !written.covers_through.exists() || (first && last))
      ctx.report(diag::CalendarWithoutCover, decl.name.span, ctx.text(decl.name.name));
    out.last = -1;
  }
  Days days;
  for (const ast::CalendarDays& one : written.days) add_days(ctx, one, out, days);
  out.rest.assign(days.rest.begin(), days.rest.end());
  out.worked.assign(days.worked.begin(), days.worked.end());
  out.days = std::move(days.written);
  std::set<Name> names;
  for (const ast::PendingGroup& group : written.pending) {
    if (!names.insert(group.name.name).second)
      ctx.report(diag::DuplicateLabel, group.name.span, ctx.text(group.name.name));
    out.groups.push_back(group_of(ctx, group, out, days));
  }
  out.authority = authority_of(ctx, written.authority, ctx.text(decl.name.name));
  ctx.out.defs[index].node = std::move(out);
}

DefId find_calendar(Context& ctx, const ast::Path& path) {
  if (!path.exists()) return {};
  // A calendar may be declared by a dotted name of its own.
  const Name whole = ctx.names.intern(dotted(ctx, path));
  if (const PathMeaning meaning = look_up(ctx, {ast::Ident{whole, path.span}});
      meaning.def.exists() && ctx.as<hir::Calendar>(meaning.def) != nullptr)
    return meaning.def;
  return resolve<hir::Calendar>(ctx, path, {"một lịch", "a calendar"});
}

void choose_counting(Context& ctx) {
  ctx.counting = counting_of(ctx, ctx.tree.counting, ctx.tree.counting_readings, {});
  if (ctx.tree.calendar.exists()) ctx.calendar = find_calendar(ctx, ctx.tree.calendar);
}

}  // namespace phep::check
