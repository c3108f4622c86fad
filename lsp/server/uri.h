// URIs of documents and the paths that the workspace knows them by.
//
// A path is absolute, with `/`, in NFC, a drive letter small ("c:/x"), so that one file has one
// path however it was spelled. Documents without a file keep their URI as their path
// ("untitled:/Untitled-1"), and so do the library's ("phep:vn/pdpl/breach.phep").
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace phep::server {

// Nothing: the text is no URI.
std::optional<std::string> path_of_uri(std::string_view uri);

// As VS Code spells it: everything but letters, digits and `-._~/` in percents.
std::string uri_of_path(std::string_view path);

// True for paths that stand for a file on a disk of this machine: a path with a host ("//host/x")
// is never opened, since Windows would send the user's credentials there.
bool is_on_disk(std::string_view path);

}  // namespace phep::server
