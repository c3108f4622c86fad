#include "lsp/ide/complete.h"

#include "lsp/ide/complete_offers.h"
#include "lsp/ide/match.h"

#include <algorithm>
#include <tuple>

namespace phep::ide {
namespace {

// Multi-word keywords are typed word by word: so many words back may belong to one.
constexpr int kWordsBack = 4;

void find_starts(Offers& place) {
  std::uint32_t at = place.grammar.begin;
  const std::string_view text = place.text;
  place.starts.emplace_back(at, typed(text.substr(at, place.offset - at)));
  if (place.grammar.awaited == Awaited::Provision) return;
  if (place.grammar.awaited == Awaited::Module) {
    while (at > 0 && (name_character(text[at - 1]) || text[at - 1] == '.')) --at;
    place.starts = {{at, typed(text.substr(at, place.offset - at))}};
    return;
  }
  for (int words = 1; words < kWordsBack && at > 0 && text[at - 1] == ' '; ++words) {
    --at;
    const std::uint32_t gap = at;
    while (at > 0 && name_character(text[at - 1])) --at;
    if (at == gap) break;
    place.starts.emplace_back(at, typed(text.substr(at, place.offset - at)));
  }
}

void settle(std::vector<Proposal>& items) {
  const auto rank = [](const Proposal& one) {
    return std::tuple(one.fit, one.asked, one.force, one.other_surface,
                      one.kind == ProposalKind::Keyword ? 1 : 0);
  };
  const auto name = [](const Proposal& one) { return std::tie(one.text, one.kind); };
  // What was offered twice stands where it fits best.
  std::ranges::stable_sort(items, [&](const Proposal& a, const Proposal& b) {
    return std::tuple(name(a), rank(a)) < std::tuple(name(b), rank(b));
  });
  const auto twice = std::ranges::unique(
      items, [&](const Proposal& a, const Proposal& b) { return name(a) == name(b); });
  items.erase(twice.begin(), twice.end());
  std::ranges::stable_sort(items, [&](const Proposal& a, const Proposal& b) {
    return std::tuple(rank(a), a.order) < std::tuple(rank(b), b.order);
  });
  if (items.size() > kMostProposals) items.resize(kMostProposals);
}

}  // namespace

Proposals complete(workspace::Workspace& workspace, FileId file, std::uint32_t offset,
                   const Saying& saying, const std::atomic<bool>& stop) {
  const SourceFile& source = workspace.sources().file(file);
  Offers place{
      .workspace = workspace,
      .file = file,
      .text = source.text,
      .offset = offset,
      .saying = saying,
      .grammar = grammar_at(source.text,
                            syntax::words_of(source.text, syntax::form_of(source.path)), offset)};
  if (place.grammar.awaited == Awaited::Nothing) return {};
  find_starts(place);
  place.homes.push_back(workspace.checked(file));
  for (const auto& import : place.homes[0]->imports) place.homes.push_back(import);
  offer_all(place, stop);
  if (stop.load(std::memory_order_relaxed)) return {};
  settle(place.out);
  return {std::move(place.out)};
}

}  // namespace phep::ide
