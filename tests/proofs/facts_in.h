// A facts document as formulas: each fact that an encoding asks for equals what the runtime reads.
#pragma once

#include "compiler/verify/encoder.h"

#include <string>
#include <vector>

namespace phep::tests {

// Nothing if the runtime refuses the facts.
std::optional<std::vector<z3::expr>> facts_in(const verify::Encoder& encoder,
                                              const runtime::Header* image,
                                              const decision::Decision& decision,
                                              const std::string& facts);

}  // namespace phep::tests
