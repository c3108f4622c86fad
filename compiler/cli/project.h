// The project around a folder: where its phep.json stands.
#pragma once

#include "compiler/cli/session.h"

#include <optional>
#include <string>
#include <vector>

namespace phep::cli {

// The nearest folder at or above the current one that holds a phep.json, as a path from here ("."
// for the current folder); none if there is none.
std::optional<std::string> enclosing_project();

// The nearest folder at or above a file or folder that holds a phep.json, as a path from here.
std::optional<std::string> project_around(const std::string& path);

// Every module to look law up in: those of the given paths, else of the enclosing project if there
// is one, and those of the library, unless the project is the library itself. Failures are printed.
std::optional<std::vector<FileId>> open_everything(Session& session,
                                                   const std::vector<std::string>& paths);

}  // namespace phep::cli
