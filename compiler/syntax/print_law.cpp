#include "compiler/base/check.h"
#include "compiler/syntax/printer.h"

namespace phep::syntax {
namespace {

std::string_view word(ast::RelationKind kind) {
  switch (kind) {
    case ast::RelationKind::Details: return "details";
    case ast::RelationKind::Amends: return "amends";
    case ast::RelationKind::Repeals: return "repeals";
    case ast::RelationKind::Suspends: return "suspends";
    case ast::RelationKind::Replaces: return "replaces";
    case ast::RelationKind::Survives: return "survives";
  }
  PHEP_UNREACHABLE();
}

}  // namespace

void Printer::relation(const ast::Relation& one) {
  std::string out(word(one.kind));
  if (one.rule.exists())
    out += " rule " + text(one.rule) + " with " + expr(one.value) +
           (one.when.exists() ? " when " + expr(one.when) : "");
  else
    out += " " + text(one.targets) + (one.with ? " with " + text({*one.with}) : "");
  if (one.held.from.exists()) out += " from " + expr(one.held.from);
  if (one.held.until.exists()) out += " until " + expr(one.held.until);
  if (one.held.through.exists()) out += " through " + expr(one.held.through);
  line(out);
  const Indent deeper(*this);
  field("cites", text(one.cites));
}

void Printer::row(const ast::Scope& one) {
  line("scope" + params(one.params));
  const Indent deeper(*this);
  for (const ast::ScopeRow& row : one.rows) {
    line((row.excluded ? "excluded" : "applies") +
         (row.label.exists() ? " " + text(row.label) : "") + " when " + expr(row.when));
    const Indent inner(*this);
    authority(row.authority);
  }
}

void Printer::row(const ast::HeldRow& one) {
  line("held by" + (one.label.exists() ? " " + text(one.label) + ":" : std::string()) +
       (one.party.exists() ? " " + text(one.party) : params(one.params)));
  const Indent deeper(*this);
  field("when", one.when);
  labels(one.labels);
  authority(one.authority);
}

void Printer::node(const ast::Decl& decl, const ast::ClosedList& node) {
  open("closed list", decl, params(node.params));
  const Indent deeper(*this);
  authority(node.authority);
  for (const ast::ListItem& one : node.items) {
    line("item " + in_quotes(one.code.value) + " " + text(one.label) +
         (one.unencoded ? " unencoded" : ""));
    const Indent inner(*this);
    field("when", one.when);
    field("since", one.since);
    labels(one.labels);
    authority(one.authority);
  }
}

void Printer::node(const ast::Decl& decl, const ast::Elect& node) {
  open("elect", decl, params(node.params));
  const Indent deeper(*this);
  authority(node.authority);
  lets(node.lets);
  field("made", node.made);
  field("available when", node.available);
  field("lost when", node.lost);
  field("disapplies", text(node.disapplies));
}

void Printer::node(const ast::Decl&, const ast::Collision& node) {
  line("collision");
  const Indent deeper(*this);
  for (const ast::CollisionRow& row : node.rows) {
    line(text(row.principle));
    const Indent inner(*this);
    field("cites", text(row.cites));
  }
}

}  // namespace phep::syntax
