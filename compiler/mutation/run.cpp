#include "compiler/mutation/run.h"

#include "compiler/decision/image.h"
#include "compiler/decision/verify.h"
#include "compiler/mutation/witness.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/testing/in_parallel.h"

#include <algorithm>
#include <atomic>
#include <set>
#include <utility>

namespace phep::mutation {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kLarge = 8'000;  // instructions

using LeftOut = std::set<const testing::Case*>;

LeftOut cases_left_out(const testing::Suite& suite) {
  LeftOut out;
  for (const testing::Target& target : suite.targets) {
    if (target.size <= kLarge) continue;
    for (const testing::Case& one : target.cases) {
      const Json answer = Json::parse(one.answer, nullptr, false);
      if (answer.is_object() && !answer.value("missing", Json::array()).empty()) out.insert(&one);
    }
  }
  return out;
}

// The law of one thread, in which one mistake at a time is made and taken back.
class Bed {
 public:
  explicit Bed(const Drafts& drafts) : drafts_(drafts) {
    for (const auto& [file, module] : drafts_) modules_[file] = &module;
  }

  [[nodiscard]] const std::map<FileId, const hir::Module*>& modules() const { return modules_; }

  // What stood there changes places with what the mutant says; twice is not at all.
  void swap(Mutant& mutant) {
    for (ExprEdit& edit : mutant.exprs)
      std::swap(drafts_.at(edit.file).exprs[edit.expr].node, edit.node);
    for (DefEdit& edit : mutant.defs)
      std::swap(drafts_.at(edit.def.file).defs[edit.def.index].node, edit.node);
  }

 private:
  Drafts drafts_;
  std::map<FileId, const hir::Module*> modules_;
};

class Trial {
 public:
  Trial(const testing::Ground& ground, const testing::Suite& suite, const testing::Program& program,
        bool search, const LeftOut& slow)
      : ground_(ground), suite_(suite), program_(program), search_(search), slow_(slow) {}

  Outcome run(const Bed& bed, const Mutant& mutant) {
    bool changed = false;
    for (const testing::Target& target : suite_.targets) {
      const bool reaches = std::ranges::any_of(
          mutant.read_in, [&](hir::DefId id) { return target.reached.contains(id); });
      const bool asks = std::ranges::any_of(
          target.cases, [&](const testing::Case& one) { return !slow_.contains(&one); });
      if (!reaches || !asks) continue;
      if (out_.verdict == Verdict::Untested) out_.verdict = Verdict::Same;
      decision::Lowered lowered = decision::lower(bed.modules(), ground_.types, ground_.names,
                                                  {&target.entry, 1}, {}, target.from->outside);
      if (lowered.diagnostics.has_errors()) return stillborn();
      if (lowered.program.release == target.program.release) continue;
      if (!decision::verify(lowered.program).empty()) return stillborn();
      changed = true;
      if (ask(target, lowered.program)) return out_;
    }
    if (changed) out_.verdict = Verdict::Survived;
    return out_;
  }

 private:
  Outcome stillborn() {
    out_.verdict = Verdict::Stillborn;
    return out_;
  }

  // True if a case of the target no longer passes.
  bool ask(const testing::Target& target, const decision::Program& wrong) {
    const auto image = decision::encode(wrong);
    const auto engines = ground_.make_engines(wrong, image);
    if (!engines) {
      out_.verdict = Verdict::Stillborn;
      return true;
    }
    const testing::Engine& engine = engines->front();
    for (const testing::Case& one : target.cases) {
      if (slow_.contains(&one)) continue;
      const testing::CaseOutcome found = engine.run(0, one.facts, testing::options_of(one, wrong));
      ++out_.cases;
      if (found.output == one.answer) continue;
      const Json answer = Json::parse(found.output, nullptr, false);
      if (found.status != PHEP_OK || answer.is_discarded() ||
          testing::unmet(program_, one, answer)) {
        out_.verdict = Verdict::Killed;
        out_.killer = one.title;
        out_.killer_at = one.span;
        out_.witness.reset();
        return true;
      }
      if (!out_.witness) out_.witness = posed(target, one, found.output);
    }
    // From the smallest program that it is part of; larger ones are asked for what tests pose.
    if (search_ && !out_.witness && !std::exchange(searched_, true))
      out_.witness = find_witness(ground_, target, wrong, engine);
    return false;
  }

  const testing::Ground& ground_;
  const testing::Suite& suite_;
  const testing::Program& program_;
  bool search_;
  const LeftOut& slow_;
  bool searched_ = false;
  Outcome out_;
};

}  // namespace

std::size_t left_out(const testing::Suite& suite) {
  return cases_left_out(suite).size();
}

std::vector<Outcome> run_mutants(const testing::Ground& ground, const testing::Suite& suite,
                                 const Drafts& drafts, const std::vector<Mutant>& mutants,
                                 bool search, const Progress& progress) {
  const testing::Program program{ground.modules, ground.types, ground.names};
  std::vector<Outcome> out(mutants.size());
  std::vector<Bed> beds;
  beds.reserve(ground.jobs);
  for (unsigned i = 0; i < ground.jobs; ++i) beds.emplace_back(drafts);
  const LeftOut slow = cases_left_out(suite);
  std::atomic<std::size_t> done{0};
  testing::in_parallel(mutants.size(), ground.jobs, [&](unsigned thread, std::size_t i) {
    Mutant mutant = mutants[i];
    Bed& bed = beds[thread];
    bed.swap(mutant);
    out[i] = Trial(ground, suite, program, search, slow).run(bed, mutant);
    bed.swap(mutant);
    if (progress) progress(++done);
  });
  return out;
}

}  // namespace phep::mutation
