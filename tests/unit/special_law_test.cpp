// A decision that rests on a norm must not miss what the library's special law adds to it.
#include "compiler/decision/lower.h"
#include "compiler/diagnostics/kinds/lowering.h"
#include "compiler/diagnostics/kinds/names.h"
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

workspace::Workspace workspace_of(const std::map<std::string, std::string>& files,
                                  workspace::Library library = {.files = {}, .root = "phep:"}) {
  return workspace::Workspace(
      [&files](const std::string& asked) -> std::optional<std::string> {
        const auto found = files.find(asked);
        return found == files.end() ? std::nullopt : std::optional(found->second);
      },
      std::move(library));
}

DiagnosticList lowered(const std::map<std::string, std::string>& files, const std::string& path) {
  workspace::Library library{
      .files = {{"lib/general.phep", kGeneral}, {"lib/special_law.phep", kSpecial}},
      .root = "phep:"};
  workspace::Workspace workspace = workspace_of(files, std::move(library));
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

// The codes that checking finds in a.phep.
std::vector<std::uint16_t> codes(const std::map<std::string, std::string>& files) {
  workspace::Workspace workspace = workspace_of(files);
  std::vector<std::uint16_t> out;
  const DiagnosticList found = workspace.diagnostics(*workspace.open("a.phep"));
  for (const Diagnostic& one : found.items()) out.push_back(one.row->code);
  return out;
}

TEST_CASE("special law: an import is of use where law acts by it, though nothing names it") {
  using Codes = std::vector<std::uint16_t>;
  const std::string law =
      "instrument L { number \"1/2026\" rank law title vi \"L\" en \"L\"\n"
      "  in_force from 2026-01-01 outline 1..9 }\n";
  std::map<std::string, std::string> files = {
      {"general.phep",
       "module general\n" + law +
           "record Case { grave : bool }\n"
           "rule score(c: Case) : int { default 1  case bad: 3 when c.grave cites L@1 }\n"},
      {"plain.phep", "module plain\nuse general\nrule other(c: Case) : bool = c.grave\n"},
      {"special_law.phep",
       "module special_law\nuse general\n"
       "special rule general.score(c: Case) { except bad as ours: 2 }\n"},
      {"further.phep", "module further\nuse special_law\n"},
      {"choice.phep",
       "module choice\nuse general\n"
       "elect out(c: Case) { vi \"Chọn\" en \"Out\"  cites L@2\n"
       "  made when c.grave  disapplies L@1 }\n"},
      {"amending.phep",
       "module amending\nuse general\n"
       "instrument N { number \"2/2026\" rank law title vi \"N\" en \"N\"\n"
       "  in_force from 2026-06-01 outline 1..9  repeals L@3 }\n"}};
  const auto with = [&](const std::string& uses) {
    files["a.phep"] = uses + "use general\ndecision d(c: Case) { score = score(c) }\n";
    return codes(files);
  };
  const Codes unused = {diag::UnusedImport.row.code};
  CHECK(with("").empty());
  CHECK(with("use plain\n") == unused);
  CHECK(with("use special_law\n").empty());
  CHECK(with("use further\n").empty());
  CHECK(with("use choice\n").empty());
  CHECK(with("use amending\n").empty());
  // Neither goes while the other might: together they are the only way.
  CHECK(with("use further\nuse special_law\n").empty());
  CHECK(with("use plain\nuse further\n") == unused);
}

TEST_CASE(
    "special law: an import comes to be of use, and ceases to be, as texts further off change") {
  const std::string law =
      "instrument L { number \"1/2026\" rank law title vi \"L\" en \"L\"\n"
      "  in_force from 2026-01-01 outline 1..9 }\n";
  const auto amending = [](const std::string& change) {
    return "module amending\nuse general\n"
           "instrument N { number \"2/2026\" rank law title vi \"N\" en \"N\"\n"
           "  in_force from 2026-06-01 outline 1..9 " +
           change + "}\n";
  };
  const std::map<std::string, std::string> files = {
      {"general.phep", "module general\n" + law},
      {"amending.phep", amending("")},
      {"between.phep", "module between\nuse amending\n"},
      {"a.phep",
       "use between\nrecord Case { grave : bool }\ndecision d(c: Case) { grave = c.grave }\n"}};
  workspace::Workspace workspace = workspace_of(files);
  const FileId file = *workspace.open("a.phep");
  const auto is_unused = [&] {
    const DiagnosticList found = workspace.diagnostics(file);
    REQUIRE(found.items().size() <= 1);
    return found.items().size() == 1 && found.items()[0].row->code == diag::UnusedImport.row.code;
  };
  CHECK(is_unused());
  workspace.set_text(*workspace.open("amending.phep"), amending("repeals L@3 "));
  CHECK_FALSE(is_unused());
  workspace.set_text(*workspace.open("amending.phep"), amending(""));
  CHECK(is_unused());
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
  workspace::Workspace workspace = workspace_of(files);
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
