// Unicode: what is well formed, NFC, folding, columns and widths, against a validator of our own
// and, where it is installed when the target is built, against ICU.
#include "compiler/base/text.h"

#include "tests/fuzz/shared/target.h"

#include <algorithm>
#include <vector>
#if __has_include(<unicode/normalizer2.h>) && defined(PHEP_FUZZ_ICU)
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#endif

namespace {

using namespace phep;
using fuzz::holds;

// Table 3-7 of the Unicode standard, row by row.
std::size_t first_wrong(std::string_view text) {
  const auto byte = [&](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
  };
  const auto in = [](unsigned value, unsigned least, unsigned most) {
    return value >= least && value <= most;
  };
  for (std::size_t at = 0; at < text.size();) {
    const unsigned first = byte(at), second = byte(at + 1);
    const bool third = in(byte(at + 2), 0x80, 0xBF), fourth = in(byte(at + 3), 0x80, 0xBF);
    if (first < 0x80) {
      at += 1;
    } else if (in(first, 0xC2, 0xDF) && in(second, 0x80, 0xBF)) {
      at += 2;
    } else if (third && ((first == 0xE0 && in(second, 0xA0, 0xBF)) ||
                         (in(first, 0xE1, 0xEC) && in(second, 0x80, 0xBF)) ||
                         (first == 0xED && in(second, 0x80, 0x9F)) ||
                         (in(first, 0xEE, 0xEF) && in(second, 0x80, 0xBF)))) {
      at += 3;
    } else if (third && fourth &&
               ((first == 0xF0 && in(second, 0x90, 0xBF)) ||
                (in(first, 0xF1, 0xF3) && in(second, 0x80, 0xBF)) ||
                (first == 0xF4 && in(second, 0x80, 0x8F)))) {
      at += 4;
    } else {
      return at;
    }
  }
  return kValidUtf8;
}

void against_icu([[maybe_unused]] std::string_view text, [[maybe_unused]] const std::string& nfc) {
#if __has_include(<unicode/normalizer2.h>) && defined(PHEP_FUZZ_ICU)
  UErrorCode wrong = U_ZERO_ERROR;
  const icu::Normalizer2* composer = icu::Normalizer2::getNFCInstance(wrong);
  const auto given = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  // What a newer Unicode has and an older one has not is no disagreement.
  for (std::int32_t at = 0; at < given.length(); at = given.moveIndex32(at, 1))
    if (u_charType(given.char32At(at)) == U_UNASSIGNED) return;
  std::string out;
  composer->normalize(given, wrong).toUTF8String(out);
  holds(U_SUCCESS(wrong) && out == nfc, "NFC is ICU's");
#endif
}

}  // namespace

PHEP_FUZZ_TARGET {
  const std::string_view text = fuzz::text_of(data, size);
  const std::size_t wrong = first_invalid_utf8(text);
  holds(wrong == first_wrong(text), "UTF-8 is well formed up to where the standard says");
  const std::string shown = visible(text);
  holds(first_invalid_utf8(shown) == kValidUtf8, "what is shown is UTF-8");
  for (const char c : shown)
    holds(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F, "no control character is shown");
  holds(first_invalid_utf8(fold(text)) == kValidUtf8, "what any bytes fold to is UTF-8");
  holds(display_width(text) <= 2 * text.size() && utf16_length(text) <= text.size(),
        "any bytes have a width");
  if (wrong != kValidUtf8) return 0;

  const std::string nfc = normalise(text);
  holds(is_normalised(nfc) && normalise(nfc) == nfc, "NFC is its own NFC");
  holds(is_normalised(text) == (nfc == text), "what is NFC stays as it is");
  against_icu(text, nfc);
  const std::string folded = fold(text);
  holds(fold(nfc) == folded, "folding does not see how letters are composed");
  holds(first_invalid_utf8(folded) == kValidUtf8, "what is folded is UTF-8");
  const auto points = static_cast<std::uint32_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
  const auto beyond = static_cast<std::uint32_t>(
      std::ranges::count_if(text, [](char c) { return static_cast<unsigned char>(c) >= 0xF0; }));
  holds(utf16_length(text) == points + beyond, "a letter beyond the first plane is two units");
  holds(display_width(text) <= 2 * points, "no letter takes more than two cells");

  // Two halves as two words.
  std::size_t middle = text.size() / 2;
  while (middle < text.size() && (static_cast<unsigned char>(text[middle]) & 0xC0U) == 0x80)
    ++middle;
  const std::string_view a = text.substr(0, std::min<std::size_t>(middle, 60));
  const std::string_view b = text.substr(middle, 60);
  if (first_invalid_utf8(a) == kValidUtf8 && first_invalid_utf8(b) == kValidUtf8) {
    const int there = edit_distance(a, b, 5);
    holds(there == edit_distance(b, a, 5), "a distance is the same both ways");
    holds((there == 0) == (a == b) && there <= 6, "only what is equal is no distance away");
    const std::string_view near = nearest(a, {b, "nghĩa vụ", "duty"});
    holds(near.empty() || near == b || near == "nghĩa vụ" || near == "duty",
          "the nearest is a candidate");
    fuzz::plant(3, near == "nghĩa vụ" && a != near && a.contains("\xC4\xA8"));
  }
  fuzz::plant(1, nfc != text && nfc.contains("\xE1\xBB"));
  fuzz::plant(2, folded == "dieu");
  return 0;
}
