#include "compiler/syntax/parse.h"

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

Parsed parse(FileId file, std::string_view text, Interner& names, SourceForm form) {
  Kept kept;
  return read_whole(file, text, names, form, kept);
}

std::unique_ptr<Cst> tree_of(const Kept& kept, const PositionMap& positions, Reports& reports,
                             const Stretch* stretch) {
  try {
    if (stretch != nullptr)
      return std::make_unique<Cst>(kept.text, kept.words, positions, reports, *stretch);
    return std::make_unique<Cst>(kept.text, kept.words, positions, reports);
  } catch (const antlr4::ParseCancellationException&) {
    return nullptr;  // reported where it happened
  }
}

Parsed read_whole(FileId file, std::string_view text, Interner& names, SourceForm form,
                  Kept& kept) {
  kept = {};
  Reports reports;
  Parsed out;
  out.module.file = file;
  Prepared source = prepare(file, text, form, reports);
  if (source.readable) {
    kept.text = std::move(source.text);
    kept.tokens = scan(kept.text);
    const std::size_t said = reports.size();
    kept.words = sift(kept.text, kept.tokens, source.positions, reports, kept.docs);
    kept.of_words.assign(reports.items().begin() + static_cast<std::ptrdiff_t>(said),
                         reports.items().end());
    kept.pieces.resize(1);
    if (!nests_too_deep(kept.words, source.positions, reports)) {
      Builder builder(file, kept.text, kept.words, kept.docs, source.positions, names, reports);
      const std::size_t before = reports.size();
      // Where it nests too deep the module stays as empty as the text was unreadable.
      if (const auto cst = tree_of(kept, source.positions, reports, nullptr)) {
        kept.pieces = build_pieces(*cst, true, builder, reports, before, reports);
        kept.whole_next = !source.plain || reports.size() + 1 >= kMaxDiagnostics;
      }
      out.module = std::move(builder).finish();
    }
    for (std::size_t i = 0; i < kept.pieces.size(); ++i) {
      const std::uint32_t begin = kept.pieces[i].begin;
      kept.pieces[i].surface = surface_of(
          out.module, kept.pieces[i].made, kept.text,
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
  return out;
}

}  // namespace phep::syntax
