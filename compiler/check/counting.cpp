#include "compiler/check/counting.h"

#include "compiler/check/context.h"
#include "compiler/check/law.h"
#include "compiler/check/names.h"
#include "compiler/diagnostics/kinds/names.h"
#include "compiler/diagnostics/kinds/time.h"

#include <optional>
#include <string>
#include <string_view>

namespace phep::check {
namespace {

// One answer to an open point, by the name that a reading's option has.
struct Answer {
  OpenPoint point;
  std::string_view en, vi;
  std::uint32_t ways;
};
constexpr std::array<Answer, 8> kAnswers = {{
    {OpenPoint::LeapDay, "last_day_of_february", "ngày_cuối_tháng_hai", 0},
    {OpenPoint::LeapDay, "first_day_of_march", "ngày_đầu_tháng_ba", hir::kFirstOfMarch},
    {OpenPoint::BackwardEnd, "as_counted", "giữ_nguyên", 0},
    {OpenPoint::BackwardEnd, "previous_working_day", "ngày_làm_việc_liền_trước", hir::kRollsBack},
    {OpenPoint::HoursStart, "from_the_moment", "từ_thời_điểm", 0},
    {OpenPoint::HoursStart, "from_the_next_hour", "từ_giờ_kế_tiếp", hir::kFromNextHour},
    {OpenPoint::HoursLength, "hours_alone", "chỉ_tính_giờ", 0},
    {OpenPoint::HoursLength, "with_two_working_days", "đủ_hai_ngày_làm_việc",
     hir::kHoursHoldTwoWorkingDays},
}};

std::string options_of(OpenPoint point) {
  std::string out;
  for (const Answer& answer : kAnswers)
    if (answer.point == point) out += (out.empty() ? "" : ", ") + std::string(answer.en);
  return out;
}

Argument question_of(OpenPoint point) {
  switch (point) {
    case OpenPoint::LeapDay:
      return {"kỳ hạn tính bằng năm từ ngày 29 tháng 2 kết thúc ngày nào trong năm không nhuận",
              "on which day years from 29 February end in a year that has none"};
    case OpenPoint::BackwardEnd:
      return {"kỳ hạn tính lùi rơi vào ngày nghỉ thì sao",
              "what becomes of a backward end on a rest day"};
    case OpenPoint::HoursStart:
      return {"giờ có sự kiện có được tính không", "whether the hour of the event is counted"};
    case OpenPoint::HoursLength:
      return {"kỳ hạn từ 48 giờ có phải chứa hai ngày làm việc không",
              "whether 48 hours or more must hold two working days"};
  }
  PHEP_UNREACHABLE();
}

std::string_view law_name(CountingLaw law) {
  return law == CountingLaw::Regulation1182 ? "eu.reg_1182_71" : "vn.civil_code";
}

CountingLaw law_of(Context& ctx, const ast::Path& path) {
  const std::string name = dotted(ctx, path);
  for (const CountingLaw law : {CountingLaw::CivilCode, CountingLaw::Regulation1182})
    if (name == law_name(law)) return law;
  suggest(ctx, ctx.report(diag::UnknownCounting, path.span, name), path.span, name,
          {law_name(CountingLaw::CivilCode), law_name(CountingLaw::Regulation1182)});
  return CountingLaw::Unknown;
}

const Answer* answer_of(std::string_view option) {
  for (const Answer& answer : kAnswers)
    if (option == answer.en || option == answer.vi) return &answer;
  return nullptr;
}

// Takes a reading whose options all answer one point, and which says on what it rests.
void take(Context& ctx, Counting& counting, const ast::Path& path) {
  const DefId id = resolve<hir::Reading>(ctx, path, {"một cách hiểu", "a reading"});
  const auto* reading = ctx.as<hir::Reading>(id);
  if (reading == nullptr || reading->options.empty()) return;
  std::optional<OpenPoint> point;
  hir::CountedReading out{id, {}};
  for (const hir::ReadingOption& option : reading->options) {
    const Answer* answer = answer_of(ctx.text(option.name));
    if (answer == nullptr || (point && *point != answer->point)) {
      ctx.report(diag::NotAboutCounting, path.span, ctx.text(ctx.def(id).name),
                 ctx.text(option.name));
      return;
    }
    point = answer->point;
    out.ways.push_back(answer->ways);
  }
  if (!reading->grounded)
    ctx.report(diag::ReadingUngrounded, path.span, ctx.text(ctx.def(id).name));
  counting.readings[static_cast<std::size_t>(*point)] = std::move(out);
}

}  // namespace

Counting counting_of(Context& ctx, const ast::Path& law, const std::vector<ast::Path>& readings,
                     const Counting& outer) {
  Counting out = outer;
  if (law.exists()) {
    // Another law leaves other things open: what was read of the first does not speak of it.
    const CountingLaw named = law_of(ctx, law);
    if (named != outer.law) out = Counting{.law = named};
  }
  for (const ast::Path& reading : readings) take(ctx, out, reading);
  return out;
}

std::uint32_t ways_of(CountingLaw law) {
  return law == CountingLaw::Regulation1182 ? hir::kHoldsTwoWorkingDays : 0U;
}

std::vector<hir::CountedReading> readings_for(Context& ctx, const Counting& counting,
                                              const TermText& term, Span span) {
  std::vector<hir::CountedReading> out;
  const auto under = [&](OpenPoint point, bool may_arise, bool asked) {
    if (!may_arise) return;
    const hir::CountedReading& reading = counting.readings[static_cast<std::size_t>(point)];
    if (reading.reading.exists()) {
      out.push_back(reading);
    } else if (asked && counting.law != CountingLaw::Unknown) {
      ctx.report(diag::CountingLeftOpen, span, question_of(point), options_of(point));
    }
  };
  const bool regulation = counting.law == CountingLaw::Regulation1182;
  under(OpenPoint::LeapDay, term.years && term.from_leap_day, term.written);
  under(OpenPoint::BackwardEnd, term.backward, false);
  under(OpenPoint::HoursStart, regulation && term.hours && !term.backward, term.written);
  under(OpenPoint::HoursLength, regulation && term.hours && term.two_days, term.written);
  return out;
}

}  // namespace phep::check
