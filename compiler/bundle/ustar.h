// The one way in which a file stands in a bundle: a ustar header of POSIX.1-1988, its bytes, zeros
// to the next block. Private to this room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace phep::bundle {

inline constexpr std::size_t kBlock = 512;
inline constexpr std::size_t kEndBlocks = 2;  // of zeros, behind the last file

// The header of a readable file of nobody's, of the first second of 1970. The path is portable
// (base/file_name.h), the size below 8 GiB.
std::string header(std::string_view path, std::size_t size);

// Bytes that a file of this size takes behind its header.
constexpr std::size_t padded(std::size_t size) {
  return (size + kBlock - 1) / kBlock * kBlock;
}

// What a header claims, whoever wrote it.
struct Claim {
  std::string path;
  char kind = '0';                    // '0' a file, '1' a hard link, '2' a symbolic one, …
  std::optional<std::uint64_t> size;  // none: it is no number in octal digits
};
Claim claim(std::string_view block);

}  // namespace phep::bundle
