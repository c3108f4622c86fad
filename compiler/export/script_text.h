// Literals and keys of JavaScript and TypeScript. Private to this room.
#pragma once

#include <string>
#include <string_view>

namespace phep::exports {

// 'text', with what cannot stand between single quotes escaped.
std::string script_literal(std::string_view text);

// A key of an object: bare where it is a name, else quoted.
std::string property(std::string_view key);

}  // namespace phep::exports
