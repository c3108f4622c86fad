// What `phep law` answers, as JSON documents: a provision, its history, who cites it, a search.
#pragma once

#include "compiler/law/citation_reader.h"
#include "compiler/law/register.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string_view>

namespace phep::law {

using Json = nlohmann::ordered_json;

// A provision: headings, force, hierarchy, relations, what encodes it or why it is left out,
// sources. With a day: whether it is in force on it.
Json show_page(const Register& law, hir::DefId instrument, const Spoken& said,
               std::optional<std::int32_t> day);

// When it was adopted, came into force, was detailed, amended, repealed, ended; by date.
Json history_page(const Register& law, hir::DefId instrument, const Path& provision);

// Every declaration, exemption, sanction, calendar day and relation that cites it or a part of it;
// then those that cite what it is a part of.
Json cited_by_page(const Register& law, hir::DefId instrument, const Path& provision);

// Declarations, headings and digests that hold the words, diacritics or not, best first.
Json search_page(const Register& law, std::string_view words, std::size_t limit);

// {"vi": …, "en": …}, and where a declaration stands. Shared by the pages of this room.
std::string_view relation_word(hir::RelationKind kind);
Json label_json(const hir::Label& label);
// `heading` and `digest`, where the outline has them.
void add_words(Json& out, const hir::OutlineEntry& entry);
Json citation_json(const Register& law, hir::DefId instrument, const Citation& citation);
Json place_json(const Register& law, Span span);
// Of its name; of a declaration that lacks one, where it begins.
Json place_json(const Register& law, const hir::Def& def);
Json force_json(const std::vector<hir::ForceInterval>& intervals);
Json instrument_json(const Register& law, hir::DefId instrument);
Json sources_json(const Register& law, const hir::Provenance& provenance);

}  // namespace phep::law
