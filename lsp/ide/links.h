// What leads out of a text: citations to the pages of their provisions or to where the law was
// read, `use` lines to files, addresses as they are.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/workspace/workspace.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace phep::ide {

enum class LinkKind : std::uint8_t { Citation, Import, Address };

struct Link {
  LinkKind kind;
  Span span;
};
std::vector<Link> links(workspace::Workspace& workspace, FileId file);

// Where a link leads; what its kind does not have is empty.
struct Destination {
  std::string address;  // "law:/…" of a citation; as written of an Address
  std::string url;      // where the instrument was read, if one of its sources says so
  FileId file;          // of an Import
  std::string words;    // what is there
};
std::optional<Destination> destination(workspace::Workspace& workspace, FileId file,
                                       std::uint32_t offset, Language language);

// "https://…" with a host, and nothing that does not belong into an address.
bool is_well_formed(std::string_view url);

}  // namespace phep::ide
