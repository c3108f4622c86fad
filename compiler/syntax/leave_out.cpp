// Law without its tests.
#include "compiler/syntax/pieces.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace phep::syntax {
namespace {

bool opens(TokenKind kind) {
  return kind == TokenKind::LBRACE || kind == TokenKind::LPAREN || kind == TokenKind::LBRACKET;
}
bool closes(TokenKind kind) {
  return kind == TokenKind::RBRACE || kind == TokenKind::RPAREN || kind == TokenKind::RBRACKET;
}

// The word behind the test, table or property whose first word is `at`; `at` where none begins or
// it does not end.
std::size_t behind_test(const std::vector<Word>& words, std::size_t at) {
  const auto is = [&](std::size_t i, TokenKind kind) {
    return i < words.size() && words[i].kind == kind;
  };
  std::size_t title = at + 1;
  if (is(at, TokenKind::KW_TEST) && is(title, TokenKind::KW_TABLE)) ++title;
  const bool begins = is(at, TokenKind::KW_TEST) || is(at, TokenKind::KW_PROPERTY);
  if (!begins || !is(title, TokenKind::STRING) || !is(title + 1, TokenKind::LBRACE)) return at;
  int depth = 0;
  for (std::size_t i = title + 1; i < words.size(); ++i) {
    if (opens(words[i].kind)) ++depth;
    if (closes(words[i].kind) && --depth == 0) return i + 1;
  }
  return at;
}

}  // namespace

void leave_out_tests(std::vector<Word>& words, std::vector<Token>& docs) {
  std::vector<Word> kept;
  kept.reserve(words.size());
  std::vector<std::pair<std::uint32_t, std::uint32_t>> out;  // bytes
  int depth = 0;
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t behind = depth == 0 ? behind_test(words, at) : at;
    if (behind != at) {
      out.emplace_back(kept.empty() ? 0 : kept.back().end, words[behind - 1].end);
      at = behind;
      continue;
    }
    if (opens(words[at].kind)) ++depth;
    if (closes(words[at].kind)) --depth;
    kept.push_back(words[at++]);
  }
  words = std::move(kept);
  std::erase_if(docs, [&](const Token& doc) {
    const auto next = std::ranges::lower_bound(out, doc.begin, {},
                                               &std::pair<std::uint32_t, std::uint32_t>::second);
    return next != out.end() && next->first <= doc.begin;
  });
}

}  // namespace phep::syntax
