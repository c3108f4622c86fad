// How far the law is encoded: per instrument, what the outline names, what norms, rules, lists and
// sanctions cite, what is left out with a reason, and what nothing speaks of.
//
// An outline names what was read of an instrument; that the instrument has no article besides is
// said only where the outline is closed. A provision counts as encoded when something rests on it;
// whether all that it says is encoded only a reader can tell.
#pragma once

#include "compiler/law/pages.h"
#include "compiler/law/register.h"

#include <vector>

namespace phep::law {

// Of the instruments, in this order; all of them if none is given. Described in
// grammar/REFERENCE.md §16.15; keys are only ever added.
Json coverage_page(const Register& law, const std::vector<hir::DefId>& instruments);

}  // namespace phep::law
