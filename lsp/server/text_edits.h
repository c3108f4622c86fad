// Edits that turn a laid-out text into another layout of it.
#pragma once

#include "lsp/server/documents.h"

#include <optional>
#include <string_view>

namespace phep::server {

// One edit a line that differs, blank lines that come and go included; only those that touch the
// lines of `within`, if it is given.
Json edits_between(const Document& document, std::string_view after, Encoding encoding,
                   const std::optional<std::pair<Position, Position>>& within = std::nullopt);

}  // namespace phep::server
