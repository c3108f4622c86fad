// Paths of files that mean one file, and the same one, on every system that they may be unpacked
// on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace phep {

inline constexpr std::size_t kMaxFilePath = 150;  // bytes
inline constexpr std::size_t kMaxFileName = 100;  // … of one step of it

// What keeps a path from being portable; the first that is found.
enum class PathFault : std::uint8_t {
  None,
  Empty,    // no name, or none between two slashes
  TooLong,  // over kMaxFilePath, or one step over kMaxFileName
  NotUtf8,
  Absolute,   // begins with a slash
  Upwards,    // a step `.` or `..`
  Backslash,  // another system's slash
  Character,  // neither letter, digit, `_`, `-`, `.` nor a blank
  Edge,    // a step that begins with a point, or begins or ends with a blank, or ends with a point
  Device,  // a name that Windows keeps for a device, with whatever behind its point
  Decomposed  // not NFC: the same name has other bytes elsewhere
};

// Of a path with `/` between its steps, relative to some folder.
PathFault fault_of_path(std::string_view path);

// Equal for two paths that a file system may take for one: letters of either case, composed or
// decomposed. For valid UTF-8.
std::string path_key(std::string_view path);

}  // namespace phep
