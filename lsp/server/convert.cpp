#include "lsp/server/convert.h"

#include <algorithm>

namespace phep::server {
namespace {

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// Bytes of the character that begins with `c`; what is no UTF-8 counts byte by byte.
std::uint32_t width(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x80 ? 1 : byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

// Where the line's text ends, its break excluded.
std::uint32_t end_of_line(const Lines& lines, std::size_t line) {
  const auto& starts = lines.starts;
  std::size_t end = line + 1 < starts.size() ? starts[line + 1] : lines.text.size();
  const std::size_t begin = starts[line];
  if (line + 1 < starts.size()) {
    if (end > begin && lines.text[end - 1] == '\n') --end;
    if (end > begin && lines.text[end - 1] == '\r') --end;
  }
  return static_cast<std::uint32_t>(end);
}

}  // namespace

std::vector<std::uint32_t> line_starts(std::string_view text) {
  std::vector<std::uint32_t> starts{0};
  if (!text.contains('\r')) {
    for (std::size_t at = text.find('\n'); at != text.npos; at = text.find('\n', at + 1))
      starts.push_back(static_cast<std::uint32_t>(at + 1));
    return starts;
  }
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool lone = text[at] == '\r' && (at + 1 == text.size() || text[at + 1] != '\n');
    if (text[at] == '\n' || lone) starts.push_back(static_cast<std::uint32_t>(at + 1));
  }
  return starts;
}

std::optional<std::uint32_t> offset_at(const Lines& lines, Position position, Encoding encoding) {
  if (position.line >= lines.starts.size()) return std::nullopt;
  std::uint32_t at = lines.starts[position.line];
  const std::uint32_t end = end_of_line(lines, position.line);
  if (encoding == Encoding::Utf8) {
    at = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(end, at + std::uint64_t{position.character}));
    while (at > lines.starts[position.line] && at < end && continues(lines.text[at])) --at;
    return at;
  }
  std::uint32_t left = position.character;
  while (at < end && left > 0) {
    const std::uint32_t bytes = width(lines.text[at]);
    const std::uint32_t units = bytes == 4 ? 2 : 1;
    if (units > left) break;  // inside a surrogate pair: before it
    left -= units;
    at = std::min(end, at + bytes);
  }
  return at;
}

Position position_of(const Lines& lines, std::uint32_t offset, Encoding encoding) {
  offset = std::min(offset, static_cast<std::uint32_t>(lines.text.size()));
  const auto after = std::ranges::upper_bound(lines.starts, offset);
  const auto line = static_cast<std::uint32_t>(after - lines.starts.begin() - 1);
  std::uint32_t at = lines.starts[line];
  offset = std::min(offset, end_of_line(lines, line));
  if (encoding == Encoding::Utf8) return {line, offset - at};
  std::uint32_t units = 0;
  while (at < offset) {
    const std::uint32_t bytes = width(lines.text[at]);
    units += bytes == 4 ? 2 : 1;
    at += bytes;
  }
  return {line, units};
}

Json position_json(Position position) {
  return {{"line", position.line}, {"character", position.character}};
}

Json range_json(const Lines& lines, std::uint32_t begin, std::uint32_t end, Encoding encoding) {
  return {{"start", position_json(position_of(lines, begin, encoding))},
          {"end", position_json(position_of(lines, end, encoding))}};
}

}  // namespace phep::server
