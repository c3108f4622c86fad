// What a module means, as text: where two of them differ, so does something that was checked.
#pragma once

#include "compiler/workspace/workspace.h"

#include <string>

namespace phep::tests {

// Definitions, tests, occurrences, citations, tables of names and all places of a file.
std::string meaning(workspace::Workspace& workspace, FileId file);

// A module beside the file that asks its rules and norms.
std::string importer_of(workspace::Workspace& workspace, FileId file);

}  // namespace phep::tests
