#include "lsp/ide/match.h"

#include "compiler/base/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace phep::ide {
namespace {

bool is_gap(char c) {
  return c == ' ' || c == '_' || c == '.';
}

// Each vowel in small letters with its five tones, as one syllable has them.
constexpr std::array<std::string_view, 12> kTones = {"aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "eèẻẽéẹ",
                                                     "êềểễếệ", "iìỉĩíị", "oòỏõóọ", "ôồổỗốộ",
                                                     "ơờởỡớợ", "uùủũúụ", "ưừửữứự", "yỳỷỹýỵ"};
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kCapitals = {
    {{"Đ", "đ"}, {"Ă", "ă"}, {"Â", "â"}, {"Ê", "ê"}, {"Ô", "ô"}, {"Ơ", "ơ"}, {"Ư", "ư"}}};

std::size_t length_at(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

std::string lowered(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view letter = text.substr(at, length_at(text, at));
    at += letter.size();
    const auto capital =
        std::ranges::find(kCapitals, letter, &std::pair<std::string_view, std::string_view>::first);
    if (capital != kCapitals.end()) {
      out += capital->second;
    } else if (letter.size() == 1 && letter[0] >= 'A' && letter[0] <= 'Z') {
      out += static_cast<char>(letter[0] - 'A' + 'a');
    } else {
      out += letter;
    }
  }
  return out;
}

// Without tones: "nghĩa" → "nghia", "điều" → "điêu".
std::string toneless(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view letter = text.substr(at, length_at(text, at));
    at += letter.size();
    const auto row =
        letter.size() == 1 ? kTones.end() : std::ranges::find_if(kTones, [&](std::string_view one) {
          return one.contains(letter);
        });
    out += row == kTones.end() ? letter : row->substr(0, length_at(*row, 0));
  }
  return out;
}

// A letter in the three forms that are compared. Each form of a text is that of its letters in a
// row, so that a table of letters spares the library of Unicode for nearly every candidate.
struct Letter {
  struct Form {
    std::array<char, 3> bytes{};
    std::uint8_t size = 0;
  };
  Form exact, toneless, folded;
  bool known = false;  // no form is longer than the letter
};

constexpr std::uint32_t kLatin = 0x250;   // ASCII to Latin Extended-B
constexpr std::uint32_t kToned = 0x1E00;  // Latin Extended Additional: vowels with tones
constexpr std::uint32_t kToneless = 0x1F00;

std::string encoded(std::uint32_t point) {
  if (point < 0x80) return {static_cast<char>(point)};
  if (point < 0x800)
    return {static_cast<char>(0xC0U | (point >> 6U)), static_cast<char>(0x80U | (point & 0x3FU))};
  return {static_cast<char>(0xE0U | (point >> 12U)),
          static_cast<char>(0x80U | ((point >> 6U) & 0x3FU)),
          static_cast<char>(0x80U | (point & 0x3FU))};
}

Letter letter_of(std::uint32_t point) {
  Letter out;
  const std::string letter = encoded(point);
  const auto form = [&](std::string_view bytes, Letter::Form& of) {
    if (bytes.size() > letter.size()) return false;
    std::ranges::copy(bytes, of.bytes.begin());
    of.size = static_cast<std::uint8_t>(bytes.size());
    return true;
  };
  const std::string exact = lowered(letter);
  out.known = form(exact, out.exact) && form(toneless(exact), out.toneless) &&
              form(fold(letter), out.folded);
  return out;
}

const Letter* find_letter(std::uint32_t point) {
  static const std::vector<Letter> table = [] {
    std::vector<Letter> out;
    for (std::uint32_t one = 0; one < kLatin; ++one) out.push_back(letter_of(one));
    for (std::uint32_t one = kToned; one < kToneless; ++one) out.push_back(letter_of(one));
    return out;
  }();
  if (point >= kLatin && (point < kToned || point >= kToneless)) return nullptr;
  const Letter& found = table[point < kLatin ? point : point - kToned + kLatin];
  return found.known ? &found : nullptr;
}

