#include "lsp/ide/match.h"

#include "compiler/base/text.h"

#include <algorithm>
#include <array>
#include <utility>

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

bool fits_initials(std::string_view wanted, std::string_view folded) {
  std::string initials;
  for (std::size_t at = 0; at < folded.size(); ++at)
    if (!is_gap(folded[at]) && (at == 0 || is_gap(folded[at - 1]))) initials += folded[at];
  return wanted.size() > 1 && initials.starts_with(wanted);
}

bool begins_later_word(std::string_view wanted, std::string_view text) {
  for (std::size_t at = 1; at < text.size(); ++at)
    if (is_gap(text[at - 1]) && text.substr(at).starts_with(wanted)) return true;
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

std::optional<Fit> fit(const Typed& typed, std::string_view candidate) {
  if (typed.exact.empty()) return Fit::Exact;
  const std::string exact = lowered(candidate);
  if (exact.starts_with(typed.exact)) return Fit::Exact;
  if (!typed.toned && toneless(exact).starts_with(typed.exact)) return Fit::Toneless;
  if (typed.marked) {
    if (begins_later_word(typed.exact, exact)) return Fit::Inside;
    return std::nullopt;
  }
  const std::string folded = fold(candidate);
  if (folded.starts_with(typed.folded)) return Fit::Base;
  if (fits_initials(typed.folded, folded)) return Fit::Initials;
  if (begins_later_word(typed.folded, folded)) return Fit::Inside;
  return std::nullopt;
}

}  // namespace phep::ide
