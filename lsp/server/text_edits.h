// Edits that turn a laid-out text into another layout of it.
#pragma once

#include "lsp/server/documents.h"

#include <span>
#include <string_view>
#include <utility>

namespace phep::server {

// One edit a line that differs, blank lines that come and go included; only those that touch the
// lines of one of the ranges `within`, if any are given. Lines are broken as the document breaks
// them.
Json edits_between(const Document& document, std::string_view layout, Encoding encoding,
                   std::span<const std::pair<Position, Position>> within = {});

}  // namespace phep::server
