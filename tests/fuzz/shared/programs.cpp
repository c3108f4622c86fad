#include "tests/fuzz/shared/programs.h"

#include "compiler/decision/image.h"
#include "tests/fuzz/shared/target.h"

#include <cstring>
#include <fstream>
#include <map>
#include <sstream>

namespace phep::fuzz {

Program::Program(std::string_view source, workspace::Library library)
    : text(source),
      workspace(
          [this](const std::string& path) {
            return path == "fuzz.phep" ? std::optional(text) : std::nullopt;
          },
          std::move(library)),
      file(*workspace.open("fuzz.phep")) {}

std::optional<decision::Program> Program::lower() {
  if (workspace.diagnostics(file).has_errors()) return std::nullopt;
  const auto checked = workspace.checked(file);
  std::vector<decision::Entry> entries = decision::declared_decisions(checked->module);
  if (entries.empty())
    for (std::uint32_t i = 0; i < checked->module.defs.size(); ++i)
      if (std::holds_alternative<hir::Rule>(checked->module.defs[i].node) ||
          std::holds_alternative<hir::Norm>(checked->module.defs[i].node))
        entries.push_back({{file, i}});
  if (entries.empty()) return std::nullopt;
  auto lowered = decision::lower(workspace.modules(file), workspace.types(), workspace.names(),
                                 entries, {}, workspace.outside_specials(file));
  if (lowered.diagnostics.has_errors()) return std::nullopt;
  return std::move(lowered.program);
}

const Executable& executable(const std::string& path) {
  static std::map<std::string, Executable> made;
  const auto known = made.find(path);
  if (known != made.end()) return known->second;
  std::ostringstream text;
  text << std::ifstream(std::string(PHEP_SOURCE_DIR) + "/" + path).rdbuf();
  Program program(text.str(), workspace::embedded_library());
  auto lowered = program.lower();
  holds(lowered.has_value(), "the program is lowered");
  const auto bytes = decision::encode(*lowered);
  Executable& out = made[path];
  out.program = std::move(*lowered);
  out.size = bytes.size();
  out.image.resize((bytes.size() + 7) / 8);
  std::memcpy(out.image.data(), bytes.data(), bytes.size());
  return out;
}

}  // namespace phep::fuzz
