#include "compiler/syntax/parse.h"

#include "compiler/syntax/builder.h"
#include "compiler/syntax/cst.h"
#include "compiler/syntax/prepare.h"
#include "compiler/syntax/reports.h"
#include "compiler/syntax/surface.h"
#include "compiler/syntax/tokens.h"

namespace phep::syntax {

SourceForm form_of(std::string_view path) {
  return path.ends_with(".phep.md") ? SourceForm::Literate : SourceForm::Plain;
}

Parsed parse(FileId file, std::string_view text, Interner& names, SourceForm form) {
  Reports reports;
  const Prepared source = prepare(file, text, form, reports);
  Parsed out;
  out.module.file = file;
  if (source.readable) {
    std::vector<Token> docs;
    const std::vector<Token> tokens = scan(source.text);
    const std::vector<Word> words = sift(source.text, tokens, source.positions, reports, docs);
    if (!nests_too_deep(words, source.positions, reports)) {
      Builder builder(file, source.text, words, docs, source.positions, names, reports);
      try {
        const Cst cst(source.text, words, source.positions, reports);
        builder.file(cst.tree());
      } catch (const antlr4::ParseCancellationException&) {
        // Reported where it happened; the module stays as empty as the text was unreadable.
      }
      out.module = std::move(builder).finish();
    }
    out.surface = surface_of(out.module, source.text, tokens, source.positions);
  }
  out.diagnostics = std::move(reports).take();
  return out;
}

}  // namespace phep::syntax
