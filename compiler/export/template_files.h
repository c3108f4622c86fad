// The templates of packages, built into this room from compiler/export/templates/. Private to this
// room.
#pragma once

#include <span>
#include <string_view>

namespace phep::exports {

struct TemplateFile {
  std::string_view path, text;
};
std::span<const TemplateFile> template_files();

}  // namespace phep::exports
