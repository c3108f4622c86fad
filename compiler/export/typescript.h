// The types of one decision in TypeScript: its facts, its readings and its answer. The words that
// they use (Out, Norm, Money, …) are declared in npm/index.d.ts.
#pragma once

#include "compiler/decision/decision.h"
#include "compiler/explain/wording.h"

#include <string>

namespace phep::exports {

std::string typescript(const decision::Program& program, const decision::Decision& decision,
                       const explain::Wording& wording);

}  // namespace phep::exports
