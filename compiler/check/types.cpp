#include "compiler/check/types.h"

#include "compiler/base/currency.h"
#include "compiler/check/body.h"
#include "compiler/check/literals.h"
#include "compiler/check/names.h"
#include "compiler/check/words.h"
#include "compiler/diagnostics/kinds/names.h"
#include "compiler/diagnostics/kinds/types.h"

#include <algorithm>

namespace phep::check {
namespace {

constexpr std::uint64_t kMostElements =
    1'000'000;  // a list's positions are 32-bit; far above any case

TypeId named_type(Context& ctx, const ast::Type& type);
TypeId container(Context& ctx, Sort sort, const ast::Type& type, TypePlace place);
void read_range(Context& ctx, const ast::Type& type, TypeMeaning& meaning);

// How many type arguments a built-in takes.
std::size_t arguments_of(Sort sort) {
  const bool one =
      sort == Sort::Money || sort == Sort::Set || sort == Sort::List || sort == Sort::Range;
  return one ? 1 : 0;
}

TypeId money_type(Context& ctx, const ast::Type& type) {
  const ast::Type& currency = ctx.tree.types[type.args[0]];
  if (!currency.name.exists()) return ctx.types.error();
  const ast::Ident& name = currency.name.parts[0];
  if (!minor_digits(ctx.text(name.name))) {
    suggest(ctx, ctx.report(diag::UnknownCurrency, name.span, ctx.text(name.name)), name.span,
            ctx.text(name.name), currency_codes());
    return ctx.types.error();
  }
  return ctx.types.get({.sort = Sort::Money, .currency = name.name});
}

}  // namespace

TypeMeaning type_of(Context& ctx, ast::TypeId id, TypePlace place) {
  if (!id.exists()) return {ctx.types.error(), {}, {}};
  const ast::Type& type = ctx.tree.types[id];
  TypeMeaning meaning{ctx.types.error(), {}, {}};
  if (!type.name.exists()) return meaning;
  const std::string text = dotted(ctx, type.name);
  const auto builtin = builtin_type(text);
  if (!builtin) {
    meaning.type = named_type(ctx, type);
  } else if (type.args.size() != arguments_of(*builtin)) {
    ctx.report(diag::TypeArguments, type.span, text,
               static_cast<std::int64_t>(arguments_of(*builtin)));
    return meaning;
  } else if (*builtin == Sort::Money) {
    meaning.type = money_type(ctx, type);
  } else if (*builtin == Sort::Set || *builtin == Sort::List || *builtin == Sort::Range) {
    meaning.type = container(ctx, *builtin, type, place);
  } else {
    meaning.type = ctx.types.get(*builtin);
  }
  if (type.has_range) read_range(ctx, type, meaning);
  const Sort sort = ctx.types[meaning.type].sort;
  if (type.max_count && sort != Sort::List && sort != Sort::Error)
    ctx.report(diag::RangeNotAllowed, type.span, type_text(ctx, meaning.type));
  if (!type.optional || sort == Sort::Error) return meaning;
  if (sort == Sort::List || sort == Sort::Record || sort == Sort::Set || sort == Sort::Range) {
    ctx.report(diag::NeverOptional, type.span, type_text(ctx, meaning.type));
    return meaning;
  }
  meaning.type = ctx.types.optional(meaning.type);
  return meaning;
}

void check_record_cycles(Context& ctx) {
  enum class Mark : std::uint8_t { New, Open, Closed };
  std::vector<Mark> marks(ctx.out.defs.size(), Mark::New);
  struct Step {
    std::uint32_t def;
    std::size_t field = 0;
  };
  for (std::uint32_t start = 0; start < ctx.out.defs.size(); ++start) {
    if (marks[start] != Mark::New || ctx.as<hir::Record>(ctx.own_id(start)) == nullptr) continue;
    std::vector<Step> path{{start}};
    marks[start] = Mark::Open;
    while (!path.empty()) {
      Step& step = path.back();
      auto& fields = std::get<hir::Record>(ctx.out.defs[step.def].node).fields;
      if (step.field == fields.size()) {
        marks[step.def] = Mark::Closed;
        path.pop_back();
        continue;
      }
      hir::Field& field = fields[step.field++];
      TypeId type = field.type;
      while (ctx.types.is(type, Sort::List) || ctx.types.is_optional(type))
        type = ctx.types[type].element;
      const DefId inner = ctx.types[type].def;
      if (!ctx.types.is(type, Sort::Record) || inner.file != ctx.tree.file) continue;
      if (marks[inner.index] == Mark::Open) {
        auto& diagnostic = ctx.report(diag::RecordCycle, field.span, ctx.text(ctx.def(inner).name));
        note_declared(ctx, diagnostic, inner);
        field.type = ctx.types.error();
      } else if (marks[inner.index] == Mark::New) {
        marks[inner.index] = Mark::Open;
        path.push_back({inner.index});
      }
    }
  }
}

namespace {

TypeId named_type(Context& ctx, const ast::Type& type) {
  const Argument wanted{"một kiểu", "a type"};
  const PathMeaning meaning = look_up(ctx, type.name.parts);
  if (!meaning.def.exists() && !meaning.told && type.name.parts.size() == 1 && !ctx.holes) {
    auto candidates = visible_names(ctx, [](const hir::Def& def) {
      return std::holds_alternative<hir::Enum>(def.node) ||
             std::holds_alternative<hir::Record>(def.node);
    });
    for (const char* word : {"bool", "int", "decimal", "money", "date", "instant", "duration",
                             "text", "set", "list", "range"})
      candidates.emplace_back(word);
    report_unknown(ctx, type.name.parts[0], std::move(candidates));
    return ctx.types.error();
  }
  const DefId def = resolve(ctx, type.name, wanted, [](const hir::Def& found) {
    return std::holds_alternative<hir::Enum>(found.node) ||
           std::holds_alternative<hir::Record>(found.node);
  });
  if (!def.exists()) return ctx.types.error();
  if (!type.args.empty()) {
    ctx.report(diag::TypeArguments, type.span, dotted(ctx, type.name), std::int64_t{0});
    return ctx.types.error();
  }
  return ctx.types.get(
      {.sort = ctx.as<hir::Enum>(def) != nullptr ? Sort::Enum : Sort::Record, .def = def});
}

TypeId container(Context& ctx, Sort sort, const ast::Type& type, TypePlace place) {
  const ast::Type& written = ctx.tree.types[type.args[0]];
  if (sort == Sort::List && place == TypePlace::Element) {
    ctx.report(diag::NestedList, type.span);
    return ctx.types.error();
  }
  const TypeMeaning held_type = type_of(ctx, type.args[0], TypePlace::Element);
  const TypeId element = held_type.type;
  if (held_type.lo || held_type.hi)  // of elements nothing would ask it
    ctx.report(diag::RangeNotAllowed, written.span, type_text(ctx, element));
  if (ctx.types.is(element, Sort::Error)) return element;
  if (sort == Sort::Range) {
    if (!can_range(ctx.types[element].sort)) {
      ctx.report(diag::RangeOfValues, written.span, type_text(ctx, element));
      return ctx.types.error();
    }
    if (place != TypePlace::Result) {
      ctx.report(diag::RangeTypeHere, type.span);
      return ctx.types.error();
    }
    return ctx.types.get({.sort = Sort::Range, .element = element});
  }
  if (sort == Sort::Set) {
    if (!ctx.types.is(element, Sort::Enum)) {
      ctx.report(diag::SetOfEnum, written.span, type_text(ctx, element));
      return ctx.types.error();
    }
    const DefId def = ctx.types[element].def;
    const std::size_t members = ctx.as<hir::Enum>(def)->members.size();
    if (members > kSetMembers) {
      auto& diagnostic = ctx.report(diag::SetEnumTooLarge, type.span, type_text(ctx, element),
                                    static_cast<std::int64_t>(members));
      note_declared(ctx, diagnostic, def);
      return ctx.types.error();
    }
    return ctx.types.get({.sort = Sort::Set, .def = def});
  }
  if (const Sort held = ctx.types[element].sort; held == Sort::Optional || held == Sort::Set) {
    ctx.report(diag::ListOfRecords, written.span, type_text(ctx, element));
    return ctx.types.error();
  }
  if (!type.max_count || *type.max_count == 0 || *type.max_count > kMostElements) {
    ctx.report(diag::ListWithoutMax, type.span);
    return ctx.types.error();
  }
  return ctx.types.get(
      {.sort = Sort::List, .element = element, .max = static_cast<std::uint32_t>(*type.max_count)});
}

std::optional<std::int64_t> bound(Context& ctx, ast::ExprId id, const hir::Type& type) {
  if (!id.exists() || std::holds_alternative<ast::Missing>(ctx.expr(id).node)) return std::nullopt;
  const ast::Expr& written = ctx.expr(id);
  if (type.sort == Sort::Date) {
    if (const auto days = written_date(ctx, id)) return *days;
  } else if (const auto number = written_int(ctx, id)) {
    if (type.sort == Sort::Int) return number;
    if (*number >= 0)
      return minor_units(ctx, std::to_string(*number), *minor_digits(ctx.text(type.currency)),
                         written.span);
  } else {
    const auto* minus = std::get_if<ast::Unary>(&written.node);
    const bool negative = minus != nullptr && minus->op == ast::UnaryOp::Negate;
    const ast::ExprNode& amount = negative ? ctx.expr(minus->operand).node : written.node;
    const auto* money = std::get_if<ast::MoneyLiteral>(&amount);
    if (money != nullptr && type.sort == Sort::Money && money->currency.name == type.currency) {
      const auto units =
          minor_units(ctx, money->digits, *minor_digits(ctx.text(type.currency)), written.span);
      return units && negative ? std::optional(-*units) : units;
    }
  }
  ctx.report(diag::BoundNotOfType, written.span, type_text(ctx, ctx.types.get(type)));
  return std::nullopt;
}

// typeRange : typeBound DOTDOT typeBound? | DOTDOT typeBound
void read_range(Context& ctx, const ast::Type& type, TypeMeaning& meaning) {
  const hir::Type bounded = ctx.types[meaning.type];
  if (bounded.sort == Sort::Error) return;
  if (bounded.sort != Sort::Int && bounded.sort != Sort::Money && bounded.sort != Sort::Date) {
    ctx.report(diag::RangeNotAllowed, type.span, type_text(ctx, meaning.type));
    return;
  }
  meaning.lo = bound(ctx, type.lo, bounded);
  meaning.hi = bound(ctx, type.hi, bounded);
  if (meaning.lo && meaning.hi && *meaning.lo > *meaning.hi)
    ctx.report(diag::RangeReversed, type.span);
}

}  // namespace
bool is_ordered(const Context& ctx, TypeId id) {
  const hir::Type& type = ctx.types[id];
  switch (type.sort) {
    case Sort::Enum: {
      const auto* members = ctx.as<hir::Enum>(type.def);
      return members != nullptr && members->ordered;
    }
    case Sort::Int:
    case Sort::Decimal:
    case Sort::Money:
    case Sort::Amount:
    case Sort::Date:
    case Sort::Instant:
    case Sort::Error: return true;
    case Sort::Bool:
    case Sort::Duration:
    case Sort::Text:
    case Sort::Set:
    case Sort::Record:
    case Sort::List:
    case Sort::Optional:
    case Sort::Norm:
    case Sort::Range:
    case Sort::Null: return false;
  }
  PHEP_UNREACHABLE();
}

}  // namespace phep::check
