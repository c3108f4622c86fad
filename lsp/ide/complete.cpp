#include "lsp/ide/complete.h"

#include "compiler/base/text.h"
#include "compiler/syntax/tokens.h"
#include "lsp/ide/match.h"
#include "lsp/ide/symbols.h"

#include <algorithm>
#include <set>

namespace phep::ide {
namespace {

// Multi-word keywords are typed word by word: so many words back may belong to one.
constexpr int kWordsBack = 4;

bool in_name(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || std::isalnum(byte) != 0 || c == '_';
}

struct Place {
  workspace::Workspace& workspace;
  FileId file;
  std::string_view text;
  std::uint32_t offset;
  Language language;
  std::vector<Proposal> out = {};
  // What was typed: the last word, the last two, …; by where it begins.
  std::vector<std::pair<std::uint32_t, Typed>> starts = {};
};

void find_starts(Place& place) {
  std::uint32_t at = place.offset;
  while (at > 0 && in_name(place.text[at - 1])) --at;
  place.starts.emplace_back(at, typed(place.text.substr(at, place.offset - at)));
  for (int words = 1; words < kWordsBack && at > 0 && place.text[at - 1] == ' '; ++words) {
    --at;
    const std::uint32_t gap = at;
    while (at > 0 && in_name(place.text[at - 1])) --at;
    if (at == gap) break;
    place.starts.emplace_back(at, typed(place.text.substr(at, place.offset - at)));
  }
}

// Offers a text; of many words, by as much of what was typed as fits.
void offer(Place& place, ProposalKind kind, std::string_view text, std::string detail) {
  const std::size_t words = text.contains(' ') ? place.starts.size() : 1;
  for (std::size_t i = words; i > 0; --i) {
    const auto& [begin, what] = place.starts[i - 1];
    const auto how = fit(what, text);
    if (!how || (i > 1 && *how > Fit::Toneless)) continue;
    place.out.push_back(
        {kind, std::string(text), std::move(detail), {place.file, begin, place.offset}, *how});
    return;
  }
}

void each_spelling(std::string_view spellings, const auto& take) {
  while (!spellings.empty()) {
    const auto bar = std::min(spellings.find('|'), spellings.size());
    take(spellings.substr(0, bar));
    spellings.remove_prefix(std::min(bar + 1, spellings.size()));
  }
}

void offer_keywords(Place& place) {
  for (const syntax::Keyword& row : syntax::keywords()) {
    const std::string vi(row.vi.substr(0, row.vi.find('|')));
    const std::string en(row.en.substr(0, row.en.find('|')));
    each_spelling(row.vi, [&](std::string_view word) { offer(place, ProposalKind::Keyword, word, en); });
    if (row.en != row.vi)
      each_spelling(row.en,
                    [&](std::string_view word) { offer(place, ProposalKind::Keyword, word, vi); });
  }
}

ProposalKind kind_of(const hir::Def& def) {
  if (std::holds_alternative<hir::Rule>(def.node)) return ProposalKind::Function;
  if (std::holds_alternative<hir::Norm>(def.node)) return ProposalKind::Norm;
  if (std::holds_alternative<hir::Record>(def.node) || std::holds_alternative<hir::Enum>(def.node))
    return ProposalKind::Type;
  return ProposalKind::Definition;
}

void offer_module(Place& place, const check::Checked& checked) {
  const Interner& names = place.workspace.names();
  for (const auto& [name, index] : checked.names) {
    const hir::Def& def = checked.module.defs[index];
    offer(place, kind_of(def), names.text(name), words_in(def.label, place.language));
    if (const auto* members = std::get_if<hir::Enum>(&def.node))
      for (const hir::EnumMember& one : members->members)
        offer(place, ProposalKind::Member, names.text(one.name), words_in(one.label, place.language));
    if (const auto* reading = std::get_if<hir::Reading>(&def.node))
      for (const hir::ReadingOption& one : reading->options)
        offer(place, ProposalKind::Member, names.text(one.name), words_in(one.label, place.language));
  }
}

void offer_locals(Place& place, const check::Checked& checked) {
  // Those that are declared between the beginning of the declaration around the place and the place.
  std::uint32_t begin = 0;
  for (const hir::Def& def : checked.module.defs)
    if (def.span.begin <= place.offset) begin = std::max(begin, def.span.begin);
  for (const hir::Local& local : checked.module.locals)
    if (local.span.file == place.file && local.span.begin >= begin &&
        local.span.end < place.offset)
      offer(place, ProposalKind::Local, place.workspace.names().text(local.name),
            type_words(place.workspace, local.type));
}

void offer_fields(Place& place, const check::Checked& checked) {
  for (const hir::Def& def : checked.module.defs)
    if (const auto* record = std::get_if<hir::Record>(&def.node))
      for (const hir::Field& field : record->fields)
        offer(place, ProposalKind::Field, place.workspace.names().text(field.name),
              type_words(place.workspace, field.type));
}

// After `PDPL@`: the provisions that the outline lists.
bool offer_provisions(Place& place, const std::vector<std::shared_ptr<const check::Checked>>& homes) {
  std::uint32_t at = place.offset;
  const auto labels = [](char c) { return in_name(c) || c == '.'; };
  while (at > 0 && labels(place.text[at - 1])) --at;
  if (at == 0 || place.text[at - 1] != '@') return false;
  const std::uint32_t begin = at;
  std::uint32_t name = --at;
  while (name > 0 && in_name(place.text[name - 1])) --name;
  const Name wanted = place.workspace.names().find(normalise(place.text.substr(name, at - name)));
  place.starts = {{begin, typed(place.text.substr(begin, place.offset - begin))}};
  for (const auto& home : homes) {
    const auto found = home->names.find(wanted);
    if (found == home->names.end()) continue;
    const auto* instrument = std::get_if<hir::Instrument>(&home->module.defs[found->second].node);
    if (instrument == nullptr) continue;
    for (const hir::OutlineEntry& entry : instrument->outline) {
      std::string path;
      for (const std::string& label : entry.path) path += (path.empty() ? "" : ".") + label;
      offer(place, ProposalKind::Provision, path, words_in(entry.heading, place.language));
    }
  }
  return true;
}

void settle(std::vector<Proposal>& items) {
  const auto rank = [](const Proposal& one) {
    return std::tuple(one.fit, one.kind == ProposalKind::Keyword ? 1 : 0, one.text, one.detail,
                      one.kind);
  };
  std::ranges::sort(items, {}, rank);
  const auto same = [](const Proposal& a, const Proposal& b) {
    return a.text == b.text && a.kind == b.kind;
  };
  items.erase(std::ranges::unique(items, same).begin(), items.end());
  if (items.size() > kMostProposals) items.resize(kMostProposals);
}

}  // namespace

Proposals complete(workspace::Workspace& workspace, FileId file, std::uint32_t offset,
                   Language language, const std::atomic<bool>& stop) {
  Place place{workspace, file, workspace.sources().file(file).text, offset, language};
  find_starts(place);
  std::vector<std::shared_ptr<const check::Checked>> homes{workspace.checked(file)};
  for (const auto& import : homes[0]->imports) homes.push_back(import);
  const std::uint32_t word = place.starts[0].first;
  if (offer_provisions(place, homes)) {
    settle(place.out);
    return {std::move(place.out)};
  }
  const bool member = word > 0 && place.text[word - 1] == '.';
  if (member) place.starts.resize(1);
  for (const auto& home : homes) {
    if (stop.load(std::memory_order_relaxed)) break;
    if (member) {
      offer_fields(place, *home);
    } else {
      offer_module(place, *home);
    }
  }
  if (!member) {
    offer_locals(place, *homes[0]);
    offer_keywords(place);
  }
  settle(place.out);
  return {std::move(place.out)};
}

}  // namespace phep::ide
