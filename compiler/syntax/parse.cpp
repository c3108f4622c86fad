#include "compiler/syntax/parse.h"

#include "compiler/base/out_of_memory.h"
#include "compiler/syntax/builder.h"
#include "compiler/syntax/cst.h"
#include "compiler/syntax/pieces.h"
#include "compiler/syntax/prepare.h"
#include "compiler/syntax/reports.h"
#include "compiler/syntax/surface.h"
#include "compiler/syntax/tokens.h"

#include <algorithm>

namespace phep::syntax {

SourceForm form_of(std::string_view path) {
  return path.ends_with(".phep.md") ? SourceForm::Literate : SourceForm::Plain;
}

std::unique_ptr<Cst> tree_of(const Kept& kept, const PositionMap& positions, Reports& reports,
                             const Stretch* stretch) {
  // What throws in ANTLR keeps the lock of its tables, for which another thread may wait.
  const EndsWithoutMemory no_way_back;
  try {
    if (stretch != nullptr)
      return std::make_unique<Cst>(kept.text, kept.words, positions, reports, *stretch);
    return std::make_unique<Cst>(kept.text, kept.words, positions, reports);
  } catch (const antlr4::ParseCancellationException&) {
    return nullptr;  // reported where it happened
  }
}

// What reading leaves behind before any name is known. It stays where it is: tree and reports
// refer to each other.
struct Draft::Unnamed {
  Unnamed(FileId read, SourceForm read_as, std::string_view text)
      : file(read), source(prepare(read, text, read_as, reports)) {}

  FileId file;
  Reports reports;
  Prepared source;
  Kept kept;
  bool nests = false;  // not deeper than may be read
  std::size_t said_before_tree = 0;
  std::unique_ptr<Cst> cst;  // null where it nests too deep
};

Draft::Draft(FileId file, std::string_view text, SourceForm form, Extent extent)
    : unnamed_(std::make_unique<Unnamed>(file, form, text)) {
  auto& [id, reports, source, kept, nests, said_before_tree, cst] = *unnamed_;
  if (!source.readable) return;
  kept.text = std::move(source.text);
  kept.tokens = scan(kept.text);
  const std::size_t said = reports.size();
  kept.words = sift(kept.text, kept.tokens, source.positions, reports, kept.docs);
  if (extent == Extent::WithoutTests) leave_out_tests(kept.words, kept.docs);
  kept.of_words.assign(reports.items().begin() + static_cast<std::ptrdiff_t>(said),
                       reports.items().end());
  nests = !nests_too_deep(kept.words, source.positions, reports);
  said_before_tree = reports.size();
  if (nests) cst = tree_of(kept, source.positions, reports, nullptr);
}

Draft::~Draft() = default;
Draft::Draft(Draft&&) noexcept = default;

Parsed Draft::finish(Interner& names) && {
  Kept kept;
  return std::move(*this).finish(names, kept);
}

Parsed Draft::finish(Interner& names, Kept& keep) && {
  auto& [file, reports, source, kept, nests, said_before_tree, cst] = *unnamed_;
  Parsed out;
  out.module.file = file;
  if (source.readable) {
    kept.pieces.resize(1);
    if (nests) {
      Builder builder(file, kept.text, kept.words, kept.docs, source.positions, names, reports);
      // Where it nests too deep the module stays as empty as the text was unreadable.
      if (cst != nullptr) {
        kept.pieces = build_pieces(*cst, true, builder, reports, said_before_tree, reports);
        if (keep.notes_roles) note_roles(kept.pieces, *cst, kept.words);
        kept.whole_next = !source.plain || reports.size() + 1 >= kMaxDiagnostics;
      }
      out.module = std::move(builder).finish();
    }
    for (std::size_t i = 0; i < kept.pieces.size(); ++i) {
      const std::uint32_t begin = kept.pieces[i].begin;
      kept.pieces[i].surface = surface_of(
          out.module, kept.pieces[i], kept.text,
          std::span(kept.words).subspan(begin, end_of(kept, i) - begin), source.positions);
    }
    const Surface surface = surface_of(kept.pieces);
    out.surface = surface.whole;
    out.interface = surface.without_labels;
  }
  out.diagnostics = std::move(reports).take();
  const auto too_deep = [](const Diagnostic& one) { return one.row == &diag::TooDeep.row; };
  // It is told of once a file, wherever it comes first.
  if (std::ranges::any_of(out.diagnostics.items(), too_deep)) kept.whole_next = true;
  cst.reset();  // its words are about to move
  kept.notes_roles = keep.notes_roles;
  keep = std::move(kept);
  return out;
}

Parsed parse(FileId file, std::string_view text, Interner& names, SourceForm form, Extent extent) {
  return Draft(file, text, form, extent).finish(names);
}

Parsed read_whole(FileId file, std::string_view text, Interner& names, SourceForm form,
                  Kept& kept) {
  return Draft(file, text, form, Extent::Whole).finish(names, kept);
}

}  // namespace phep::syntax
