// reasons.vi.json and reasons.en.json: the words for what answers name, so that a host can speak.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/explain/wording.h"

#include <string>

namespace phep::exports {

// In one language; what has no label in it is left out.
std::string reasons_json(const explain::Wording& wording, Language language);

}  // namespace phep::exports
