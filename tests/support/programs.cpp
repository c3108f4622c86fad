#include "tests/support/programs.h"

#include "compiler/decision/lower.h"
#include "compiler/diagnostics/render.h"
#include "compiler/workspace/workspace.h"
#include "tests/support/golden.h"

#include <doctest/doctest.h>

namespace phep::tests {

decision::Program lower_text(const std::string& text, const std::string& name) {
  workspace::Workspace workspace(
      [&](const std::string& path) {
        return path == "test.phep" ? std::optional(text) : std::nullopt;
      },
      workspace::embedded_library());
  const FileId file = *workspace.open("test.phep");
  const DiagnosticList list = workspace.diagnostics(file);
  INFO(render(list, workspace.sources(), {}));
  REQUIRE_FALSE(list.has_errors());
  const auto checked = workspace.checked(file);
  std::vector<decision::Entry> entries;
  for (std::uint32_t i = 0; i < checked->module.defs.size(); ++i)
    if (workspace.names().text(checked->module.defs[i].name) == name)
      entries.push_back({{file, i}});
  REQUIRE(entries.size() == 1);
  auto lowered =
      decision::lower(workspace.modules(file), workspace.types(), workspace.names(), entries, {});
  INFO(render(lowered.diagnostics, workspace.sources(), {}));
  REQUIRE_FALSE(lowered.diagnostics.has_errors());
  return std::move(lowered.program);
}

decision::Program lower_file(const std::string& path, const std::string& name) {
  return lower_text(read_file(source_dir() + "/" + path), name);
}

}  // namespace phep::tests
