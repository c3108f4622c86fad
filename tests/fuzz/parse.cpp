// Lexer and parser: any bytes give a whole tree whose places lie in the text, the same one twice.
#include "compiler/syntax/parse.h"

#include "compiler/syntax/moved.h"
#include "compiler/syntax/print.h"
#include "compiler/syntax/tokens.h"
#include "tests/fuzz/shared/places.h"
#include "tests/fuzz/shared/target.h"

#include <algorithm>

namespace {

using namespace phep;
using fuzz::holds;

void good_words(std::string_view text, syntax::SourceForm form) {
  std::uint32_t at = 0;
  const auto words = syntax::words_of(text, form);
  holds(!words.empty() && words.back().kind == syntax::TokenKind::End, "the last word is the end");
  for (const syntax::Token& word : words) {
    holds(at <= word.begin && word.begin <= word.end && word.end <= text.size(),
          "words stand one after another");
    holds(word.kind == syntax::TokenKind::End || word.begin < word.end, "no word is empty");
    at = word.end;
  }
}

}  // namespace

PHEP_FUZZ_TARGET {
  const std::string text(fuzz::text_of(data, size));
  const auto form =
      text.contains("```phep") ? syntax::SourceForm::Literate : syntax::SourceForm::Plain;
  SourceMap sources;
  const FileId file = sources.add("fuzz.phep", text);
  good_words(text, form);

  Interner names;
  const syntax::Parsed parsed = syntax::parse(file, text, names, form);
  holds(parsed.diagnostics.items().size() <= syntax::kMaxDiagnostics,
        "no more is said than a person reads");
  fuzz::good_diagnostics(parsed.diagnostics, sources);
  for (const Span span : syntax::places_of(parsed.module))
    holds(!span.file.exists() || (span.begin <= span.end && span.end <= text.size()),
          "a node stands in the text");
  const std::string tree = syntax::print(parsed.module, names);

  Interner other;
  const syntax::Parsed again = syntax::parse(file, text, other, form);
  holds(syntax::print(again.module, other) == tree && again.surface == parsed.surface &&
            again.interface == parsed.interface,
        "the same text is the same tree");

  const bool whole = parsed.diagnostics.empty();
  fuzz::plant(1, std::ranges::any_of(parsed.diagnostics.items(),
                                     [](const Diagnostic& one) { return one.row->code == 1008; }));
  fuzz::plant(2, whole && form == syntax::SourceForm::Literate && tree.size() > 40);
  fuzz::plant(3, whole && tree.contains("(and ") && tree.contains("(or ") &&
                     tree.contains("(not ") && parsed.module.decls.size() == 1);
  return 0;
}
