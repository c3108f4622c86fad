// What source text became: golden dumps of the Decision IR, and the same dump from text that is
// written in another order.
#include "compiler/decision/image.h"
#include "compiler/decision/lower.h"
#include "compiler/decision/print.h"
#include "compiler/decision/verify.h"
#include "compiler/diagnostics/render.h"
#include "compiler/runtime/runtime.h"
#include "compiler/workspace/workspace.h"
#include "tests/support/golden.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <numeric>
#include <random>
#include <set>

using namespace phep;

namespace {

// All decisions of a source, lowered into one program without diagnostics and violations.
decision::Program lowered(const std::string& text) {
  workspace::Workspace workspace(
      [&](const std::string& path) -> std::optional<std::string> {
        if (path == "source.phep") return text;
        return std::nullopt;
      },
      workspace::embedded_library());
  const auto file = workspace.open("source.phep");
  REQUIRE(file.has_value());
  const DiagnosticList checked = workspace.diagnostics(*file);
  for (const Diagnostic& each : checked.items())
    if (each.row->severity == Severity::Error)
      FAIL_CHECK(message(*each.row, each.arguments, Language::English));
  const auto modules = workspace.modules(*file);
  const std::vector<decision::Entry> entries = decision::declared_decisions(*modules.at(*file));
  decision::Lowered out =
      decision::lower(modules, workspace.types(), workspace.names(), entries, {});
  for (const Diagnostic& each : out.diagnostics.items())
    FAIL_CHECK(message(*each.row, each.arguments, Language::English));
  for (const decision::Violation& each : decision::verify(out.program))
    FAIL_CHECK(decision::name(each.invariant), ": ", each.detail);
  return std::move(out.program);
}

// The declarations of a source, each with the comment lines before it; the first is the head of the
// module. A declaration begins at the start of a line, and its closing brace ends it.
std::vector<std::string> declarations(const std::string& text) {
  const std::set<std::string> head = {"//!", "//", "module", "use", "counting", "calendar"};
  std::vector<std::string> out = {""};
  bool in_head = true;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    const std::string word = line.substr(0, line.find(' '));
    const bool begins = !line.empty() && line[0] != ' ' && line[0] != '}' && line[0] != '|';
    if (begins && !head.contains(word)) in_head = false;
    if (begins && !in_head) out.emplace_back();
    out.back() += line + "\n";
    at = end + 1;
  }
  return out;
}

}  // namespace

TEST_CASE("dump: what sources became") {
  const auto files = tests::data_files("decision", ".phep");
  REQUIRE(files.size() >= 4);
  for (const std::string& path : files) {
    INFO(path);
    const decision::Program program = lowered(tests::read_file(path));
    tests::check_recorded(path.substr(0, path.size() - 5) + ".dir", decision::print(program));
    const auto bytes = decision::encode(program);
    std::vector<std::uint64_t> image(bytes.size() / 8);
    std::memcpy(image.data(), bytes.data(), bytes.size());
    CHECK(runtime::verify_image(image.data(), bytes.size()));
  }
}

TEST_CASE("golden: a committed layout that its facts do not fit, and one that is full") {
  std::string text = "module layouts\nrecord Firm {\n  small : bool\n  staff : int\n";
  for (int i = 0; i < 62; ++i) text += "  fact_" + std::to_string(i) + " : bool\n";
  text += "}\ndecision any(f: Firm) { value = f.small and f.staff > 3 }\n";
  const auto picture = [&](const std::vector<decision::LayoutEntry>& entries, Language language) {
    workspace::Workspace workspace(
        [&](const std::string& path) -> std::optional<std::string> {
          if (path == "layouts.phep") return text;
          return std::nullopt;
        },
        workspace::embedded_library());
    const auto file = workspace.open("layouts.phep");
    REQUIRE(file.has_value());
    const auto modules = workspace.modules(*file);
    const std::vector<decision::Entry> targets = decision::declared_decisions(*modules.at(*file));
    const decision::Lowered out = decision::lower(modules, workspace.types(), workspace.names(),
                                                  targets, {{"layouts.any", {entries, {}}}});
    return render(out.diagnostics, workspace.sources(), {language, false});
  };
  const std::string folder = tests::source_dir() + "/tests/data/facts/";
  // One word of bits was given out, and 64 facts besides one that is gone need more.
  const std::vector<decision::LayoutEntry> full = {{"/gone", 0, 24}};
  const std::vector<decision::LayoutEntry> narrow = {{"/staff", 0, 41}, {"/small", 1, 40}};
  for (const auto& [language, ending] :
       {std::pair(Language::English, ".en.txt"), std::pair(Language::Vietnamese, ".vi.txt")}) {
    tests::check_recorded(folder + "layout_full" + ending, picture(full, language));
    tests::check_recorded(folder + "layout_mismatch" + ending, picture(narrow, language));
  }
}

TEST_CASE("dump: the order of declarations never shows") {
  std::mt19937 random(20261121);
  for (const std::string& path : tests::data_files("decision", ".phep")) {
    const std::string text = tests::read_file(path);
    const auto bytes = decision::encode(lowered(text));
    std::vector<std::string> parts = declarations(text);
    REQUIRE(parts.size() > 5);
    for (int round = 0; round < 4; ++round) {
      std::shuffle(parts.begin() + 1, parts.end(), random);
      std::string shuffled;
      for (const std::string& part : parts) shuffled += part;
      INFO(path, "\n", shuffled);
      CHECK(decision::encode(lowered(shuffled)) == bytes);
    }
  }
}
