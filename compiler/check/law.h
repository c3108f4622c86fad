// Citations that have met their instruments, and the force that follows from them.
#pragma once

#include "compiler/check/context.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace phep::check {

// Cites, force and provenance of one thing. What `outer` states and the thing does not is taken
// over. `what` names it in messages.
hir::Authority authority_of(Context& ctx, const ast::Authority& written, std::string_view what,
                            const hir::Authority* outer = nullptr);

// Citations with their instruments; each is remembered as a mention of the module.
std::vector<hir::Cite> cites_of(Context& ctx, const std::vector<Citation>& written,
                                bool see = false);

// The outline's entry of a provision, or null.
const hir::OutlineEntry* find_entry(const hir::Instrument& instrument,
                                    std::span<const std::string> path);
// Says so if the outline has no such provision; at most once. True: nothing was said.
bool check_outline(Context& ctx, DefId instrument, const Citation& cite,
                   std::span<const std::string> path);
// "23.1"
std::string joined(std::span<const std::string> path);

// Whether the figures of a provision are written for individuals, or for organisations; nothing
// where its instrument does not say.
std::optional<bool> written_for_individuals(const Context& ctx, const hir::Cite& cite);

hir::Provenance provenance_of(Context& ctx, const ast::Provenance& written);

// Intervals as written; bounds that are not dates become hidden rules.
std::vector<hir::ForceInterval> intervals_of(Context& ctx, const ast::Interval& written,
                                             std::string_view what);

// Adds a rule that the author did not write: `name` begins with the name of what it belongs to.
DefId add_hidden_rule(Context& ctx, std::string_view name, hir::Rule rule, Span span);

// Fills an instrument: outline, force, relations, provenance. Scopes follow with the bodies.
void fill_instrument(Context& ctx, const ast::Decl& decl, std::uint32_t index);
// What it does to others, once all instruments are filled (changes.cpp).
void fill_changes(Context& ctx, const ast::Decl& decl, std::uint32_t index);
// Moves the beginnings of a draft's force behind a hidden reading (changes.cpp).
void suspend_draft(Context& ctx, const ast::Decl& decl, std::uint32_t index,
                   hir::Instrument& draft);
void fill_scopes(Context& ctx, const ast::Decl& decl, std::uint32_t index);

void fill_calendar(Context& ctx, const ast::Decl& decl, std::uint32_t index);
// The module lines `counting` and `calendar`.
void choose_counting(Context& ctx);
DefId find_calendar(Context& ctx, const ast::Path& path);

}  // namespace phep::check
