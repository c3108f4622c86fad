// JSON Schemas of what commands write with `--format json`, built into this binary from
// compiler/cli/schemas/outputs.json: {"outputs": {name: schema}, "parts": {name: schema}}, where a
// schema speaks of a part as "#/$defs/NAME".
#pragma once

#include <string_view>

namespace phep::cli {

std::string_view output_schemas_text();

}  // namespace phep::cli
