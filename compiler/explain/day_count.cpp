#include "compiler/explain/day_count.h"

#include "compiler/runtime/date.h"
#include "compiler/runtime/deadline.h"
#include "compiler/runtime/sections.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace phep::explain {
namespace {

using decision::Kind;
using decision::Unit;

constexpr std::int32_t kShownDays = 40;  // working or rest days that are named one by one

// The Civil Code, by which `counting vn.civil_code` counts.
std::string civil_code(const Speech& speech, std::string_view vi, std::string_view en) {
  return speech.vi() ? std::string(vi) + " Bộ luật Dân sự số 91/2015/QH13"
                     : std::string(en) + " of the Civil Code, No. 91/2015/QH13";
}

// The alternative that holds in the world at hand and makes this day what it is.
const hir::CalendarDays* written_row(const std::vector<hir::CalendarDays>& rows, std::int32_t day,
                                     bool worked) {
  for (const hir::CalendarDays& row : rows)
    if (row.worked == worked && row.first <= day && day <= row.last) return &row;
  return nullptr;
}

std::optional<std::int64_t> known_number(const runtime::Value& value) {
  if (value.state != runtime::State::Known) return std::nullopt;
  return runtime::signed_of(value);
}

}  // namespace

std::vector<PendingGroup> pending_groups(const decision::Program& program, const Labels& labels) {
  std::vector<PendingGroup> out;
  for (const decision::Calendar& calendar : program.calendars) {
    const auto* declared = labels.find_as<hir::Calendar>(calendar.name);
    for (const decision::CalendarGroup& group : calendar.groups) {
      PendingGroup own{group.awaiting, {}};
      const hir::CalendarGroup* written = nullptr;
      if (declared != nullptr)
        for (const hir::CalendarGroup& one : declared->groups)
          if (labels.text(one.name) == group.name) written = &one;
      if (written != nullptr)
        if (const std::string words = labels.spoken(written->words); !words.empty())
          own.awaiting = words;
      for (const decision::CalendarAlternative& way : group.alternatives) {
        std::string words = way.name;
        if (written != nullptr)
          for (const hir::CalendarAlternative& one : written->alternatives) {
            if (labels.text(one.name) != way.name) continue;
            if (const std::string label = labels.spoken(one.words); !label.empty()) words = label;
            if (one.proposal) words += labels.speech().say(" (mới là đề xuất)", " (only proposed)");
          }
        own.alternatives.push_back(std::move(words));
      }
      out.push_back(std::move(own));
    }
  }
  return out;
}

std::vector<CountStep> DayCounter::steps(const Scope& scope, decision::Reg due) {
  std::vector<CountStep> out;
  follow(scope, due, out);
  return out;
}

void DayCounter::follow(const Scope& scope, decision::Reg reg, std::vector<CountStep>& out) {
  Replay& replay = r_.replay();
  const decision::Inst* const inst = replay.inst(scope, reg);
  if (inst == nullptr) {
    if (scope.caller != nullptr && scope.given.at(reg.index).exists())
      follow(*scope.caller, scope.given[reg.index], out);
    return;
  }
  if (const auto* deadline = std::get_if<decision::DeadlineInst>(&inst->node))
    return count(scope, *deadline, out);
  if (const auto* choice = std::get_if<decision::SelectInst>(&inst->node)) {
    const runtime::Value& condition = Replay::value(scope, choice->condition);
    std::vector<Reason> why = r_.grounds(scope, choice->condition);
    // That what it runs from exists goes without saying.
    const decision::Inst* const asked = replay.inst(scope, choice->condition);
    const bool there = asked != nullptr &&
                       std::holds_alternative<decision::PresentInst>(asked->node) &&
                       runtime::is_true(condition);
    if (!why.empty() && !there) {
      CountStep step{.what = "choice", .text = {}};
      const bool known = condition.state == runtime::State::Known;
      step.text = known ? say("Cách tính áp dụng cho trường hợp này",
                              "What decides how the term is counted here")
                        : say("Chưa biết cách tính nào áp dụng",
                              "Which way of counting applies is not known");
      step.because = std::move(why);
      out.push_back(std::move(step));
    }
    if (condition.state == runtime::State::Known)
      follow(scope, condition.lo != 0 ? choice->then_value : choice->else_value, out);
    return;
  }
  if (const auto* call = std::get_if<decision::CallInst>(&inst->node)) {
    const decision::Function& function = replay.program().functions[call->function];
    if (inst->kind == Kind::Norm) return;
    return follow(replay.call(scope, reg), function.result, out);
  }
  if (const auto* choose = std::get_if<decision::ChooseInst>(&inst->node))
    return follow_choice(scope, *choose, out);
  const Term term = r_.term(scope, reg);
  const bool end = std::holds_alternative<decision::DayEndInst>(inst->node);
  CountStep step{.what = end ? "day" : "moment", .text = r_.said(term), .because = term.because};
  const auto at = known_number(Replay::value(scope, reg));
  if (at && inst->kind == Kind::Instant)
    step.text =
        (term.name.empty() ? say("Thời điểm ấn định", "Fixed moment") : Speech::quoted(term.name)) +
        ": " +
        r_.speech().moment(*at, r_.zone(), end ? Speech::Midnight::Ends : Speech::Midnight::Begins);
  out.push_back(std::move(step));
}

