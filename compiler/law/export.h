// The law as data for other programs: every instrument, norm, rule and sanction as one JSON
// document.
//
// The document is described in grammar/REFERENCE.md §16.14; keys are only ever added.
#pragma once

#include "compiler/law/pages.h"
#include "compiler/syntax/ast.h"

#include <map>

namespace phep::law {

// `trees` are the parsed modules of `law`: clauses are given in the words that they were written
// in.
Json export_law(const Register& law, const std::map<FileId, const ast::Module*>& trees);

}  // namespace phep::law
