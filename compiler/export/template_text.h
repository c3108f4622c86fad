// Texts with holes. `{{name}}` is filled in; `{{#name}}…{{/name}}` is said once for each item of a
// list, or once if the name holds; `{{^name}}…{{/name}}` if it does not. A line that holds nothing
// but such a mark leaves nothing. Names are looked up in the innermost item first. Private to this
// room.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace phep::exports {

std::string fill(std::string_view text, const nlohmann::json& model);

// A template by its path below templates/; and the same filled in.
std::string_view template_text(std::string_view path);
std::string filled_template(std::string_view path, const nlohmann::json& model);

}  // namespace phep::exports
