// The user's cache folder, for what costs time to make and nothing to lose.
#pragma once

#include <cstdint>
#include <string>

namespace phep::cli {

// A path below $XDG_CACHE_HOME/phep, else ~/.cache/phep; "" where neither variable is an absolute
// path.
std::string cache_path(const std::string& name);

// Removes files from a folder until the rest has no more than so many bytes: what was not used for
// the longest time goes first.
void forget_oldest(const std::string& folder, std::uintmax_t most_bytes);

// Whether what was found out before may be taken again: not where others are to trust a run (CI is
// set).
bool may_recall();

}  // namespace phep::cli
