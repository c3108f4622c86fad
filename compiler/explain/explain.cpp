// The whole of one explanation: outputs, norms, readings, and what other facts would change.
#include "compiler/base/capital.h"
#include "compiler/base/text.h"
#include "compiler/explain/cause_words.h"
#include "compiler/explain/explanation.h"
#include "compiler/explain/exposure_note.h"
#include "compiler/explain/fact_values.h"
#include "compiler/explain/law_notes.h"
#include "compiler/explain/norm_note.h"
#include "compiler/explain/readings.h"
#include "compiler/explain/what_if.h"
#include "compiler/runtime/date.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace phep::explain {
namespace {

using nlohmann::json;

constexpr std::size_t kMissingShown = 12;

class Explainer {
 public:
  Explainer(Replay& replay, const Labels& labels, const Options& options)
      : replay_(replay),
        labels_(labels),
        speech_(labels.speech()),
        options_(options),
        reasons_(replay, labels),
        groups_(pending_groups(replay.program(), labels)),
        what_if_(replay) {}

  Explanation explain();

 private:
  [[nodiscard]] std::string say(std::string_view vi, std::string_view en) const {
    return speech_.say(vi, en);
  }
  void head(Explanation& out);
  void outputs(Explanation& out);
  void norms(Explanation& out);
  void notes(Explanation& out);
  [[nodiscard]] bool wanted(const std::string& key) const;
  std::vector<Missing> missing(const json& pointers, const std::string& status, std::size_t norm);
  [[nodiscard]] std::string fact_text(const std::string& pointer, const json& value) const;
  [[nodiscard]] std::string side_text(const Change& change) const;
  FlipNote flip_note(const Flip& flip) const;

