// How far a run of tests has come, on a terminal's standard error.
#pragma once

#include "compiler/cli/session.h"

#include <chrono>
#include <cstddef>
#include <mutex>

namespace phep::cli {

class TestProgress {
 public:
  // Nothing is shown unless it is wanted and standard error is a terminal.
  TestProgress(const Session& session, bool wanted, std::size_t total);

  // From any thread; at most ten times a second.
  void show(std::size_t done);
  // Takes the line away, so that others can write.
  void clear();

 private:
  const Session& session_;
  std::size_t total_;
  bool wanted_;
  bool shown_ = false;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point last_;
};

}  // namespace phep::cli
