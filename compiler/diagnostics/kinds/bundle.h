// diag::… of bundles: the rows of ../catalog/bundle.def.
#pragma once

#include "compiler/diagnostics/diagnostic.h"

namespace phep::diag {

#define PHEP_DIAGNOSTIC(NAME, CODE, SEVERITY, PARAMETERS, VI, EN) \
  inline constexpr Kind<PARAMETERS> NAME(#NAME, CODE, Severity::SEVERITY, VI, EN);
#define PHEP_RETIRED(CODE)
#include "compiler/diagnostics/catalog/bundle.def"
#undef PHEP_DIAGNOSTIC
#undef PHEP_RETIRED

}  // namespace phep::diag
