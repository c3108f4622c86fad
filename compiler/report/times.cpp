#include "compiler/report/times.h"

#include "compiler/explain/norm_note.h"
#include "compiler/runtime/date.h"

#include <fmt/format.h>

#include <algorithm>

namespace phep::report {

using explain::instant_of;
using explain::NormNote;
using explain::Speech;
using nlohmann::json;

namespace {

std::string later_or_earlier(Due::Is is, const Speech& speech) {
  if (is == Due::Is::From) return speech.say(" hoặc muộn hơn", " or later");
  if (is == Due::Is::UpTo) return speech.say(" hoặc sớm hơn", " or earlier");
  return {};
}

std::string clock_digits(std::int64_t ms, std::int32_t zone) {
  const std::int64_t minutes =
      (ms - runtime::day_start(runtime::local_day(ms, zone), zone)) / runtime::kMinuteMs;
  return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

}  // namespace

Due due_of(const NormNote& note) {
  Due out;
  for (const char* key : {"due", "through"}) {
    const auto found = note.result.find(key);
    if (found == note.result.end()) continue;
    const auto take = [&](const json& value, Due::Is is) {
      if (const auto ms = instant_of(value)) {
        out.is = is;
        out.at.push_back(*ms);
      }
    };
    if (found->is_string()) take(*found, Due::Is::At);
    if (!found->is_object()) continue;
    if (found->contains("$one_of"))
      for (const json& one : (*found)["$one_of"]) take(one, Due::Is::OneOf);
    if (found->contains("$from")) take((*found)["$from"], Due::Is::From);
    if (found->contains("$up_to")) take((*found)["$up_to"], Due::Is::UpTo);
  }
  std::ranges::sort(out.at);
  return out;
}

std::optional<std::int64_t> done_of(const NormNote& note) {
  const auto found = note.result.find("done");
  if (found == note.result.end() || !found->is_string()) return std::nullopt;
  if (const auto ms = instant_of(*found)) return ms;
  const auto& text = found->get_ref<const std::string&>();
  std::int32_t day = 0;
  if (!runtime::parse_date(text.data(), static_cast<std::uint32_t>(text.size()), &day))
    return std::nullopt;
  return runtime::day_end(day, note.zone_minutes);
}

LastDay last_day(std::int64_t ms, std::int32_t zone) {
  const std::int64_t day = runtime::local_day(ms, zone);
  const bool whole = runtime::day_start(day, zone) == ms;
  return {whole ? day - 1 : day, whole};
}

std::string due_words(const NormNote& note, const Speech& speech) {
  const Due due = due_of(note);
  if (!due.exists()) return "–";
  std::vector<std::string> ways;
  for (const explain::DayCount& count : note.deadlines)
    if (!count.due.empty()) ways.push_back(count.due);
  if (ways.empty())
    for (const std::int64_t ms : due.at)
      ways.push_back(speech.moment(ms, note.zone_minutes, Speech::Midnight::Ends));
  return speech.listed(ways, "hoặc", "or") + later_or_earlier(due.is, speech);
}

std::string due_digits(const NormNote& note, const Speech& speech) {
  const Due due = due_of(note);
  std::string out;
  for (const std::int64_t ms : due.at) {
    const auto [day, whole] = last_day(ms, note.zone_minutes);
    out += (out.empty() ? "" : " | ") + day_digits(day);
    if (!whole) out += " " + clock_digits(ms, note.zone_minutes);
  }
  return out + later_or_earlier(due.is, speech);
}

std::string due_short(const NormNote& note, const Speech& speech) {
  const Due due = due_of(note);
  std::vector<std::string> ways;
  for (const std::int64_t ms : due.at) {
    const auto [day, whole] = last_day(ms, note.zone_minutes);
    const std::string clock = clock_digits(ms, note.zone_minutes);
    ways.push_back(
        whole ? speech.date(day)
              : speech.say(clock + " " + speech.date(day), speech.date(day) + ", " + clock));
  }
  return speech.listed(ways, "hoặc", "or") + later_or_earlier(due.is, speech);
}

std::string day_digits(std::int64_t day) {
  const runtime::Civil at = runtime::to_civil(static_cast<std::int32_t>(day));
  return fmt::format("{:04}-{:02}-{:02}", at.year, at.month, at.day);
}

}  // namespace phep::report
