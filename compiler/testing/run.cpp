#include "compiler/testing/run.h"

#include "compiler/base/check.h"
#include "compiler/decision/image.h"
#include "compiler/decision/verify.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/testing/bench.h"
#include "compiler/testing/case_file.h"
#include "compiler/testing/expect.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

namespace phep::testing {
namespace {

using Json = nlohmann::json;

bool run_case_files(const Bench& bench, std::span<const CaseText> case_files, const Choice& choice,
                    DiagnosticList& diagnostics, ModuleResults& results);

}  // namespace

Result<ModuleResults> run_module(const Program& program, const hir::Module& module,
                                 const Choice& choice, const MakeEngines& make_engines,
                                 DiagnosticList& diagnostics,
                                 std::span<const CaseText> case_files) {
  ModuleResults results;
  for (const hir::Test& test : module.tests)
    if (!choice.takes(test.title)) results.left_out.emplace_back(test.title);
  const auto targets = targets_of(module, choice, case_files);
  if (targets.empty()) return results;
  const auto bench = prepare(program, targets, make_engines, diagnostics);
  if (!bench) return std::unexpected(bench.error());
  std::set<std::string> violated;
  for (const hir::Test& test : module.tests) {
    if (!choice.takes(test.title)) continue;
    const auto start = std::chrono::steady_clock::now();
    TestResult result = run_test(*bench, test, results, violated);
    result.milliseconds =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    results.tests.push_back(std::move(result));
  }
  if (!run_case_files(*bench, case_files, choice, diagnostics, results))
    return std::unexpected(Failure{"a case file is wrong"});
  results.norms_reached_violated.assign(violated.begin(), violated.end());
  return results;
}

std::vector<decision::Entry> targets_of(const hir::Module& module, const Choice& choice,
                                        std::span<const CaseText> case_files) {
  std::set<hir::DefId> targets;
  for (const CaseText& source : case_files) targets.insert(source.decision);
  for (const hir::Test& test : module.tests)
    if (choice.takes(test.title))
      for (const hir::Expectation& expectation : test.expectations)
        targets.insert(expectation.target);
  std::vector<decision::Entry> entries;
  for (const hir::DefId target : targets) entries.push_back({target, module.file});
  return entries;
}

Result<Bench> prepare(const Program& program, const std::vector<decision::Entry>& targets,
                      const MakeEngines& make_engines, DiagnosticList& diagnostics) {
  decision::Lowered lowered =
      decision::lower(program.modules, program.types, program.names, targets, {}, program.outside);
  diagnostics.append(lowered.diagnostics);
  if (lowered.diagnostics.has_errors())
    return std::unexpected(Failure{"the module cannot be lowered"});
  const auto image = decision::encode(lowered.program);
  auto engines = make_engines(lowered.program, image);
  if (!engines) return std::unexpected(engines.error());

  std::map<hir::DefId, std::uint32_t> decisions;
  for (const decision::Entry& entry : targets) {
    const std::string& name = program.def(entry.target).qualified;
    const auto found =
        std::ranges::find(lowered.program.decisions, name, &decision::Decision::name);
    PHEP_CHECK(found != lowered.program.decisions.end(), "a target was not lowered");
    decisions[entry.target] = static_cast<std::uint32_t>(found - lowered.program.decisions.begin());
  }
  return Bench{program, std::move(lowered.program), std::move(decisions), std::move(*engines),
               image};
}

CaseOptions options_of(const Bench& bench, const hir::Test& test) {
  CaseOptions options;
  options.as_of = test.as_of;
  options.law_date = test.law_date;
  for (const decision::Reading& reading : bench.lowered.readings) {
    std::int32_t chosen = -1;
    for (const auto& [def, option] : test.readings)
      if (bench.program.def(def).qualified == reading.name)
        chosen = static_cast<std::int32_t>(option);
    options.readings.push_back(chosen);
  }
  return options;
}

namespace {

bool mentions(const Json& value, const char* key) {
  if (value.is_object())
    return value.contains(key) ||
           std::ranges::any_of(value, [&](const Json& item) { return mentions(item, key); });
  if (value.is_array())
    return std::ranges::any_of(value, [&](const Json& item) { return mentions(item, key); });
  return false;
}

void count(const CaseOutcome& outcome, bool clean, const Json& answer, CaseCounts& counts) {
  ++counts.cases;
  ++(clean ? counts.clean : counts.slow);
  if (outcome.status != PHEP_OK) return;
  if (mentions(answer, "$unknown") || !answer.value("missing", Json::array()).empty())
    ++counts.with_unknowns;
  if (mentions(answer, "$error")) ++counts.with_errors;
  if (mentions(answer, "$awaiting")) ++counts.awaiting;
  for (const Json& norm : answer.value("norms", Json::object()))
    for (std::uint32_t status = 0; status < counts.statuses.size(); ++status)
      if (norm.value("status", "") == status_word(status)) ++counts.statuses[status];
}

// The first pass runs once; each output may then be run over at most 1,024 completions in at most
// 64 worlds.
std::uint64_t most_steps(const decision::Decision& decision) {
  const std::uint64_t outputs = decision.outputs.size() + decision.norms.size();
  return decision.bound * (1 + 1025 * 64 * std::max<std::uint64_t>(1, outputs));
}

// Runs one case on every engine; the answer of the first, or nothing when they disagree or refuse
// the facts.
std::optional<Json> run_case(const Bench& bench, std::uint32_t decision, const std::string& facts,
                             const CaseOptions& options, Span at, TestResult& result,
                             CaseCounts& counts) {
  std::optional<CaseOutcome> first;
  bool clean = false;
  bool agreed = true;
  for (const Engine& engine : bench.engines) {
    CaseOutcome outcome = engine.run(decision, facts, options);
    clean = clean || outcome.clean;
    if (outcome.steps > most_steps(bench.lowered.decisions[decision])) {
      result.failures.push_back(
          {at,
           "at most " + std::to_string(most_steps(bench.lowered.decisions[decision])) + " steps",
           std::to_string(outcome.steps) + " steps", facts, false});
      agreed = false;
    }
    if (!first) {
      first = std::move(outcome);
    } else if (outcome.status != first->status || outcome.output != first->output) {
      result.failures.push_back({at, bench.engines[0].name + ": " + first->output,
                                 engine.name + ": " + outcome.output, facts, true});
      agreed = false;
    }
  }
  PHEP_CHECK(first.has_value(), "no engine was made");
  const Json answer = Json::parse(first->output, nullptr, false);
  count(*first, clean, answer, counts);
  if (!agreed) return std::nullopt;
  if (first->status != PHEP_OK || answer.is_discarded()) {
    result.failures.push_back({at, "an answer", first->output, facts, false});
    return std::nullopt;
  }
  return answer;
}

}  // namespace

TestResult run_test(const Bench& bench, const hir::Test& test, ModuleResults& results,
                    std::set<std::string>& violated) {
  TestResult result{test.title, test.span, {}, 0};
  const CaseOptions options = options_of(bench, test);
  std::map<std::pair<std::uint32_t, std::string>, std::optional<Json>> answers;
  for (const hir::Expectation& expectation : test.expectations) {
    const std::uint32_t decision = bench.decisions.at(expectation.target);
    const std::string facts = facts_json(bench.program, expectation.target, expectation.args);
    auto [entry, fresh] = answers.try_emplace({decision, facts});
    if (fresh)
      entry->second =
          run_case(bench, decision, facts, options, expectation.span, result, results.counts);
    if (!entry->second) continue;
    const Verdict verdict = judge(bench.program, expectation, *entry->second);
    if (!verdict.met) {
      const std::string name(bench.program.names.text(
          expectation.output.exists() ? expectation.output
                                      : bench.program.def(expectation.target).name));
      result.failures.push_back({expectation.span, verdict.expected, verdict.found, facts, false,
                                 blame_of(bench, decision, name, facts, *entry->second)});
    }
    const hir::Def& target = bench.program.def(expectation.target);
    if (std::holds_alternative<hir::Norm>(target.node) && verdict.met && !expectation.negated &&
        expectation.kind == hir::ExpectKind::Status && expectation.status == PHEP_VIOLATED)
      violated.insert(target.qualified);
  }
  return result;
}

bool read_case_file(const CaseText& source, const decision::Program& program,
                    const decision::Decision& decision, std::span<const std::uint8_t> image,
                    DiagnosticList& diagnostics, std::vector<RecordedCase>& out) {
  DiagnosticList list;
  out = read_cases(source, program, decision, list);
  for (const RecordedCase& recorded : out)
    if (const auto refusal = facts_refusal(image, decision, recorded.facts))
      list.append(facts_problem(recorded, *refusal, program, decision));
  list.sort();
  diagnostics.append(list);
  return !list.has_errors();
}

TestResult run_recorded(const Bench& bench, std::uint32_t decision, const RecordedCase& recorded,
                        CaseCounts& counts) {
  TestResult result{recorded.title, recorded.span, {}, 0, recorded.unreviewed};
  const auto answer =
      run_case(bench, decision, recorded.facts, recorded.options, recorded.span, result, counts);
  if (!answer) return result;
  for (const CaseExpectation& expected : recorded.expectations) {
    const Json* found = part_of_answer(*answer, expected.key);
    if (found == nullptr || !matches(expected.wanted, *found))
      result.failures.push_back({expected.span, expected.key + ": " + expected.wanted.dump(),
                                 found == nullptr ? "nothing" : found->dump(), recorded.facts,
                                 false,
                                 blame_of(bench, decision, expected.key, recorded.facts, *answer)});
  }
  return result;
}

namespace {

bool run_case_files(const Bench& bench, std::span<const CaseText> case_files, const Choice& choice,
                    DiagnosticList& diagnostics, ModuleResults& results) {
  bool good = true;
  for (const CaseText& source : case_files) {
    const std::uint32_t index = bench.decisions.at(source.decision);
    std::vector<RecordedCase> cases;
    if (!read_case_file(source, bench.lowered, bench.lowered.decisions[index], bench.image,
                        diagnostics, cases)) {
      good = false;
      continue;
    }
    for (const RecordedCase& recorded : cases) {
      if (!choice.takes(recorded.title)) {
        results.left_out.push_back(recorded.title);
        continue;
      }
      const auto start = std::chrono::steady_clock::now();
      TestResult result = run_recorded(bench, index, recorded, results.counts);
      result.milliseconds =
          std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
              .count();
      results.tests.push_back(std::move(result));
    }
  }
  return good;
}

}  // namespace

DiagnosticList check_case_files(const Program& program, std::span<const CaseText> case_files) {
  DiagnosticList out;
  if (case_files.empty()) return out;
  const MakeEngines none = [](const decision::Program&, std::span<const std::uint8_t>) {
    return Result<std::vector<Engine>>(std::vector<Engine>{});
  };
  const auto bench = prepare(program, targets_of({}, {}, case_files), none, out);
  if (!bench) return out;
  for (const CaseText& source : case_files) {
    std::vector<RecordedCase> cases;
    read_case_file(source, bench->lowered,
                   bench->lowered.decisions[bench->decisions.at(source.decision)], bench->image,
                   out, cases);
  }
  return out;
}

}  // namespace phep::testing
