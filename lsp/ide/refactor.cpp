// Steps that keep the meaning: a test for a rule, a rule for a condition.
#include "compiler/syntax/tokens.h"
#include "lsp/ide/action.h"
#include "lsp/ide/days.h"
#include "lsp/ide/symbols.h"

#include <algorithm>
#include <string>

namespace phep::ide {
namespace {

constexpr int kDeepestSkeleton = 4;  // records within records, then `unknown`

// What a fact may be while nobody has said it: the least that its type takes.
struct Skeleton {
  workspace::Workspace& workspace;
  std::string day;

  [[nodiscard]] std::string name(Name word) const {
    return std::string(workspace.names().text(word));
  }

  [[nodiscard]] std::string record(hir::DefId id, const std::string& indent, int depth) const {
    const hir::Def* def = definition_of(workspace, hir::Symbol{id});
    const auto* shape = def == nullptr ? nullptr : std::get_if<hir::Record>(&def->node);
    if (shape == nullptr || depth == 0) return "unknown";
    std::string out = name(def->name) + " {\n";
    for (std::size_t i = 0; i < shape->fields.size(); ++i)
      out += indent + "  " + name(shape->fields[i].name) + ": " +
             value(shape->fields[i], indent + "  ", depth - 1) +
             (i + 1 < shape->fields.size() ? ",\n" : "\n");
    return out + indent + "}";
  }

