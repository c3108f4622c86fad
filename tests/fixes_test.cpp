// Fixes, applied: every fix that a golden diagnostic offers, and the file checked again.
#include "compiler/diagnostics/fixes.h"

#include "compiler/workspace/workspace.h"
#include "tests/support/golden.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace phep::tests {
namespace {

workspace::Workspace open_folder(const std::string& folder) {
  return {[folder](const std::string& path) -> std::optional<std::string> {
            std::error_code error;
            if (!std::filesystem::is_regular_file(folder + "/" + path, error)) return std::nullopt;
            std::ifstream in(folder + "/" + path, std::ios::binary);
            return std::string(std::istreambuf_iterator<char>(in), {});
          },
          workspace::embedded_library()};
}

// The same thing said of the same place.
bool says(const DiagnosticList& list, const Diagnostic& wanted) {
  const std::string text = message(*wanted.row, wanted.arguments, Language::English);
  return std::ranges::any_of(list.items(), [&](const Diagnostic& item) {
    return item.row == wanted.row && item.span.file == wanted.span.file &&
           item.span.begin == wanted.span.begin &&
           message(*item.row, item.arguments, Language::English) == text;
  });
}

std::ptrdiff_t errors(const DiagnosticList& list) {
  return std::ranges::count_if(
      list.items(), [](const Diagnostic& item) { return item.row->severity == Severity::Error; });
}

struct Applied {
  std::size_t safe = 0, guesses = 0;
};

void apply_all(const std::string& path, Applied& applied) {
  const auto slash = path.rfind('/');
  workspace::Workspace workspace = open_folder(path.substr(0, slash));
  const auto file = workspace.open(path.substr(slash + 1));
  REQUIRE(file.has_value());
  const DiagnosticList before = workspace.diagnostics(*file);
  const std::string text = workspace.sources().file(*file).text;
  for (const Diagnostic& diagnostic : before.items())
    for (const Fix& fix : diagnostic.fixes) {
      const bool own =
          std::ranges::all_of(fix.edits, [&](const Edit& edit) { return edit.span.file == *file; });
      if (fix.edits.empty() || !own) continue;
      const std::string fixed = apply_edits(text, fix.edits);
      INFO(path, ": ", code_text(diagnostic.row->code), " ", fix.title.en, "\n", fixed);
      CHECK(fixed != text);
      workspace.set_text(*file, fixed);
      const DiagnosticList after = workspace.diagnostics(*file);
      CHECK_FALSE(says(after, diagnostic));
      if (fix.grade == FixGrade::Safe) {
        ++applied.safe;
        CHECK(errors(after) <= errors(before));
      } else {
        ++applied.guesses;
      }
      workspace.set_text(*file, text);
    }
}

}  // namespace

TEST_CASE("fixes: every fix of every golden diagnostic mends what it speaks of") {
  Applied applied;
  for (const char* folder : {"check", "malformed", "project"})
    for (const std::string& path : data_files(folder, ".phep")) apply_all(path, applied);
  MESSAGE(applied.safe, " safe fixes and ", applied.guesses, " guesses applied");
  CHECK(applied.safe >= 3);
  CHECK(applied.guesses >= 25);
}

TEST_CASE("fixes: safe ones come to an end, and leave nothing safe to fix") {
  for (const char* folder : {"check", "malformed"})
    for (const std::string& path : data_files(folder, ".phep")) {
      const auto slash = path.rfind('/');
      workspace::Workspace workspace = open_folder(path.substr(0, slash));
      const auto file = workspace.open(path.substr(slash + 1));
      REQUIRE(file.has_value());
      int rounds = 0;
      for (; rounds < 20; ++rounds) {
        const FixedText fixed = apply_safe_fixes(workspace.diagnostics(*file), *file,
                                                 workspace.sources().file(*file).text);
        if (fixed.fixes == 0) break;
        workspace.set_text(*file, fixed.text);
      }
      INFO(path);
      CHECK(rounds < 20);
    }
}

TEST_CASE("fixes: edits that meet are not applied") {
  const FileId file{0};
  const auto edit = [&](std::uint32_t begin, std::uint32_t end, std::string text) {
    return Edit{{file, begin, end}, std::move(text)};
  };
  CHECK(apply_edits("abcdef", {edit(4, 5, "E"), edit(0, 2, "")}) == "cdEf");
  CHECK(apply_edits("abc", {edit(3, 3, "!")}) == "abc!");
  CHECK(apply_edits("abc", {edit(0, 2, "x"), edit(1, 3, "y")}) == "abc");
  CHECK(apply_edits("abc", {edit(2, 9, "x")}) == "abc");
  CHECK(apply_edits("abc", {edit(1, 1, "x"), edit(1, 1, "y")}) == "abc");
  CHECK(apply_edits("", {}).empty());
}

}  // namespace phep::tests
