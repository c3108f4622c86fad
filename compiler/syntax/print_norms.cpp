#include "compiler/base/check.h"
#include "compiler/syntax/printer.h"

namespace phep::syntax {
namespace {

std::string_view word(ast::NormKind kind) {
  switch (kind) {
    case ast::NormKind::Duty: return "duty";
    case ast::NormKind::Prohibition: return "prohibition";
    case ast::NormKind::Permission: return "permission";
    case ast::NormKind::Power: return "power";
    case ast::NormKind::Encouragement: return "encouragement";
  }
  PHEP_UNREACHABLE();
}

std::string_view word(ast::Outcome outcome) {
  switch (outcome) {
    case ast::Outcome::Done: return "done";
    case ast::Outcome::Met: return "met when";
    case ast::Outcome::Breached: return "breached when";
    case ast::Outcome::Granted: return "granted when";
    case ast::Outcome::Available: return "available when";
  }
  PHEP_UNREACHABLE();
}

std::string_view word(ast::DueKind kind) {
  switch (kind) {
    case ast::DueKind::At: return "at ";
    case ast::DueKind::Before: return "before ";
    case ast::DueKind::Judgment: return "by judgment";
    case ast::DueKind::Every: return "every ";
  }
  PHEP_UNREACHABLE();
}

std::string_view word(ast::BearerMode mode) {
  switch (mode) {
    case ast::BearerMode::One: return "";
    case ast::BearerMode::AnyOf: return "any of ";
    case ast::BearerMode::EachOf: return "each of ";
  }
  PHEP_UNREACHABLE();
}

std::string labelled(std::string_view keyword, const std::string& label) {
  return std::string(keyword) + (label.empty() ? "" : " " + label) + ": ";
}

}  // namespace

void Printer::sanction(const ast::Sanction& sanction) {
  struct ConsequenceText {
    const Printer& p;
    [[nodiscard]] std::string bounds(ast::ExprId least, ast::ExprId most) const {
      if (least == most) return p.expr(least);
      return (least.exists() ? "from " + p.expr(least) : "") +
             (least.exists() && most.exists() ? " " : "") +
             (most.exists() ? "to " + p.expr(most) : "");
    }
    std::string operator()(const ast::Missing&) const { return "<missing>"; }
    std::string operator()(const ast::Fine& n) const { return "fine " + bounds(n.least, n.most); }
    std::string operator()(const ast::Warning&) const { return "warning"; }
    std::string operator()(const ast::Suspension& n) const {
      return "suspension " + bounds(n.least, n.most);
    }
    std::string operator()(const ast::Remedy& n) const {
      std::string out = "remedy";
      for (const ast::Ident& measure : n.measures) out += " " + p.text(measure);
      return out;
    }
    std::string operator()(const ast::Confiscation&) const { return "confiscation"; }
    std::string operator()(const ast::NotSet&) const { return "not_set"; }
  };
  std::string rest = std::visit(ConsequenceText{*this}, sanction.consequence);
  if (sanction.on == ast::SanctionOn::Late) rest += " on late";
  if (sanction.on == ast::SanctionOn::Violated) rest += " on violated";
  if (sanction.milder) rest += " milder of conduct and ruling";
  line(labelled("sanction", sanction.label.exists() ? text(sanction.label) : "") + rest);
  const Indent deeper(*this);
  field("halved when", sanction.halved_when);
  field("individual when", sanction.individual_when);
  field("limitation", sanction.limitation);
  field("when", sanction.when);
  labels(sanction.labels);
  authority(sanction.authority);
}

void Printer::row(const ast::Exemption& one) {
  line(labelled("exempt", one.label.exists() ? text(one.label) : "") + "when " + expr(one.when));
  const Indent deeper(*this);
  labels(one.labels);
  authority(one.authority);
}

void Printer::row(const ast::Deferral& one) {
  line(labelled("deferred", one.label.exists() ? text(one.label) : "") +
       (one.through.exists() ? "through " + expr(one.through) : "until " + expr(one.until)));
  const Indent deeper(*this);
  field("when", one.when);
  field("ended by", one.ended_by);
  labels(one.labels);
  authority(one.authority);
}

void Printer::row(const ast::DueRow& one) {
  line(labelled("due", one.label.exists() ? text(one.label) : "") + std::string(word(one.kind)) +
       (one.value.exists() ? expr(one.value) : "") +
       (one.every.period.exists() ? expr(one.every.period) : ""));
  const Indent deeper(*this);
  field("from", one.every.from);
  field("through", one.every.through);
  field("while", one.every.holding);
  field("at most", one.every.at_most);
  field("when", one.when);
  if (one.counting.exists()) line("counting " + text(one.counting));
  field("reading", text(one.readings));
  if (one.calendar.exists()) line("calendar " + text(one.calendar));
  authority(one.authority);
}

void Printer::row(const ast::Extension& one) {
  line(labelled("extend", one.label.exists() ? text(one.label) : "") + "once by " + expr(one.by));
  const Indent deeper(*this);
  field("when", one.when);
  authority(one.authority);
}

void Printer::row(const ast::Evidence& one) {
  line(labelled("met with", one.label.exists() ? text(one.label) : "") + expr(one.value));
  const Indent deeper(*this);
  field("when", one.when);
  labels(one.labels);
  authority(one.authority);
}

void Printer::node(const ast::Decl& decl, const ast::Norm& node) {
  std::string rest = params(node.params);
  if (node.special_of.exists()) rest += " special of " + text(node.special_of);
  open(word(node.kind), decl, rest);
  const Indent deeper(*this);
  authority(node.authority);
  lets(node.lets);
  const auto bearer = [this](std::string_view keyword, const ast::Bearer& one) {
    line(std::string(keyword) + " " + std::string(word(one.mode)) + text(one.parties));
    const Indent inner(*this);
    field("when", one.when);
    field("cites", text(one.cites));
  };
  if (node.bearer) bearer("bearer", *node.bearer);
  for (const ast::Bearer& one : node.fallback_bearers) bearer("fallback bearer", one);
  if (node.toward.exists()) line("toward " + text(node.toward));
  if (node.action.exists()) line("action " + text(node.action));
  field("trigger", node.trigger);
  field("applies when", node.applies);
  for (const ast::Exemption& one : node.exemptions) row(one);
  for (const ast::Deferral& one : node.deferrals) row(one);
  for (const ast::DueRow& one : node.due) row(one);
  for (const ast::Extension& one : node.extensions) row(one);
  for (const ast::Fulfilment& one : node.outcomes) {
    line(std::string(word(one.kind)) + " " + expr(one.value));
    const Indent inner(*this);
    if (one.variable.exists()) field("for each " + text(one.variable) + " in", one.list);
    field("where", one.where);
    field("cites", text(one.cites));
  }
  for (const ast::Sanction& one : node.sanctions) sanction(one);
  for (const ast::Evidence& one : node.evidence) row(one);
  if (node.kept) {
    line("kept through " + expr(node.kept->through));
    const Indent inner(*this);
    field("ended by", node.kept->ended_by);
    field("cites", text(node.kept->cites));
  }
  if (node.excuse) {
    line("late excused when " + expr(node.excuse->when));
    const Indent inner(*this);
    authority(node.excuse->authority);
  }
  if (node.proof.exists()) line("proof bearer " + text(node.proof));
  if (node.silence) {
    line("silence means " + text(node.silence->meaning));
    const Indent inner(*this);
    field("cites", text(node.silence->cites));
  }
  if (node.on_breach) {
    line("on breach " + expr(node.on_breach->norm));
    const Indent inner(*this);
    field("cites", text(node.on_breach->cites));
  }
}

// ---- rows alone ---------------------------------------------------------------------------------

namespace {

template <class Row>
std::string alone(const ast::Module& module, const Interner& names, const Row& row) {
  Printer printer(module, names);
  printer.row(row);
  return std::move(printer).take();
}

}  // namespace

std::string print(const ast::Module& module, const Interner& names, const ast::Interval& row) {
  return alone(module, names, row);
}
std::string print(const ast::Module& module, const Interner& names, const ast::Relation& row) {
  return alone(module, names, row);
}
std::string print(const ast::Module& module, const Interner& names, const ast::Scope& row) {
  return alone(module, names, row);
}
std::string print(const ast::Module& module, const Interner& names, const ast::HeldRow& row) {
  return alone(module, names, row);
}
std::string print(const ast::Module& module, const Interner& names, const ast::Exemption& row) {
  return alone(module, names, row);
}
std::string print(const ast::Module& module, const Interner& names, const ast::Deferral& row) {
  return alone(module, names, row);
}
std::string print(const ast::Module& module, const Interner& names, const ast::DueRow& row) {
  return alone(module, names, row);
}
std::string print(const ast::Module& module, const Interner& names, const ast::Extension& row) {
  return alone(module, names, row);
}
std::string print(const ast::Module& module, const Interner& names, const ast::Evidence& row) {
  return alone(module, names, row);
}
std::string print(const ast::Module& module, const Interner& names, const ast::Sanction& row) {
  return alone(module, names, row);
}

}  // namespace phep::syntax
