#include "compiler/decision/facts_layout.h"

#include "compiler/base/check.h"
#include "compiler/decision/print.h"
#include "compiler/diagnostics/kinds/lowering.h"

#include <algorithm>
#include <limits>

namespace phep::decision {
namespace {

// What one call can name: a missing leaf is a slot in 16 bits and a list index in 16 more.
constexpr std::uint32_t kMaxSlots = 65'535;
constexpr std::uint32_t kMaxList = 65'535;
constexpr std::uint32_t kMaxSetMembers = 64;
constexpr std::uint32_t kMaxListDepth = 4;  // an index has 16 bits a level

constexpr std::uint32_t rounded_up(std::uint32_t value, std::uint32_t to) {
  return (value + to - 1) / to * to;
}

// FNV-1a over the parts of a layout.
class LayoutHash {
 public:
  void add(std::string_view text) {
    for (const char c : text) byte(static_cast<std::uint8_t>(c));
    byte(0);
  }
  void add(std::uint32_t number) {
    for (int shift = 0; shift < 32; shift += 8) byte(static_cast<std::uint8_t>(number >> shift));
  }
  [[nodiscard]] std::uint32_t value() const { return hash_; }

 private:
  void byte(std::uint8_t b) { hash_ = (hash_ ^ b) * 16'777'619U; }
  std::uint32_t hash_ = 2'166'136'261U;
};

std::string pointer_part(std::string_view key) {
  std::string out = "/";
  for (const char c : key) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

}  // namespace

FieldSize field_size(Kind kind, bool is_list) {
  if (is_list) return {16, 8};
  switch (kind) {
    case Kind::Bool: return {1, 1};
    case Kind::Enum:
    case Kind::Date: return {4, 4};
    case Kind::Int:
    case Kind::Money:
    case Kind::Instant:
    case Kind::Set: return {8, 8};
    case Kind::Decimal:
    case Kind::Amount:
    case Kind::Duration:
    case Kind::Text: return {16, 8};
    case Kind::Norm: PHEP_UNREACHABLE();
  }
  PHEP_UNREACHABLE();
}

struct FactsLayout::Leaves {
  std::string name;         // of the struct
  std::uint32_t depth = 0;  // lists around it
  Span span{};
  std::string path{};  // of the object that is being read
  std::vector<Slot> slots{};
  std::vector<std::pair<std::size_t, hir::TypeId>> lists{};  // slot → element type
};

FactsLayout::FactsLayout(const Modules& modules, const hir::TypeStore& types, const Interner& names,
                         const Layouts& committed, const Judgments& judgments, Program& program,
                         DiagnosticList& diagnostics)
    : modules_(modules),
      types_(types),
      names_(names),
      committed_(committed),
      judgments_(judgments),
      program_(program),
      diagnostics_(diagnostics) {}

const hir::Def& FactsLayout::def(hir::DefId id) const {
  const auto found = modules_.find(id.file);
  PHEP_CHECK(found != modules_.end() && id.index < found->second->defs.size(),
             "a definition outside the closure of modules");
  return found->second->defs[id.index];
}

EnumId FactsLayout::enumeration(hir::DefId id) {
  if (const auto found = enums_.find(id); found != enums_.end()) return found->second;
  const hir::Def& declared = def(id);
  EnumTable table{.name = declared.qualified};
  if (const auto* reading = std::get_if<hir::Reading>(&declared.node)) {
    for (const auto& option : reading->options)
      table.members.emplace_back(names_.text(option.name));
  } else {
    const auto& node = std::get<hir::Enum>(declared.node);
    table.ordered = node.ordered;
    for (const auto& member : node.members) table.members.emplace_back(names_.text(member.name));
  }
  const EnumId made = program_.enums.add(std::move(table));
  enums_.emplace(id, made);
  return made;
}

Kind FactsLayout::kind_of(hir::TypeId type_id) {
  const hir::Type& type = types_[types_.without_optional(type_id)];
  switch (type.sort) {
    case hir::Sort::Bool: return Kind::Bool;
    case hir::Sort::Int: return Kind::Int;
    case hir::Sort::Decimal: return Kind::Decimal;
    case hir::Sort::Money: return Kind::Money;
    case hir::Sort::Amount: return Kind::Amount;
    case hir::Sort::Date: return Kind::Date;
    case hir::Sort::Instant: return Kind::Instant;
    case hir::Sort::Duration: return Kind::Duration;
    case hir::Sort::Text: return Kind::Text;
    case hir::Sort::Enum: return Kind::Enum;
    case hir::Sort::Set: {
      PHEP_CHECK(program_.enums[enumeration(type.def)].members.size() <= kMaxSetMembers,
                 "a set over more members than a word has bits: the checker lets none through");
      return Kind::Set;
    }
    case hir::Sort::Norm: return Kind::Norm;
    case hir::Sort::Range: return kind_of(type.element);
    case hir::Sort::Error:
    case hir::Sort::Record:
    case hir::Sort::List:
    case hir::Sort::Optional:
    case hir::Sort::Null: return Kind::Bool;
  }
  PHEP_UNREACHABLE();
}

StructId FactsLayout::root(const std::string& name, const std::vector<FactsParam>& params) {
  Leaves leaves{.name = name, .span = params.empty() ? Span{} : params[0].span};
  if (params.size() == 1 && types_.is(params[0].type, hir::Sort::Record)) {
    ObjectShape shape = record_shape(leaves, types_[params[0].type].def);
    return finish(leaves, std::move(shape));
  }
  ObjectShape shape;
  for (const FactsParam& param : params)
    add_type(leaves, shape, param.name, param.type, nullptr, false, param.span);
  return finish(leaves, std::move(shape));
}

SlotId FactsLayout::find(StructId structure, const std::string& path) const {
  const auto found = index_.find({structure, path});
  return found == index_.end() ? SlotId{} : found->second;
}

ObjectShape FactsLayout::record_shape(Leaves& leaves, hir::DefId record) {
  const hir::Def& declared = def(record);
  const auto& node = std::get<hir::Record>(declared.node);
  ObjectShape shape;
  shape.closed = node.closed;
  for (const hir::Field& field : node.fields)
    add_type(leaves, shape, std::string(names_.text(field.name)), field.type, &field, node.closed,
             field.span);
  const auto found = judgments_.find(record);
  if (found == judgments_.end()) return shape;

  ObjectShape judged;
  const std::string outer = leaves.path;
  leaves.path += "/$judgments";
  for (const JudgmentLeaf& leaf : found->second) {
    Slot slot = leaf.type.exists() ? scalar_slot(leaf.type, nullptr) : Slot{.kind = Kind::Instant};
    slot.judgment = true;
    add_leaf(leaves, judged, leaf.key, std::move(slot));
  }
  leaves.path = outer;
  shape.keys.push_back({.key = "$judgments", .slot = {}, .object = {std::move(judged)}});
  return shape;
}

void FactsLayout::add_type(Leaves& leaves, ObjectShape& shape, const std::string& key,
                           hir::TypeId type, const hir::Field* field, bool closed, Span span) {
  const hir::Type& held = types_[types_.without_optional(type)];
  const bool composite = held.sort == hir::Sort::Record || held.sort == hir::Sort::List;
  PHEP_CHECK(!composite || !types_.is_optional(type),
             "an optional record or list: the checker lets none through");
  if (held.sort == hir::Sort::Record) {
    const std::string outer = leaves.path;
    leaves.path += pointer_part(key);
    ObjectShape inner = record_shape(leaves, held.def);
    leaves.path = outer;
    shape.keys.push_back({.key = key, .slot = {}, .object = {std::move(inner)}});
    return;
  }
  Slot slot =
      held.sort == hir::Sort::List ? list_slot(leaves, type, span) : scalar_slot(type, field);
  slot.closed = closed;
  add_leaf(leaves, shape, key, std::move(slot));
}

Slot FactsLayout::list_slot(Leaves& leaves, hir::TypeId type, Span span) {
  const hir::Type& list = types_[type];
  if (list.max > kMaxList)
    diagnostics_.report(diag::ListTooLong, span, static_cast<std::int64_t>(kMaxList));
  leaves.lists.emplace_back(leaves.slots.size(), list.element);
  return {.kind = Kind::Int, .is_list = true, .lo = 0, .hi = list.max};
}

Slot FactsLayout::scalar_slot(hir::TypeId type, const hir::Field* field) {
  const hir::Type& held = types_[types_.without_optional(type)];
  Slot slot{.kind = kind_of(type), .optional = types_.is_optional(type)};
  if (slot.kind == Kind::Enum || slot.kind == Kind::Set) slot.enumeration = enumeration(held.def);
  if (slot.kind == Kind::Money || slot.kind == Kind::Amount)
    slot.currency = std::string(names_.text(held.currency));
  if (field != nullptr && (field->lo || field->hi)) {
    const bool date = slot.kind == Kind::Date;
    slot.ranged = true;
    slot.lo = field->lo.value_or(date ? kFirstDay : std::numeric_limits<std::int64_t>::min());
    slot.hi = field->hi.value_or(date ? kLastDay : std::numeric_limits<std::int64_t>::max());
  }
  return slot;
}

void FactsLayout::add_leaf(Leaves& leaves, ObjectShape& shape, const std::string& key, Slot slot) {
  slot.path = leaves.path + pointer_part(key);
  // A struct's slots stand together, so the id is known before the slot is stored.
  const SlotId id{program_.slots.size() + static_cast<std::uint32_t>(leaves.slots.size())};
  leaves.slots.push_back(std::move(slot));
  shape.keys.push_back({.key = key, .slot = id, .object = {}});
}

StructId FactsLayout::finish(Leaves& leaves, ObjectShape shape) {
  const bool is_root = leaves.depth == 0;
  Struct made{.name = leaves.name, .root = is_root, .shape = std::move(shape)};
  place(leaves, leaves.slots, made, is_root);
  const StructId id = program_.structs.add(std::move(made));
  Struct& structure = program_.structs[id];
  for (Slot& slot : leaves.slots) {
    slot.structure = id;
    const std::string path = slot.path;
    const SlotId slot_id = program_.slots.add(std::move(slot));
    structure.slots.push_back(slot_id);
    index_.emplace(std::pair(id, path), slot_id);
  }
  if (program_.slots.size() > kMaxSlots)
    diagnostics_.report(diag::TooManyFacts, leaves.span, static_cast<std::int64_t>(kMaxSlots));

  LayoutHash hash;
  for (const SlotId slot_id : structure.slots) {
    const Slot& slot = program_.slots[slot_id];
    hash.add(slot.path);
    hash.add(static_cast<std::uint32_t>(slot.kind));
    hash.add(slot.bit);
    hash.add(slot.offset);
    hash.add(layout_kind(slot));
    if (!slot.enumeration.exists()) continue;
    for (const std::string& member : program_.enums[slot.enumeration].members) hash.add(member);
  }
  bool elements_same = true;
  for (const auto& [index, element] : leaves.lists) {
    const StructId element_id = element_struct(leaves, structure.slots[index], element);
    if (!element_id.exists()) continue;
    const Struct& made_element = program_.structs[element_id];
    hash.add(made_element.layout);
    const auto found = committed_.find(made_element.name);
    elements_same &= found == committed_.end() || found->second.versions.empty() ||
                     found->second.versions.back().layout == made_element.layout;
  }
  structure.layout = hash.value();
  // Elements stand one after another, so where one has grown no earlier caller can be served.
  if (const auto found = committed_.find(structure.name);
      is_root && elements_same && found != committed_.end())
    for (const LayoutVersion& version : found->second.versions)
      if (version != LayoutVersion{structure.size, structure.layout})
        structure.earlier.push_back(version);
  return id;
}

StructId FactsLayout::element_struct(const Leaves& owner, SlotId list, hir::TypeId element) {
  const std::string path = program_.slots[list].path;
  Leaves inner{.name = owner.name + path, .depth = owner.depth + 1, .span = owner.span};
  if (inner.depth > kMaxListDepth) {
    diagnostics_.report(diag::ListTooDeep, owner.span, path,
                        static_cast<std::int64_t>(kMaxListDepth));
    return {};
  }
  ObjectShape shape;
  if (const hir::Type& type = types_[element]; type.sort == hir::Sort::Record) {
    shape = record_shape(inner, type.def);
    if (inner.slots.empty()) {  // nothing to tell one from another, and no bytes to count them by
      diagnostics_.report(diag::ElementsWithoutFacts, owner.span, path);
      return {};
    }
  } else {  // elements that are values have no keys, and the list's own path
    add_leaf(inner, shape, "", scalar_slot(element, nullptr));
    inner.slots[0].path.clear();
    shape.keys.clear();
  }
  const StructId made = finish(inner, std::move(shape));
  program_.structs[made].list_slot = list;
  program_.slots[list].element = made;
  return made;
}

// Whether the fact is what the committed place was for: members are only added at the end.
bool FactsLayout::is_still(const Slot& slot, const LayoutEntry& entry) const {
  if (!entry.kind.empty() && entry.kind != layout_kind(slot)) return false;
  if (entry.members.empty()) return true;
  if (!slot.enumeration.exists()) return false;
  const std::vector<std::string>& members = program_.enums[slot.enumeration].members;
  return entry.members.size() <= members.size() &&
         std::equal(entry.members.begin(), entry.members.end(), members.begin());
}

// Facts that were committed keep bit and offset; new ones follow all that were ever given out.
void FactsLayout::place(Leaves& leaves, std::vector<Slot>& slots, Struct& structure, bool is_root) {
  const std::uint32_t head = is_root ? 8 : 0;  // u32 size, u32 layout
  std::map<std::string, LayoutEntry> kept;
  if (const auto found = committed_.find(leaves.name); found != committed_.end())
    for (const LayoutEntry& entry : found->second.entries) kept.emplace(entry.path, entry);

  // A fresh struct leaves room for at least 32 facts to come: the words cannot grow later without
  // moving every field.
  structure.words = (static_cast<std::uint32_t>(slots.size()) + 32) / 64 + 1;
  if (!kept.empty()) {
    std::uint32_t first = std::numeric_limits<std::uint32_t>::max();
    for (const auto& [path, entry] : kept) first = std::min(first, entry.offset);
    structure.words = first < head + 16 ? 1 : (first - head) / 16;
  }
  std::uint32_t bit = 0;
  std::uint32_t end = head + 16 * structure.words;
  const std::uint32_t fields_begin = end;
  std::map<std::uint32_t, std::uint32_t> taken;  // offset → end, of committed facts
  std::map<std::string, const Slot*> by_path;
  for (const Slot& slot : slots) by_path.emplace(slot.path, &slot);
  bool fits = true;
  for (const auto& [path, entry] : kept) {
    const auto now = by_path.find(path);
    // Of a fact that is gone only the place is known: its field took at most 16 bytes.
    const FieldSize size = now == by_path.end()
                               ? FieldSize{1, 1}
                               : field_size(now->second->kind, now->second->is_list);
    fits &= entry.offset >= fields_begin && entry.offset % size.alignment == 0;
    fits &= taken.emplace(entry.offset, entry.offset + size.bytes).second;
    if (now == by_path.end())
      structure.holes.push_back(entry);
    else
      fits &= is_still(*now->second, entry);
    bit = std::max(bit, entry.bit + 1);
    end = std::max(end, entry.offset + (now == by_path.end() ? 16 : size.bytes));
  }
  for (auto at = taken.begin(); at != taken.end() && std::next(at) != taken.end(); ++at)
    fits &= at->second <= std::next(at)->first;
  if (!fits) diagnostics_.report(diag::LayoutMismatch, leaves.span, leaves.name);
  // What is new lies beyond all that an earlier caller has.
  if (!kept.empty()) end = rounded_up(end, 8);

  for (Slot& slot : slots) {
    if (const auto found = kept.find(slot.path); found != kept.end()) {
      slot.bit = found->second.bit;
      slot.offset = found->second.offset;
      continue;
    }
    const FieldSize size = field_size(slot.kind, slot.is_list);
    slot.bit = bit++;
    slot.offset = rounded_up(end, size.alignment);
    end = slot.offset + size.bytes;
  }
  if (bit > 64 * structure.words)
    diagnostics_.report(diag::LayoutFull, leaves.span, leaves.name,
                        static_cast<std::int64_t>(64 * structure.words));
  structure.size = rounded_up(end, 8);
}

}  // namespace phep::decision