// The node that concludes, and on with its value.
void DayCounter::follow_choice(const Scope& scope, const decision::ChooseInst& node,
                               std::vector<CountStep>& out) {
  Replay& replay = r_.replay();
  const decision::FunctionId function = scope.function;
  std::vector<Reason> why = r_.rule(scope);
  if (!why.empty())
    out.push_back({.what = "choice",
                   .text = say("Cách tính áp dụng cho trường hợp này",
                               "What decides how the term is counted here"),
                   .because = std::move(why)});
  const runtime::Value& value = Replay::value(scope, replay.program().functions[function].result);
  const auto gives = [&](decision::Reg reg) {
    const runtime::Value& other = Replay::value(scope, reg);
    return value.state == runtime::State::Known && other.state == runtime::State::Known &&
           other.lo == value.lo;
  };
  for (const decision::ChooseNode& one : node.nodes)
    if (one.conclusion.exists() && runtime::is_true(Replay::value(scope, one.guard)) &&
        gives(one.conclusion))
      return follow(scope, one.conclusion, out);
  if (node.fallback.exists() && gives(node.fallback)) follow(scope, node.fallback, out);
}

void DayCounter::count(const Scope& scope, const decision::DeadlineInst& node,
                       std::vector<CountStep>& out) {
  Replay& replay = r_.replay();
  const Speech& speech = r_.speech();
  const runtime::Header* const image = replay.image();
  const auto& days =
      runtime::items<runtime::Calendar>(image, image->calendars)[node.calendar.index];
  const std::string& name = replay.program().calendars[node.calendar].name;
  const auto* const calendar = r_.labels().find_as<hir::Calendar>(name);
  const runtime::Value& anchor = Replay::value(scope, node.anchor);
  const runtime::Value& length = Replay::value(scope, node.duration);

  Term start = r_.term(scope, node.anchor);
  // The end of a period of a recurring duty: a term of nothing from its last day.
  const bool period = node.anchor_kind == Kind::Date && known_number(length) == 0;
  CountStep from{.what = "start", .text = {}, .because = std::move(start.because)};
  start.because.clear();
  from.text = say("Mốc tính thời hạn: ", "The term runs from ") + r_.said(start);
  const auto at = known_number(anchor);
  if (period && at)
    from = {.what = "start",
            .text = say("Kỳ này kết thúc vào ", "The period ends on ") +
                    speech.day(static_cast<std::int32_t>(*at))};
  out.push_back(std::move(from));
  const auto n = known_number(length);
  Term term = r_.term(scope, node.duration);
  if (!at || !n) {
    out.push_back({.what = "term",
                   .text = say("Thời hạn: ", "Term: ") + r_.said(term),
                   .because = std::move(term.because)});
    out.push_back({.what = "unknown",
                   .text = say("Chưa đủ dữ kiện để tính ngày cuối",
                               "The end cannot be worked out from what is known")});
    return;
  }
  const auto unit = static_cast<Unit>(length.hi);
  runtime::DeadlineQuery query{};
  query.anchor = *at;
  query.anchor_kind = node.anchor_kind;
  query.calendar = node.calendar.index;
  query.flags = (node.backward ? std::uint32_t{runtime::kBackward} : 0U) |
                (node.no_roll ? std::uint32_t{runtime::kNoRoll} : 0U) | node.ways;
  const auto law = [&](std::string_view vi, std::string_view en) {
    const bool regulation = (node.ways & runtime::kTwoWorkingDays) != 0;
    return regulation ? std::string(say("Quy chế (EEC, Euratom) số 1182/71",
                                        "Regulation (EEC, Euratom) No 1182/71"))
                      : civil_code(speech, vi, en);
  };
  query.term = {*n, unit};
  const auto extra =
      node.extension.exists() ? known_number(Replay::value(scope, node.extension)) : std::nullopt;
  const runtime::Deadline plain = runtime::count_deadline(image, query, replay.world());
  runtime::Deadline whole = plain;
  if (extra && *extra != 0) {
    query.extended = true;
    query.extension = {*extra, static_cast<Unit>(Replay::value(scope, node.extension).hi)};
    whole = runtime::count_deadline(image, query, replay.world());
  }
  // Further extensions, each from the end of the one before it; one of nothing is none.
  std::vector<runtime::Term> more;
  for (const decision::Reg reg : node.more)
    if (const auto length_of = known_number(Replay::value(scope, reg)))
      more.push_back({*length_of, static_cast<Unit>(Replay::value(scope, reg).hi)});
  std::vector<runtime::Deadline> extended = {whole};
  for (std::uint32_t i = 0; i < more.size(); ++i) {
    query.more = more.data();
    query.more_count = i + 1;
    extended.push_back(runtime::count_deadline(image, query, replay.world()));
  }
  const std::int32_t zone = days.zone;
  const std::int64_t first = node.anchor_kind == Kind::Date ? *at : runtime::local_day(*at, zone);
  const std::string counted = speech.term(*n, unit);
  CountStep length_step{.what = "term", .text = {}, .because = std::move(term.because)};
  length_step.text = say("Thời hạn: ", "Term: ") + counted +
                     (node.backward ? say(", tính lùi", ", counted backward") : "");
  if (unit == Unit::Hours) {
    length_step.text +=
        say(", tính liên tục theo giờ kể từ thời điểm nêu trên, không trừ ngày nghỉ",
            ", running by the hour from that moment; rest days are not left out");
    length_step.cites = {law("khoản 1 Điều 147", "Clause 1, Article 147")};
    out.push_back(std::move(length_step));
  } else if (!period) {
    out.push_back(std::move(length_step));
    const std::string left_out = speech.date(first);
    const std::string next = speech.date(node.backward ? first - 1 : first + 1);
    out.push_back(
        {.what = "first_day",
         .text =
             node.backward
                 ? say("Ngày " + left_out + " không được tính; thời hạn tính lùi từ ngày " + next,
                       left_out + " is not counted; counting goes back from " + next)
                 : say("Ngày " + left_out +
                           " không được tính; thời hạn tính từ ngày tiếp theo, ngày " + next,
                       left_out + " is not counted; counting starts on " + next),
         .cites = {law("khoản 2 Điều 147", "Clause 2, Article 147")}});
  }
  const auto last_day = [&](std::int64_t ms) {
    // A term in days ends at 24:00 of its last day.
    return static_cast<std::int32_t>(runtime::local_day(ms - 1, zone));
  };
  if (plain.status == runtime::DeadlineStatus::DateOutOfRange) {
    out.push_back({.what = "error",
                   .text = say("Ngày cuối nằm ngoài các năm 1 đến 9999",
                               "The end lies outside the years 1 to 9999")});
    return;
  }
  if (unit == Unit::WorkingDays && plain.status == runtime::DeadlineStatus::Ok && *n > 0) {
    const std::int32_t end = last_day(plain.unrolled);
    const auto begin = static_cast<std::int32_t>(first);
    CountStep skipped = node.backward ? rest_days(calendar, days, end + 1, begin - 1)
                                      : rest_days(calendar, days, begin + 1, end);
    if (!skipped.text.empty()) out.push_back(std::move(skipped));
    out.push_back(node.backward ? working_days(days, end + 1, begin - 1, -1)
                                : working_days(days, begin + 1, end, 1));
  }
  if (unit != Unit::Hours && !period) {
    out.push_back({.what = "end",
                   .text = say("Ngày cuối cùng của thời hạn: ", "The term's last day: ") +
                           speech.day(last_day(plain.unrolled)),
                   .cites = {law("Điều 148", "Article 148")}});
  }
  if (extra && *extra != 0) {
    Term by = r_.term(scope, node.extension);
    out.push_back(
        {.what = "extension",
         .text = say("Gia hạn thêm ", "Extended by ") + speech.term(*extra, query.extension.unit) +
                 say(", tính tiếp từ ngày cuối trước khi xét ngày nghỉ: đến ",
                     ", counted on from that last day before rest days are looked at: to ") +
                 speech.day(last_day(whole.unrolled)),
         .because = std::move(by.because)});
  }
  for (std::size_t i = 0; i < more.size(); ++i) {
    if (more[i].count == 0) continue;
    Term by = r_.term(scope, node.more[i]);
    out.push_back({.what = "extension",
                   .text = say("Gia hạn tiếp ", "Extended again by ") +
                           speech.term(more[i].count, more[i].unit) + say(": đến ", ": to ") +
                           speech.day(last_day(extended[i + 1].unrolled)),
                   .because = std::move(by.because)});
  }
  whole = extended.back();
  if (whole.status == runtime::DeadlineStatus::Exhausted) {
    out.push_back({.what = "exhausted",
                   .text = say("Lịch nghỉ năm " + std::to_string(whole.awaited_year) +
                                   " chưa có trong dữ liệu: hạn có thể lùi sau " +
                                   speech.moment(whole.unrolled, zone, Speech::Midnight::Ends),
                               "The calendar of " + std::to_string(whole.awaited_year) +
                                   " is not in the data: the deadline may move beyond " +
                                   speech.moment(whole.unrolled, zone, Speech::Midnight::Ends))});
    return;
  }
  if (whole.due != whole.unrolled) {
    runtime::DeadlineQuery alone = query;  // without what two working days add
    alone.flags &= ~std::uint32_t{runtime::kTwoWorkingDays | runtime::kHoursHoldDays};
    const runtime::Deadline rolled = runtime::count_deadline(image, alone, replay.world());
    const std::int32_t end = last_day(rolled.unrolled);
    const std::int32_t due = last_day(rolled.due);
    if (due != end) {
      CountStep rest = rest_days(calendar, days, std::min(end, due), std::max(end, due) - 1);
      out.push_back(std::move(rest));
      out.push_back(
          {.what = "roll",
           .text =
               (due < end
                    ? say("Ngày cuối cùng là ngày nghỉ nên chuyển về ngày làm việc liền trước: ",
                          "The last day is a rest day, so it moves to the working day before: ")
                    : say("Ngày cuối cùng là ngày nghỉ nên thời hạn kết thúc tại thời điểm kết "
                          "thúc ngày làm việc tiếp theo: ",
                          "The last day is a rest day, so the term ends with the next working "
                          "day: ")) +
               speech.day(due),
           .cites = {law("khoản 5 Điều 148", "Clause 5, Article 148")}});
    }
    if (rolled.due != whole.due)
      out.push_back({.what = "two_working_days",
                     .text = say("Thời hạn phải chứa ít nhất hai ngày làm việc nên kết thúc vào ",
                                 "The term must hold at least two working days, so it ends on ") +
                             speech.day(last_day(whole.due)),
                     .cites = {law("", "")}});
  } else if (unit != Unit::Hours && unit != Unit::WorkingDays && !node.backward) {
    out.push_back({.what = "no_roll",
                   .text = say("Ngày đó là ngày làm việc nên không dời",
                               "That day is a working day: nothing moves")});
  }
  CountStep due{.what = "due",
                .text = say("Thời hạn kết thúc lúc ", "The term ends at ") +
                        speech.moment(whole.due, zone, Speech::Midnight::Ends)};
  if (unit != Unit::Hours) due.cites = {law("khoản 6 Điều 148", "Clause 6, Article 148")};
  out.push_back(std::move(due));
}

