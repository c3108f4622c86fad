// What a call takes at the place where it is written, and by what law a term is counted.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/workspace/workspace.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace phep::ide {

struct Signature {
  std::string label;                    // `severity(x: Leak) : Harm`
  std::vector<std::string> parameters;  // parts of the label
  std::uint32_t active = 0;
  std::string words;  // what it gives and on what it rests
};

// Of a rule or norm, of what is built in, or of a term (`72 hours after …`).
std::optional<Signature> signature(workspace::Workspace& workspace, FileId file,
                                   std::uint32_t offset, Language language);

}  // namespace phep::ide
