#include "compiler/base/file_name.h"

#include "compiler/base/text.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <utf8proc.h>

namespace phep {
namespace {

bool is_allowed(utf8proc_int32_t point) {
  switch (utf8proc_category(point)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND: return true;
    default: return point == '_' || point == '-' || point == '.' || point == ' ';
  }
}

bool has_other_characters(std::string_view step) {
  for (std::size_t at = 0; at < step.size();) {
    utf8proc_int32_t point = 0;
    const auto length =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(step.data()) + at,
                         static_cast<utf8proc_ssize_t>(step.size() - at), &point);
    if (length <= 0 || !is_allowed(point)) return true;
    at += static_cast<std::size_t>(length);
  }
  return false;
}

// CON, con.phep, LPT1.x.csv: Windows opens the device whatever stands behind the point.
bool is_device(std::string_view step) {
  constexpr std::array<std::string_view, 6> kDevices = {"con", "prn",    "aux",
                                                        "nul", "conin$", "conout$"};
  const std::string_view before = step.substr(0, step.find('.'));
  std::string stem(before.substr(0, before.find_last_not_of(' ') + 1));
  std::ranges::transform(stem, stem.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (std::ranges::find(kDevices, stem) != kDevices.end()) return true;
  return stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) &&
         stem[3] >= '0' && stem[3] <= '9';
}

PathFault fault_of_step(std::string_view step) {
  if (step.empty()) return PathFault::Empty;
  if (step == "." || step == "..") return PathFault::Upwards;
  if (step.size() > kMaxFileName) return PathFault::TooLong;
  if (has_other_characters(step)) return PathFault::Character;
  if (step.front() == '.' || step.front() == ' ' || step.back() == '.' || step.back() == ' ')
    return PathFault::Edge;
  return is_device(step) ? PathFault::Device : PathFault::None;
}

}  // namespace

PathFault fault_of_path(std::string_view path) {
  if (path.empty()) return PathFault::Empty;
  if (path.size() > kMaxFilePath) return PathFault::TooLong;
  if (first_invalid_utf8(path) != kValidUtf8) return PathFault::NotUtf8;
  if (path.front() == '/') return PathFault::Absolute;
  if (path.contains('\\')) return PathFault::Backslash;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    if (const PathFault fault = fault_of_step(path.substr(begin, end - begin));
        fault != PathFault::None)
      return fault;
    begin = end + 1;
  }
  return is_normalised(path) ? PathFault::None : PathFault::Decomposed;
}

std::string path_key(std::string_view path) {
  utf8proc_uint8_t* mapped = nullptr;
  const auto length = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t*>(path.data()),
      static_cast<utf8proc_ssize_t>(path.size()), &mapped,
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(mapped, &std::free);
  if (length < 0) return std::string(path);
  return {reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length)};
}

}  // namespace phep
