#include "tests/fuzz/shared/places.h"

#include "compiler/base/text.h"
#include "compiler/diagnostics/render.h"
#include "tests/fuzz/shared/target.h"

#include <algorithm>
#include <tuple>

namespace phep::fuzz {
namespace {

void inside(Span span, const SourceMap& sources) {
  if (!span.file.exists()) return;
  holds(span.file.index < sources.size(), "a place is in a file that is there");
  const std::string& text = sources.file(span.file).text;
  // What is wrong at the very end is one wide there.
  holds(span.begin <= text.size() && span.begin <= span.end &&
            span.end <= std::max<std::size_t>(text.size(), std::size_t{span.begin} + 1),
        "a place is inside its file");
}

void said(const CatalogRow& row, const std::vector<Argument>& arguments) {
  for (const Language language : {Language::Vietnamese, Language::English})
    holds(!message(row, arguments, language).empty(), "a message says something");
}

}  // namespace

void good_diagnostics(const DiagnosticList& list, const SourceMap& sources) {
  const Diagnostic* before = nullptr;
  for (const Diagnostic& one : list.items()) {
    inside(one.span, sources);
    said(*one.row, one.arguments);
    for (const Note& note : one.notes) {
      inside(note.span, sources);
      said(*note.row, note.arguments);
    }
    for (const Fix& fix : one.fixes)
      for (const Edit& edit : fix.edits) inside(edit.span, sources);
    if (before != nullptr)
      holds(std::tuple(before->span.file.index, before->span.begin) <=
                std::tuple(one.span.file.index, one.span.begin),
            "diagnostics stand in the order of their places");
    before = &one;
  }
  for (const Language language : {Language::Vietnamese, Language::English}) {
    const std::string drawn = render(list, sources, {language, false});
    holds(first_invalid_utf8(drawn) == kValidUtf8, "what is drawn is UTF-8");
    for (const char c : drawn)
      holds(c == '\n' || static_cast<unsigned char>(c) >= 0x20, "no control character is drawn");
  }
}

}  // namespace phep::fuzz
