#include "compiler/diagnostics/kinds/notes.h"
#include "compiler/diagnostics/kinds/syntax.h"
#include "compiler/syntax/builder.h"

#include <algorithm>
#include <charconv>
#include <typeinfo>

namespace phep::syntax {
namespace {

// "chủ thể", a keyword of two words where a name should stand → "chủ_thể".
std::string words_joined(std::string_view spelled) {
  std::string out;
  bool gap = false;
  for (std::size_t at = 0; at < spelled.size();) {
    const std::string_view rest = spelled.substr(at);
    const std::size_t blank = std::string_view(" \n\r\t\f").contains(rest.front()) ? 1
                              : rest.starts_with("\u00A0")                         ? 2
                              : rest.starts_with("\u202F")                         ? 3
                                                                                   : 0;
    if (blank == 0) {
      if (gap) out += '_';
      out += spelled[at];
    }
    gap = blank > 0;
    at += blank > 0 ? blank : 1;
  }
  return out;
}

}  // namespace

Builder::Rule* Builder::as_rule(Tree* tree) {
  if (tree == nullptr) return nullptr;
  const std::type_info& type = typeid(*tree);
  if (type == typeid(antlr4::tree::TerminalNodeImpl) || type == typeid(antlr4::tree::ErrorNodeImpl))
    return nullptr;
  return static_cast<Rule*>(tree);  // ANTLR's trees hold nothing else
}

Builder::Rule* Builder::only_child(Rule* cst) {
  return cst == nullptr || cst->children.empty() ? nullptr : as_rule(cst->children.front());
}

TokenKind Builder::kind(Tree* leaf) const {
  if (leaf == nullptr || as_rule(leaf) != nullptr) return TokenKind::End;
  const std::size_t index = leaf->getSourceInterval().a >= 0
                                ? static_cast<std::size_t>(leaf->getSourceInterval().a)
                                : words_.size();
  return index < words_.size() ? words_[index].kind : TokenKind::End;
}

const Word* Builder::word(antlr4::Token* token) const {
  if (token == nullptr || token->getTokenIndex() >= words_.size()) return nullptr;
  return &words_[token->getTokenIndex()];
}

bool Builder::broken(antlr4::Token* token) const {
  const Word* found = word(token);
  return found == nullptr || found->broken;
}

Span Builder::span(antlr4::Token* token) const {
  if (token == nullptr) return {module_.file, 0, 0};
  return positions_.span(static_cast<std::uint32_t>(token->getStartIndex()),
                         static_cast<std::uint32_t>(token->getStopIndex()));
}

Span Builder::span(Rule* cst) const {
  if (cst == nullptr || cst->getStart() == nullptr) return {module_.file, 0, 0};
  const Span first = span(cst->getStart());
  antlr4::Token* last = cst->getStop();
  // A rule that read nothing stops before it starts.
  if (last == nullptr || last->getStopIndex() < cst->getStart()->getStartIndex())
    return {first.file, first.begin, first.begin};
  return {first.file, first.begin, span(last).end};
}

std::string_view Builder::text(antlr4::Token* token) const {
  const Word* found = word(token);
  return found == nullptr ? std::string_view()
                          : text_.substr(found->begin, found->end - found->begin);
}

// The `///` lines between the word before this declaration and its first word.
std::string Builder::doc_before(Rule* cst) const {
  const Word* first = word(cst->getStart());
  if (first == nullptr) return {};
  const std::uint32_t from = first == words_.data() ? 0 : (first - 1)->end;
  auto doc = std::ranges::lower_bound(docs_, from, {}, &Token::begin);
  std::string out;
  for (; doc != docs_.end() && doc->begin < first->begin; ++doc) {
    std::string_view line = text_.substr(doc->begin + 3, doc->end - doc->begin - 3);
    if (line.starts_with(' ')) line.remove_prefix(1);
    if (!out.empty()) out += '\n';
    out += line;
  }
  return out;
}

// name : IDENT | KW_… ; fieldName : name | KW_…
ast::Ident Builder::ident(Rule* cst) {
  if (cst == nullptr || cst->getStop() == nullptr) return {};
  // A name that was not written stops before it starts, at the word after the gap.
  if (cst->getStop()->getTokenIndex() < cst->getStart()->getTokenIndex()) return {};
  return ident(cst->getStart());
}

ast::Ident Builder::ident(antlr4::Token* token) {
  const Word* found = word(token);
  if (found == nullptr || found->broken) return {};
  if (found->kind != TokenKind::IDENT && !is_keyword(found->kind)) return {};  // skipped, reported
  const std::string_view spelled = text(token);
  if (const std::string joined = words_joined(spelled); joined != spelled) {
    reports_.report(diag::NameOfSeveralWords, span(token), joined)
        .fix(FixGrade::Guess, {"viết `" + joined + "`", "write `" + joined + "`"},
             {{span(token), joined}});
    return {names_.intern(joined), span(token)};
  }
  return {names_.intern(spelled), span(token)};
}

// path : name (DOT fieldName)*
ast::Path Builder::path(PhepParser::PathContext* cst) {
  if (cst == nullptr) return {};
  ast::Path out;
  out.span = span(cst);
  for (Tree* child : cst->children)
    if (Rule* part = as_rule(child))
      if (const ast::Ident next = ident(part); next.exists()) out.parts.push_back(next);
  return out;
}

// A dotted name as one name, as calendars have it.
ast::Ident Builder::dotted(PhepParser::PathContext* cst) {
  const ast::Path parts = path(cst);
  if (!parts.exists()) return {};
  std::string joined;
  for (const ast::Ident& part : parts.parts) {
    if (!joined.empty()) joined += '.';
    joined += names_.text(part.name);
  }
  return {names_.intern(joined), parts.span};
}

std::optional<ast::Text> Builder::string(Terminal* terminal) {
  if (terminal == nullptr || broken(terminal->getSymbol())) return std::nullopt;
  antlr4::Token* token = terminal->getSymbol();
  return ast::Text{unescape(text(token), token), span(token)};
}

std::string Builder::unescape(std::string_view quoted, antlr4::Token* token) {
  std::string out;
  const std::string_view inside = quoted.substr(1, quoted.size() - 2);
  for (std::size_t at = 0; at < inside.size(); ++at) {
    if (inside[at] != '\\') {
      out += inside[at];
      continue;
    }
    ++at;
    if (inside[at] == '"' || inside[at] == '\\') {
      out += inside[at];
    } else if (inside[at] == 'n') {
      out += '\n';
    } else {
      std::size_t end = at + 1;
      while (end < inside.size() && (static_cast<unsigned char>(inside[end]) & 0xC0U) == 0x80)
        ++end;
      const std::string_view escape = inside.substr(at - 1, end - at + 1);
      const auto begin =
          static_cast<std::uint32_t>(token->getStartIndex()) + static_cast<std::uint32_t>(at);
      reports_.report(diag::UnknownEscape,
                      positions_.span(begin, begin + static_cast<std::uint32_t>(escape.size())),
                      escape);
      out += inside.substr(at, end - at);
      at = end - 1;
    }
  }
  return out;
}

// The value of an INT, at most 2^63; nothing, reported, if it is more.
std::optional<std::uint64_t> Builder::integer(antlr4::Token* token) {
  if (broken(token)) return std::nullopt;
  std::string digits(text(token));
  std::erase(digits, '_');
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() ||
      value > (std::uint64_t{1} << 63U)) {
    reports_.report(diag::NumberTooLarge, span(token), text(token));
    return std::nullopt;
  }
  return value;
}

