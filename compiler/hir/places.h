// All places in the text that a checked module names, so that they can be moved.
#pragma once

#include "compiler/base/span.h"
#include "compiler/hir/hir.h"

#include <functional>

namespace phep::hir {

using VisitPlace = std::function<void(Span&)>;

void visit_places(Module& module, const VisitPlace& visit);

}  // namespace phep::hir
