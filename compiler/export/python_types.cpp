#include "compiler/export/python_types.h"

#include "compiler/decision/print.h"
#include "compiler/export/c_names.h"

#include <algorithm>
#include <array>
#include <set>

namespace phep::exports {

namespace {

using Json = nlohmann::json;
using decision::Kind;
using decision::Slot;

constexpr std::array kPythonKeywords = {
    "False",  "None", "True",   "and",    "as",   "assert", "async",    "await",
    "class",  "def",  "del",    "elif",   "else", "except", "finally",  "from",
    "global", "if",   "import", "in",     "is",   "lambda", "nonlocal", "not",
    "or",     "pass", "raise",  "return", "try",  "while",  "with",     "yield"};

// Identifiers of one class, none twice.
class Scope {
 public:
  std::string add(std::string_view text) {
    std::string name = c_identifier(text);
    if (std::ranges::find(kPythonKeywords, name) != kPythonKeywords.end()) name += '_';
    std::string unique = name;
    for (int n = 2; !taken_.insert(unique).second; ++n) unique = name + "_" + std::to_string(n);
    return unique;
  }

 private:
  std::set<std::string> taken_;
};

// "breach_report" is BreachReport.
std::string camel(std::string_view text) {
  std::string out;
  bool capital = true;
  for (const char c : c_identifier(text)) {
    if (c == '_') {
      capital = true;
    } else {
      out += capital && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      capital = false;
    }
  }
  return out;
}

std::string members_type(const decision::EnumTable& table) {
  std::string text;
  for (const std::string& member : table.members)
    text += (text.empty() ? "" : ", ") + literal(member);
  return "Literal[" + text + "]";
}

std::string_view kind_of(const Slot& slot) {
  return slot.is_list ? std::string_view("list") : decision::kind_word(slot.kind);
}

// The classes of a decision's facts, and a sample of them.
class Objects {
 public:
  Objects(const decision::Program& program, const DecisionWords& words, std::string name)
      : program_(program), words_(words), name_(std::move(name)) {}
  // Writes the class of an object after those inside it; its name.
  std::string write(const decision::ObjectShape& shape, const std::string& name,
                    const std::string& pointer);
  std::string sample(const decision::ObjectShape& shape, int depth);
  Json rows = Json::array();
  bool needs_decimal = false, needs_duration = false;

 private:
  std::string type(const Slot& slot, const std::string& name, const std::string& pointer);
  std::string value(const Slot& slot, int depth);

