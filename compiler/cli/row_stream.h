// A stream of bytes from a file or a pipe, lines to standard output, and how far it has come.
#pragma once

#include "compiler/batch/stream.h"
#include "compiler/cli/session.h"

#include <atomic>
#include <chrono>
#include <memory>

namespace phep::cli {

class RowStream {
 public:
  // A file, or standard input for "-". Once `stopped` is set the stream is at its end, also if
  // nobody writes to it any more.
  static Result<RowStream> open(const std::string& path, const std::atomic<bool>& stopped);
  RowStream(RowStream&& other) noexcept;
  RowStream& operator=(RowStream&&) = delete;
  RowStream(const RowStream&) = delete;
  RowStream& operator=(const RowStream&) = delete;
  ~RowStream();

  // As batch::Read.
  Result<std::size_t> read(char* into, std::size_t most);

 private:
  RowStream(int file, bool own, const std::atomic<bool>& stopped)
      : file_(file), own_(own), stopped_(&stopped) {}

  int file_;
  bool own_;
  const std::atomic<bool>* stopped_;
};

// Writes to standard output; a closed pipe ends the program quietly.
Result<void> write_rows(std::string_view lines);

// One line on a terminal's standard error, renewed at most ten times a second.
class Progress {
 public:
  Progress(const Session& session, bool wanted);
  void show(const batch::Totals& totals);
  // Takes the line away, so that others can write.
  void clear();

 private:
  const Session& session_;
  bool wanted_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point last_;
};

}  // namespace phep::cli
