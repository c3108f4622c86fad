// What functions return when the world can fail them: a value, or a sentence about the failure.
#pragma once

#include <expected>
#include <string>

namespace phep {

// A failure of the world (a file, a linker), not of the law's author and not of Phép. English.
struct Failure {
  std::string message;
};

template <class T>
using Result = std::expected<T, Failure>;

}  // namespace phep
