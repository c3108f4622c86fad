#include "compiler/check/words.h"
#include "compiler/syntax/tokens.h"
#include "lsp/ide/complete_offers.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <vector>

namespace phep::ide {
namespace {

using syntax::TokenKind;
using enum syntax::TokenKind;
using Kinds = std::vector<TokenKind>;

bool has(const Kinds& kinds, TokenKind kind) {
  return std::ranges::find(kinds, kind) != kinds.end();
}
bool has_any(const std::vector<TokenKind>& there, const Kinds& kinds) {
  return std::ranges::any_of(
      kinds, [&](TokenKind one) { return std::ranges::find(there, one) != there.end(); });
}

const Kinds kHeads = {KW_MODULE, KW_USE, KW_COUNTING, KW_CALENDAR, KW_KNOWN_THROUGH};
const Kinds kDeclarationWords = {
    KW_INSTRUMENT,  KW_OVERLAY,     KW_SOURCE,     KW_UNENCODED, KW_PARTY,
    KW_ACTION,      KW_ENUM,        KW_RECORD,     KW_CALENDAR,  KW_RULE,
    KW_DUTY,        KW_PROHIBITION, KW_PERMISSION, KW_POWER,     KW_ENCOURAGEMENT,
    KW_READING,     KW_SPECIAL,     KW_DECISION,   KW_TEST,      KW_TABLE,
    KW_CLOSED_LIST, KW_ELECT,       KW_COLLISION,  KW_CASES,     KW_PROPERTY};
const Kinds kOfAll = {KW_VI,       KW_EN,  KW_CITES,  KW_SEE,
                      KW_IN_FORCE, KW_ROW, KW_SOURCE, KW_CONFIDENCE};
const Kinds kExpression = {
    KW_AND,    KW_OR,        KW_NOT,     KW_IS_NOT, KW_IS,      KW_IN,    KW_IF,       KW_THEN,
    KW_ELSE,   KW_IF_ABSENT, KW_EXISTS,  KW_SOME,   KW_ALL,     KW_WHERE, KW_COUNT,    KW_SUM,
    KW_FILTER, KW_MIN,       KW_MAX,     KW_MOMENT, KW_ROUNDED, KW_TRUE,  KW_FALSE,    KW_NULL,
    KW_AS_OF,  KW_LAW_DATE,  KW_TRIGGER, KW_AFTER,  KW_BEFORE,  KW_WHEN,  KW_AT_LEAST, KW_AT_MOST};

// The clauses of a body, and groups of those of which one is needed.
struct Clauses {
  Kinds of;
  Kinds all;
  std::vector<Kinds> needed;
};

const std::vector<Clauses>& table() {
  static const std::vector<Clauses> rows = {
      {{KW_DUTY, KW_PROHIBITION, KW_ENCOURAGEMENT},
       {KW_BEARER, KW_FALLBACK, KW_TOWARD, KW_ACTION, KW_TRIGGER, KW_APPLIES, KW_EXEMPT,
        KW_DEFERRED, KW_DUE, KW_EXTEND, KW_DONE, KW_MET, KW_BREACHED, KW_KEPT_THROUGH,
        KW_LATE_EXCUSED, KW_PROOF, KW_ON_BREACH, KW_SANCTION, KW_LET},
       {{KW_CITES},
        {KW_BEARER},
        {KW_TRIGGER, KW_APPLIES},
        {KW_DUE, KW_KEPT_THROUGH},
        {KW_DONE, KW_MET, KW_BREACHED, KW_KEPT_THROUGH}}},
      {{KW_PERMISSION, KW_POWER},
       {KW_BEARER, KW_FALLBACK, KW_TOWARD, KW_ACTION, KW_TRIGGER, KW_APPLIES, KW_EXEMPT,
        KW_DEFERRED, KW_DUE, KW_EXTEND, KW_DONE, KW_GRANTED, KW_AVAILABLE, KW_SILENCE, KW_SANCTION,
        KW_LET},
       {{KW_CITES}, {KW_BEARER}, {KW_GRANTED, KW_AVAILABLE, KW_DONE}}},
      {{KW_RULE},
       {KW_LET, KW_DEFAULT, KW_PICKS, KW_CASE, KW_EXCEPT, KW_TABLE, KW_BASIS},
       {{KW_CITES}, {KW_CASE, KW_TABLE, KW_BASIS}, {KW_DEFAULT, KW_BASIS}}},
      {{KW_INSTRUMENT, KW_OVERLAY},
       {KW_NUMBER, KW_RANK, KW_TITLE, KW_ISSUER, KW_ADOPTED, KW_IN_FORCE, KW_OUTLINE, KW_DETAILS,
        KW_AMENDS, KW_REPEALS, KW_SUSPENDS, KW_REPLACES, KW_SURVIVES, KW_DRAFT, KW_SCOPE,
        KW_FIGURES_FOR, KW_SOURCE, KW_ROW, KW_CONFIDENCE},
       {{KW_NUMBER}, {KW_RANK}, {KW_TITLE}, {KW_IN_FORCE, KW_DRAFT}, {KW_OUTLINE}}},
      {{KW_SOURCE}, {KW_TITLE, KW_URL, KW_KIND, KW_READ}, {{KW_TITLE}, {KW_KIND}, {KW_READ}}},
      {{KW_CALENDAR},
       {KW_ZONE, KW_WEEKLY, KW_COVERS, KW_REST, KW_WORKED, KW_PENDING, KW_PROPOSED},
       {{KW_WEEKLY}, {KW_COVERS}}},
      {{KW_DECISION}, {KW_LET, KW_NORMS, KW_EXPOSURE}, {{KW_NORMS}}},
      {{KW_TEST, KW_TABLE},
       {KW_AS_OF, KW_LAW_DATE, KW_READING, KW_SUPPOSE, KW_LET, KW_EXPECT, KW_JUDGED},
       {{KW_AS_OF}, {KW_EXPECT}}},
      {{KW_PROPERTY}, {KW_FOR_ALL, KW_LET, KW_EXPECT}, {{KW_FOR_ALL}, {KW_EXPECT}}},
      {{KW_CLOSED_LIST}, {KW_ITEM}, {{KW_CITES}, {KW_ITEM}}},
      {{KW_ELECT},
       {KW_LET, KW_MADE, KW_AVAILABLE, KW_LOST, KW_DISAPPLIES},
       {{KW_CITES}, {KW_MADE}, {KW_DISAPPLIES}}},
  };
  return rows;
}

const Clauses* clauses_of(TokenKind declaration) {
  for (const Clauses& row : table())
    if (has(row.of, declaration)) return &row;
  return nullptr;
}

Asked asked_of(const Offers& place, const syntax::Keyword& row) {
  const Grammar& grammar = place.grammar;
  switch (grammar.awaited) {
    case Awaited::Declaration:
      return has(kDeclarationWords, row.kind) || has(kHeads, row.kind) ? Asked::Here : Asked::Other;
    case Awaited::Clause: {
      const Clauses* body = clauses_of(grammar.declaration);
      if (body == nullptr) return has(kOfAll, row.kind) ? Asked::Here : Asked::General;
      for (const Kinds& group : body->needed)
        if (has(group, row.kind) && !has_any(grammar.present, group)) return Asked::Missing;
      if (has(body->all, row.kind)) return Asked::Here;
      return has(kOfAll, row.kind) ? Asked::Here : Asked::Other;
    }
    default: break;
  }
  if (has(kExpression, row.kind)) return Asked::General;
  const Clauses* body = clauses_of(grammar.declaration);
  const bool clause = has(kOfAll, row.kind) || (body != nullptr && has(body->all, row.kind));
  return clause ? Asked::General : Asked::Other;
}

void each_spelling_of(std::string_view spellings, const auto& take) {
  while (!spellings.empty()) {
    const auto bar = std::min(spellings.find('|'), spellings.size());
    take(spellings.substr(0, bar));
    spellings.remove_prefix(std::min(bar + 1, spellings.size()));
  }
}

void offer_keyword(Offers& place, const syntax::Keyword& row, ProposalKind kind, Asked asked) {
  const std::string vi(row.vi.substr(0, row.vi.find('|')));
  const std::string en(row.en.substr(0, row.en.find('|')));
  const bool vietnamese = place.grammar.vietnamese;
  const auto one = [&](std::string_view word, const std::string& other, bool foreign) {
    offer(place, {.kind = kind,
                  .text = word,
                  .detail = other,
                  .asked = asked,
                  .other_surface = foreign && row.vi != row.en});
  };
  each_spelling_of(row.vi, [&](std::string_view word) { one(word, en, !vietnamese); });
  if (row.en != row.vi)
    each_spelling_of(row.en, [&](std::string_view word) { one(word, vi, vietnamese); });
}

constexpr std::array kUnits = {KW_HOURS,  KW_WORKING_DAYS, KW_DAYS, KW_WEEKS,
                               KW_MONTHS, KW_QUARTERS,     KW_YEARS};

void offer_list(Offers& place, std::span<const std::string_view> words) {
  for (const std::string_view word : words)
    offer(place, {.kind = ProposalKind::Word, .text = word, .asked = Asked::Here});
}

constexpr std::string_view kConfidences[] = {"A", "B", "C"};
constexpr std::string_view kReasons[] = {"policy", "authority", "unread", "superseded"};
constexpr std::string_view kSourceKinds[] = {"gazette", "portal", "mirror", "firm", "press"};
constexpr std::string_view kSanctionStatuses[] = {"late", "violated"};
constexpr std::string_view kMeanings[] = {"granted", "refused", "nothing"};
constexpr std::string_view kCountings[] = {"vn.civil_code", "eu.reg_1182_71"};

}  // namespace

void offer_keywords(Offers& place) {
  const bool units = place.grammar.awaited == Awaited::Unit;  // offered as such
  for (const syntax::Keyword& row : syntax::keywords())
    if (!units || std::ranges::find(kUnits, row.kind) == kUnits.end())
      offer_keyword(place, row, ProposalKind::Keyword, asked_of(place, row));
}

void offer_units(Offers& place) {
  for (const syntax::Keyword& row : syntax::keywords())
    if (std::ranges::find(kUnits, row.kind) != kUnits.end())
      offer_keyword(place, row, ProposalKind::Unit, Asked::Here);
}

void offer_words(Offers& place) {
  switch (place.grammar.after) {
    case KW_RANK: return offer_list(place, check::rank_words());
    case KW_CONFIDENCE: return offer_list(place, kConfidences);
    case KW_REASON: return offer_list(place, kReasons);
    case KW_KIND: return offer_list(place, kSourceKinds);
    case KW_ON: return offer_list(place, kSanctionStatuses);
    case KW_MEANS: return offer_list(place, kMeanings);
    case KW_COUNTING: return offer_list(place, kCountings);
    default: return;
  }
}

}  // namespace phep::ide
