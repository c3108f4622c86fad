// Unicode as Phép needs it: validation, NFC, folding for suggestions, columns for editors and
// terminals.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace phep {

inline constexpr std::size_t kValidUtf8 = static_cast<std::size_t>(-1);

// Byte offset of the first byte that is not well-formed UTF-8 (overlong forms and surrogates count
// as ill-formed), or kValidUtf8.
std::size_t first_invalid_utf8(std::string_view text);

// Text composed to NFC. ASCII text, and what is no UTF-8, is returned as it is.
std::string normalise(std::string_view text);

// True when text is already NFC. Input must be valid UTF-8.
bool is_normalised(std::string_view text);

// Text without diacritics, in lower case, đ as d: "Nghĩa vụ" → "nghia vu". For suggestions and
// search. Here and below any bytes will do, as an argument of a command may be any: what belongs to
// no code point counts as U+FFFD.
std::string fold(std::string_view text);

// Number of edits (insert, delete, replace, swap) between two texts, counted in code points; stops
// at `limit` + 1.
int edit_distance(std::string_view a, std::string_view b, int limit);

// The candidate nearest to `wanted` by folded edit distance, or "" when none is near enough.
std::string_view nearest(std::string_view wanted, const std::vector<std::string_view>& candidates);

// UTF-16 code units of a text, as editors count columns.
std::uint32_t utf16_length(std::string_view text);

// Terminal cells that a text takes: combining marks 0, wide letters 2.
std::uint32_t display_width(std::string_view text);

// Control characters, and bidi controls, written as \u{…}; everything else unchanged. For
// terminals.
std::string visible(std::string_view text);

}  // namespace phep