// What makes a day a rest day, with who decided it.
std::string DayCounter::why_rest(const hir::Calendar* calendar, std::int32_t day,
                                 CountStep& step) const {
  const Labels& labels = r_.labels();
  const hir::CalendarDays* row = nullptr;
  if (calendar != nullptr) {
    row = written_row(calendar->days, day, false);
    if (row == nullptr)
      for (const hir::CalendarGroup& group : calendar->groups)
        for (const hir::CalendarAlternative& way : group.alternatives)
          if (row == nullptr) row = written_row(way.days, day, false);
  }
  if (row == nullptr) return say("nghỉ hằng tuần", "weekly rest");
  std::vector<std::string> cites = labels.cites(row->authority.cites);
  if (cites.empty() && calendar != nullptr) cites = labels.cites(calendar->authority.cites);
  for (const hir::DefId source : row->authority.provenance.sources)
    if (const auto* declared = std::get_if<hir::Source>(&labels.def(source).node))
      cites.push_back(labels.spoken(declared->title));
  for (std::string& cite : cites)
    if (!cite.empty() && std::ranges::find(step.cites, cite) == step.cites.end())
      step.cites.push_back(std::move(cite));
  const std::string words = labels.spoken(row->words);
  return words.empty() ? say("ngày nghỉ lễ, tết", "public holiday") : words;
}

