#include "compiler/diagnostics/render.h"

#include "compiler/base/text.h"

#include <algorithm>

namespace phep {
namespace {

struct Palette {
  std::string_view severity, code, frame, reset;
};

Palette palette(Severity severity, bool color) {
  if (!color) return {"", "", "", ""};
  const std::string_view tone = severity == Severity::Error     ? "\x1b[1;31m"
                                : severity == Severity::Warning ? "\x1b[1;33m"
                                                                : "\x1b[1;36m";
  return {tone, "\x1b[1m", "\x1b[34m", "\x1b[0m"};
}

std::string spaces(std::size_t n) {
  return std::string(n, ' ');
}

// A source line as it is drawn: tabs become blanks, broken bytes and control characters are
// escaped.
std::string drawable(std::string_view line) {
  std::string out;
  for (char c : line) out += c == '\t' ? std::string(4, ' ') : std::string(1, c);
  return visible(out);
}

// "  --> path:3:7" and the line under it with carets below the span's part on that line.
std::string picture(Span span, const SourceMap& sources, const Palette& paint,
                    std::string_view arrow) {
  if (!span.file.exists()) return {};
  const LineColumn place = sources.place(span.file, span.begin);
  const std::string number = std::to_string(place.line);
  const std::string margin = spaces(number.size());
  std::string out = margin + std::string(paint.frame) + std::string(arrow) +
                    std::string(paint.reset) + " " + visible(sources.file(span.file).path) + ":" +
                    number + ":" + std::to_string(place.column) + "\n";

  const std::string_view line = sources.line(span.file, place.line);
  constexpr std::size_t kLongest =
      400;  // longer lines are cut: nobody reads them, and a line may be 16 MB
  const std::uint32_t start = sources.file(span.file).line_starts[place.line - 1];
  const std::size_t before = std::min<std::size_t>(span.begin - start, line.size());
  if (before > kLongest) return out;
  std::size_t shown = std::min(line.size(), kLongest);
  while (shown < line.size() && shown > 0 &&
         (static_cast<unsigned char>(line[shown]) & 0xC0) == 0x80)
    --shown;
  const std::size_t end = std::clamp<std::size_t>(span.end - start, before, shown);
  const std::string text = drawable(line.substr(0, shown));
  const auto indent = display_width(drawable(line.substr(0, before)));
  const auto width =
      std::max<std::uint32_t>(1, display_width(drawable(line.substr(before, end - before))));

  const std::string bar = std::string(paint.frame) + " |" + std::string(paint.reset);
  out += margin + bar + "\n";
  out += std::string(paint.frame) + number + " |" + std::string(paint.reset) +
         (text.empty() ? "" : " ") + text + "\n";
  out += margin + bar + " " + spaces(indent) + std::string(paint.severity) +
         std::string(width, '^') + std::string(paint.reset) + "\n";
  return out;
}

}  // namespace

std::string render(const Diagnostic& diagnostic, const SourceMap& sources,
                   const RenderOptions& options) {
  const CatalogRow& row = *diagnostic.row;
  const Palette paint = palette(row.severity, options.color);
  std::string out = std::string(paint.severity) +
                    std::string(severity_word(row.severity, options.language)) + "[" +
                    code_text(row.code) + "]" + std::string(paint.reset) + std::string(paint.code) +
                    ": " + visible(message(row, diagnostic.arguments, options.language)) +
                    std::string(paint.reset) + "\n";
  out += picture(diagnostic.span, sources, paint, "-->");
  for (const Note& note : diagnostic.notes) {
    const Palette soft = palette(Severity::Note, options.color);
    out += " " + std::string(soft.severity) +
           std::string(severity_word(Severity::Note, options.language)) + std::string(soft.reset) +
           ": " + visible(message(*note.row, note.arguments, options.language)) + "\n";
    out += picture(note.span, sources, soft, "-->");
  }
  for (const Fix& fix : diagnostic.fixes) {
    const bool vi = options.language == Language::Vietnamese;
    out += std::string(" ") + (vi ? "sửa" : "fix") + ": " +
           visible(vi ? fix.title.vi : fix.title.en) + "\n";
  }
  return out;
}

std::string render(const DiagnosticList& list, const SourceMap& sources,
                   const RenderOptions& options) {
  std::string out;
  for (const Diagnostic& diagnostic : list.items())
    out += render(diagnostic, sources, options) + "\n";
  return out;
}

}  // namespace phep
