#include "compiler/mutation/cuts.h"

#include "compiler/decision/image.h"
#include "compiler/runtime/phep_abi.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace phep::mutation {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kLarge = 8'000;  // instructions
constexpr std::size_t kMostSilent = 12;  // cases that expect nothing

std::uint64_t size_of(const decision::Program& program) {
  std::uint64_t out = 0;
  for (const decision::Function& function : program.functions) out += function.insts.size();
  return out;
}

// Sorts the cases that expect something; the fewer facts are missing, the earlier.
void ask(Cut& cut) {
  std::vector<std::pair<std::size_t, const testing::Case*>> unknown;
  for (const testing::Case& one : cut.target.cases) {
    if (one.expected.empty() && one.recorded.empty()) continue;
    const Json answer = Json::parse(one.answer, nullptr, false);
    const std::size_t missing =
        answer.is_object() ? answer.value("missing", Json::array()).size() : 0;
    if (missing == 0)
      cut.known.push_back(&one);
    else if (cut.target.size <= kLarge)
      unknown.emplace_back(missing, &one);
    else
      ++cut.left_out;
  }
  std::ranges::stable_sort(unknown, {}, [](const auto& one) { return one.first; });
  for (const auto& [missing, one] : unknown) cut.unknown.push_back(one);
}

hir::Decision with_parts(const hir::Decision& decision, const std::vector<std::size_t>& parts) {
  hir::Decision out = decision;
  out.outputs.clear();
  out.norms.clear();
  out.exposure = {};
  const std::size_t outputs = decision.outputs.size();
  for (const std::size_t part : parts)
    if (part < outputs)
      out.outputs.push_back(decision.outputs[part]);
    else
      out.norms.push_back(decision.norms[part - outputs]);
  return out;
}

}  // namespace

decision::Lowered lower(Bed& bed, const testing::Ground& ground, const testing::Target& target,
                        const std::optional<DefEdit>& asked) {
  std::optional<Edited<DefEdit>> cut;
  if (asked) cut.emplace(bed, *asked);
  return decision::lower(bed.modules(), ground.types, ground.names, {&target.entry, 1}, {},
                         target.from->outside);
}

Cuts::Cuts(const testing::Ground& ground, const testing::Suite& suite)
    : ground_(ground), suite_(suite), program_{ground.modules, ground.types, ground.names} {
  for (std::size_t i = 0; i < suite.targets.size(); ++i) kept_.push_back(std::make_unique<Kept>());
}

const Cut* Cuts::of(Bed& bed, std::size_t target, const std::vector<hir::DefId>& definitions) {
  const testing::Target& whole = suite_.targets[target];
  const auto reaches = [&](const std::set<hir::DefId>& reached) {
    return std::ranges::any_of(definitions, [&](hir::DefId id) { return reached.contains(id); });
  };
  if (!reaches(whole.reached)) return nullptr;
  Kept& kept = *kept_[target];
  const std::scoped_lock lock(kept.mutex);
  if (!kept.divided) divide(bed, whole, kept);
  Parts parts;
  for (std::size_t part = 0; part < kept.reached.size(); ++part)
    if (reaches(kept.reached[part])) parts.push_back(part);
  std::unique_ptr<Cut>& made = kept.cuts[parts];
  if (!made) made = parts.empty() ? uncut(whole, false) : cut(bed, whole, parts);
  return made.get();
}

const Cut* Cuts::whole(std::size_t target) {
  Kept& kept = *kept_[target];
  const std::scoped_lock lock(kept.mutex);
  if (kept.reached.empty()) return nullptr;
  if (!kept.whole) kept.whole = uncut(suite_.targets[target], true);
  return kept.whole->asks_nothing() ? nullptr : kept.whole.get();
}

std::size_t Cuts::left_out() const {
  std::size_t out = 0;
  for (const auto& kept : kept_) {
    std::size_t most = kept->whole ? kept->whole->left_out : 0;
    for (const auto& [parts, cut] : kept->cuts) most = std::max(most, cut->left_out);
    out += most;
  }
  return out;
}

// A rule, a norm and a decision with one answer are not cut.
void Cuts::divide(Bed& bed, const testing::Target& target, Kept& kept) const {
  kept.divided = true;
  const auto* decision = std::get_if<hir::Decision>(&bed.def(target.entry.target).node);
  if (decision == nullptr) return;
  const std::size_t parts = decision->outputs.size() + decision->norms.size();
  if (parts < 2) return;
  for (std::size_t part = 0; part < parts; ++part) {
    const DefEdit asked{target.entry.target, with_parts(*decision, {part})};
    kept.reached.push_back(lower(bed, ground_, target, asked).reached);
  }
}

// What an answer that is cut down does not hold, the cases no longer expect.
std::unique_ptr<Cut> Cuts::cut(Bed& bed, const testing::Target& target, const Parts& parts) const {
  const auto& decision = std::get<hir::Decision>(bed.def(target.entry.target).node);
  DefEdit asked{target.entry.target, with_parts(decision, parts)};
  decision::Lowered lowered = lower(bed, ground_, target, asked);
  if (lowered.diagnostics.has_errors()) return uncut(target, false);
  auto out = std::make_unique<Cut>();
  out->asked = std::move(asked);
  out->target.entry = target.entry;
  out->target.from = target.from;
  out->target.program = std::move(lowered.program);
  out->target.reached = std::move(lowered.reached);
  out->target.image = decision::encode(out->target.program);
  out->target.size = size_of(out->target.program);
  const auto engines = ground_.make_engines(out->target.program, out->target.image);
  if (!engines) return uncut(target, false);
  std::vector<testing::Case> silent;
  for (testing::Case one : target.cases) {
    testing::CaseOutcome found =
        engines->front().run(0, one.facts, testing::options_of(one, out->target.program));
    const Json answer = Json::parse(found.output, nullptr, false);
    if (found.status != PHEP_OK || answer.is_discarded()) continue;
    testing::keep_met(program_, one, answer);
    one.answer = std::move(found.output);
    const bool expects = !one.expected.empty() || !one.recorded.empty();
    if (expects)
      out->target.cases.push_back(std::move(one));
    else if (silent.size() < kMostSilent)
      silent.push_back(std::move(one));
  }
  for (testing::Case& one : silent)
    if (out->target.cases.size() < kMostSilent) out->target.cases.push_back(std::move(one));
  ask(*out);
  return out;
}

// `whole`: only what tests expect of the answer as a whole.
std::unique_ptr<Cut> Cuts::uncut(const testing::Target& target, bool whole) const {
  auto out = std::make_unique<Cut>();
  out->target = target;
  if (whole) {
    for (testing::Case& one : out->target.cases) testing::keep_whole(one);
    std::erase_if(out->target.cases, [](const testing::Case& one) {
      return one.expected.empty() && one.recorded.empty();
    });
  }
  ask(*out);
  return out;
}

}  // namespace phep::mutation
