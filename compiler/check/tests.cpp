// Tests and tables: every test block, and every row of a table, is one test.
#include "compiler/check/tests.h"

#include "compiler/check/decls.h"
#include "compiler/check/names.h"
#include "compiler/diagnostics/kinds/cases.h"
#include "compiler/diagnostics/kinds/coverage.h"
#include "compiler/diagnostics/kinds/law.h"
#include "compiler/diagnostics/kinds/names.h"
#include "compiler/diagnostics/kinds/types.h"

#include <algorithm>
#include <string>
#include <unordered_set>

namespace phep::check {
namespace {

Frame new_frame(Context& ctx) {
  Frame frame{.body = body_of(ctx, {})};
  frame.body.test = true;
  return frame;
}

void read_reading(Frame& frame, const ast::SetReading& step, hir::Test& out) {
  Context& ctx = frame.body.ctx;
  const DefId reading = resolve<hir::Reading>(ctx, step.reading, {"cách hiểu", "a reading"});
  if (!reading.exists()) return;
  // A name of the test, as a column, stands for the option that is written in its place.
  ast::Ident word = step.option;
  for (const Binding* binding = frame.find(word.name); binding != nullptr && word.exists();
       binding = frame.find(word.name)) {
    frame.used.push_back(binding->name);
    if (!binding->value.exists()) return;  // `_`: the default
    const auto* name = std::get_if<ast::NameRef>(&ctx.expr(binding->value).node);
    if (name == nullptr) {
      ctx.report(diag::FactNotWritten, ctx.expr(binding->value).span);
      return;
    }
    const bool same = name->name == word.name;
    word = {name->name, ctx.expr(binding->value).span};
    if (same) break;
  }
  if (const auto option = member_of(ctx, reading, word))
    out.readings.emplace_back(reading, *option);
}

// `suppose DR25`
void read_suppose(Frame& frame, const ast::Suppose& step, hir::Test& out) {
  Context& ctx = frame.body.ctx;
  const DefId draft = resolve<hir::Instrument>(ctx, step.instrument, {"văn bản", "an instrument"});
  if (!draft.exists()) return;
  const DefId supposed = ctx.as<hir::Instrument>(draft)->supposed;
  if (supposed.exists())
    out.readings.emplace_back(supposed, 1);
  else
    note_declared(ctx,
                  ctx.report(diag::NotADraft, step.instrument.span, dotted(ctx, step.instrument)),
                  draft);
}

// `judged considerable(i) is true`
void read_judged(Frame& frame, const ast::Judged& step) {
  Context& ctx = frame.body.ctx;
  const DefId rule = resolve<hir::Rule>(ctx, step.rule, {"một nhận định", "a judgment"});
  if (!rule.exists()) return;
  const hir::Rule* judgment = ctx.as<hir::Rule>(rule);
  if (!judgment->by_judgment) {
    auto& diagnostic = ctx.report(diag::NotAJudgment, step.rule.span, dotted(ctx, step.rule));
    note_declared(ctx, diagnostic, rule);
    return;
  }
  if (judgment->params.size() != 1) return;  // reported where it is declared
  if (step.args.size() != 1) {
    ctx.report(diag::WrongNumberOfArguments, step.rule.span, dotted(ctx, step.rule),
               static_cast<std::int64_t>(judgment->params.size()),
               static_cast<std::int64_t>(step.args.size()));
    return;
  }
  const auto* of = std::get_if<ast::NameRef>(&ctx.expr(step.args[0]).node);
  if (of == nullptr || frame.find(of->name) == nullptr) {
    ctx.report(diag::NotInFacts, ctx.expr(step.args[0]).span,
               of == nullptr ? Argument(dotted(ctx, step.rule)) : Argument(ctx.text(of->name)));
    return;
  }
  const TypeId result = judgment->result;
  hir::DeterminedBy by;
  if (step.author) by.author = step.author->value;
  if (step.basis) by.basis = step.basis->value;
  const auto day = [&](ast::ExprId id) -> std::optional<std::int32_t> {
    if (!id.exists()) return std::nullopt;
    const auto date = constant_of(frame, id, ctx.types.get(Sort::Date));
    return date ? std::optional(std::get<hir::DateConst>(date->node).days) : std::nullopt;
  };
  by.on = day(step.on).value_or(0);
  by.until = day(step.until);
  if (by.until && *by.until <= by.on) ctx.report(diag::IntervalEmpty, ctx.expr(step.until).span);
  frame.judgments.push_back({of->name, rule,
                             fact_of(frame, step.value, result, {}, {}, dotted(ctx, step.rule)),
                             std::move(by)});
}

// Everything but expectations, which need all judgments.
void read_setting(Frame& frame, const ast::TestStepAt& at, hir::Test& out) {
  Context& ctx = frame.body.ctx;
  if (const auto* as_of = std::get_if<ast::AsOf>(&at.step)) {
    const auto moment = constant_of(frame, as_of->moment, ctx.types.get(Sort::Instant));
    if (moment) out.as_of = std::get<hir::InstantConst>(moment->node).ms;
  } else if (const auto* law_date = std::get_if<ast::LawDate>(&at.step)) {
    const auto date = constant_of(frame, law_date->date, ctx.types.get(Sort::Date));
    if (date) out.law_date = std::get<hir::DateConst>(date->node).days;
  } else if (const auto* let = std::get_if<ast::Let>(&at.step)) {
    if (frame.find(let->name.name) != nullptr)
      ctx.report(diag::DuplicateLocal, let->name.span, ctx.text(let->name.name));
    frame.bindings.push_back({let->name.name, let->value, let->name.span});
    if (std::holds_alternative<ast::RecordLiteral>(ctx.expr(let->value).node))
      fact_of(frame, let->value, {}, {}, {}, "");
  } else if (const auto* reading = std::get_if<ast::SetReading>(&at.step)) {
    read_reading(frame, *reading, out);
  } else if (const auto* suppose = std::get_if<ast::Suppose>(&at.step)) {
    read_suppose(frame, *suppose, out);
  }
}

bool has_as_of(const std::vector<ast::TestStepAt>& steps) {
  return std::ranges::any_of(steps, [](const ast::TestStepAt& at) {
    return std::holds_alternative<ast::AsOf>(at.step) ||
           std::holds_alternative<ast::Missing>(at.step);
  });
}

void read_steps(Frame& frame, const std::vector<ast::TestStepAt>& steps, hir::Test& out) {
  for (const ast::TestStepAt& at : steps) read_setting(frame, at, out);
  for (const ast::TestStepAt& at : steps)
    if (const auto* judged = std::get_if<ast::Judged>(&at.step)) read_judged(frame, *judged);
  for (const ast::TestStepAt& at : steps)
    if (const auto* expect = std::get_if<ast::Expect>(&at.step))
      if (auto expectation = expectation_of(frame, expect->condition))
        out.expectations.push_back(std::move(*expectation));
}

// They are told of when all is checked: a name may seem unused only because what uses it could not
// be read.
void note_unread(Frame& frame) {
  std::unordered_set<Name> used(frame.used.begin(), frame.used.end());
  for (const Binding& binding : frame.bindings)
    if (binding.name.exists() && !used.contains(binding.name))
      frame.body.ctx.now->unread.push_back({binding.name, binding.span});
}

void fill_test(Context& ctx, const ast::Test& written, Span span) {
  hir::Test out;
  out.title = written.title.value;
  out.span = span;
  Frame frame = new_frame(ctx);
  read_steps(frame, written.steps, out);
  const bool expects = std::ranges::any_of(written.steps, [](const ast::TestStepAt& at) {
    return std::holds_alternative<ast::Expect>(at.step) ||
           std::holds_alternative<ast::Missing>(at.step);
  });
  if (!expects) {
    ctx.report(diag::TestExpectsNothing, written.title.span);
    return;
  }
  if (!has_as_of(written.steps)) ctx.report(diag::TestWithoutAsOf, written.title.span);
  note_unread(frame);
  ctx.out.tests.push_back(std::move(out));
}

void fill_table(Context& ctx, const ast::TestTable& written, Span span) {
  if (!has_as_of(written.steps)) ctx.report(diag::TestWithoutAsOf, written.title.span);
  bool asked = std::ranges::any_of(written.steps, [](const ast::TestStepAt& at) {
    return std::holds_alternative<ast::Expect>(at.step);
  });
  std::size_t number = 0;
  for (const ast::TableRow& row : written.rows) {
    ++number;
    if (row.inputs.size() != written.inputs.size() ||
        row.outputs.size() != written.outputs.size()) {
      asked = true;  // the parser has told
      continue;
    }
    hir::Test out;
    out.title = written.title.value + " [" + std::to_string(number) + "]";
    out.span = row.span.file.exists() ? row.span : span;
    Frame frame = new_frame(ctx);
    for (std::size_t i = 0; i < written.inputs.size(); ++i)
      frame.bindings.push_back(
          {written.inputs[i].name,
           row.inputs[i].kind == ast::CellKind::Value ? row.inputs[i].value : ast::ExprId{},
           written.inputs[i].span});
    read_steps(frame, written.steps, out);
    for (std::size_t i = 0; i < written.outputs.size(); ++i) {
      if (row.outputs[i].kind == ast::CellKind::Skip) continue;
      asked = true;
      if (auto expectation = cell_expectation(frame, written.outputs[i], row.outputs[i]))
        out.expectations.push_back(std::move(*expectation));
    }
    if (number == 1) note_unread(frame);
    ctx.out.tests.push_back(std::move(out));
  }
  if (!asked) ctx.report(diag::TestExpectsNothing, written.title.span);
}

// The decision that a case file is about: the one named, else the only one of this file.
DefId decision_of(Context& ctx, const ast::Cases& written, Span span) {
  if (written.decision.exists())
    return resolve<hir::Decision>(ctx, written.decision, {"một quyết định", "a decision"});
  std::vector<DefId> own;
  for (std::uint32_t i = 0; i < ctx.out.defs.size(); ++i)
    if (std::holds_alternative<hir::Decision>(ctx.out.defs[i].node)) own.push_back(ctx.own_id(i));
  if (own.size() == 1) return own.front();
  ctx.report(diag::CaseDecisionMissing, span, static_cast<std::int64_t>(own.size()));
  return {};
}

void fill_cases(Context& ctx, const ast::Cases& written, Span span) {
  const std::string& path = written.path.value;
  const bool absolute = path.starts_with('/') || path.contains('\\') || path.contains(':');
  if (absolute) {
    ctx.report(diag::CaseFileOutside, written.path.span, path);
  } else if (!path.ends_with(".jsonl") && !path.ends_with(".csv")) {
    ctx.report(diag::CaseFileKind, written.path.span, path);
  } else if (const DefId decision = decision_of(ctx, written, span); decision.exists()) {
    ctx.out.case_files.push_back({path, decision, written.path.span});
  }
}

}  // namespace

void fill_tests(Context& ctx, const ast::Decl& decl) {
  if (const auto* test = std::get_if<ast::Test>(&decl.node)) fill_test(ctx, *test, decl.span);
  if (const auto* table = std::get_if<ast::TestTable>(&decl.node))
    fill_table(ctx, *table, decl.span);
  if (const auto* cases = std::get_if<ast::Cases>(&decl.node)) fill_cases(ctx, *cases, decl.span);
  if (const auto* property = std::get_if<ast::Property>(&decl.node))
    fill_property(ctx, *property, decl.span);
}

}  // namespace phep::check
