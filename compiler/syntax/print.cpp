#include "compiler/syntax/print.h"

#include "compiler/base/check.h"
#include "compiler/syntax/printer.h"

namespace phep::syntax {

std::string print(const ast::Module& module, const Interner& names) {
  Printer printer(module, names);
  printer.module();
  return std::move(printer).take();
}

std::string print(const ast::Module& module, const Interner& names, ast::ExprId expr) {
  return Printer(module, names).expr(expr);
}

void Printer::line(std::string_view text) {
  out_.append(static_cast<std::size_t>(depth_) * 2, ' ');
  out_ += text;
  out_ += '\n';
}

void Printer::field(std::string_view key, std::string_view value) {
  if (!value.empty()) line(std::string(key) + " " + std::string(value));
}

void Printer::field(std::string_view key, ast::ExprId value) {
  if (value.exists()) line(std::string(key) + " " + expr(value));
}

void Printer::field(std::string_view key, const std::optional<ast::Text>& value) {
  if (value) line(std::string(key) + " " + in_quotes(value->value));
}

void Printer::labels(const ast::Labels& labels) {
  field("vi", labels.vi);
  field("en", labels.en);
}

void Printer::provenance(const ast::Provenance& provenance) {
  field("source", text(provenance.sources));
  for (const ast::Text& row : provenance.rows) line("row " + in_quotes(row.value));
  if (provenance.confidence.exists()) line("confidence " + text(provenance.confidence));
}

void Printer::interval(const ast::Interval& interval) {
  std::string out = "in_force";
  if (!interval.of.empty()) out += " " + text(interval.of);
  if (interval.from.exists()) out += " from " + expr(interval.from);
  if (interval.until.exists()) out += " until " + expr(interval.until);
  if (interval.through.exists()) out += " through " + expr(interval.through);
  if (!interval.cites.empty()) out += " cites " + text(interval.cites);
  line(out);
}

void Printer::authority(const ast::Authority& authority) {
  field("cites", text(authority.cites));
  field("see", text(authority.see));
  for (const ast::Interval& one : authority.in_force) interval(one);
  provenance(authority.provenance);
}

void Printer::lets(const std::vector<ast::Let>& lets) {
  for (const ast::Let& let : lets)
    line("let " + text(let.name) + (let.type.exists() ? ": " + type(let.type) : "") + " = " +
         expr(let.value));
}

void Printer::module() {
  if (module_.name.exists()) line("module " + text(module_.name));
  for (const ast::Use& use : module_.uses)
    line("use " + text(use.module) + (use.alias.exists() ? " as " + text(use.alias) : ""));
  if (module_.counting.exists())
    line("counting " + text(module_.counting) +
         (module_.counting_readings.empty() ? "" : " reading " + text(module_.counting_readings)));
  if (module_.calendar.exists()) line("calendar " + text(module_.calendar));
  field("known_through", module_.known_through);
  for (const ast::DeclId id : module_.order) decl(module_.decls[id]);
}

void Printer::decl(const ast::Decl& decl) {
  std::visit([&](const auto& one) { node(decl, one); }, decl.node);
}

// The first line of a declaration, then what every declaration may have.
void Printer::open(std::string_view keyword, const ast::Decl& decl, std::string_view rest) {
  line(std::string(keyword) + " " + text(decl.name) + std::string(rest));
  const Indent deeper(*this);
  if (!decl.doc.empty()) line("doc " + in_quotes(decl.doc));
  labels(decl.labels);
}

void Printer::node(const ast::Decl&, const ast::Missing&) {
  line("<missing declaration>");
}

// A digest in both languages.
void Printer::digest(const ast::Labels& digest) {
  if (!digest.vi && !digest.en) return;
  line("digest");
  const Indent deeper(*this);
  labels(digest);
}

void Printer::outline(const std::vector<ast::OutlineItem>& items) {
  for (const ast::OutlineItem& item : items) {
    line(item.first.value + (item.last ? ".." + item.last->value : ""));
    const Indent deeper(*this);
    labels(item.heading);
    digest(item.digest);
    outline(item.inner);
  }
}

void Printer::node(const ast::Decl& decl, const ast::Instrument& node) {
  open(node.overlay ? "overlay" : "instrument", decl, node.draft ? " draft" : "");
  const Indent deeper(*this);
  field("number", node.number);
  if (node.rank.exists()) line("rank " + text(node.rank));
  if (node.title.vi || node.title.en) line("title");
  {
    const Indent title(*this);
    labels(node.title);
  }
  field("issuer", node.issuer);
  field("adopted", node.adopted);
  for (const ast::Interval& one : node.in_force) interval(one);
  for (const ast::Relation& one : node.relations) relation(one);
  for (const ast::FigureBase& one : node.figures)
    line("figures for " + text(one.whom) + " " + text(one.of));
  for (const ast::Scope& one : node.scopes) row(one);
  provenance(node.provenance);
  if (!node.outline.empty()) line(node.outline_closed ? "outline closed" : "outline");
  const Indent inner(*this);
  outline(node.outline);
  for (const ast::Described& one : node.described) {
    line(to_source(one.of, names_));
    const Indent texts(*this);
    labels(one.heading);
    digest(one.digest);
  }
}

void Printer::node(const ast::Decl& decl, const ast::Source& node) {
  open("source", decl);
  const Indent deeper(*this);
  labels(node.title);
  field("url", node.url);
  if (node.kind.exists()) line("kind " + text(node.kind));
  field("read", node.read);
}

void Printer::node(const ast::Decl& decl, const ast::Unencoded& node) {
  line("unencoded " + text(node.cites));
  const Indent deeper(*this);
  labels(decl.labels);
  if (node.reason.exists()) line("reason " + text(node.reason));
  provenance(node.provenance);
}

void Printer::node(const ast::Decl& decl, const ast::Party& node) {
  open("party", decl);
  const Indent deeper(*this);
  for (const ast::HeldRow& one : node.held) row(one);
}
void Printer::node(const ast::Decl& decl, const ast::Action& node) {
  open("action", decl);
  const Indent deeper(*this);
  if (node.within.exists()) line("within " + text(node.within));
}

void Printer::node(const ast::Decl& decl, const ast::Enum& node) {
  open("enum", decl, node.ordered ? " ordered" : "");
  const Indent deeper(*this);
  for (const ast::EnumMember& member : node.members) {
    line("member " + text(member.name));
    const Indent inner(*this);
    labels(member.labels);
    field("cites", text(member.cites));
  }
}

void Printer::node(const ast::Decl& decl, const ast::Record& node) {
  open("record", decl, node.closed ? " closed" : "");
  const Indent deeper(*this);
  for (const ast::Field& one : node.fields) {
    line("field " + text(one.name) + ": " + type(one.type));
    const Indent inner(*this);
    if (!one.doc.empty()) line("doc " + in_quotes(one.doc));
    labels(one.labels);
    field("cites", text(one.cites));
  }
}

void Printer::days(const std::vector<ast::CalendarDays>& days) {
  for (const ast::CalendarDays& one : days) {
    line((one.kind == ast::DayKind::Rest ? "rest " : "worked ") + expr(one.first) +
         (one.last.exists() ? " through " + expr(one.last) : ""));
    const Indent deeper(*this);
    labels(one.labels);
    authority(one.authority);
  }
}

void Printer::node(const ast::Decl& decl, const ast::Calendar& node) {
  open("calendar", decl);
  const Indent deeper(*this);
  authority(node.authority);
  field("zone", node.zone);
  for (const ast::Ident& day : node.weekly_rest) line("weekly rest " + text(day));
  field("covers from", node.covers_from);
  field("covers through", node.covers_through);
  if (node.covers_nothing) line("covers null");
  days(node.days);
  for (const ast::PendingGroup& group : node.pending) {
    line("pending " + text(group.name));
    const Indent inner(*this);
    field("awaiting", group.awaiting);
    labels(group.labels);
    for (const ast::PendingAlternative& one : group.alternatives) {
      line((one.proposal ? "proposed " : "alternative ") + text(one.name));
      const Indent innermost(*this);
      labels(one.labels);
      authority(one.authority);
      days(one.days);
    }
  }
}

void Printer::node(const ast::Decl& decl, const ast::Rule& node) {
  std::string rest = params(node.params);
  if (node.result.exists()) rest += " : " + type(node.result);
  if (node.by_judgment) rest += " by judgment";
  if (node.special_of.exists()) rest += " special of " + text(node.special_of);
  open("rule", decl, rest);
  const Indent deeper(*this);
  authority(node.authority);
  field("basis", node.basis);
  lets(node.lets);
  field("=", node.body);
  switch (node.picks) {
    case ast::Picks::None: break;
    case ast::Picks::Highest: line("picks highest"); break;
    case ast::Picks::Lowest: line("picks lowest"); break;
    case ast::Picks::All: line("picks all"); break;
  }
  if (node.fallback) {
    line("default " + expr(node.fallback->value));
    const Indent inner(*this);
    field("cites", text(node.fallback->cites));
  }
  for (const ast::RuleNode& one : node.nodes) {
    std::string head = one.kind == ast::RuleNodeKind::Case ? "case" : "except";
    for (const ast::Ident& target : one.targets) head += " " + text(target);
    if (one.label.exists())
      head += (one.kind == ast::RuleNodeKind::Case ? " " : " as ") + text(one.label);
    line(head + ": " + (one.lifted ? "lifted" : expr(one.value)));
    const Indent inner(*this);
    field("when", one.when);
    labels(one.labels);
    authority(one.authority);
  }
  for (const ast::RuleTable& one : node.tables) rule_table(one);
}

void Printer::rule_table(const ast::RuleTable& table) {
  line(std::string("table") + (table.ordered ? " ordered" : "") +
       (table.any_cell ? " any of" : ""));
  const Indent deeper(*this);
  std::string header = "|";
  for (const ast::ExprId column : table.columns) header += " " + expr(column) + " |";
  line(header + "|");
  for (const ast::CaseRow& row : table.rows) {
    std::string cells = (row.node.label.exists() ? text(row.node.label) + ": |" : "|");
    for (const ast::Cell& input : row.cells) cells += " " + cell(input) + " |";
    line(cells + "| " + (row.node.lifted ? "lifted" : expr(row.node.value)) + " |");
    const Indent inner(*this);
    field("when", row.node.when);
    labels(row.node.labels);
    authority(row.node.authority);
  }
}

void Printer::node(const ast::Decl& decl, const ast::Decision& node) {
  open("decision", decl, params(node.params));
  const Indent deeper(*this);
  lets(node.lets);
  for (const ast::Output& output : node.outputs)
    line("output " + text(output.name) + " = " + expr(output.value));
  if (node.exposure.exists()) line("exposure " + text(node.exposure));
  for (const ast::NormUse& use : node.norms)
    line("norm " + text(use.norm) + list(use.args) +
         (use.list.exists() ? " for each " + text(use.variable) + " in " + expr(use.list) : ""));
}

void Printer::node(const ast::Decl& decl, const ast::Reading& node) {
  open("reading", decl);
  const Indent deeper(*this);
  for (const ast::ReadingOption& option : node.options) {
    line("option " + text(option.name));
    const Indent inner(*this);
    labels(option.labels);
  }
  if (node.fallback.exists()) line("default " + text(node.fallback));
  field("basis", node.basis);
  field("cites", text(node.cites));
  provenance(node.provenance);
}

void Printer::steps(const std::vector<ast::TestStepAt>& steps) {
  struct StepLine {
    Printer& p;
    void operator()(const ast::Missing&) const { p.line("<missing step>"); }
    void operator()(const ast::AsOf& n) const { p.line("as_of " + p.expr(n.moment)); }
    void operator()(const ast::LawDate& n) const { p.line("law_date " + p.expr(n.date)); }
    void operator()(const ast::Let& n) const { p.lets({n}); }
    void operator()(const ast::Expect& n) const { p.line("expect " + p.expr(n.condition)); }
    void operator()(const ast::Judged& n) const {
      p.line("judged " + p.text(n.rule) + p.list(n.args) + " is " + p.expr(n.value) +
             (n.author ? " by " + in_quotes(n.author->value) : "") +
             (n.on.exists() ? " on " + p.expr(n.on) : "") +
             (n.until.exists() ? " until " + p.expr(n.until) : "") +
             (n.basis ? " basis " + in_quotes(n.basis->value) : ""));
    }
    void operator()(const ast::Suppose& n) const { p.line("suppose " + p.text(n.instrument)); }
    void operator()(const ast::SetReading& n) const {
      p.line("reading " + p.text(n.reading) + " = " + p.text(n.option));
    }
  };
  for (const ast::TestStepAt& one : steps) std::visit(StepLine{*this}, one.step);
}

void Printer::node(const ast::Decl&, const ast::Test& node) {
  line("test " + in_quotes(node.title.value));
  const Indent deeper(*this);
  steps(node.steps);
}

std::string Printer::cell(const ast::Cell& cell) const {
  switch (cell.kind) {
    case ast::CellKind::Skip: return "_";
    case ast::CellKind::Value: return expr(cell.value);
    case ast::CellKind::Compare: return std::string(word(cell.op)) + " " + expr(cell.value);
    case ast::CellKind::Is: return (cell.negated ? "is_not " : "is ") + pattern(cell.pattern);
  }
  PHEP_UNREACHABLE();
}

void Printer::node(const ast::Decl&, const ast::Cases& node) {
  line("cases " + in_quotes(node.path.value) +
       (node.decision.exists() ? " of " + text(node.decision) : std::string()));
}

void Printer::node(const ast::Decl&, const ast::Property& node) {
  line("property " + in_quotes(node.title.value));
  const Indent deeper(*this);
  line("for_all " + params(node.params) +
       (node.where.exists() ? " where " + expr(node.where) : ""));
  lets(node.lets);
  for (const ast::Claim& claim : node.claims) {
    std::string along;
    if (claim.course != ast::Course::None)
      along =
          (claim.course == ast::Course::NeverFalls ? " never_falls_with " : " never_rises_with ") +
          expr(claim.along);
    line("expect " + expr(claim.value) + along);
  }
}

void Printer::node(const ast::Decl&, const ast::TestTable& node) {
  line("test table " + in_quotes(node.title.value));
  const Indent deeper(*this);
  steps(node.steps);
  std::string header = "|";
  for (const ast::Ident& input : node.inputs) header += " " + text(input) + " |";
  header += "|";
  for (const ast::ExprId output : node.outputs) header += " " + expr(output) + " |";
  line(header);
  for (const ast::TableRow& row : node.rows) {
    std::string cells = "|";
    for (const ast::Cell& input : row.inputs) cells += " " + cell(input) + " |";
    cells += "|";
    for (const ast::Cell& output : row.outputs) cells += " " + cell(output) + " |";
    line(cells);
  }
}

}  // namespace phep::syntax
