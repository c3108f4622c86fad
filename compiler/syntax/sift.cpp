#include "compiler/base/text.h"
#include "compiler/diagnostics/kinds/syntax.h"
#include "compiler/syntax/cst.h"

#include <algorithm>
#include <string>

namespace phep::syntax {
namespace {

// "3.000.000" → "3_000_000".
std::string underscored(std::string_view text) {
  std::string out(text);
  std::ranges::replace(out, '.', '_');
  return out;
}

Argument shown(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  std::string out = visible(text);
  if (out.size() > kLongest) {
    std::size_t end = kLongest;
    while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0U) == 0x80) --end;
    out = out.substr(0, end) + "…";
  }
  return {out};
}

void report_bad(const Token& token, std::string_view word, Span span, Reports& reports);
void report_look_alikes(std::string_view word, Span span, Reports& reports);

// What a wrong word stands for in the grammar; End if it is better left out.
TokenKind meant(TokenKind bad) {
  switch (bad) {
    case TokenKind::BAD_CITATION: return TokenKind::CITATION;
    case TokenKind::BAD_STRING:
    case TokenKind::BAD_QUOTE: return TokenKind::STRING;
    case TokenKind::BAD_DATE: return TokenKind::DATE;
    case TokenKind::BAD_INSTANT: return TokenKind::INSTANT;
    case TokenKind::BAD_NUMBER: return TokenKind::INT;
    case TokenKind::BAD_WORD: return TokenKind::IDENT;
    default: return TokenKind::End;
  }
}

bool is_bad(TokenKind kind) {
  return kind >= TokenKind::BAD_CITATION && kind <= TokenKind::BAD_CHARACTER;
}

}  // namespace

std::vector<Word> sift(std::string_view text, std::span<const Token> tokens,
                       const PositionMap& positions, Reports& reports, std::vector<Token>& docs,
                       const Word* before) {
  std::vector<Word> words;
  words.reserve(tokens.size());
  std::uint32_t line = before == nullptr ? 0 : before->line;
  std::uint32_t line_begin = before == nullptr ? 0 : before->begin - before->column;
  std::size_t line_break = text.find('\n', before == nullptr ? 0 : before->begin);
  std::uint32_t last_line = before == nullptr ? ~std::uint32_t{0} : line;
  for (const Token& token : tokens) {
    for (; line_break < token.begin; line_break = text.find('\n', line_break + 1)) {
      ++line;
      line_begin = static_cast<std::uint32_t>(line_break) + 1;
    }
    const std::string_view word = text.substr(token.begin, token.end - token.begin);
    if (token.kind == TokenKind::DOC) docs.push_back(token);
    if (token.kind == TokenKind::DOC || token.kind == TokenKind::COMMENT) continue;
    const bool bad = is_bad(token.kind);
    const Span span = positions.span(token.begin, token.end);
    if (bad) report_bad(token, word, span, reports);
    if (token.kind == TokenKind::IDENT) report_look_alikes(word, span, reports);
    const TokenKind kind = bad ? meant(token.kind) : token.kind;
    if (bad && kind == TokenKind::End) continue;
    words.push_back(
        {kind, token.begin, token.end, line, token.begin - line_begin, line != last_line, bad});
    last_line = line;
  }
  return words;
}

bool nests_too_deep(const std::vector<Word>& words, const PositionMap& positions,
                    Reports& reports) {
  int depth = 0;
  for (const Word& word : words) {
    switch (word.kind) {
      case TokenKind::LBRACE:
      case TokenKind::LPAREN:
      case TokenKind::LBRACKET:
        if (++depth > kMaxDepth) {
          reports.report(diag::TooDeep, positions.span(word.begin, word.end),
                         std::int64_t{kMaxDepth});
          return true;
        }
        break;
      case TokenKind::RBRACE:
      case TokenKind::RPAREN:
      case TokenKind::RBRACKET: depth = std::max(0, depth - 1); break;
      default: break;
    }
  }
  return false;
}

