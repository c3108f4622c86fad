#include "lsp/server/text_edits.h"

#include <algorithm>
#include <string>
#include <vector>

namespace phep::server {
namespace {

using Texts = std::vector<std::string_view>;

// The lines of a text, breaks included.
Texts lines_of(std::string_view text) {
  Texts out;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
    out.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return out;
}

std::string words_of_line(std::string_view line) {
  std::string out;
  for (const char c : line)
    if (!std::string_view(" \t\r\n").contains(c)) out += c;
  return out;
}

// Lines [old_from, old_to) become [new_from, new_to).
struct Change {
  std::size_t old_from, old_to, new_from, new_to;
};

// Layouts of one text have the same words line by line; blank lines come and go. Where they do not,
// all from there on is one change.
std::vector<Change> changes_of(const Texts& before, const Texts& after) {
  std::vector<Change> out;
  std::size_t a = 0;
  std::size_t b = 0;
  while (a < before.size() || b < after.size()) {
    const std::string one = a < before.size() ? words_of_line(before[a]) : "";
    const std::string two = b < after.size() ? words_of_line(after[b]) : "";
    if (a < before.size() && b < after.size() && one == two) {
      if (before[a] != after[b]) out.push_back({a, a + 1, b, b + 1});
      ++a;
      ++b;
    } else if (a < before.size() && one.empty()) {
      out.push_back({a, a + 1, b, b});
      ++a;
    } else if (b < after.size() && two.empty()) {
      out.push_back({a, a, b, b + 1});
      ++b;
    } else {
      out.push_back({a, before.size(), b, after.size()});
      break;
    }
  }
  return out;
}

// Whether a change touches the lines of a selection. One that ends before the first letter of a
// line does not hold that line.
bool touches(const Change& change, const std::pair<Position, Position>& range) {
  const bool whole = range.second.character == 0 && range.second.line > range.first.line;
  const std::size_t last = range.second.line - (whole ? 1 : 0);
  return change.old_from <= last && std::max(change.old_to, change.old_from + 1) > range.first.line;
}

// Changes that touch become one.
std::vector<Change> joined(const std::vector<Change>& changes) {
  std::vector<Change> out;
  for (const Change& one : changes) {
    if (!out.empty() && out.back().old_to == one.old_from && out.back().new_to == one.new_from) {
      out.back().old_to = one.old_to;
      out.back().new_to = one.new_to;
    } else {
      out.push_back(one);
    }
  }
  return out;
}

std::uint32_t offset_of(const Texts& lines, std::string_view text, std::size_t line) {
  return static_cast<std::uint32_t>(line < lines.size()
                                        ? static_cast<std::size_t>(lines[line].data() - text.data())
                                        : text.size());
}

// A layout breaks its lines by `\n` alone; the document may do so otherwise, by its first line.
std::string broken_as(std::string_view document, std::string_view layout) {
  const auto first = document.substr(0, document.find('\n'));
  const bool crlf = first.size() < document.size() && first.ends_with('\r');
  std::string out;
  for (const char c : layout) {
    if (crlf && c == '\n' && !out.ends_with('\r')) out += '\r';
    out += c;
  }
  return out;
}

}  // namespace

Json edits_between(const Document& document, std::string_view layout, Encoding encoding,
                   std::span<const std::pair<Position, Position>> within) {
  const std::string after = broken_as(document.text, layout);
  const Texts old_lines = lines_of(document.text);
  const Texts new_lines = lines_of(after);
  std::vector<Change> changes = changes_of(old_lines, new_lines);
  if (!within.empty())
    std::erase_if(changes, [&](const Change& one) {
      return std::ranges::none_of(within, [&](const auto& range) { return touches(one, range); });
    });
  Json out = Json::array();
  for (const Change& one : joined(changes)) {
    const std::uint32_t begin = offset_of(old_lines, document.text, one.old_from);
    const std::uint32_t end = offset_of(old_lines, document.text, one.old_to);
    const std::uint32_t from = offset_of(new_lines, after, one.new_from);
    const std::uint32_t to = offset_of(new_lines, after, one.new_to);
    out.push_back({{"range", range_json(document.lines(), begin, end, encoding)},
                   {"newText", after.substr(from, to - from)}});
  }
  return out;
}

}  // namespace phep::server
