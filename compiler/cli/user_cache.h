// The user's cache folder, for what costs time to make and nothing to lose.
#pragma once

#include <string>

namespace phep::cli {

// A path below $XDG_CACHE_HOME/phep, else ~/.cache/phep; "" where there is neither.
std::string cache_path(const std::string& name);

// Whether what was found out before may be taken again: not where others are to trust a run (CI is
// set).
bool may_recall();

}  // namespace phep::cli
