// The parts of a hover, by what is under the pointer. Private to this room.
#pragma once

#include "compiler/explain/speech.h"
#include "lsp/ide/hover.h"
#include "lsp/ide/law_view.h"

namespace phep::ide {

// A provision: what holds it, what the outline says of it, its force, who changed it, who cites it.
std::optional<Hover> hover_provision(workspace::Workspace& workspace, FileId file, Span span,
                                     hir::DefId instrument, const Citation& citation,
                                     const Saying& saying, const std::atomic<bool>& stop);

// A date or a moment as it is written: its weekday, and whether it is worked on.
std::optional<Hover> hover_day(workspace::Workspace& workspace, FileId file, std::uint32_t offset,
                               const Saying& saying);

// A counted term: how it runs, by which law.
std::optional<Hover> hover_term(workspace::Workspace& workspace, FileId file, std::uint32_t offset,
                                const Saying& saying);

// "từ 2026-01-01 đến trước 2027-01-01", "from 2026-01-01"; of several intervals, by `;`.
std::string force_words(const std::vector<hir::ForceInterval>& intervals,
                        const explain::Speech& speech);
std::string standing_words(Standing standing, const explain::Speech& speech);

}  // namespace phep::ide
