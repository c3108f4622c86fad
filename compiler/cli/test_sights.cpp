#include "compiler/cli/test_sights.h"

#include "compiler/cli/case_files.h"
#include "compiler/explain/replay.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/testing/bench.h"
#include "compiler/testing/expect.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <string_view>
#include <utility>

namespace phep::cli {
namespace {

using testing::Bench;

class Watcher {
 public:
  Watcher(const Bench& bench, std::vector<law::Sight>& out) : bench_(bench), out_(out) {
    for (const auto& [file, module] : bench.program.modules)
      for (std::uint32_t i = 0; i < module->defs.size(); ++i)
        if (std::holds_alternative<hir::Norm>(module->defs[i].node))
          norms_[module->defs[i].qualified] = {file, i};
  }

  void watch(const hir::Test& test);
  void watch(std::uint32_t decision, const testing::RecordedCase& recorded);

 private:
  [[nodiscard]] std::unique_ptr<explain::Replay> decide(std::uint32_t decision, std::string facts,
                                                        const testing::CaseOptions& options) const;
  void see(explain::Replay& replay, const std::string& key, law::Sight sight);

  const Bench& bench_;
  std::vector<law::Sight>& out_;
  std::map<std::string, hir::DefId> norms_;
};

std::unique_ptr<explain::Replay> Watcher::decide(std::uint32_t decision, std::string facts,
                                                 const testing::CaseOptions& options) const {
  auto replay = explain::Replay::start({.program = &bench_.lowered,
                                        .image = bench_.image,
                                        .decision = decision,
                                        .facts = std::move(facts),
                                        .as_of = options.as_of,
                                        .law_date = options.law_date,
                                        .readings = options.readings});
  return replay ? std::move(*replay) : nullptr;
}

// `key` is the norm or output in the answer.
void Watcher::see(explain::Replay& replay, const std::string& key, law::Sight sight) {
  const nlohmann::json& answer = replay.answer();
  sight.as_of = replay.question().as_of;
  const auto part = [&](const char* section, const std::string& name) -> const nlohmann::json* {
    const auto found = answer.find(section);
    if (found == answer.end()) return nullptr;
    const auto one = found->find(name);
    return one == found->end() ? nullptr : &*one;
  };
  if (const nlohmann::json* norm = part("norms", key)) {
    const std::vector<explain::NormPlace> places = explain::norm_places(replay);
    const auto place = std::ranges::find(places, key, &explain::NormPlace::key);
    if (place == places.end()) return;  // of a list that is unknown as a whole
    sight.moments = explain::moments_of(replay, *place);
    const auto found = norms_.find(sight.moments.symbol);
    if (found == norms_.end()) return;
    sight.of = found->second;
    sight.result = *norm;
  } else if (const nlohmann::json* value = part("outputs", key)) {
    sight.result = *value;
  } else if (const nlohmann::json* only = part("outputs", "value")) {
    sight.result = *only;
  } else {
    return;
  }
  out_.push_back(std::move(sight));
}

law::Sight sight_of(const Bench& bench, const hir::Expectation& expectation) {
  using Member = hir::TargetMember;
  const Interner& names = bench.program.names;
  law::Sight out;
  out.of = expectation.target;
  out.asked = expectation.span;
  const bool status = expectation.kind == hir::ExpectKind::Status;
  out.status = status && !expectation.negated;
  out.in_force = status && expectation.negated && expectation.status == PHEP_NOT_IN_FORCE;
  switch (expectation.member) {
    case Member::Due:
    case Member::Done:
    case Member::Until:
    case Member::Since: out.time = true; break;
    case Member::Whole: out.time = !expectation.values.empty(); break;
    case Member::SanctionFrom:
    case Member::SanctionTo:
    case Member::SanctionApplies:
    case Member::SanctionLimitation:
    case Member::SanctionBarred: out.sanction = names.text(expectation.sanction); break;
    case Member::Binds:
    case Member::Range:
    case Member::RangeFrom:
    case Member::RangeTo:
    case Member::ExposureFrom:
    case Member::ExposureTo: break;
  }
  return out;
}

void Watcher::watch(const hir::Test& test) {
  const testing::CaseOptions options = testing::options_of(bench_, test);
  std::map<std::pair<std::uint32_t, std::string>, std::unique_ptr<explain::Replay>> decided;
  for (const hir::Expectation& expectation : test.expectations) {
    const std::uint32_t decision = bench_.decisions.at(expectation.target);
    std::string facts = testing::facts_json(bench_.program, expectation.target, expectation.args);
    auto [entry, fresh] = decided.try_emplace({decision, facts});
    if (fresh) entry->second = decide(decision, std::move(facts), options);
    if (entry->second == nullptr) continue;
    law::Sight sight = sight_of(bench_, expectation);
    sight.title = test.title;
    sight.span = test.span;
    sight.met = testing::judge(bench_.program, expectation, entry->second->answer()).met;
    const Name key = expectation.output.exists() ? expectation.output
                                                 : bench_.program.def(expectation.target).name;
    see(*entry->second, std::string(bench_.program.names.text(key)), std::move(sight));
  }
}

void Watcher::watch(std::uint32_t decision, const testing::RecordedCase& recorded) {
  const auto replay = decide(decision, recorded.facts, recorded.options);
  if (replay == nullptr) return;
  const nlohmann::json& answer = replay->answer();
  const nlohmann::json norms = answer.value("norms", nlohmann::json::object());
  for (const testing::CaseExpectation& expected : recorded.expectations) {
    const nlohmann::json* found = testing::part_of_answer(answer, expected.key);
    std::string key = expected.key;
    while (!norms.contains(key) && key.contains('.')) key.erase(key.rfind('.'));
    if (!norms.contains(key)) key = expected.key;
    const std::string rest = expected.key.substr(key.size());
    law::Sight sight;
    sight.title = recorded.title;
    sight.span = recorded.span;
    sight.asked = expected.span;
    sight.met = found != nullptr && testing::matches(expected.wanted, *found);
    sight.status = rest.empty() || rest == ".status";
    constexpr std::array<std::string_view, 6> kTimes = {".due",   ".done",    ".until",
                                                        ".since", ".through", ".by_ms"};
    sight.time = std::ranges::find(kTimes, rest) != kTimes.end();
    constexpr std::string_view kSanctions = ".sanctions.";
    if (rest.starts_with(kSanctions))
      sight.sanction =
          rest.substr(kSanctions.size(), rest.find('.', kSanctions.size()) - kSanctions.size());
    see(*replay, key, std::move(sight));
  }
}

}  // namespace

std::expected<std::vector<law::Sight>, int> test_sights(Session& session,
                                                        const std::vector<FileId>& files) {
  const testing::MakeEngines none = [](const decision::Program&, std::span<const std::uint8_t>) {
    return Result<std::vector<testing::Engine>>(std::vector<testing::Engine>{});
  };
  std::vector<law::Sight> out;
  workspace::Workspace& workspace = session.workspace();
  for (const FileId file : files) {
    const auto checked = workspace.checked(file);
    DiagnosticList problems;
    const auto cases = case_texts(workspace, file, problems);
    if (problems.has_errors()) {
      session.print(problems);
      return std::unexpected(kInvalid);
    }
    const auto targets = testing::targets_of(checked->module, {}, cases);
    if (targets.empty()) continue;
    const auto modules = workspace.modules(file);
    const testing::Program program{modules, workspace.types(), workspace.names(),
                                   workspace.outside_specials(file)};
    const auto bench = testing::prepare(program, targets, none, problems);
    if (!bench) {
      session.print(problems);
      return std::unexpected(kInvalid);
    }
    Watcher watcher(*bench, out);
    for (const hir::Test& test : checked->module.tests) watcher.watch(test);
    for (const testing::CaseText& source : cases) {
      const std::uint32_t decision = bench->decisions.at(source.decision);
      std::vector<testing::RecordedCase> recorded;
      if (!testing::read_case_file(source, bench->lowered, bench->lowered.decisions[decision],
                                   bench->image, problems, recorded)) {
        session.print(problems);
        return std::unexpected(kInvalid);
      }
      for (const testing::RecordedCase& one : recorded) watcher.watch(decision, one);
    }
  }
  return out;
}

}  // namespace phep::cli
