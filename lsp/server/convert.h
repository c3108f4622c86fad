// Offsets in bytes ↔ positions of the protocol, in UTF-8 or UTF-16 units.
#pragma once

#include "compiler/base/span.h"
#include "lsp/server/rpc.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace phep::server {

enum class Encoding : std::uint8_t { Utf8, Utf16 };

struct Position {
  std::uint32_t line = 0, character = 0;
  friend constexpr auto operator<=>(const Position&, const Position&) = default;
};

// A text with the beginnings of its lines. Lines end in \n, \r\n or \r, as the protocol has it.
struct Lines {
  std::string_view text;
  const std::vector<std::uint32_t>& starts;
};
std::vector<std::uint32_t> line_starts(std::string_view text);

// The byte at a position; a column past the line's end stands for its end, a place inside a
// character for its beginning. Nothing: there is no such line.
std::optional<std::uint32_t> offset_at(const Lines& lines, Position position, Encoding encoding);
Position position_of(const Lines& lines, std::uint32_t offset, Encoding encoding);

Json position_json(Position position);
Json range_json(const Lines& lines, std::uint32_t begin, std::uint32_t end, Encoding encoding);

}  // namespace phep::server
