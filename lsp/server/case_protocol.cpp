#include "lsp/server/case_protocol.h"

#include "lsp/server/uri.h"

namespace phep::server {
namespace {

Json token_in(const Json& json) {
  const Json* token = member(json, "workDoneToken");
  return token == nullptr ? Json() : *token;
}

// A text, or `otherwise` where nothing is said; nothing where something else is.
std::optional<std::string> text_or(const Json& json, std::string_view key) {
  const Json* found = member(json, key);
  if (found == nullptr || found->is_null()) return std::string();
  return text_in(json, key);
}

}  // namespace

std::optional<RunTestsParams> read_run_tests(const Json& json) {
  const Json* items = member(json, "items");
  const Json* coverage = member(json, "coverage");
  if (items == nullptr || !items->is_array()) return std::nullopt;
  if (coverage != nullptr && !coverage->is_boolean()) return std::nullopt;
  RunTestsParams out;
  for (const Json& item : *items) {
    const auto uri = text_in(item, "uri");
    const auto path = uri ? path_of_uri(*uri) : std::nullopt;
    const auto id = text_or(item, "id");
    if (!path || !id) return std::nullopt;
    out.items.push_back({*uri, *path, *id});
  }
  out.coverage = flag_in(json, {"coverage"});
  out.token = token_in(json);
  return out;
}

std::optional<ViewParams> read_view(const Json& json) {
  const auto document = read_document(json);
  const auto as_of = text_or(json, "asOf");
  if (!document || !as_of) return std::nullopt;
  ViewParams out{document->path, std::nullopt, *as_of};
  if (const Json* place = member(json, "position"); place != nullptr && !place->is_null()) {
    out.position = read_position(*place);
    if (!out.position) return std::nullopt;
  }
  return out;
}

std::optional<ExplainParams> read_explain(const Json& json) {
  const auto document = read_document(json);
  const auto id = text_in(json, "id");
  if (!document || !id) return std::nullopt;
  return ExplainParams{document->path, *id};
}

std::optional<InlineValueParams> read_inline_value(const Json& json) {
  const auto document = read_document(json);
  const Json* range = member(json, "range");
  if (!document || range == nullptr) return std::nullopt;
  const auto read = read_range(*range);
  if (!read) return std::nullopt;
  return InlineValueParams{document->path, *read};
}

std::optional<CommandParams> read_command(const Json& json) {
  const auto command = text_in(json, "command");
  const Json* arguments = member(json, "arguments");
  if (!command || (arguments != nullptr && !arguments->is_array())) return std::nullopt;
  CommandParams out{*command, nullptr, token_in(json)};
  if (arguments != nullptr && !arguments->empty()) out.argument = (*arguments)[0];
  return out;
}

}  // namespace phep::server
