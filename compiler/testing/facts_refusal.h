// Facts files: what the runtime's reader found wrong, told as a diagnostic with place and
// suggestion.
#pragma once

#include "compiler/decision/decision.h"
#include "compiler/diagnostics/diagnostic.h"

#include <string>
#include <string_view>
#include <vector>

namespace phep::testing {

// `refusal` is the {"error":{"at","code","offset"}} that an engine returned for the facts in
// `file`.
DiagnosticList facts_diagnostics(std::string_view refusal, const decision::Program& program,
                                 const decision::Decision& decision, FileId file);

// The fact at a path of keys, and what else could stand there, as dotted paths.
struct FactPlace {
  const decision::Slot* slot = nullptr;
  std::vector<std::string> siblings;
};
FactPlace fact_place(const decision::Program& program, const decision::Decision& decision,
                     const std::vector<std::string>& path);

}  // namespace phep::testing
