#include "lsp/server/edit_protocol.h"

#include "lsp/server/uri.h"

#include <map>

namespace phep::server {
namespace {

constexpr const char* kAnnotation = "phep";

}  // namespace

std::optional<RenameParams> read_rename(const Json& json) {
  auto at = read_document_position(json);
  auto name = text_in(json, "newName");
  if (!at || !name) return std::nullopt;
  return RenameParams{std::move(*at), std::move(*name)};
}

std::optional<RangeParams> read_code_action(const Json& json) {
  auto out = read_range_params(json);
  const Json* context = member(json, "context");
  if (!out || context == nullptr || !context->is_object()) return std::nullopt;
  out->context = *context;
  return out;
}

std::optional<RangeParams> read_range_formatting(const Json& json) {
  auto out = read_range_params(json);
  const Json* options = member(json, "options");
  if (!out || options == nullptr || !options->is_object()) return std::nullopt;
  return out;
}

std::optional<RangesParams> read_ranges_formatting(const Json& json) {
  auto document = read_document(json);
  const Json* ranges = member(json, "ranges");
  const Json* options = member(json, "options");
  if (!document || ranges == nullptr || !ranges->is_array() || options == nullptr ||
      !options->is_object())
    return std::nullopt;
  RangesParams out{std::move(document->path), {}};
  for (const Json& one : *ranges) {
    const auto range = read_range(one);
    if (!range) return std::nullopt;
    out.ranges.push_back(*range);
  }
  return out;
}

std::optional<OnTypeParams> read_on_type(const Json& json) {
  auto at = read_document_position(json);
  auto typed = text_in(json, "ch");
  const Json* options = member(json, "options");
  if (!at || !typed || options == nullptr || !options->is_object()) return std::nullopt;
  return OnTypeParams{std::move(at->path), at->position, std::move(*typed)};
}

std::optional<ResolveParams> read_resolve(const Json& json) {
  const Json* data = member(json, "data");
  if (data == nullptr || !data->is_object()) return std::nullopt;
  return ResolveParams{json};
}

std::optional<MovedParams> read_moved(const Json& json) {
  const Json* files = member(json, "files");
  if (files == nullptr || !files->is_array()) return std::nullopt;
  MovedParams out;
  for (const Json& one : *files) {
    const auto from = text_in(one, "oldUri");
    const auto to = text_in(one, "newUri");
    if (!from || !to) return std::nullopt;
    const auto old_path = path_of_uri(*from);
    const auto new_path = path_of_uri(*to);
    if (old_path && new_path) out.files.emplace_back(*old_path, *new_path);
  }
  return out;
}

Json workspace_edit(Analysis& analysis, std::span<const Edit> edits,
                    const std::optional<EditNote>& note) {
  const bool annotated = note.has_value() && analysis.client().annotations;
  const SourceMap& sources = analysis.workspace().sources();
  std::map<std::pair<std::string_view, FileId>, Json> by_file;  // in the order of their paths
  for (const Edit& edit : edits) {
    Json one = {{"range", analysis.range(edit.span)}, {"newText", edit.text}};
    if (annotated) one["annotationId"] = kAnnotation;
    const std::pair key(std::string_view(sources.file(edit.span.file).path), edit.span.file);
    auto& list = by_file.try_emplace(key, Json::array()).first->second;
    list.push_back(std::move(one));
  }
  Json changes = Json::array();
  for (auto& [key, list] : by_file) {
    const FileId file = key.second;
    const std::int64_t version = analysis.version_of(sources.file(file).path);
    changes.push_back(
        {{"textDocument",
          {{"uri", analysis.uri(file)}, {"version", version < 0 ? Json(nullptr) : Json(version)}}},
         {"edits", std::move(list)}});
  }
  Json out = {{"documentChanges", std::move(changes)}};
  if (annotated && !edits.empty())
    out["changeAnnotations"] = {
        {kAnnotation, {{"label", note->label}, {"description", note->description}}}};
  return out;
}

const std::string& in_language(const Analysis& analysis, const Argument& words) {
  return analysis.vi() ? words.vi : words.en;
}

std::optional<Span> span_of(Analysis& analysis, FileId file,
                            const std::pair<Position, Position>& range) {
  const Lines lines = analysis.lines(file);
  const auto begin = offset_at(lines, range.first, analysis.client().encoding);
  // Editors say "to the end" by the line after the last one.
  const auto end = offset_at(lines, range.second, analysis.client().encoding);
  if (!begin) return std::nullopt;
  const auto last = end ? *end : static_cast<std::uint32_t>(lines.text.size());
  return Span{file, *begin, std::max(*begin, last)};
}

}  // namespace phep::server
