// Requests that give things other names: convert, ask, convert.
#include "lsp/ide/move.h"
#include "lsp/ide/rename.h"
#include "lsp/server/edit_handlers.h"

#include <algorithm>

namespace phep::server {
namespace {

// What callers of the compiled decision have to follow.
std::optional<EditNote> note_of(const Analysis& analysis, const ide::RenameEdits& edits) {
  if (!edits.outward && !edits.cases) return std::nullopt;
  const bool vi = analysis.vi();
  EditNote out{vi ? "Đổi tên" : "Rename", ""};
  if (edits.outward)
    out.description = vi ? "dữ kiện và kết quả JSON, tệp tiêu đề C dùng tên này"
                         : "JSON facts and answers and the C header use this name";
  if (edits.cases) {
    if (!out.description.empty()) out.description += "; ";
    out.description += vi ? "sửa cả tệp tình huống" : "files of cases change too";
  }
  return out;
}

}  // namespace

Reply prepare_rename(Analysis& analysis, const PositionParams& params, const Ask& ask) {
  const auto place = analysis.place(params, ask);
  if (!place) return std::unexpected(place.error());
  const auto found = ide::renamable(analysis.workspace(), place->file, place->offset);
  if (!found) return refuse(ErrorCode::RequestFailed, in_language(analysis, found.error()));
  if (!*found) return Json();
  return Json{{"range", analysis.range((*found)->at)}, {"placeholder", (*found)->name}};
}

Reply rename(Analysis& analysis, const RenameParams& params, const Ask& ask) {
  const auto place = analysis.place(params.at, ask);
  if (!place) return std::unexpected(place.error());
  auto files = analysis.everything(ask);
  if (!files) return std::unexpected(files.error());
  if (std::ranges::find(*files, place->file) == files->end()) files->push_back(place->file);
  const auto edits =
      ide::rename(analysis.workspace(), place->file, place->offset, params.name, *files, ask.stop);
  if (!edits) return refuse(ErrorCode::RequestFailed, in_language(analysis, edits.error()));
  return workspace_edit(analysis, edits->edits, note_of(analysis, *edits));
}

Json will_rename_options() {
  return {{"filters",
           {{{"scheme", "file"}, {"pattern", {{"glob", "**/*.{phep,phep.md,csv,jsonl}"}}}},
            {{"scheme", "file"}, {"pattern", {{"glob", "**"}, {"matches", "folder"}}}}}}};
}

Reply will_rename_files(Analysis& analysis, const MovedParams& params, const Ask& ask) {
  const auto files = analysis.everything(ask);
  if (!files) return std::unexpected(files.error());
  const auto edits = ide::move(analysis.workspace(), params.files, *files, ask.stop);
  return edits.empty() ? Json() : workspace_edit(analysis, edits);
}

// Nothing is edited for them; who still uses what goes is told before it is gone.
Reply will_delete_files(Analysis& analysis, const WatchedParams& params, const Ask& ask) {
  const auto files = analysis.everything(ask);
  if (!files) return std::unexpected(files.error());
  workspace::Workspace& workspace = analysis.workspace();
  const auto goes = [&](FileId file) {
    const std::string& path = workspace.sources().file(file).path;
    return std::ranges::any_of(params.paths, [&](const std::string& gone) {
      return path == gone || path.starts_with(gone + "/");
    });
  };
  std::string users;
  for (const FileId file : *files) {
    const auto& imports = workspace.checked(file)->module.imports;
    if (goes(file) || std::ranges::none_of(imports, goes)) continue;
    const std::string& path = workspace.sources().file(file).path;
    users += (users.empty() ? "" : ", ") + path.substr(path.rfind('/') + 1);
  }
  if (!users.empty())
    analysis.show(analysis.vi() ? "Phần bị xóa vẫn được dùng trong: " + users
                                : "What is deleted is still used in: " + users);
  return Json();
}

}  // namespace phep::server
