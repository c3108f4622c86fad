// Enums, readings, sources, records, what is left out; parameters and lets.
#include "compiler/check/decls.h"

#include "compiler/check/law.h"
#include "compiler/check/literals.h"
#include "compiler/check/names.h"
#include "compiler/check/types.h"
#include "compiler/check/words.h"
#include "compiler/diagnostics/kinds/law.h"
#include "compiler/diagnostics/kinds/lowering.h"
#include "compiler/diagnostics/kinds/names.h"
#include "compiler/syntax/names_in.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace phep::check {
namespace {

// An English word of a closed choice, or a report that lists the choice.
std::string word_of(Context& ctx, const ast::Ident& written,
                    const std::vector<std::string_view>& words) {
  if (!written.exists()) return {};
  const std::string_view text = ctx.text(written.name);
  if (std::ranges::find(words, text) != words.end()) return std::string(text);
  std::string choice;
  for (const std::string_view word : words)
    choice += (choice.empty() ? "" : ", ") + std::string(word);
  suggest(ctx, ctx.report(diag::UnknownWord, written.span, text, choice), written.span, text,
          words);
  return {};
}

bool is_fresh(Context& ctx, std::unordered_set<Name>& seen, const ast::Ident& name) {
  if (!name.exists() || seen.insert(name.name).second) return true;
  ctx.report(diag::DuplicateField, name.span, ctx.text(name.name));
  return false;
}

}  // namespace

void fill_enum(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const auto& written = std::get<ast::Enum>(decl.node);
  hir::Enum out;
  out.ordered = written.ordered;
  std::unordered_set<Name> seen;
  for (const ast::EnumMember& member : written.members) {
    is_fresh(ctx, seen, member.name);
    out.members.push_back({member.name.name, label_of(member.labels)});
  }
  ctx.out.defs[index].node = std::move(out);
}

void sign_reading(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const auto& written = std::get<ast::Reading>(decl.node);
  hir::Reading out;
  std::unordered_set<Name> seen;
  for (const ast::ReadingOption& option : written.options) {
    is_fresh(ctx, seen, option.name);
    out.options.push_back({option.name.name, label_of(option.labels)});
  }
  if (written.basis) out.basis = written.basis->value;
  out.grounded = written.basis.has_value() || !written.cites.empty();
  if (out.options.size() < 2 || !written.fallback.exists())
    ctx.report(diag::ReadingWithoutChoice, decl.name.span, ctx.text(decl.name.name));
  ctx.out.defs[index].node = out;
  if (!written.fallback.exists()) return;
  if (const auto option = member_of(ctx, ctx.own_id(index), written.fallback))
    std::get<hir::Reading>(ctx.out.defs[index].node).fallback = *option;
}

void fill_reading(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const auto& written = std::get<ast::Reading>(decl.node);
  auto cites = cites_of(ctx, written.cites);
  auto provenance = provenance_of(ctx, written.provenance);
  auto& out = std::get<hir::Reading>(ctx.out.defs[index].node);
  out.cites = std::move(cites);
  out.provenance = std::move(provenance);
}

void fill_source(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const auto& written = std::get<ast::Source>(decl.node);
  hir::Source out;
  out.title = label_of(written.title);
  if (written.url) out.url = written.url->value;
  out.kind = word_of(ctx, written.kind, {"gazette", "portal", "mirror", "firm", "press"});
  out.read = need_date(ctx, written.read).value_or(0);
  ctx.out.defs[index].node = std::move(out);
}

void fill_unencoded(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const auto& written = std::get<ast::Unencoded>(decl.node);
  hir::Unencoded out;
  out.cites = cites_of(ctx, written.cites);
  out.provenance = provenance_of(ctx, written.provenance);
  if (!written.reason.exists()) ctx.report(diag::UnencodedWithoutReason, decl.span);
  out.reason = word_of(ctx, written.reason, {"policy", "authority", "unread", "superseded"});
  ctx.out.defs[index].node = std::move(out);
}

void fill_record(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const auto& written = std::get<ast::Record>(decl.node);
  hir::Record out{written.closed, {}};
  std::unordered_set<Name> seen;
  for (const ast::Field& field : written.fields) {
    is_fresh(ctx, seen, field.name);
    const TypeMeaning meaning = type_of(ctx, field.type, TypePlace::Field);
    cites_of(ctx, field.cites);
    out.fields.push_back({field.name.name, meaning.type, label_of(field.labels), meaning.lo,
                          meaning.hi, field.name.span});
  }
  ctx.out.defs[index].node = std::move(out);
}

void declare_parameters(Body& body, const std::vector<ast::Param>& params,
                        std::vector<hir::LocalId>& out) {
  for (const ast::Param& param : params) {
    hir::Local local;
    local.type = type_of(body.ctx, param.type, TypePlace::Parameter).type;
    local.parameter = static_cast<std::uint32_t>(out.size());
    out.push_back(add_local(body, param.name, local));
  }
}

