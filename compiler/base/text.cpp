#include "compiler/base/text.h"

#include "compiler/base/check.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utf8proc.h>
#include <vector>

namespace phep {
namespace {

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Decodes the code point at `at`; returns its length in bytes, or 0 if it is ill-formed.
int decode(std::string_view text, std::size_t at, utf8proc_int32_t& point) {
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at;
  const auto length =
      utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size() - at), &point);
  return length > 0 ? static_cast<int>(length) : 0;
}

constexpr utf8proc_int32_t kReplacement = 0xFFFD;  // for a byte that belongs to no code point

std::vector<utf8proc_int32_t> code_points(std::string_view text) {
  std::vector<utf8proc_int32_t> points;
  points.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    utf8proc_int32_t point = 0;
    const int length = decode(text, at, point);
    points.push_back(length > 0 ? point : kReplacement);
    at += static_cast<std::size_t>(std::max(1, length));
  }
  return points;
}

// Canonical order: the marks behind each letter by their class.
void order_marks(std::vector<utf8proc_int32_t>& points) {
  const auto rank = [](utf8proc_int32_t point) {
    return utf8proc_get_property(point)->combining_class;
  };
  const auto is_letter = [&](utf8proc_int32_t point) { return rank(point) == 0; };
  for (auto at = points.begin(); at != points.end();) {
    const auto marks = std::find_if_not(at, points.end(), is_letter);
    at = std::find_if(marks, points.end(), is_letter);
    std::ranges::stable_sort(marks, at, {}, rank);
  }
}

// What utf8proc_map does, but for the order of marks: there it exchanges neighbours, in the square
// of the number of marks, and a hostile text is nothing but marks.
std::string map(std::string_view text, utf8proc_option_t options) {
  std::vector<utf8proc_int32_t> points;
  for (const utf8proc_int32_t point : code_points(text)) {
    std::array<utf8proc_int32_t, 32> parts{};  // no character has so many
    int boundary = 0;
    const auto count = utf8proc_decompose_char(
        point, parts.data(), static_cast<utf8proc_ssize_t>(parts.size()), options, &boundary);
    PHEP_CHECK(count >= 0 && static_cast<std::size_t>(count) <= parts.size(),
               "a code point without a decomposition");
    points.insert(points.end(), parts.begin(), parts.begin() + count);
  }
  order_marks(points);
  const auto length = static_cast<utf8proc_ssize_t>(points.size());
  points.push_back(0);  // utf8proc writes the bytes over the points, and a NUL behind them
  const auto size = utf8proc_reencode(points.data(), length, options);
  PHEP_CHECK(size >= 0, "code points that no text has");
  return {reinterpret_cast<const char*>(points.data()), static_cast<std::size_t>(size)};
}

}  // namespace

std::size_t first_invalid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    utf8proc_int32_t point = 0;
    const int length = decode(text, at, point);
    if (length == 0) return at;
    at += static_cast<std::size_t>(length);
  }
  return kValidUtf8;
}

std::string normalise(std::string_view text) {
  if (is_ascii(text) || first_invalid_utf8(text) != kValidUtf8) return std::string(text);
  return map(text, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
}

bool is_normalised(std::string_view text) {
  return is_ascii(text) || normalise(text) == text;
}

std::string fold(std::string_view text) {
  std::string out =
      map(text, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE |
                                               UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD));
  // đ has no decomposition, so it is folded by hand.
  for (std::size_t at = out.find("\xC4\x91"); at != std::string::npos;
       at = out.find("\xC4\x91", at))
    out.replace(at, 2, "d");
  return out;
}

int edit_distance(std::string_view a, std::string_view b, int limit) {
  const auto left = code_points(a);
  const auto right = code_points(b);
  const auto n = left.size();
  const auto m = right.size();
  if (n > m + static_cast<std::size_t>(limit) || m > n + static_cast<std::size_t>(limit))
    return limit + 1;
  std::array<std::vector<int>, 3> rows;
  for (auto& row : rows) row.resize(m + 1);
  for (std::size_t j = 0; j <= m; ++j) rows[1][j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= n; ++i) {
    auto& before = rows[(i + 2) % 3];
    auto& last = rows[i % 3];
    auto& row = rows[(i + 1) % 3];
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= m; ++j) {
      const int same = left[i - 1] == right[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + same});
      if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return std::min(rows[(n + 1) % 3][m], limit + 1);
}

std::string_view nearest(std::string_view wanted, const std::vector<std::string_view>& candidates) {
  const std::string folded = fold(wanted);
  const int limit = std::max(1, static_cast<int>(folded.size()) / 3);
  std::string_view best;
  int best_distance = limit + 1;
  for (const std::string_view candidate : candidates) {
    const int distance = edit_distance(folded, fold(candidate), limit);
    const bool earlier = distance == best_distance && !best.empty() && candidate < best;
    if (distance < best_distance || earlier) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best_distance <= limit ? best : std::string_view();
}

std::uint32_t utf16_length(std::string_view text) {
  std::uint32_t units = 0;
  for (const auto point : code_points(text)) units += point > 0xFFFF ? 2 : 1;
  return units;
}

std::uint32_t display_width(std::string_view text) {
  const auto plain = [](char c) { return c >= ' ' && c <= '~'; };
  const auto end = std::ranges::find_if_not(text, plain);
  auto cells = static_cast<std::uint32_t>(end - text.begin());
  text.remove_prefix(cells);
  for (const auto point : code_points(text))
    cells += static_cast<std::uint32_t>(std::max(0, utf8proc_charwidth(point)));
  return cells;
}

std::string visible(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    utf8proc_int32_t point = 0;
    const int length = decode(text, at, point);
    const bool bidi = (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    const bool control = point < 0x20 || (point >= 0x7F && point < 0xA0) || bidi;
    if (length == 0 || control) {
      std::array<char, 16> buffer{};
      const unsigned value =
          length == 0 ? static_cast<unsigned char>(text[at]) : static_cast<unsigned>(point);
      std::snprintf(buffer.data(), buffer.size(), "\\u{%x}", value);
      out += buffer.data();
    } else {
      out += text.substr(at, static_cast<std::size_t>(length));
    }
    at += static_cast<std::size_t>(std::max(1, length));
  }
  return out;
}

}  // namespace phep
