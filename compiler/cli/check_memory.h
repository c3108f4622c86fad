// Which `phep check` found nothing at all, and on what it rested: asked the same again, it need not
// read a word of law.
#pragma once

#include "compiler/cli/options.h"
#include "compiler/cli/session.h"

#include <optional>
#include <string>

namespace phep::cli {

class CheckMemory {
 public:
  // What was asked: which files below which paths, from which folder, of which program, on which
  // day, since allowances end.
  CheckMemory(Session& session, const CheckOptions& options);

  // How many files were checked when nothing was found in them, if all that was read then is there
  // as it was.
  [[nodiscard]] std::optional<std::size_t> clean() const;

  // Nothing was found in so many files.
  void remember(std::size_t files) const;

 private:
  Session& session_;
  std::string path_;  // "": nothing is to be kept
};

}  // namespace phep::cli
