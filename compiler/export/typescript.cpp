#include "compiler/export/typescript.h"

#include "compiler/export/c_names.h"
#include "compiler/export/norm_keys.h"
#include "compiler/export/places.h"
#include "compiler/export/script_text.h"

#include <algorithm>
#include <map>

namespace phep::exports {

namespace {

using decision::Kind;
using decision::Slot;

// Integers that a JavaScript number holds exactly.
constexpr std::int64_t kSafe = (std::int64_t{1} << 53) - 1;

// Whether a sanction is an amount or a term; others have no ends.
bool has_ends(const decision::NormSanction& row) {
  return row.amounts != Kind::Money || !row.currency.empty();
}

class Types {
 public:
  Types(const decision::Program& program, const decision::Decision& decision,
        const explain::Wording& wording)
      : program_(program), decision_(decision), wording_(wording) {
    // Names that npm/index.d.ts declares.
    for (const char* taken :
         {"Facts",     "Answer",    "Readings",   "Drafts",   "Norms",      "Outputs",
          "Out",       "Known",     "Norm",       "Status",   "Money",      "Amount",
          "Duration",  "Int",       "Decimal",    "Day",      "Moment",     "Truth",
          "Due",       "Sanction",  "Bounds",     "Fault",    "Options",    "Policy",
          "PhepError", "ErrorCode", "Determined", "Exposure", "Note",       "Determination",
          "Unknown",   "Date",      "Error",      "Promise",  "Uint8Array", "WebAssembly"})
      scope_.add(taken);
  }

  std::string write();

 private:
  void line(int depth, const std::string& text) {
    out_ += std::string(2 * depth, ' ') + text + "\n";
  }
  void label(int depth, const explain::Phrases& phrases, const std::string& key);
  void enums();
  void readings();
  void elements(const decision::Struct& structure, const std::string& path);
  void object(const decision::ObjectShape& shape, const std::string& path, int depth);
  void member(const decision::ObjectKey& key, const std::string& path, int depth);
  void outputs();
  void norms();
  std::string fact(const Slot& slot);
  std::string plain_fact(const Slot& slot);
  std::string known(Kind kind, decision::EnumId enumeration, const std::string& currency);
  std::string norm(const decision::NormSpec& spec);
  std::string_view element_name(const decision::Struct& structure);

