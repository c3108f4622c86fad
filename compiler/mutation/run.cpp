#include "compiler/mutation/run.h"

#include "compiler/decision/image.h"
#include "compiler/decision/verify.h"
#include "compiler/mutation/cuts.h"
#include "compiler/mutation/witness.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/testing/in_parallel.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>

namespace phep::mutation {
namespace {

using Json = nlohmann::json;

// What a mutant makes of a cut.
struct Wrong {
  const Cut& cut;
  decision::Program program;
  std::vector<std::uint8_t> image;
  std::vector<testing::Engine> engines;
};

class Trial {
 public:
  Trial(const testing::Ground& ground, const Pursuit& pursuit, Bed& lawful)
      : ground_(ground), pursuit_(pursuit), lawful_(lawful) {}

  // Small programs come before large ones, and cases that know all facts before others: what is
  // unknown is gone through for the few mutants that they leave.
  Outcome run(Cuts& cuts, std::size_t targets, Bed& bed, const Mutant& mutant) {
    std::vector<const Cut*> asked, silent, whole;
    for (std::size_t i = 0; i < targets; ++i) {
      const Cut* const cut = cuts.of(bed, i, mutant.read_in);
      if (cut == nullptr) continue;
      (cut->asks_nothing() ? silent : asked).push_back(cut);
      if (const Cut* const all = cuts.whole(i)) whole.push_back(all);
    }
    for (auto* list : {&asked, &silent, &whole})
      std::ranges::stable_sort(*list, {}, [](const Cut* cut) { return cut->target.size; });
    const Edited<Mutant> made(bed, mutant);
    try_all(bed, asked);
    if (!decided()) try_all(bed, whole);
    // Nobody expects anything of it, but there are cases that it changes.
    if (!decided() && left_.empty())
      for (const Cut* const cut : silent)
        if (!decided() && left_.empty()) try_all(bed, {cut});
    if (decided() || left_.empty()) return out_;
    out_.verdict = Verdict::Survived;
    if (pursuit_.search && !out_.witness) {
      // From the smallest program that it is part of.
      const Wrong& first = *left_.front();
      out_.witness = find_witness(ground_, first.cut.target, first.program, first.engines.front());
    }
    if (pursuit_.prove && !out_.witness) prove(bed, silent);
    return out_;
  }

 private:
  [[nodiscard]] bool decided() const {
    return out_.verdict == Verdict::Killed || out_.verdict == Verdict::Stillborn;
  }

  // Equal only if it is so of everything that it is part of, asked for by tests or not.
  void prove(Bed& wrong, const std::vector<const Cut*>& silent) {
    std::vector<const Cut*> all = silent;
    for (const auto& one : left_)
      if (std::ranges::find(all, &one->cut) == all.end()) all.push_back(&one->cut);
    for (const Cut* const cut : all) {
      std::optional<Edited<DefEdit>> here, there;
      if (cut->asked) here.emplace(lawful_, *cut->asked);
      if (cut->asked) there.emplace(wrong, *cut->asked);
      const testing::Target& target = cut->target;
      Proof proof = pursuit_.prove(
          {lawful_.modules(), ground_.types, ground_.names, target.from->outside},
          {wrong.modules(), ground_.types, ground_.names, target.from->outside}, target.entry);
      if (proof.equal) continue;
      out_.witness = std::move(proof.witness);
      out_.undecided = std::move(proof.undecided);
      return;
    }
    out_.verdict = Verdict::Equal;
  }

  void try_all(Bed& bed, const std::vector<const Cut*>& cuts) {
    const std::size_t before = left_.size();
    for (const Cut* const cut : cuts) {
      if (out_.verdict == Verdict::Untested) out_.verdict = Verdict::Same;
      auto wrong = wrong_of(bed, *cut);
      if (decided()) return;
      if (!wrong) continue;
      if (kills(*wrong, cut->known)) return;
      left_.push_back(std::move(wrong));
    }
    for (std::size_t i = before; i < left_.size(); ++i)
      if (kills(*left_[i], left_[i]->cut.unknown)) return;
  }

  // Null if the mistake changes nothing, or is no program.
  std::unique_ptr<Wrong> wrong_of(Bed& bed, const Cut& cut) {
    decision::Lowered lowered = lower(bed, ground_, cut.target, cut.asked);
    const bool errors = lowered.diagnostics.has_errors();
    if (!errors && lowered.program.release == cut.target.program.release) return nullptr;
    if (errors || !decision::verify(lowered.program).empty()) return stillborn();
    auto wrong = std::make_unique<Wrong>(cut, std::move(lowered.program));
    wrong->image = decision::encode(wrong->program);
    auto engines = ground_.make_engines(wrong->program, wrong->image);
    if (!engines) return stillborn();
    wrong->engines = std::move(*engines);
    return wrong;
  }
  std::nullptr_t stillborn() {
    out_.verdict = Verdict::Stillborn;
    return nullptr;
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
      if (!out_.witness) out_.witness = posed(wrong.cut.target, *one, found.output);
    }
    return false;
  }

  const testing::Ground& ground_;
  testing::Program program_{ground_.modules, ground_.types, ground_.names};
  const Pursuit& pursuit_;
  Bed& lawful_;                                 // without the mistake
  std::vector<std::unique_ptr<Wrong>> left_{};  // whose cases all pass
  Outcome out_{};
};

}  // namespace

Tried run_mutants(const testing::Ground& ground, const testing::Suite& suite, const Drafts& drafts,
                  const std::vector<Mutant>& mutants, const Pursuit& pursuit,
                  const Progress& progress) {
  Tried out;
  out.outcomes.resize(mutants.size());
  std::vector<Bed> beds;
  beds.reserve(std::size_t{2} * ground.jobs);
  // Two a thread: the law with a mistake in it, and as it is.
  for (unsigned i = 0; i < 2 * ground.jobs; ++i) beds.emplace_back(drafts);
  Cuts cuts(ground, suite);
  std::atomic<std::size_t> done{0};
  testing::in_parallel(mutants.size(), ground.jobs, [&](unsigned thread, std::size_t i) {
    out.outcomes[i] = Trial(ground, pursuit, beds[ground.jobs + thread])
                          .run(cuts, suite.targets.size(), beds[thread], mutants[i]);
    if (progress) progress(++done);
  });
  out.left_out = cuts.left_out();
  return out;
}

}  // namespace phep::mutation