// True if this is the first clause of its kind; the second is reported.
bool Builder::once(bool already, Rule* clause) {
  if (already)
    reports_.report(diag::ClauseTwice, span(clause->getStart()), text(clause->getStart()));
  return !already;
}

// param : name COLON typeRef
ast::Param Builder::param(PhepParser::ParamContext* cst) {
  return {ident(cst->name()), type(cst->typeRef())};
}

// params : LPAREN (param (COMMA param)* COMMA?)? RPAREN
std::vector<ast::Param> Builder::params(PhepParser::ParamsContext* cst) {
  std::vector<ast::Param> out;
  if (cst == nullptr) return out;
  for (auto* param : cst->param()) out.push_back(this->param(param));
  return out;
}

// label : name COLON
ast::Ident Builder::label(PhepParser::LabelContext* cst) {
  return cst == nullptr ? ast::Ident{} : ident(cst->name());
}

// labelText : (KW_VI | KW_EN) STRING
void Builder::label_text(ast::Labels& labels, PhepParser::LabelTextContext* cst) {
  if (cst == nullptr) return;
  auto& slot = cst->KW_VI() != nullptr ? labels.vi : labels.en;
  if (!once(slot.has_value(), cst)) return;
  slot = string(cst->STRING());
}

ast::Labels Builder::labels(const std::vector<PhepParser::LabelTextContext*>& csts) {
  ast::Labels out;
  for (auto* cst : csts) label_text(out, cst);
  return out;
}

