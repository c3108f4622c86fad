#include "lsp/ide/move.h"

#include "compiler/syntax/tokens.h"
#include "lsp/ide/symbols.h"

#include <algorithm>
#include <map>
#include <optional>

namespace phep::ide {
namespace {

using syntax::Token;
using syntax::TokenKind;

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash + 1);
}

std::optional<std::string> without_ending(const std::string& path) {
  for (const std::string_view ending : {".phep.md", ".phep"})
    if (path.ends_with(ending)) return path.substr(0, path.size() - ending.size());
  return std::nullopt;
}

// What a file that moves was called and will be called, by parts.
struct Renamed {
  std::vector<std::string> before, after;
};

std::vector<std::string> parts_of(const ast::Path& path, const Interner& names) {
  std::vector<std::string> out;
  for (const ast::Ident& part : path.parts) out.emplace_back(names.text(part.name));
  return out;
}

std::string joined(const std::vector<std::string>& parts, char by) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : std::string(1, by)) + part;
  return out;
}

bool is_name(const std::string& text) {
  const auto words = syntax::words_of(text, syntax::SourceForm::Plain);
  return words.size() == 2 && words[0].end == text.size() &&
         (words[0].kind == TokenKind::IDENT || syntax::is_keyword(words[0].kind));
}

// The module's name before and after, when its name is its place below a root.
std::optional<Renamed> renamed(workspace::Workspace& workspace, FileId file,
                               const std::string& from, const std::string& to) {
  Renamed out{parts_of(workspace.parsed(file)->module.name, workspace.names()), {}};
  const auto old_stem = without_ending(from);
  const auto new_stem = without_ending(to);
  const std::string place = joined(out.before, '/');
  if (out.before.empty() || !old_stem || !new_stem || !old_stem->ends_with("/" + place))
    return std::nullopt;
  const std::string root = old_stem->substr(0, old_stem->size() - place.size());
  if (!new_stem->starts_with(root)) return std::nullopt;
  std::string rest = new_stem->substr(root.size());
  for (std::size_t at = 0; at <= rest.size();) {
    const std::size_t end = std::min(rest.find('/', at), rest.size());
    out.after.push_back(rest.substr(at, end - at));
    if (!is_name(out.after.back())) return std::nullopt;
    at = end + 1;
  }
  return out.before == out.after ? std::nullopt : std::optional(out);
}

// `to` as one writes it from a folder: `cases/leaks.csv`, `../leaks.csv`.
std::string relative(const std::string& folder, const std::string& to) {
  std::string common = folder;
  std::string up;
  while (!to.starts_with(common)) {
    common = folder_of(common.substr(0, common.size() - 1));
    up += "../";
    if (common.empty()) break;
  }
  return up + to.substr(common.size());
}

// Words of a name at some place: `a.b.c`, whole, nothing of it behind a dot.
void qualified(workspace::Workspace& workspace, FileId file, const Renamed& names,
               std::vector<Edit>& out) {
  const SourceFile& source = workspace.sources().file(file);
  const auto words = syntax::words_of(source.text, syntax::form_of(source.path));
  const auto text = [&](const Token& word) {
    return std::string_view(source.text).substr(word.begin, word.end - word.begin);
  };
  const auto& parts = names.before;
  const std::size_t length = parts.size() * 2 - 1;
  const auto checked = workspace.checked(file);
  for (std::size_t i = 0; i + length < words.size(); ++i) {
    if (i > 0 && words[i - 1].kind == TokenKind::DOT) continue;
    bool fits = words[i + length].kind == TokenKind::DOT;
    for (std::size_t k = 0; fits && k < length; ++k)
      fits = k % 2 == 1 ? words[i + k].kind == TokenKind::DOT : text(words[i + k]) == parts[k / 2];
    if (!fits) continue;
    const Span span{file, words[i].begin, words[i + length - 1].end};
    // A parameter or fact may be called like a module.
    const bool a_name = std::ranges::any_of(
        checked->module.occurrences,
        [&](const hir::Occurrence& one) { return one.span.begin == words[i].begin; });
    if (!a_name) out.push_back({span, joined(names.after, '.')});
  }
}

}  // namespace

std::vector<Edit> move(workspace::Workspace& workspace,
                       std::span<const std::pair<std::string, std::string>> moved,
                       std::span<const FileId> files, const std::atomic<bool>& stop) {
  // Folders stand for what is in them.
  std::map<FileId, std::string> places;
  for (std::uint32_t i = 0; i < workspace.size(); ++i) {
    const FileId file{i};
    if (!workspace.present(file) || workspace.in_library(file)) continue;
    const std::string path = workspace.sources().file(file).path;
    for (const auto& [from, to] : moved)
      if (path == from || path.starts_with(from + "/"))
        places[file] = to + path.substr(from.size());
  }
  std::map<FileId, Renamed> modules;
  std::vector<Edit> out;
  for (const auto& [file, to] : places)
    if (auto names = renamed(workspace, file, workspace.sources().file(file).path, to)) {
      out.push_back({workspace.parsed(file)->module.name.span, joined(names->after, '.')});
      modules[file] = std::move(*names);
    }
  for (const FileId file : files) {
    if (stop.load(std::memory_order_relaxed)) return {};
    const auto parsed = workspace.parsed(file);
    for (const ast::Use& use : parsed->module.uses) {
      const auto names = parts_of(use.module, workspace.names());
      const auto known = modules.find(workspace.find_module(joined(names, '.'), file));
      if (known == modules.end()) continue;
      out.push_back({use.module.span, joined(known->second.after, '.')});
      qualified(workspace, file, known->second, out);
    }
    const std::string path = workspace.sources().file(file).path;
    const auto own = places.find(file);
    const std::string folder = folder_of(own == places.end() ? path : own->second);
    for (const ast::DeclId id : parsed->module.order) {
      const auto* cases = std::get_if<ast::Cases>(&parsed->module.decls[id].node);
      if (cases == nullptr) continue;
      const auto data = workspace.open_data(cases->path.value, file);
      if (!data) continue;
      const auto there = places.find(*data);
      const std::string now = relative(
          folder, there == places.end() ? workspace.sources().file(*data).path : there->second);
      if (now != cases->path.value && (there != places.end() || own != places.end()))
        out.push_back({cases->path.span, "\"" + now + "\""});
    }
  }
  std::ranges::sort(out, {}, &Edit::span);
  return out;
}

}  // namespace phep::ide
