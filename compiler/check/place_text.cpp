#include "compiler/check/place_text.h"

namespace phep::check {
namespace {

std::string call_text(const Context& ctx, DefId callee, const std::vector<hir::ExprId>& args) {
  const std::string name(ctx.text(ctx.def(callee).name));
  const std::size_t dot = name.find('.');  // a question to a closed list: `L.items`, `L.since`
  std::string out = name.substr(0, dot) + "(";
  for (std::size_t i = 0; i < args.size(); ++i)
    out += (i == 0 ? "" : ", ") + place_text(ctx, args[i]);
  return out + (name.ends_with(".since") ? ").since" : ")");
}

}  // namespace

std::string place_text(const Context& ctx, hir::ExprId id) {
  const hir::ExprNode& node = ctx.out.exprs[id].node;
  if (const auto* local = std::get_if<hir::LocalRef>(&node))
    return std::string(ctx.text(ctx.out.locals[local->local].name));
  if (const auto* field = std::get_if<hir::FieldRef>(&node)) {
    const DefId record = ctx.types[ctx.out.exprs[field->record].type].def;
    const Name name = ctx.as<hir::Record>(record)->fields[field->field].name;
    return place_text(ctx, field->record) + "." + std::string(ctx.text(name));
  }
  if (const auto* inner = std::get_if<hir::Unwrap>(&node)) return place_text(ctx, inner->value);
  if (const auto* inner = std::get_if<hir::Wrap>(&node)) return place_text(ctx, inner->value);
  if (const auto* call = std::get_if<hir::CallRule>(&node))
    return call_text(ctx, call->rule, call->args);
  if (const auto* call = std::get_if<hir::CallNorm>(&node))
    return call_text(ctx, call->norm, call->args);
  if (const auto* get = std::get_if<hir::NormGet>(&node))
    return place_text(ctx, get->norm) + (get->member == hir::NormMember::Due    ? ".due"
                                         : get->member == hir::NormMember::Done ? ".done"
                                                                                : ".since");
  if (const auto* reading = std::get_if<hir::ReadingRef>(&node))
    return std::string(ctx.text(ctx.def(reading->reading).name));
  if (std::holds_alternative<hir::Trigger>(node)) return "trigger";
  if (std::holds_alternative<hir::AsOf>(node)) return "as_of";
  if (std::holds_alternative<hir::LawDate>(node)) return "law_date";
  return "…";
}

}  // namespace phep::check
