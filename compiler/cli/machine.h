// What a measurement was made on.
#pragma once

#include <nlohmann/json.hpp>

namespace phep::cli {

// {"processor", "cores", "system"}: as /proc and /etc tell; "?" where they do not.
nlohmann::ordered_json machine_json();

}  // namespace phep::cli
