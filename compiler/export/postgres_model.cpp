#include "compiler/export/postgres_model.h"

#include "compiler/export/package_model.h"
#include "compiler/runtime/answer_words.h"
#include "compiler/runtime/phep_abi.h"

#include <algorithm>

namespace phep::exports {

namespace {

using decision::Kind;
using decision::Slot;

constexpr std::size_t kMostName = 63;

std::string lowered(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

// "a, b, c": the columns that follow a common beginning.
std::string row(std::initializer_list<std::string> cells) {
  std::string out = "  {";
  for (const std::string& cell : cells) out += (out.size() == 3 ? "" : ", ") + cell;
  return out + "},\n";
}

std::string_view kind_constant(Kind kind) {
  switch (kind) {
    case Kind::Bool: return "PHEP_K_BOOL";
    case Kind::Int:
    case Kind::Money: return "PHEP_K_INT";
    case Kind::Decimal:
    case Kind::Amount: return "PHEP_K_DECIMAL";
    case Kind::Date: return "PHEP_K_DATE";
    case Kind::Instant: return "PHEP_K_INSTANT";
    case Kind::Duration: return "PHEP_K_DURATION";
    case Kind::Text: return "PHEP_K_TEXT";
    case Kind::Enum: return "PHEP_K_ENUM";
    case Kind::Set: return "PHEP_K_SET";
    case Kind::Norm: break;
  }
  PHEP_UNREACHABLE();
}

std::string number(std::int64_t value) {
  // The least number is no literal of C.
  if (value == INT64_MIN) return "PG_INT64_MIN";
  return "INT64CONST(" + std::to_string(value) + ")";
}

}  // namespace

std::string pg_name(const std::string& text) {
  if (text.size() <= kMostName) return text;
  std::uint32_t hash = 2'166'136'261U;  // FNV-1a
  for (const char c : text) hash = (hash ^ static_cast<std::uint8_t>(c)) * 16'777'619U;
  std::string digest = "_";
  for (int shift = 28; shift >= 0; shift -= 4) digest += "0123456789abcdef"[hash >> shift & 15U];
  std::size_t kept = kMostName - digest.size();
  while ((static_cast<std::uint8_t>(text[kept]) & 0xC0U) == 0x80U) --kept;  // whole letters
  return text.substr(0, kept) + digest;
}

std::string pg_quoted(const std::string& name) {
  std::string out = "\"";
  for (const char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

std::string pg_literal(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
  return out + "'";
}

std::string PgModel::Scope::add(const std::string& text) {
  const std::string name = lowered(text);
  std::string unique = pg_name(name);
  for (int n = 2; !taken_.insert(unique).second; ++n)
    unique = pg_name(name + "_" + std::to_string(n));
  return unique;
}

PgModel::PgModel(const decision::Program& program, const decision::Decision& decision)
    : program_(program),
      name_(decision.export_name),
      scheme_(program, decision),
      places_(result_places(program, decision)) {
  enums();
  facts();
  readings_type();
  answer();
}

// Labels as the database keeps them, for SQL and for C.
std::string PgModel::members(const std::string& name, const std::vector<std::string>& labels) {
  std::string out = "static const char *const " + name + "[] = {";
  for (const std::string& label : labels) out += literal(pg_name(label)) + ", ";
  tables_ += out + "NULL};\n";
  return name;
}

void PgModel::enums() {
  Scope scope;
  scope.add("facts");
  scope.add("answer");
  scope.add("readings");
  scope.add("norm_status");
  for (const CEnum& one : scheme_.enums()) {
    const std::string own = scope.add(one.name);
    PgType type{.name = type_name(own)};
    for (const std::string& member : program_.enums[one.id].members)
      type.members.push_back(pg_name(member));
    enum_types_[one.id] = type.name;
    types_.push_back(std::move(type));
    enum_tables_[one.id] = members(name_ + "_m_" + own, program_.enums[one.id].members);
  }
  PgType status{.name = type_name("norm_status")};
  for (int i = 0; i <= PHEP_NORM_ERROR; ++i) {
    const runtime::String word = runtime::status_name(i);
    status.members.emplace_back(word.data, word.length);
  }
  members(name_ + "_statuses", status.members);
  types_.push_back(std::move(status));
}

std::string PgModel::scalar_type(Kind kind, decision::EnumId enumeration) const {
  switch (kind) {
    case Kind::Bool: return "boolean";
    case Kind::Int:
    case Kind::Money: return "bigint";
    case Kind::Decimal:
    case Kind::Amount: return "numeric";
    case Kind::Date: return "date";
    case Kind::Instant: return "timestamptz";
    case Kind::Duration:
    case Kind::Text: return "text";
    case Kind::Enum: return pg_quoted(enum_types_.at(enumeration));
    case Kind::Set: return pg_quoted(enum_types_.at(enumeration)) + "[]";
    case Kind::Norm: break;
  }
  PHEP_UNREACHABLE();
}

std::string PgModel::type_of(const Slot& slot) const {
  if (!slot.is_list) return scalar_type(slot.kind, slot.enumeration);
  return struct_types_.at(slot.element) + "[]";
}

// Elements first, so that who holds them finds their types.
void PgModel::facts() {
  const auto& structs = scheme_.structs();
  for (std::size_t i = structs.size(); i-- > 0;) structure(structs[i]);
}

void PgModel::structure(decision::StructId id) {
  const decision::Struct& shape = program_.structs[id];
  const std::string own = lowered(scheme_.struct_name(id));
  const bool plain = !shape.root && shape.shape.keys.empty();
  PgType type{.name = type_name(own), .composite = true};
  std::string rows;
  Scope scope;
  for (const Slot* slot : by_offset(program_, shape)) {
    const std::string column = scope.add(scheme_.field_name(*slot));
    const std::string absent = slot->optional ? scope.add(column + "_absent") : "";
    type.columns.push_back({column, type_of(*slot)});
    if (slot->optional) type.columns.push_back({absent, "boolean"});
    const bool labels = slot->enumeration.exists() && !slot->is_list;
    const std::string items =
        slot->is_list ? "&" + name_ + "_s_" + lowered(scheme_.struct_name(slot->element)) : "NULL";
    const auto id_of_slot = std::ranges::find_if(
        shape.slots, [&](decision::SlotId each) { return &program_.slots[each] == slot; });
    rows += row({literal(slot->path), literal(column), slot->optional ? literal(absent) : "NULL",
                 slot->is_list ? "PHEP_K_LIST" : std::string(kind_constant(slot->kind)),
                 std::to_string(slot->offset), std::to_string(slot->bit),
                 std::to_string(id_of_slot->index),
                 labels ? enum_tables_.at(slot->enumeration) : "NULL",
                 labels ? std::to_string(program_.enums[slot->enumeration].members.size()) : "0",
                 slot->ranged && !slot->is_list ? "true" : "false", number(slot->lo),
                 number(slot->hi), items});
  }
  if (plain) {
    struct_types_[id] = type_of(program_.slots[shape.slots[0]]);
  } else {
    struct_types_[id] = pg_quoted(type.name);
    types_.push_back(std::move(type));
  }
  const std::string table = name_ + "_f_" + own;
  tables_ += "static const phep_pg_fact " + table + "[] = {\n" + rows + "  {0}\n};\n";
  tables_ += "static const phep_pg_struct " + name_ + "_s_" + own + " = {" + table + ", " +
             std::to_string(shape.slots.size()) + ", " + std::to_string(shape.size) + ", " +
             std::to_string(shape.words) + ", " + std::to_string(shape.layout) + "u, " +
             (shape.root ? "true" : "false") + ", " + (plain ? "true" : "false") + "};\n";
}

void PgModel::readings_type() {
  PgType type{.name = type_name("readings"), .composite = true};
  std::string rows;
  Scope scope;
  int count = 0;
  for (const decision::Reading& reading : program_.readings) {
    const std::string column = scope.add(c_identifier(reading.name));
    const std::string table = members(name_ + "_r_" + std::to_string(count++), reading.options);
    const std::string own = type_name("reading_" + column);
    PgType options{.name = own};
    for (const std::string& option : reading.options) options.members.push_back(pg_name(option));
    types_.push_back(std::move(options));
    type.columns.push_back({column, pg_quoted(own)});
    readings_.push_back({column, reading.name});
    rows += row({literal(column), table, std::to_string(reading.options.size())});
  }
  types_.push_back(std::move(type));
  tables_ += "static const phep_pg_reading " + name_ + "_readings[] = {\n" + rows + "  {0}\n};\n";
}

void PgModel::answer() {
  PgType type{.name = type_name("answer"), .composite = true};
  std::string rows;
  Scope scope;
  int count = 0;
  const auto add = [&](const std::string& text, const std::string& sql, std::string_view source,
                       std::uint32_t offset, std::string_view kind, const std::string& labels,
                       std::size_t labels_count, bool repeated) {
    const std::string column = scope.add(text);
    type.columns.push_back({column, sql + (repeated ? "[]" : "")});
    rows += row({literal(column), std::string(source), std::to_string(offset), std::string(kind),
                 labels.empty() ? "NULL" : labels, std::to_string(labels_count),
                 repeated ? "true" : "false"});
    ++count;
  };
  const auto plain = [&](const std::string& text, const std::string& sql, std::string_view source,
                         std::uint32_t offset) {
    add(text, sql, source, offset, "PHEP_K_TEXT", "", 0, false);
  };
  plain("error", "text", "PHEP_A_ROW_ERROR", 0);
  plain("missing", "text[]", "PHEP_A_MISSING", 0);
  for (const CPart& part : scheme_.parts()) {
    if (part.output != nullptr) {
      const decision::Output& output = *part.output;
      const bool labels = output.enumeration.exists();
      add(part.name, scalar_type(output.kind, output.enumeration), "PHEP_A_VALUE", part.offset,
          kind_constant(output.kind), labels ? enum_tables_.at(output.enumeration) : "",
          labels ? program_.enums[output.enumeration].members.size() : 0, false);
      if (output.present.exists())
        plain(part.name + "_absent", "boolean", "PHEP_A_ABSENT", part.offset);
      plain(part.name + "_error", "text", "PHEP_A_ERROR", part.offset);
      continue;
    }
    const bool repeated = part.norm->list.exists() || part.norm->most != 0;
    add(part.name + "_status", pg_quoted(type_name("norm_status")), "PHEP_A_STATUS", part.offset,
        "PHEP_K_ENUM", name_ + "_statuses", PHEP_NORM_ERROR + 1, repeated);
    add(part.name + "_binds", "boolean", "PHEP_A_BINDS", part.offset, "PHEP_K_BOOL", "", 0,
        repeated);
    add(part.name + "_due", "timestamptz", "PHEP_A_DUE", part.offset, "PHEP_K_INSTANT", "", 0,
        repeated);
  }
  types_.push_back(std::move(type));
  tables_ += "static const phep_pg_column " + name_ + "_columns[] = {\n" + rows + "  {0}\n};\n";
  tables_ += "static const phep_pg_decision " + name_ + "_decision = {\n  &" + name_ +
             "_s_facts, " + name_ + "_columns, " + std::to_string(count) + ", " + name_ +
             "_readings, " + std::to_string(program_.readings.size()) + ", " +
             std::to_string(places_.size) + ", " + std::to_string(places_.layout) +
             "u,\n  (phep_pg_decide)" + name_ + "_decide, " + name_ + "_decide_json};\n";
}

}  // namespace phep::exports
