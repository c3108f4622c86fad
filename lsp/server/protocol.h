// The parameters of LSP that we read. A reader gives nothing when the JSON is not of its shape.
#pragma once

#include "lsp/server/convert.h"
#include "lsp/server/documents.h"
#include "lsp/server/rpc.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace phep::server {

// ---- pieces ------------------------------------------------------------------------------------

// The member of an object, or null when it is absent or `json` is no object.
const Json* member(const Json& json, std::string_view key);
// The value at a path of keys, or null.
const Json* member(const Json& json, std::initializer_list<std::string_view> keys);
std::optional<std::string> text_in(const Json& json, std::string_view key);
std::optional<std::int64_t> number_in(const Json& json, std::string_view key);
bool flag_in(const Json& json, std::initializer_list<std::string_view> keys);
std::optional<Position> read_position(const Json& json);
std::optional<std::pair<Position, Position>> read_range(const Json& json);

// ---- parameters --------------------------------------------------------------------------------

struct NoParams {};
std::optional<NoParams> read_nothing(const Json& json);

struct DocumentParams {
  std::string path;
};
std::optional<DocumentParams> read_document(const Json& json);

struct PositionParams {
  std::string path;
  Position position;
};
std::optional<PositionParams> read_document_position(const Json& json);

struct ReferenceParams {
  PositionParams at;
  bool declaration = false;
};
std::optional<ReferenceParams> read_references(const Json& json);

// The beginning of an item's name: `{item: {uri, selectionRange}}` of a call hierarchy.
std::optional<PositionParams> read_call_item(const Json& json);
// A link, with the document it stands in as its data.
struct LinkParams {
  PositionParams at;
  Json link;
};
std::optional<LinkParams> read_link(const Json& json);

struct PositionsParams {
  std::string path;
  std::vector<Position> positions;
};
std::optional<PositionsParams> read_positions(const Json& json);

// A document and a stretch of it; what else is asked of it stands in `context`.
struct RangeParams {
  std::string path;
  std::pair<Position, Position> range;
  Json context = Json::object();
};
std::optional<RangeParams> read_range_params(const Json& json);

struct DeltaParams {
  std::string path;
  std::string previous;  // result id
};
std::optional<DeltaParams> read_delta(const Json& json);

struct QueryParams {
  std::string query;
};
std::optional<QueryParams> read_query(const Json& json);
// A symbol whose range is wanted: its document, and the bytes as its data.
struct SymbolParams {
  std::string path;
  std::uint32_t begin = 0, end = 0;
  Json symbol;
};
std::optional<SymbolParams> read_symbol(const Json& json);

// `{uri}` of a virtual document.
std::optional<DocumentParams> read_content(const Json& json);

struct FormattingParams {
  std::string path;
};
std::optional<FormattingParams> read_formatting(const Json& json);

struct DiagnosticParams {
  std::string path;
  std::string previous;  // result id
};
std::optional<DiagnosticParams> read_diagnostic(const Json& json);

struct WorkspaceDiagnosticParams {
  std::map<std::string, std::string> previous;  // path → result id
  Json token = nullptr;                         // of partial results
};
std::optional<WorkspaceDiagnosticParams> read_workspace_diagnostic(const Json& json);

struct OpenParams {
  Document document;
};
std::optional<OpenParams> read_open(const Json& json);

struct ChangeParams {
  std::string path;
  std::int64_t version = 0;
  std::vector<TextChange> changes;
};
std::optional<ChangeParams> read_change(const Json& json);

struct WatchedParams {
  std::vector<std::string> paths;
};
std::optional<WatchedParams> read_watched(const Json& json);
// `files: [{uri}]` of didCreateFiles and didDeleteFiles, `files: [{oldUri, newUri}]` of didRename.
std::optional<WatchedParams> read_files(const Json& json);

struct Folder {
  std::string uri, path;
};
struct FoldersParams {
  std::vector<Folder> added, removed;
};
std::optional<FoldersParams> read_folders_event(const Json& json);
std::vector<Folder> read_folders(const Json& json);

struct TokenParams {
  Json token;
};
std::optional<TokenParams> read_token(const Json& json);

struct CancelParams {
  Json id;
};
std::optional<CancelParams> read_cancel(const Json& json);

struct TraceParams {
  std::string value;
};
std::optional<TraceParams> read_trace(const Json& json);

struct SettingsParams {
  Json settings;
};
std::optional<SettingsParams> read_settings(const Json& json);

struct InitializeParams {
  Json capabilities = Json::object();
  Json options;  // initializationOptions
  std::optional<std::int64_t> process;
  std::string locale, trace;
  std::vector<Folder> folders;
};
std::optional<InitializeParams> read_initialize(const Json& json);

}  // namespace phep::server
