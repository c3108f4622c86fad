// What POSIX and Windows do each in their way: platform_posix.cpp, platform_windows.cpp. No other
// file of the server asks an operating system beyond the standard library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace phep::server {

// Before anything is read or written: bytes pass unchanged, and a reader that is gone ends no
// process.
void prepare_streams();

// A stream of bytes that ends with its writer.
class Input {
 public:
  explicit Input(int descriptor) : descriptor_(descriptor) {}

  // The stream also ends with this process.
  void end_with(std::int64_t process);
  // Waits for bytes; how many came. None: the end.
  std::size_t read(std::span<char> into);

 private:
  int descriptor_;
  int ends_with_ = -1;
};

// Writes all; stops where nobody reads any more.
void write_all(int descriptor, std::string_view bytes);

// A path in UTF-8 with `/`, as uri.h spells it, and the path that the disk is asked with.
std::filesystem::path disk_path(std::string_view text);
std::string disk_text(const std::filesystem::path& path);

// What the process holds of the machine's memory.
std::uint64_t resident_bytes();

// Gives what was freed back to the machine, where that has to be asked for.
void give_back_memory();

}  // namespace phep::server