  [[nodiscard]] std::string value(const hir::Field& field, const std::string& indent,
                                  int depth) const {
    const hir::Type& type = workspace.types()[field.type];
    switch (type.sort) {
      case hir::Sort::Bool: return "false";
      case hir::Sort::Int: return std::to_string(field.lo.value_or(0));
      case hir::Sort::Decimal: return "0.0";
      case hir::Sort::Money: return "0 " + name(type.currency);
      case hir::Sort::Date: return day;
      case hir::Sort::Instant: return day + "T08:00+07:00";
      case hir::Sort::Optional: return "null";
      case hir::Sort::Record: return record(type.def, indent, depth);
      case hir::Sort::Enum: {
        const hir::Def* def = definition_of(workspace, hir::Symbol{type.def});
        const auto* list = def == nullptr ? nullptr : std::get_if<hir::Enum>(&def->node);
        return list == nullptr || list->members.empty() ? "unknown" : name(list->members[0].name);
      }
      default: return "unknown";
    }
  }
};

// What the test asks at the end; the author says what is right.
std::string expectation(workspace::Workspace& workspace, const hir::Def& def,
                        const std::string& call) {
  const auto* rule = std::get_if<hir::Rule>(&def.node);
  if (rule == nullptr) return call + " is not_applicable";
  const hir::Type& type = workspace.types()[rule->result];
  if (type.sort == hir::Sort::Bool) return call;
  const hir::Def* words =
      type.sort == hir::Sort::Enum ? definition_of(workspace, hir::Symbol{type.def}) : nullptr;
  if (words != nullptr)
    if (const auto* list = std::get_if<hir::Enum>(&words->node);
        list != nullptr && !list->members.empty())
      return call + " is " + std::string(workspace.names().text(list->members[0].name));
  return call + " is unknown";
}

const std::vector<hir::LocalId>* parameters(const hir::Def& def) {
  if (const auto* rule = std::get_if<hir::Rule>(&def.node))
    return rule->by_judgment ? nullptr : &rule->params;
  if (const auto* norm = std::get_if<hir::Norm>(&def.node))
    return norm->occurrence.exists() ? nullptr : &norm->params;
  return nullptr;
}

// A name that nothing in the module has: `condition`, `condition_2`, …
std::string free_name(workspace::Workspace& workspace, const check::Checked& checked,
                      std::string_view stem) {
  for (int number = 1;; ++number) {
    const std::string name = std::string(stem) + (number == 1 ? "" : "_" + std::to_string(number));
    const Name word = workspace.names().find(name);
    const auto has = [&](const auto& one) { return one.name == word; };
    const bool taken = word.exists() && (std::ranges::any_of(checked.module.defs, has) ||
                                         std::ranges::any_of(checked.module.locals, has) ||
                                         std::ranges::any_of(checked.imports, [&](const auto& one) {
                                           return one->names.contains(word);
                                         }));
    if (!taken) return name;
  }
}

Span without_blanks(std::string_view text, Span span) {
  const auto blank = [&](std::uint32_t at) {
    return std::string_view(" \t\r\n").contains(text[at]);
  };
  while (span.begin < span.end && blank(span.begin)) ++span.begin;
  while (span.end > span.begin && blank(span.end - 1)) --span.end;
  return span;
}

// Whether the words of a stretch mean the same in a rule: `trigger` is of its norm alone.
bool speaks_of_trigger(std::string_view words) {
  return std::ranges::any_of(syntax::words_of(words, syntax::SourceForm::Plain),
                             [](const auto& word) {
                               return word.kind == syntax::TokenKind::KW_TRIGGER ||
                                      word.kind == syntax::TokenKind::KW_LAW_DATE;
                             });
}

// The parameters that a stretch reads, in the order of the declaration; nothing if it reads what
// only its surroundings know: a `let`, the variable of a quantifier around it.
std::optional<std::vector<hir::LocalId>> read_in(const hir::Module& module,
                                                 const std::vector<hir::LocalId>& params, Span at) {
  std::vector<hir::LocalId> out;
  for (const hir::Occurrence& one : module.occurrences) {
    if (one.symbol.part != hir::SymbolPart::Local || one.span.begin < at.begin ||
        one.span.end > at.end)
      continue;
    const hir::LocalId local{one.symbol.index};
    const Span declared = module.locals[local].span;
    if (declared.begin >= at.begin && declared.end <= at.end) continue;  // its own
    if (std::ranges::find(params, local) == params.end()) return std::nullopt;
    if (std::ranges::find(out, local) == out.end()) out.push_back(local);
  }
  std::ranges::sort(out, {}, [&](hir::LocalId id) { return std::ranges::find(params, id); });
  return out;
}

// The beginning of the declaration's first line, above its documentation.
std::uint32_t above(std::string_view text, std::uint32_t begin) {
  while (begin > 0 && text[begin - 1] != '\n') --begin;
  while (begin > 0) {
    std::uint32_t line = begin - 1;
    while (line > 0 && text[line - 1] != '\n') --line;
    if (!text.substr(line).starts_with("//")) break;
    begin = line;
  }
  return begin;
}

}  // namespace

const hir::Def* definition_around(const hir::Module& module, std::uint32_t offset) {
  const hir::Def* best = nullptr;
  for (const hir::Def& def : module.defs) {
    if (!def.name_span.file.exists() || offset < def.span.begin || offset > def.span.end) continue;
    if (best == nullptr || def.span.end - def.span.begin < best->span.end - best->span.begin)
      best = &def;
  }
  return best;
}

std::optional<Action> add_test(workspace::Workspace& workspace, FileId file, std::uint32_t offset,
                               std::int32_t today) {
  const auto checked = workspace.checked(file);
  const hir::Def* def = definition_around(checked->module, offset);
  if (def == nullptr || !def->name.exists()) return std::nullopt;
  const auto* params = parameters(*def);
  if (params == nullptr) return std::nullopt;
  const Skeleton skeleton{workspace, date_text(today)};
  const std::string name = skeleton.name(def->name);
  std::string lets;
  std::string args;
  for (const hir::LocalId id : *params) {
    const hir::Local& local = checked->module.locals[id];
    const hir::Type& type = workspace.types()[local.type];
    const std::string own = skeleton.name(local.name);
    const bool record = type.sort == hir::Sort::Record;
    if (record)
      lets += "  let    " + own + " = " + skeleton.record(type.def, "  ", kDeepestSkeleton) + "\n";
    args +=
        (args.empty() ? "" : ", ") +
        (record ? own
                : skeleton.value(
                      {.name = {}, .type = local.type, .label = {}, .lo = {}, .hi = {}, .span = {}},
                      "  ", 1));
  }
  std::string text = "\n\ntest \"" + name + "\" {\n  as_of  " + skeleton.day + "T08:00+07:00\n" +
                     lets + "  expect " + expectation(workspace, *def, name + "(" + args + ")") +
                     "\n}";
  return Action{ActionKind::AddTest,
                {"thêm kiểm thử cho `" + name + "`", "add a test for `" + name + "`"},
                std::nullopt,
                false,
                {{{file, def->span.end, def->span.end}, std::move(text)}}};
}

std::optional<Action> extract_condition(workspace::Workspace& workspace, FileId file, Span at) {
  const std::string_view text = workspace.sources().file(file).text;
  at = without_blanks(text, at);
  if (at.begin == at.end) return std::nullopt;
  const auto checked = workspace.checked(file);
  const hir::Module& module = checked->module;
  const hir::Def* def = definition_around(module, at.begin);
  const auto* params = def == nullptr ? nullptr : parameters(*def);
  if (params == nullptr || at.end > def->span.end) return std::nullopt;
  const bool condition = std::ranges::any_of(module.exprs, [&](const hir::Expr& expr) {
    return expr.span == at && workspace.types().is(expr.type, hir::Sort::Bool);
  });
  const std::string_view words = text.substr(at.begin, at.end - at.begin);
  if (!condition || speaks_of_trigger(words)) return std::nullopt;
  const auto read = read_in(module, *params, at);
  if (!read || read->empty()) return std::nullopt;
  const std::string name = free_name(workspace, *checked, "condition");
  std::string declared;
  std::string passed;
  for (const hir::LocalId id : *read) {
    const std::string own(workspace.names().text(module.locals[id].name));
    declared +=
        (declared.empty() ? "" : ", ") + own + ": " + type_words(workspace, module.locals[id].type);
    passed += (passed.empty() ? "" : ", ") + own;
  }
  const std::uint32_t before = above(text, def->span.begin);
  return Action{ActionKind::Extract,
                {"tách điều kiện thành quy tắc", "extract the condition to a rule"},
                std::nullopt,
                false,
                {{{file, before, before},
                  "rule " + name + "(" + declared + ") : bool = " + std::string(words) + "\n\n"},
                 {at, name + "(" + passed + ")"}}};
}

}  // namespace phep::ide
