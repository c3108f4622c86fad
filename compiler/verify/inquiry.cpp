#include "compiler/verify/inquiry.h"

#include "compiler/base/check.h"

#include <algorithm>
#include <set>
#include <utility>

namespace phep::verify {

std::string_view word(Question question) {
  switch (question) {
    case Question::Gap: return "gap";
    case Question::Overlap: return "overlap";
    case Question::DeadCase: return "dead_case";
    case Question::DeadNorm: return "dead_norm";
    case Question::DoubleBind: return "double_bind";
    case Question::Transition: return "transition";
    case Question::Property: return "property";
  }
  PHEP_UNREACHABLE();
}

std::string_view word(Verdict verdict) {
  switch (verdict) {
    case Verdict::Proved: return "proved";
    case Verdict::Vacuous: return "vacuous";
    case Verdict::Refuted: return "refuted";
    case Verdict::NotDecided: return "not_decided";
  }
  PHEP_UNREACHABLE();
}

std::unique_ptr<Subject> subject_of(const testing::Program& program,
                                    std::span<const decision::Entry> entries) {
  auto lowered =
      decision::lower(program.modules, program.types, program.names, entries, {}, program.outside);
  if (lowered.diagnostics.has_errors()) return nullptr;
  return std::make_unique<Subject>(std::move(lowered.program));
}

const decision::Decision& decision_of(const decision::Program& program, const std::string& name) {
  const auto found = std::ranges::find(program.decisions, name, &decision::Decision::name);
  PHEP_CHECK(found != program.decisions.end(), "an entry that was not lowered");
  return *found;
}

void Inquiry::price(Result& result) {
  const Cost& now = prover_.cost();
  result.price.questions += now.questions - before_.questions;
  result.price.rounds += now.rounds - before_.rounds;
  result.price.steps += now.steps - before_.steps;
  result.price.milliseconds += now.milliseconds - before_.milliseconds;
  before_ = now;
}

std::string blame(std::span<const Encoder* const> encoders, const std::vector<expr>& wanted,
                  const std::string& otherwise) {
  std::set<std::string> found;
  for (const Encoder* encoder : encoders)
    for (const expr& one : wanted)
      for (std::string& construct : encoder->unencoded_in(one)) found.insert(std::move(construct));
  std::string out;
  for (const std::string& construct : found) out += (out.empty() ? "" : ", ") + construct;
  return out.empty() ? otherwise : out;
}

void Inquiry::by_reading(const std::vector<expr>& wanted,
                         const std::function<Verdict(const std::vector<expr>&)>& ask,
                         Result& result) {
  const std::set<std::string> names = encoder_.names_in(wanted);
  const std::map<std::uint32_t, expr> chosen = encoder_.readings();  // asking may add to them
  for (const auto& [index, option] : chosen) {
    const decision::Reading& reading = encoder_.program().readings[decision::ReadingId{index}];
    if (reading.draft || !names.contains(option.decl().name().str())) continue;
    for (std::size_t i = 0; i < reading.options.size(); ++i) {
      std::vector<expr> under = wanted;
      under.push_back(option == encoder_.logic().number(static_cast<std::int64_t>(i)));
      result.readings.push_back({reading.name, reading.options[i], ask(under)});
    }
  }
  if (std::ranges::all_of(result.readings,
                          [&](const UnderReading& one) { return one.verdict == result.verdict; }))
    result.readings.clear();
}

std::optional<Case> Inquiry::refute(const Claim& claim, const decision::Decision& decision,
                                    Result& result) {
  result.up_to = encoder_.cuts_lists(claim.wanted);
  result.by_form =
      std::ranges::any_of(claim.wanted, [](const expr& one) { return one.is_false(); });
  Found found = result.by_form ? Found{.answer = Answer::No} : prover_.find(claim.wanted);
  std::optional<Case> out;
  if (found.answer == Answer::No) {
    result.verdict = Verdict::Proved;
  } else if (found.answer == Answer::Unknown) {
    result.verdict = Verdict::NotDecided;
    result.why = blamed(claim.wanted, found.why);
  } else {
    Case one = case_of({&encoder_}, decision, *found.model, found.names);
    if (claim.confirmed(one)) {
      const Found small = prover_.smallest(claim.wanted);
      if (small.answer == Answer::Yes) {
        Case smaller = case_of({&encoder_}, decision, *small.model, small.names);
        if (claim.confirmed(smaller)) one = std::move(smaller);
      }
      result.verdict = Verdict::Refuted;
      result.facts = one.facts.dump();
      out = std::move(one);
      by_reading(
          claim.wanted,
          [&](const std::vector<expr>& under) {
            const Found there = prover_.find(under);
            if (there.answer == Answer::No) return Verdict::Proved;
            if (there.answer == Answer::Unknown) return Verdict::NotDecided;
            return claim.confirmed(case_of({&encoder_}, decision, *there.model, there.names))
                       ? Verdict::Refuted
                       : Verdict::NotDecided;
          },
          result);
    } else {
      result.verdict = Verdict::NotDecided;
      result.why = blamed(claim.wanted, "the interpreter sees the case otherwise");
    }
  }
  price(result);
  return out;
}

void Inquiry::witness(const std::vector<expr>& wanted, Result& result) {
  const bool cuts_lists = encoder_.cuts_lists(wanted);
  const Found found = prover_.find(wanted);
  const std::string open = blamed(wanted, "");
  switch (found.answer) {
    case Answer::No:
      // A longer list might be what it takes.
      result.verdict = cuts_lists ? Verdict::NotDecided : Verdict::Refuted;
      if (cuts_lists) result.why = "lists of more elements";
      break;
    case Answer::Unknown:
      result.verdict = Verdict::NotDecided;
      result.why = open.empty() ? found.why : open;
      break;
    case Answer::Yes:
      result.verdict = open.empty() ? Verdict::Proved : Verdict::NotDecided;
      result.why = open;
      if (!open.empty()) break;
      by_reading(
          wanted,
          [&](const std::vector<expr>& under) {
            const Answer there = prover_.find(under).answer;
            if (there == Answer::Yes) return Verdict::Proved;
            return there == Answer::No && !cuts_lists ? Verdict::Refuted : Verdict::NotDecided;
          },
          result);
      break;
  }
  price(result);
}

void count_constructs(const Encoder& encoder, Report& report) {
  for (const auto& [construct, tally] : encoder.tally()) {
    Count& count = report.constructs[construct];
    count.exact += tally.exact;
    count.weakened += tally.weakened;
    count.none += tally.none;
  }
}

bool has_error(const nlohmann::json& answer, const std::string& kind, const std::string& at) {
  if (answer.is_object()) {
    if (answer.contains("$error")) {
      const auto& error = answer["$error"];
      return error.value("kind", "") == kind && (at.empty() || error.value("at", "") == at);
    }
  } else if (!answer.is_array()) {
    return false;
  }
  return std::ranges::any_of(answer, [&](const auto& item) { return has_error(item, kind, at); });
}

}  // namespace phep::verify
