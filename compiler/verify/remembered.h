// Verdicts of former runs. Private to this room; where they are kept is the caller's business
// (verify.h: Memory).
#pragma once

#include "compiler/verify/inquiry.h"

#include <string>
#include <string_view>
#include <vector>

namespace phep::verify {

// Raised whenever an instruction becomes other formulas, or a question is asked otherwise.
inline constexpr int kEncoderVersion = 4;

// The verdicts on some questions about one program. They hang on the program, its calendars within,
// the encoder and the solver with their versions, and the options.
class Remembered {
 public:
  // `asked` tells the questions apart that are asked of one program.
  Remembered(const Options& options, const decision::Program& program, std::string_view asked);

  // Adds what is known to the report; false where nothing is. Places are left to the caller, who
  // knows the text: `locate` is given each result.
  bool recall(Report& report, const std::function<void(Result&)>& locate) const;

  // Keeps what the report has gained since `before`. A refuted claim is not kept: its case is made
  // of words that programs do not hold.
  void keep(const Report& before, const Report& after) const;

 private:
  [[nodiscard]] bool asked() const { return memory_ != nullptr; }

  const Memory* memory_;
  std::string key_;
};

}  // namespace phep::verify
