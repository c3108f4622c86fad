// Runs again whenever a file that was read has changed.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace phep::cli {

// `run` says which files it read. Ends when it is interrupted.
int watch(const std::vector<std::string>& paths,
          const std::function<int(std::vector<std::string>& read)>& run);

}  // namespace phep::cli