// Days in a row that rest for one reason stand as one.
CountStep DayCounter::rest_days(const hir::Calendar* calendar, const runtime::Calendar& days,
                                std::int32_t from, std::int32_t through) {
  CountStep out{.what = "rest", .text = {}};
  const runtime::Header* const image = r_.replay().image();
  const Speech& speech = r_.speech();
  struct Run {
    std::int32_t first, last;
    std::string why;
  };
  std::vector<Run> runs;
  std::int32_t named = 0;
  std::int32_t left_out = 0;
  for (std::int32_t day = from; day <= through; ++day) {
    std::uint64_t met = 0;
    if (runtime::rest_day(image, days, r_.replay().world(), day, &met) != 1) continue;
    if (++named > kShownDays) {
      ++left_out;
      continue;
    }
    std::string why = why_rest(calendar, day, out);
    if (!runs.empty() && runs.back().last + 1 == day && runs.back().why == why)
      runs.back().last = day;
    else
      runs.push_back({day, day, std::move(why)});
  }
  if (runs.empty()) return out;
  std::vector<std::string> texts;
  for (const Run& run : runs) {
    std::string text = run.first == run.last
                           ? speech.day(run.first)
                           : speech.day(run.first) + say(" đến ", " to ") + speech.day(run.last);
    texts.push_back(text + " (" + run.why + ")");
  }
  out.text = say("Ngày nghỉ: ", "Rest days: ");
  for (std::size_t i = 0; i < texts.size(); ++i) out.text += (i == 0 ? "" : "; ") + texts[i];
  if (left_out > 0)
    out.text += say("; và " + std::to_string(left_out) + " ngày nghỉ khác",
                    "; and " + std::to_string(left_out) + " more");
  return out;
}

CountStep DayCounter::working_days(const runtime::Calendar& days, std::int32_t from,
                                   std::int32_t through, int step) {
  CountStep out{.what = "working_days",
                .text = say("Các ngày làm việc được tính: ", "Working days counted: ")};
  std::vector<std::string> texts;
  std::int32_t counted = 0;
  for (std::int32_t day = step > 0 ? from : through; day >= from && day <= through; day += step) {
    std::uint64_t met = 0;
    if (runtime::rest_day(r_.replay().image(), days, r_.replay().world(), day, &met) != 0) continue;
    if (++counted <= kShownDays)
      texts.push_back(fmt::format("({}) {}", counted, r_.speech().day(day)));
  }
  out.text += fmt::format("{}", fmt::join(texts, "; "));
  if (counted > kShownDays) out.text += fmt::format("; … ({})", counted);
  return out;
}

}  // namespace phep::explain
