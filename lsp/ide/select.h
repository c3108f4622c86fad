// What grows around a place: word, term, condition, clause, exception, declaration, file.
#pragma once

#include "compiler/workspace/workspace.h"

#include <cstdint>
#include <vector>

namespace phep::ide {

// From the narrowest to the whole file; each lies within the next and is smaller.
std::vector<Span> selections(workspace::Workspace& workspace, FileId file, std::uint32_t offset);

}  // namespace phep::ide
