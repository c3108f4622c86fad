// The files of an npm package with holes `{{name}}`, built into this binary from export/npm/.
// Private to this room.
#pragma once

#include <span>
#include <string_view>

namespace phep::exports {

struct NpmTemplate {
  std::string_view path, text;
};
std::span<const NpmTemplate> npm_templates();

}  // namespace phep::exports
