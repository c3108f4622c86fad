// Whole files or none.
#pragma once

#include "compiler/base/result.h"

#include <string>
#include <string_view>

namespace phep::cli {

// Writes beside the target, then renames: a reader never sees half a file, whoever else writes it.
// A link at the target is replaced, never written through; a device or a pipe is written to; a file
// that may not be written stays.
Result<void> write_file(const std::string& path, std::string_view bytes);

}  // namespace phep::cli
