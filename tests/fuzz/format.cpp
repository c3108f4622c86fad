// The formatter: what it writes reads as the same tree and formats to itself, in either language.
#include "compiler/syntax/format.h"

#include "compiler/syntax/parse.h"
#include "compiler/syntax/print.h"
#include "compiler/syntax/tokens.h"
#include "tests/fuzz/shared/target.h"

#include <algorithm>

namespace {

using namespace phep;
using fuzz::holds;

constexpr FileId kFile{0};

std::size_t comments_in(std::string_view text, syntax::SourceForm form) {
  return static_cast<std::size_t>(std::ranges::count(
      syntax::words_of(text, form), syntax::TokenKind::COMMENT, &syntax::Token::kind));
}

}  // namespace

PHEP_FUZZ_TARGET {
  const std::string_view text = fuzz::text_of(data, size);
  const auto form =
      text.contains("```phep") ? syntax::SourceForm::Literate : syntax::SourceForm::Plain;
  Interner names;
  const syntax::Parsed parsed = syntax::parse(kFile, text, names, form);
  const bool whole = !parsed.diagnostics.has_errors();
  const std::string tree = syntax::print(parsed.module, names);
  for (const auto keywords : {syntax::KeywordLanguage::Keep, syntax::KeywordLanguage::Vietnamese,
                              syntax::KeywordLanguage::English}) {
    const syntax::FormatOptions options{keywords, form};
    const syntax::Formatted once = syntax::format(kFile, text, options);
    if (!whole) {
      holds(once.text == text, "what cannot be read stays as it is");
      holds(once.diagnostics.has_errors(), "who formats is told why nothing was done");
      return 0;
    }
    Interner other;
    const syntax::Parsed read = syntax::parse(kFile, once.text, other, form);
    if (syntax::print(read.module, other) != tree) {
      std::fprintf(stderr, "%s\n----\n%s\n----\n%s\n", once.text.c_str(), tree.c_str(),
                   syntax::print(read.module, other).c_str());
      fuzz::broken("what is formatted reads as the same tree");
    }
    const syntax::Formatted twice = syntax::format(kFile, once.text, options);
    if (twice.text != once.text) {
      std::fprintf(stderr, "once:\n%s\ntwice:\n%s\n", once.text.c_str(), twice.text.c_str());
      fuzz::broken("what is formatted formats to itself");
    }
    holds(comments_in(once.text, form) == comments_in(text, form), "comments are kept");
    if (keywords != syntax::KeywordLanguage::Vietnamese) continue;
    fuzz::plant(2, once.text.contains("quy tắc") && once.text.contains("#") && text.size() < 120);
    fuzz::plant(3, once.text.contains("bảng") && once.text.contains("ngoại lệ"));
  }
  fuzz::plant(1, whole && comments_in(text, form) >= 3 && !parsed.module.decls.empty());
  return 0;
}
