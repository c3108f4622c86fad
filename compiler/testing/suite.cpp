#include "compiler/testing/suite.h"

#include "compiler/base/check.h"
#include "compiler/decision/image.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/testing/bench.h"
#include "compiler/testing/expect.h"
#include "compiler/testing/in_parallel.h"

#include <algorithm>

namespace phep::testing {
namespace {

using Json = nlohmann::json;

// The cases of a module's tests that ask one target: one for each set of facts, as they are run.
void add_tests(const Program& program, const TestModule& from,
               std::map<hir::DefId, std::size_t>& places, std::vector<Target>& targets) {
  for (const hir::Test& test : from.module->tests) {
    std::map<std::pair<hir::DefId, std::string>, std::size_t> posed;
    for (const hir::Expectation& expectation : test.expectations) {
      Target& target = targets[places.at(expectation.target)];
      std::string facts = facts_json(program, expectation.target, expectation.args);
      const auto [entry, fresh] =
          posed.try_emplace({expectation.target, facts}, target.cases.size());
      if (fresh) {
        Case one{.title = test.title, .span = expectation.span, .facts = std::move(facts)};
        one.as_of = test.as_of;
        one.law_date = test.law_date;
        for (const auto& [reading, option] : test.readings)
          one.readings[program.def(reading).qualified] = static_cast<std::int32_t>(option);
        target.cases.push_back(std::move(one));
      }
      target.cases[entry->second].expected.push_back(&expectation);
    }
  }
}

Case case_of(RecordedCase recorded, const decision::Program& program) {
  Case one{.title = std::move(recorded.title),
           .span = recorded.span,
           .facts = std::move(recorded.facts),
           .as_of = recorded.options.as_of,
           .law_date = recorded.options.law_date};
  one.recorded = std::move(recorded.expectations);
  std::size_t i = 0;
  for (const decision::Reading& reading : program.readings) {
    const std::int32_t option = recorded.options.readings.at(i++);
    if (option >= 0) one.readings[reading.name] = option;
  }
  return one;
}

bool is_of_whole(const hir::Expectation& expectation) {
  return expectation.member == hir::TargetMember::ExposureFrom ||
         expectation.member == hir::TargetMember::ExposureTo;
}
bool is_of_whole(const CaseExpectation& expected) {
  return expected.key == "missing";
}

// Makes a target's program, reads its case files and runs its cases.
struct Founding {
  const Ground& ground;
  const Program& program;
  Target& target;
  DiagnosticList diagnostics{};
  std::vector<std::string> failing{};
  std::optional<std::string> problem{};

  void run() {
    decision::Lowered lowered =
        decision::lower(ground.modules, ground.types, ground.names, {&target.entry, 1}, {},
                        target.from->outside, ground.probes);
    diagnostics.append(lowered.diagnostics);
    if (lowered.diagnostics.has_errors()) return;
    target.program = std::move(lowered.program);
    target.reached = std::move(lowered.reached);
    target.image = decision::encode(target.program);
    for (const decision::Function& function : target.program.functions)
      target.size += function.insts.size();
    for (const CaseText& source : target.from->case_files) {
      if (source.decision != target.entry.target) continue;
      std::vector<RecordedCase> recorded;
      if (!read_case_file(source, target.program, target.program.decisions[0], target.image,
                          diagnostics, recorded))
        return;
      for (RecordedCase& one : recorded)
        if (!one.unreviewed)  // what nobody has looked at shows nothing
          target.cases.push_back(case_of(std::move(one), target.program));
    }
    const auto engines = ground.make_engines(target.program, target.image);
    if (!engines) {
      problem = engines.error().message;
      return;
    }
    for (Case& one : target.cases) {
      CaseOptions options = options_of(one, target.program);
      options.certificate = ground.certificates;
      CaseOutcome outcome = engines->front().run(0, one.facts, options);
      one.answer = std::move(outcome.output);
      const Json answer = Json::parse(one.answer, nullptr, false);
      if (outcome.status != PHEP_OK || answer.is_discarded() || unmet(program, one, answer))
        failing.push_back(one.title);
    }
  }
};

}  // namespace

CaseOptions options_of(const Case& one, const decision::Program& program) {
  CaseOptions options{.as_of = one.as_of, .law_date = one.law_date, .readings = {}};
  options.certificate = false;
  for (const decision::Reading& reading : program.readings) {
    const auto chosen = one.readings.find(reading.name);
    options.readings.push_back(chosen == one.readings.end() ? -1 : chosen->second);
  }
  return options;
}

std::optional<std::string> unmet(const Program& program, const Case& one, const Json& answer) {
  for (const hir::Expectation* expectation : one.expected) {
    const Verdict verdict = judge(program, *expectation, answer);
    if (!verdict.met) return verdict.expected;
  }
  for (const CaseExpectation& expected : one.recorded) {
    const Json* found = part_of_answer(answer, expected.key);
    if (found == nullptr || !matches(expected.wanted, *found)) return expected.key;
  }
  return std::nullopt;
}

void keep_met(const Program& program, Case& one, const Json& answer) {
  std::erase_if(one.expected, [&](const hir::Expectation* expectation) {
    return is_of_whole(*expectation) || !judge(program, *expectation, answer).met;
  });
  std::erase_if(one.recorded, [&](const CaseExpectation& expected) {
    if (is_of_whole(expected)) return true;
    const Json* found = part_of_answer(answer, expected.key);
    return found == nullptr || !matches(expected.wanted, *found);
  });
}

void keep_whole(Case& one) {
  std::erase_if(one.expected, [](const auto* expectation) { return !is_of_whole(*expectation); });
  std::erase_if(one.recorded, [](const auto& expected) { return !is_of_whole(expected); });
}

Result<Suite> make_suite(const Ground& ground, const std::vector<TestModule>& modules,
                         DiagnosticList& diagnostics) {
  const Program program{ground.modules, ground.types, ground.names};
  Suite suite;
  for (const TestModule& from : modules) {
    std::map<hir::DefId, std::size_t> places;
    for (const decision::Entry& entry : targets_of(*from.module, {}, from.case_files)) {
      places[entry.target] = suite.targets.size();
      Target target;
      target.entry = entry;
      target.from = &from;
      suite.targets.push_back(std::move(target));
    }
    add_tests(program, from, places, suite.targets);
  }
  std::vector<Founding> foundings;
  for (Target& target : suite.targets) foundings.push_back({ground, program, target});
  in_parallel(foundings.size(), ground.jobs, [&](unsigned, std::size_t i) { foundings[i].run(); });
  for (Founding& one : foundings) {
    diagnostics.append(one.diagnostics);
    if (one.problem) return std::unexpected(Failure{*one.problem});
    suite.failing.insert(suite.failing.end(), one.failing.begin(), one.failing.end());
    suite.cases += one.target.cases.size();
  }
  if (diagnostics.has_errors())
    return std::unexpected(Failure{"what the tests ask cannot be lowered"});
  std::ranges::stable_sort(suite.targets, {}, &Target::size);
  return suite;
}

}  // namespace phep::testing
