// Review sheets: what a lawyer signs beside the text of one provision. What it says in our words,
// what was written for it, with its tests and their answers, and where the official text stands.
#pragma once

#include "compiler/explain/document.h"
#include "compiler/law/register.h"
#include "compiler/law/sight.h"

#include <span>
#include <string>
#include <vector>

namespace phep::law {

// The provisions of an instrument that have a sheet: articles and parts of annexes on which
// something rests, or that are left out with a reason.
std::vector<Path> reviewed_provisions(const Register& law, hir::DefId instrument);

// The sheet of a provision and all its parts; `sights` may be of anything.
explain::Document review_sheet(const Register& law, hir::DefId instrument, const Path& provision,
                               std::span<const Sight> sights, Language language);

// "PDPL-23", "D356-7.1.dd": what a sheet's file is called, without language and ending.
std::string sheet_name(const Register& law, hir::DefId instrument, const Path& provision);

}  // namespace phep::law
