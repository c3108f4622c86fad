// Artefacts under inspection: whatever the bytes, what they hold is described, and a module is
// proved or refused at places of the file, each with its reason.
#include "compiler/base/text.h"
#include "compiler/inspect/inspect.h"
#include "tests/fuzz/shared/target.h"

#include <algorithm>

PHEP_FUZZ_TARGET {
  using namespace phep;
  using fuzz::holds;
  const std::span<const std::uint8_t> bytes(data, size);
  const inspect::Contents contents = inspect::describe(bytes);
  holds(contents.bytes == size && contents.digest.size() == 64, "a file has a size and a digest");
  const DiagnosticList found = inspect::verify(bytes);
  for (const Diagnostic& one : found.items()) {
    holds(one.span.begin <= size, "what is refused stands in the file");
    for (const Language language : {Language::Vietnamese, Language::English})
      holds(!message(*one.row, one.arguments, language).empty(), "a refusal says something");
  }
  const bool proved = found.empty();
  holds(!proved || (contents.form == "wasm" && !contents.decisions.empty() && contents.meter),
        "only a module with decisions and a meter is proved");
  fuzz::plant(1, contents.form == "wasm" && contents.exports.size() >= 2 && size < 400);
  fuzz::plant(2, contents.form == "wasm" && contents.parts.size() >= 4 && size < 400);
  fuzz::plant(3, proved && fuzz::text_of(data, size).ends_with(std::string_view("\0\1\0", 3)));
  return 0;
}
