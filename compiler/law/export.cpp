#include "compiler/law/export.h"

#include "compiler/base/check.h"
#include "compiler/law/export_parts.h"

#include <algorithm>
#include <array>
#include <set>

namespace phep::law {
namespace {

std::string_view unit_word(hir::Unit unit) {
  constexpr std::array<std::string_view, 7> kUnits = {"hours",  "days",     "working_days", "weeks",
                                                      "months", "quarters", "years"};
  return kUnits.at(static_cast<std::size_t>(unit));
}

// The periods that are written inside a clause: number, unit and direction.
Json terms_json(const Exported& at, Span clause) {
  Json out = Json::array();
  std::set<std::pair<std::uint32_t, std::uint32_t>> seen;
  for (const hir::Expr& expr : at.module.exprs) {
    const auto* counted = std::get_if<hir::Counted>(&expr.node);
    if (counted == nullptr || expr.span.begin < clause.begin || expr.span.end > clause.end)
      continue;
    if (!seen.insert({expr.span.begin, expr.span.end}).second) continue;
    const auto* period = std::get_if<hir::DurationConst>(&at.module.exprs[counted->duration].node);
    out.push_back({{"n", period == nullptr ? Json(nullptr) : Json(period->amount)},
                   {"unit", period == nullptr ? Json(nullptr) : Json(unit_word(period->unit))},
                   {"direction", counted->backward ? "before" : "after"},
                   {"from", written(at, at.module.exprs[counted->anchor].span)}});
  }
  return out;
}

Json due_json(const Exported& at, const ast::Norm& norm) {
  Json out = Json::array();
  for (const ast::DueRow& row : norm.due) {
    Json one = {{"label", row.label.exists() ? Json(at.text(row.label.name)) : Json(nullptr)},
                {"kind", row.kind == ast::DueKind::Judgment ? "by_judgment"
                         : row.kind == ast::DueKind::Before ? "before"
                                                            : "at"},
                {"text", written(at, row.span)},
                {"terms", terms_json(at, row.span)},
                {"when", written(at, row.when)}};
    out.push_back(std::move(one));
  }
  return out;
}

// A figure when it is one whatever the facts: money in minor units, or a period. Halving is told
// apart.
Json figure_json(const Exported& at, hir::ExprId id) {
  if (!id.exists()) return nullptr;
  const hir::Expr* expr = &at.module.exprs[id];
  while (const auto* choice = std::get_if<hir::If>(&expr->node))
    expr = &at.module.exprs[choice->else_value];
  if (const auto* money = std::get_if<hir::MoneyConst>(&expr->node))
    return {
        {"amount", std::to_string(money->minor)},
        {"currency", at.text(at.law.types[at.law.types.without_optional(expr->type)].currency)}};
  if (const auto* period = std::get_if<hir::DurationConst>(&expr->node))
    return {{"n", period->amount}, {"unit", unit_word(period->unit)}};
  return nullptr;
}

std::string_view consequence_word(hir::ConsequenceKind kind) {
  switch (kind) {
    case hir::ConsequenceKind::Fine: return "fine";
    case hir::ConsequenceKind::Warning: return "warning";
    case hir::ConsequenceKind::Suspension: return "suspension";
    case hir::ConsequenceKind::Confiscation: return "confiscation";
    case hir::ConsequenceKind::Remedy: return "remedy";
    case hir::ConsequenceKind::NotSet: return "not_set";
  }
  PHEP_UNREACHABLE();
}

// The clause of the tree that a label of the program names; by position where it has none.
template <class Row>
const Row* row_of(const std::vector<Row>& rows, Name label, std::size_t position) {
  for (const Row& row : rows)
    if (row.label.exists() && row.label.name == label) return &row;
  return position < rows.size() && !rows[position].label.exists() ? &rows[position] : nullptr;
}

// For whom the figures of what is cited are written; null where no instrument says.
Json figures_for(const Register& law, const std::vector<hir::Cite>& cites) {
  for (const hir::Cite& cite : cites)
    for (const auto& [of, individuals] : law.instrument(cite.instrument).figures)
      if (const Overlap how = overlap(of, cite.written.path);
          how == Overlap::Same || how == Overlap::Whole)
        return individuals ? "individuals" : "organisations";
  return nullptr;
}

Json sanctions_json(const Exported& at, const hir::Norm& norm, const ast::Norm& tree) {
  Json out = Json::array();
  for (std::size_t i = 0; i < norm.sanctions.size(); ++i) {
    const hir::Sanction& sanction = norm.sanctions[i];
    const ast::Sanction* row = row_of(tree.sanctions, sanction.label, i);
    Json one = {
        {"label", at.text(sanction.label)},
        {"kind", consequence_word(sanction.kind)},
        {"on", sanction.on == hir::SanctionOn::Late       ? "late"
               : sanction.on == hir::SanctionOn::Violated ? "violated"
                                                          : "any"},
        {"from", figure_json(at, sanction.from)},
        {"to", figure_json(at, sanction.to)},
        {"text", row == nullptr ? Json(nullptr) : Json(written(at, row->span))},
        {"when", row == nullptr ? Json(nullptr) : written(at, row->when)},
        {"halved_when", row == nullptr ? Json(nullptr) : written(at, row->halved_when)},
        {"individual_when", row == nullptr ? Json(nullptr) : written(at, row->individual_when)},
        {"figures_for", figures_for(at.law, sanction.authority.cites)},
        {"measures", sanction.measures}};
    add_authority(one, at.law, sanction.authority);
    out.push_back(std::move(one));
  }
  return out;
}

Json exemptions_json(const Exported& at, const hir::Norm& norm, const ast::Norm& tree) {
  Json out = Json::array();
  for (std::size_t i = 0; i < norm.exemptions.size(); ++i) {
    const hir::Exemption& exemption = norm.exemptions[i];
    const ast::Exemption* row = row_of(tree.exemptions, exemption.label, i);
    Json one = {{"label", at.text(exemption.label)},
                {"when", row == nullptr ? Json(nullptr) : written(at, row->when)}};
    add_authority(one, at.law, exemption.authority);
    out.push_back(std::move(one));
  }
  return out;
}

Json deferrals_json(const Exported& at, const hir::Norm& norm, const ast::Norm& tree) {
  Json out = Json::array();
  for (std::size_t i = 0; i < norm.deferrals.size(); ++i) {
    const hir::Deferral& deferral = norm.deferrals[i];
    const ast::Deferral* row = row_of(tree.deferrals, deferral.label, i);
    Json one = {{"label", at.text(deferral.label)},
                {"text", row == nullptr ? Json(nullptr) : Json(written(at, row->span))},
                {"when", row == nullptr ? Json(nullptr) : written(at, row->when)}};
    add_authority(one, at.law, deferral.authority);
    out.push_back(std::move(one));
  }
  return out;
}

Json parties_json(const Register& law, const std::vector<hir::DefId>& parties) {
  Json out = Json::array();
  for (const hir::DefId id : parties) out.push_back(named_json(law, id));
  return out;
}

// The acts that this one is part of, the narrowest first.
Json wider_acts(const Register& law, hir::DefId id) {
  Json out = Json::array();
  while (id.exists()) {
    id = std::get<hir::Action>(law.def(id).node).within;
    if (id.exists()) out.push_back(law.def(id).qualified);
  }
  return out;
}

Json norm_json(const Exported& at, const hir::Def& def, const hir::Norm& norm,
               const ast::Norm& tree) {
  Json out = head_json(at, def, kind_of(def).key);
  add_authority(out, at.law, norm.authority);
  out["bearer"] = {{"mode", norm.bearers.size() < 2 ? "one"
                            : norm.each_bearer      ? "each"
                                                    : "any"},
                   {"parties", parties_json(at.law, norm.bearers)}};
  Json fallback = Json::array();
  for (std::size_t i = 0; i < norm.fallback_bearers.size(); ++i)
    fallback.push_back(
        {{"parties", parties_json(at.law, norm.fallback_bearers[i].parties)},
         {"when", i < tree.fallback_bearers.size() ? written(at, tree.fallback_bearers[i].when)
                                                   : Json(nullptr)}});
  if (!fallback.empty()) out["bearer"]["fallback"] = fallback;
  out["toward"] = named_json(at.law, norm.toward);
  out["action"] = named_json(at.law, norm.action);
  if (Json wider = wider_acts(at.law, norm.action); !wider.empty())
    out["action"]["within"] = std::move(wider);
  out["trigger"] = written(at, tree.trigger);
  out["applies"] = written(at, tree.applies);
  out["exemptions"] = exemptions_json(at, norm, tree);
  out["deferrals"] = deferrals_json(at, norm, tree);
  out["due"] = due_json(at, tree);
  if (tree.kept) {
    out["kept"] = {{"text", written(at, tree.kept->span)},
                   {"through", written(at, tree.kept->through)},
                   {"terms", terms_json(at, tree.kept->span)},
                   {"ended_by", written(at, tree.kept->ended_by)}};
  }
  Json extensions = Json::array();
  for (const ast::Extension& row : tree.extensions) extensions.push_back(written(at, row.span));
  out["extensions"] = extensions;
  Json outcomes = Json::array();
  for (const ast::Fulfilment& row : tree.outcomes) outcomes.push_back(written(at, row.span));
  out["outcomes"] = outcomes;
  out["sanctions"] = sanctions_json(at, norm, tree);
  return out;
}

Json rule_json(const Exported& at, const hir::Def& def, const hir::Rule& rule,
               const ast::Rule& tree) {
  Json out = head_json(at, def, kind_of(def).key);
  add_authority(out, at.law, rule.authority);
  out["by_judgment"] = rule.by_judgment;
  if (!rule.basis.empty()) out["basis"] = rule.basis;
  out["body"] = written(at, tree.body);
  out["default"] = tree.fallback ? written(at, tree.fallback->value) : Json(nullptr);
  if (tree.fallback) out["default_cites"] = cites_in(at, tree.fallback->span);
  Json cases = Json::array();
  for (std::size_t i = 0; i < rule.nodes.size(); ++i) {
    const hir::RuleNode& node = rule.nodes[i];
    const ast::RuleNode* row = row_of(tree.nodes, node.label, i);
    Json one = {{"label", at.text(node.label)},
                {"kind", node.parents == hir::Parents::Case ? "case" : "except"},
                {"value", row == nullptr ? Json(nullptr) : written(at, row->value)},
                {"when", row == nullptr ? Json(nullptr) : written(at, row->when)},
                {"lifted", !node.value.exists()}};
    add_authority(one, at.law, node.authority);
    cases.push_back(std::move(one));
  }
  out["cases"] = cases;
  return out;
}

}  // namespace

Json export_law(const Register& law, const std::map<FileId, const ast::Module*>& trees) {
  Json out = {{"format", "phep-law/2"}};
  for (const char* section : {"instruments", "norms", "rules", "readings", "parties", "lists",
                              "calendars", "elections", "unencoded"})
    out[section] = Json::array();
  // By module name, so that the order of opening shows nowhere.
  std::vector<FileId> files;
  for (const auto& [file, module] : law.modules) files.push_back(file);
  std::ranges::sort(files, {}, [&](FileId file) { return law.modules.at(file)->name; });
  for (const FileId file : files) {
    const Exported at{law, *law.modules.at(file), *trees.at(file)};
    for (std::uint32_t i = 0; i < at.module.defs.size(); ++i) {
      const hir::Def& def = at.module.defs[i];
      if (const auto* norm = std::get_if<hir::Norm>(&def.node)) {
        if (const auto* tree = tree_of<ast::Norm>(at, def))
          out["norms"].push_back(norm_json(at, def, *norm, *tree));
      } else if (const auto* rule = std::get_if<hir::Rule>(&def.node)) {
        if (const auto* tree = tree_of<ast::Rule>(at, def))  // hidden rules were written by no one
          out["rules"].push_back(rule_json(at, def, *rule, *tree));
        else if (const auto* choice = tree_of<ast::Elect>(at, def);
                 choice != nullptr && rule->election)
          out["elections"].push_back(election_json(at, def, *rule, *choice));
      } else if (std::holds_alternative<hir::Instrument>(def.node)) {
        out["instruments"].push_back(instrument_out(at, {file, i}));
      } else if (const auto* party = std::get_if<hir::Party>(&def.node)) {
        if (const auto* tree = tree_of<ast::Party>(at, def))
          out["parties"].push_back(party_json(at, def, *party, *tree));
      } else if (const auto* list = std::get_if<hir::Enum>(&def.node)) {
        if (const auto* tree = tree_of<ast::ClosedList>(at, def))
          out["lists"].push_back(list_json(at, def, *list, *tree));
      } else if (const auto* calendar = std::get_if<hir::Calendar>(&def.node)) {
        out["calendars"].push_back(calendar_json(at, def, *calendar));
      } else if (const auto* left = std::get_if<hir::Unencoded>(&def.node)) {
        out["unencoded"].push_back(unencoded_json(at, def, *left));
      } else if (const auto* reading = std::get_if<hir::Reading>(&def.node)) {
        if (tree_of<ast::Reading>(at, def) != nullptr)  // that of a draft was written by no one
          out["readings"].push_back(reading_json(at, def, *reading));
      }
    }
  }
  std::size_t sanctions = 0;
  for (const Json& norm : out["norms"]) sanctions += norm["sanctions"].size();
  out["counts"] = {{"instruments", out["instruments"].size()},
                   {"norms", out["norms"].size()},
                   {"rules", out["rules"].size()},
                   {"sanctions", sanctions},
                   {"readings", out["readings"].size()},
                   {"unencoded", out["unencoded"].size()}};
  return out;
}

}  // namespace phep::law
