// How deep a message may nest; in rpc.cpp.
#pragma once

#include <string_view>

namespace phep::server {

// Values in a message lie at most so deep in each other: copying and writing them goes down as far.
inline constexpr int kMaxNesting = 256;
bool nests_too_deep(std::string_view json);

}  // namespace phep::server
