// Where files of cases name things of the program: facts, members, readings, what is expected.
// Private to this room.
#pragma once

#include "compiler/workspace/workspace.h"

#include <vector>

namespace phep::ide {

// Every place in the files of cases of a module that names the symbol; by file and place. What is
// wrong in such a file is passed over.
std::vector<Span> names_in_cases(workspace::Workspace& workspace, FileId module,
                                 const hir::Symbol& symbol);

}  // namespace phep::ide
