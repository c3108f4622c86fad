#include "compiler/diagnostics/kinds/syntax.h"
#include "compiler/syntax/builder.h"

#include <algorithm>

namespace phep::syntax {
namespace {

// Layers of the expression rules: with one child they say nothing themselves.
bool is_layer(std::size_t rule) {
  switch (rule) {
    case PhepParser::RuleExpr:
    case PhepParser::RuleDisjunction:
    case PhepParser::RuleConjunction:
    case PhepParser::RuleNegation:
    case PhepParser::RuleComparison:
    case PhepParser::RuleCounted:
    case PhepParser::RuleRoundedSum:
    case PhepParser::RuleSum:
    case PhepParser::RuleProduct:
    case PhepParser::RulePrefixed:
    case PhepParser::RuleWithFallback:
    case PhepParser::RuleChain: return true;
    default: return false;
  }
}

ast::BinaryOp binary_op(TokenKind kind) {
  switch (kind) {
    case TokenKind::KW_OR: return ast::BinaryOp::Or;
    case TokenKind::KW_AND: return ast::BinaryOp::And;
    case TokenKind::EQ: return ast::BinaryOp::Eq;
    case TokenKind::NE: return ast::BinaryOp::Ne;
    case TokenKind::LT: return ast::BinaryOp::Lt;
    case TokenKind::LE: return ast::BinaryOp::Le;
    case TokenKind::GT: return ast::BinaryOp::Gt;
    case TokenKind::GE: return ast::BinaryOp::Ge;
    case TokenKind::PLUS: return ast::BinaryOp::Add;
    case TokenKind::MINUS: return ast::BinaryOp::Sub;
    case TokenKind::SLASH: return ast::BinaryOp::Div;
    default: return ast::BinaryOp::Mul;  // STAR, KW_TIMES, KW_OF
  }
}

}  // namespace

// Adds the node unless its tree would be deeper than later passes can bear.
ast::ExprId Builder::make(Span at, ast::ExprNode node, std::span<const ast::ExprId> children) {
  int depth = 1;
  for (const ast::ExprId child : children)
    if (child.exists()) depth = std::max(depth, depths_[child.index] + 1);
  if (depth > kMaxDepth) {
    if (!told_too_deep_) reports_.report(diag::TooDeep, at, std::int64_t{kMaxDepth});
    told_too_deep_ = true;
    node = ast::Missing{};
    depth = 1;
  }
  const ast::ExprId id =
      put(module_.exprs, free_.exprs, made_.exprs, ast::Expr{std::move(node), at});
  if (depths_.size() <= id.index) depths_.resize(id.index + 1);
  depths_[id.index] = static_cast<std::uint16_t>(depth);
  return id;
}

ast::ExprId Builder::expr(Tree* tree) {
  Rule* rule = as_rule(tree);
  while (rule != nullptr && rule->children.size() == 1 && is_layer(rule->getRuleIndex()) &&
         rule->exception == nullptr) {
    Rule* inner = as_rule(rule->children[0]);
    if (inner == nullptr) break;
    rule = inner;
  }
  if (rule == nullptr) return missing({module_.file, 0, 0});
  if (rule->exception != nullptr) return missing(span(rule));
  switch (rule->getRuleIndex()) {
    case PhepParser::RuleConditional:
      return conditional(static_cast<PhepParser::ConditionalContext*>(rule));
    case PhepParser::RuleDisjunction:
    case PhepParser::RuleConjunction:
    case PhepParser::RuleCounted:
    case PhepParser::RuleSum:
    case PhepParser::RuleProduct:
    case PhepParser::RuleWithFallback: return operators(rule);
    case PhepParser::RuleNegation:
    case PhepParser::RulePrefixed: return prefixed(rule);
    case PhepParser::RuleComparison:
      return comparison(static_cast<PhepParser::ComparisonContext*>(rule));
    case PhepParser::RuleRoundedSum:
      return rounded(static_cast<PhepParser::RoundedSumContext*>(rule));
    case PhepParser::RuleChain: return chain(static_cast<PhepParser::ChainContext*>(rule));
    case PhepParser::RulePrimary: return primary(static_cast<PhepParser::PrimaryContext*>(rule));
    default: return missing(span(rule));
  }
}

std::vector<ast::ExprId> Builder::exprs(Rule* cst) {
  std::vector<ast::ExprId> out;
  for (Tree* child : cst->children)
    if (Rule* rule = as_rule(child);
        rule != nullptr && rule->getRuleIndex() == PhepParser::RuleExpr)
      out.push_back(expr(rule));
  return out;
}

// conditional : KW_IF expr KW_THEN expr KW_ELSE expr
ast::ExprId Builder::conditional(PhepParser::ConditionalContext* cst) {
  const ast::ExprId condition = expr(cst->expr(0));
  const ast::ExprId then_value = expr(cst->expr(1));
  const ast::ExprId else_value = expr(cst->expr(2));
  return make(span(cst), ast::If{condition, then_value, else_value},
              {condition, then_value, else_value});
}

// disjunction : conjunction (KW_OR conjunction)*          and the like, grouped from the left
// counted : roundedSum ((KW_AFTER | KW_BEFORE) roundedSum)?
// withFallback : chain (KW_IF_ABSENT chain)*              grouped from the right
ast::ExprId Builder::operators(Rule* cst) {
  const auto& parts = cst->children;
  if (cst->getRuleIndex() == PhepParser::RuleWithFallback) {
    ast::ExprId right = expr(parts.back());
    for (std::size_t i = parts.size() - 1; i >= 2; i -= 2) {
      const ast::ExprId left = expr(parts[i - 2]);
      const Span at = join(module_.exprs[left].span, module_.exprs[right].span);
      right = make(at, ast::IfAbsent{left, right}, {left, right});
    }
    return right;
  }
  ast::ExprId left = expr(parts.front());
  for (std::size_t i = 1; i + 1 < parts.size(); i += 2) {
    const TokenKind op = kind(parts[i]);
    const ast::ExprId right = expr(parts[i + 1]);
    const Span at = join(module_.exprs[left].span, module_.exprs[right].span);
    if (op == TokenKind::KW_AFTER || op == TokenKind::KW_BEFORE) {
      const auto direction =
          op == TokenKind::KW_AFTER ? ast::Direction::After : ast::Direction::Before;
      left = make(at, ast::Counted{left, direction, right}, {left, right});
    } else {
      left = make(at, ast::Binary{binary_op(op), left, right}, {left, right});
    }
  }
  return left;
}

// negation : KW_NOT* comparison
// prefixed : (MINUS | KW_EXISTS)* withFallback
ast::ExprId Builder::prefixed(Rule* cst) {
  const auto& parts = cst->children;
  ast::ExprId operand = expr(parts.back());
  for (std::size_t i = parts.size() - 1; i-- > 0;) {
    auto* terminal = dynamic_cast<Terminal*>(parts[i]);
    if (terminal == nullptr) continue;
    const Span at = join(span(terminal->getSymbol()), module_.exprs[operand].span);
    const std::size_t type = terminal->getSymbol()->getType();
    if (type == PhepParser::KW_EXISTS)
      operand = make(at, ast::Exists{operand}, {operand});
    else
      operand =
          make(at,
               ast::Unary{type == PhepParser::KW_NOT ? ast::UnaryOp::Not : ast::UnaryOp::Negate,
                          operand},
               {operand});
  }
  return operand;
}

// comparison
//   : counted (comparator counted | (KW_IS | KW_IS_NOT) pattern
//              | KW_NOT? KW_IN counted (DOTDOT LT? counted)? | DOTDOT LT? counted
//              | KW_NOT? KW_WITHIN roundedSum (KW_AFTER | KW_BEFORE) roundedSum)?
ast::ExprId Builder::comparison(PhepParser::ComparisonContext* cst) {
  const auto& parts = cst->children;
  const Span at = span(cst);
  if (parts.size() < 3) return missing(at);
  const ast::ExprId left = expr(parts[0]);
  if (Rule* op = as_rule(parts[1])) {
    const ast::ExprId right = expr(parts[2]);
    const TokenKind compare = op->children.empty() ? TokenKind::End : kind(op->children[0]);
    return make(at, ast::Binary{binary_op(compare), left, right}, {left, right});
  }
  // `..`, perhaps `<`, and the upper end follow the lower one.
  const auto range = [&](ast::ExprId lo, std::size_t dots) {
    const bool below = dots + 1 < parts.size() && kind(parts[dots + 1]) == TokenKind::LT;
    const std::size_t last = dots + (below ? 2 : 1);
    const ast::ExprId hi = last < parts.size() ? expr(parts[last]) : missing(at);
    const Span bounds = join(module_.exprs[lo].span, module_.exprs[hi].span);
    return make(bounds, ast::Range{lo, hi, below}, {lo, hi});
  };
  const TokenKind word = kind(parts[1]);
  if (word == TokenKind::DOTDOT) return range(left, 1);
  if (word == TokenKind::KW_IS || word == TokenKind::KW_IS_NOT) {
    std::vector<ast::ExprId> children = {left};
    ast::Pattern asked =
        pattern(static_cast<PhepParser::PatternContext*>(as_rule(parts[2])), children);
    return make(at, ast::Is{left, std::move(asked), word == TokenKind::KW_IS_NOT}, children);
  }
  const bool negated = word == TokenKind::KW_NOT;
  const std::size_t first = negated ? 3 : 2;
  if (parts.size() <= first) return missing(at);
  if (kind(parts[first - 1]) == TokenKind::KW_WITHIN) {
    if (parts.size() <= first + 2) return missing(at);
    const auto direction = kind(parts[first + 1]) == TokenKind::KW_AFTER ? ast::Direction::After
                                                                         : ast::Direction::Before;
    const ast::ExprId term = expr(parts[first]);
    const ast::ExprId anchor = expr(parts[first + 2]);
    return make(at, ast::Within{left, term, direction, anchor, negated}, {left, term, anchor});
  }
  ast::ExprId set = expr(parts[first]);
  if (parts.size() > first + 2) set = range(set, first + 1);
  return make(at, ast::In{left, set, negated}, {left, set});
}

// roundedSum : sum rounding?
// rounding : KW_ROUNDED (name (KW_TO roundingStep)? | KW_UP_TO roundingStep)
// roundingStep : INT KW_PLACES | MONEY
ast::ExprId Builder::rounded(PhepParser::RoundedSumContext* cst) {
  ast::Rounded out;
  out.value = expr(cst->sum());
  auto* rounding = cst->rounding();
  if (rounding == nullptr || rounding->exception != nullptr) return missing(span(cst));
  if (auto* up_to = rounding->KW_UP_TO())
    out.mode = {names_.intern("up"), span(up_to->getSymbol())};
  else
    out.mode = ident(rounding->name());
  if (auto* step = rounding->roundingStep()) {
    if (step->INT() != nullptr) {
      const auto places = integer(step->INT()->getSymbol());
      if (places && *places > 9)
        reports_.report(diag::NumberTooLarge, span(step), text(step->INT()->getSymbol()));
      if (places) out.places = static_cast<std::uint32_t>(std::min<std::uint64_t>(*places, 9));
    } else if (step->MONEY() != nullptr) {
      out.step = number(step->MONEY()->getSymbol(), nullptr, span(step));
    }
  }
  return make(span(cst), out, {out.value, out.step});
}

// chain : primary link*
ast::ExprId Builder::chain(PhepParser::ChainContext* cst) {
  ast::ExprId out = expr(cst->children.front());
  for (std::size_t i = 1; i < cst->children.size(); ++i) {
    auto* one = static_cast<PhepParser::LinkContext*>(as_rule(cst->children[i]));
    if (one == nullptr) continue;
    const Span at = join(module_.exprs[out].span, span(one));
    out = link(out, one, at);
  }
  return out;
}

// link : DOT fieldName | arguments | recordBody
ast::ExprId Builder::link(ast::ExprId base, PhepParser::LinkContext* cst, Span at) {
  if (cst->exception != nullptr || cst->children.empty()) return missing(at);
  Rule* part = as_rule(cst->children.front());
  if (part == nullptr) {
    const ast::Ident field = ident(as_rule(cst->children.back()));
    if (!field.exists()) return missing(at);
    return make(at, ast::Member{base, field}, {base});
  }
  if (part->getRuleIndex() == PhepParser::RuleRecordBody)
    return record_literal(base, static_cast<PhepParser::RecordBodyContext*>(part), at);
  ast::Call out;
  out.args = exprs(part);
  auto callee = path_of(base);
  if (!callee) {
    const bool told = std::holds_alternative<ast::Missing>(module_.exprs[base].node);
    if (!told) reports_.report(diag::OnlyNamesAreCalled, module_.exprs[base].span);
    return missing(at);
  }
  out.callee = std::move(*callee);
  const std::vector<ast::ExprId> children = out.args;
  return make(at, std::move(out), children);
}

// recordBody : LBRACE (entry (COMMA entry)* COMMA?)? RBRACE
// entry : fieldName COLON expr | KW_UNKNOWN
ast::ExprId Builder::record_literal(ast::ExprId base, PhepParser::RecordBodyContext* cst, Span at) {
  ast::RecordLiteral out;
  auto type = path_of(base);
  if (!type) {
    const bool told = std::holds_alternative<ast::Missing>(module_.exprs[base].node);
    if (!told) reports_.report(diag::BracesAfterValue, module_.exprs[base].span);
    return missing(at);
  }
  out.type = std::move(*type);
  std::vector<ast::ExprId> children;
  for (Tree* child : cst->children) {
    Rule* one = as_rule(child);
    if (one == nullptr || one->children.empty()) continue;
    Rule* name = as_rule(one->children.front());
    if (name == nullptr) {
      out.rest_unknown = out.rest_unknown || kind(one->children.front()) == TokenKind::KW_UNKNOWN;
      continue;
    }
    const ast::Ident field = ident(name);
    if (!field.exists()) continue;
    out.fields.push_back({field, expr(one->children.back()), span(one)});
    children.push_back(out.fields.back().value);
  }
  return make(at, std::move(out), children);
}

// `a.b.c` as a path, if the expression is nothing but that.
std::optional<ast::Path> Builder::path_of(ast::ExprId expr) const {
  ast::Path out;
  out.span = module_.exprs[expr].span;
  ast::ExprId at = expr;
  while (const auto* member = std::get_if<ast::Member>(&module_.exprs[at].node)) {
    out.parts.push_back(member->field);
    at = member->base;
  }
  const auto* head = std::get_if<ast::NameRef>(&module_.exprs[at].node);
  if (head == nullptr) return std::nullopt;
  out.parts.push_back({head->name, module_.exprs[at].span});
  std::ranges::reverse(out.parts);
  return out;
}

// primary : literal | clock | name | quantifier | LPAREN expr RPAREN | LBRACE … RBRACE | LBRACKET …
// RBRACKET
ast::ExprId Builder::primary(PhepParser::PrimaryContext* cst) {
  const Span at = span(cst);
  if (Rule* one = only_child(cst)) {
    switch (one->getRuleIndex()) {
      case PhepParser::RuleLiteral: return literal(static_cast<PhepParser::LiteralContext*>(one));
      case PhepParser::RuleQuantifier:
        return quantifier(static_cast<PhepParser::QuantifierContext*>(one));
      case PhepParser::RuleClock: {
        const TokenKind word = one->children.empty() ? TokenKind::End : kind(one->children[0]);
        const auto clock = word == TokenKind::KW_TRIGGER ? ast::ClockKind::Trigger
                           : word == TokenKind::KW_AS_OF ? ast::ClockKind::AsOf
                                                         : ast::ClockKind::LawDate;
        return make(at, ast::Clock{clock});
      }
      default: {
        const ast::Ident word = ident(one);
        return word.exists() ? make(at, ast::NameRef{word.name}) : missing(at);
      }
    }
  }
  const TokenKind open = cst->children.empty() ? TokenKind::End : kind(cst->children.front());
  if (open == TokenKind::LPAREN) return expr(cst->children.size() > 1 ? cst->children[1] : nullptr);
  const std::vector<ast::ExprId> items = exprs(cst);
  if (open == TokenKind::LBRACE) return make(at, ast::SetLiteral{items}, items);
  if (open == TokenKind::LBRACKET) return make(at, ast::ListLiteral{items}, items);
  return missing(at);
}

// quantifier
//   : (KW_SOME | KW_ALL | KW_COUNT | KW_SUM | KW_FILTER) LPAREN overList RPAREN
//   | KW_AT_LEAST prefixed KW_OF LPAREN overList RPAREN
//   | (KW_MIN | KW_MAX) LPAREN overList (COMMA expr)* RPAREN
//   | KW_MOMENT LPAREN expr KW_DATED expr (KW_WHERE expr)? (COLON expr)? KW_REACHES expr RPAREN
ast::ExprId Builder::quantifier(PhepParser::QuantifierContext* cst) {
  const Span at = span(cst);
  if (cst->KW_MOMENT() != nullptr) return moment(cst);
  if (cst->exception != nullptr || cst->overList() == nullptr) return missing(at);
  ast::Quantifier out{};
  switch (cst->getStart()->getType()) {
    case PhepParser::KW_SOME: out.kind = ast::QuantifierKind::Some; break;
    case PhepParser::KW_ALL: out.kind = ast::QuantifierKind::All; break;
    case PhepParser::KW_COUNT: out.kind = ast::QuantifierKind::Count; break;
    case PhepParser::KW_SUM: out.kind = ast::QuantifierKind::Sum; break;
    case PhepParser::KW_FILTER: out.kind = ast::QuantifierKind::Filter; break;
    case PhepParser::KW_MIN: out.kind = ast::QuantifierKind::Min; break;
    case PhepParser::KW_MAX: out.kind = ast::QuantifierKind::Max; break;
    default: out.kind = ast::QuantifierKind::AtLeast; break;
  }
  if (out.kind == ast::QuantifierKind::AtLeast) out.at_least = expr(cst->prefixed());
  if (cst->COMMA().empty()) return over_list(out, cst->overList(), at);
  // min(a, b, …): the first value stands where a list could have stood.
  auto* first = cst->overList();
  if (first->KW_WHERE() != nullptr || first->COLON() != nullptr) {
    reports_.report(diag::VariableNeeded, span(first));
    return missing(at);
  }
  ast::MinMax values{out.kind == ast::QuantifierKind::Max, {expr(first->expr(0))}};
  for (auto* more : cst->expr()) values.args.push_back(expr(more));
  const std::vector<ast::ExprId> children = values.args;
  return make(at, std::move(values), children);
}

ast::ExprId Builder::moment(PhepParser::QuantifierContext* cst) {
  const Span at = span(cst);
  std::size_t next = 2;
  ast::Moment out{};
  const std::size_t wanted = 3U + (cst->KW_WHERE() != nullptr) + (cst->COLON() != nullptr);
  if (cst->exception != nullptr || cst->expr().size() != wanted) return missing(at);
  const ast::ExprId range = expr(cst->expr(0));
  out.dated = expr(cst->expr(1));
  if (cst->KW_WHERE() != nullptr) out.where = expr(cst->expr(next++));
  if (cst->COLON() != nullptr) out.body = expr(cst->expr(next++));
  out.reaches = expr(cst->expr(next));
  const auto* in = std::get_if<ast::In>(&module_.exprs[range].node);
  const auto* name = in == nullptr || in->negated
                         ? nullptr
                         : std::get_if<ast::NameRef>(&module_.exprs[in->value].node);
  if (name == nullptr) {
    if (!std::holds_alternative<ast::Missing>(module_.exprs[range].node))
      reports_.report(diag::VariableNeeded, module_.exprs[range].span);
    return missing(at);
  }
  out.variable = {name->name, module_.exprs[in->value].span};
  out.list = in->set;
  return make(at, out, {out.list, out.dated, out.where, out.body, out.reaches});
}

// overList : expr (KW_WHERE expr)? (COLON expr)?
ast::ExprId Builder::over_list(ast::Quantifier node, PhepParser::OverListContext* cst, Span at) {
  if (cst->exception != nullptr) return missing(at);
  std::size_t next = 1;
  const ast::ExprId range = expr(cst->expr(0));
  if (cst->KW_WHERE() != nullptr) node.where = expr(cst->expr(next++));
  if (cst->COLON() != nullptr) node.body = expr(cst->expr(next));
  node.list = range;
  // `t in ts` is read as a membership first; here it names the variable.
  if (const auto* in = std::get_if<ast::In>(&module_.exprs[range].node);
      in != nullptr && !in->negated) {
    const ast::Expr& left = module_.exprs[in->value];
    if (const auto* name = std::get_if<ast::NameRef>(&left.node)) {
      node.variable = {name->name, left.span};
      node.list = in->set;
    }
  }
  if (!node.variable.exists() && (node.where.exists() || node.body.exists())) {
    const bool told = std::holds_alternative<ast::Missing>(module_.exprs[range].node);
    if (!told) reports_.report(diag::VariableNeeded, module_.exprs[range].span);
    return missing(at);
  }
  return make(at, node, {node.at_least, node.list, node.where, node.body});
}

// pattern : patternWord arguments? patternSet? awaiting?
ast::Pattern Builder::pattern(PhepParser::PatternContext* cst, std::vector<ast::ExprId>& children) {
  ast::Pattern out;
  if (cst == nullptr) return out;
  if (auto* words = cst->patternWord()) {
    if (words->path() != nullptr) {
      out.word = path(words->path());
    } else if (const Word* found = word(words->getStart());
               found != nullptr && is_keyword(found->kind)) {
      // `null`, `true`, … under their English spelling, whichever was written.
      out.word = {{{names_.intern(keyword(found->kind).en), span(words)}}, span(words)};
    }
  }
  if (auto* args = cst->arguments()) {
    out.has_args = true;
    out.args = exprs(args);
  }
  if (auto* set = cst->patternSet()) {
    out.has_among = true;
    out.among = exprs(set);
  }
  if (auto* awaiting = cst->awaiting())
    for (auto* name : awaiting->name())
      if (const ast::Ident group = ident(name); group.exists()) out.awaiting.push_back(group);
  children.insert(children.end(), out.args.begin(), out.args.end());
  children.insert(children.end(), out.among.begin(), out.among.end());
  return out;
}

}  // namespace phep::syntax
