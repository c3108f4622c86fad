#include "compiler/explain/norm_places.h"

#include "compiler/runtime/date.h"

#include <fmt/format.h>

namespace phep::explain {

using nlohmann::json;

std::vector<NormPlace> norm_places(Replay& replay) {
  std::vector<NormPlace> out;
  const json results = replay.answer().value("norms", json::object());
  for (const decision::NormOutput& output : replay.decision().norms) {
    if (output.most != 0) {  // one for each time that it has come up
      for (std::uint64_t i = 1; results.contains(fmt::format("{}[#{}]", output.key, i)); ++i)
        out.push_back({fmt::format("{}[#{}]", output.key, i), &output, i});
      continue;
    }
    if (!output.list.exists()) {
      out.push_back({output.key, &output});
      continue;
    }
    const std::string pointer = replay.pointer(output.list, 0);
    for (const std::uint64_t element : replay.elements(output.list, 0))
      out.push_back({fmt::format("{}[{}/{}]", output.key, pointer, element), &output, element});
  }
  return out;
}

const Scope& open_norm(Replay& replay, const NormPlace& place) {
  const decision::NormSpec& spec = replay.program().norms[place.output->norm];
  if (!place.output->function.exists()) return replay.call(replay.entry(), place.output->value);
  const Scope& element = replay.element(place.output->function, place.element);
  if (place.output->function == spec.function) return element;
  return replay.call(element, replay.program().functions[place.output->function].result);
}

std::optional<std::int64_t> trigger_moment(const Scope& scope, const decision::NormSpec& spec) {
  if (!spec.trigger.exists()) return std::nullopt;
  if (spec.trigger_present.exists() &&
      !runtime::is_true(Replay::value(scope, spec.trigger_present)))
    return std::nullopt;
  const runtime::Value& trigger = Replay::value(scope, spec.trigger);
  if (trigger.state != runtime::State::Known) return std::nullopt;
  const std::int64_t at = runtime::signed_of(trigger);
  return spec.trigger_kind == decision::Kind::Date ? runtime::day_start(at, spec.zone_minutes) : at;
}

std::int64_t law_day(const Replay& replay, const Scope& scope, const decision::NormSpec& spec) {
  const Question& question = replay.question();
  if (question.law_date) return *question.law_date;
  std::int64_t at = question.as_of;
  if (spec.trigger.exists()) {
    const runtime::Value& trigger = Replay::value(scope, spec.trigger);
    const bool there = !spec.trigger_present.exists() ||
                       runtime::is_true(Replay::value(scope, spec.trigger_present));
    if (there && trigger.state == runtime::State::Known) {
      if (spec.trigger_kind == decision::Kind::Date) return runtime::signed_of(trigger);
      at = runtime::signed_of(trigger);
    }
  }
  return runtime::local_day(at, spec.zone_minutes);
}

}  // namespace phep::explain
