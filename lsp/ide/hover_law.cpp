#include "compiler/base/check.h"
#include "compiler/explain/citation_text.h"
#include "lsp/ide/hover_parts.h"
#include "lsp/ide/symbols.h"

#include <algorithm>
#include <tuple>

namespace phep::ide {
namespace {

std::string bound_words(const hir::ForceBound& bound, const explain::Speech& speech) {
  return bound.expr.exists()
             ? speech.say("ngày tùy cách hiểu được chọn", "a day that hangs on a reading")
             : law::day_text(bound.days);
}

// What holds the provision, widest first: "Điều 23: Thông báo vi phạm".
std::string hierarchy(const law::Register& law, hir::DefId id, const Citation& citation,
                      const Saying& saying) {
  const hir::Instrument& instrument = law.instrument(id);
  std::string out;
  for (std::size_t n = 1; n < citation.path.size(); ++n) {
    Citation above = citation;
    above.path.resize(n);
    above.last.clear();
    above.fragment.clear();
    std::string line =
        above.path.empty() ? "" : explain::citation_text(above, instrument, saying.language);
    const hir::OutlineEntry* entry = law::entry_of(instrument, above.path);
    const std::string heading = entry == nullptr ? "" : words_in(entry->heading, saying.language);
    if (!heading.empty()) line += ": " + heading;
    out += (out.empty() ? "" : " › ") + line;
  }
  return out;
}

std::string_view change_words(hir::RelationKind kind, bool vi) {
  switch (kind) {
    case hir::RelationKind::Details: return vi ? "được quy định chi tiết bởi" : "detailed by";
    case hir::RelationKind::Amends: return vi ? "được sửa đổi bởi" : "amended by";
    case hir::RelationKind::Repeals: return vi ? "bị bãi bỏ bởi" : "repealed by";
    case hir::RelationKind::Suspends: return vi ? "bị tạm ngưng bởi" : "suspended by";
    case hir::RelationKind::Replaces: return vi ? "được thay thế bởi" : "replaced by";
    case hir::RelationKind::Survives:
      return vi ? "hết hiệu lực nhưng văn bản khác còn lại:" : "outlived by";
  }
  PHEP_UNREACHABLE();
}

// What other instruments did to it, a part of it or a whole that holds it, by date.
std::vector<std::string> changes(const law::Register& law, hir::DefId id, const law::Path& path,
                                 const explain::Speech& speech) {
  std::vector<std::tuple<std::int32_t, std::string>> found;
  for (const hir::DefId by : law::instruments(law)) {
    const hir::Instrument& other = law.instrument(by);
    for (const hir::Relation& relation : other.relations)
      for (const hir::Cite& target : relation.targets) {
        if (target.instrument != id || law::overlap(target.written, path) == law::Overlap::None)
          continue;
        std::int32_t from = relation.from.value_or(hir::kForever);
        if (!relation.from)
          for (const hir::ForceInterval& one : other.force)
            if (!one.from.expr.exists() && one.from.days != hir::kAlways)
              from = std::min(from, one.from.days);
        std::string text = std::string(change_words(relation.kind, speech.vi())) + " " +
                           explain::instrument_text(other, speech.language());
        if (from != hir::kForever) text += speech.say(", từ ", ", from ") + law::day_text(from);
        if (law::overlap(target.written, path) == law::Overlap::Part)
          text += " (" + law::citation_of(law, id, target.written.path) + ")";
        found.emplace_back(from, std::move(text));
      }
  }
  std::ranges::stable_sort(found);
  std::vector<std::string> out;
  for (auto& [from, text] : found)
    if (std::ranges::find(out, text) == out.end()) out.push_back(std::move(text));
  return out;
}

std::string force_line(const law::Register& law, hir::DefId id, const law::Path& path,
                       const Saying& saying, const explain::Speech& speech) {
  const law::ForceOf force = law::force_of(law, id, path);
  std::string out = speech.say("Hiệu lực: ", "In force: ") + force_words(force.intervals, speech);
  if (force.of != path) out += speech.say(", theo ", ", as ") + law::citation_of(law, id, force.of);
  if (saying.as_of)
    out += speech.say("; ngày ", "; on ") + law::day_text(*saying.as_of) + ": " +
           standing_words(standing(law, id, path, *saying.as_of), speech);
  return out;
}

}  // namespace

std::string standing_words(Standing how, const explain::Speech& speech) {
  switch (how) {
    case Standing::InForce: return speech.say("có hiệu lực", "in force");
    case Standing::NotYet: return speech.say("CHƯA có hiệu lực", "NOT YET in force");
    case Standing::Suspended: return speech.say("ĐANG bị tạm ngưng", "SUSPENDED");
    case Standing::Repealed: return speech.say("HẾT hiệu lực", "NO LONGER in force");
    case Standing::Open: return speech.say("tùy cách hiểu", "depends on a reading");
  }
  PHEP_UNREACHABLE();
}

std::string force_words(const std::vector<hir::ForceInterval>& intervals,
                        const explain::Speech& speech) {
  if (intervals.empty()) return speech.say("không nêu", "not stated");
  std::string out;
  for (const hir::ForceInterval& one : intervals) {
    std::string text;
    if (one.from.expr.exists() || one.from.days != hir::kAlways)
      text = speech.say("từ ", "from ") + bound_words(one.from, speech);
    if (one.until.expr.exists() || one.until.days != hir::kForever)
      text += (text.empty() ? "" : " ") + speech.say("đến trước ", "until before ") +
              bound_words(one.until, speech);
    if (text.empty()) text = speech.say("luôn luôn", "always");
    out += (out.empty() ? "" : "; ") + text;
  }
  return out;
}

std::optional<Hover> hover_provision(workspace::Workspace& workspace, FileId file, Span span,
                                     hir::DefId id, const Citation& citation, const Saying& saying,
                                     const std::atomic<bool>& stop) {
  const FileId own[] = {file};
  const auto view = LawView::make(workspace, own, Reach::Library, stop);
  if (!view) return std::nullopt;
  const hir::Instrument* instrument = view->instrument(id);
  if (instrument == nullptr) return std::nullopt;
  const law::Register law = view->law();
  const explain::Speech speech(saying.language);
  Hover out{span, {}, {}};
  const auto say = [&](std::string text) {
    if (!text.empty()) out.paragraphs.push_back(std::move(text));
  };
  say(explain::citation_text(citation, *instrument, saying.language));
  say(words_in(instrument->title, saying.language));
  say(hierarchy(law, id, citation, saying));
  if (const hir::OutlineEntry* entry = law::entry_of(*instrument, citation.path)) {
    say(words_in(entry->heading, saying.language));
    say(words_in(entry->digest, saying.language));
  }
  if (law::known(*instrument, citation.path) == law::Known::Absent)
    say(speech.say("Bố cục: KHÔNG có điều khoản này", "Outline: there is NO such provision"));
  say(force_line(law, id, citation.path, saying, speech));
  for (std::string& change : changes(law, id, citation.path, speech)) say(std::move(change));
  std::size_t cited = 0;
  for (const law::Mention& one : law::mentions_of(law, id, citation.path, false))
    if (one.overlap != law::Overlap::Whole) ++cited;
  say(speech.say("Số nơi viện dẫn: ", "Places that cite it: ") + std::to_string(cited));
  return out;
}

}  // namespace phep::ide
