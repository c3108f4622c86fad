// The templates of `phep new`, built into this binary from compiler/cli/templates/.
#pragma once

#include <span>
#include <string_view>

namespace phep::cli {

// `path` is "min/en/policy.phep": template, language, and the file's place in the project.
struct TemplateFile {
  std::string_view path, text;
};
std::span<const TemplateFile> template_files();

}  // namespace phep::cli
