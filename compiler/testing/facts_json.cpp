#include "compiler/testing/facts_json.h"

#include "compiler/base/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <variant>

namespace phep::testing {
namespace {

using Json = nlohmann::json;

std::string date_text(std::int32_t days) {
  const std::chrono::year_month_day day{std::chrono::sys_days(std::chrono::days(days))};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

std::string instant_text(std::int64_t ms) {
  constexpr std::int64_t kDay = 86'400'000;
  const std::int64_t days = ms >= 0 ? ms / kDay : -((-ms + kDay - 1) / kDay);
  const std::int64_t rest = ms - days * kDay;
  std::string out = fmt::format("{}T{:02}:{:02}:{:02}", date_text(static_cast<std::int32_t>(days)),
                                rest / 3'600'000, rest / 60'000 % 60, rest / 1000 % 60);
  if (rest % 1000 != 0) out += fmt::format(".{:03}", rest % 1000);
  return out + "Z";
}

// Units of 10^-9 as the shortest decimal: "50000000" → "0.05".
std::string decimal_text(std::string units) {
  const bool negative = units.starts_with('-');
  if (negative) units.erase(0, 1);
  if (units.size() < 10) units.insert(0, 10 - units.size(), '0');
  std::string whole = units.substr(0, units.size() - 9);
  std::string part = units.substr(units.size() - 9);
  while (!part.empty() && part.back() == '0') part.pop_back();
  std::string out = part.empty() ? whole : whole + "." + part;
  return negative && out != "0" ? "-" + out : out;
}

std::string_view unit_text(hir::Unit unit) {
  switch (unit) {
    case hir::Unit::Hours: return "hours";
    case hir::Unit::Days: return "days";
    case hir::Unit::WorkingDays: return "working_days";
    case hir::Unit::Weeks: return "weeks";
    case hir::Unit::Months: return "months";
    case hir::Unit::Quarters: return "quarters";
    case hir::Unit::Years: return "years";
  }
  PHEP_UNREACHABLE();
}

Json fact_json(const Program& program, const hir::FactValue& value);

// The names of the fields come from the record's declaration, in any order: the reader sorts it
// out.
Json record_json(const Program& program, const hir::FactRecord& record) {
  Json out = Json::object();
  for (const hir::FactField& field : record.fields) {
    PHEP_CHECK(field.value.size() == 1, "a fact field holds exactly one value");
    if (field.value[0].kind == hir::FactValue::Kind::Unknown) continue;
    out[std::string(program.names.text(field.field))] = fact_json(program, field.value[0]);
  }
  // Of an open record what is not named is unknown anyway.
  const auto* declared = std::get_if<hir::Record>(&program.def(record.record).node);
  if (record.partial && declared != nullptr && declared->closed) out["$partial"] = true;
  for (const auto& [rule, value, by] : record.judgments) {
    Json& judged = out["$judgments"][std::string(program.names.text(program.def(rule).name))];
    judged = fact_json(program, value.at(0));
    if (by.author.empty()) continue;
    judged = Json{{"value", judged}, {"author", by.author}, {"on", date_text(by.on)}};
    if (by.until) judged["until"] = date_text(*by.until);
    if (!by.basis.empty()) judged["basis"] = by.basis;
  }
  return out;
}

Json fact_json(const Program& program, const hir::FactValue& value) {
  switch (value.kind) {
    case hir::FactValue::Kind::Unknown:
    case hir::FactValue::Kind::Null: return nullptr;
    case hir::FactValue::Kind::Constant: return constant_json(program, value.constant);
    case hir::FactValue::Kind::Record: return record_json(program, value.records.at(0));
    case hir::FactValue::Kind::List: {
      Json out = Json::array();
      for (const hir::FactRecord& record : value.records)
        out.push_back(record_json(program, record));
      for (const hir::Expr& each : value.values) out.push_back(constant_json(program, each));
      return out;
    }
  }
  PHEP_UNREACHABLE();
}

const std::vector<hir::LocalId>& parameters(const hir::Def& def) {
  if (const auto* rule = std::get_if<hir::Rule>(&def.node)) return rule->params;
  if (const auto* norm = std::get_if<hir::Norm>(&def.node)) return norm->params;
  const auto* decision = std::get_if<hir::Decision>(&def.node);
  PHEP_CHECK(decision != nullptr, "a test's target is a rule, a norm or a decision");
  return decision->params;
}

}  // namespace

const hir::Def& Program::def(hir::DefId id) const {
  const auto found = modules.find(id.file);
  PHEP_CHECK(found != modules.end() && id.index < found->second->defs.size(), "no such definition");
  return found->second->defs[id.index];
}

Json constant_json(const Program& program, const hir::Expr& constant) {
  const hir::Type& type = program.types[program.types.without_optional(constant.type)];
  const auto member = [&](std::size_t index) -> std::string {
    const auto& members = std::get<hir::Enum>(program.def(type.def).node).members;
    return std::string(program.names.text(members.at(index).name));
  };
  const auto visitor = [&](const auto& node) -> Json {
    using Node = std::decay_t<decltype(node)>;
    if constexpr (std::is_same_v<Node, hir::BoolConst> || std::is_same_v<Node, hir::IntConst>) {
      return node.value;
    } else if constexpr (std::is_same_v<Node, hir::TextConst>) {
      return node.value;
    } else if constexpr (std::is_same_v<Node, hir::DecimalConst>) {
      return decimal_text(node.units);
    } else if constexpr (std::is_same_v<Node, hir::MoneyConst>) {
      return Json{{"amount", std::to_string(node.minor)},
                  {"currency", program.names.text(type.currency)}};
    } else if constexpr (std::is_same_v<Node, hir::DateConst>) {
      return date_text(node.days);
    } else if constexpr (std::is_same_v<Node, hir::InstantConst>) {
      return instant_text(node.ms);
    } else if constexpr (std::is_same_v<Node, hir::DurationConst>) {
      return Json{{"n", node.amount}, {"unit", unit_text(node.unit)}};
    } else if constexpr (std::is_same_v<Node, hir::EnumConst>) {
      return member(node.member);
    } else if constexpr (std::is_same_v<Node, hir::SetConst>) {
      std::vector<std::string> members;
      for (std::size_t bit = 0; bit < 64; ++bit)
        if ((node.members >> bit & 1) != 0) members.push_back(member(bit));
      std::ranges::sort(members);
      return members;
    } else if constexpr (std::is_same_v<Node, hir::NullConst>) {
      return nullptr;
    } else {
      PHEP_CHECK(false, "not a constant");
    }
  };
  return std::visit(visitor, constant.node);
}

std::string facts_json(const Program& program, hir::DefId target,
                       std::span<const hir::FactValue> args) {
  const hir::Def& def = program.def(target);
  const auto& params = parameters(def);
  PHEP_CHECK(params.size() == args.size(), "a target is called with one value a parameter");
  if (args.size() == 1 && args[0].kind == hir::FactValue::Kind::Record)
    return fact_json(program, args[0]).dump();
  Json out = Json::object();
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (args[i].kind == hir::FactValue::Kind::Unknown) continue;
    const hir::Local& local = program.modules.at(target.file)->locals[params[i]];
    out[std::string(program.names.text(local.name))] = fact_json(program, args[i]);
  }
  return out.dump();
}

}  // namespace phep::testing
