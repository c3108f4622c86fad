// The disk, as the server sees it: whole sources, by paths as uri.h spells them.
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <vector>

namespace phep::server {

// The bytes of a regular file of at most 16 MiB. A name that the disk spells otherwise composed is
// found all the same.
std::optional<std::string> read_disk(const std::string& path);

// Whether the file lies in the folder also when links are followed; what is not there lies nowhere
// else.
bool lies_in(const std::string& path, const std::string& folder);

// The path composed as the disk has it, where there is such a file: to a client two spellings are
// two files.
std::string spelled_on_disk(const std::string& path);

// True for `.phep` and `.phep.md`.
// Whether the text of a document is a module: all that is no data of the disk.
bool is_module(const std::string& path);
bool is_source(const std::string& path);

// The sources below a folder, sorted; hidden folders, `build` and `node_modules` are passed over,
// links not followed. Ends early when `stop` is set.
std::vector<std::string> sources_below(const std::string& folder, const std::atomic<bool>& stop);

}  // namespace phep::server
