#include "compiler/verify/test_text.h"

#include "compiler/base/check.h"
#include "compiler/base/currency.h"
#include "compiler/runtime/date.h"

#include <fmt/format.h>

#include <array>

namespace phep::verify {

namespace {

using Json = nlohmann::ordered_json;

// "2026-03-01T08:00+07:00", with seconds where there are some.
std::string local_text(std::int64_t ms) {
  std::array<char, runtime::kInstantTextMax> text{};
  const std::uint32_t length = runtime::print_instant(ms + 7 * runtime::kHourMs, text.data());
  std::string out(text.data(), length);
  out.pop_back();
  if (out.ends_with(":00") && out.size() == 19) out.resize(16);
  return out + "+07:00";
}

class Writer {
 public:
  explicit Writer(const testing::Program& program) : program_(program) {}

  std::string value(hir::TypeId id, const Json& json) const {
    if (json.is_null()) return "null";
    const hir::Type& type = program_.types[program_.types.without_optional(id)];
    switch (type.sort) {
      case hir::Sort::Bool: return json.get<bool>() ? "true" : "false";
      case hir::Sort::Int: return std::to_string(json.get<std::int64_t>());
      case hir::Sort::Money:
      case hir::Sort::Amount: return money(json);
      case hir::Sort::Text: return json.dump();
      case hir::Sort::Instant: return instant(json.get<std::string>());
      case hir::Sort::Duration: return duration(json);
      case hir::Sort::Set: {
        std::string out = "{";
        for (const Json& member : json)
          out += (out.size() > 1 ? ", " : "") + member.get<std::string>();
        return out + "}";
      }
      case hir::Sort::List: {
        std::string out = "[";
        for (const Json& item : json)
          out += (out.size() > 1 ? ", " : "") + value(type.element, item);
        return out + "]";
      }
      case hir::Sort::Record: return record(type.def, json);
      default: return json.is_string() ? json.get<std::string>() : json.dump();
    }
  }

  // `judged` steps for the judgments of a record and of those inside it.
  void judgments(hir::TypeId id, const Json& json, const std::string& place,
                 std::string& out) const {
    const hir::Type& type = program_.types[program_.types.without_optional(id)];
    if (type.sort != hir::Sort::Record || !json.is_object()) return;
    for (const auto& field : fields(type.def)) {
      const std::string name(program_.names.text(field.name));
      if (json.contains(name)) judgments(field.type, json[name], place + "." + name, out);
    }
    if (!json.contains("$judgments")) return;
    const Json judged = json["$judgments"];
    for (const auto& [name, found] : judged.items())
      if (!name.ends_with(".due"))
        out += fmt::format("  judged {}({}) is {}\n", name, place, plain(found));
  }

 private:
  const std::vector<hir::Field>& fields(hir::DefId def) const {
    return std::get<hir::Record>(program_.def(def).node).fields;
  }
  std::string record(hir::DefId def, const Json& json) const {
    std::string out;
    for (const hir::Field& field : fields(def)) {
      const std::string name(program_.names.text(field.name));
      if (!json.contains(name)) continue;
      out += (out.empty() ? " " : ", ") + name + ": " + value(field.type, json[name]);
    }
    return std::string(program_.names.text(program_.def(def).name)) + " {" + out + " }";
  }
  static std::string money(const Json& json) {
    const auto currency = json["currency"].get<std::string>();
    // Facts are in minor units, literals are not.
    return in_major_units(json["amount"].get<std::string>(), currency) + " " + currency;
  }
  static std::string instant(const std::string& text) {
    std::int64_t ms = 0;
    const auto status =
        runtime::parse_instant(text.data(), static_cast<std::uint32_t>(text.size()), &ms);
    PHEP_CHECK(status == runtime::InstantStatus::Ok, "an instant of a model");
    return local_text(ms);
  }
  static std::string duration(const Json& json) {
    std::string unit = json["unit"].get<std::string>();
    if (const auto at = unit.find('_'); at != std::string::npos) unit[at] = ' ';
    return std::to_string(json["n"].get<std::int64_t>()) + " " + unit;
  }
  // A judgment's value, whose type is told by its form.
  static std::string plain(const Json& json) {
    if (json.is_object() && json.contains("currency")) return money(json);
    if (json.is_object() && json.contains("unit")) return duration(json);
    if (json.is_string()) {
      const auto text = json.get<std::string>();
      return text.size() > 10 && text[10] == 'T' && text.ends_with("Z") ? instant(text) : text;
    }
    return json.dump();
  }

  const testing::Program& program_;
};

const std::vector<hir::LocalId>& parameters(const hir::Def& def) {
  if (const auto* rule = std::get_if<hir::Rule>(&def.node)) return rule->params;
  const auto* norm = std::get_if<hir::Norm>(&def.node);
  PHEP_CHECK(norm != nullptr, "a test of a rule or a norm");
  return norm->params;
}

}  // namespace

std::string test_text(const testing::Program& program, const std::string& title, const Case& one,
                      const decision::Program& lowered, const std::vector<Expected>& expected) {
  const hir::DefId first = expected.front().target;
  return test_text(program, title, one, lowered,
                   {*program.modules.at(first.file), parameters(program.def(first))}, expected);
}

std::string says(const testing::Program& program, hir::TypeId type, const nlohmann::json& value) {
  if (value.is_null()) return "is null";
  if (value.is_object()) {
    if (value.contains("$error"))
      return "is error(" + value["$error"].value("kind", std::string()) + ")";
    for (const auto& [key, part] : value.items())
      if (key.starts_with('$')) return "";
  }
  return "== " + Writer(program).value(type, Json::parse(value.dump()));
}

std::string test_text(const testing::Program& program, const std::string& title, const Case& one,
                      const decision::Program& lowered, const Named& named,
                      const std::vector<Expected>& expected) {
  const Writer writer(program);
  std::string out = fmt::format("test \"{}\" {{\n  as_of  {}\n", title, local_text(one.as_of));
  for (std::uint32_t i = 0; i < one.readings.size(); ++i) {
    const decision::Reading& reading = lowered.readings[decision::ReadingId{i}];
    const std::int32_t chosen = one.readings[i];
    if (reading.draft || chosen < 0 || static_cast<std::uint32_t>(chosen) == reading.fallback)
      continue;
    out += fmt::format("  reading {} = {}\n", reading.name.substr(reading.name.rfind('.') + 1),
                       reading.options.at(static_cast<std::size_t>(chosen)));
  }
  const auto& [module, params] = named;
  std::vector<std::string> names;
  std::string judged;
  for (const hir::LocalId id : params) {
    const hir::Local& local = module.locals[id];
    std::string name(program.names.text(local.name));
    const bool alone = params.size() == 1 && program.types.is(local.type, hir::Sort::Record);
    const Json found = alone ? one.facts : one.facts.value(name, Json());
    out += fmt::format("  let    {} = {}\n", name, writer.value(local.type, found));
    writer.judgments(local.type, found, name, judged);
    names.push_back(std::move(name));
  }
  out += judged;
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  // Where no rule or norm is asked, the case speaks for itself.
  if (expected.empty()) out += "  // what was to hold does not hold here\n";
  for (const Expected& each : expected)
    out += fmt::format("  expect {}({}) {}\n", program.names.text(program.def(each.target).name),
                       list, each.says);
  return out + "}\n";
}

}  // namespace phep::verify
