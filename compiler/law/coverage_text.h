// The coverage of the law for people: a table, and what nothing encodes.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/law/pages.h"

#include <string>

namespace phep::law {

// `missing` lists the provisions that nothing encodes and nobody left out.
std::string coverage_text(const Json& page, bool missing, Language language);

}  // namespace phep::law
