// A zip archive of stored files, without times: equal files give equal bytes. Private to this room.
#pragma once

#include "compiler/export/package.h"

#include <span>
#include <string>

namespace phep::exports {

std::string zip_file(std::span<const PackageFile> files);

}  // namespace phep::exports
