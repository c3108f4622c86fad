#include "compiler/syntax/builder.h"

namespace phep::syntax {

// header : moduleLine? useLine* (countingLine | calendarLine | knownThroughLine)*
void Builder::header(PhepParser::HeaderContext* cst) {
  if (cst == nullptr) return;
  if (auto* line = cst->moduleLine()) module_.name = path(line->path());
  for (auto* line : cst->useLine())
    module_.uses.push_back({path(line->path()), ident(line->name()), span(line)});
  for (auto* line : cst->countingLine())
    if (once(module_.counting.exists(), line)) {
      module_.counting = path(line->path());
      if (auto* under = line->underReadings())
        for (auto* one : under->path()) module_.counting_readings.push_back(path(one));
    }
  for (auto* line : cst->calendarLine())
    if (once(module_.calendar.exists(), line)) module_.calendar = path(line->path());
  for (auto* line : cst->knownThroughLine())
    if (once(module_.known_through.exists(), line)) module_.known_through = expr(line->expr());
}

void Builder::declaration(PhepParser::DeclarationContext* cst) {
  Rule* one = only_child(cst);
  if (one == nullptr) {
    declare(cst, {}, {}, ast::Missing{});
    return;
  }
  switch (one->getRuleIndex()) {
    case PhepParser::RuleInstrumentDecl:
      return instrument(static_cast<PhepParser::InstrumentDeclContext*>(one));
    case PhepParser::RuleSourceDecl:
      return source(static_cast<PhepParser::SourceDeclContext*>(one));
    case PhepParser::RuleUnencodedDecl:
      return unencoded(static_cast<PhepParser::UnencodedDeclContext*>(one));
    case PhepParser::RuleEnumDecl:
      return enumeration(static_cast<PhepParser::EnumDeclContext*>(one));
    case PhepParser::RuleRecordDecl:
      return record(static_cast<PhepParser::RecordDeclContext*>(one));
    case PhepParser::RuleCalendarDecl:
      return calendar(static_cast<PhepParser::CalendarDeclContext*>(one));
    case PhepParser::RuleRuleDecl: return rule(static_cast<PhepParser::RuleDeclContext*>(one));
    case PhepParser::RuleNormDecl: return norm(static_cast<PhepParser::NormDeclContext*>(one));
    case PhepParser::RuleDecisionDecl:
      return decision(static_cast<PhepParser::DecisionDeclContext*>(one));
    case PhepParser::RuleReadingDecl:
      return reading(static_cast<PhepParser::ReadingDeclContext*>(one));
    case PhepParser::RuleOverlayDecl:
      return overlay(static_cast<PhepParser::OverlayDeclContext*>(one));
    case PhepParser::RuleListDecl:
      return closed_list(static_cast<PhepParser::ListDeclContext*>(one));
    case PhepParser::RuleElectDecl: return elect(static_cast<PhepParser::ElectDeclContext*>(one));
    case PhepParser::RuleCollisionDecl:
      return collision(static_cast<PhepParser::CollisionDeclContext*>(one));
    case PhepParser::RuleTestDecl: return test(static_cast<PhepParser::TestDeclContext*>(one));
    case PhepParser::RuleTableDecl: return table(static_cast<PhepParser::TableDeclContext*>(one));
    case PhepParser::RulePropertyDecl:
      return property(static_cast<PhepParser::PropertyDeclContext*>(one));
    case PhepParser::RuleCasesDecl: return cases(static_cast<PhepParser::CasesDeclContext*>(one));
    case PhepParser::RulePartyDecl: {  // partyDecl : KW_PARTY name labelText* heldRow*
      auto* decl = static_cast<PhepParser::PartyDeclContext*>(one);
      ast::Party party;
      for (auto* row : decl->heldRow()) party.held.push_back(held_row(row));
      declare(decl, ident(decl->name()), labels(decl->labelText()), std::move(party));
      return;
    }
    default: {  // actionDecl : KW_ACTION name (KW_WITHIN path)? labelText*
      auto* decl = static_cast<PhepParser::ActionDeclContext*>(one);
      ast::Action action;
      if (decl->path() != nullptr) action.within = path(decl->path());
      declare(decl, ident(decl->name()), labels(decl->labelText()), std::move(action));
      return;
    }
  }
}

// heldRow : KW_HELD_BY label? (params | path) nodeModifier*
ast::HeldRow Builder::held_row(PhepParser::HeldRowContext* cst) {
  ast::HeldRow out;
  out.label = label(cst->label());
  if (cst->params() != nullptr) out.params = params(cst->params());
  if (cst->path() != nullptr) out.party = path(cst->path());
  out.span = span(cst);
  node_modifiers(cst, cst->nodeModifier(), out.authority, &out.labels, out.when);
  return out;
}

ast::DeclId Builder::declare(Rule* cst, ast::Ident name, ast::Labels labels, ast::DeclNode node) {
  const ast::DeclId id =
      put(module_.decls, free_.decls, made_.decls,
          ast::Decl{name, std::move(labels), doc_before(cst), std::move(node), span(cst)});
  module_.order.push_back(id);
  return id;
}

// instrumentDecl : KW_INSTRUMENT name LBRACE instrumentItem* RBRACE
void Builder::instrument(PhepParser::InstrumentDeclContext* cst) {
  ast::Instrument out;
  const ast::Ident name = instrument_body(out, cst->name(), cst->instrumentItem());
  declare(cst, name, {}, std::move(out));
}

ast::Ident Builder::instrument_body(ast::Instrument& into, PhepParser::NameContext* name,
                                    const std::vector<PhepParser::InstrumentItemContext*>& items) {
  const ast::Ident own = ident(name);
  for (auto* item : items) {
    instrument_ = own.name;  // whatever the item before it cited
    instrument_item(into, item);
  }
  instrument_ = {};
  return own;
}

void Builder::instrument_item(ast::Instrument& into, PhepParser::InstrumentItemContext* cst) {
  if (auto* item = cst->numberItem()) {
    if (once(into.number.has_value(), item)) into.number = string(item->STRING());
    return;
  }
  if (auto* item = cst->rankItem()) {
    if (once(into.rank.exists(), item)) into.rank = ident(item->name());
    return;
  }
  if (auto* item = cst->titleItem()) {
    for (auto* one : item->labelText()) label_text(into.title, one);
    return;
  }
  if (auto* item = cst->issuerItem()) {
    if (once(into.issuer.has_value(), item)) into.issuer = string(item->STRING());
    return;
  }
  if (auto* item = cst->adoptedItem()) {
    if (once(into.adopted.exists(), item)) into.adopted = expr(item->expr());
    return;
  }
  if (auto* item = cst->forceItem()) {
    if (item->inForceClause() == nullptr) return;
    ast::Interval force = interval(item->inForceClause());
    force.cites = cites(item->citesClause());
    force.span = span(item);
    into.in_force.push_back(std::move(force));
    return;
  }
  if (auto* item = cst->outlineItems()) {
    outline_items(into, item);
    return;
  }
  if (auto* item = cst->relationItem()) {
    into.relations.push_back(relation(item));
    return;
  }
  if (auto* item = cst->suspendsItem()) {
    into.relations.push_back(relation(item));
    return;
  }
  if (auto* item = cst->replacesItem()) {
    into.relations.push_back(relation(item));
    return;
  }
  if (auto* item = cst->survivesItem()) {
    into.relations.push_back(relation(item));
    return;
  }
  if (auto* item = cst->draftItem()) {
    if (once(into.draft, item)) into.draft = true;
    return;
  }
  if (auto* item = cst->scopeItem()) {
    into.scopes.push_back(scope(item));
    return;
  }
  if (auto* item = cst->figuresItem()) {
    into.figures.push_back({ident(item->name()), citations(item->citation()), span(item)});
    return;
  }
  provenance(into.provenance, cst->provenance());
}

// scopeItem : KW_SCOPE params? LBRACE scopeRow* RBRACE
// scopeRow : (KW_APPLIES | KW_EXCLUDED label?) whenClause modifier*
ast::Scope Builder::scope(PhepParser::ScopeItemContext* cst) {
  ast::Scope out;
  out.params = params(cst->params());
  out.span = span(cst);
  for (auto* row : cst->scopeRow()) {
    ast::ScopeRow one{};
    one.excluded = row->KW_EXCLUDED() != nullptr;
    one.label = label(row->label());
    one.when = when(row->whenClause());
    one.span = span(row);
    for (auto* more : row->modifier()) modifier(one.authority, nullptr, more);
    out.rows.push_back(std::move(one));
  }
  return out;
}

// sourceDecl : KW_SOURCE name LBRACE sourceItem* RBRACE
// sourceItem : KW_TITLE (STRING | labelText+) | KW_URL STRING | KW_KIND name | KW_READ expr
void Builder::source(PhepParser::SourceDeclContext* cst) {
  ast::Source out;
  for (auto* item : cst->sourceItem()) {
    if (item->KW_TITLE() != nullptr) {
      if (auto both = string(item->STRING())) out.title = {both, both};
      for (auto* one : item->labelText()) label_text(out.title, one);
    } else if (item->KW_URL() != nullptr) {
      if (once(out.url.has_value(), item)) out.url = string(item->STRING());
    } else if (item->KW_KIND() != nullptr) {
      if (once(out.kind.exists(), item)) out.kind = ident(item->name());
    } else if (item->KW_READ() != nullptr) {
      if (once(out.read.exists(), item)) out.read = expr(item->expr());
    }
  }
  declare(cst, ident(cst->name()), {}, std::move(out));
}

// unencodedDecl : KW_UNENCODED citation (COMMA citation)* (reasonItem | modifier)*
void Builder::unencoded(PhepParser::UnencodedDeclContext* cst) {
  ast::Unencoded out;
  ast::Labels text;
  ast::Authority authority;
  out.cites = citations(cst->citation());
  for (auto* item : cst->reasonItem())
    if (once(out.reason.exists(), item)) out.reason = ident(item->name());
  for (auto* one : cst->modifier()) modifier(authority, &text, one);
  out.cites.insert(out.cites.end(), authority.cites.begin(), authority.cites.end());
  out.provenance = std::move(authority.provenance);
  declare(cst, {}, std::move(text), std::move(out));
}

// enumDecl : KW_ENUM name KW_ORDERED? labelText* LBRACE enumMember* RBRACE
// enumMember : name labelText* citesClause?
void Builder::enumeration(PhepParser::EnumDeclContext* cst) {
  ast::Enum out;
  out.ordered = cst->KW_ORDERED() != nullptr;
  for (auto* member : cst->enumMember())
    if (const ast::Ident name = ident(member->name()); name.exists())
      out.members.push_back({name, labels(member->labelText()), cites(member->citesClause())});
  declare(cst, ident(cst->name()), labels(cst->labelText()), std::move(out));
}

// recordDecl : KW_RECORD name KW_CLOSED? labelText* LBRACE field* RBRACE
// field : fieldName COLON typeRef labelText* citesClause?
void Builder::record(PhepParser::RecordDeclContext* cst) {
  ast::Record out;
  out.closed = cst->KW_CLOSED() != nullptr;
  for (auto* field : cst->field())
    if (const ast::Ident name = ident(field->fieldName()); name.exists())
      out.fields.push_back({name, type(field->typeRef()), labels(field->labelText()),
                            doc_before(field), cites(field->citesClause()), span(field)});
  declare(cst, ident(cst->name()), labels(cst->labelText()), std::move(out));
}

// calendarDecl : KW_CALENDAR path LBRACE modifier* calendarItem* RBRACE
void Builder::calendar(PhepParser::CalendarDeclContext* cst) {
  ast::Calendar out;
  ast::Labels text;
  for (auto* one : cst->modifier()) modifier(out.authority, &text, one);
  for (auto* item : cst->calendarItem()) {
    if (auto* zone = item->zoneItem()) {
      if (once(out.zone.has_value(), zone)) out.zone = string(zone->STRING());
    } else if (auto* weekly = item->weeklyItem()) {
      for (auto* day : weekly->name())
        if (const ast::Ident name = ident(day); name.exists()) out.weekly_rest.push_back(name);
    } else if (auto* covers = item->coversItem()) {
      if (!once(out.covers_from.exists() || out.covers_nothing, covers)) continue;
      out.covers_nothing = covers->KW_NULL() != nullptr;
      if (out.covers_nothing) continue;
      out.covers_from = expr(covers->expr(0));
      out.covers_through = expr(covers->expr(1));
    } else if (auto* one = item->daysItem()) {
      out.days.push_back(days(one));
    } else if (auto* group = item->pendingItem()) {
      out.pending.push_back(pending(group));
    }
  }
  declare(cst, dotted(cst->path()), std::move(text), std::move(out));
}

// daysItem : (KW_REST | KW_WORKED) expr (KW_THROUGH expr)? modifier*
ast::CalendarDays Builder::days(PhepParser::DaysItemContext* cst) {
  ast::CalendarDays out{};
  out.kind = cst->KW_REST() != nullptr ? ast::DayKind::Rest : ast::DayKind::Worked;
  out.first = expr(cst->expr(0));
  if (cst->KW_THROUGH() != nullptr) out.last = expr(cst->expr(1));
  out.span = span(cst);
  for (auto* one : cst->modifier()) {
    warn_stray(cst, one);
    modifier(out.authority, &out.labels, one);
  }
  return out;
}

// pendingItem : KW_PENDING name (KW_AWAITING STRING)? labelText* LBRACE alternative* RBRACE
// alternative : KW_PROPOSED? fieldName modifier* LBRACE daysItem* RBRACE
ast::PendingGroup Builder::pending(PhepParser::PendingItemContext* cst) {
  ast::PendingGroup out;
  out.name = ident(cst->name());
  out.awaiting = string(cst->STRING());
  out.labels = labels(cst->labelText());
  out.span = span(cst);
  for (auto* alternative : cst->alternative()) {
    ast::PendingAlternative one{};
    one.name = ident(alternative->fieldName());
    one.proposal = alternative->KW_PROPOSED() != nullptr;
    for (auto* item : alternative->daysItem()) one.days.push_back(days(item));
    for (auto* more : alternative->modifier()) modifier(one.authority, &one.labels, more);
    one.span = span(alternative);
    out.alternatives.push_back(std::move(one));
  }
  return out;
}

}  // namespace phep::syntax
