#include "compiler/source/source_map.h"

#include <algorithm>

namespace phep {
namespace {

std::vector<std::uint32_t> starts_of_lines(std::string_view text, std::size_t about = 0) {
  std::vector<std::uint32_t> starts;
  starts.reserve(about + 1);
  starts.push_back(0);
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
    starts.push_back(static_cast<std::uint32_t>(at + 1));
  return starts;
}

}  // namespace

FileId SourceMap::add(std::string path, std::string text) {
  auto starts = starts_of_lines(text);
  return files_.add({std::move(path), std::move(text), std::move(starts)});
}

void SourceMap::set_text(FileId file, std::string text) {
  // Most texts come again with little changed: there is room for all lines.
  std::vector<std::uint32_t>& starts = files_[file].line_starts;
  starts = starts_of_lines(text, starts.size());
  files_[file].text = std::move(text);
}

std::string_view SourceMap::text(Span span) const {
  const std::string& text = files_[span.file].text;
  const auto begin = std::min<std::size_t>(span.begin, text.size());
  const auto end = std::clamp<std::size_t>(span.end, begin, text.size());
  return std::string_view(text).substr(begin, end - begin);
}

LineColumn SourceMap::place(FileId file, std::uint32_t offset) const {
  const SourceFile& source = files_[file];
  offset = std::min(offset, static_cast<std::uint32_t>(source.text.size()));
  const auto after = std::ranges::upper_bound(source.line_starts, offset);
  const auto line = static_cast<std::uint32_t>(after - source.line_starts.begin());
  const std::uint32_t start = source.line_starts[line - 1];
  std::uint32_t column = 1;
  for (std::uint32_t at = start; at < offset; ++at)
    if ((static_cast<unsigned char>(source.text[at]) & 0xC0) != 0x80) ++column;
  return {line, column};
}

std::string_view SourceMap::line(FileId file, std::uint32_t number) const {
  const SourceFile& source = files_[file];
  if (number == 0 || number > source.line_starts.size()) return {};
  const std::string_view text = source.text;
  const std::size_t begin = source.line_starts[number - 1];
  std::size_t end =
      number < source.line_starts.size() ? source.line_starts[number] - 1 : text.size();
  if (end > begin && text[end - 1] == '\r') --end;
  return text.substr(begin, end - begin);
}

}  // namespace phep
