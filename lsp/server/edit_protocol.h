// The parameters of requests that help to write, and edits as the protocol has them.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "lsp/server/analysis.h"
#include "lsp/server/protocol.h"

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace phep::server {

struct RenameParams {
  PositionParams at;
  std::string name;
};
std::optional<RenameParams> read_rename(const Json& json);

// With `context`, as textDocument/codeAction has it.
std::optional<RangeParams> read_code_action(const Json& json);
// With `options`, as textDocument/rangeFormatting has it.
std::optional<RangeParams> read_range_formatting(const Json& json);

struct RangesParams {
  std::string path;
  std::vector<std::pair<Position, Position>> ranges;
};
std::optional<RangesParams> read_ranges_formatting(const Json& json);

struct OnTypeParams {
  std::string path;
  Position position;
  std::string typed;
};
std::optional<OnTypeParams> read_on_type(const Json& json);

// Something that we sent and that comes back to be filled: with the `data` that we gave it.
struct ResolveParams {
  Json item;
};
std::optional<ResolveParams> read_resolve(const Json& json);

// Files that are about to get another place: from, to.
struct MovedParams {
  std::vector<std::pair<std::string, std::string>> files;
};
std::optional<MovedParams> read_moved(const Json& json);

// Edits by document with its version; one annotation for all of them where the client shows such.
struct EditNote {
  std::string label, description;
};
Json workspace_edit(Analysis& analysis, std::span<const Edit> edits,
                    const std::optional<EditNote>& note = std::nullopt);

const std::string& in_language(const Analysis& analysis, const Argument& words);

// A stretch of the file's text; nothing if it has no such lines.
std::optional<Span> span_of(Analysis& analysis, FileId file,
                            const std::pair<Position, Position>& range);

}  // namespace phep::server
