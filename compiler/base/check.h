// How the code says "this cannot happen": a broken invariant throws InternalBug, and only the walls
// catch it.
#pragma once

#include <stdexcept>
#include <string>

namespace phep {

// A defect of Phép itself, never of its input. Caught at the walls: the command line's main and the
// server's dispatch.
class InternalBug : public std::logic_error {
 public:
  explicit InternalBug(const std::string& what) : std::logic_error(what) {}
};

}  // namespace phep

#define PHEP_STRINGIFY_(x) #x
#define PHEP_STRINGIFY(x) PHEP_STRINGIFY_(x)

// Throws InternalBug with the sentence and the place unless the condition holds.
#define PHEP_CHECK(condition, sentence)                                                        \
  do {                                                                                         \
    if (!(condition)) [[unlikely]]                                                             \
      throw ::phep::InternalBug(std::string(__FILE_NAME__ ":" PHEP_STRINGIFY(__LINE__) ": ") + \
                                (sentence));                                                   \
  } while (false)

// Stands after a switch that covers every enumerator.
#define PHEP_UNREACHABLE() \
  throw ::phep::InternalBug(__FILE_NAME__ ":" PHEP_STRINGIFY(__LINE__) ": unreachable")
