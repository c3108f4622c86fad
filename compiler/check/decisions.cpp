// Decisions: the entry points, with their outputs and the norms they report.
#include "compiler/check/decls.h"
#include "compiler/check/names.h"
#include "compiler/check/types.h"
#include "compiler/diagnostics/kinds/coverage.h"
#include "compiler/diagnostics/kinds/law.h"
#include "compiler/diagnostics/kinds/names.h"
#include "compiler/diagnostics/kinds/types.h"

#include <unordered_set>

namespace phep::check {
namespace {

hir::NormUse norm_use(Body& body, const ast::NormUse& written) {
  Context& ctx = body.ctx;
  hir::NormUse out;
  const std::size_t before = body.locals.size();
  if (written.list.exists()) {
    out.list = infer(body, written.list);
    const TypeId type = type_at(ctx, out.list);
    if (!ctx.types.is(type, Sort::List) && !ctx.types.is(type, Sort::Error))
      ctx.report(diag::NotAList, ctx.expr(written.list).span, type_text(ctx, type));
    hir::Local local;
    local.type = ctx.types.is(type, Sort::List) ? ctx.types[type].element : ctx.types.error();
    out.variable = add_local(body, written.variable, local);
  }
  out.norm = resolve<hir::Norm>(ctx, written.norm, {"một quy phạm", "a norm"});
  if (out.norm.exists()) {
    const std::vector<hir::LocalId> params = ctx.as<hir::Norm>(out.norm)->params;
    const bool every = ctx.as<hir::Norm>(out.norm)->occurrence.exists() &&
                       params.size() == written.args.size() + 1;  // each time that it has come up
    if (every && out.list.exists())
      ctx.report(
          diag::NotSupportedYet, written.span,
          Argument("nghĩa vụ định kỳ cho từng phần tử", "a recurring duty for each element"));
    if (params.size() != written.args.size() && !every) {
      auto& diagnostic = ctx.report(
          diag::WrongNumberOfArguments, written.span, dotted(ctx, written.norm),
          static_cast<std::int64_t>(params.size()), static_cast<std::int64_t>(written.args.size()));
      note_declared(ctx, diagnostic, out.norm);
    } else {
      for (std::size_t i = 0; i < written.args.size(); ++i)
        out.args.push_back(
            check_as(body, written.args[i], ctx.module(out.norm.file).locals[params[i]].type));
      const DefId count = ctx.as<hir::Norm>(out.norm)->occurrences;
      if (every && count.exists())
        out.occurrences =
            make(ctx, hir::CallRule{count, out.args}, ctx.types.get(Sort::Int), written.span);
    }
    if (out.norm.file == ctx.tree.file) ctx.calls[body.owner.index].push_back(out.norm);
  }
  body.locals.resize(before);
  return out;
}

}  // namespace

void sign_decision(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const auto& written = std::get<ast::Decision>(decl.node);
  hir::Decision out;
  out.calendar = ctx.calendar;
  Body body = body_of(ctx, ctx.own_id(index));
  declare_parameters(body, written.params, out.params);
  ctx.out.defs[index].node = std::move(out);
}

// decisionDecl : KW_DECISION name params LBRACE labelText* decisionItem* RBRACE
void fill_decision(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const auto& written = std::get<ast::Decision>(decl.node);
  hir::Decision out = std::get<hir::Decision>(ctx.out.defs[index].node);
  Body body = body_with(ctx, ctx.own_id(index), out.params);
  declare_lets(body, written.lets);
  std::unordered_set<Name> names;
  for (const ast::Output& output : written.outputs) {
    if (!names.insert(output.name.name).second)
      ctx.report(diag::DuplicateField, output.name.span, ctx.text(output.name.name));
    const hir::ExprId value = infer(body, output.value);
    const Sort sort = sort_at(ctx, value);
    if (sort == Sort::Record || sort == Sort::List || sort == Sort::Norm || sort == Sort::Null)
      ctx.report(diag::ResultNotValue, output.span, type_text(ctx, type_at(ctx, value)));
    out.outputs.push_back({output.name.name, value});
  }
  for (const ast::NormUse& use : written.norms) {
    hir::NormUse one = norm_use(body, use);
    if (one.norm.exists()) out.norms.push_back(std::move(one));
  }
  if (written.exposure.exists()) {
    out.exposure = written.exposure.name;
    if (!names.insert(out.exposure).second)
      ctx.report(diag::DuplicateField, written.exposure.span, ctx.text(out.exposure));
    if (out.norms.empty()) ctx.report(diag::ExposureOfNothing, written.exposure.span);
  }
  ctx.out.defs[index].node = std::move(out);
}

}  // namespace phep::check
