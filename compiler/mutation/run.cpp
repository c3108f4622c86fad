#include "compiler/mutation/run.h"

#include "compiler/decision/image.h"
#include "compiler/decision/verify.h"
#include "compiler/mutation/witness.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/testing/in_parallel.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <utility>

namespace phep::mutation {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kLarge = 8'000;  // instructions

// The cases of one target that mutants are tried on: those that know all facts cost least and kill
// most.
struct Questions {
  std::vector<const testing::Case*> known, unknown;

  [[nodiscard]] bool empty() const { return known.empty() && unknown.empty(); }
};

std::size_t missing_in(const testing::Case& one) {
  const Json answer = Json::parse(one.answer, nullptr, false);
  return answer.is_object() ? answer.value("missing", Json::array()).size() : 0;
}

Questions questions_of(const testing::Target& target) {
  std::vector<std::pair<std::size_t, const testing::Case*>> unknown;
  Questions out;
  for (const testing::Case& one : target.cases)
    if (const std::size_t missing = missing_in(one); missing == 0)
      out.known.push_back(&one);
    else if (target.size <= kLarge)
      unknown.emplace_back(missing, &one);
  std::ranges::stable_sort(unknown, {}, [](const auto& one) { return one.first; });
  for (const auto& [missing, one] : unknown) out.unknown.push_back(one);
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

// What a mutant makes of a target.
struct Wrong {
  const testing::Target& target;
  const Questions& questions;
  decision::Program program;
  std::vector<std::uint8_t> image;
  std::vector<testing::Engine> engines;
};

class Trial {
 public:
  Trial(const testing::Ground& ground, const testing::Suite& suite, const testing::Program& program,
        bool search, const std::vector<Questions>& questions)
      : ground_(ground), suite_(suite), program_(program), search_(search), questions_(questions) {}

  // Cases that know all facts come first, of all targets: what is unknown is gone through for the
  // few mutants that they leave.
  Outcome run(const Bed& bed, const Mutant& mutant) {
    std::vector<std::unique_ptr<Wrong>> all;
    for (std::size_t i = 0; i < suite_.targets.size(); ++i) {
      const testing::Target& target = suite_.targets[i];
      const bool reaches = std::ranges::any_of(
          mutant.read_in, [&](hir::DefId id) { return target.reached.contains(id); });
      if (!reaches || questions_[i].empty()) continue;
      if (out_.verdict == Verdict::Untested) out_.verdict = Verdict::Same;
      decision::Lowered lowered = decision::lower(bed.modules(), ground_.types, ground_.names,
                                                  {&target.entry, 1}, {}, target.from->outside);
      if (lowered.diagnostics.has_errors()) return stillborn();
      if (lowered.program.release == target.program.release) continue;
      if (!decision::verify(lowered.program).empty()) return stillborn();
      auto wrong = std::make_unique<Wrong>(target, questions_[i], std::move(lowered.program));
      wrong->image = decision::encode(wrong->program);
      auto engines = ground_.make_engines(wrong->program, wrong->image);
      if (!engines) return stillborn();
      wrong->engines = std::move(*engines);
      if (kills(*wrong, wrong->questions.known)) return out_;
      all.push_back(std::move(wrong));
    }
    for (const auto& wrong : all)
      if (kills(*wrong, wrong->questions.unknown)) return out_;
    if (all.empty()) return out_;
    out_.verdict = Verdict::Survived;
    // From the smallest program that it is part of.
    if (search_ && !out_.witness) {
      const Wrong& first = *all.front();
      out_.witness = find_witness(ground_, first.target, first.program, first.engines.front());
    }
    return out_;
  }

 private:
  Outcome stillborn() {
    out_.verdict = Verdict::Stillborn;
    return out_;
  }

  // True if one of the cases no longer passes.
  bool kills(const Wrong& wrong, const std::vector<const testing::Case*>& cases) {
    for (const testing::Case* const one : cases) {
      const testing::CaseOutcome found =
          wrong.engines.front().run(0, one->facts, testing::options_of(*one, wrong.program));
      ++out_.cases;
      if (found.output == one->answer) continue;
      const Json answer = Json::parse(found.output, nullptr, false);
      if (found.status != PHEP_OK || answer.is_discarded() ||
          testing::unmet(program_, *one, answer)) {
        out_.verdict = Verdict::Killed;
        out_.killer = one->title;
        out_.killer_at = one->span;
        out_.witness.reset();
        return true;
      }
      if (!out_.witness) out_.witness = posed(wrong.target, *one, found.output);
    }
    return false;
  }

  const testing::Ground& ground_;
  const testing::Suite& suite_;
  const testing::Program& program_;
  bool search_;
  const std::vector<Questions>& questions_;  // by target
  Outcome out_;
};

}  // namespace

std::size_t left_out(const testing::Suite& suite) {
  std::size_t out = 0;
  for (const testing::Target& target : suite.targets) {
    const Questions asked = questions_of(target);
    out += target.cases.size() - asked.known.size() - asked.unknown.size();
  }
  return out;
}

std::vector<Outcome> run_mutants(const testing::Ground& ground, const testing::Suite& suite,
                                 const Drafts& drafts, const std::vector<Mutant>& mutants,
                                 bool search, const Progress& progress) {
  const testing::Program program{ground.modules, ground.types, ground.names};
  std::vector<Outcome> out(mutants.size());
  std::vector<Bed> beds;
  beds.reserve(ground.jobs);
  for (unsigned i = 0; i < ground.jobs; ++i) beds.emplace_back(drafts);
  std::vector<Questions> questions;
  questions.reserve(suite.targets.size());
  for (const testing::Target& target : suite.targets) questions.push_back(questions_of(target));
  std::atomic<std::size_t> done{0};
  testing::in_parallel(mutants.size(), ground.jobs, [&](unsigned thread, std::size_t i) {
    Mutant mutant = mutants[i];
    Bed& bed = beds[thread];
    bed.swap(mutant);
    out[i] = Trial(ground, suite, program, search, questions).run(bed, mutant);
    bed.swap(mutant);
    if (progress) progress(++done);
  });
  return out;
}

}  // namespace phep::mutation