std::uint32_t point_at(std::string_view text, std::size_t at, std::size_t size) {
  const auto byte = [&](std::size_t n) { return static_cast<unsigned char>(text[at + n]); };
  if (size == 2 && at + 1 < text.size()) return ((byte(0) & 0x1FU) << 6U) | (byte(1) & 0x3FU);
  if (size == 3 && at + 2 < text.size())
    return ((byte(0) & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
  return size == 1 ? byte(0) : kLatin;  // of no table
}

// One form of a candidate, into a buffer that is used again. False: a letter is in no table.
bool write_form(std::string_view text, Letter::Form Letter::* form, std::string& out) {
  out.resize(text.size());
  char* end = out.data();
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c >= 'a' && c <= 'z') {
      *end++ = c;
      ++at;
      continue;
    }
    const std::size_t size = length_at(text, at);
    const Letter* letter = find_letter(point_at(text, at, size));
    if (letter == nullptr) return false;
    const Letter::Form& of = letter->*form;
    end = std::copy_n(of.bytes.begin(), of.size, end);
    at += size;
  }
  out.resize(static_cast<std::size_t>(end - out.data()));
  return true;
}

void write_exact(std::string_view text, std::string& out) {
  if (!write_form(text, &Letter::exact, out)) out = lowered(text);
}
void write_toneless(std::string_view text, std::string& out) {
  if (!write_form(text, &Letter::toneless, out)) out = toneless(lowered(text));
}
void write_folded(std::string_view text, std::string& out) {
  if (!write_form(text, &Letter::folded, out)) out = fold(text);
}

bool fits_initials(std::string_view wanted, std::string_view folded) {
  if (wanted.size() < 2 || folded.empty()) return false;
  if (!is_gap(folded[0]) && folded[0] != wanted[0]) return false;
  std::size_t found = 0;
  for (std::size_t at = 0; at < folded.size() && found < wanted.size(); ++at) {
    if (is_gap(folded[at]) || (at > 0 && !is_gap(folded[at - 1]))) continue;
    if (folded[at] != wanted[found]) return false;
    ++found;
  }
  return found == wanted.size();
}

bool begins_later_word(std::string_view wanted, std::string_view text) {
  for (auto at = text.find(wanted, 1); at != std::string_view::npos; at = text.find(wanted, at + 1))
    if (is_gap(text[at - 1])) return true;
  return false;
}

}  // namespace

Typed typed(std::string_view text) {
  Typed out{lowered(normalise(text)), {}, fold(text), false, false};
  out.toneless = toneless(out.exact);
  out.marked = out.exact != out.folded;
  out.toned = out.exact != out.toneless;
  return out;
}

bool may_fit(const Typed& typed, std::string_view folded) {
  if (typed.exact.empty()) return true;
  for (std::size_t begin = 0; begin < folded.size();) {
    const std::size_t end = folded.find('\n', begin);
    const std::string_view words = folded.substr(begin, end - begin);
    if (words.starts_with(typed.folded) || begins_later_word(typed.folded, words) ||
        fits_initials(typed.folded, words))
      return true;
    begin = end + 1;
  }
  return false;
}

std::optional<Fit> fit(const Typed& typed, std::string_view candidate) {
  if (typed.exact.empty()) return Fit::Exact;
  thread_local std::string form;
  if (!typed.marked) {
    // What fits in any way fits without marks.
    write_folded(candidate, form);
    if (!form.starts_with(typed.folded)) {
      if (fits_initials(typed.folded, form)) return Fit::Initials;
      return begins_later_word(typed.folded, form) ? std::optional(Fit::Inside) : std::nullopt;
    }
  }
  write_exact(candidate, form);
  if (form.starts_with(typed.exact)) return Fit::Exact;
  if (typed.marked && begins_later_word(typed.exact, form)) {
    // … unless its tones alone are missing.
    if (typed.toned) return Fit::Inside;
    write_toneless(candidate, form);
    return form.starts_with(typed.exact) ? Fit::Toneless : Fit::Inside;
  }
  if (!typed.toned) {
    write_toneless(candidate, form);
    if (form.starts_with(typed.exact)) return Fit::Toneless;
  }
  if (typed.marked) return std::nullopt;
  return Fit::Base;
}

}  // namespace phep::ide
