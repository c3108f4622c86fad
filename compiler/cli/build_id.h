// Which build of this program runs.
#pragma once

#include <string>

namespace phep::cli {

// What the linker wrote of the program's content (`--build-id`), in hexadecimal digits; "" if it
// wrote nothing.
std::string build_id();

}  // namespace phep::cli
