#include "compiler/base/text.h"
#include "compiler/explain/citation_text.h"
#include "lsp/ide/complete_offers.h"
#include "lsp/ide/law_view.h"
#include "lsp/ide/symbols.h"

#include <algorithm>
#include <set>

namespace phep::ide {
namespace {

std::uint8_t force_of_provision(const Offers& place, const law::Register& law, hir::DefId id,
                                const law::Path& path) {
  if (!place.saying.as_of) return 0;
  switch (standing(law, id, path, *place.saying.as_of)) {
    case Standing::InForce: return 0;
    case Standing::NotYet:
    case Standing::Suspended:
    case Standing::Open: return 1;
    case Standing::Repealed: return 2;
  }
  return 0;
}

// The instruments that the file can name, by where they are declared.
std::vector<hir::DefId> visible_instruments(const Offers& place) {
  std::vector<hir::DefId> out;
  for (const auto& home : place.homes)
    for (std::uint32_t i = 0; i < home->module.defs.size(); ++i)
      if (std::holds_alternative<hir::Instrument>(home->module.defs[i].node))
        out.push_back({home->module.file, i});
  return out;
}

// Provisions by the words of their headings, as soon as a word is typed: all of them at once would
// bury the instruments.
void offer_headings(Offers& place, const law::Register& law, hir::DefId id) {
  if (place.starts.empty() || place.starts.front().second.exact.empty()) return;
  for (const hir::OutlineEntry& entry : law.instrument(id).outline) {
    if (entry.heading.vi.empty() && entry.heading.en.empty()) continue;
    const std::string also[] = {entry.heading.vi, entry.heading.en};
    const std::string text = law::citation_of(law, id, entry.path);
    offer(place, {.kind = ProposalKind::Provision,
                  .text = text,
                  .detail = words_in(entry.heading, place.saying.language),
                  .force = force_of_provision(place, law, id, entry.path),
                  .also = also});
  }
}

std::string module_name(const ast::Module& module, const Interner& names) {
  std::string out;
  for (const ast::Ident& part : module.name.parts)
    out += (out.empty() ? "" : ".") + std::string(names.text(part.name));
  return out;
}

}  // namespace

void offer_provisions(Offers& place, const std::atomic<bool>& stop) {
  const FileId own[] = {place.file};
  const auto view = LawView::make(place.workspace, own, Reach::Imports, stop);
  if (!view) return;
  const law::Register law = view->law();
  const Name wanted = place.workspace.names().find(normalise(place.grammar.chain.front()));
  for (const hir::DefId id : visible_instruments(place)) {
    const hir::Instrument& instrument = law.instrument(id);
    if (law.def(id).name != wanted) continue;
    std::vector<const hir::OutlineEntry*> entries;
    for (const hir::OutlineEntry& entry : instrument.outline) entries.push_back(&entry);
    std::ranges::stable_sort(
        entries, [](const auto* a, const auto* b) { return law::path_less(a->path, b->path); });
    for (const hir::OutlineEntry* entry : entries) {
      const std::string also[] = {entry->heading.vi, entry->heading.en, entry->digest.vi,
                                  entry->digest.en};
      const std::string text = law::dotted(entry->path);
      const std::string& heading = words_in(entry->heading, place.saying.language);
      offer(place,
            {.kind = ProposalKind::Provision,
             .text = text,
             .detail = heading.empty() ? words_in(entry->digest, place.saying.language) : heading,
             .asked = Asked::Here,
             .force = force_of_provision(place, law, id, entry->path),
             .also = also});
    }
  }
}

void offer_instruments(Offers& place, const std::atomic<bool>& stop) {
  const FileId own[] = {place.file};
  const auto view = LawView::make(place.workspace, own, Reach::Imports, stop);
  if (!view) return;
  const law::Register law = view->law();
  for (const hir::DefId id : visible_instruments(place)) {
    const hir::Instrument& instrument = law.instrument(id);
    const std::string also[] = {instrument.title.vi, instrument.title.en, instrument.number};
    offer(place, {.kind = ProposalKind::Provision,
                  .text = law.names.text(law.def(id).name),
                  .detail = explain::instrument_text(instrument, place.saying.language) + ", " +
                            words_in(instrument.title, place.saying.language),
                  .asked = Asked::Here,
                  .force = force_of_provision(place, law, id, {}),
                  .also = also});
    offer_headings(place, law, id);
  }
}

void offer_modules(Offers& place) {
  std::set<std::string> names;
  for (const workspace::LibraryFile& file : place.workspace.library().files) {
    std::string name = file.path.substr(0, file.path.find('.'));
    std::ranges::replace(name, '/', '.');
    names.insert(std::move(name));
  }
  std::set<std::string> imported;
  for (std::uint32_t i = 0; i < place.workspace.size(); ++i) {
    const FileId file{i};
    if (place.workspace.in_library(file) || !place.workspace.present(file) || file == place.file)
      continue;
    names.insert(module_name(place.workspace.parsed(file)->module, place.workspace.names()));
  }
  for (const auto& home : place.homes) imported.insert(home->module.name);
  for (const std::string& name : names)
    if (!name.empty())
      offer(place, {.kind = ProposalKind::Module,
                    .text = name,
                    .asked = imported.contains(name) ? Asked::Other : Asked::Here});
}

}  // namespace phep::ide
