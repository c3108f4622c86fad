#include "tests/oracles/loaded.h"

#include "compiler/decision/image.h"
#include "compiler/decision/lower.h"
#include "compiler/diagnostics/render.h"

#include <optional>
#include <variant>

namespace phep::tests {

Result<std::uint32_t> Loaded::decision(const std::string& name) const {
  for (std::uint32_t i = 0; i < program.decisions.size(); ++i) {
    const std::string& qualified = program.decisions[i].name;
    if (qualified == name || qualified.ends_with("." + name)) return i;
  }
  return std::unexpected(Failure{"there is no decision `" + name + "`"});
}

Result<Loaded> load(const std::string& text, const testing::MakeEngines& make_engines) {
  workspace::Workspace workspace(
      [&](const std::string& path) -> std::optional<std::string> {
        return path == "oracle.phep" ? std::optional(text) : std::nullopt;
      },
      workspace::embedded_library());
  const auto file = workspace.open("oracle.phep");
  if (!file) return std::unexpected(file.error());
  DiagnosticList list = workspace.diagnostics(*file);
  std::optional<decision::Lowered> lowered;
  if (!list.has_errors()) {
    const auto checked = workspace.checked(*file);
    const std::vector<decision::Entry> entries = decision::declared_decisions(checked->module);
    lowered = decision::lower(workspace.modules(*file), workspace.types(), workspace.names(),
                              entries, {});
    list.append(lowered->diagnostics);
  }
  if (list.has_errors())
    return std::unexpected(
        Failure{render(list, workspace.sources(), {Language::English, false}).substr(0, 4000)});
  const auto image = decision::encode(lowered->program);
  auto engines = make_engines(lowered->program, image);
  if (!engines) return std::unexpected(engines.error());
  return Loaded{std::move(lowered->program), std::move(*engines)};
}

}  // namespace phep::tests
