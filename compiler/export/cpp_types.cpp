#include "compiler/export/cpp_types.h"

#include "compiler/decision/print.h"
#include "compiler/export/c_scheme.h"
#include "compiler/export/symbol_names.h"

#include <algorithm>

namespace phep::exports {

namespace {

using Json = nlohmann::json;
using decision::Kind;
using decision::Slot;

// The day and the moment of examples.
constexpr std::int64_t kSampleDay = 20'514;  // 2026-03-02
constexpr std::int64_t kSampleMoment = (kSampleDay * 24 + 2) * 3'600'000 + 1'800'000;

class CppTypes {
 public:
  CppTypes(const decision::Program& program, const decision::Decision& decision,
           const DecisionWords& words)
      : program_(program), decision_(decision), words_(words), scheme_(program, decision) {
    CScope space;
    space_ = space.add(decision.export_name);
  }
  void write(Json& model);

 private:
  Json enums();
  Json readings();
  Json structs();
  Json field(const Slot& slot);
  Json leaves();
  Json steps(const decision::Struct& structure);
  void parts(Json& model);
  Json output(const CPart& part, const std::string& named);
  Json norm(const CPart& part, const std::string& named);
  std::string value_type(Kind kind, decision::EnumId enumeration);
  std::string enum_type(decision::EnumId id) {
    return "::policy::" + space_ + "::" + enum_names_.at(id);
  }
  std::string sample(const Slot& slot);
  std::string c_sample(const Slot& slot);

