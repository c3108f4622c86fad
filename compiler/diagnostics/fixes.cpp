#include "compiler/diagnostics/fixes.h"

#include <algorithm>

namespace phep {
namespace {

bool by_place(const Edit& a, const Edit& b) {
  return a.span < b.span;
}

// Sorted edits that keep out of each other's way. Two insertions at one place have no order.
bool disjoint(const std::vector<Edit>& sorted) {
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    const Span& before = sorted[i - 1].span;
    const Span& after = sorted[i].span;
    if (after.begin < before.end || after.begin == before.begin) return false;
  }
  return true;
}

struct Taken {
  std::vector<Edit> edits;
  std::size_t fixes = 0;
};

Taken safe_fixes(const DiagnosticList& list, FileId file) {
  Taken out;
  for (const Diagnostic& diagnostic : list.items())
    for (const Fix& fix : diagnostic.fixes) {
      const bool own =
          std::ranges::all_of(fix.edits, [&](const Edit& edit) { return edit.span.file == file; });
      if (fix.grade != FixGrade::Safe || fix.edits.empty() || !own) continue;
      std::vector<Edit> with = out.edits;
      with.insert(with.end(), fix.edits.begin(), fix.edits.end());
      std::ranges::sort(with, by_place);
      if (!disjoint(with)) continue;
      out.edits = std::move(with);
      ++out.fixes;
      break;  // one fix a diagnostic
    }
  return out;
}

}  // namespace

std::string apply_edits(std::string_view text, std::vector<Edit> edits) {
  std::ranges::sort(edits, by_place);
  const bool inside = std::ranges::all_of(edits, [&](const Edit& edit) {
    return edit.span.begin <= edit.span.end && edit.span.end <= text.size();
  });
  if (!inside || !disjoint(edits)) return std::string(text);
  std::string out;
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    out += text.substr(at, edit.span.begin - at);
    out += edit.text;
    at = edit.span.end;
  }
  out += text.substr(at);
  return out;
}

std::vector<Edit> safe_edits(const DiagnosticList& list, FileId file) {
  return safe_fixes(list, file).edits;
}

FixedText apply_safe_fixes(const DiagnosticList& list, FileId file, std::string_view text) {
  Taken taken = safe_fixes(list, file);
  return {apply_edits(text, std::move(taken.edits)), taken.fixes};
}

}  // namespace phep
