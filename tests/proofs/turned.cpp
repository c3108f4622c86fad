#include "tests/proofs/turned.h"

#include "compiler/mutation/mutant.h"
#include "compiler/testing/random.h"
#include "compiler/verify/verify.h"
#include "compiler/workspace/library.h"
#include "compiler/workspace/workspace.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <optional>
#include <utility>

namespace phep::tests {
namespace {

using testing::Random;
using Json = nlohmann::json;
using mutation::Mutant;

// The whole library, in which one mistake at a time is made and taken back.
class Law {
 public:
  Law()
      : workspace_([](const std::string&) { return std::nullopt; }, workspace::embedded_library()),
        files_(workspace_.open_whole_library()) {
    for (const FileId file : files_)
      for (const auto& [member, module] : workspace_.modules(file))
        drafts_.try_emplace(member, *module);
    for (const auto& [file, module] : drafts_) modules_[file] = &module;
  }

  [[nodiscard]] const std::vector<FileId>& files() const { return files_; }

  // Of the rules and norms of a file whose name has `filter` in it.
  std::vector<verify::Result> verdicts(FileId file, const std::string& filter) {
    verify::Report report;
    const testing::Program program{modules_, workspace_.types(), workspace_.names(),
                                   workspace_.outside_specials(file)};
    verify::verify_module(program, drafts_.at(file), {.filter = filter}, report);
    return std::move(report.results);
  }

  std::vector<Mutant> mistakes(hir::DefId id) {
    mutation::Law law{drafts_, workspace_.types(), workspace_.names(), workspace_.sources(),
                      boolean()};
    return mutants_of(law, id);
  }

  // Twice is not at all.
  void swap(Mutant& mutant) {
    for (mutation::ExprEdit& edit : mutant.exprs)
      std::swap(drafts_.at(edit.file).exprs[edit.expr].node, edit.node);
    for (mutation::DefEdit& edit : mutant.defs)
      std::swap(drafts_.at(edit.def.file).defs[edit.def.index].node, edit.node);
  }

 private:
  hir::TypeId boolean() const {
    for (const auto& [file, module] : drafts_)
      for (const hir::Expr& one : module.exprs)
        if (workspace_.types().is(one.type, hir::Sort::Bool)) return one.type;
    return {};
  }

  workspace::Workspace workspace_;
  std::vector<FileId> files_;
  mutation::Drafts drafts_;
  std::map<FileId, const hir::Module*> modules_;
};

// Is it the same question? Of a mutant that left a case out nothing is asked about that case.
bool same_question(const verify::Result& a, const verify::Result& b) {
  return a.question == b.question && a.subject == b.subject && a.part == b.part;
}

// Again: it was proved once more, so that this mistake is shown to leave the verdict as it is.
enum class Turn : std::uint8_t { No, Again, Refuted, Vacuous, Gone };

Turn turned_by(Law& law, const verify::Result& proved, Mutant& mistake) {
  law.swap(mistake);
  const std::vector<verify::Result> now = law.verdicts(proved.def.file, proved.subject);
  law.swap(mistake);
  const auto found = std::ranges::find_if(
      now, [&](const verify::Result& one) { return same_question(one, proved); });
  // What could not be lowered answers nothing at all; that turns nothing.
  const bool lowered = std::ranges::any_of(now, [&](const verify::Result& one) {
    return one.subject == proved.subject && one.verdict != verify::Verdict::NotDecided;
  });
  if (!lowered) return Turn::No;
  if (found == now.end())
    // A rule of which nothing holds any more is told to be vacuous in place of its questions.
    return std::ranges::any_of(now,
                               [&](const verify::Result& one) {
                                 return one.subject == proved.subject &&
                                        one.verdict == verify::Verdict::Vacuous;
                               })
               ? Turn::Vacuous
               : Turn::Gone;
  if (found->verdict == verify::Verdict::Refuted) return Turn::Refuted;
  if (found->verdict == verify::Verdict::Vacuous) return Turn::Vacuous;
  return found->verdict == verify::Verdict::Proved ? Turn::Again : Turn::No;
}

// What was asked of the solver: what holds by its form, as that one case does not contradict
// itself, no mistake in what the case says turns.
std::vector<verify::Result> proved_of(Law& law, FileId file) {
  std::vector<verify::Result> out = law.verdicts(file, "");
  std::erase_if(out, [](const verify::Result& one) {
    return one.verdict != verify::Verdict::Proved || one.by_form;
  });
  return out;
}

template <class List>
void shuffle(List& list, Random& random) {
  for (std::size_t i = list.size(); i > 1; --i)
    std::swap(list[i - 1],
              list[static_cast<std::size_t>(random.in(0, static_cast<std::int64_t>(i) - 1))]);
}

}  // namespace

Json turn_verdicts(std::uint64_t count, std::uint64_t seed, bool verbose) {
  Law law;
  Random random(seed ^ 0x70B);
  std::vector<verify::Result> proved;
  for (const FileId file : law.files())
    for (verify::Result& one : proved_of(law, file)) proved.push_back(std::move(one));
  const std::size_t of = proved.size();
  shuffle(proved, random);
  proved.resize(std::min<std::size_t>(proved.size(), count));
  std::map<std::string, std::uint64_t> by_question, by_fault;
  std::uint64_t turned = 0, tried = 0, gone = 0;
  // Name of the verdict → mistakes that left it: of which each was proved to, or not.
  std::map<std::string, std::uint64_t> held, kept;
  for (const verify::Result& one : proved) {
    std::vector<Mutant> mistakes = law.mistakes(one.def);
    shuffle(mistakes, random);
    std::size_t here = 0;
    bool left_out = false;
    bool again = true;
    std::optional<std::string> by;
    for (Mutant& mistake : mistakes) {
      ++here;
      const Turn turn = turned_by(law, one, mistake);
      left_out = left_out || turn == Turn::Gone;
      again = again && turn == Turn::Again;
      if (turn == Turn::No || turn == Turn::Again || turn == Turn::Gone) continue;
      by = word(mistake.fault);
      break;
    }
    tried += here;
    if (by) {
      ++turned;
      ++by_question[std::string(word(one.question))];
      ++by_fault[*by];
    } else {
      gone += left_out ? 1 : 0;
      (again ? held : kept)[std::string(word(one.question)) + " " + one.subject +
                            (one.part.empty() ? "" : " " + one.part)] = here;
    }
    if (verbose)
      std::fprintf(stderr, "%s %s %s: %s after %zu\n", std::string(word(one.question)).c_str(),
                   one.subject.c_str(), one.part.c_str(), by ? by->c_str() : "never", here);
  }
  return {{"proved", of},       {"drawn", proved.size()},     {"turned", turned},
          {"mistakes", tried},  {"by_question", by_question}, {"by_fault", by_fault},
          {"not_turned", kept}, {"proved_to_hold", held},     {"question_gone", gone}};
}

}  // namespace phep::tests
