// An expression named for a message: "b.notified_at", "cap(f)", "…" for what has no short name.
#pragma once

#include "compiler/check/context.h"

#include <string>

namespace phep::check {

std::string place_text(const Context& ctx, hir::ExprId id);

}  // namespace phep::check