// letItem : KW_LET name (COLON typeRef)? ASSIGN expr
ast::Let Builder::let(PhepParser::LetItemContext* cst) {
  return {ident(cst->name()), cst->typeRef() == nullptr ? ast::TypeId{} : type(cst->typeRef()),
          expr(cst->expr()), span(cst)};
}

// CITATION: name? '@' provision ('#' fragment)? ('..@' provision)?
std::optional<Citation> Builder::citation(antlr4::Token* token) {
  if (broken(token)) return std::nullopt;
  const std::string_view whole = text(token);
  const std::size_t at = whole.find('@');
  Citation out;
  out.span = span(token);
  if (at > 0) instrument_ = names_.intern(whole.substr(0, at));
  if (!instrument_.exists()) {
    reports_.report(diag::CitationOfNothing, out.span, whole);
    return std::nullopt;
  }
  out.instrument = instrument_;
  const auto parts = [](std::string_view dotted) {
    std::vector<std::string> list;
    for (std::size_t from = 0; from <= dotted.size();) {
      const auto dot = std::min(dotted.find('.', from), dotted.size());
      list.emplace_back(dotted.substr(from, dot - from));
      from = dot + 1;
    }
    return list;
  };
  std::string_view rest = whole.substr(at + 1);
  if (const auto range = rest.find("..@"); range != rest.npos) {
    out.last = parts(rest.substr(range + 3));
    rest = rest.substr(0, range);
  }
  if (const auto hash = rest.find('#'); hash != rest.npos) {
    out.fragment = rest.substr(hash + 1);
    rest = rest.substr(0, hash);
  }
  out.path = parts(rest);
  for (auto* list : {&out.path, &out.last})
    for (std::string& part : *list)
      if (part == "dd") {
        Diagnostic& told = reports_.report(diag::PointSpelledDd, out.span);
        std::string repaired(whole);
        if (const auto dot = repaired.find(".dd"); dot != repaired.npos)
          told.fix(FixGrade::Safe, {"viết `đ`", "write `đ`"},
                   {{out.span, repaired.replace(dot + 1, 2, "đ")}});
        part = "đ";
      }
  return out;
}

// citation : CITATION | path
std::optional<Citation> Builder::citation(PhepParser::CitationContext* cst) {
  if (cst == nullptr) return std::nullopt;
  if (cst->CITATION() != nullptr) return citation(cst->CITATION()->getSymbol());
  const ast::Ident whole = dotted(cst->path());
  if (!whole.exists()) return std::nullopt;
  instrument_ = whole.name;
  Citation out;
  out.instrument = whole.name;
  out.span = whole.span;
  return out;
}

std::vector<Citation> Builder::citations(const std::vector<PhepParser::CitationContext*>& csts) {
  const Name enclosing = instrument_;
  std::vector<Citation> out;
  for (auto* cst : csts)
    if (auto one = citation(cst)) out.push_back(std::move(*one));
  instrument_ = enclosing;
  return out;
}

// citesClause : KW_CITES citation (COMMA citation)*
std::vector<Citation> Builder::cites(PhepParser::CitesClauseContext* cst) {
  return cst == nullptr ? std::vector<Citation>{} : citations(cst->citation());
}

