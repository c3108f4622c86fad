#include "tests/support/annotations.h"

#include <algorithm>

namespace phep::tests {
namespace {

struct Announcement {
  std::uint32_t line;
  std::string code, text;
  bool met = false;
};

std::vector<Announcement> announcements(FileId file, const SourceMap& sources) {
  std::vector<Announcement> out;
  const auto lines = static_cast<std::uint32_t>(sources.file(file).line_starts.size());
  for (std::uint32_t number = 1; number <= lines; ++number) {
    std::string_view line = sources.line(file, number);
    for (auto at = line.find("//~"); at != std::string_view::npos; at = line.find("//~")) {
      line.remove_prefix(at + 3);
      std::uint32_t above = 0;
      while (line.starts_with('^')) {
        ++above;
        line.remove_prefix(1);
      }
      std::string_view words = line.substr(0, line.find("//~"));
      while (words.starts_with(' ')) words.remove_prefix(1);
      while (words.ends_with(' ')) words.remove_suffix(1);
      const auto blank = std::min(words.find(' '), words.size());
      std::string_view text = words.substr(blank);
      while (text.starts_with(' ')) text.remove_prefix(1);
      out.push_back(
          {number - above, std::string(words.substr(0, blank)), std::string(text), false});
    }
  }
  return out;
}

}  // namespace

std::vector<std::string> unmet(FileId file, const SourceMap& sources,
                               const DiagnosticList& reported) {
  std::vector<std::string> differences;
  auto wanted = announcements(file, sources);
  for (const Diagnostic& item : reported.items()) {
    if (item.span.file != file) continue;
    const std::uint32_t line = sources.place(file, item.span.begin).line;
    const std::string text = message(*item.row, item.arguments, Language::English);
    const auto found = std::ranges::find_if(wanted, [&](const Announcement& a) {
      return !a.met && a.line == line && a.code == code_text(item.row->code) &&
             text.contains(a.text);
    });
    if (found != wanted.end()) {
      found->met = true;
    } else {
      differences.push_back("line " + std::to_string(line) +
                            ": not announced: " + code_text(item.row->code) + " " + text);
    }
  }
  for (const Announcement& a : wanted)
    if (!a.met)
      differences.push_back("line " + std::to_string(a.line) + ": not reported: " + a.code + " " +
                            a.text);
  return differences;
}

}  // namespace phep::tests
