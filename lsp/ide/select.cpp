#include "lsp/ide/select.h"

#include "compiler/syntax/tokens.h"

#include <algorithm>

namespace phep::ide {
namespace {

class Around {
 public:
  Around(FileId file, std::uint32_t offset) : file_(file), offset_(offset) {}

  void add(Span span) {
    if (span.file == file_ && span.begin <= offset_ && offset_ <= span.end && span.begin < span.end)
      spans_.push_back(span);
  }

  void operator()(const ast::Rule& node) {
    for (const ast::RuleNode& one : node.nodes) add(one.span);
    for (const ast::RuleTable& table : node.tables) {
      add(table.span);
      for (const ast::CaseRow& row : table.rows) add(row.node.span);
    }
    if (node.fallback) add(node.fallback->span);
  }
  void operator()(const ast::Norm& node) {
    each(node.exemptions);
    each(node.deferrals);
    each(node.due);
    each(node.extensions);
    each(node.outcomes);
    each(node.sanctions);
    each(node.evidence);
    each(node.fallback_bearers);
    if (node.bearer) add(node.bearer->span);
    if (node.kept) add(node.kept->span);
    if (node.excuse) add(node.excuse->span);
    if (node.silence) add(node.silence->span);
    if (node.on_breach) add(node.on_breach->span);
  }
  void operator()(const ast::Record& node) { each(node.fields); }
  void operator()(const ast::ClosedList& node) { each(node.items); }
  void operator()(const ast::Decision& node) {
    each(node.outputs);
    each(node.norms);
  }
  void operator()(const ast::Party& node) { each(node.held); }
  void operator()(const ast::Calendar& node) {
    each(node.days);
    each(node.pending);
  }
  void operator()(const ast::Instrument& node) {
    each(node.relations);
    each(node.in_force);
    each(node.scopes);
    rows(node.outline);
    each(node.described);
  }
  template <class Other>
  void operator()(const Other& /*node*/) {}

  std::vector<Span> take() {
    const auto rank = [](Span a, Span b) {
      return std::pair(a.end - a.begin, a.begin) < std::pair(b.end - b.begin, b.begin);
    };
    std::ranges::sort(spans_, rank);
    std::vector<Span> out;
    for (const Span span : spans_) {
      const bool wider = out.empty() || (span.begin <= out.back().begin &&
                                         out.back().end <= span.end && span != out.back());
      if (wider) out.push_back(span);
    }
    return out;
  }

 private:
  template <class Parts>
  void each(const Parts& parts) {
    for (const auto& one : parts) add(one.span);
  }
  void rows(const std::vector<ast::OutlineItem>& items) {
    for (const ast::OutlineItem& one : items) {
      add(one.span);
      rows(one.inner);
    }
  }

  FileId file_;
  std::uint32_t offset_;
  std::vector<Span> spans_;
};

// The word, and what stands between brackets around it, without and with them.
void add_words(std::string_view text, const std::vector<syntax::Token>& words, FileId file,
               Around& out) {
  std::vector<syntax::Token> open;
  for (const syntax::Token& word : words) {
    out.add({file, word.begin, word.end});
    using enum syntax::TokenKind;
    if (word.kind == LBRACE || word.kind == LPAREN || word.kind == LBRACKET) open.push_back(word);
    if (word.kind != RBRACE && word.kind != RPAREN && word.kind != RBRACKET) continue;
    if (open.empty()) continue;
    const syntax::Token begin = open.back();
    open.pop_back();
    std::uint32_t from = begin.end;
    std::uint32_t to = word.begin;
    const auto blank = [&](std::uint32_t at) {
      return std::string_view(" \t\r\n").contains(text[at]);
    };
    while (from < to && blank(from)) ++from;
    while (to > from && blank(to - 1)) --to;
    out.add({file, from, to});
    out.add({file, begin.begin, word.end});
  }
}

}  // namespace

std::vector<Span> selections(workspace::Workspace& workspace, FileId file, std::uint32_t offset) {
  const SourceFile& source = workspace.sources().file(file);
  Around around(file, offset);
  add_words(source.text, syntax::words_of(source.text, syntax::form_of(source.path)), file, around);
  const auto parsed = workspace.parsed(file);
  for (const ast::Expr& expr : parsed->module.exprs) around.add(expr.span);
  for (const ast::Decl& decl : parsed->module.decls) {
    if (decl.span.begin > offset || offset > decl.span.end) continue;
    around.add(decl.span);
    std::visit([&](const auto& node) { around(node); }, decl.node);
  }
  around.add({file, 0, static_cast<std::uint32_t>(source.text.size())});
  return around.take();
}

}  // namespace phep::ide
