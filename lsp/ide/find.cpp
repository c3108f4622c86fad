#include "lsp/ide/find.h"

#include "compiler/base/text.h"
#include "compiler/explain/citation_text.h"
#include "compiler/law/citation_reader.h"
#include "lsp/ide/law_view.h"
#include "lsp/ide/match.h"
#include "lsp/ide/symbols.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

namespace phep::ide {
namespace {

struct Hit {
  Candidate candidate;
  Fit fit;
  bool library = false;
  std::string row_name;  // of a row of an outline: its citation

  [[nodiscard]] std::string_view name() const {
    return candidate.row == nullptr ? candidate.name : row_name;
  }
};

class Search {
 public:
  Search(const law::Register& law, workspace::Workspace& workspace, FoldedNames& folded,
         std::string_view query, Language language)
      : law_(law),
        workspace_(workspace),
        folded_(folded),
        query_(query),
        typed_(typed(query)),
        language_(language) {}

  void names(const hir::Module& module) {
    const bool library = workspace_.in_library(module.file);
    const FoldedNames::Table& folded = folded_.of(workspace_, module);
    std::size_t at = 0;
    each_candidate(module, law_.names, [&](const Candidate& one) {
      if (may_fit(typed_, folded.words(at++))) take(one, library);
    });
  }

  // "d20k2", "khoản 2 Điều 20 Luật 134", "13/2023".
  void provisions() {
    const auto ids = law::instruments(law_);
    std::vector<law::NamedInstrument> named;
    std::vector<std::string> short_names;
    for (const hir::DefId id : ids) {
      named.push_back(law::naming(law_, id));
      short_names.push_back(fold(named.back().name));
    }
    const auto said = law::read_citation(query_, short_names);
    if (!said || (said->path.empty() && said->instrument.empty())) return;
    if (said->path.empty() && !query_.contains('/')) return;  // words: found by names and titles
    for (const std::size_t i : law::match_instruments(said->instrument, named)) {
      const hir::Instrument& instrument = law_.instrument(ids[i]);
      if (!said->path.empty() && law::known(instrument, said->path) == law::Known::Absent) continue;
      provision(ids[i], said->path);
    }
  }

  std::vector<Found> take_best() {
    const auto rank = [&](const Hit& hit) {
      const std::string_view name = hit.name();
      const Span own = place_of(hit.candidate);
      return std::tuple(hit.fit, hit.library, name.size(), name,
                        std::string_view(law_.sources.file(own.file).path), own.begin);
    };
    const std::size_t left = kMostFound - std::min(kMostFound, first_.size());
    const auto end = hits_.begin() + static_cast<std::ptrdiff_t>(std::min(left, hits_.size()));
    std::ranges::partial_sort(hits_, end,
                              [&](const Hit& a, const Hit& b) { return rank(a) < rank(b); });
    for (auto hit = hits_.begin(); hit != end; ++hit) first_.push_back(found(*hit));
    return std::move(first_);
  }

 private:
  void take(const Candidate& one, bool library) {
    if (one.row != nullptr && typed_.exact.empty()) return;
    std::optional<Fit> best;
    for (const std::string_view words : one.words)
      if (const auto how = words.empty() ? std::nullopt : fit(typed_, words);
          how && (!best || *how < *best))
        best = how;
    if (!best) return;
    hits_.push_back({one, *best, library, one.row == nullptr ? std::string() : row_name(one)});
  }

  // A row of an outline is ranked by where its instrument stands: its own place is looked up once
  // it is shown.
  [[nodiscard]] Span place_of(const Candidate& one) const {
    return one.row == nullptr ? one.own : law_.def(one.instrument).name_span;
  }

  [[nodiscard]] std::string row_name(const Candidate& one) const {
    return explain::citation_text({law_.def(one.instrument).name, one.row->path, {}, {}, {}},
                                  law_.instrument(one.instrument), language_);
  }

  [[nodiscard]] Found found(const Hit& hit) const {
    const Candidate& one = hit.candidate;
    if (one.row != nullptr)
      return {RowKind::Other, hit.row_name, words_in(one.row->heading, language_),
              outline_place(workspace_, one.instrument, one.row->path), hit.library};
    return {one.kind, std::string(one.name), std::string(one.container), one.own, hit.library};
  }

  // The row of the outline, then who cites it.
  void provision(hir::DefId id, const law::Path& path) {
    const hir::Instrument& instrument = law_.instrument(id);
    const Citation citation{law_.def(id).name, path, {}, {}, {}};
    first_.push_back({path.empty() ? RowKind::Instrument : RowKind::Other,
                      explain::citation_text(citation, instrument, language_),
                      words_in(instrument.title, language_), outline_place(workspace_, id, path),
                      workspace_.in_library(id.file)});
    if (path.empty()) return;
    std::set<Span> there;
    for (const Found& one : first_) there.insert(one.own);
    for (const law::Mention& one : law::mentions_of(law_, id, path, false)) {
      if (first_.size() == kMostFound) return;
      if (one.overlap == law::Overlap::Whole) continue;
      const hir::Def& def = law_.def(one.by);
      if (!def.name.exists() || !there.insert(def.name_span).second) continue;
      first_.push_back({kind_of(def), std::string(law_.names.text(def.name)),
                        law_.modules.at(one.by.file)->name, def.name_span,
                        workspace_.in_library(one.by.file)});
    }
  }

  const law::Register& law_;
  workspace::Workspace& workspace_;
  FoldedNames& folded_;
  std::string_view query_;
  Typed typed_;
  Language language_;
  std::vector<Found> first_;
  std::vector<Hit> hits_;
};

}  // namespace

std::vector<Found> find_symbols(workspace::Workspace& workspace, FoldedNames& folded,
                                std::string_view query, std::span<const FileId> files,
                                Language language, const std::atomic<bool>& stop) {
  const auto view = LawView::make(workspace, files, Reach::Library, stop);
  if (!view) return {};
  const law::Register law = view->law();
  Search search(law, workspace, folded, query, language);
  if (!query.empty()) search.provisions();
  for (const auto& [file, module] : law.modules) {
    if (stop.load(std::memory_order_relaxed)) return {};
    search.names(*module);
  }
  return search.take_best();
}

}  // namespace phep::ide
