// What laws hold and do to each other, closed lists, elections, collision rules.
#include "compiler/diagnostics/kinds/syntax.h"
#include "compiler/syntax/builder.h"

namespace phep::syntax {

// overlayDecl : KW_OVERLAY name LBRACE instrumentItem* RBRACE
void Builder::overlay(PhepParser::OverlayDeclContext* cst) {
  ast::Instrument out;
  out.overlay = true;
  const ast::Ident name = instrument_body(out, cst->name(), cst->instrumentItem());
  declare(cst, name, {}, std::move(out));
}

// outlineItems : KW_OUTLINE KW_CLOSED? outlineRow+ provisionRow*
// provisionRow : CITATION (headingText+ digest* | digest+)
void Builder::outline_items(ast::Instrument& into, PhepParser::OutlineItemsContext* cst) {
  if (cst->KW_CLOSED() != nullptr) into.outline_closed = true;
  for (auto* row : cst->outlineRow()) into.outline.push_back(outline_row(row));
  for (auto* row : cst->provisionRow()) {
    if (row->CITATION() == nullptr) continue;
    const Name own = instrument_;
    const auto of = citation(row->CITATION()->getSymbol());
    instrument_ = own;  // `OTHER@1` does not change whose rows these are
    if (of)
      into.described.push_back(
          {*of, headings(row->headingText()), digests(row->digest()), span(row)});
  }
}

// outlineRow : outlineLabel (DOTDOT outlineLabel)? headingText* digest* (LBRACE outlineRow*
// RBRACE)?
ast::OutlineItem Builder::outline_row(PhepParser::OutlineRowContext* cst) {
  ast::OutlineItem out;
  out.span = span(cst);
  const auto bounds = cst->outlineLabel();
  if (!bounds.empty()) out.first = outline_label(bounds[0]);
  if (bounds.size() > 1) out.last = outline_label(bounds[1]);
  out.heading = headings(cst->headingText());
  out.digest = digests(cst->digest());
  for (auto* row : cst->outlineRow()) out.inner.push_back(outline_row(row));
  return out;
}

// outlineLabel : INT | NUMLABEL | IDENT
ast::Text Builder::outline_label(PhepParser::OutlineLabelContext* cst) {
  return {std::string(text(cst->getStart())), span(cst)};
}

// headingText : (KW_VI | KW_EN | IDENT) STRING
ast::Labels Builder::headings(const std::vector<PhepParser::HeadingTextContext*>& csts) {
  ast::Labels out;
  for (auto* cst : csts) {
    if (cst->IDENT() != nullptr) {
      reports_.report(diag::NoSuchLanguage, span(cst->IDENT()->getSymbol()),
                      text(cst->IDENT()->getSymbol()));
      continue;
    }
    auto& slot = cst->KW_VI() != nullptr ? out.vi : out.en;
    if (!once(slot.has_value(), cst)) continue;
    slot = string(cst->STRING());
    if (slot && slot->value.empty()) reports_.report(diag::EmptyHeading, slot->span);
  }
  return out;
}

// digest : KW_DIGEST (STRING | headingText+)
ast::Labels Builder::digests(const std::vector<PhepParser::DigestContext*>& csts) {
  ast::Labels out;
  for (auto* cst : csts) {
    if (!once(cst != csts.front(), cst)) continue;
    if (cst->STRING() == nullptr) {
      out = headings(cst->headingText());
      continue;
    }
    out.vi = out.en = string(cst->STRING());
    if (out.vi && out.vi->value.empty()) reports_.report(diag::EmptyHeading, out.vi->span);
  }
  return out;
}

// relationItem : (KW_DETAILS | KW_AMENDS | KW_REPEALS) citation (COMMA citation)* (KW_FROM expr)?
//                citesClause?
ast::Relation Builder::relation(PhepParser::RelationItemContext* cst) {
  ast::Relation out{};
  out.kind = cst->KW_DETAILS() != nullptr  ? ast::RelationKind::Details
             : cst->KW_AMENDS() != nullptr ? ast::RelationKind::Amends
                                           : ast::RelationKind::Repeals;
  out.targets = citations(cst->citation());
  out.span = span(cst);
  out.held.span = out.span;
  out.held.from = expr_or_absent(cst->expr());
  out.cites = cites(cst->citesClause());
  return out;
}

// suspendsItem : KW_SUSPENDS citation (COMMA citation)* interval? citesClause?
ast::Relation Builder::relation(PhepParser::SuspendsItemContext* cst) {
  ast::Relation out{};
  out.kind = ast::RelationKind::Suspends;
  out.targets = citations(cst->citation());
  out.span = span(cst);
  out.held.span = out.span;
  interval_bounds(out.held, cst->interval());
  out.cites = cites(cst->citesClause());
  return out;
}

// replacesItem : KW_REPLACES (citation KW_WITH citation | KW_RULE path KW_WITH expr whenClause?)
//                interval? citesClause?
ast::Relation Builder::relation(PhepParser::ReplacesItemContext* cst) {
  ast::Relation out{};
  out.kind = ast::RelationKind::Replaces;
  out.span = span(cst);
  out.held.span = out.span;
  if (cst->KW_RULE() != nullptr) {
    out.rule = path(cst->path());
    out.value = expr(cst->expr());
    out.when = when(cst->whenClause());
  } else {
    const Name enclosing = instrument_;
    if (auto one = citation(cst->citation(0))) out.targets.push_back(std::move(*one));
    instrument_ = enclosing;
    out.with = citation(cst->citation(1));
    instrument_ = enclosing;
  }
  interval_bounds(out.held, cst->interval());
  out.cites = cites(cst->citesClause());
  return out;
}

// survivesItem : KW_SURVIVES citation interval? citesClause?
ast::Relation Builder::relation(PhepParser::SurvivesItemContext* cst) {
  ast::Relation out{};
  out.kind = ast::RelationKind::Survives;
  const Name enclosing = instrument_;
  if (auto one = citation(cst->citation())) out.targets.push_back(std::move(*one));
  instrument_ = enclosing;
  out.span = span(cst);
  out.held.span = out.span;
  interval_bounds(out.held, cst->interval());
  out.cites = cites(cst->citesClause());
  return out;
}

// listDecl : KW_CLOSED_LIST name params LBRACE modifier* listItem* RBRACE
void Builder::closed_list(PhepParser::ListDeclContext* cst) {
  ast::ClosedList out;
  ast::Labels text;
  out.params = params(cst->params());
  for (auto* one : cst->modifier()) modifier(out.authority, &text, one);
  for (auto* one : cst->listItem()) out.items.push_back(list_item(one));
  declare(cst, ident(cst->name()), std::move(text), std::move(out));
}

// listItem : KW_ITEM STRING label
//            (KW_UNENCODED (sinceClause | modifier)* | (sinceClause | nodeModifier)*)
ast::ListItem Builder::list_item(PhepParser::ListItemContext* cst) {
  ast::ListItem out;
  if (auto code = string(cst->STRING())) out.code = std::move(*code);
  out.label = label(cst->label());
  out.unencoded = cst->KW_UNENCODED() != nullptr;
  out.span = span(cst);
  for (auto* one : cst->sinceClause())
    if (once(out.since.exists(), one)) out.since = expr(one->expr());
  for (auto* one : cst->modifier()) modifier(out.authority, &out.labels, one);
  node_modifiers(cst, cst->nodeModifier(), out.authority, &out.labels, out.when);
  if (!out.when.exists() && !out.unencoded && cst->exception == nullptr) {
    reports_.report(diag::WhenNeeded, span(cst->getStart()), text(cst->getStart()));
    out.when = missing(out.span);
  }
  return out;
}

// electDecl : KW_ELECT name params LBRACE electItem* RBRACE
void Builder::elect(PhepParser::ElectDeclContext* cst) {
  ast::Elect out;
  ast::Labels text;
  out.params = params(cst->params());
  for (auto* one : cst->electItem()) elect_item(out, text, one);
  declare(cst, ident(cst->name()), std::move(text), std::move(out));
}

// electItem : modifier | letItem | madeClause | availableClause | lostClause | disappliesClause
void Builder::elect_item(ast::Elect& into, ast::Labels& labels, PhepParser::ElectItemContext* cst) {
  if (auto* one = cst->modifier()) {
    modifier(into.authority, &labels, one);
  } else if (auto* item = cst->letItem()) {
    into.lets.push_back(let(item));
  } else if (auto* made = cst->madeClause()) {
    if (once(into.made.exists(), made)) into.made = expr(made->expr());
  } else if (auto* available = cst->availableClause()) {
    if (once(into.available.exists(), available)) into.available = expr(available->expr());
  } else if (auto* lost = cst->lostClause()) {
    if (once(into.lost.exists(), lost)) into.lost = expr(lost->expr());
  } else if (auto* disapplies = cst->disappliesClause()) {
    for (Citation& cite : citations(disapplies->citation())) into.disapplies.push_back(cite);
  }
}

// collisionDecl : KW_COLLISION LBRACE collisionRow* RBRACE
// collisionRow : name citesClause?
void Builder::collision(PhepParser::CollisionDeclContext* cst) {
  ast::Collision out;
  for (auto* row : cst->collisionRow())
    out.rows.push_back({ident(row->name()), cites(row->citesClause())});
  declare(cst, {}, {}, std::move(out));
}

}  // namespace phep::syntax
