// The parameters of Phép's own requests (PROTOCOL.md) and of commands.
#pragma once

#include "lsp/server/protocol.h"

#include <optional>
#include <string>
#include <vector>

namespace phep::server {

struct RunItem {
  std::string uri, path, id;  // no id: all tests of the document
};
struct RunTestsParams {
  std::vector<RunItem> items;
  bool coverage = false;
  Json token = nullptr;  // of work-done progress
};
std::optional<RunTestsParams> read_run_tests(const Json& json);

struct ViewParams {
  std::string path;
  std::optional<Position> position;
  std::string as_of;  // "": the setting
};
std::optional<ViewParams> read_view(const Json& json);

struct ExplainParams {
  std::string path, id;
};
std::optional<ExplainParams> read_explain(const Json& json);

struct InlineValueParams {
  std::string path;
  std::pair<Position, Position> range;
};
std::optional<InlineValueParams> read_inline_value(const Json& json);

struct CommandParams {
  std::string command;
  Json argument;  // the first; null: none
  Json token = nullptr;
};
std::optional<CommandParams> read_command(const Json& json);

}  // namespace phep::server
