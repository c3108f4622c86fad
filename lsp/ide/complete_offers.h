// What is offered at a place of the grammar. Private to this room.
#pragma once

#include "lsp/ide/complete.h"
#include "lsp/ide/complete_place.h"
#include "lsp/ide/match.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace phep::ide {

struct Offers {
  workspace::Workspace& workspace;
  FileId file;
  std::string_view text;
  std::uint32_t offset;
  Saying saying;
  Grammar grammar;
  std::vector<Proposal> out = {};
  // What was typed: the last word, the last two, …; by where it begins.
  std::vector<std::pair<std::uint32_t, Typed>> starts = {};
  // The file and what it imports.
  std::vector<std::shared_ptr<const check::Checked>> homes = {};
};

// Something to offer. `also` are further words by which it is found.
struct Offer {
  ProposalKind kind;
  std::string_view text;
  std::string detail = {};
  Asked asked = Asked::General;
  std::uint8_t force = 0;
  std::span<const std::string> also = {};
  bool other_surface = false;
  Span declared = {};
};

// Takes it up if what was typed fits; of many words, by as much of what was typed as fits.
void offer(Offers& place, Offer what);

void offer_all(Offers& place, const std::atomic<bool>& stop);

// ---- by what is awaited; complete_law.cpp ------------------------------------------------------
void offer_provisions(Offers& place, const std::atomic<bool>& stop);
void offer_instruments(Offers& place, const std::atomic<bool>& stop);
void offer_modules(Offers& place);

// ---- complete_words.cpp ------------------------------------------------------------------------
// Keywords that begin a declaration, a clause of the body, or stand in an expression; those that
// the body lacks first.
void offer_keywords(Offers& place);
void offer_units(Offers& place);
void offer_words(Offers& place);

}  // namespace phep::ide
