// An answer as people read it: what breaches cost, recorded in both languages.
#include "compiler/explain/answer_text.h"

#include "compiler/decision/lower.h"
#include "compiler/workspace/workspace.h"
#include "tests/support/golden.h"
#include "tests/unit/decision_world.h"

#include <nlohmann/json.hpp>

#include <string>

namespace phep::tests {
namespace {

struct Costs {
  std::string name;  // of the recorded pages
  std::string as_of;
  std::string facts;
};

void check_pages(const Costs& costs) {
  const std::string text = read_file(source_dir() + "/tests/data/run/sanctions.phep");
  workspace::Workspace workspace(
      [&](const std::string& path) {
        return path == "sanctions.phep" ? std::optional(text) : std::nullopt;
      },
      workspace::embedded_library());
  const FileId file = *workspace.open("sanctions.phep");
  REQUIRE_FALSE(workspace.diagnostics(file).has_errors());
  const auto checked = workspace.checked(file);
  hir::DefId target;
  for (std::uint32_t i = 0; i < checked->module.defs.size(); ++i)
    if (checked->module.defs[i].qualified == "sanctions.costs") target = {file, i};
  REQUIRE(target.exists());
  const decision::Entry entry{target};
  const auto lowered = decision::lower(workspace.modules(file), workspace.types(),
                                       workspace.names(), {&entry, 1}, {});
  REQUIRE_FALSE(lowered.diagnostics.has_errors());
  const auto answer = nlohmann::json::parse(
      decision_test::decide(lowered.program, "sanctions.costs", costs.facts, costs.as_of));
  const auto modules = workspace.modules(file);
  const explain::Lexicon lexicon{modules, workspace.types(), workspace.names()};
  const std::string stem = source_dir() + "/tests/data/answers/" + costs.name;
  check_recorded(stem + ".en.txt",
                 explain::answer_text(lexicon, target, answer, Language::English, false));
  check_recorded(stem + ".vi.txt",
                 explain::answer_text(lexicon, target, answer, Language::Vietnamese, false));
  check_recorded(stem + ".json", answer.dump(1) + "\n");
}

}  // namespace

TEST_CASE("answers: what breaches cost") {
  const std::string facts = R"("on":"2026-08-03","people":3,"natural":false,"safe":false)";
  check_pages({"costs", "2026-09-01T00:00+07:00",
               "{" + facts + R"(,"sold":true,"told":null,"revenue":null})"});
  check_pages({"costs_open", "2026-09-01T00:00+07:00", "{" + facts + R"(,"told":null})"});
  check_pages({"costs_barred", "2027-10-01T00:00+07:00",
               "{" + facts + R"(,"sold":false,"told":null,"revenue":null})"});
}

}  // namespace phep::tests
