#include "compiler/base/check.h"
#include "compiler/syntax/tokens.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <utf8proc.h>

namespace phep::syntax {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

// One spelling of one keyword: its words after the first.
struct Spelling {
  std::vector<std::string> rest;
  TokenKind kind;
};

using Spellings = std::unordered_map<std::string_view, std::vector<Spelling>>;

// First word → spellings that begin with it, those of most words first.
Spellings index_keywords() {
  Spellings index;
  const auto add = [&index](std::string_view spelling, TokenKind kind) {
    std::vector<std::string_view> words;
    for (std::size_t at = 0; at <= spelling.size();) {
      const auto space = std::min(spelling.find(' ', at), spelling.size());
      words.push_back(spelling.substr(at, space - at));
      at = space + 1;
    }
    auto& same = index[words.front()];
    // `vi` is one spelling in both languages.
    if (std::ranges::any_of(same, [&](const Spelling& s) {
          return s.kind == kind && s.rest.empty() && words.size() == 1;
        }))
      return;
    same.push_back({{words.begin() + 1, words.end()}, kind});
  };
  for (const Keyword& row : keywords())
    for (std::string_view spellings : {row.en, row.vi})
      for (std::size_t at = 0; at <= spellings.size();) {
        const auto bar = std::min(spellings.find('|', at), spellings.size());
        add(spellings.substr(at, bar - at), row.kind);
        at = bar + 1;
      }
  for (auto& [word, same] : index)
    std::ranges::stable_sort(
        same, [](const Spelling& a, const Spelling& b) { return a.rest.size() > b.rest.size(); });
  return index;
}

// A point and the number of bytes it takes; 0 bytes at the end.
struct Decoded {
  char32_t point;
  std::uint32_t size;
};

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::vector<Token> run();
  // The words from `begin` on, up to one that `stop` knows: that one is left out.
  template <class Stop>
  std::vector<Token> run_from(std::size_t begin, const Stop& stop);

 private:
  void one();
  [[nodiscard]] char at(std::size_t offset) const {
    return offset < text_.size() ? text_[offset] : '\0';
  }
  [[nodiscard]] Decoded decode(std::size_t offset) const;
  [[nodiscard]] std::size_t blanks(std::size_t offset, bool over_lines) const;
  [[nodiscard]] std::size_t digits(std::size_t offset, std::size_t most = ~std::size_t{0}) const;
  [[nodiscard]] std::size_t name_end(std::size_t offset) const;
  [[nodiscard]] std::size_t part_end(std::size_t offset) const;
  [[nodiscard]] std::size_t parts_end(std::size_t offset) const;
  [[nodiscard]] std::size_t line_end(std::size_t offset) const;
  [[nodiscard]] bool currency_at(std::size_t offset) const;
  void push(TokenKind kind, std::size_t end);
  void word();
  void number();
  bool number_of_date();
  void citation(std::size_t at_sign);
  void string();
  void comment();
  void quote_or_other();
  bool punctuation();

  std::string_view text_;
  std::size_t begin_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> scan(std::string_view text) {
  return Scanner(text).run();
}

// A word is read from where it begins, without a look back, and never looks further than over seven
// words: a keyword of four words, a date of five (`quy định tạm thời`, `2026-03-`).
Rescanned rescan(std::string_view text, const std::vector<Token>& old, const Damage& damage) {
  constexpr std::size_t kLooksAhead = 8;
  Rescanned out;
  const auto touched = std::ranges::lower_bound(old, damage.begin, {}, &Token::end);
  out.first = static_cast<std::size_t>(touched - old.begin());
  out.first -= std::min(out.first, kLooksAhead);
  const std::uint32_t begin = out.first == 0 ? 0 : old[out.first].begin;
  out.last = out.first;
  // Behind the damage, where a word begins as one did, all goes on as it did.
  const auto in_step = [&](std::uint32_t at) {
    if (at < damage.end_now) return false;
    const std::uint32_t before = at - damage.end_now + damage.end;
    while (out.last < old.size() && old[out.last].begin < before) ++out.last;
    return out.last < old.size() && old[out.last].begin == before;
  };
  out.tokens = Scanner(text).run_from(begin, in_step);
  if (!out.tokens.empty() && out.tokens.back().kind == TokenKind::End) out.last = old.size();
  return out;
}

const std::vector<Keyword>& keywords() {
  static const std::vector<Keyword> rows = {
#define PHEP_KEYWORD(TOKEN, CLASS, EN, VI) {TokenKind::TOKEN, KeywordClass::CLASS, EN, VI},
#include "compiler/syntax/keywords.def"
#undef PHEP_KEYWORD
  };
  return rows;
}

const Keyword& keyword(TokenKind kind) {
  PHEP_CHECK(is_keyword(kind), "not a keyword");
  return keywords()[static_cast<std::size_t>(kind) - 1];
}

bool begins_name(char32_t point) {
  if (point < 0x80)
    return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z') || point == '_';
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(point));
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool continues_name(char32_t point) {
  if (point < 0x80) return begins_name(point) || (point >= '0' && point <= '9');
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(point));
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ND;
}