namespace {

void report_bad(const Token& token, std::string_view word, Span span, Reports& reports) {
  switch (token.kind) {
    case TokenKind::BAD_CITATION: reports.report(diag::MalformedCitation, span, word); return;
    case TokenKind::BAD_STRING: reports.report(diag::UnterminatedText, span); return;
    case TokenKind::BAD_QUOTE: {
      Diagnostic& told = reports.report(diag::CurlyQuotes, span);
      const bool whole = word.starts_with("“") && word.ends_with("”");
      const std::string_view inside = whole ? word.substr(3, word.size() - 6) : word;
      if (whole && inside.find_first_of("\"\\") == std::string_view::npos)
        told.fix(FixGrade::Guess, {"dùng dấu ngoặc kép thẳng", "use straight quotes"},
                 {{span, '"' + std::string(inside) + '"'}});
      return;
    }
    case TokenKind::BAD_DATE: reports.report(diag::MalformedDate, span, word); return;
    case TokenKind::BAD_INSTANT: {
      const std::string_view clock = word.substr(word.find('T') + 1);
      const bool only_offset = !clock.empty() && clock.find_first_of("Z+-") == clock.npos;
      if (only_offset)
        reports.report(diag::InstantWithoutOffset, span, word)
            .fix(FixGrade::Guess, {"thêm `+07:00`", "add `+07:00`"},
                 {{span, std::string(word) + "+07:00"}});
      else
        reports.report(diag::MalformedInstant, span, word);
      return;
    }
    case TokenKind::BAD_NUMBER:
      reports.report(diag::DottedNumber, span, word)
          .fix(FixGrade::Guess,
               {"viết `" + underscored(word) + "`", "write `" + underscored(word) + "`"},
               {{span, underscored(word)}});
      return;
    case TokenKind::BAD_WORD: reports.report(diag::NameBeginsWithDigit, span, shown(word)); return;
    case TokenKind::BAD_COMMENT: reports.report(diag::BlockComment, span); return;
    default: reports.report(diag::StrayCharacter, span, "`" + visible(word) + "`"); return;
  }
}

// Eth for đ, and words whose Latin letters are mixed with Greek or Cyrillic ones.
void report_look_alikes(std::string_view word, Span span, Reports& reports) {
  if (std::ranges::all_of(word, [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
    return;
  std::string repaired(word);
  std::string found;
  struct Pair {
    std::string_view wrong, right, name;
  };
  static constexpr Pair kPairs[] = {{"Ð", "Đ", "Ð (U+00D0)"},
                                    {"ð", "đ", "ð (U+00F0)"},
                                    {"Ɖ", "Đ", "Ɖ (U+0189)"},
                                    {"ɖ", "đ", "ɖ (U+0256)"}};
  for (const Pair& pair : kPairs)
    for (auto at = repaired.find(pair.wrong); at != std::string::npos;
         at = repaired.find(pair.wrong)) {
      repaired.replace(at, pair.wrong.size(), pair.right);
      found = pair.name;
    }
  if (!found.empty())
    reports.report(diag::LookAlikeLetter, span, word, found)
        .fix(FixGrade::Guess, {"viết `" + repaired + "`", "write `" + repaired + "`"},
             {{span, repaired}});
  bool latin = false;
  bool other = false;
  for (std::size_t at = 0; at < word.size(); ++at) {
    const auto byte = static_cast<unsigned char>(word[at]);
    latin = latin || (byte < 0x80 && ((byte | 0x20U) >= 'a' && (byte | 0x20U) <= 'z'));
    // U+0370..U+052F, Greek and Cyrillic, in UTF-8.
    other = other || (byte >= 0xCD && byte <= 0xD4 &&
                      !(byte == 0xCD && at + 1 < word.size() &&
                        static_cast<unsigned char>(word[at + 1]) < 0xB0));
  }
  if (latin && other) reports.report(diag::MixedScripts, span, word);
}

}  // namespace
}  // namespace phep::syntax
