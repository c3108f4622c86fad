// The library read without its tests is the same law; files read ahead are the same files.
#include "compiler/diagnostics/render.h"
#include "compiler/syntax/print.h"
#include "compiler/workspace/read_ahead.h"
#include "compiler/workspace/workspace.h"

#include <doctest/doctest.h>

#include <map>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

namespace phep::tests {
namespace {

const workspace::Library& library() {
  static const workspace::Library kLibrary = workspace::embedded_library();
  return kLibrary;
}

bool tests_law(const ast::Decl& decl) {
  return std::holds_alternative<ast::Test>(decl.node) ||
         std::holds_alternative<ast::TestTable>(decl.node) ||
         std::holds_alternative<ast::Property>(decl.node);
}

std::size_t tests_of(const ast::Module& module) {
  std::size_t count = 0;
  for (const ast::DeclId id : module.order) count += tests_law(module.decls[id]) ? 1 : 0;
  return count;
}

std::string law_of(ast::Module module, const Interner& names) {
  std::erase_if(module.order, [&](ast::DeclId id) { return tests_law(module.decls[id]); });
  return syntax::print(module, names);
}

std::optional<std::string> nothing(const std::string&) {
  return std::nullopt;
}

}  // namespace

TEST_CASE("library without tests: declarations and comments of law are the same") {
  std::size_t tests = 0;
  for (std::uint32_t i = 0; i < library().files.size(); ++i) {
    const auto& [path, text] = library().files[i];
    CAPTURE(path);
    Interner names;
    const auto whole = syntax::parse(FileId{i}, text, names);
    const auto law = syntax::parse(FileId{i}, text, names, syntax::SourceForm::Plain,
                                   syntax::Extent::WithoutTests);
    CHECK(tests_of(law.module) == 0);
    CHECK(law.diagnostics.items().empty());
    CHECK(law_of(law.module, names) == law_of(whole.module, names));
    tests += tests_of(whole.module);
  }
  CHECK(tests > 1000);
}

TEST_CASE("library without tests: comments of a test are not those of what follows") {
  Interner names;
  const auto read = syntax::parse(FileId{0},
                                  "module a\n"
                                  "/// Of the test.\n"
                                  "test \"t\" {\n  /// Inside.\n  expect true == true\n}\n"
                                  "/// Of the rule.\n"
                                  "rule r() : bool = true\n"
                                  "test table \"u\" { | x || r() |\n | 1 || true | }\n"
                                  "property \"p\" { for all x: bool expect r() }\n"
                                  "rule s() : bool = false\n",
                                  names, syntax::SourceForm::Plain, syntax::Extent::WithoutTests);
  REQUIRE(read.module.order.size() == 2);
  CHECK(read.module.decls[read.module.order[0]].doc == "Of the rule.");
  CHECK(read.module.decls[read.module.order[1]].doc.empty());
}

TEST_CASE("library without tests: what has no end, or lies inside brackets, is not left out") {
  Interner names;
  const auto read = syntax::parse(FileId{0}, "module a\ntest \"t\" {\n  expect true == true\n",
                                  names, syntax::SourceForm::Plain, syntax::Extent::WithoutTests);
  CHECK(tests_of(read.module) == 1);
  CHECK(read.diagnostics.has_errors());
}

TEST_CASE("library: who imports a module gets its law, who asks for it its tests too") {
  workspace::Workspace workspace(nothing, library());
  const FileId importer = workspace.open_library("vn.entry.ai_conduct");
  REQUIRE(!workspace.checked(importer)->module.name.empty());
  const FileId imported = workspace.find("phep:vn/ai/roles.phep");
  REQUIRE(imported.exists());
  const auto law = workspace.checked(imported);
  CHECK(law->module.tests.empty());

  CHECK(workspace.open_library("vn.ai.roles") == imported);
  const auto whole = workspace.checked(imported);
  CHECK(!whole->module.tests.empty());
  CHECK(whole->module.defs.size() == law->module.defs.size());
  CHECK(workspace.diagnostics(importer).items().empty());
}

TEST_CASE("library: every module has the same definitions with tests and without") {
  workspace::Workspace workspace(nothing, library());
  std::vector<std::pair<std::size_t, std::uint64_t>> law;
  for (const FileId file : workspace.open_whole_library(syntax::Extent::WithoutTests)) {
    const auto checked = workspace.checked(file);
    law.emplace_back(checked->module.defs.size(), check::face_of(*checked));
    CHECK(checked->module.tests.empty());
    CAPTURE(checked->module.name);
    CAPTURE(render(workspace.diagnostics(file), workspace.sources(), {Language::English, false}));
    CHECK(workspace.diagnostics(file).items().empty());
  }
  const auto whole = workspace.open_whole_library();
  REQUIRE(whole.size() == law.size());
  std::size_t tests = 0;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    CAPTURE(library().files[i].path);
    const auto checked = workspace.checked(whole[i]);
    CHECK(checked->module.defs.size() == law[i].first);
    CHECK(check::face_of(*checked) == law[i].second);
    CHECK(workspace.diagnostics(whole[i]).items().empty());
    tests += checked->module.tests.size();
  }
  CHECK(tests > 1000);
}

