#include "lsp/ide/case_text.h"

#include <algorithm>

namespace phep::ide {
namespace {

using syntax::Token;
using syntax::TokenKind;

bool begins_case(TokenKind kind) {
  return kind == TokenKind::KW_CASE || kind == TokenKind::KW_EXCEPT;
}

std::size_t line_of(std::string_view text, std::size_t offset) {
  const auto before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  return before == std::string_view::npos ? 0 : before + 1;
}

std::size_t next_line(std::string_view text, std::size_t offset) {
  const auto end = text.find('\n', offset);
  return end == std::string_view::npos ? text.size() : end + 1;
}

}  // namespace

std::optional<Span> case_at(std::string_view text, const std::vector<Token>& words, Span at) {
  auto from = static_cast<std::size_t>(
      std::ranges::upper_bound(words, at.begin, {}, &Token::begin) - words.begin());
  // Back to the word that begins it; what opens before that is around it.
  int closed = 0;
  while (from-- > 0) {
    const TokenKind kind = words[from].kind;
    if (kind == TokenKind::RBRACE) ++closed;
    if (kind == TokenKind::LBRACE && closed-- == 0) return std::nullopt;
    if (closed == 0 && begins_case(kind)) break;
  }
  if (from >= words.size()) return std::nullopt;
  int depth = 0;
  std::size_t past = from + 1;
  for (; past < words.size(); ++past) {
    const TokenKind kind = words[past].kind;
    if (kind == TokenKind::End) break;
    if (kind == TokenKind::LBRACE) ++depth;
    if (kind == TokenKind::RBRACE && depth-- == 0) break;
    const bool next = begins_case(kind) || kind == TokenKind::DOC || kind == TokenKind::COMMENT;
    if (depth == 0 && next) break;
  }
  if (at.begin > words[past - 1].end) return std::nullopt;
  const std::uint32_t begin = words[from].begin;
  const auto line = static_cast<std::uint32_t>(line_of(text, begin));
  const bool own_line =
      text.substr(line, begin - line).find_first_not_of(" \t") == std::string_view::npos;
  const auto after = static_cast<std::uint32_t>(next_line(text, words[past - 1].end));
  const bool alone = own_line && words[past].begin >= after;
  return alone ? Span{at.file, line, after} : Span{at.file, begin, words[past].begin};
}

}  // namespace phep::ide