  const decision::Program& program_;
  const decision::Decision& decision_;
  const DecisionWords& words_;
  CScheme scheme_;
  std::string space_;
  std::map<decision::EnumId, std::string> enum_names_;
  std::map<decision::StructId, std::string> struct_names_;
  std::vector<std::string> reading_names_;
};

// Names of types share one scope: what the wrapper itself declares comes first.
void CppTypes::write(Json& model) {
  CScope scope;
  for (const char* own : {"Facts", "Options", "Answer", "decide", "read", "decide_json", "inside",
                          "word", "label", "phep", "policy", "std"})
    scope.add(own);
  for (const CEnum& named : scheme_.enums()) enum_names_[named.id] = scope.add(named.name);
  for (const decision::Reading& reading : program_.readings)
    reading_names_.push_back(scope.add(reading.name.substr(reading.name.rfind('.') + 1)));
  for (const decision::StructId id : scheme_.structs()) {
    struct_names_[id] = program_.structs[id].root ? "Facts" : scope.add(scheme_.struct_name(id));
  }
  model["cpp"] = space_;
  model["namespace"] = space_;
  model["enums"] = enums();
  model["readings"] = readings();
  model["reading_count"] = program_.readings.size();
  model["structs"] = structs();
  model["leaves"] = leaves();
  model["leaf_count"] = model["leaves"].size();
  model["symbols"] = Json::array();
  for (const std::string& name : symbol_names(program_)) model["symbols"].push_back(literal(name));
  model["symbol_count"] = model["symbols"].size();
  model["groups"] = Json::array();
  for (const std::string& name : group_names(program_)) model["groups"].push_back(literal(name));
  model["group_count"] = model["groups"].size();
  parts(model);
  const Json& root = model["structs"].back();
  model["samples"] = root["fields"];
  model["qualified_q"] = literal(decision_.name);
}

Json CppTypes::enums() {
  Json rows = Json::array();
  for (const CEnum& named : scheme_.enums()) {
    const decision::EnumTable& table = program_.enums[named.id];
    Json members = Json::array();
    for (std::size_t i = 0; i < table.members.size(); ++i) {
      const Words& said = words_of(words_.members, table.name + "." + table.members[i]);
      const auto or_name = [&](const std::string& text) {
        return literal(text.empty() ? table.members[i] : text);
      };
      members.push_back({{"id", named.members[i]},
                         {"index", i},
                         {"text_q", literal(table.members[i])},
                         {"vi_q", or_name(said.vi)},
                         {"en_q", or_name(said.en)}});
    }
    rows.push_back({{"cpp", enum_names_.at(named.id)},
                    {"qualified", table.name},
                    {"members", std::move(members)}});
  }
  return rows;
}

Json CppTypes::readings() {
  Json rows = Json::array();
  CScope fields;
  for (const char* own : {"as_of", "law_date", "certificate", "slow_path"}) fields.add(own);
  std::size_t index = 0;
  for (const decision::Reading& reading : program_.readings) {
    Json members = Json::array();
    CScope scope;
    for (std::size_t i = 0; i < reading.options.size(); ++i)
      members.push_back({{"id", scope.add(reading.options[i])}, {"index", i}});
    rows.push_back({{"cpp", reading_names_[index]},
                    {"field", fields.add(reading_names_[index])},
                    {"qualified", reading.name},
                    {"index", index},
                    {"fallback", reading.options.at(reading.fallback)},
                    {"members", std::move(members)}});
    ++index;
  }
  return rows;
}

Json CppTypes::structs() {
  Json rows = Json::array();
  const auto& all = scheme_.structs();
  for (std::size_t i = all.size(); i-- > 0;) {
    const decision::Struct& structure = program_.structs[all[i]];
    Json row = {{"cpp", struct_names_.at(all[i])},
                {"c", "::" + decision_.export_name + "_" + scheme_.struct_name(all[i])},
                {"root", structure.root},
                {"fields", Json::array()}};
    if (!structure.root) row["list"] = whole_pointer(program_, program_.slots[structure.list_slot]);
    for (const Slot* slot : by_offset(program_, structure)) row["fields"].push_back(field(*slot));
    rows.push_back(std::move(row));
  }
  return rows;
}

Json CppTypes::field(const Slot& slot) {
  const std::string value = slot.is_list ? "std::vector<" + struct_names_.at(slot.element) + ">"
                                         : value_type(slot.kind, slot.enumeration);
  const Words& said = words_of(words_.facts, whole_pointer(program_, slot));
  std::string comment = fact_text(program_, slot);
  if (!said.vi.empty() || !said.en.empty()) comment += " (" + said.vi + " / " + said.en + ")";
  Json row = {{"name", scheme_.field_name(slot)},
              {"pointer", slot.path},
              {"comment", comment},
              {"bit", slot.bit},
              {"type", (slot.optional ? "phep::Perhaps<" : "std::optional<") + value + ">"},
              {"item", nullptr},
              {"sample", slot.optional ? std::string("phep::absent") : sample(slot)},
              {"c_sample", slot.optional ? std::string() : c_sample(slot)},
              {"absent", slot.optional},
              {"c_bit", decision_.export_name + "_" + scheme_.struct_name(slot.structure) +
                            "_BIT_" + scheme_.field_name(slot)}};
  if (slot.is_list) {
    row["item"] = {{"c", "::" + decision_.export_name + "_" + scheme_.struct_name(slot.element)}};
  }
  return row;
}

std::string CppTypes::value_type(Kind kind, decision::EnumId enumeration) {
  switch (kind) {
    case Kind::Bool: return "bool";
    case Kind::Int: return "std::int64_t";
    case Kind::Decimal:
    case Kind::Amount: return "phep::Decimal";
    case Kind::Money: return "phep::Money";
    case Kind::Date: return "phep::Date";
    case Kind::Instant: return "phep::Instant";
    case Kind::Duration: return "phep::Duration";
    case Kind::Text: return "std::string";
    case Kind::Enum: return enum_type(enumeration);
    case Kind::Set: return "phep::Set<" + enum_type(enumeration) + ">";
    case Kind::Norm: break;
  }
  PHEP_UNREACHABLE();
}

// A value that the fact may have.
std::string CppTypes::sample(const Slot& slot) {
  const auto number = [&](std::int64_t usual) {
    return std::to_string(slot.ranged ? std::clamp(usual, slot.lo, slot.hi) : usual);
  };
  const auto member = [&] {
    return enum_type(slot.enumeration) + "::" + scheme_.enumeration(slot.enumeration).members.at(0);
  };
  if (slot.is_list)
    return "std::vector<::policy::" + space_ + "::" + struct_names_.at(slot.element) + ">(1)";
  switch (slot.kind) {
    case Kind::Bool: return "true";
    case Kind::Int: return "std::int64_t{" + number(1) + "}";
    case Kind::Decimal:
    case Kind::Amount: return "phep::Decimal::units(1'500'000'000)";
    case Kind::Money: return "phep::Money{" + number(1'000'000) + "}";
    case Kind::Date: return "phep::Date{" + number(kSampleDay) + "}";
    case Kind::Instant: return "phep::Instant{" + number(kSampleMoment) + "}";
    case Kind::Duration: return "phep::Duration{3, phep::Unit::days}";
    case Kind::Text: return "std::string(\"a\")";
    case Kind::Enum: return member();
    case Kind::Set: return "phep::Set<" + enum_type(slot.enumeration) + ">(" + member() + ")";
    case Kind::Norm: break;
  }
  PHEP_UNREACHABLE();
}

// The same in C, of what one assignment can give.
std::string CppTypes::c_sample(const Slot& slot) {
  const auto number = [&](std::int64_t usual) {
    return std::to_string(slot.ranged ? std::clamp(usual, slot.lo, slot.hi) : usual);
  };
  if (slot.is_list) return "";
  switch (slot.kind) {
    case Kind::Bool: return "1";
    case Kind::Int: return number(1);
    case Kind::Money: return number(1'000'000);
    case Kind::Date: return number(kSampleDay);
    case Kind::Instant: return number(kSampleMoment);
    case Kind::Enum: {
      const CEnum& named = scheme_.enumeration(slot.enumeration);
      return decision_.export_name + "_" + named.name + "_" + named.members.at(0);
    }
    case Kind::Set: return "1";
    default: return "";
  }
}

Json CppTypes::leaves() {
  Json rows = Json::array();
  for (const decision::StructId id : scheme_.structs()) {
    const decision::Struct& structure = program_.structs[id];
    const Json way = steps(structure);
    for (const decision::SlotId slot : structure.slots) {
      Json row = {{"slot", slot.index},
                  {"path_q", literal(program_.slots[slot].path)},
                  {"depth", way.size()},
                  {"steps", nullptr}};
      if (!way.empty()) row["steps"] = {{"rows", way}};
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

// The lists from the root to a struct.
Json CppTypes::steps(const decision::Struct& structure) {
  if (structure.root) return Json::array();
  const Slot& list = program_.slots[structure.list_slot];
  const decision::Struct& owner = program_.structs[list.structure];
  Json rows = steps(owner);
  rows.push_back({{"offset", list.offset},
                  {"element", structure.size},
                  {"bits", owner.root ? 8 : 0},
                  {"words", owner.words},
                  {"bit", list.bit},
                  {"path_q", literal(list.path)}});
  return rows;
}

void CppTypes::parts(Json& model) {
  model["outputs"] = Json::array();
  model["norms"] = Json::array();
  CScope scope;
  for (const char* own : {"by_generated_code", "c_facts", "c_result", "reader", "Answer"})
    scope.add(own);
  for (const CPart& part : scheme_.parts()) {
    const std::string named = scope.add(part.name);
    if (part.output != nullptr) {
      model["outputs"].push_back(output(part, named));
    } else {
      model["norms"].push_back(norm(part, named));
    }
  }
}

Json CppTypes::output(const CPart& part, const std::string& named) {
  const decision::Output& output = *part.output;
  std::string comment(output.name + ": " + std::string(decision::kind_word(output.kind)));
  if (!output.currency.empty()) comment += ", minor units of " + output.currency;
  return {{"part", named},
          {"c", part.name},
          {"key_q", literal(output.name)},
          {"comment", comment},
          {"type", value_type(output.kind, output.enumeration)}};
}

Json CppTypes::norm(const CPart& part, const std::string& named) {
  const decision::NormSpec& spec = program_.norms[part.norm->norm];
  const Words& said = words_of(words_.norms, spec.symbol);
  const auto names = [](const auto& rows, auto member) {
    Json list = Json::array();
    for (const auto& row : rows) list.push_back(literal(row.*member));
    return list;
  };
  Json sanctions = Json::array();
  for (const decision::NormSanction& row : spec.sanctions) {
    sanctions.push_back({{"label_q", literal(row.label)},
                         {"kind_q", literal(row.kind)},
                         {"exact", row.amounts == Kind::Money ? "false" : "true"}});
  }
  Json row = {{"part", named},
              {"c", part.name},
              {"key_q", literal(part.norm->key)},
              {"comment", spec.symbol + (said.en.empty() ? "" : ": " + said.en)},
              {"exempts", names(spec.exempts, &decision::NormExempt::name)},
              {"evidence", names(spec.evidence, &decision::NormEvidence::name)},
              {"bearers", names(spec.possible_bearers, &decision::NormBearer::party)},
              {"sanctions", std::move(sanctions)},
              {"power", spec.norm == runtime::NormKind::Power ? "true" : "false"},
              {"repeated", part.norm->list.exists() || part.norm->most != 0},
              {"rows", part.sanctions}};
  row["exempt_count"] = row["exempts"].size();
  row["evidence_count"] = row["evidence"].size();
  row["bearer_count"] = row["bearers"].size();
  row["bearers_fixed"] = spec.bearers.exists() ? "false" : "true";
  row["sanction_count"] = row["sanctions"].size();
  return row;
}

}  // namespace

void add_cpp_types(const decision::Program& program, const decision::Decision& decision,
                   const DecisionWords& words, Json& model) {
  CppTypes(program, decision, words).write(model);
}

}  // namespace phep::exports
