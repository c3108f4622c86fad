#include "lsp/ide/find.h"

#include "compiler/base/text.h"
#include "compiler/explain/citation_text.h"
#include "compiler/law/citation_reader.h"
#include "lsp/ide/law_view.h"
#include "lsp/ide/match.h"
#include "lsp/ide/symbols.h"

#include <algorithm>
#include <optional>
#include <tuple>

namespace phep::ide {
namespace {

struct KindOfNode {
  RowKind operator()(const hir::Instrument& /*node*/) const { return RowKind::Instrument; }
  RowKind operator()(const hir::Source& /*node*/) const { return RowKind::Source; }
  RowKind operator()(const hir::Party& /*node*/) const { return RowKind::Party; }
  RowKind operator()(const hir::Action& /*node*/) const { return RowKind::Action; }
  RowKind operator()(const hir::Enum& /*node*/) const { return RowKind::Enum; }
  RowKind operator()(const hir::Record& /*node*/) const { return RowKind::Record; }
  RowKind operator()(const hir::Calendar& /*node*/) const { return RowKind::Calendar; }
  RowKind operator()(const hir::Rule& /*node*/) const { return RowKind::Rule; }
  RowKind operator()(const hir::Norm& /*node*/) const { return RowKind::Norm; }
  RowKind operator()(const hir::Decision& /*node*/) const { return RowKind::Decision; }
  RowKind operator()(const hir::Reading& /*node*/) const { return RowKind::Reading; }
  template <class Other>
  RowKind operator()(const Other& /*node*/) const {
    return RowKind::Other;
  }
};

struct Hit {
  Found found;
  Fit fit;
};

class Search {
 public:
  Search(const law::Register& law, workspace::Workspace& workspace, std::string_view query,
         Language language)
      : law_(law),
        workspace_(workspace),
        query_(query),
        typed_(typed(query)),
        language_(language) {}

  void names(const hir::Module& module) {
    const bool library = workspace_.in_library(module.file);
    for (std::uint32_t i = 0; i < module.defs.size(); ++i) {
      const hir::Def& def = module.defs[i];
      if (!def.name.exists() || !def.name_span.file.exists() || def.name_span.end == 0) continue;
      const std::string name(law_.names.text(def.name));
      const auto* instrument = std::get_if<hir::Instrument>(&def.node);
      take(std::visit(KindOfNode{}, def.node), name, module.name, def.name_span, library, def.label,
           instrument == nullptr ? std::string() : instrument->number,
           instrument == nullptr ? nullptr : &instrument->title);
      if (instrument != nullptr) headings(module, {module.file, i}, *instrument);
      if (const auto* record = std::get_if<hir::Record>(&def.node))
        for (const hir::Field& field : record->fields)
          take(RowKind::Field, std::string(law_.names.text(field.name)), name, field.span, library,
               field.label);
    }
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
      const Found& one = hit.found;
      return std::tuple(hit.fit, one.library, one.name.size(), std::string_view(one.name),
                        std::string_view(law_.sources.file(one.own.file).path), one.own.begin);
    };
    std::ranges::stable_sort(hits_, [&](const Hit& a, const Hit& b) { return rank(a) < rank(b); });
    for (Hit& hit : hits_) first_.push_back(std::move(hit.found));
    if (first_.size() > kMostFound) first_.resize(kMostFound);
    return std::move(first_);
  }

 private:
  void take(RowKind kind, const std::string& name, const std::string& container, Span own,
            bool library, const hir::Label& label, const std::string& number = {},
            const hir::Label* title = nullptr) {
    auto best = fit(typed_, name);
    const auto also = [&](const std::string& words) {
      if (words.empty()) return;
      if (const auto how = fit(typed_, words); how && (!best || *how < *best)) best = how;
    };
    also(label.vi);
    also(label.en);
    also(number);
    if (title != nullptr) {
      also(title->vi);
      also(title->en);
    }
    if (best) hits_.push_back({{kind, name, container, own, library}, *best});
  }

  // By the words of headings.
  void headings(const hir::Module& module, hir::DefId id, const hir::Instrument& instrument) {
    if (typed_.exact.empty()) return;
    for (const hir::OutlineEntry& entry : instrument.outline) {
      std::optional<Fit> best;
      for (const std::string* words : {&entry.heading.vi, &entry.heading.en}) {
        if (words->empty()) continue;
        if (const auto how = fit(typed_, *words); how && (!best || *how < *best)) best = how;
      }
      if (!best) continue;
      const Citation citation{law_.def(id).name, entry.path, {}, {}, {}};
      hits_.push_back(
          {{RowKind::Other, explain::citation_text(citation, instrument, language_),
            words_in(entry.heading, language_), outline_place(workspace_, id, entry.path),
            workspace_.in_library(module.file)},
           *best});
    }
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
    for (const law::Mention& one : law::mentions_of(law_, id, path, false)) {
      if (one.overlap == law::Overlap::Whole) continue;
      const hir::Def& def = law_.def(one.by);
      if (!def.name.exists()) continue;
      const Found found{std::visit(KindOfNode{}, def.node), std::string(law_.names.text(def.name)),
                        law_.modules.at(one.by.file)->name, def.name_span,
                        workspace_.in_library(one.by.file)};
      const bool there =
          std::ranges::any_of(first_, [&](const Found& known) { return known.own == found.own; });
      if (!there) first_.push_back(found);
    }
  }

  const law::Register& law_;
  workspace::Workspace& workspace_;
  std::string_view query_;
  Typed typed_;
  Language language_;
  std::vector<Found> first_;
  std::vector<Hit> hits_;
};

}  // namespace

std::vector<Found> find_symbols(workspace::Workspace& workspace, std::string_view query,
                                std::span<const FileId> files, Language language,
                                const std::atomic<bool>& stop) {
  const auto view = LawView::make(workspace, files, Reach::Library, stop);
  if (!view) return {};
  const law::Register law = view->law();
  Search search(law, workspace, query, language);
  if (!query.empty()) search.provisions();
  for (const auto& [file, module] : law.modules) {
    if (stop.load(std::memory_order_relaxed)) return {};
    search.names(*module);
  }
  return search.take_best();
}

}  // namespace phep::ide
