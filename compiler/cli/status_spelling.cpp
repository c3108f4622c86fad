#include "compiler/cli/status_spelling.h"

#include "compiler/check/words.h"

#include <map>
#include <set>
#include <variant>

namespace phep::cli {

std::string with_statuses_in(bool vietnamese, const ast::Module& parsed, const hir::Module& checked,
                             const Interner& names, std::string_view text) {
  std::set<std::uint32_t> met;  // where names that mean something else begin
  for (const hir::Occurrence& one : checked.occurrences) met.insert(one.span.begin);
  const auto spellings = check::status_words();  // of each status in English, then in Vietnamese
  std::map<std::uint32_t, std::pair<std::uint32_t, std::string_view>> changes;
  const auto look = [&](const ast::Pattern& pattern) {
    if (pattern.word.parts.size() != 1) return;
    const ast::Ident& word = pattern.word.parts.front();
    const auto status = check::status_word(names.text(word.name));
    // `error` of a value is written as the status is.
    if (!status || met.contains(word.span.begin) || word.span.end > text.size()) return;
    changes[word.span.begin] = {word.span.end, spellings[2 * *status + (vietnamese ? 1 : 0)]};
  };
  for (const ast::Expr& expr : parsed.exprs)
    if (const auto* is = std::get_if<ast::Is>(&expr.node)) look(is->pattern);
  for (const ast::Decl& decl : parsed.decls)
    if (const auto* table = std::get_if<ast::TestTable>(&decl.node))
      for (const ast::TableRow& row : table->rows)
        for (const auto* cells : {&row.inputs, &row.outputs})
          for (const ast::Cell& cell : *cells)
            if (cell.kind == ast::CellKind::Is) look(cell.pattern);
  std::string out;
  std::size_t from = 0;
  for (const auto& [begin, change] : changes) {
    out += text.substr(from, begin - from);
    out += change.second;
    from = change.first;
  }
  return out += text.substr(from);
}

}  // namespace phep::cli
