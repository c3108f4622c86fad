#include "compiler/cli/test_properties.h"

#include "compiler/verify/verify.h"

namespace phep::cli {

std::vector<testing::TestResult> property_results(const Session& session,
                                                  const testing::Program& program,
                                                  const hir::Module& module,
                                                  const testing::Choice& choice) {
  verify::Report report;
  verify::verify_properties(program, module, {.filter = std::string(choice.filter)}, report);
  std::vector<testing::TestResult> out;
  for (const verify::Result& result : report.results) {
    if (!testing::Choice{.shard = choice.shard, .shards = choice.shards}.takes(result.subject))
      continue;
    testing::TestResult test;
    test.title = result.subject + (result.part.empty() ? "" : " [" + result.part + "]");
    test.span = result.span;
    test.milliseconds = result.price.milliseconds;
    const auto fails = [&](std::string_view vi, std::string_view en) {
      test.failures.push_back(
          {result.span,
           std::string(session.say("đúng trong mọi trường hợp", "holds in every case")),
           std::string(session.say(vi, en)), result.facts});
    };
    switch (result.verdict) {
      case verify::Verdict::Proved: break;
      case verify::Verdict::Refuted:
        fails("có trường hợp không đúng", "a case in which it does not");
        break;
      case verify::Verdict::Vacuous:
        fails("không trường hợp nào thỏa `where`", "no case fulfils `where`");
        break;
      case verify::Verdict::NotDecided: test.undecided = result.why; break;
    }
    out.push_back(std::move(test));
  }
  return out;
}

}  // namespace phep::cli
