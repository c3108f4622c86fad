// What every command shares while it runs: the workspace on the real file system, and how to print.
#pragma once

#include "compiler/base/result.h"
#include "compiler/cli/options.h"
#include "compiler/cli/reads.h"
#include "compiler/cli/write_file.h"
#include "compiler/workspace/workspace.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phep::cli {

inline constexpr std::size_t kMaxInput = std::size_t{16} << 20U;  // bytes of one file that is read

class Session {
 public:
  // Fails when --stdlib cannot be read.
  static Result<Session> start(const CommonOptions& options);

  workspace::Workspace& workspace() { return workspace_; }
  [[nodiscard]] const SourceMap& sources() const { return workspace_.sources(); }
  [[nodiscard]] const workspace::Library& library() const { return workspace_.library(); }
  [[nodiscard]] const CommonOptions& options() const { return options_; }
  [[nodiscard]] bool json() const { return options_.format == Format::Json; }
  [[nodiscard]] bool vi() const { return options_.language == Language::Vietnamese; }
  [[nodiscard]] std::string_view say(std::string_view vi_text, std::string_view en_text) const {
    return vi() ? vi_text : en_text;
  }

  // Whether colour goes to this stream (1 or 2): a terminal, and neither NO_COLOR nor TERM=dumb.
  [[nodiscard]] bool color(int stream) const;

  // Opens files; folders stand for every .phep and .phep.md below them, sorted. Failures are
  // printed.
  std::optional<std::vector<FileId>> open(const std::vector<std::string>& paths);

  // What was asked of the file system, and found there.
  Reads& reads() { return *reads_; }

  // The paths of all files that were read so far.
  [[nodiscard]] std::vector<std::string> paths_read() const;

  // Prints diagnostics: a picture on stderr, or one JSON document on stdout.
  void print(const DiagnosticList& list);

  // All diagnostics of the files and of everything they import; each file once.
  DiagnosticList diagnostics_with_imports(const std::vector<FileId>& files);

  // What comments of these files, and of all that they import, allow.
  std::vector<workspace::Allowed> allowed_with_imports(const std::vector<FileId>& files);

  // "error: …" on stderr, or {"error": …} on stdout.
  void fail(std::string_view vi_text, std::string_view en_text) const;

 private:
  Session(CommonOptions options, workspace::Library library);

  CommonOptions options_;
  std::shared_ptr<Reads> reads_ = std::make_shared<Reads>();
  workspace::Workspace workspace_;
};

// What a path on the command line stands for: itself, or every source below a folder, sorted.
std::vector<std::string> sources_at(const std::string& path);

// The day of this command: the clock's, in Việt Nam, or what PHEP_TODAY says.
std::int32_t today();

// A failure on stderr, before there is a session that could say it in the person's language.
void complain(const Failure& failure);

// The bytes of a file, or of standard input for "-".
Result<std::string> read_input(const std::string& path);

// Writes to standard output; a closed pipe ends the program quietly, a full disk with a sentence
// and kIo.
void write_out(std::string_view text);

}  // namespace phep::cli
