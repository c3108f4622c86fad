// The passes of a check: over all declarations, or over some of them again. Private to this room.
#pragma once

#include "compiler/check/context.h"

#include <cstdint>
#include <span>

namespace phep::check {

// Everything but the end: names, signatures, bodies, tests, lints.
void start(Context& ctx, const Imports& imports);

// The passes over these declarations alone; all others are as they were.
void check_parts(Context& ctx, std::span<const PartIndex> which);
// What is asked of the module as a whole: cycles, lints.
void check_whole(Context& ctx);

// Occurrences, mentions and the like by place, as a module keeps them.
void settle(Context& ctx);

// What others see of one definition, beside its words.
std::uint64_t face_of(const hir::Module& module, const hir::Def& def);

// The checked module. What the parts said stays with the context.
Checked finish(Context& ctx, const Imports& imports);

}  // namespace phep::check