Body body_with(Context& ctx, DefId owner, const std::vector<hir::LocalId>& params) {
  Body body = body_of(ctx, owner);
  for (const hir::LocalId param : params)
    body.locals.push_back({ctx.out.locals[param].name, param, {}});
  return body;
}

namespace {

// Who waits for the lets of one name, and how many of these are not placed yet.
struct Awaited {
  std::size_t left = 0;
  std::vector<std::size_t> by;
};

// Each after those that it speaks of, whatever the order of writing; in a circle as they are
// written, so that the first of them names what is not there. Of several that may come next, the
// one that is written first.
std::vector<const ast::Let*> by_dependence(const Context& ctx, const std::vector<ast::Let>& lets) {
  std::vector<const ast::Let*> out;
  std::unordered_map<Name, Awaited> awaited;
  for (const ast::Let& let : lets)
    if (let.name.exists()) ++awaited[let.name.name].left;
  std::vector<std::size_t> waits(lets.size());  // for so many names
  for (std::size_t i = 0; i < lets.size(); ++i) {
    std::vector<Name> names = ast::names_in(ctx.tree, lets[i].value);
    std::ranges::sort(names);
    names.erase(std::ranges::unique(names).begin(), names.end());
    for (const Name name : names) {
      const auto found = awaited.find(name);
      // Nothing waits for itself.
      if (found == awaited.end() || (found->second.left == 1 && lets[i].name.name == name))
        continue;
      found->second.by.push_back(i);
      ++waits[i];
    }
  }
  std::set<std::size_t> ready;
  for (std::size_t i = 0; i < lets.size(); ++i)
    if (waits[i] == 0) ready.insert(i);
  std::vector<bool> placed(lets.size());
  for (std::size_t first = 0; out.size() < lets.size();) {
    while (placed[first]) ++first;
    const std::size_t next = ready.empty() ? first : *ready.begin();
    ready.erase(next);
    placed[next] = true;
    out.push_back(&lets[next]);
    if (!lets[next].name.exists()) continue;
    Awaited& name = awaited[lets[next].name.name];
    if (--name.left != 0) continue;
    for (const std::size_t waiting : name.by)
      if (--waits[waiting] == 0 && !placed[waiting]) ready.insert(waiting);
  }
  return out;
}

}  // namespace

void declare_lets(Body& body, const std::vector<ast::Let>& lets) {
  Context& ctx = body.ctx;
  for (const ast::Let* const written : by_dependence(ctx, lets)) {
    const ast::Let& let = *written;
    const auto* quantifier = std::get_if<ast::Quantifier>(&ctx.expr(let.value).node);
    if (quantifier != nullptr && quantifier->kind == ast::QuantifierKind::Filter) {
      body.locals.push_back(
          {let.name.name, {}, let.value});  // a list: read where it is walked over
      continue;
    }
    hir::Local local;
    if (let.type.exists()) {
      local.type = type_of(ctx, let.type, TypePlace::Parameter).type;
      local.value = check_as(body, let.value, local.type);
    } else {
      local.value = infer(body, let.value);
      local.type = type_at(ctx, local.value);
    }
    if (ctx.types.is(local.type, Sort::List) || ctx.types.is(local.type, Sort::Record)) {
      body.locals.push_back({let.name.name, {}, let.value});
      continue;
    }
    add_local(body, let.name, local);
  }
}

void need_one_record(Context& ctx, const std::vector<hir::LocalId>& params, std::string_view name,
                     Span span) {
  for (const hir::LocalId param : params)
    if (ctx.types.is(ctx.out.locals[param].type, Sort::Error)) return;  // has been reported
  if (params.size() != 1 || !ctx.types.is(ctx.out.locals[params[0]].type, Sort::Record))
    ctx.report(diag::JudgmentParameters, span, name);
}

hir::ExprId in_optional(Context& ctx, hir::ExprId value,
                        const std::function<hir::ExprId(hir::ExprId)>& change) {
  const TypeId type = type_at(ctx, value);
  if (!ctx.types.is_optional(type)) return change(value);
  const Span span = ctx.out.exprs[value].span;
  const hir::ExprId inner =
      change(make(ctx, hir::Unwrap{value}, ctx.types.without_optional(type), span));
  if (is_error(ctx, inner)) return inner;
  // Nothing was done: the optional itself says the same in fewer steps.
  if (const auto* same = std::get_if<hir::Unwrap>(&ctx.out.exprs[inner].node);
      same != nullptr && same->value == value)
    return value;
  const TypeId result = ctx.types.optional(type_at(ctx, inner));
  return make(
      ctx,
      hir::If{make(ctx, hir::Exists{value}, ctx.types.get(Sort::Bool), span),
              make(ctx, hir::Wrap{inner}, result, span), make(ctx, hir::NullConst{}, result, span)},
      result, span);
}

}  // namespace phep::check
