#include "lsp/ide/complete_offers.h"

#include "compiler/base/check.h"
#include "compiler/base/text.h"
#include "compiler/check/words.h"
#include "lsp/ide/law_view.h"
#include "lsp/ide/symbols.h"

#include <algorithm>
#include <optional>

namespace phep::ide {
namespace {

ProposalKind proposal_of(const hir::Def& def) {
  if (std::holds_alternative<hir::Rule>(def.node)) return ProposalKind::Function;
  if (std::holds_alternative<hir::Norm>(def.node)) return ProposalKind::Norm;
  if (std::holds_alternative<hir::Record>(def.node) || std::holds_alternative<hir::Enum>(def.node))
    return ProposalKind::Type;
  return ProposalKind::Definition;
}

bool is_wished(const Offers& place, hir::TypeId id) {
  if (place.grammar.wish == Wish::Any) return true;
  const hir::TypeStore& types = place.workspace.types();
  const hir::Sort sort = types[types.without_optional(id)].sort;
  if (sort == hir::Sort::Record) return true;  // leads to what is wished
  if (place.grammar.wish == Wish::Bool) return sort == hir::Sort::Bool || sort == hir::Sort::Enum;
  return sort == hir::Sort::Date || sort == hir::Sort::Instant || sort == hir::Sort::Norm;
}

// Whether the place asks for definitions of this sort.
bool is_awaited(const Offers& place, const hir::Def& def) {
  switch (place.grammar.awaited) {
    case Awaited::Type:
      return std::holds_alternative<hir::Record>(def.node) ||
             std::holds_alternative<hir::Enum>(def.node);
    case Awaited::Party: return std::holds_alternative<hir::Party>(def.node);
    case Awaited::Action: return std::holds_alternative<hir::Action>(def.node);
    case Awaited::Norm: return std::holds_alternative<hir::Norm>(def.node);
    case Awaited::Source: return std::holds_alternative<hir::Source>(def.node);
    case Awaited::Calendar: return std::holds_alternative<hir::Calendar>(def.node);
    case Awaited::Expression: {
      const auto* rule = std::get_if<hir::Rule>(&def.node);
      if (rule != nullptr) return is_wished(place, rule->result);
      return place.grammar.wish == Wish::Any && std::holds_alternative<hir::Reading>(def.node);
    }
    default: return false;
  }
}

std::uint8_t force_rank(const Offers& place, const hir::Def& def) {
  const hir::Authority* authority = authority_of(def);
  if (authority == nullptr || !place.saying.as_of) return 0;
  switch (standing(authority->force, *place.saying.as_of)) {
    case Standing::InForce: return 0;
    case Standing::NotYet:
    case Standing::Suspended:
    case Standing::Open: return 1;
    case Standing::Repealed: return 2;
  }
  PHEP_UNREACHABLE();
}

void offer_definitions(Offers& place, const check::Checked& home, Asked others) {
  const Interner& names = place.workspace.names();
  // In the order of the text: what a table of names is ordered by hangs on what was read before.
  std::vector<std::pair<std::uint32_t, Name>> in_order;
  for (const auto& [name, index] : home.names) in_order.emplace_back(index, name);
  std::ranges::sort(in_order);
  for (const auto& [index, name] : in_order) {
    const hir::Def& def = home.module.defs[index];
    const bool awaited = is_awaited(place, def);
    if (!awaited && others == Asked::Missing) continue;
    const std::string also[] = {def.label.vi, def.label.en};
    offer(place,
          {.kind = proposal_of(def),
           .text = names.text(name),
           .detail = words_in(def.label, place.saying.language),
           .asked = awaited ? Asked::Here : others,
           .force = force_rank(place, def),
           .also = awaited ? std::span<const std::string>(also) : std::span<const std::string>(),
           .declared = def.name_span});
  }
}

void offer_members(Offers& place, const hir::Def& def, Asked asked) {
  const Interner& names = place.workspace.names();
  const auto one = [&](Name name, const hir::Label& label) {
    const std::string also[] = {label.vi, label.en};
    offer(place, {.kind = ProposalKind::Member,
                  .text = names.text(name),
                  .detail = words_in(label, place.saying.language),
                  .asked = asked,
                  .also = asked == Asked::Here ? std::span<const std::string>(also)
                                               : std::span<const std::string>()});
  };
  if (const auto* list = std::get_if<hir::Enum>(&def.node))
    for (const hir::EnumMember& member : list->members) one(member.name, member.label);
  if (const auto* reading = std::get_if<hir::Reading>(&def.node))
    for (const hir::ReadingOption& option : reading->options) one(option.name, option.label);
}

void offer_record_fields(Offers& place, const hir::Record& record, Asked asked) {
  const Interner& names = place.workspace.names();
  for (const hir::Field& field : record.fields) {
    const std::string name(names.text(field.name));
    if (std::ranges::find(place.grammar.named, name) != place.grammar.named.end()) continue;
    const std::string also[] = {field.label.vi, field.label.en};
    offer(place, {.kind = ProposalKind::Field,
                  .text = name,
                  .detail = type_words(place.workspace, field.type),
                  .asked = is_wished(place, field.type) ? asked : Asked::General,
                  .also = also});
  }
}

const hir::Local* local_named(const Offers& place, std::string_view name) {
  const hir::Local* best = nullptr;
  for (const hir::Local& local : place.homes[0]->module.locals)
    if (local.span.file == place.file && local.span.begin >= place.grammar.since &&
        local.span.begin < place.offset && place.workspace.names().text(local.name) == name)
      best = &local;
  return best;
}

const hir::Def* definition_named(const Offers& place, std::string_view name) {
  const Name wanted = place.workspace.names().find(normalise(name));
  for (const auto& home : place.homes)
    if (const auto found = home->names.find(wanted); found != home->names.end())
      return &home->module.defs[found->second];
  return nullptr;
}

const hir::Def* def_of_type(const Offers& place, hir::TypeId id) {
  const hir::TypeStore& types = place.workspace.types();
  hir::TypeId plain = types.without_optional(id);
  if (types.is(plain, hir::Sort::List)) plain = types.without_optional(types[plain].element);
  const hir::Type& type = types[plain];
  if (type.sort != hir::Sort::Record && type.sort != hir::Sort::Enum &&
      type.sort != hir::Sort::Set && type.sort != hir::Sort::Norm)
    return nullptr;
  return definition_of(place.workspace, hir::Symbol{type.def});
}

// What the chain of names leads to: a record, an enum, a reading, a norm; null: not known.
const hir::Def* chain_end(const Offers& place) {
  const std::vector<std::string>& chain = place.grammar.chain;
  if (chain.empty()) return nullptr;
  const hir::Def* at = nullptr;
  if (const hir::Local* local = place.grammar.called ? nullptr : local_named(place, chain[0])) {
    at = def_of_type(place, local->type);
  } else {
    at = definition_named(place, chain[0]);
    if (const auto* rule = at == nullptr ? nullptr : std::get_if<hir::Rule>(&at->node))
      at = def_of_type(place, rule->result);
  }
  for (std::size_t i = 1; i < chain.size() && at != nullptr; ++i) {
    const auto* record = std::get_if<hir::Record>(&at->node);
    if (record == nullptr) return nullptr;
    const Name wanted = place.workspace.names().find(normalise(chain[i]));
    const auto field = std::ranges::find(record->fields, wanted, &hir::Field::name);
    if (field == record->fields.end()) return nullptr;
    at = def_of_type(place, field->type);
  }
  return at;
}

void offer_result_members(Offers& place) {
  for (const std::string_view word : check::result_members())
    offer(place, {.kind = ProposalKind::Field, .text = word, .asked = Asked::Here});
}

void offer_after_dot(Offers& place) {
  if (const hir::Def* def = chain_end(place)) {
    if (const auto* record = std::get_if<hir::Record>(&def->node)) {
      offer_record_fields(place, *record, Asked::Here);
      return;
    }
    if (std::holds_alternative<hir::Norm>(def->node)) {
      offer_result_members(place);
      return;
    }
    offer_members(place, *def, Asked::Here);
    return;
  }
  // Not known of what: any field.
  for (const auto& home : place.homes)
    for (const hir::Def& def : home->module.defs)
      if (const auto* record = std::get_if<hir::Record>(&def.node))
        offer_record_fields(place, *record, Asked::General);
}

// The definition of a literal's record.
const hir::Record* literal_record(const Offers& place) {
  const hir::Def* def = definition_named(place, place.grammar.literal);
  return def == nullptr ? nullptr : std::get_if<hir::Record>(&def->node);
}

const hir::Def* value_def(const Offers& place) {
  const hir::Record* record = literal_record(place);
  if (record == nullptr) return chain_end(place);
  const Name wanted = place.workspace.names().find(normalise(place.grammar.chain[0]));
  const auto field = std::ranges::find(record->fields, wanted, &hir::Field::name);
  return field == record->fields.end() ? nullptr : def_of_type(place, field->type);
}

void offer_values(Offers& place) {
  const hir::Def* def = value_def(place);
  if (def == nullptr) return;
  if (std::holds_alternative<hir::Norm>(def->node)) {
    for (const std::string_view word : check::status_words())
      offer(place, {.kind = ProposalKind::Member, .text = word, .asked = Asked::Here});
    return;
  }
  offer_members(place, *def, Asked::Here);
}

void offer_locals(Offers& place) {
  for (const hir::Local& local : place.homes[0]->module.locals)
    if (local.span.file == place.file && local.span.begin >= place.grammar.since &&
        local.span.end < place.offset)
      offer(place, {.kind = ProposalKind::Local,
                    .text = place.workspace.names().text(local.name),
                    .detail = type_words(place.workspace, local.type),
                    .asked = is_wished(place, local.type) ? Asked::Here : Asked::General});
}

constexpr std::string_view kTypes[] = {"bool", "int",   "decimal", "date", "instant", "duration",
                                       "text", "money", "list",    "set",  "range"};

void offer_types(Offers& place) {
  for (const std::string_view word : kTypes)
    offer(place, {.kind = ProposalKind::Type, .text = word, .asked = Asked::Here});
}

// Everything that may stand in a sentence.
void offer_sentence(Offers& place, const std::atomic<bool>& stop) {
  offer_locals(place);
  for (const auto& home : place.homes) {
    if (stop.load(std::memory_order_relaxed)) return;
    offer_definitions(place, *home, Asked::General);
    for (const hir::Def& def : home->module.defs) offer_members(place, def, Asked::General);
  }
  offer_keywords(place);
}

// Only definitions of the sort that is awaited.
void offer_awaited(Offers& place) {
  for (const auto& home : place.homes) offer_definitions(place, *home, Asked::Missing);
}

}  // namespace

void offer(Offers& place, Offer what) {
  const std::size_t words = what.text.contains(' ') ? place.starts.size() : 1;
  for (std::size_t i = words; i > 0; --i) {
    const auto& [begin, text] = place.starts[i - 1];
    auto how = fit(text, what.text);
    if (!how && i == 1)
      for (const std::string& other : what.also)
        if (const auto second = other.empty() ? std::nullopt : fit(text, other))
          how = std::max(*second, Fit::Initials);
    if (!how || (i > 1 && *how > Fit::Base)) continue;
    place.out.push_back({.kind = what.kind,
                         .text = std::string(what.text),
                         .detail = std::move(what.detail),
                         .replaced = {place.file, begin, place.offset},
                         .fit = *how,
                         .asked = what.asked,
                         .force = what.force,
                         .order = static_cast<std::uint32_t>(place.out.size()),
                         .other_surface = what.other_surface,
                         .declared = what.declared});
    return;
  }
}

void offer_all(Offers& place, const std::atomic<bool>& stop) {
  switch (place.grammar.awaited) {
    case Awaited::Nothing: return;
    case Awaited::Provision: return offer_provisions(place, stop);
    case Awaited::Module: return offer_modules(place);
    case Awaited::Member: return offer_after_dot(place);
    case Awaited::Word: return offer_words(place);
    case Awaited::Instrument: offer_instruments(place, stop); return;
    case Awaited::Fact:
      if (const hir::Record* record = literal_record(place))
        offer_record_fields(place, *record, Asked::Here);
      return;
    case Awaited::Type: offer_types(place); return offer_awaited(place);
    case Awaited::Party:
    case Awaited::Action:
    case Awaited::Source:
    case Awaited::Calendar: offer_awaited(place); return offer_keywords(place);
    case Awaited::Unit: offer_units(place); return offer_sentence(place, stop);
    case Awaited::Value: offer_values(place); return offer_sentence(place, stop);
    case Awaited::Norm:
    case Awaited::Expression: return offer_sentence(place, stop);
    case Awaited::Declaration:
    case Awaited::Clause: return offer_sentence(place, stop);
  }
}

}  // namespace phep::ide
