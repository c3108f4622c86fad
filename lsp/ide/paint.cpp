#include "lsp/ide/paint.h"

#include "compiler/base/check.h"
#include "compiler/syntax/tokens.h"
#include "lsp/ide/law_view.h"
#include "lsp/ide/symbols.h"

#include <algorithm>
#include <map>
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
    case hir::SymbolPart::Field: return PaintSort::Fact;
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

std::uint32_t modifier_of(Standing how) {
  switch (how) {
    case Standing::InForce:
    case Standing::Suspended:
    case Standing::Open: return 0;
    case Standing::NotYet: return kNotYetInForce;
    case Standing::Repealed: return kRepealed;
  }
  PHEP_UNREACHABLE();
}

// How the law that a file names stands on the day, each thing asked once.
class Day {
 public:
  Day(workspace::Workspace& workspace, const hir::Module& module, const LawView* view,
      std::int32_t day)
      : workspace_(workspace), module_(module), view_(view), day_(day) {}

  // Mentions are met in the order of the text, citations too.
  std::uint32_t of_citation(std::uint32_t begin) {
    if (view_ == nullptr) return 0;
    if (by_place_.empty())
      for (const hir::Mention& one : module_.mentions)
        by_place_[one.cite.written.span.begin] = &one.cite;
    const auto found = by_place_.find(begin);
    if (found == by_place_.end() || view_->instrument(found->second->instrument) == nullptr)
      return 0;
    const hir::Cite& cite = *found->second;
    const auto [known, fresh] = asked_.try_emplace({cite.instrument, cite.written.path}, 0);
    if (fresh)
      known->second = modifier_of(standing(view_->law(), cite.instrument, cite.written.path, day_));
    return known->second;
  }

  std::uint32_t of_name(const hir::Symbol& symbol) {
    if (view_ == nullptr || symbol.part != hir::SymbolPart::Whole) return 0;
    const hir::Def* def = definition_of(workspace_, symbol);
    if (def == nullptr) return 0;
    if (std::holds_alternative<hir::Instrument>(def->node)) {
      if (view_->instrument(symbol.def) == nullptr) return 0;
      const auto [known, fresh] = asked_.try_emplace({symbol.def, {}}, 0);
      if (fresh) known->second = modifier_of(standing(view_->law(), symbol.def, {}, day_));
      return known->second;
    }
    const hir::Authority* authority = authority_of(*def);
    return authority == nullptr ? 0 : modifier_of(standing(authority->force, day_));
  }

 private:
  workspace::Workspace& workspace_;
  const hir::Module& module_;
  const LawView* view_;
  std::int32_t day_;
  std::map<std::uint32_t, const hir::Cite*> by_place_;
  std::map<std::pair<hir::DefId, law::Path>, std::uint32_t> asked_;
};

}  // namespace

std::vector<Paint> paints(workspace::Workspace& workspace, FileId file, Portion portion,
                          std::optional<std::int32_t> as_of, const std::atomic<bool>& stop) {
  const auto checked = workspace.checked(file);
  const SourceFile& source = workspace.sources().file(file);
  const FileId own[] = {file};
  std::optional<LawView> view;
  if (as_of) {
    view = LawView::make(workspace, own, Reach::Library, stop);
    if (!view) return {};
  }
  Day day(workspace, checked->module, view ? &*view : nullptr, as_of.value_or(0));
  const auto& names = checked->module.occurrences;
  std::vector<Paint> out;
  auto name = names.begin();
  bool exception = false;  // a label may follow
  for (const syntax::Token& word : syntax::words_of(source.text, syntax::form_of(source.path))) {
    const bool excepts = word.kind == TokenKind::KW_EXCEPT || word.kind == TokenKind::KW_EXEMPT;
    const bool label = exception && word.kind == TokenKind::IDENT;
    exception = excepts || (exception && (label || word.kind == TokenKind::COMMA));
    if (word.end <= portion.begin) continue;
    if (word.begin >= portion.end) break;
    while (name != names.end() && name->span.begin < word.begin) ++name;
    const bool named =
        name != names.end() && name->span.begin == word.begin && name->span.end <= word.end;
    std::uint32_t modifiers = excepts || label ? kException : 0U;
    if (named && word.kind != TokenKind::CITATION) {
      // What is taken as a name is one, keyword or not.
      modifiers |= (name->declares ? kDeclaration : 0U) | day.of_name(name->symbol);
      out.push_back({word.begin, word.end, sort_of_name(workspace, checked->module, name->symbol),
                     modifiers});
    } else if (const auto sort = sort_of(word.kind)) {
      if (word.kind == TokenKind::DOC) modifiers |= kDocumentation;
      if (word.kind == TokenKind::CITATION) modifiers |= day.of_citation(word.begin);
      out.push_back({word.begin, word.end, *sort, modifiers});
    } else if (label) {
      out.push_back({word.begin, word.end, PaintSort::Variable, modifiers});
    }
  }
  return out;
}

}  // namespace phep::ide
