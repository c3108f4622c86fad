// Every example of the reference and of the README is checked: ```phep fences are whole modules
// without errors.
#include "compiler/diagnostics/render.h"
#include "compiler/workspace/workspace.h"
#include "tests/support/golden.h"

#include <doctest/doctest.h>

namespace phep::tests {
namespace {

std::vector<std::string> fences(const std::string& text) {
  std::vector<std::string> out;
  const std::string open = "```phep\n";
  for (auto at = text.find(open); at != std::string::npos; at = text.find(open, at)) {
    at += open.size();
    const auto end = text.find("\n```", at);
    REQUIRE(end != std::string::npos);
    out.push_back(text.substr(at, end + 1 - at));
    at = end;
  }
  return out;
}

void check_examples(const std::string& path, std::size_t least) {
  const auto examples = fences(read_file(source_dir() + "/" + path));
  CHECK(examples.size() >= least);
  for (const std::string& example : examples) {
    workspace::Workspace workspace(
        [&](const std::string& name) {
          return name == "example.phep" ? std::optional(example) : std::nullopt;
        },
        workspace::embedded_library());
    const FileId file = *workspace.open("example.phep");
    const DiagnosticList list = workspace.diagnostics(file);
    INFO(path, ":\n", example, "\n", render(list, workspace.sources(), {}));
    CHECK_FALSE(list.has_errors());
  }
}

}  // namespace

TEST_CASE("reference: every example checks") {
  check_examples("grammar/REFERENCE.md", 10);
}
TEST_CASE("README: the policy it opens with checks") {
  check_examples("README.md", 1);
}

}  // namespace phep::tests
