// Warnings that the author has seen and lets stand for a time:
// `// phép: allow P7016 until 2027-01-01 "the decree is being amended"` on the line before.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/source/source_map.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace phep::workspace {

// Who makes a finding: `check` tells everything but what takes the whole workspace (`lint`) or a
// proof (`verify`).
enum class Finder : std::uint8_t { Check, Lint, Verify };
Finder finder_of(std::uint16_t code);

// A finding that a comment allows.
struct Allowed {
  Diagnostic item;
  Span comment;
  std::string reason;
  std::string until;  // 2027-01-01: the first day on which it is told again
};

struct Judged {
  DiagnosticList told;
  std::vector<Allowed> allowed;
};

// Takes out what comments of the file allow on the day `today` (none: no allowance ends). What is
// to be said of these comments themselves is added: by `check` all that they say by themselves, by
// each finder that one of its own codes is allowed in vain. `told` is sorted.
Judged judge(DiagnosticList all, FileId file, const SourceFile& source,
             std::optional<std::int32_t> today, Finder finder);

}  // namespace phep::workspace
