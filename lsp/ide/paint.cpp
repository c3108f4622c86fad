#include "lsp/ide/paint.h"

#include "compiler/syntax/tokens.h"
#include "lsp/ide/symbols.h"

#include <algorithm>
#include <optional>

namespace phep::ide {
namespace {

using syntax::TokenKind;

// What a word is by itself; nothing for names and marks.
std::optional<PaintSort> sort_of(TokenKind kind) {
  if (syntax::is_keyword(kind)) return PaintSort::Keyword;
  switch (kind) {
    case TokenKind::STRING:
    case TokenKind::BAD_STRING:
    case TokenKind::BAD_QUOTE: return PaintSort::String;
    case TokenKind::INT:
    case TokenKind::DECIMAL:
    case TokenKind::PERCENT:
    case TokenKind::NUMLABEL:
    case TokenKind::BAD_NUMBER: return PaintSort::Number;
    case TokenKind::DATE:
    case TokenKind::INSTANT:
    case TokenKind::BAD_DATE:
    case TokenKind::BAD_INSTANT: return PaintSort::Deadline;
    case TokenKind::MONEY: return PaintSort::Amount;
    case TokenKind::CITATION:
    case TokenKind::BAD_CITATION: return PaintSort::Citation;
    case TokenKind::DOC:
    case TokenKind::COMMENT:
    case TokenKind::BAD_COMMENT: return PaintSort::Comment;
    default: return std::nullopt;
  }
}

struct SortOfDef {
  PaintSort operator()(const hir::Rule& /*node*/) const { return PaintSort::Function; }
  PaintSort operator()(const hir::Decision& /*node*/) const { return PaintSort::Function; }
  PaintSort operator()(const hir::Norm& /*node*/) const { return PaintSort::Obligation; }
  PaintSort operator()(const hir::Record& /*node*/) const { return PaintSort::Type; }
  PaintSort operator()(const hir::Enum& /*node*/) const { return PaintSort::Enum; }
  PaintSort operator()(const hir::Reading& /*node*/) const { return PaintSort::Enum; }
  PaintSort operator()(const hir::Instrument& /*node*/) const { return PaintSort::Citation; }
  template <class Other>
  PaintSort operator()(const Other& /*node*/) const {
    return PaintSort::Variable;
  }
};

PaintSort sort_of_name(workspace::Workspace& workspace, const hir::Module& module,
                       const hir::Symbol& symbol) {
  switch (symbol.part) {
    case hir::SymbolPart::Member: return PaintSort::EnumMember;
    case hir::SymbolPart::Field: return PaintSort::Property;
    case hir::SymbolPart::Local: {
      const hir::LocalId local{symbol.index};
      const bool parameter = symbol.index < module.locals.size() &&
                             module.locals[local].parameter != Id<hir::HirLocalTag>::kNone;
      return parameter ? PaintSort::Parameter : PaintSort::Variable;
    }
    case hir::SymbolPart::Whole: break;
  }
  const hir::Def* def = definition_of(workspace, symbol);
  return def == nullptr ? PaintSort::Variable : std::visit(SortOfDef{}, def->node);
}

}  // namespace

std::vector<Paint> paints(workspace::Workspace& workspace, FileId file) {
  const auto checked = workspace.checked(file);
  const SourceFile& source = workspace.sources().file(file);
  const auto& names = checked->module.occurrences;
  std::vector<Paint> out;
  auto name = names.begin();
  for (const syntax::Token& word : syntax::words_of(source.text, syntax::form_of(source.path))) {
    while (name != names.end() && name->span.begin < word.begin) ++name;
    const bool named =
        name != names.end() && name->span.begin == word.begin && name->span.end <= word.end;
    if (named && word.kind != TokenKind::CITATION) {
      // What is taken as a name is one, keyword or not.
      out.push_back({word.begin, word.end, sort_of_name(workspace, checked->module, name->symbol),
                     name->declares ? kDeclaration : 0U});
    } else if (const auto sort = sort_of(word.kind)) {
      out.push_back({word.begin, word.end, *sort,
                     word.kind == TokenKind::DOC ? kDocumentation : 0U});
    }
  }
  return out;
}

}  // namespace phep::ide
