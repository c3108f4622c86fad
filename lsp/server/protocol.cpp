#include "lsp/server/protocol.h"

#include "lsp/server/uri.h"

#include <limits>

namespace phep::server {
namespace {

std::optional<std::uint32_t> small_in(const Json& json, std::string_view key) {
  const auto number = number_in(json, key);
  if (!number || *number < 0 || *number > std::numeric_limits<std::int32_t>::max())
    return std::nullopt;
  return static_cast<std::uint32_t>(*number);
}

std::optional<std::string> path_in(const Json& json, std::string_view key) {
  const auto uri = text_in(json, key);
  return uri ? path_of_uri(*uri) : std::nullopt;
}

std::optional<std::string> document_path(const Json& json) {
  const Json* document = member(json, "textDocument");
  return document == nullptr ? std::nullopt : path_in(*document, "uri");
}

}  // namespace

const Json* member(const Json& json, std::string_view key) {
  if (!json.is_object()) return nullptr;
  const auto found = json.find(key);
  return found == json.end() ? nullptr : &*found;
}

const Json* member(const Json& json, std::initializer_list<std::string_view> keys) {
  const Json* at = &json;
  for (const std::string_view key : keys)
    if (at = member(*at, key); at == nullptr) return nullptr;
  return at;
}

std::optional<std::string> text_in(const Json& json, std::string_view key) {
  const Json* found = member(json, key);
  if (found == nullptr || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

std::optional<std::int64_t> number_in(const Json& json, std::string_view key) {
  const Json* found = member(json, key);
  if (found == nullptr || !found->is_number_integer()) return std::nullopt;
  return found->get<std::int64_t>();
}

bool flag_in(const Json& json, std::initializer_list<std::string_view> keys) {
  const Json* found = member(json, keys);
  return found != nullptr && found->is_boolean() && found->get<bool>();
}

std::optional<Position> read_position(const Json& json) {
  const auto line = small_in(json, "line");
  const auto character = small_in(json, "character");
  if (!line || !character) return std::nullopt;
  return Position{*line, *character};
}

std::optional<std::pair<Position, Position>> read_range(const Json& json) {
  const Json* start = member(json, "start");
  const Json* end = member(json, "end");
  if (start == nullptr || end == nullptr) return std::nullopt;
  const auto from = read_position(*start);
  const auto to = read_position(*end);
  if (!from || !to) return std::nullopt;
  return std::pair(*from, *to);
}

std::optional<NoParams> read_nothing(const Json& /*json*/) {
  return NoParams{};
}

std::optional<DocumentParams> read_document(const Json& json) {
  auto path = document_path(json);
  if (!path) return std::nullopt;
  return DocumentParams{std::move(*path)};
}

std::optional<PositionParams> read_document_position(const Json& json) {
  auto path = document_path(json);
  const Json* place = member(json, "position");
  if (!path || place == nullptr) return std::nullopt;
  const auto position = read_position(*place);
  if (!position) return std::nullopt;
  return PositionParams{std::move(*path), *position};
}

std::optional<ReferenceParams> read_references(const Json& json) {
  auto at = read_document_position(json);
  const Json* context = member(json, "context");
  if (!at || context == nullptr || !context->is_object()) return std::nullopt;
  return ReferenceParams{std::move(*at), flag_in(*context, {"includeDeclaration"})};
}

std::optional<PositionParams> read_call_item(const Json& json) {
  const Json* item = member(json, "item");
  const Json* own = item == nullptr ? nullptr : member(*item, "selectionRange");
  if (own == nullptr) return std::nullopt;
  auto path = path_in(*item, "uri");
  const auto range = read_range(*own);
  if (!path || !range) return std::nullopt;
  return PositionParams{std::move(*path), range->first};
}

std::optional<LinkParams> read_link(const Json& json) {
  const Json* data = member(json, "data");
  const Json* own = member(json, "range");
  if (data == nullptr || own == nullptr) return std::nullopt;
  auto path = path_in(*data, "uri");
  const auto range = read_range(*own);
  if (!path || !range) return std::nullopt;
  return LinkParams{{std::move(*path), range->first}, json};
}

std::optional<PositionsParams> read_positions(const Json& json) {
  auto path = document_path(json);
  const Json* positions = member(json, "positions");
  if (!path || positions == nullptr || !positions->is_array()) return std::nullopt;
  PositionsParams out{std::move(*path), {}};
  for (const Json& one : *positions) {
    const auto position = read_position(one);
    if (!position) return std::nullopt;
    out.positions.push_back(*position);
  }
  return out;
}

std::optional<RangeParams> read_range_params(const Json& json) {
  auto path = document_path(json);
  const Json* own = member(json, "range");
  const auto range = own == nullptr ? std::nullopt : read_range(*own);
  if (!path || !range) return std::nullopt;
  return RangeParams{std::move(*path), *range};
}

std::optional<DeltaParams> read_delta(const Json& json) {
  auto path = document_path(json);
  auto previous = text_in(json, "previousResultId");
  if (!path || !previous) return std::nullopt;
  return DeltaParams{std::move(*path), std::move(*previous)};
}

std::optional<QueryParams> read_query(const Json& json) {
  auto query = text_in(json, "query");
  if (!query) return std::nullopt;
  return QueryParams{std::move(*query)};
}

std::optional<SymbolParams> read_symbol(const Json& json) {
  const Json* location = member(json, "location");
  const Json* data = member(json, "data");
  if (location == nullptr || data == nullptr) return std::nullopt;
  auto path = path_in(*location, "uri");
  const auto begin = small_in(*data, "begin");
  const auto end = small_in(*data, "end");
  if (!path || !begin || !end || *end < *begin) return std::nullopt;
  return SymbolParams{std::move(*path), *begin, *end, json};
}

std::optional<DocumentParams> read_content(const Json& json) {
  auto path = path_in(json, "uri");
  if (!path) return std::nullopt;
  return DocumentParams{std::move(*path)};
}

std::optional<FormattingParams> read_formatting(const Json& json) {
  auto path = document_path(json);
  const Json* options = member(json, "options");
  if (!path || options == nullptr || !options->is_object()) return std::nullopt;
  return FormattingParams{std::move(*path)};
}

std::optional<DiagnosticParams> read_diagnostic(const Json& json) {
  auto path = document_path(json);
  if (!path) return std::nullopt;
  return DiagnosticParams{std::move(*path), text_in(json, "previousResultId").value_or("")};
}

std::optional<WorkspaceDiagnosticParams> read_workspace_diagnostic(const Json& json) {
  const Json* previous = member(json, "previousResultIds");
  if (previous == nullptr || !previous->is_array()) return std::nullopt;
  WorkspaceDiagnosticParams out;
  for (const Json& one : *previous) {
    const auto path = path_in(one, "uri");
    const auto value = text_in(one, "value");
    if (path && value) out.previous[*path] = *value;
  }
  if (const Json* token = member(json, "partialResultToken")) out.token = *token;
  return out;
}

std::optional<OpenParams> read_open(const Json& json) {
  const Json* document = member(json, "textDocument");
  if (document == nullptr) return std::nullopt;
  const auto uri = text_in(*document, "uri");
  auto text = text_in(*document, "text");
  const auto version = number_in(*document, "version");
  const auto path = uri ? path_of_uri(*uri) : std::nullopt;
  if (!path || !text || !version) return std::nullopt;
  OpenParams out;
  out.document = {
      .uri = *uri, .path = *path, .version = *version, .text = std::move(*text), .starts = {}};
  return out;
}

std::optional<ChangeParams> read_change(const Json& json) {
  const auto path = document_path(json);
  const Json* document = member(json, "textDocument");
  const Json* changes = member(json, "contentChanges");
  if (!path || changes == nullptr || !changes->is_array()) return std::nullopt;
  ChangeParams out{*path, number_in(*document, "version").value_or(0), {}};
  for (const Json& change : *changes) {
    // What cannot be read is an edit that cannot be made: passed over, it would leave the text of
    // the server silently another than the editor's.
    const TextChange impossible{std::pair(Position{1, 0}, Position{0, 0}), {}};
    auto text = text_in(change, "text");
    TextChange one = text ? TextChange{std::nullopt, std::move(*text)} : impossible;
    if (const Json* range = member(change, "range");
        text && range != nullptr && !range->is_null()) {
      one.range = read_range(*range);
      if (!one.range) one = impossible;
    }
    out.changes.push_back(std::move(one));
  }
  return out;
}

std::optional<WatchedParams> read_watched(const Json& json) {
  const Json* changes = member(json, "changes");
  if (changes == nullptr || !changes->is_array()) return std::nullopt;
  WatchedParams out;
  for (const Json& change : *changes)
    if (auto path = path_in(change, "uri")) out.paths.push_back(std::move(*path));
  return out;
}

std::optional<WatchedParams> read_files(const Json& json) {
  const Json* files = member(json, "files");
  if (files == nullptr || !files->is_array()) return std::nullopt;
  WatchedParams out;
  for (const Json& file : *files)
    for (const std::string_view key : {"uri", "oldUri", "newUri"})
      if (auto path = path_in(file, key)) out.paths.push_back(std::move(*path));
  return out;
}

std::vector<Folder> read_folders(const Json& json) {
  std::vector<Folder> out;
  if (!json.is_array()) return out;
  for (const Json& folder : json) {
    auto path = path_in(folder, "uri");
    if (!path) continue;
    if (!path->ends_with('/')) *path += '/';
    out.push_back({*text_in(folder, "uri"), std::move(*path)});
  }
  return out;
}

std::optional<FoldersParams> read_folders_event(const Json& json) {
  const Json* added = member(json, {"event", "added"});
  const Json* removed = member(json, {"event", "removed"});
  if (added == nullptr || removed == nullptr) return std::nullopt;
  return FoldersParams{read_folders(*added), read_folders(*removed)};
}

std::optional<TokenParams> read_token(const Json& json) {
  const Json* token = member(json, "token");
  if (token == nullptr) return std::nullopt;
  return TokenParams{*token};
}

std::optional<CancelParams> read_cancel(const Json& json) {
  const Json* id = member(json, "id");
  if (id == nullptr) return std::nullopt;
  return CancelParams{*id};
}

std::optional<TraceParams> read_trace(const Json& json) {
  auto value = text_in(json, "value");
  if (!value) return std::nullopt;
  return TraceParams{std::move(*value)};
}

std::optional<SettingsParams> read_settings(const Json& json) {
  const Json* settings = member(json, "settings");
  return SettingsParams{settings == nullptr ? Json() : *settings};
}

std::optional<InitializeParams> read_initialize(const Json& json) {
  const Json* capabilities = member(json, "capabilities");
  if (capabilities == nullptr || !capabilities->is_object()) return std::nullopt;
  InitializeParams out;
  out.capabilities = *capabilities;
  if (const Json* options = member(json, "initializationOptions")) out.options = *options;
  out.process = number_in(json, "processId");
  out.locale = text_in(json, "locale").value_or("");
  out.trace = text_in(json, "trace").value_or("off");
  if (const Json* folders = member(json, "workspaceFolders");
      folders != nullptr && folders->is_array())
    out.folders = read_folders(*folders);
  if (out.folders.empty())
    if (const auto uri = text_in(json, "rootUri"))
      out.folders = read_folders(Json::array({{{"uri", *uri}}}));
  return out;
}

}  // namespace phep::server
