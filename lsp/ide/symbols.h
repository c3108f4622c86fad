// From a place in a text to what is named there, and back to where it was declared.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/workspace/workspace.h"

#include <atomic>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace phep::ide {

// The name at a place; the narrowest one, also where the place stands just behind it.
std::optional<hir::Occurrence> name_at(workspace::Workspace& workspace, FileId file,
                                       std::uint32_t offset);

// The citation at a place: of the narrowest span.
const hir::Mention* mention_at(const hir::Module& module, std::uint32_t offset);

// The definition that a symbol is, or is a part of; null for a local.
const hir::Def* definition_of(workspace::Workspace& workspace, const hir::Symbol& symbol);

// Where the symbol gets its name; nothing if no text does.
std::optional<Span> declared_at(workspace::Workspace& workspace, const hir::Symbol& symbol);

// A label in the language, or in the other one if it has none.
const std::string& words_in(const hir::Label& label, Language language);

// Where a symbol may be named: the files, and for what the library declares the library too; by
// path. Nothing where `stop` was set.
std::vector<FileId> where_named(workspace::Workspace& workspace, const hir::Symbol& symbol,
                                std::span<const FileId> files, const std::atomic<bool>& stop);

// A type as an author would write it.
std::string type_words(workspace::Workspace& workspace, hir::TypeId type);

}  // namespace phep::ide