  Replay& replay_;
  const Labels& labels_;
  const Speech& speech_;
  const Options& options_;
  Reasons reasons_;
  std::vector<PendingGroup> groups_;
  WhatIf what_if_;
};

Explanation Explainer::explain() {
  Explanation out;
  head(out);
  outputs(out);
  norms(out);
  if (options_.norm.empty())
    for (OutputNote& note : exposure_notes(out, labels_)) out.outputs.push_back(std::move(note));
  out.readings = reading_notes(replay_, labels_);
  notes(out);
  out.evaluations = what_if_.evaluations();
  out.search_limit_hit = what_if_.limit_hit();
  return out;
}

void Explainer::head(Explanation& out) {
  const decision::Decision& decision = replay_.decision();
  out.language = speech_.language();
  out.decision = decision.name;
  out.label = labels_.label(labels_.def(labels_.target()));
  out.answer = replay_.answer();
  out.answer.erase("certificate");
  out.as_of = replay_.answer().value("as_of", std::string());
  out.as_of_text =
      speech_.moment(replay_.question().as_of, decision.zone_minutes, Speech::Midnight::Begins);
  if (replay_.question().law_date) out.law_date_text = speech_.day(*replay_.question().law_date);
  if (replay_.program().known_through)
    out.known_through_text = speech_.date(*replay_.program().known_through);
  out.release =
      replay_.answer().value("certificate", json::object()).value("release", std::string());
  out.certificate_checked = options_.certificate != nullptr;
}

// ---- outputs
// --------------------------------------------------------------------------------------

void Explainer::outputs(Explanation& out) {
  if (!options_.norm.empty()) return;
  const json values = replay_.answer().value("outputs", json::object());
  for (const decision::Output& output : replay_.decision().outputs) {
    replay_.forget();
    const Scope& entry = replay_.entry();
    OutputNote note;
    note.key = output.name;
    note.result = values.contains(output.name) ? values[output.name] : json();
    note.label = labels_.output(output.name);
    const bool absent =
        output.present.exists() && runtime::is_false(Replay::value(entry, output.present));
    Term term;
    if (output.kind == decision::Kind::Bool) {
      term.because = reasons_.grounds(entry, output.value);
      const Truth truth = Reasons::truth_of(Replay::value(entry, output.value));
      term.value = truth == Truth::Holds   ? say("có", "yes")
                   : truth == Truth::Fails ? say("không", "no")
                                           : say("chưa xác định", "not determined");
    } else {
      const std::string enumeration =
          output.enumeration.exists() ? replay_.program().enums[output.enumeration].name : "";
      term = reasons_.term(entry, output.value,
                           {.enumeration = enumeration, .currency = output.currency});
    }
    // A rule that only repeats the output's own label is seen through.
    if (term.because.size() == 1 && term.because[0].kind == "rule") {
      std::vector<Reason> inner = std::move(term.because[0].because);
      std::vector<std::string> cites = std::move(term.because[0].cites);
      term.because = std::move(inner);
      if (term.because.size() == 1 && term.because[0].cites.empty())
        term.because[0].cites = std::move(cites);
    }
    note.text = absent ? say("không có", "none") : term.value;
    note.because = std::move(term.because);
    if (note.result.is_object() && note.result.contains("$one_of")) {
      std::vector<std::string> ways;
      for (const json& way : note.result["$one_of"]) {
        const auto ms = instant_of(way);
        ways.push_back(ms ? speech_.moment(*ms, reasons_.zone(), Speech::Midnight::Ends)
                       : way.is_null() ? say("không có", "none")
                                       : way.dump());
      }
      note.text = speech_.listed(ways, "hoặc", "or");
    }
    if (note.result.is_object() && note.result.contains("$error")) {
      note.text = say("không tính được: ", "cannot be computed: ") +
                  error_words(note.result["$error"].value("kind", ""), speech_.language());
    }
    if (note.result.is_object() && note.result.contains("$unknown"))
      note.missing = missing(note.result["$unknown"], {}, 0);
    out.outputs.push_back(std::move(note));
  }
}

// ---- norms
// ----------------------------------------------------------------------------------------

bool Explainer::wanted(const std::string& key) const {
  if (options_.norm.empty()) return true;
  const std::string simple = key.substr(0, key.find('['));
  return key == options_.norm || simple == options_.norm ||
         simple.substr(simple.rfind('.') + 1) == options_.norm;
}

void Explainer::norms(Explanation& out) {
  const json results = replay_.answer().value("norms", json::object());
  NormExplainer explainer(reasons_, groups_);
  const std::vector<NormPlace> all = norm_places(replay_);
  for (const auto& [key, result] : results.items()) {
    if (!wanted(key)) continue;
    const auto place = std::ranges::find(all, key, &NormPlace::key);
    const auto index = static_cast<std::size_t>(std::distance(results.begin(), results.find(key)));
    if (place == all.end()) {  // of a list that is unknown as a whole
      NormNote note;
      note.key = key;
      const std::size_t list = key.find('[');
      note.label = norm_label(labels_, key.substr(0, list));
      if (list != std::string::npos)
        note.label += " (" + say("từng mục của ", "each of ") +
                      Speech::quoted(labels_.fact(key.substr(list + 1, key.size() - list - 2))) +
                      ")";
      note.result = result;
      note.status = result.value("status", std::string());
      note.status_words = note.headline = status_words(note.status, speech_.language());
      note.missing = missing(result.value("missing", json::array()), note.status, index);
      out.norms.push_back(std::move(note));
      continue;
    }
    replay_.forget();
    NormNote note = explainer.explain(*place, result);
    std::vector<std::int64_t> moments = {replay_.question().as_of};
    for (const char* key_of : {"due", "done", "until"})
      if (result.contains(key_of))
        if (const auto ms = instant_of(result[key_of])) moments.push_back(*ms);
    what_if_.expect(std::move(moments));
    note.missing = missing(result.value("missing", json::array()), note.status, index);
    // What binds nobody is searched when it is asked for.
    if (options_.flips && (!note.binds_nobody || !options_.norm.empty()))
      for (const Flip& flip : what_if_.flips(index, place->output->norm)) {
        // What is missing has been asked for above.
        const bool asked = std::ranges::all_of(flip.changes, [&](const Change& change) {
          return std::ranges::find(note.missing, change.fact, &Missing::fact) != note.missing.end();
        });
        if (!asked) note.flips.push_back(flip_note(flip));
      }
    out.norms.push_back(std::move(note));
  }
  std::ranges::sort(out.norms, {}, [](const NormNote& note) {
    return std::pair(status_order(note.status), note.key);
  });
}

// ---- other facts
// ----------------------------------------------------------------------------------

std::string Explainer::fact_text(const std::string& pointer, const json& value) const {
  if (value.is_null()) return say("không có", "none");
  if (value.is_boolean()) return value.get<bool>() ? say("có", "yes") : say("không", "no");
  const decision::SlotId id = what_if_.slot_of(pointer);
  if (!id.exists()) return value.dump();
  const decision::Slot& slot = replay_.program().slots[id];
  if (const auto at = time_of(slot.kind, value); at && slot.kind == decision::Kind::Date)
    return speech_.day(*at);
  if (const auto at = time_of(slot.kind, value); at && slot.kind == decision::Kind::Instant)
    return speech_.moment(*at, reasons_.zone(), Speech::Midnight::Begins);
  const auto member = [&](const json& name) {
    const decision::EnumTable& table = replay_.program().enums[slot.enumeration];
    const auto found = std::ranges::find(table.members, name.get<std::string>());
    return labels_.member(table.name, static_cast<std::uint32_t>(found - table.members.begin()));
  };
  if (slot.kind == decision::Kind::Enum && value.is_string()) return member(value);
  if (slot.kind == decision::Kind::Set && value.is_array()) {
    std::vector<std::string> names;
    for (const json& one : value) names.push_back(member(one));
    return names.empty() ? say("không có mục nào", "none") : speech_.listed(names, "và", "and");
  }
  if (slot.kind == decision::Kind::Money && value.is_object())
    return speech_.money(std::stoll(value.value("amount", "0")), slot.currency);
  if (value.is_number()) return speech_.number(value.dump());
  return value.is_string() ? speech_.number(value.get<std::string>()) : value.dump();
}

// "không muộn hơn …", "before …": a boundary one millisecond beside a full minute is said by that.
std::string Explainer::side_text(const Change& change) const {
  const bool not_later = change.side == Change::Side::NotLater;
  if (change.side == Change::Side::Exactly) return fact_text(change.fact, change.to);
  const decision::SlotId id = what_if_.slot_of(change.fact);
  const bool instant = id.exists() && replay_.program().slots[id].kind == decision::Kind::Instant;
  const auto ms = instant ? time_of(decision::Kind::Instant, change.to) : std::nullopt;
  const std::int64_t beside = ms ? *ms + (not_later ? 1 : -1) : 1;
  if (ms && *ms % runtime::kMinuteMs != 0 && beside % runtime::kMinuteMs == 0)
    return (not_later ? say("trước ", "before ") : say("sau ", "after ")) +
           speech_.moment(beside, reasons_.zone(), Speech::Midnight::Begins);
  return (not_later ? say("không muộn hơn ", "not later than ")
                    : say("không sớm hơn ", "not earlier than ")) +
         fact_text(change.fact, change.to);
}

// In asking order; of dates the boundaries only.
std::vector<Missing> Explainer::missing(const json& pointers, const std::string& status,
                                        std::size_t norm) {
  std::vector<Missing> out;
  std::set<std::string> seen;
  for (const json& item : pointers) {
    const auto pointer = item.get<std::string>();
    if (!seen.insert(pointer).second || out.size() >= kMissingShown) continue;
    Missing note{.fact = pointer, .label = labels_.fact(pointer), .answers = {}};
    const decision::SlotId id = what_if_.slot_of(pointer);
    note.judgment = id.exists() && replay_.program().slots[id].judgment;
    // Of an output its own value would have to be said: its missing facts are only named.
    if (!status.empty())
      for (const Supposed& supposed : what_if_.answers(pointer, norm)) {
        const std::string name(status_name(supposed.status));
        const std::string text = side_text(supposed.change);
        note.answers.push_back(
            {supposed.change.to, text, status_words(name, speech_.language()), name});
      }
    out.push_back(std::move(note));
  }
  return out;
}

FlipNote Explainer::flip_note(const Flip& flip) const {
  FlipNote note;
  note.status = status_name(flip.status);
  std::vector<std::string> texts;
  for (const Change& change : flip.changes) {
    const json::json_pointer at(change.fact);
    const json now = what_if_.facts().contains(at) ? what_if_.facts()[at] : json();
    std::string text = Speech::quoted(labels_.fact(change.fact)) + ": ";
    const decision::SlotId id = what_if_.slot_of(change.fact);
    const bool is_set = id.exists() && replay_.program().slots[id].kind == decision::Kind::Set;
    const bool known = what_if_.facts().contains(at);
    if (is_set && change.to.is_array() && now.is_array()) {
      const bool more = change.to.size() > now.size();
      json difference = json::array();
      for (const json& one : more ? change.to : now)
        if (std::ranges::find(more ? now : change.to, one) == (more ? now : change.to).end())
          difference.push_back(one);
      text += more ? say("có thêm ", "also ") : say("không có ", "without ");
      text += fact_text(change.fact, difference);
    } else {
      text += side_text(change);
      if (known && !now.is_null())
        text += say(" (thay vì ", " (instead of ") + fact_text(change.fact, now) + ")";
      else if (known || (id.exists() && replay_.program().slots[id].closed))
        text += say(" (hiện chưa có)", " (now: none)");
    }
    texts.push_back(text);
    note.changes.push_back({change.fact, labels_.fact(change.fact), text, change.to});
  }
  note.text = say("Nếu ", "If ") + speech_.listed(texts, "và", "and") +
              say(" thì kết quả là ", ", the result is ") +
              status_words(note.status, speech_.language());
  return note;
}

// ---- the whole
// ------------------------------------------------------------------------------------

void Explainer::notes(Explanation& out) {
  if (replay_.question().law_date)
    out.notes.push_back(say("Giả định: áp dụng luật của " + out.law_date_text +
                                " thay cho ngày áp dụng luật thông thường",
                            "A what-if: the law of " + out.law_date_text +
                                " is applied in place of the usual law date"));
  for (const json& draft : replay_.answer().value("supposed", json::array())) {
    const std::string title = Speech::quoted(labels_.reading(draft.get<std::string>()));
    out.notes.push_back(say("Giả định: dự thảo " + title + " được coi là đã có hiệu lực",
                            "A what-if: the draft " + title + " is treated as in force"));
  }
  for (const json& note : replay_.answer().value("law", json::array()))
    out.notes.push_back(capitalised(law_note_text(labels_.lexicon(), note, speech_.language())));
  if (replay_.answer().value("beyond_knowledge", false)) {
    std::string text = say("Thời điểm xét hoặc một hạn nằm sau ngày mà thư viện luật được cập nhật",
                           "The moment of assessment or a deadline lies after the day to which the "
                           "library of law is known");
    if (replay_.program().known_through)
      text += " (" + speech_.date(*replay_.program().known_through) + ")";
    out.notes.push_back(text);
  }
  if (what_if_.limit_hit())
    out.notes.push_back(
        say("Việc tìm thay đổi nhỏ nhất đã dừng ở giới hạn tính toán: có thể còn thay đổi khác",
            "The search for the smallest change stopped at its stated bound: there may be others"));
}

}  // namespace

std::expected<Explanation, Refusal> explain(const Lexicon& lexicon, hir::DefId target,
                                            const Question& question, const Options& options,
                                            Language language) {
  auto replay = Replay::start(question);
  if (!replay) return std::unexpected(std::move(replay.error()));
  if (options.certificate != nullptr) {
    auto differs = mismatches(*options.certificate, (*replay)->answer()["certificate"],
                              *question.program, language);
    if (!differs.empty()) return std::unexpected(Refusal{PHEP_OK, {}, std::move(differs)});
  }
  const Speech speech(language);
  const Labels labels(lexicon, target, speech);
  return Explainer(**replay, labels, options).explain();
}

}  // namespace phep::explain
