#include "compiler/explain/readings.h"

#include "compiler/explain/cause_words.h"
#include "compiler/explain/fact_label.h"
#include "compiler/explain/fact_values.h"
#include "compiler/explain/norm_note.h"

#include <algorithm>

namespace phep::explain {
namespace {

using nlohmann::json;

// A norm's status with what a lawyer compares: by when.
std::string norm_words(const Labels& labels, const json& result, std::int32_t zone) {
  const Speech& speech = labels.speech();
  std::string out = status_words(result.value("status", std::string()), speech.language());
  const auto due = result.find("due");
  if (due == result.end()) return out;
  std::vector<std::string> ways;
  if (const auto ms = instant_of(*due))
    ways.push_back(speech.moment(*ms, zone, Speech::Midnight::Ends));
  if (due->is_object() && due->contains("$one_of"))
    for (const json& one : (*due)["$one_of"])
      if (const auto ms = instant_of(one))
        ways.push_back(speech.moment(*ms, zone, Speech::Midnight::Ends));
  if (!ways.empty()) out += speech.say(", hạn ", ", due ") + speech.listed(ways, "hoặc", "or");
  return out;
}

// The value of an output.
std::string value_words(const Labels& labels, const std::string& key, const json& value,
                        std::int32_t zone) {
  const Speech& speech = labels.speech();
  if (value.is_null()) return speech.say("không có", "none");
  if (value.is_boolean())
    return value.get<bool>() ? speech.say("có", "yes") : speech.say("không", "no");
  if (const auto ms = instant_of(value)) return speech.moment(*ms, zone, Speech::Midnight::Ends);
  if (value.is_number()) return speech.number(value.dump());
  if (const auto day = time_of(decision::Kind::Date, value)) return speech.date(*day);
  if (value.is_string()) {
    const std::string member = member_label(labels.lexicon(), labels.target(), key,
                                            value.get<std::string>(), speech.language());
    return member.empty() ? value.get<std::string>() : member;
  }
  if (value.is_array()) {
    std::vector<std::string> all;
    for (const json& one : value) all.push_back(value_words(labels, key, one, zone));
    return all.empty() ? speech.say("không có mục nào", "none") : speech.listed(all, "và", "and");
  }
  if (value.contains("amount"))
    return speech.money(std::string_view(value["amount"].get_ref<const std::string&>()),
                        value["currency"].get_ref<const std::string&>());
  if (value.contains("$unknown")) return speech.say("chưa biết", "not known");
  if (value.contains("$error"))
    return speech.say("không tính được: ", "cannot be computed: ") +
           error_words(value["$error"].value("kind", ""), speech.language());
  return value.dump();
}

// What differs between two answers, in words.
std::vector<std::string> changes(const Labels& labels, const json& from, const json& to,
                                 std::int32_t zone) {
  std::vector<std::string> out;
  const json before = from.value("norms", json::object());
  const json after = to.value("norms", json::object());
  for (const auto& [key, result] : after.items()) {
    const json old = before.contains(key) ? before[key] : json::object();
    if (old == result) continue;
    const std::string was = norm_words(labels, old, zone);
    const std::string becomes = norm_words(labels, result, zone);
    std::string text = Speech::quoted(norm_label(labels, key)) + ": ";
    text += was == becomes
                ? becomes + labels.speech().say(" (khác về chế tài hoặc dữ kiện cần có)",
                                                " (sanctions or missing facts differ)")
                : becomes + labels.speech().say(" (thay vì ", " (instead of ") + was + ")";
    out.push_back(std::move(text));
  }
  const json values = to.value("outputs", json::object());
  const json olds = from.value("outputs", json::object());
  for (const auto& [key, value] : values.items()) {
    if (olds.contains(key) && olds[key] == value) continue;
    const auto said = [&](const json& one) { return value_words(labels, key, one, zone); };
    out.push_back(Speech::quoted(labels.output(key)) + ": " + said(value) +
                  (olds.contains(key)
                       ? labels.speech().say(" (thay vì ", " (instead of ") + said(olds[key]) + ")"
                       : std::string()));
  }
  return out;
}

}  // namespace

std::string norm_label(const Labels& labels, const std::string& key) {
  const auto* decision = std::get_if<hir::Decision>(&labels.def(labels.target()).node);
  const std::string simple = key.substr(0, key.find('['));
  if (decision != nullptr)
    for (const hir::NormUse& use : decision->norms) {
      const hir::Def& norm = labels.def(use.norm);
      if (labels.text(norm.name) == simple || norm.qualified == simple)
        return labels.label(norm) +
               (key.size() > simple.size() ? " " + key.substr(simple.size()) : "");
    }
  if (std::holds_alternative<hir::Norm>(labels.def(labels.target()).node))
    return labels.label(labels.def(labels.target()));
  return key;
}

EachReading answers_of_each_reading(const Question& question, const json& answer) {
  EachReading out;
  const json rests_on = answer.value("readings", json::object());
  const decision::Program& program = *question.program;
  std::size_t index = 0;
  for (const decision::Reading& reading : program.readings) {
    const std::size_t at = index++;
    if (!rests_on.contains(reading.name)) continue;
    for (std::size_t option = 0; option < reading.options.size(); ++option) {
      json& place = out[reading.name][reading.options[option]];
      if (rests_on[reading.name] == reading.options[option]) {
        place = answer;
        place.erase("certificate");
        continue;
      }
      Question other = question;
      other.readings.resize(program.readings.size(), -1);
      other.readings[at] = static_cast<std::int32_t>(option);
      auto replay = Replay::start(other);
      if (!replay) continue;
      place = (*replay)->answer();
      place.erase("certificate");
    }
  }
  return out;
}

std::vector<ReadingNote> reading_notes(Replay& replay, const Labels& labels) {
  std::vector<ReadingNote> out;
  const json& answer = replay.answer();
  const json rests_on = answer.value("readings", json::object());
  if (rests_on.empty()) return out;
  const std::int32_t zone = replay.decision().zone_minutes;
  for (const auto& [name, options] : answers_of_each_reading(replay.question(), answer)) {
    ReadingNote note;
    note.name = name.substr(name.rfind('.') + 1);
    note.option = rests_on[name].get<std::string>();
    note.text = labels.option(name, note.option);
    if (const hir::Def* def = labels.find(name)) {
      note.question = labels.spoken(def->label);
      if (const auto* reading = std::get_if<hir::Reading>(&def->node)) {
        note.basis = reading->basis;
        note.cites = labels.cites(reading->cites);
      }
    }
    for (const auto& [option, other] : options) {
      if (option == note.option) continue;
      note.others.push_back(
          {option, labels.option(name, option), changes(labels, answer, other, zone)});
    }
    out.push_back(std::move(note));
  }
  return out;
}

std::string each_reading_text(const Lexicon& lexicon, hir::DefId target, const json& answer,
                              const EachReading& each, std::int32_t zone, Language language) {
  const Speech speech(language);
  const Labels labels(lexicon, target, speech);
  if (each.empty())
    return speech.say("Kết quả không dựa vào cách hiểu nào còn chưa ngã ngũ.\n",
                      "The answer rests on no unsettled reading.\n");
  std::string out;
  for (const auto& [name, options] : each) {
    const std::string chosen = answer.value("readings", json::object()).value(name, std::string());
    out += "\n" + speech.say("Cách hiểu ", "Reading ") + name.substr(name.rfind('.') + 1) + "\n";
    for (const auto& [option, other] : options) {
      out += option == chosen ? "  * " : "    ";
      out += option + ": " + labels.option(name, option);
      if (option == chosen) {
        out += speech.say("  (đang dùng)\n", "  (in use)\n");
        continue;
      }
      out += "\n";
      for (const std::string& change : changes(labels, answer, other, zone))
        out += "        " + change + "\n";
    }
  }
  return out;
}

}  // namespace phep::explain
