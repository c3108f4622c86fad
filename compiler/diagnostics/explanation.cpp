#include "compiler/diagnostics/explanation.h"

#include <string_view>
#include <vector>

namespace phep {

// Written by the build from explain.vi.md and explain.en.md.
extern const std::string_view kExplainVi;
extern const std::string_view kExplainEn;

std::optional<std::string> explanation(std::uint16_t code, Language language) {
  const CatalogRow* row = find_in_catalog(code);
  if (row == nullptr) return std::nullopt;
  const bool vi = language == Language::Vietnamese;
  // No place, no arguments: what would stand there is left open.
  const std::vector<Argument> holes(static_cast<std::size_t>(row->parameters), Argument("…"));
  std::string out = code_text(code) + ": " + message(*row, holes, language) + "\n";
  const std::string_view all = vi ? kExplainVi : kExplainEn;
  const std::string heading = "## " + code_text(code);
  for (std::size_t at = all.find(heading); at != std::string_view::npos;
       at = all.find(heading, at + 1)) {
    if (at != 0 && all[at - 1] != '\n') continue;
    const std::size_t body = all.find('\n', at);
    if (body == std::string_view::npos) break;
    const std::size_t end = all.find("\n## ", body);
    std::string_view text = all.substr(body, end == std::string_view::npos ? end : end - body);
    while (text.starts_with('\n')) text.remove_prefix(1);
    while (text.ends_with('\n')) text.remove_suffix(1);
    return out + "\n" + std::string(text) + "\n";
  }
  return out;
}

}  // namespace phep
