#include "tests/edits/edits.h"

#include <algorithm>
#include <array>

namespace phep::tests {
namespace {

bool inside_letter(const std::string& text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80;
}

std::size_t begin_of_letter(const std::string& text, std::size_t at) {
  while (inside_letter(text, at)) --at;
  return at;
}

// What an input method makes of keys: letters that it takes back, in bytes, and what it puts there.
using Keys = std::vector<std::pair<std::size_t, std::string>>;
const std::array<Keys, 5>& telex() {
  static const std::array<Keys, 5> words = {{
      {{0, "d"}, {1, "đ"}, {0, "i"}, {0, "e"}, {1, "ê"}, {0, "u"}, {3, "ều"}},
      {{0, "n"}, {0, "g"}, {0, "h"}, {0, "i"}, {0, "a"}, {1, "ã"}},
      {{0, "c"}, {0, "a"}, {1, "ấ"}, {0, "m"}},
      {{0, "h"}, {0, "a"}, {1, "ạ"}, {0, "n"}},
      {{0, "t"}, {0, "h"}, {0, "e"}, {0, "o"}, {0, " "}, {0, "P"}, {0, "@"}, {0, "1"}},
  }};
  return words;
}

constexpr std::array<std::string_view, 40> kPieces = {
    " ",      "\n",     "{",    "}",         "(", ")",          "\"",       "\"a\"",
    "//",     "/*",     "*/",   "/// doc\n", "é", "\u0301",     "\u00A0",   "\r\n",
    "\uFEFF", "\u200B", "𝔸",    "@",         "1", "2026-01-01", " VND",     "%",
    ".",      "..",     "..@3", "#",         "_", "or",         " and ",    "not ",
    "“",      "”",      "-",    ":",         ",", "when true",  "cites @2", "| _ |"};

constexpr std::array<std::string_view, 14> kDeclarations = {
    "rule r(x: int) : int = x + 1\n",
    "quy tắc r_2(x: int 0..9) : bool = x là 3\n",
    "\ntest \"t\" { as_of 2026-01-01 expect 1 == 1 }\n",
    "party p vi \"p\" en \"p\"\n",
    "enum E { a vi \"a\" en \"a\"  b }\n",
    "record R { f : int  g : date? }\n",
    "rule s() : int {\n  default 1\n  case a: 2 when true\n}\n",
    "duty d(x: R) {\n  bearer p\n  due 3 days after trigger\n",
    "source S { title \"s\" kind gazette }\n",
    "use vn.calendar\n",
    "calendar vn.state\n",
    "decision dec(x: R) { out = x.f  norms d(x) }\n",
    "property q\n",
    "instrument I {\n  number \"1\"\n  outline 1..3\n}\n"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kSplits = {{
    {"quy tắc", "quy\ntắc"},
    {"quy tắc", "quy\u00A0tắc"},
    {"nghĩa vụ", "nghĩa\r\nvụ"},
    {"trường hợp", "trường \t hợp"},
    {"at most", "at\nmost"},
    {"for each", "for  each"},
    {"working days", "working // x\ndays"},
    {"is not", "is\u202Fnot"},
}};

}  // namespace

std::size_t Hands::place(const std::string& text) {
  if (below(3) != 0) cursor_ = below(text.size() + 1);
  return begin_of_letter(text, std::min(cursor_, text.size()));
}

// The next key of a word that is being typed.
Step Hands::type_on(const std::string& text) {
  const auto [back, letters] = typing_.front();
  typing_.erase(typing_.begin());
  const std::size_t end = begin_of_letter(text, std::min(cursor_, text.size()));
  std::size_t begin = end;
  for (std::size_t i = 0; i < back && begin > 0; ++i) begin = begin_of_letter(text, begin - 1);
  cursor_ = begin + letters.size();
  return {begin, end, letters};
}

Step Hands::erase(const std::string& text, std::size_t most) {
  const std::size_t begin = place(text);
  std::size_t end = std::min(text.size(), begin + 1 + below(most));
  while (inside_letter(text, end)) ++end;
  cursor_ = begin;
  return {begin, end, ""};
}

Step Hands::paste(const std::string& text) {
  std::size_t at = place(text);
  if (below(2) == 0)
    at = std::min(text.find('\n', at), text.size() - (text.empty() ? 0 : 1)) +
         (text.empty() ? 0 : 1);
  std::string what;
  if (below(3) == 0 && !text.empty()) {
    const std::size_t from = begin_of_letter(text, below(text.size()));
    what =
        text.substr(from, begin_of_letter(text, std::min(text.size(), from + below(600))) - from);
  } else {
    for (std::size_t i = below(4) + 1; i > 0; --i)
      what += kDeclarations[below(kDeclarations.size())];
  }
  cursor_ = at + what.size();
  return {at, at, what};
}

Step Hands::split_keyword(const std::string& text) {
  const auto& [whole, split] = kSplits[below(kSplits.size())];
  const auto at = text.find(whole, begin_of_letter(text, below(text.size() + 1)));
  if (at == std::string::npos) return {text.size(), text.size(), std::string(split)};
  return {at, at + whole.size(), std::string(split)};
}

Gesture Hands::many_cursors(const std::string& text) {
  Gesture out{"several cursors", {}};
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < 2 + below(4); ++i)
    places.push_back(begin_of_letter(text, below(text.size() + 1)));
  // Editors send them from the end of the text to its beginning.
  std::ranges::sort(places, std::greater<>());
  const std::string_view what = kPieces[below(kPieces.size())];
  for (const std::size_t at : places) out.steps.push_back({at, at, std::string(what)});
  return out;
}

Gesture Hands::begin_word(const std::string& text) {
  typing_ = telex()[below(telex().size())];
  cursor_ = place(text);
  return {"Telex", {type_on(text)}};
}

Gesture Hands::next(const std::string& text) {
  if (!typing_.empty() && below(8) != 0) return {"Telex", {type_on(text)}};
  typing_.clear();
  undo_.push_back(text);
  if (undo_.size() > 12) undo_.erase(undo_.begin());
  const std::size_t at = place(text);
  switch (below(16)) {
    case 0:
    case 1:
    case 2: return begin_word(text);
    case 3: return {"backspace", {erase(text, 1)}};
    case 4: return {"delete", {erase(text, 30)}};
    case 5: return {"delete much", {erase(text, 1200)}};
    case 6:
    case 7: return {"paste", {paste(text)}};
    case 8: return many_cursors(text);
    case 9: {  // back to an older text, as undo held down does
      const std::size_t older = below(undo_.size());
      std::string before = undo_[older];
      undo_.resize(older);
      return {"undo", {{0, text.size(), std::move(before)}}};
    }
    case 10: return {"split keyword", {split_keyword(text)}};
    case 11: return {"impossible", {}, true};
    case 12: {  // a line break of the other sort, or a mark of the file's beginning
      const auto line = text.find('\n', at);
      if (line == std::string::npos || below(4) == 0) return {"mark", {{0, 0, "\uFEFF"}}};
      return {"line break", {{line, line + 1, below(2) == 0 ? "\r\n" : " \n"}}};
    }
    default: {
      const std::string_view what = kPieces[below(kPieces.size())];
      cursor_ = at + what.size();
      return {"type", {{at, at, std::string(what)}}};
    }
  }
}

}  // namespace phep::tests