namespace {

std::vector<Token> Scanner::run() {
  tokens_.reserve(text_.size() / 5);
  return run_from(0, [](std::uint32_t) { return false; });
}

template <class Stop>
std::vector<Token> Scanner::run_from(std::size_t begin, const Stop& stop) {
  for (begin_ = blanks(begin, true); begin_ < text_.size(); begin_ = blanks(begin_, true)) {
    if (stop(static_cast<std::uint32_t>(begin_))) return std::move(tokens_);
    one();
  }
  if (!stop(static_cast<std::uint32_t>(text_.size()))) push(TokenKind::End, text_.size());
  return std::move(tokens_);
}

void Scanner::one() {
  const char c = text_[begin_];
  if (is_digit(c)) {
    number();
  } else if (c == '"') {
    string();
  } else if (c == '/' && (at(begin_ + 1) == '/' || at(begin_ + 1) == '*')) {
    comment();
  } else if (c == '@') {
    citation(begin_);
  } else if (begins_name(decode(begin_).point)) {
    word();
  } else if (!punctuation()) {
    quote_or_other();
  }
}

void Scanner::push(TokenKind kind, std::size_t end) {
  tokens_.push_back({kind, static_cast<std::uint32_t>(begin_), static_cast<std::uint32_t>(end)});
  begin_ = end;
}

Decoded Scanner::decode(std::size_t offset) const {
  if (offset >= text_.size()) return {0, 0};
  const auto first = static_cast<unsigned char>(text_[offset]);
  if (first < 0x80) return {first, 1};
  const std::uint32_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  char32_t point = first & (0xFFU >> (size + 1));
  for (std::uint32_t i = 1; i < size; ++i)
    point = (point << 6U) | (static_cast<unsigned char>(at(offset + i)) & 0x3FU);
  return {point, size};
}

// White space: blank, tab, no-break space, narrow no-break space, and line breaks if asked for.
std::size_t Scanner::blanks(std::size_t offset, bool over_lines) const {
  while (offset < text_.size()) {
    const char c = text_[offset];
    if (c == ' ' || c == '\t' || (over_lines && (c == '\n' || c == '\r' || c == '\f'))) {
      ++offset;
    } else if (text_.substr(offset, 2) == "\u00A0") {
      offset += 2;
    } else if (text_.substr(offset, 3) == "\u202F") {
      offset += 3;
    } else {
      break;
    }
  }
  return offset;
}

std::size_t Scanner::digits(std::size_t offset, std::size_t most) const {
  for (std::size_t n = 0; n < most && is_digit(at(offset)); ++n) ++offset;
  return offset;
}

std::size_t Scanner::name_end(std::size_t offset) const {
  while (true) {
    const Decoded d = decode(offset);
    if (d.size == 0 || !continues_name(d.point)) return offset;
    offset += d.size;
  }
}

std::size_t Scanner::line_end(std::size_t offset) const {
  return std::min(text_.find_first_of("\r\n", offset), text_.size());
}

// A keyword, a name, or a citation that begins with one.
void Scanner::word() {
  static const Spellings index = index_keywords();
  const std::size_t end = name_end(begin_);
  if (at(end) == '@') return citation(end);
  const std::string_view first = text_.substr(begin_, end - begin_);
  if (first == "_") return push(TokenKind::UNDERSCORE, end);
  const auto found = index.find(first);
  if (found != index.end()) {
    for (const Spelling& spelling : found->second) {
      std::size_t offset = end;
      const bool matches = std::ranges::all_of(spelling.rest, [&](const std::string& next) {
        const std::size_t begin = blanks(offset, true);
        if (begin == offset || text_.substr(begin, next.size()) != next) return false;
        offset = begin + next.size();
        return true;
      });
      // Only where the last word ends: `is notified` is not `is not`. An '@' makes it a citation's
      // name.
      if (!matches || (!spelling.rest.empty() && continues_name(decode(offset).point))) continue;
      return push(spelling.kind, offset);
    }
  }
  push(TokenKind::IDENT, end);
}

// letters and digits: "23", "37a", "đ", "PL"
std::size_t Scanner::part_end(std::size_t offset) const {
  while (true) {
    const Decoded d = decode(offset);
    if (d.size == 0 || d.point == '_' || !continues_name(d.point)) return offset;
    offset += d.size;
  }
}

std::size_t Scanner::parts_end(std::size_t offset) const {
  std::size_t end = part_end(offset);
  if (end == offset) return offset;
  while (at(end) == '.' && part_end(end + 1) > end + 1) end = part_end(end + 1);
  return end;
}

// name? '@' parts ('#' 's'? digits)? ('..@' parts)?
void Scanner::citation(std::size_t at_sign) {
  std::size_t end = parts_end(at_sign + 1);
  if (end == at_sign + 1) return push(TokenKind::BAD_CITATION, end);
  if (at(end) == '#') {
    const std::size_t number = end + (at(end + 1) == 's' ? 2 : 1);
    if (digits(number) > number) end = digits(number);
  }
  if (text_.substr(end, 3) == "..@" && parts_end(end + 3) > end + 3) end = parts_end(end + 3);
  push(TokenKind::CITATION, end);
}

bool Scanner::currency_at(std::size_t offset) const {
  return is_upper(at(offset)) && is_upper(at(offset + 1)) && is_upper(at(offset + 2)) &&
         !continues_name(decode(offset + 3).point);
}

// Every word that begins with a digit.
void Scanner::number() {
  if (number_of_date()) return;
  std::size_t end = digits(begin_);
  while (at(end) == '_' && is_digit(at(end + 1))) end = digits(end + 1);
  TokenKind kind = TokenKind::INT;
  if (at(end) == '.' && is_digit(at(end + 1))) {
    kind = TokenKind::DECIMAL;
    end = digits(end + 1);
    while (at(end) == '.' && is_digit(at(end + 1))) {
      kind = TokenKind::BAD_NUMBER;
      end = digits(end + 1);
    }
  }
  if (continues_name(decode(end).point)) {
    const std::size_t word = name_end(end);
    const std::string_view letters = text_.substr(end, word - end);
    const bool label = kind == TokenKind::INT && digits(begin_) == end &&
                       (letters == "đ" || (letters.size() == 1 && letters[0] >= 'a'));
    return push(label ? TokenKind::NUMLABEL : TokenKind::BAD_WORD, word);
  }
  if (kind != TokenKind::BAD_NUMBER && at(end) == '%') return push(TokenKind::PERCENT, end + 1);
  const std::size_t currency = blanks(end, false);
  if (currency > end && currency_at(currency))
    return push(kind == TokenKind::BAD_NUMBER ? kind : TokenKind::MONEY, currency + 3);
  push(kind, end);
}

// Dates, instants, and what was meant to be one: 2026-3-1, 01/03/2026, 2026-03-01T08:00.
bool Scanner::number_of_date() {
  const std::size_t first = digits(begin_, 5);
  const char mark = at(first);
  if ((mark != '-' && mark != '/') || !is_digit(at(first + 1))) return false;
  const std::size_t second = digits(first + 1, 3);
  if (at(second) != mark) return false;
  const std::size_t third = digits(second + 1);
  const std::size_t sizes[] = {first - begin_, second - first - 1, third - second - 1};
  const bool year_first = sizes[0] == 4 && sizes[1] <= 2;
  const bool year_last = sizes[0] <= 2 && sizes[1] <= 2 && sizes[2] >= 4;
  if (!year_first && !year_last) return false;
  const bool shaped = mark == '-' && sizes[0] == 4 && sizes[1] == 2 && sizes[2] == 2;
  if (!shaped) {
    push(TokenKind::BAD_DATE, third);
    return true;
  }
  if (at(third) != 'T') {
    push(TokenKind::DATE, third);
    return true;
  }
  // The longest text that could belong to the moment; well-formed or not is decided on the whole.
  std::size_t end = third + 1;
  while (is_digit(at(end)) || at(end) == ':' || at(end) == '.') ++end;
  if (at(end) == 'Z') {
    ++end;
  } else if (at(end) == '+' || at(end) == '-') {
    ++end;
    while (is_digit(at(end)) || at(end) == ':') ++end;
  }
  const std::string_view time = text_.substr(third + 1, end - third - 1);
  const auto shape = [&time](std::string_view pattern) {  // 9 stands for a digit, ± for a sign
    return time.size() == pattern.size() && std::ranges::equal(time, pattern, [](char c, char p) {
             return p == '9' ? is_digit(c) : p == '~' ? c == '+' || c == '-' : c == p;
           });
  };
  static constexpr std::array<std::string_view, 5> kClocks = {"99:99", "99:99:99", "99:99:99.9",
                                                              "99:99:99.99", "99:99:99.999"};
  const bool well_formed = std::ranges::any_of(kClocks, [&shape](std::string_view clock) {
    return shape(std::string(clock) + "Z") || shape(std::string(clock) + "~99:99");
  });
  push(well_formed ? TokenKind::INSTANT : TokenKind::BAD_INSTANT, end);
  return true;
}

void Scanner::string() {
  std::size_t end = begin_ + 1;
  while (end < text_.size() && text_[end] != '"' && text_[end] != '\n' && text_[end] != '\r') {
    const bool escape = text_[end] == '\\' && at(end + 1) != '\n' && at(end + 1) != '\r';
    end += escape && end + 1 < text_.size() ? 1 + decode(end + 1).size : decode(end).size;
  }
  if (at(end) == '"') return push(TokenKind::STRING, end + 1);
  push(TokenKind::BAD_STRING, end);
}

void Scanner::comment() {
  if (at(begin_ + 1) == '*') {
    const auto close = text_.find("*/", begin_ + 2);
    return push(TokenKind::BAD_COMMENT, close == std::string_view::npos ? text_.size() : close + 2);
  }
  push(at(begin_ + 2) == '/' ? TokenKind::DOC : TokenKind::COMMENT, line_end(begin_));
}

void Scanner::quote_or_other() {
  const Decoded d = decode(begin_);
  std::size_t end = begin_ + d.size;
  if (d.point == U'“') {
    for (Decoded next = decode(end); next.size != 0; next = decode(end)) {
      if (next.point == U'“' || next.point == '\n' || next.point == '\r') break;
      end += next.size;
      if (next.point == U'”') break;
    }
    return push(TokenKind::BAD_QUOTE, end);
  }
  const bool quote = d.point == U'”' || d.point == U'‘' || d.point == U'’';
  push(quote ? TokenKind::BAD_QUOTE : TokenKind::BAD_CHARACTER, end);
}

bool Scanner::punctuation() {
  struct Mark {
    std::string_view text;
    TokenKind kind;
  };
  static constexpr std::array<Mark, 24> kMarks = {{
      {"..", TokenKind::DOTDOT},  {"==", TokenKind::EQ},      {"!=", TokenKind::NE},
      {"<=", TokenKind::LE},      {">=", TokenKind::GE},      {"||", TokenKind::BARBAR},
      {"{", TokenKind::LBRACE},   {"}", TokenKind::RBRACE},   {"(", TokenKind::LPAREN},
      {")", TokenKind::RPAREN},   {"[", TokenKind::LBRACKET}, {"]", TokenKind::RBRACKET},
      {",", TokenKind::COMMA},    {":", TokenKind::COLON},    {".", TokenKind::DOT},
      {"?", TokenKind::QUESTION}, {"=", TokenKind::ASSIGN},   {"<", TokenKind::LT},
      {">", TokenKind::GT},       {"+", TokenKind::PLUS},     {"-", TokenKind::MINUS},
      {"*", TokenKind::STAR},     {"/", TokenKind::SLASH},    {"|", TokenKind::PIPE},
  }};
  for (const Mark& mark : kMarks)
    if (text_.substr(begin_, mark.text.size()) == mark.text) {
      push(mark.kind, begin_ + mark.text.size());
      return true;
    }
  return false;
}

}  // namespace
}  // namespace phep::syntax
