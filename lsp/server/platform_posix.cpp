#include "lsp/server/platform.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <malloc.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace phep::server {

void prepare_streams() {
  std::signal(SIGPIPE, SIG_IGN);
}

void Input::end_with(std::int64_t process) {
  // A descriptor that becomes readable when the process ends: no clock has to tick for it.
  const long descriptor = syscall(SYS_pidfd_open, static_cast<pid_t>(process), 0U);
  if (descriptor >= 0) ends_with_ = static_cast<int>(descriptor);
}

std::size_t Input::read(std::span<char> into) {
  for (;;) {
    // A descriptor below zero is passed over by poll.
    std::array<pollfd, 2> watched = {{{descriptor_, POLLIN, 0}, {ends_with_, POLLIN, 0}}};
    const int ready = poll(watched.data(), watched.size(), -1);
    if (ready < 0 && errno != EINTR) return 0;
    if (ready <= 0) continue;
    if (watched[0].revents == 0) return 0;  // what came before the end is read first
    const ssize_t got = ::read(descriptor_, into.data(), into.size());
    if (got < 0 && errno == EINTR) continue;
    return got < 0 ? 0 : static_cast<std::size_t>(got);
  }
}

void write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(descriptor, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
}

std::filesystem::path disk_path(std::string_view text) {
  return text;
}

std::string disk_text(const std::filesystem::path& path) {
  return path.generic_string();
}

std::uint64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t whole = 0;
  std::uint64_t resident = 0;
  file >> whole >> resident;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

void give_back_memory() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

}  // namespace phep::server
