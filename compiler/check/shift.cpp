#include "compiler/check/shift.h"

#include <algorithm>
#include <utility>

namespace phep::check {

Shift::Shift(const ast::Module& now, std::span<const Part> parts, std::vector<Anew> anew)
    : file_(now.file), anew_(std::move(anew)) {
  auto next = anew_.begin();
  std::uint32_t by = 0;
  by_.resize(parts.size());
  for (PartIndex i = 0; i < parts.size(); ++i) {
    if (next != anew_.end() && next->index == i) {
      ++next;
      continue;
    }
    const Span before = parts[i].span;
    const Span after = now.decls[now.order[i]].span;
    sound_ = sound_ && now.order[i] == parts[i].decl &&
             before.end - before.begin == after.end - after.begin;
    by_[i] = after.begin - before.begin;
    if (by_[i] == by) continue;
    by = by_[i];
    steps_.push_back({before.begin, by});
  }
  by_last_ = by;
  for (const Anew& one : anew_) {
    first_ = std::min(first_, one.before.begin);
    last_ = std::max(last_, one.before.end);
  }
  for (const Step& step : steps_) {
    first_ = std::min(first_, step.from);
    last_ = std::max(last_, step.from);
  }
}

bool Shift::move_among(Span& span) const {
  for (const Anew& one : anew_) {
    if (span.begin >= one.before.end || one.before.begin >= span.end) continue;
    if (span != one.name_before) return false;
    span = one.name_now;
    return true;
  }
  std::uint32_t by = 0;
  for (const Step& step : steps_) {
    if (step.from > span.begin) break;
    by = step.by;
  }
  span.begin += by;
  span.end += by;
  return true;
}

bool Shift::move(Diagnostic& diagnostic) const {
  bool good = move(diagnostic.span);
  for (Note& note : diagnostic.notes) good = move(note.span) && good;
  for (Fix& fix : diagnostic.fixes)
    for (Edit& edit : fix.edits) good = move(edit.span) && good;
  return good;
}

}  // namespace phep::check
