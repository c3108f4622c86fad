// Text of one file → its syntax tree. Never fails: what cannot be read becomes Missing nodes and
// diagnostics.
#pragma once

#include "compiler/base/interner.h"
#include "compiler/base/span.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/ast.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace phep::syntax {

struct Kept;

// Plain: the whole text is the program. Literate: Markdown, whose fenced ```phep blocks are the
// program; spans still point into the Markdown.
enum class SourceForm { Plain, Literate };

// Literate for paths that end in ".phep.md", else Plain.
SourceForm form_of(std::string_view path);

struct Parsed {
  ast::Module module;
  DiagnosticList diagnostics;   // sorted by place
  std::uint64_t surface = 0;    // equal while the words that other modules see are
  std::uint64_t interface = 0;  // … that declarations of the file see of each other
};

inline constexpr std::size_t kMaxSourceBytes = std::size_t{16} << 20U;
inline constexpr std::size_t kMaxDiagnostics = 100;

// Nesting of brackets, and depth of any expression tree. What makes every later recursive pass
// safe: raising it means measuring the stacks of all of them.
inline constexpr int kMaxDepth = 256;

// WithoutTests leaves out tests, test tables and properties, as if they were comments: for law that
// somebody else has tested.
enum class Extent { Whole, WithoutTests };

// Reads one file. `text` is whatever bytes the file holds; spans are byte offsets into it, also
// where the text is not NFC. Total: any bytes give a module and, if anything is wrong, diagnostics
// (at most kMaxDiagnostics).
Parsed parse(FileId file, std::string_view text, Interner& names,
             SourceForm form = SourceForm::Plain, Extent extent = Extent::Whole);

// A file that was read up to where names are needed. Texts of any threads may be drafted at once;
// what `finish` gives is what `parse` would have given.
class Draft {
 public:
  Draft(FileId file, std::string_view text, SourceForm form, Extent extent);
  ~Draft();
  Draft(Draft&&) noexcept;
  Draft& operator=(Draft&&) = delete;

  // Once. `keep` receives what reading the next text of the file in part needs.
  Parsed finish(Interner& names) &&;
  Parsed finish(Interner& names, Kept& keep) &&;

 private:
  struct Unnamed;
  std::unique_ptr<Unnamed> unnamed_;
};

}  // namespace phep::syntax
