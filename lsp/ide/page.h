// The pages behind addresses of law: what `phep law` shows, as a document.
#pragma once

#include "compiler/workspace/workspace.h"
#include "lsp/ide/saying.h"

#include <atomic>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace phep::ide {

// "law:/vn.instruments.pdpl.PDPL/23.1", also with `?lang=vi&on=2026-03-10&view=history` (or
// `cited-by`), which win over `saying`. Files are named by their paths within `folders`, which end
// in `/`. Nothing: there is no such instrument, or `stop` was set.
std::optional<std::string> page(workspace::Workspace& workspace, std::string_view address,
                                std::span<const FileId> files, std::span<const std::string> folders,
                                const Saying& saying, const std::atomic<bool>& stop);

}  // namespace phep::ide
