#include "compiler/cli/test_progress.h"

#include <fmt/format.h>

#include <cstdio>
#include <unistd.h>

namespace phep::cli {

TestProgress::TestProgress(const Session& session, bool wanted, std::size_t total)
    : session_(session), total_(total), wanted_(wanted && isatty(STDERR_FILENO) != 0) {}

void TestProgress::show(std::size_t done) {
  if (!wanted_) return;
  const std::scoped_lock lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (shown_ && now - last_ < std::chrono::milliseconds(100)) return;
  last_ = now;
  shown_ = true;
  std::fputs(
      fmt::format("\r{} / {} {}\x1b[K", done, total_, session_.say("đã xong", "done")).c_str(),
      stderr);
}

void TestProgress::clear() {
  if (!shown_) return;
  std::fputs("\r\x1b[K", stderr);
  shown_ = false;
}

}  // namespace phep::cli
