// What happens when: of a case its facts, deadlines and the moment it is looked at; of a file the
// intervals of force of what it declares.
#include "compiler/explain/citation_text.h"
#include "compiler/explain/fact_values.h"
#include "compiler/explain/labels.h"
#include "compiler/explain/norm_note.h"
#include "compiler/runtime/phep_abi.h"
#include "lsp/ide/views.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace phep::ide {
namespace {

using Json = nlohmann::json;

struct Event {
  std::int64_t at;  // UTC milliseconds
  ViewRow row;
};

std::vector<ViewRow> in_order(std::vector<Event> events) {
  std::ranges::stable_sort(events, {}, &Event::at);
  std::vector<ViewRow> out;
  for (Event& event : events) {
    const bool again =
        !out.empty() && out.back().label == event.row.label && out.back().due == event.row.due;
    if (!again) out.push_back(std::move(event.row));
  }
  return out;
}

class CaseEvents {
 public:
  CaseEvents(const ViewOf& of, const Answered& one, std::vector<Event>& out)
      : of_(of),
        one_(one),
        out_(out),
        speech_(of.language),
        lexicon_(of.bench.lexicon()),
        labels_(lexicon_, one.question.target, speech_),
        decision_(of.bench.program().decisions[one.question.decision]) {}

  void write() {
    const std::int64_t now = one_.question.options.as_of;
    add(now, {.label = say("thời điểm xét", "looked at"), .due = moment(now)});
    facts(Json::parse(one_.question.facts, nullptr, false), "");
    const Json answer = Json::parse(one_.decided.output, nullptr, false);
    if (one_.decided.status != PHEP_OK || !answer.is_object()) return;
    const Json norms = answer.value("norms", Json::object());
    for (const auto& [key, norm] : norms.items())
      if (norm.is_object()) this->norm(key, norm);
  }

 private:
  [[nodiscard]] std::string say(std::string_view vi, std::string_view en) const {
    return speech_.say(vi, en);
  }
  [[nodiscard]] std::string moment(std::int64_t ms) const {
    return speech_.moment(ms, decision_.zone_minutes, explain::Speech::Midnight::Begins);
  }
  void add(std::int64_t at, ViewRow row) { out_.push_back({at, std::move(row)}); }

  // A date or moment of the facts, called by its label.
  void facts(const Json& value, const std::string& pointer) {
    if (value.is_object() || value.is_array()) {
      for (const auto& [key, inner] : value.items()) facts(inner, pointer + "/" + key);
      return;
    }
    if (!value.is_string()) return;
    const std::string& text = value.get_ref<const std::string&>();
    if (text.size() == 10) {
      if (const auto day = explain::time_of(decision::Kind::Date, value))
        add(*day * kDayMs - decision_.zone_minutes * std::int64_t{60'000},
            {.label = labels_.fact(pointer), .due = speech_.day(*day)});
    } else if (const auto ms = explain::instant_of(value)) {
      add(*ms, {.label = labels_.fact(pointer), .due = moment(*ms)});
    }
  }

  void norm(const std::string& key, const Json& norm) {
    const auto output = std::ranges::find_if(decision_.norms, [&](const auto& row) {
      return key == row.key || key.starts_with(row.key + "[");
    });
    if (output == decision_.norms.end()) return;
    const decision::NormSpec& spec = of_.bench.program().norms[output->norm];
    const hir::Def* def = labels_.find(spec.symbol);
    if (def == nullptr) return;
    const std::string name = labels_.label(*def);
    const auto event = [&](const char* what, std::string_view vi, std::string_view en) {
      const auto found = norm.find(what);
      if (found == norm.end()) return;
      std::vector<Json> values;
      if (found->is_string()) values.push_back(*found);
      if (found->is_object() && found->contains("$one_of"))
        for (const Json& one : (*found)["$one_of"]) values.push_back(one);
      const bool ends = std::string_view(what) == "due" && !spec.due_before;
      for (const Json& value : values)
        if (const auto ms = explain::instant_of(value))
          add(*ms, {.label = say(vi, en) + ": " + name,
                    .due = speech_.moment(
                        *ms, spec.zone_minutes,
                        ends ? explain::Speech::Midnight::Ends : explain::Speech::Midnight::Begins),
                    .at = def->name_span});
    };
    event("due", "hạn", "due");
    event("through", "giữ đến hết", "kept through");
    event("ended", "đã kết thúc", "ended");
    event("done", "đã thực hiện", "done");
    event("since", "vi phạm từ", "violated since");
    event("until", "hoãn đến", "deferred until");
  }

  const ViewOf& of_;
  const Answered& one_;
  std::vector<Event>& out_;
  explain::Speech speech_;
  explain::Lexicon lexicon_;
  explain::Labels labels_;
  const decision::Decision& decision_;
};

void add_force(const std::vector<hir::ForceInterval>& intervals, const std::string& name, Span at,
               const ViewOf& of, std::vector<Event>& out) {
  const explain::Speech speech(of.language);
  const std::int32_t today = of.as_of.value_or(of.today);
  const auto add = [&](std::int32_t day, std::string_view vi, std::string_view en, RowStatus before,
                       RowStatus after) {
    out.push_back({day * kDayMs,
                   {.label = speech.say(vi, en) + ": " + name,
                    .status = day <= today ? after : before,
                    .due = speech.day(day),
                    .at = at}});
  };
  for (const hir::ForceInterval& one : intervals) {
    if (!one.from.expr.exists() && one.from.days != hir::kAlways)
      add(one.from.days, "có hiệu lực", "in force", RowStatus::NotYet, RowStatus::InForce);
    if (!one.until.expr.exists() && one.until.days != hir::kForever)
      add(one.until.days, "hết hiệu lực", "end of force", RowStatus::InForce, RowStatus::Repealed);
  }
}

}  // namespace

std::vector<ViewRow> timeline(const ViewOf& of) {
  std::vector<Event> events;
  if (of.one != nullptr) {
    for (const Answered& one : answered(of)) CaseEvents(of, one, events).write();
    return in_order(std::move(events));
  }
  const explain::Speech speech(of.language);
  const explain::Lexicon lexicon = of.bench.lexicon();
  const explain::Labels labels(lexicon, {}, speech);
  for (const hir::Def& def : of.bench.members().back().checked->module.defs) {
    if (const auto* norm = std::get_if<hir::Norm>(&def.node))
      for (const auto& clause : norm->authority.force.clauses)
        add_force(clause, labels.label(def), def.name_span, of, events);
    if (const auto* instrument = std::get_if<hir::Instrument>(&def.node))
      add_force(instrument->force, explain::instrument_text(*instrument, of.language),
                def.name_span, of, events);
  }
  return in_order(std::move(events));
}

}  // namespace phep::ide