  const decision::Program& program_;
  const decision::Decision& decision_;
  const explain::Wording& wording_;
  CScope scope_;
  std::map<decision::EnumId, std::string> enum_names_;
  std::map<std::string, std::string> element_names_;
  std::string out_;
};

std::string Types::write() {
  enums();
  readings();
  const decision::Struct& root = program_.structs[decision_.facts];
  elements(root, "");
  line(0, "/** What is known of the case. A key left out, or undefined, is not known. */");
  line(0, "export interface Facts {");
  object(root.shape, "", 1);
  line(0, "}");
  out_ += "\n";
  outputs();
  norms();
  while (out_.ends_with("\n\n")) out_.pop_back();
  return std::move(out_);
}

// /** vi – en */
void Types::label(int depth, const explain::Phrases& phrases, const std::string& key) {
  const auto found = phrases.find(key);
  if (found == phrases.end()) return;
  const auto& [vi, en] = found->second;
  std::string words = vi.empty() || en.empty() ? vi + en : vi + " – " + en;
  for (auto at = words.find("*/"); at != std::string::npos; at = words.find("*/"))
    words.replace(at, 2, "* /");
  line(depth, "/** " + words + " */");
}

void Types::enums() {
  std::vector<decision::EnumId> used;
  const auto use = [&](decision::EnumId id) {
    if (id.exists() && std::ranges::find(used, id) == used.end()) used.push_back(id);
  };
  for (const decision::StructId id : facts_structs(program_, decision_))
    for (const decision::SlotId slot : program_.structs[id].slots)
      use(program_.slots[slot].enumeration);
  for (const decision::Output& output : decision_.outputs) use(output.enumeration);
  for (const decision::EnumId id : used) {
    const decision::EnumTable& table = program_.enums[id];
    const std::string name = scope_.add(table.name.substr(table.name.rfind('.') + 1));
    enum_names_[id] = name;
    line(0, "export type " + name + " =");
    const auto words = wording_.enums.find(table.name);
    for (const std::string& name_of_member : table.members) {
      if (words != wording_.enums.end()) label(1, words->second, name_of_member);
      line(1, "| " + script_literal(name_of_member));
    }
    out_.insert(out_.size() - 1, ";");
    out_ += "\n";
  }
}

void Types::readings() {
  line(0,
       "/** Which option of each unsettled reading of the law is taken; one left out is its "
       "default. */");
  line(0, "export interface Readings {");
  for (const decision::ReadingId id : decision_.readings) {
    const decision::Reading& reading = program_.readings[id];
    if (reading.draft) continue;
    std::string options;
    for (const std::string& option : reading.options)
      options += (options.empty() ? "" : " | ") + script_literal(option);
    line(1, "readonly " + property(reading.name) + "?: " + options + " | undefined;");
  }
  line(0, "}");
  out_ += "\n";
  std::string drafts;
  for (const decision::ReadingId id : decision_.readings)
    if (program_.readings[id].draft)
      drafts += (drafts.empty() ? "" : " | ") + script_literal(program_.readings[id].name);
  line(0, "/** Drafts of law that a call may suppose to be in force. */");
  line(0, "export type Drafts = " + (drafts.empty() ? "never" : drafts) + ";");
  out_ += "\n";
}

// The elements of lists, the innermost first, so that each is declared before it is used.
void Types::elements(const decision::Struct& structure, const std::string& path) {
  for (const decision::SlotId id : structure.slots) {
    const Slot& slot = program_.slots[id];
    if (!slot.is_list) continue;
    const decision::Struct& element = program_.structs[slot.element];
    const std::string at = path + slot.path + "/*";
    elements(element, at);
    if (element.shape.keys.empty()) continue;
    line(0, "export interface " + std::string(element_name(element)) + " {");
    object(element.shape, at, 1);
    line(0, "}");
    out_ += "\n";
  }
}

// breach.report/requests → Requests_item
std::string_view Types::element_name(const decision::Struct& structure) {
  auto [found, made] = element_names_.try_emplace(structure.name);
  if (made) {
    std::string name = c_identifier(structure.name.substr(structure.name.rfind('/') + 1)) + "_item";
    if (name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
    found->second = scope_.add(name);
  }
  return found->second;
}

void Types::object(const decision::ObjectShape& shape, const std::string& path, int depth) {
  if (shape.closed) {
    line(depth, "/** A key left out says that it was not done; true: that it is not known. */");
    line(depth, "readonly $partial?: boolean | undefined;");
  }
  for (const decision::ObjectKey& key : shape.keys) member(key, path + "/" + key.key, depth);
}

void Types::member(const decision::ObjectKey& key, const std::string& path, int depth) {
  label(depth, wording_.facts, path);
  const std::string name = "readonly " + property(key.key) + "?: ";
  if (key.slot.exists()) {
    line(depth, name + fact(program_.slots[key.slot]) + " | undefined;");
    return;
  }
  line(depth, name + "{");
  object(key.object[0], path, depth + 1);
  line(depth, "} | undefined;");
}

std::string Types::fact(const Slot& slot) {
  if (slot.is_list) {
    const decision::Struct& element = program_.structs[slot.element];
    if (!element.shape.keys.empty()) return "readonly " + std::string(element_name(element)) + "[]";
    const std::string value = fact(program_.slots[element.slots[0]]);
    return "readonly " + (value.contains(' ') ? "(" + value + ")" : value) + "[]";
  }
  const std::string value = plain_fact(slot) + (slot.optional ? " | null" : "");
  return slot.judgment ? value + " | Determined<" + value + ">" : value;
}

std::string Types::plain_fact(const Slot& slot) {
  switch (slot.kind) {
    case Kind::Int: return slot.ranged && slot.lo >= -kSafe && slot.hi <= kSafe ? "number" : "Int";
    case Kind::Decimal:
    case Kind::Amount: return "Decimal | number";
    case Kind::Money: return "bigint | Money<" + script_literal(slot.currency) + ">";
    case Kind::Instant: return "Moment | Date";
    case Kind::Bool:
    case Kind::Date:
    case Kind::Duration:
    case Kind::Text:
    case Kind::Enum:
    case Kind::Set: return known(slot.kind, slot.enumeration, slot.currency);
    case Kind::Norm: break;
  }
  PHEP_UNREACHABLE();
}

std::string Types::known(Kind kind, decision::EnumId enumeration, const std::string& currency) {
  switch (kind) {
    case Kind::Bool: return "boolean";
    case Kind::Int: return "Int";
    case Kind::Decimal: return "Decimal";
    case Kind::Money: return "Money<" + script_literal(currency) + ">";
    case Kind::Amount: return "Amount<" + script_literal(currency) + ">";
    case Kind::Date: return "Day";
    case Kind::Instant: return "Moment";
    case Kind::Duration: return "Duration";
    case Kind::Text: return "string";
    case Kind::Enum: return enum_names_.at(enumeration);
    case Kind::Set: return "readonly " + enum_names_.at(enumeration) + "[]";
    case Kind::Norm: break;
  }
  PHEP_UNREACHABLE();
}

void Types::outputs() {
  line(0, "export interface Outputs {");
  for (const decision::Output& output : decision_.outputs) {
    label(1, wording_.outputs, output.name);
    const std::string value = known(output.kind, output.enumeration, output.currency) +
                              (output.present.exists() ? " | null" : "");
    line(1, "readonly " + property(output.name) + ": Out<" + value + ">;");
  }
  line(0, "}");
  out_ += "\n";
}

void Types::norms() {
  line(0, "export interface Norms {");
  for (const decision::NormOutput& output : decision_.norms) {
    const NormKeys keys = norm_keys(program_, output);
    const std::string type = norm(program_.norms[output.norm]);
    label(1, wording_.norms, output.key);
    if (!keys.repeated) {
      line(1, "readonly " + property(output.key) + ": " + type + ";");
      continue;
    }
    line(1, "readonly [one: `" + keys.numbered + "`]: " + type + ";");
    if (!keys.whole.empty()) line(1, "readonly " + property(keys.whole) + "?: " + type + ";");
  }
  line(0, "}");
  out_ += "\n";
}

// Norm, with its sanctions by label.
std::string Types::norm(const decision::NormSpec& spec) {
  if (spec.sanctions.empty()) return "Norm";
  std::string rows;
  for (const decision::NormSanction& row : spec.sanctions)
    rows += (rows.empty() ? "" : "; ") + property(row.label) + ": Sanction<" +
            (has_ends(row) ? known(row.amounts, {}, row.currency) : "never") + ">";
  return "Norm<{ " + rows + " }>";
}

}  // namespace

std::string typescript(const decision::Program& program, const decision::Decision& decision,
                       const explain::Wording& wording) {
  return Types(program, decision, wording).write();
}

}  // namespace phep::exports
