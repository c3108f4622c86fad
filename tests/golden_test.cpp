// Sources with announced diagnostics, and the pictures that a person sees in both languages.
#include "tests/support/golden.h"

#include "compiler/base/text.h"
#include "compiler/decision/lower.h"
#include "compiler/diagnostics/render.h"
#include "compiler/hir/print.h"
#include "compiler/syntax/print.h"
#include "compiler/workspace/workspace.h"
#include "tests/support/annotations.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace phep::tests {
namespace {

std::optional<std::string> read_if_there(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// Files are opened relative to their folder, so that no path of this machine reaches a recorded
// picture.
struct Reader {
  std::string folder;
  std::optional<std::string> operator()(const std::string& path) const {
    return read_if_there(folder + "/" + path);
  }
};

// Lowering speaks only when checking found no error: then the file's decisions are lowered, too.
void add_lowering(workspace::Workspace& workspace, FileId file, DiagnosticList& list) {
  if (list.has_errors()) return;
  const auto checked = workspace.checked(file);
  const std::vector<decision::Entry> entries = decision::declared_decisions(checked->module);
  if (entries.empty()) return;
  list.append(
      decision::lower(workspace.modules(file), workspace.types(), workspace.names(), entries, {})
          .diagnostics);
  list.sort();
}

void check_source(const std::string& path) {
  const auto slash = path.rfind('/');
  workspace::Workspace workspace(Reader{path.substr(0, slash)}, workspace::embedded_library());
  workspace.set_today(20'600);  // 2026-05-27: some allowances have ended by then
  const auto file = workspace.open(path.substr(slash + 1));
  REQUIRE(file.has_value());
  DiagnosticList list = workspace.manifest_problems();
  for (const FileId member : workspace.closure(*file)) list.append(workspace.diagnostics(member));
  list.sort();
  add_lowering(workspace, *file, list);
  INFO(path);
  for (const std::string& difference : unmet(*file, workspace.sources(), list))
    FAIL_CHECK(difference);
  const std::string stem = path.substr(0, path.size() - std::string(".phep").size());
  check_recorded(stem + ".en.txt", render(list, workspace.sources(), {Language::English, false}));
  check_recorded(stem + ".vi.txt",
                 render(list, workspace.sources(), {Language::Vietnamese, false}));
}

}  // namespace

TEST_CASE("golden: announced diagnostics and their pictures") {
  const auto files = data_files("check", ".phep");
  REQUIRE(files.size() >= 60);
  for (const std::string& path : files) check_source(path);
}

TEST_CASE("golden: malformed sources, their diagnostics and pictures") {
  const auto files = data_files("malformed", ".phep");
  REQUIRE(!files.empty());
  for (const std::string& path : files) check_source(path);
}

TEST_CASE("golden: projects of several files") {
  const auto files = data_files("project", ".phep");
  REQUIRE(files.size() >= 5);
  for (const std::string& path : files) check_source(path);
}

TEST_CASE("golden: syntax trees") {
  for (const std::string& path : data_files("syntax", ".phep")) {
    Interner names;
    SourceMap sources;
    const std::string text = read_file(path);
    const FileId file = sources.add(path, text);
    const auto parsed = syntax::parse(file, text, names);
    check_recorded(path.substr(0, path.size() - 5) + ".ast", syntax::print(parsed.module, names));
  }
}

}  // namespace phep::tests