TEST_CASE("read ahead: drafts give what parsing gives, in whatever order they are taken") {
  workspace::ReadAhead ahead;
  const auto& files = library().files;
  const auto count = static_cast<std::uint32_t>(files.size());
  for (std::uint32_t i = 0; i < count; ++i)
    ahead.want(FileId{i}, files[i].text, syntax::SourceForm::Plain, syntax::Extent::Whole);
  ahead.drop(FileId{0});
  ahead.drop(FileId{7});
  std::uint32_t drafts = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    // From both ends, so that some are begun and some are not.
    const std::uint32_t at = i % 2 == 0 ? i / 2 : count - 1 - i / 2;
    Interner first;
    Interner second;
    const auto parsed = syntax::parse(FileId{at}, files[at].text, second);
    auto draft = ahead.take(FileId{at});
    if (at == 0 || at == 7) CHECK(!draft.has_value());
    if (!draft) continue;
    ++drafts;
    const auto read = std::move(*draft).finish(first);
    CHECK(syntax::print(read.module, first) == syntax::print(parsed.module, second));
    CHECK(read.surface == parsed.surface);
  }
  CHECK(!ahead.take(FileId{1}).has_value());
  CHECK((drafts > 0 || std::thread::hardware_concurrency() < 2));
}

TEST_CASE("read ahead: a text that changed before it was asked for is read as it is now") {
  std::map<std::string, std::string> disk;
  for (int i = 0; i < 60; ++i)
    disk["m" + std::to_string(i) + ".phep"] =
        "module m" + std::to_string(i) + "\nrule r() : int = " + std::to_string(i) + "\n";
  workspace::Workspace workspace(
      [&](const std::string& path) -> std::optional<std::string> {
        const auto found = disk.find(path);
        return found == disk.end() ? std::nullopt : std::optional(found->second);
      },
      workspace::Library{{}, "lib:"});
  std::vector<FileId> files;
  for (int i = 0; i < 60; ++i) files.push_back(*workspace.open("m" + std::to_string(i) + ".phep"));
  for (int i = 0; i < 60; ++i)
    if (i % 3 != 0)
      workspace.set_text(files[i], "module m" + std::to_string(i) + "\nrule q() : int = 1\n");
  for (int i = 0; i < 60; ++i) {
    const auto checked = workspace.checked(files[i]);
    REQUIRE(checked->module.defs.size() == 1);
    CHECK(workspace.names().text(checked->module.defs[0].name) == (i % 3 != 0 ? "q" : "r"));
  }
}

}  // namespace phep::tests
