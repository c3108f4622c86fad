// From a name to its declaration, and from a declaration to all its names; from a citation to its
// provision, and from a provision to all that cites it.
#pragma once

#include "compiler/workspace/workspace.h"

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace phep::ide {

// `at` is what leads away, for editors that underline it.
struct Target {
  Span at;
  Span name;                 // of the declaration
  Span whole;                // the declaration itself
  std::string address = {};  // of a provision's page; else empty
};

// A name to its declaration; a module's name to its file; a citation to the row of the outline that
// lists it, with the address of its page.
std::vector<Target> definition(workspace::Workspace& workspace, FileId file, std::uint32_t offset);

// A name to the declaration of its type, through lists and options.
std::vector<Target> type_definition(workspace::Workspace& workspace, FileId file,
                                    std::uint32_t offset);

// A citation, a row of an outline or an instrument to the norms and rules that encode it; a norm or
// rule to the special law that adds to it; an action or party to the norms about it.
std::vector<Target> implementation(workspace::Workspace& workspace, FileId file,
                                   std::uint32_t offset, std::span<const FileId> files,
                                   const std::atomic<bool>& stop);

// Every place in `files` that names what is named at the place, by file and place. Of a citation or
// a row of an outline: every place in `files` and the library that cites the provision or a part of
// it, comments included. Ends early, with less, when `stop` is set.
std::vector<Span> references(workspace::Workspace& workspace, FileId file, std::uint32_t offset,
                             bool declaration, std::span<const FileId> files,
                             const std::atomic<bool>& stop);

}  // namespace phep::ide
