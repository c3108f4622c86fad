#include "compiler/cli/row_stream.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace phep::cli {
namespace {

constexpr int kLookAgainMs = 200;
constexpr auto kBetween = std::chrono::milliseconds(100);

}  // namespace

Result<RowStream> RowStream::open(const std::string& path, const std::atomic<bool>& stopped) {
  if (path == "-") return RowStream(STDIN_FILENO, false, stopped);
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return std::unexpected(Failure{"cannot read " + path + ": " + std::strerror(errno)});
  return RowStream(file, true, stopped);
}

RowStream::RowStream(RowStream&& other) noexcept
    : file_(other.file_), own_(std::exchange(other.own_, false)), stopped_(other.stopped_) {}

RowStream::~RowStream() {
  if (own_) ::close(file_);
}

Result<std::size_t> RowStream::read(char* into, std::size_t most) {
  for (;;) {
    if (*stopped_) return std::size_t{0};
    pollfd waited{file_, POLLIN, 0};
    const int ready = ::poll(&waited, 1, kLookAgainMs);
    if (ready == 0) continue;
    const ssize_t got = ::read(file_, into, most);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR && errno != EAGAIN) return std::unexpected(Failure{std::strerror(errno)});
  }
}

Result<void> write_rows(std::string_view lines) {
  while (!lines.empty()) {
    const ssize_t done = ::write(STDOUT_FILENO, lines.data(), lines.size());
    if (done < 0 && errno == EPIPE) std::_Exit(kOk);
    if (done < 0 && errno != EINTR) return std::unexpected(Failure{std::strerror(errno)});
    if (done > 0) lines.remove_prefix(static_cast<std::size_t>(done));
  }
  return {};
}

Progress::Progress(const Session& session, bool wanted)
    : session_(session), wanted_(wanted && ::isatty(STDERR_FILENO) != 0) {}

void Progress::show(const batch::Totals& totals) {
  if (!wanted_) return;
  const auto now = std::chrono::steady_clock::now();
  if (shown_ && now - last_ < kBetween) return;
  last_ = now;
  shown_ = true;
  const std::string line =
      "\r\x1B[K" + std::to_string(totals.rows) + std::string(session_.say(" hàng, ", " rows, ")) +
      std::to_string(totals.refused) + std::string(session_.say(" bị từ chối, ", " refused, ")) +
      std::to_string(totals.bytes >> 20U) + " MiB";
  std::fwrite(line.data(), 1, line.size(), stderr);
  std::fflush(stderr);
}

void Progress::clear() {
  if (!shown_) return;
  shown_ = false;
  std::fputs("\r\x1B[K", stderr);
  std::fflush(stderr);
}

}  // namespace phep::cli
