// The boundary matrix: for each norm every boundary that its deadline, calendar and force give it,
// with the test that meets it, the reason why it cannot be met, or neither.
#pragma once

#include "compiler/law/pages.h"
#include "compiler/law/register.h"
#include "compiler/law/sight.h"

#include <span>
#include <vector>

namespace phep::law {

// Of the norms that cite one of the instruments; of all if none is given. Described in
// grammar/REFERENCE.md §16.17; keys are only ever added.
Json matrix_page(const Register& law, std::span<const Sight> sights,
                 const std::vector<hir::DefId>& instruments);

}  // namespace phep::law
