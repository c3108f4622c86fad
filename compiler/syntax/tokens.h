// The words of a source text: what the parser, the formatter and editors read.
//
// The production lexer, written by hand for speed. grammar/PhepLexer.g4 is its specification, and a
// test holds the two against each other.
#pragma once

#include "compiler/syntax/parse.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace phep::syntax {

enum class TokenKind : std::uint8_t {
  End,
#define PHEP_KEYWORD(TOKEN, CLASS, EN, VI) TOKEN,
#include "compiler/syntax/keywords.def"
#undef PHEP_KEYWORD
  IDENT,
  UNDERSCORE,
  CITATION,
  STRING,
  INSTANT,
  DATE,
  MONEY,
  PERCENT,
  DECIMAL,
  INT,
  NUMLABEL,
  LBRACE,
  RBRACE,
  LPAREN,
  RPAREN,
  LBRACKET,
  RBRACKET,
  COMMA,
  COLON,
  DOTDOT,
  DOT,
  QUESTION,
  EQ,
  NE,
  LE,
  GE,
  ASSIGN,
  LT,
  GT,
  PLUS,
  MINUS,
  STAR,
  SLASH,
  BARBAR,
  PIPE,
  // Words that are wrong in a way we can name.
  BAD_CITATION,
  BAD_STRING,
  BAD_QUOTE,
  BAD_DATE,
  BAD_INSTANT,
  BAD_NUMBER,
  BAD_WORD,
  BAD_COMMENT,
  BAD_CHARACTER,
  // Not seen by the parser.
  DOC,
  COMMENT,
};

// Offsets into the text that was scanned.
struct Token {
  TokenKind kind;
  std::uint32_t begin;
  std::uint32_t end;

  friend bool operator==(const Token&, const Token&) = default;
};

// All tokens in order, comments and wrong ones included, without white space; the last is End,
// empty, at the end. Input must be NFC and well-formed UTF-8 (see prepare.h).
std::vector<Token> scan(std::string_view text);

// Where two texts differ: [begin, end) of the older one became [begin, end_now).
struct Damage {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t end_now = 0;

  // How much further on everything behind it stands.
  [[nodiscard]] std::int32_t shift() const {
    return static_cast<std::int32_t>(end_now) - static_cast<std::int32_t>(end);
  }
};

// Of a text that was scanned before: `tokens` stand in place of old[first, last); those behind are
// shifted, and otherwise as they were.
struct Rescanned {
  std::size_t first = 0;
  std::size_t last = 0;
  std::vector<Token> tokens;
};
Rescanned rescan(std::string_view text, const std::vector<Token>& old, const Damage& damage);

// All tokens of a file's bytes as they are: offsets into `text`, outside the ```phep blocks of a
// literate file nothing. Only End where the file is no UTF-8.
std::vector<Token> words_of(std::string_view text, SourceForm form);

// ---- keywords ----------------------------------------------------------------------------------

enum class KeywordClass : std::uint8_t { Reserved, Contextual };

struct Keyword {
  TokenKind kind;
  KeywordClass word_class;
  std::string_view en;  // spellings separated by '|'; the first is the one to write
  std::string_view vi;
};

// All rows of keywords.def, in its order; row i has kind i + 1.
const std::vector<Keyword>& keywords();

constexpr bool is_keyword(TokenKind kind) {
  return kind > TokenKind::End && kind < TokenKind::IDENT;
}

// The row of a keyword kind.
const Keyword& keyword(TokenKind kind);

// True for letters, marks, digits and '_': what may continue a name.
bool continues_name(char32_t point);
bool begins_name(char32_t point);

}  // namespace phep::syntax
