// The library of law: the modules that are embedded in phep, or those of a folder given instead.
#pragma once

#include <string>
#include <vector>

namespace phep::workspace {

// One module's source. `path` is relative to the library's root: "vn/pdpl/breach.phep".
struct LibraryFile {
  std::string path;
  std::string text;
};

struct Library {
  std::vector<LibraryFile> files;  // sorted by path
  std::string root;                // shown before a path: "phep:" when embedded, else the folder
};

// The name of the module that lies at a path below its root: "vn/pdpl/breach.phep" →
// vn.pdpl.breach.
std::string module_of_path(std::string path);

// The library built into this binary.
Library embedded_library();

// SHA-256 over paths and texts, as 64 hex digits: what `phep version` shows and a lock file may
// pin.
std::string library_hash(const Library& library);

}  // namespace phep::workspace
