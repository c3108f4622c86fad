// Special law of the library about what a file rests on and does not import.
#include "compiler/workspace/workspace.h"

#include <algorithm>
#include <array>

namespace phep::workspace {
namespace {

// Whether `special` (or `quy định riêng`) stands before a rule or norm somewhere in the text: a
// quick look that spares the parsing of modules without special law. A comment may pass for one.
bool has_special_law(std::string_view text) {
  constexpr std::array<std::string_view, 12> kKinds = {
      "rule",    "duty",     "prohibition", "permission", "power",      "encouragement",
      "quy tắc", "nghĩa vụ", "cấm",         "được phép",  "thẩm quyền", "khuyến khích"};
  for (const std::string_view word : {"special", "quy định riêng"})
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
      std::string_view rest = text.substr(at + word.size());
      const auto next = rest.find_first_not_of(" \t\r\n");
      if (next == 0 || next == std::string_view::npos) continue;
      rest.remove_prefix(next);
      if (std::ranges::any_of(kKinds,
                              [&](std::string_view kind) { return rest.starts_with(kind); }))
        return true;
    }
  return false;
}

}  // namespace

bool Workspace::speaks_of_specials(FileId file) {
  FileState& state = files_[file.index];
  if (state.specials_revision != state.revision) {
    state.specials = has_special_law(sources_.file(file).text);
    state.specials_revision = state.revision;
  }
  return state.specials;
}

// Modules of the library whose text speaks of special law: the embedded ones, or, in a project that
// is itself a library, those of it that are open.
std::vector<FileId> Workspace::library_with_specials(FileId file) {
  std::vector<FileId> out;
  const FileState& state = files_[file.index];
  if (state.in_library && state.root != library_.root) {
    for (std::uint32_t i = 0; i < files_.size(); ++i)
      if (files_[i].root == state.root && speaks_of_specials(FileId{i})) out.push_back(FileId{i});
    return out;
  }
  if (!library_specials_) {
    library_specials_.emplace();
    for (const LibraryFile& one : library_.files)
      if (has_special_law(one.text)) library_specials_->push_back(module_of_path(one.path));
  }
  for (const std::string& module : *library_specials_) out.push_back(find_in_library(module));
  return out;
}

std::vector<hir::OutsideSpecial> Workspace::outside_specials(FileId file) {
  const std::vector<FileId> inside = closure(file);
  const auto is_inside = [&](FileId one) { return std::ranges::find(inside, one) != inside.end(); };
  std::vector<hir::OutsideSpecial> out;
  for (const FileId candidate : library_with_specials(file)) {
    if (is_inside(candidate)) continue;
    const std::vector<FileId> uses = closure(candidate);
    const hir::Module& module = files_[candidate.index].checked->module;
    for (const hir::Def& def : module.defs)
      if (const auto* part = std::get_if<hir::Special>(&def.node);
          part != nullptr && is_inside(part->of.file))
        out.push_back({part->of, module.name, uses});
  }
  return out;
}

}  // namespace phep::workspace
