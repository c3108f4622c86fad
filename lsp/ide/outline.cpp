#include "lsp/ide/outline.h"

#include "compiler/explain/citation_text.h"

#include <variant>

namespace phep::ide {
namespace {

struct Writer {
  const Interner& names;
  Language language;

  [[nodiscard]] std::string label(const ast::Labels& labels) const {
    const auto& first = language == Language::Vietnamese ? labels.vi : labels.en;
    const auto& second = language == Language::Vietnamese ? labels.en : labels.vi;
    return first ? first->value : second ? second->value : std::string();
  }
  [[nodiscard]] std::string text(const ast::Ident& ident) const {
    return std::string(names.text(ident.name));
  }
  // A part with a name of its own; without one there is nothing to show.
  void part(Row& row, RowKind kind, const ast::Ident& name, const ast::Labels& labels,
            Span whole) const {
    if (name.exists()) row.inner.push_back({kind, text(name), label(labels), whole, name.span, {}});
  }
};

struct Parts {
  const Writer& writer;
  Row& row;

  void operator()(const ast::Enum& node) const {
    row.kind = RowKind::Enum;
    for (const ast::EnumMember& one : node.members)
      writer.part(row, RowKind::Member, one.name, one.labels, one.name.span);
  }
  void operator()(const ast::ClosedList& node) const {
    row.kind = RowKind::Enum;
    for (const ast::ListItem& one : node.items)
      writer.part(row, RowKind::Member, one.label, one.labels, one.span);
  }
  void operator()(const ast::Record& node) const {
    row.kind = RowKind::Record;
    for (const ast::Field& one : node.fields)
      writer.part(row, RowKind::Field, one.name, one.labels, one.span);
  }
  void operator()(const ast::Reading& node) const {
    row.kind = RowKind::Reading;
    for (const ast::ReadingOption& one : node.options)
      writer.part(row, RowKind::Member, one.name, one.labels, one.name.span);
  }
  void operator()(const ast::Rule& node) const {
    row.kind = RowKind::Rule;
    for (const ast::RuleNode& one : node.nodes)
      writer.part(row, RowKind::Case, one.label, one.labels, one.span);
  }
  void operator()(const ast::Norm& node) const {
    row.kind = RowKind::Norm;
    for (const ast::Exemption& one : node.exemptions)
      writer.part(row, RowKind::Exemption, one.label, one.labels, one.span);
    for (const ast::Deferral& one : node.deferrals)
      writer.part(row, RowKind::Exemption, one.label, one.labels, one.span);
    for (const ast::Sanction& one : node.sanctions)
      writer.part(row, RowKind::Sanction, one.label, one.labels, one.span);
  }
  void operator()(const ast::Decision& node) const {
    row.kind = RowKind::Decision;
    for (const ast::Output& one : node.outputs)
      writer.part(row, RowKind::Field, one.name, {}, one.span);
  }
  void operator()(const ast::Test& node) const { title(node.title); }
  void operator()(const ast::TestTable& node) const { title(node.title); }
  void operator()(const ast::Cases& node) const { title(node.path); }
  void operator()(const ast::Property& node) const { title(node.title); }
  void operator()(const ast::Instrument& node) const {
    row.kind = RowKind::Instrument;
    row.detail = writer.label(node.title);
    described(node.outline, {});
    for (const ast::Described& one : node.described)
      provision(one.of.path, one.heading, one.digest, one.span, one.of.span);
  }
  void operator()(const ast::Source& /*node*/) const { row.kind = RowKind::Source; }
  void operator()(const ast::Party& /*node*/) const { row.kind = RowKind::Party; }
  void operator()(const ast::Action& /*node*/) const { row.kind = RowKind::Action; }
  void operator()(const ast::Calendar& /*node*/) const { row.kind = RowKind::Calendar; }
  void operator()(const ast::Elect& /*node*/) const { row.kind = RowKind::Rule; }
  void operator()(const ast::Unencoded& /*node*/) const {}
  void operator()(const ast::Collision& /*node*/) const {}
  void operator()(const ast::Missing& /*node*/) const {}

  // The provisions that the outline says something of.
  void provision(const std::vector<std::string>& path, const ast::Labels& heading,
                 const ast::Labels& digest, Span whole, Span own) const {
    const std::string words = writer.label(heading);
    row.inner.push_back({RowKind::Other,
                         explain::provision_text(path, writer.language),
                         words.empty() ? writer.label(digest) : words,
                         whole,
                         own,
                         {}});
  }
  void described(const std::vector<ast::OutlineItem>& rows, std::vector<std::string> above) const {
    for (const ast::OutlineItem& one : rows) {
      auto path = above;
      if (!one.last) path.push_back(one.first.value);
      if (one.heading.vi || one.heading.en || one.digest.vi || one.digest.en)
        provision(path, one.heading, one.digest, one.span, one.first.span);
      described(one.inner, path);
    }
  }

  void title(const ast::Text& text) const {
    row.kind = RowKind::Test;
    row.name = text.value;
    row.own = text.span;
  }
};

}  // namespace

std::vector<Row> outline(workspace::Workspace& workspace, FileId file, Language language) {
  const auto parsed = workspace.parsed(file);
  const Writer writer{workspace.names(), language};
  std::vector<Row> rows;
  for (const ast::DeclId id : parsed->module.order) {
    const ast::Decl& decl = parsed->module.decls[id];
    Row row{RowKind::Other, writer.text(decl.name), writer.label(decl.labels),
            decl.span,      decl.name.span,         {}};
    std::visit(Parts{writer, row}, decl.node);
    if (!row.name.empty()) rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace phep::ide