// provenance : rowClause | sourceClause | confidenceClause
void Builder::provenance(ast::Provenance& into, PhepParser::ProvenanceContext* cst) {
  if (cst == nullptr) return;
  if (auto* rows = cst->rowClause())
    for (auto* row : rows->STRING())
      if (auto one = string(row)) into.rows.push_back(std::move(*one));
  if (auto* sources = cst->sourceClause())
    for (auto* one : sources->path()) into.sources.push_back(path(one));
  if (auto* confidence = cst->confidenceClause())
    if (once(into.confidence.exists(), confidence)) into.confidence = ident(confidence->name());
}

// inForceClause : KW_IN_FORCE (CITATION (COMMA CITATION)*)? interval
ast::Interval Builder::interval(PhepParser::InForceClauseContext* cst) {
  ast::Interval out;
  out.span = span(cst);
  const Name enclosing = instrument_;
  for (auto* of : cst->CITATION())
    if (auto one = citation(of->getSymbol())) out.of.push_back(std::move(*one));
  instrument_ = enclosing;
  interval_bounds(out, cst->interval());
  return out;
}

void Builder::interval_bounds(ast::Interval& into, PhepParser::IntervalContext* bounds) {
  if (bounds == nullptr) return;
  std::size_t next = 0;
  if (bounds->KW_FROM() != nullptr) into.from = expr(bounds->expr(next++));
  if (bounds->KW_UNTIL() != nullptr) into.until = expr(bounds->expr(next));
  if (bounds->KW_THROUGH() != nullptr) into.through = expr(bounds->expr(next));
}

// modifier : labelText | citesClause | seeClause | inForceClause | provenance
void Builder::modifier(ast::Authority& authority, ast::Labels* labels,
                       PhepParser::ModifierContext* cst) {
  if (cst == nullptr) return;
  const auto append = [](std::vector<Citation>& to, std::vector<Citation> more) {
    std::ranges::move(more, std::back_inserter(to));
  };
  Rule* one = only_child(cst);
  if (one == nullptr) return;
  switch (one->getRuleIndex()) {
    case PhepParser::RuleLabelText:
      if (labels != nullptr) label_text(*labels, static_cast<PhepParser::LabelTextContext*>(one));
      return;
    case PhepParser::RuleCitesClause:
      return append(authority.cites, cites(static_cast<PhepParser::CitesClauseContext*>(one)));
    case PhepParser::RuleSeeClause:
      return append(authority.see,
                    citations(static_cast<PhepParser::SeeClauseContext*>(one)->citation()));
    case PhepParser::RuleInForceClause:
      authority.in_force.push_back(interval(static_cast<PhepParser::InForceClauseContext*>(one)));
      return;
    default: provenance(authority.provenance, cst->provenance());
  }
}

// whenClause : KW_WHEN expr
ast::ExprId Builder::when(PhepParser::WhenClauseContext* cst) {
  return cst == nullptr ? ast::ExprId{} : expr(cst->expr());
}

// nodeModifier : whenClause | modifier
void Builder::node_modifiers(Rule* clause,
                             const std::vector<PhepParser::NodeModifierContext*>& csts,
                             ast::Authority& authority, ast::Labels* labels,
                             ast::ExprId& condition) {
  for (auto* cst : csts) {
    warn_stray(clause, cst);
    Rule* one = only_child(cst);
    if (one == nullptr) continue;
    if (one->getRuleIndex() == PhepParser::RuleModifier)
      modifier(authority, labels, static_cast<PhepParser::ModifierContext*>(one));
    else if (once(condition.exists(), one))
      condition = when(static_cast<PhepParser::WhenClauseContext*>(one));
  }
}

// A modifier that begins a line no deeper than its clause reads as if it stood for itself.
void Builder::warn_stray(Rule* clause, Rule* modifier) {
  const Word* owner = word(clause->getStart());
  const Word* begin = word(modifier->getStart());
  if (owner == nullptr || begin == nullptr || !owner->first_of_line || !begin->first_of_line)
    return;
  if (begin->line == owner->line || begin->column > owner->column) return;
  reports_.report(diag::StrayModifier, span(modifier->getStart()), text(modifier->getStart()))
      .note(diag::OpenedHere, span(clause->getStart()));
}

}  // namespace phep::syntax
