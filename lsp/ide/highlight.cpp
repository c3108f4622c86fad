#include "lsp/ide/highlight.h"

#include "compiler/law/provision.h"
#include "lsp/ide/symbols.h"

#include <algorithm>
#include <set>

namespace phep::ide {
namespace {

// A fact that is given: `harm: grave` in a test.
bool is_given(std::string_view text, Span span) {
  const auto next = text.find_first_not_of(" \t\r\n", span.end);
  return next != std::string_view::npos && text[next] == ':';
}

std::vector<Highlight> of_symbol(workspace::Workspace& workspace, FileId file,
                                 const hir::Symbol& symbol) {
  std::vector<Highlight> out;
  const std::string_view text = workspace.sources().file(file).text;
  const auto checked = workspace.checked(file);
  for (const hir::Occurrence& one : checked->module.occurrences) {
    if (one.symbol != symbol) continue;
    const bool fact = symbol.part == hir::SymbolPart::Field;
    const bool write = one.declares || (fact && is_given(text, one.span));
    out.push_back({one.span, write ? HighlightKind::Write : HighlightKind::Read});
  }
  return out;
}

std::vector<Highlight> of_mention(const hir::Module& module, const hir::Mention& mention) {
  std::vector<Highlight> out;
  for (const hir::Mention& one : module.mentions)
    if (one.cite.instrument == mention.cite.instrument &&
        one.cite.written.span.file == module.file &&
        law::overlap(one.cite.written, mention.cite.written.path) != law::Overlap::None)
      out.push_back({one.cite.written.span, HighlightKind::Text});
  const auto place = [](const Highlight& one) { return std::pair(one.span.begin, one.span.end); };
  std::ranges::sort(out, {}, place);
  out.erase(std::ranges::unique(out, {}, place).begin(), out.end());
  return out;
}

// Labels of cases, and the exceptions that name them; without targets all of the rule.
std::vector<Highlight> of_rule(const ast::Rule& rule, std::uint32_t offset) {
  std::vector<const ast::RuleNode*> nodes;
  for (const ast::RuleNode& node : rule.nodes) nodes.push_back(&node);
  for (const ast::RuleTable& table : rule.tables)
    for (const ast::CaseRow& row : table.rows) nodes.push_back(&row.node);
  const ast::RuleNode* at = nullptr;
  for (const ast::RuleNode* node : nodes)
    if (node->span.begin <= offset && offset <= node->span.end) at = node;
  if (at == nullptr) return {};
  // Only on the words before the colon: conditions are asked by themselves.
  std::uint32_t head = at->label.exists() ? at->label.span.end : at->span.begin;
  for (const ast::Ident& target : at->targets) head = std::max(head, target.span.end);
  if (offset > std::max(head, at->span.begin + 6)) return {};
  std::set<Name> about;
  for (const ast::Ident& target : at->targets) about.insert(target.name);
  if (at->targets.empty() && at->label.exists()) about.insert(at->label.name);
  std::vector<Highlight> out;
  for (const ast::RuleNode* node : nodes) {
    if (node->label.exists() && about.contains(node->label.name))
      out.push_back({node->label.span, HighlightKind::Write});
    for (const ast::Ident& target : node->targets)
      if (about.contains(target.name)) out.push_back({target.span, HighlightKind::Read});
    const bool excepts_all = node->kind == ast::RuleNodeKind::Except && node->targets.empty();
    if (excepts_all && node->label.exists() && !about.contains(node->label.name))
      out.push_back({node->label.span, HighlightKind::Read});
  }
  return out;
}

}  // namespace

std::vector<Highlight> highlights(workspace::Workspace& workspace, FileId file,
                                  std::uint32_t offset) {
  const auto checked = workspace.checked(file);
  if (const hir::Mention* mention = mention_at(checked->module, offset))
    return of_mention(checked->module, *mention);
  if (const auto name = name_at(workspace, file, offset)) {
    // A table's or case's label may be no name of the program; then it is looked at below.
    return of_symbol(workspace, file, name->symbol);
  }
  const auto parsed = workspace.parsed(file);
  for (const ast::Decl& decl : parsed->module.decls)
    if (const auto* rule = std::get_if<ast::Rule>(&decl.node);
        rule != nullptr && decl.span.begin <= offset && offset <= decl.span.end)
      return of_rule(*rule, offset);
  return {};
}

}  // namespace phep::ide
