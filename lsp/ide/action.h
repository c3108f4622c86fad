// What may be done at a place: fixes that diagnostics carry, letting a warning stand, and steps
// that keep the meaning.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/workspace/workspace.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace phep::ide {

enum class ActionKind : std::uint8_t {
  QuickFix,
  Allow,
  FixAll,
  Extract,
  AddTest,
  Rewrite,
  Inline,
  Normalise
};

struct Action {
  ActionKind kind;
  Argument title;
  // Whose fix it is: its place in what is told of the file.
  std::optional<std::size_t> diagnostic;
  bool preferred = false;  // cannot change what a correct program means
  std::vector<Edit> edits;
};

// For a stretch of the file, or a place of no length. `told`: what is wrong in the file, by
// checking and by what takes longer; `today` is where an allowance starts to be counted from.
std::vector<Action> actions(workspace::Workspace& workspace, FileId file,
                            const DiagnosticList& told, Span at, std::int32_t today);

// ---- mend.cpp, private to this room ------------------------------------------------------------

// A fix that the diagnostic does not carry with it, because it needs more than its place.
std::optional<Action> mend(workspace::Workspace& workspace, FileId file, const Diagnostic& item);

// ---- rewrite.cpp, private to this room ---------------------------------------------------------

// Steps at a place that no diagnostic asks for.
std::vector<Action> rewrites(workspace::Workspace& workspace, Span at);

// ---- replacement.cpp, private to this room -----------------------------------------------------

// What may be done where a provision is cited that another came in place of: cite that one, or keep
// the case for the old text and begin one for the new.
std::vector<Action> after_replacement(workspace::Workspace& workspace, Span at);

// ---- refactor.cpp, private to this room --------------------------------------------------------

// A test of the rule or norm around the place, with its facts to be filled in.
std::optional<Action> add_test(workspace::Workspace& workspace, FileId file, std::uint32_t offset,
                               std::int32_t today);
// The condition that is exactly this stretch, as a rule of its own.
std::optional<Action> extract_condition(workspace::Workspace& workspace, FileId file, Span at);

// The definition whose declaration holds the place; null if none does.
const hir::Def* definition_around(const hir::Module& module, std::uint32_t offset);

}  // namespace phep::ide