  const decision::Program& program_;
  const DecisionWords& words_;
  std::string name_;
  Scope classes_;
};

// A list of plain values has an element with one nameless field.
const Slot* bare_item(const decision::Program& program, const Slot& list) {
  const decision::Struct& element = program.structs[list.element];
  if (element.slots.size() != 1) return nullptr;
  const Slot& only = program.slots[element.slots[0]];
  return only.path.empty() ? &only : nullptr;
}

std::string Objects::write(const decision::ObjectShape& shape, const std::string& name,
                           const std::string& pointer) {
  const std::string made = classes_.add(name);
  Json keys = Json::array();
  for (const decision::ObjectKey& key : shape.keys) {
    const std::string inner = name + "_" + c_identifier(key.key);
    const std::string at = pointer + "/" + key.key;
    if (!key.object.empty()) {
      keys.push_back({{"key_q", literal(key.key)},
                      {"type", write(key.object[0], inner, at)},
                      {"comment", key.object[0].closed ? "a missing key: not done" : "an object"}});
      continue;
    }
    const Slot& slot = program_.slots[key.slot];
    std::string comment = fact_text(program_, slot);
    if (const auto said = words_.facts.find(at);
        said != words_.facts.end() && !said->second.en.empty())
      comment += " (" + said->second.vi + " / " + said->second.en + ")";
    keys.push_back(
        {{"key_q", literal(key.key)}, {"type", type(slot, inner, at)}, {"comment", comment}});
  }
  if (shape.closed)
    keys.push_back({{"key_q", "\"$partial\""},
                    {"type", "bool"},
                    {"comment", "true: a missing key is unknown"}});
  rows.push_back({{"class", made}, {"keys", std::move(keys)}});
  return made;
}

std::string Objects::type(const Slot& slot, const std::string& name, const std::string& pointer) {
  const auto plain = [&]() -> std::string {
    if (slot.is_list) {
      const Slot* bare = bare_item(program_, slot);
      const std::string at = pointer + "/*";
      return "Sequence[" +
             (bare != nullptr ? type(*bare, name, at)
                              : write(program_.structs[slot.element].shape, name, at)) +
             "]";
    }
    switch (slot.kind) {
      case Kind::Bool: return "bool";
      case Kind::Int:
      case Kind::Money: return "int";
      case Kind::Decimal:
      case Kind::Amount: return "Union[Decimal, int]";
      case Kind::Date: return "dt.date";
      case Kind::Instant: return "dt.datetime";
      case Kind::Duration: return "Duration";
      case Kind::Text: return "str";
      case Kind::Enum: return members_type(program_.enums[slot.enumeration]);
      case Kind::Set: {
        const std::string members = members_type(program_.enums[slot.enumeration]);
        return "Union[AbstractSet[" + members + "], Sequence[" + members + "]]";
      }
      case Kind::Norm: break;
    }
    PHEP_UNREACHABLE();
  };
  std::string text = plain();
  if (slot.judgment) text = "Union[" + text + ", Determination]";
  return slot.optional ? "Optional[" + text + "]" : text;
}

std::string Objects::sample(const decision::ObjectShape& shape, int depth) {
  const std::string indent(static_cast<std::size_t>(4 * depth), ' ');
  std::string out = "{\n";
  for (const decision::ObjectKey& key : shape.keys) {
    out += indent + "    " + literal(key.key) + ": " +
           (key.object.empty() ? value(program_.slots[key.slot], depth + 1)
                               : sample(key.object[0], depth + 1)) +
           ",\n";
  }
  return out + indent + "}";
}

std::string Objects::value(const Slot& slot, int depth) {
  const auto number = [&](std::int64_t usual) {
    return std::to_string(slot.ranged ? std::clamp(usual, slot.lo, slot.hi) : usual);
  };
  if (slot.optional) return "None";
  if (slot.is_list) {
    const Slot* bare = bare_item(program_, slot);
    return "[" +
           (bare != nullptr ? value(*bare, depth)
                            : sample(program_.structs[slot.element].shape, depth)) +
           "]";
  }
  switch (slot.kind) {
    case Kind::Bool: return "True";
    case Kind::Int: return number(1);
    case Kind::Money: return number(1'000'000);
    case Kind::Decimal:
    case Kind::Amount: needs_decimal = true; return "Decimal(\"1.5\")";
    case Kind::Date: return "dt.date(2026, 3, 2)";
    case Kind::Instant: return "dt.datetime(2026, 3, 2, 9, 30, tzinfo=VIETNAM)";
    case Kind::Duration: needs_duration = true; return "Duration(3, \"days\")";
    case Kind::Text: return "\"a\"";
    case Kind::Enum: return literal(program_.enums[slot.enumeration].members.at(0));
    case Kind::Set: return "{" + literal(program_.enums[slot.enumeration].members.at(0)) + "}";
    case Kind::Norm: break;
  }
  PHEP_UNREACHABLE();
}

std::string out_type(const decision::Program& program, const decision::Output& output) {
  const auto plain = [&]() -> std::string {
    switch (output.kind) {
      case Kind::Bool: return "bool";
      case Kind::Int:
      case Kind::Money: return "int";
      case Kind::Decimal:
      case Kind::Amount: return "Decimal";
      case Kind::Date: return "dt.date";
      case Kind::Instant: return "dt.datetime";
      case Kind::Duration: return "Duration";
      case Kind::Text: return "str";
      case Kind::Enum: return members_type(program.enums[output.enumeration]);
      case Kind::Set: return "FrozenSet[" + members_type(program.enums[output.enumeration]) + "]";
      case Kind::Norm: break;
    }
    PHEP_UNREACHABLE();
  };
  return output.present.exists() ? "Optional[" + plain() + "]" : plain();
}

bool is_repeated(const decision::NormOutput& output) {
  return output.list.exists() || output.most != 0;
}

struct Fields {
  std::vector<std::string> outputs, norms;
};
Fields fields_of(const decision::Decision& decision) {
  Fields fields;
  Scope outputs;
  Scope norms;
  for (const decision::Output& output : decision.outputs)
    fields.outputs.push_back(outputs.add(output.name));
  for (const decision::NormOutput& norm : decision.norms) {
    // One norm for each element of several lists is one field.
    const std::string named = c_identifier(norm.key);
    const bool again =
        is_repeated(norm) && std::ranges::find(fields.norms, named) != fields.norms.end();
    fields.norms.push_back(again ? "" : norms.add(norm.key));
  }
  return fields;
}

Json shape_spec(const decision::Program& program, const decision::ObjectShape& shape);

Json slot_spec(const decision::Program& program, const Slot& slot) {
  Json spec = {{"kind", kind_of(slot)}};
  if (slot.judgment) spec["judgment"] = true;
  if (slot.optional) spec["optional"] = true;
  if (slot.is_list) {
    const Slot* bare = bare_item(program, slot);
    spec["items"] = bare != nullptr ? slot_spec(program, *bare)
                                    : shape_spec(program, program.structs[slot.element].shape);
  }
  return spec;
}

Json shape_spec(const decision::Program& program, const decision::ObjectShape& shape) {
  Json keys = Json::object();
  for (const decision::ObjectKey& key : shape.keys) {
    keys[key.key] = key.object.empty() ? slot_spec(program, program.slots[key.slot])
                                       : Json{{"object", shape_spec(program, key.object[0])}};
  }
  Json spec = {{"keys", std::move(keys)}};
  if (shape.closed) spec["closed"] = true;
  return spec;
}

Json labels_of(const std::map<std::string, Words>& words) {
  Json all = Json::object();
  for (const auto& [name, said] : words) all[name] = {{"vi", said.vi}, {"en", said.en}};
  return all;
}

Json norm_spec(const decision::Program& program, const decision::NormOutput& norm,
               const std::string& field) {
  Json sanctions = Json::object();
  for (const decision::NormSanction& row : program.norms[norm.norm].sanctions)
    sanctions[row.label] = decision::kind_word(row.amounts);
  return {{"field", field},
          {"key", norm.key},
          {"repeated", is_repeated(norm)},
          {"sanctions", std::move(sanctions)}};
}

}  // namespace

void add_python_types(const decision::Program& program, const decision::Decision& decision,
                      const DecisionWords& words, Json& model) {
  const std::string name = camel(decision.export_name);
  model["camel"] = name;
  Objects objects(program, words, name);
  const decision::ObjectShape& shape = program.structs[decision.facts].shape;
  objects.write(shape, name + "Facts", "");
  model["sample"] = objects.sample(shape, 0);
  model["objects"] = objects.rows;
  model["needs_decimal"] = objects.needs_decimal;
  model["needs_duration"] = objects.needs_duration;
  model["py_outputs"] = Json::array();
  model["py_norms"] = Json::array();
  const Fields fields = fields_of(decision);
  for (std::size_t i = 0; i < decision.outputs.size(); ++i) {
    const decision::Output& output = decision.outputs[i];
    std::string comment(decision::kind_word(output.kind));
    if (!output.currency.empty()) comment += ", minor units of " + output.currency;
    model["py_outputs"].push_back({{"field", fields.outputs[i]},
                                   {"name_q", literal(output.name)},
                                   {"type", out_type(program, output)},
                                   {"comment", comment}});
  }
  for (std::size_t i = 0; i < decision.norms.size(); ++i) {
    if (fields.norms[i].empty()) continue;
    const decision::NormOutput& norm = decision.norms[i];
    const std::string& symbol = program.norms[norm.norm].symbol;
    const auto said = words.norms.find(symbol);
    model["py_norms"].push_back(
        {{"field", fields.norms[i]},
         {"key_q", literal(norm.key)},
         {"symbol_q", literal(symbol)},
         {"repeated", is_repeated(norm)},
         {"type", is_repeated(norm) ? "Mapping[str, Norm]" : "Norm"},
         {"comment", symbol + (said == words.norms.end() || said->second.en.empty()
                                   ? ""
                                   : ": " + said->second.en)}});
  }
}

Json python_spec(const decision::Program& program, const decision::Decision& decision,
                 const DecisionWords& words) {
  Json spec = {{"name", decision.export_name},
               {"decision", decision.name},
               {"facts", shape_spec(program, program.structs[decision.facts].shape)},
               {"outputs", Json::array()},
               {"norms", Json::array()}};
  const Fields fields = fields_of(decision);
  for (std::size_t i = 0; i < decision.outputs.size(); ++i) {
    spec["outputs"].push_back({{"field", fields.outputs[i]},
                               {"name", decision.outputs[i].name},
                               {"kind", decision::kind_word(decision.outputs[i].kind)}});
  }
  for (std::size_t i = 0; i < decision.norms.size(); ++i) {
    if (!fields.norms[i].empty())
      spec["norms"].push_back(norm_spec(program, decision.norms[i], fields.norms[i]));
  }
  Json cites = Json::object();
  for (const auto& [symbol, rows] : words.cites) {
    Words all;
    for (const Words& row : rows) {
      all.vi += (all.vi.empty() ? "" : "; ") + row.vi;
      all.en += (all.en.empty() ? "" : "; ") + row.en;
    }
    cites[symbol] = {{"vi", all.vi}, {"en", all.en}};
  }
  spec["labels"] = {{"fact", labels_of(words.facts)},
                    {"output", labels_of(words.outputs)},
                    {"norm", labels_of(words.norms)},
                    {"member", labels_of(words.members)},
                    {"cites", std::move(cites)}};
  return spec;
}

}  // namespace phep::exports
