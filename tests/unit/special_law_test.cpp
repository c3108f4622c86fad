// A decision that rests on a norm must not miss what the library's special law adds to it.
#include "compiler/decision/lower.h"
#include "compiler/diagnostics/kinds/lowering.h"
#include "compiler/workspace/workspace.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

namespace phep {
namespace {

constexpr const char* kGeneral =
    "module lib.general\n"
    "record Case { grave : bool }\n"
    "rule score(c: Case) : int {\n  default 1\n  case bad: 3 when c.grave\n}\n"
    "decision own_report(c: Case) { score = score(c) }\n";
constexpr const char* kSpecial =
    "module lib.special_law\nuse lib.general\n"
    "special rule lib.general.score(c: Case) { except bad as ours: 2 }\n";

DiagnosticList lowered(const std::map<std::string, std::string>& files, const std::string& path) {
  workspace::Library library{
      .files = {{"lib/general.phep", kGeneral}, {"lib/special_law.phep", kSpecial}},
      .root = "phep:"};
  workspace::Workspace workspace(
      [&](const std::string& asked) -> std::optional<std::string> {
        const auto found = files.find(asked);
        return found == files.end() ? std::nullopt : std::optional(found->second);
      },
      std::move(library));
  const FileId file =
      path.starts_with("lib.") ? workspace.open_library(path) : *workspace.open(path);
  REQUIRE_FALSE(workspace.diagnostics(file).has_errors());
  REQUIRE(std::ranges::count_if(workspace.checked(file)->module.defs, [](const hir::Def& def) {
            return std::holds_alternative<hir::Decision>(def.node);
          }) == 1);
  return decision::check_decisions(workspace.modules(file), workspace.types(), workspace.names(),
                                   file, workspace.outside_specials(file));
}

}  // namespace

TEST_CASE("special law: a decision must not miss it") {
  const std::string rest = "decision report(c: Case) { score = score(c) }\n";
  const auto missed = lowered({{"a.phep", "use lib.general\n" + rest}}, "a.phep");
  REQUIRE(missed.items().size() == 1);
  CHECK(missed.items()[0].row->code == diag::SpecialNotImported.row.code);
  CHECK(message(*missed.items()[0].row, missed.items()[0].arguments, Language::English)
            .contains("`use lib.special_law`"));

  const auto counted =
      lowered({{"a.phep", "use lib.general\nuse lib.special_law\n" + rest}}, "a.phep");
  CHECK_FALSE(counted.has_errors());
}

TEST_CASE("special law: what it uses cannot use it, and speaks of the general law alone") {
  CHECK_FALSE(lowered({}, "lib.general").has_errors());
}

TEST_CASE("special law: a decision that does not reach the rule misses nothing") {
  const auto none = lowered(
      {{"a.phep", "use lib.general\ndecision report(c: Case) { grave = c.grave }\n"}}, "a.phep");
  CHECK_FALSE(none.has_errors());
}

TEST_CASE("special law: a project that is a library is asked as its texts are now") {
  const std::map<std::string, std::string> files = {
      {"phep.json", R"({"library": true})"},
      {"general.phep",
       "module general\nrecord Case { grave : bool }\n"
       "rule score(c: Case) : int {\n  default 1\n  case bad: 3 when c.grave\n}\n"},
      {"report.phep",
       "module report\nuse general\ndecision report(c: Case) { score = score(c) }\n"},
      {"later.phep", "module later\nuse general\n"}};
  workspace::Workspace workspace(
      [&](const std::string& asked) -> std::optional<std::string> {
        const auto found = files.find(asked);
        return found == files.end() ? std::nullopt : std::optional(found->second);
      },
      workspace::Library{.files = {}, .root = "phep:"});
  const FileId report = *workspace.open("report.phep");
  const FileId later = *workspace.open("later.phep");
  CHECK(workspace.outside_specials(report).empty());
  workspace.set_text(
      later,
      "module later\nuse general\nspecial rule general.score(c: Case) { except bad as ours: 2 }\n");
  REQUIRE_FALSE(workspace.diagnostics(later).has_errors());
  CHECK(workspace.outside_specials(report).size() == 1);
  workspace.set_text(later, "module later\nuse general\n");
  CHECK(workspace.outside_specials(report).empty());
}

}  // namespace phep
