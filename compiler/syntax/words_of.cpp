#include "compiler/syntax/prepare.h"
#include "compiler/syntax/reports.h"
#include "compiler/syntax/tokens.h"

namespace phep::syntax {

std::vector<Token> words_of(std::string_view text, SourceForm form) {
  Reports reports;
  const Prepared source = prepare({}, text, form, reports);
  if (!source.readable) {
    const auto end = static_cast<std::uint32_t>(text.size());
    return {{TokenKind::End, end, end}};
  }
  std::vector<Token> words = scan(source.text);
  for (Token& word : words) {
    word.begin = source.positions.source(word.begin);
    word.end = source.positions.source(word.end);
  }
  return words;
}

}  // namespace phep::syntax
