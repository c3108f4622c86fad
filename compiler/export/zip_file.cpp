#include "compiler/export/zip_file.h"

#include <array>
#include <string_view>

namespace phep::exports {

namespace {

constexpr std::uint16_t kZipVersion = 20;
constexpr std::uint16_t kMadeOnUnix = 3 << 8 | kZipVersion;
constexpr std::uint16_t kUtf8Names = 1 << 11;
constexpr std::uint16_t kFirstDay = 1 << 5 | 1;  // 1980-01-01, the earliest there is
constexpr std::uint32_t kReadableFile = 0100644U << 16U;

void put(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFFU);
}

std::uint32_t crc32(std::string_view bytes) {
  static const auto kTable = [] {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
      std::uint32_t row = i;
      for (int bit = 0; bit < 8; ++bit) row = row >> 1U ^ ((row & 1U) != 0 ? 0xEDB8'8320U : 0U);
      table[i] = row;
    }
    return table;
  }();
  std::uint32_t sum = ~0U;
  for (const char c : bytes)
    sum = sum >> 8U ^ kTable[(sum ^ static_cast<unsigned char>(c)) & 0xFFU];
  return ~sum;
}

// What the local and the central record of a file share, from "version needed" on.
void put_common(std::string& out, const PackageFile& file, std::uint32_t sum) {
  put(out, kZipVersion, 2);
  put(out, kUtf8Names, 2);
  put(out, 0, 2);  // stored
  put(out, 0, 2);
  put(out, kFirstDay, 2);
  put(out, sum, 4);
  put(out, file.bytes.size(), 4);
  put(out, file.bytes.size(), 4);
  put(out, file.path.size(), 2);
  put(out, 0, 2);
}

}  // namespace

std::string zip_file(std::span<const PackageFile> files) {
  std::string out;
  std::string directory;
  for (const PackageFile& file : files) {
    const std::uint32_t sum = crc32(file.bytes);
    put(directory, 0x0201'4B50, 4);
    put(directory, kMadeOnUnix, 2);
    put_common(directory, file, sum);
    put(directory, 0, 6);  // no comment, first disk, binary
    put(directory, kReadableFile, 4);
    put(directory, out.size(), 4);
    directory += file.path;
    put(out, 0x0403'4B50, 4);
    put_common(out, file, sum);
    out += file.path;
    out += file.bytes;
  }
  const std::size_t start = out.size();
  out += directory;
  put(out, 0x0605'4B50, 4);
  put(out, 0, 4);
  put(out, files.size(), 2);
  put(out, files.size(), 2);
  put(out, directory.size(), 4);
  put(out, start, 4);
  put(out, 0, 2);
  return out;
}

}  // namespace phep::exports
