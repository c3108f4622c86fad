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

Json rename_options() {
  return {{"prepareProvider", true}};
}

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

}  // namespace phep::server
