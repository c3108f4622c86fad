#include "compiler/report/drawn_text.h"

#include "compiler/base/text.h"
#include "compiler/explain/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace phep::report {
namespace {

// Of DejaVu Sans, the widest of the fonts that pages fall back to, in thousandths of the size.
double thousandths(char c) {
  constexpr std::string_view kThin = "ijl.,:;'|!I()[]ftr/";
  if (c == ' ') return 320;
  if (kThin.contains(c)) return 410;
  if (c == 'm' || c == 'w' || c == 'M' || c == 'W' || c == '@' || c == '%') return 980;
  if (c >= 'A' && c <= 'Z') return 780;
  return 640;
}

// The length in bytes of the code point at a place of valid UTF-8.
std::size_t step(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return std::min(length, text.size() - at);
}

}  // namespace

double drawn_width(std::string_view text, double size) {
  double out = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = step(text, at);
    // Letters with marks are as wide as the widest of their kind, capitals among them.
    const std::string_view one = text.substr(at, length);
    out += length == 1               ? thousandths(one[0])
           : display_width(one) == 2 ? 1000
           : length == 3             ? 700
                                     : 790;
    at += length;
  }
  return out * size / 1000;
}

std::string fitted(std::string_view text, double size, double width) {
  if (drawn_width(text, size) <= width) return std::string(text);
  const double room = width - drawn_width("…", size);
  std::size_t end = 0;
  while (end < text.size()) {
    const std::size_t next = end + step(text, end);
    if (drawn_width(text.substr(0, next), size) > room) break;
    end = next;
  }
  while (end > 0 && text[end - 1] == ' ') --end;
  return std::string(text.substr(0, end)) + "…";
}

std::vector<std::string> wrapped(std::string_view text, double size, double width,
                                 std::size_t most) {
  std::vector<std::string> out;
  std::string line;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t space = std::min(text.find(' ', at), text.size());
    const std::string word(text.substr(at, space - at));
    const std::string longer = line.empty() ? word : line + " " + word;
    if (!line.empty() && drawn_width(longer, size) > width) {
      if (out.size() + 1 == most) {
        out.push_back(fitted(line + " " + std::string(text.substr(at)), size, width));
        return out;
      }
      out.push_back(fitted(line, size, width));
      line = word;
    } else {
      line = longer;
    }
    at = space + 1;
  }
  if (!line.empty()) out.push_back(fitted(line, size, width));
  return out;
}

std::string escaped_xml(std::string_view text) {
  std::string clean;
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') clean += c;
  return explain::escaped_html(clean);
}

std::string pixels(double value) {
  const auto tenths = static_cast<long long>(std::llround(value * 10));
  if (tenths % 10 == 0) return fmt::format("{}", tenths / 10);
  return fmt::format("{}{}.{}", tenths < 0 ? "-" : "", std::abs(tenths) / 10,
                     std::abs(tenths) % 10);
}

}  // namespace phep::report
