#include "compiler/runtime/verify_image.h"

#include "compiler/runtime/date.h"
#include "compiler/runtime/evaluation.h"
#include "compiler/runtime/json_scan.h"
#include "compiler/runtime/runtime.h"

namespace phep::runtime {

namespace {

bool strings_fit(const Suspect& s);
bool structs_are_sound(const Suspect& s);
bool slot_is_sound(const Suspect& s, uint32_t index);
bool nests_within_limit(const Suspect& s, uint32_t structure);
bool is_object_of(const Suspect& s, uint32_t node, uint32_t structure, int depth, uint32_t* left);
bool names_are_strings(const Suspect& s, Range names, uint32_t width, uint32_t column);
uint32_t field_size(const Slot& slot);

}  // namespace

bool verify_image(const void* bytes, size_t size) {
  if (bytes == nullptr || size < sizeof(Header)) return false;
  if (reinterpret_cast<uintptr_t>(bytes) % 8 != 0) return false;
  const auto* const header = static_cast<const Header*>(bytes);
  if (__builtin_memcmp(header->magic, kImageMagic, sizeof kImageMagic) != 0) return false;
  if (header->version != kImageVersion || header->size > size) return false;
  const Suspect s{header};
  return sections_fit(*header, header->size) && strings_fit(s) && verify_facts(s) &&
         verify_calendars(s) && verify_functions(s) && verify_norms(s) && verify_decisions(s);
}

bool verify_facts(const Suspect& s) {
  const Header& h = *s.image;
  for (uint32_t i = 0; i < h.keys.count; ++i) {
    const auto& key = s.at<KeyNode>(h.keys, i);
    const bool slot = key.slot == kNone || key.slot < h.slots.count;
    const bool object = key.object == kNone || key.object < h.objects.count;
    if (!s.is_string(key.key) || !slot || !object) return false;
    if (key.slot == kNone && key.object == kNone) return false;
  }
  for (uint32_t i = 0; i < h.objects.count; ++i) {
    const auto& object = s.at<ObjectNode>(h.objects, i);
    if (!is_inside(object.keys, h.keys)) return false;
    const auto leads_inside = [&](uint32_t key) { return key == kNone || key < object.keys.count; };
    if (!leads_inside(object.first)) return false;
    for (uint32_t k = 0; k < object.keys.count; ++k) {
      if (!leads_inside(s.at<KeyNode>(h.keys, object.keys.first + k).next)) return false;
    }
  }
  for (uint32_t i = 0; i < h.enums.count; ++i) {
    const auto& table = s.at<EnumTable>(h.enums, i);
    if (!is_inside(table.members, h.operands) || !names_are_strings(s, table.members, 1, 0)) {
      return false;
    }
    if (!s.is_string_or_none(table.name)) return false;
  }
  for (uint32_t i = 0; i < h.readings.count; ++i) {
    const auto& table = s.at<ReadingTable>(h.readings, i);
    if (!is_inside(table.members, h.operands) || !names_are_strings(s, table.members, 1, 0)) {
      return false;
    }
    if (!s.is_string(table.name) || table.default_member >= table.members.count) return false;
  }
  return structs_are_sound(s);
}

bool verify_calendars(const Suspect& s) {
  const Header& h = *s.image;
  if (h.groups.count > kMaxGroups) return false;
  for (uint32_t i = 0; i < h.groups.count; ++i) {
    const auto& group = s.at<PendingGroup>(h.groups, i);
    const bool count = group.alternatives >= 1 && group.alternatives <= kMaxWorlds;
    if (!count || !s.is_string(group.name) || !s.is_string_or_none(group.awaiting)) return false;
    if (group.calendar >= h.calendars.count) return false;
  }
  for (uint32_t i = 0; i < h.alternatives.count; ++i) {
    const auto& alternative = s.at<PendingAlternative>(h.alternatives, i);
    if (alternative.group >= h.groups.count) return false;
    const auto& group = s.at<PendingGroup>(h.groups, alternative.group);
    if (alternative.alternative >= group.alternatives) return false;
    if (!is_inside(alternative.rest, h.operands) || !is_inside(alternative.worked, h.operands)) {
      return false;
    }
  }
  for (uint32_t i = 0; i < h.calendars.count; ++i) {
    const auto& calendar = s.at<Calendar>(h.calendars, i);
    const uint64_t words = (uint64_t{calendar.days} + 63) / 64;
    if (!is_inside(calendar.rest, h.words) || !is_inside(calendar.pending, h.words)) return false;
    if (calendar.rest.count < words || calendar.pending.count < words) return false;
    if (!is_inside(calendar.alternatives, h.alternatives) || calendar.weekly > 0x7F) return false;
    const int64_t end = int64_t{calendar.first_day} + calendar.days;
    if (calendar.first_day < kFirstDate || end > int64_t{kLastDate} + 1) return false;
    if (calendar.zone < -1440 || calendar.zone > 1440) return false;
    if (!s.is_string(calendar.name) || !s.is_string(calendar.digest)) return false;
  }
  return true;
}

namespace {

template <class T>
bool section_fits(Section section, size_t size) {
  const uint64_t bytes = uint64_t{section.count} * sizeof(T);
  return section.offset % alignof(T) == 0 && is_inside(section.offset, bytes, size) &&
         (section.count == 0 || section.offset >= sizeof(Header));
}

}  // namespace

bool sections_fit(const Header& h, size_t size) {
  return section_fits<Range>(h.strings, size) && section_fits<char>(h.bytes, size) &&
         section_fits<uint32_t>(h.symbols, size) && section_fits<Decision>(h.decisions, size) &&
         section_fits<Struct>(h.structs, size) && section_fits<Slot>(h.slots, size) &&
         section_fits<ObjectNode>(h.objects, size) && section_fits<KeyNode>(h.keys, size) &&
         section_fits<EnumTable>(h.enums, size) && section_fits<ReadingTable>(h.readings, size) &&
         section_fits<Calendar>(h.calendars, size) &&
         section_fits<PendingAlternative>(h.alternatives, size) &&
         section_fits<PendingGroup>(h.groups, size) && section_fits<uint64_t>(h.words, size) &&
         section_fits<Function>(h.functions, size) && section_fits<Inst>(h.insts, size) &&
         section_fits<uint32_t>(h.operands, size) && section_fits<Const>(h.constants, size) &&
         section_fits<NormSpec>(h.norm_specs, size) && section_fits<NormText>(h.norm_texts, size) &&
         section_fits<Output>(h.outputs, size) && section_fits<NormOutput>(h.norm_outputs, size) &&
         section_fits<uint32_t>(h.certificate_names, size) && section_fits<Note>(h.notes, size);
}

namespace {

bool strings_fit(const Suspect& s) {
  const Header& h = *s.image;
  for (uint32_t i = 0; i < h.strings.count; ++i) {
    if (!is_inside(s.at<Range>(h.strings, i), h.bytes)) return false;
  }
  for (uint32_t i = 0; i < h.symbols.count; ++i) {
    if (!s.is_string(s.at<uint32_t>(h.symbols, i))) return false;
  }
  for (uint32_t i = 0; i < h.certificate_names.count; ++i) {
    if (!s.is_string(s.at<uint32_t>(h.certificate_names, i))) return false;
  }
  for (uint32_t i = 0; i < h.notes.count; ++i) {
    const auto& note = s.at<Note>(h.notes, i);
    const bool named = s.is_string(note.by) && s.is_string(note.does) && s.is_string(note.of) &&
                       s.is_string(note.on) && s.is_string_or_none(note.because);
    if (!named || note.bit >= h.certificate_names.count) return false;
  }
  return true;
}

bool structs_are_sound(const Suspect& s) {
  const Header& h = *s.image;
  for (uint32_t i = 0; i < h.structs.count; ++i) {
    const auto& structure = s.at<Struct>(h.structs, i);
    const uint64_t head = (structure.root != 0 ? 8 : 0) + uint64_t{structure.words} * 16;
    if (!is_inside(structure.slots, h.slots) || head > structure.size) return false;
    if (!is_inside(structure.earlier, h.operands, 2)) return false;
    for (uint32_t n = 0; n < structure.earlier.count; n += 2) {
      const uint32_t size = s.operand(structure.earlier.first + n);
      if (size < head || size > structure.size) return false;
    }
    if (structure.node != kNone && structure.node >= h.objects.count) return false;
    if ((structure.root != 0) != (structure.list_slot == kNone)) return false;
    if (structure.root == 0) {
      if (structure.size == 0 || structure.list_slot >= h.slots.count) return false;
      const auto& list = s.at<Slot>(h.slots, structure.list_slot);
      if (list.is_list == 0 || list.type != i || list.structure >= h.structs.count) return false;
    }
    for (uint32_t n = 0; n < structure.slots.count; ++n) {
      if (s.at<Slot>(h.slots, structure.slots.first + n).structure != i) return false;
    }
  }
  uint32_t objects = h.objects.count;
  for (uint32_t i = 0; i < h.structs.count; ++i) {
    if (!nests_within_limit(s, i)) return false;
    const auto& structure = s.at<Struct>(h.structs, i);
    if (structure.node == kNone ? structure.slots.count != 1
                                : !is_object_of(s, structure.node, i, 0, &objects)) {
      return false;
    }
  }
  for (uint32_t i = 0; i < h.slots.count; ++i) {
    if (!slot_is_sound(s, i)) return false;
  }
  return true;
}

bool slot_is_sound(const Suspect& s, uint32_t index) {
  const Header& h = *s.image;
  const auto& slot = s.at<Slot>(h.slots, index);
  if (slot.structure >= h.structs.count || slot.kind >= Kind::Norm) return false;
  const auto& structure = s.at<Struct>(h.structs, slot.structure);
  const bool own =
      index >= structure.slots.first && index - structure.slots.first < structure.slots.count;
  const uint64_t head = (structure.root != 0 ? 8 : 0) + uint64_t{structure.words} * 16;
  if (!own || slot.bit / 64 >= structure.words || slot.offset < head) return false;
  if (!is_inside(slot.offset, field_size(slot), structure.size)) return false;
  if (!s.is_string(slot.path) || !is_inside(slot.representatives, h.constants)) return false;
  if (slot.is_list != 0) {
    return slot.type < h.structs.count && slot.hi >= 0 && slot.hi <= 0xFFFF &&
           s.at<Struct>(h.structs, slot.type).list_slot == index;
  }
  if (slot.kind == Kind::Enum || slot.kind == Kind::Set) {
    if (slot.type >= h.enums.count) return false;
    const uint32_t members = s.at<EnumTable>(h.enums, slot.type).members.count;
    return slot.kind == Kind::Enum || members <= 64;
  }
  const bool money = slot.kind == Kind::Money || slot.kind == Kind::Amount;
  return !money || s.is_string_or_none(slot.type);
}

// From a struct outward to its root; an index of an element has sixteen bits a level.
bool nests_within_limit(const Suspect& s, uint32_t structure) {
  for (uint32_t depth = 0; depth <= Elements::kDepth; ++depth) {
    const auto& inner = s.at<Struct>(s.image->structs, structure);
    if (inner.root != 0) return true;
    structure = s.at<Slot>(s.image->slots, inner.list_slot).structure;
  }
  return false;
}

// Keys of an object and of those within it are slots of its own struct. Each object stands in one
// place: `left` is how many have not been seen.
bool is_object_of(const Suspect& s, uint32_t node, uint32_t structure, int depth, uint32_t* left) {
  const Header& h = *s.image;
  if (depth > kDepthMax || *left == 0) return false;
  --*left;
  const Range keys = s.at<ObjectNode>(h.objects, node).keys;
  for (uint32_t i = 0; i < keys.count; ++i) {
    const auto& key = s.at<KeyNode>(h.keys, keys.first + i);
    if (key.slot != kNone && s.at<Slot>(h.slots, key.slot).structure != structure) return false;
    if (key.object != kNone && !is_object_of(s, key.object, structure, depth + 1, left)) {
      return false;
    }
  }
  return true;
}

bool names_are_strings(const Suspect& s, Range names, uint32_t width, uint32_t column) {
  for (uint32_t i = column; i < names.count; i += width) {
    if (!s.is_string(s.operand(names.first + i))) return false;
  }
  return true;
}

uint32_t field_size(const Slot& slot) {
  if (slot.is_list != 0) return 16;
  switch (slot.kind) {
    case Kind::Bool: return 1;
    case Kind::Enum:
    case Kind::Date: return 4;
    case Kind::Int:
    case Kind::Money:
    case Kind::Instant:
    case Kind::Set: return 8;
    case Kind::Decimal:
    case Kind::Amount:
    case Kind::Duration:
    case Kind::Text:
    case Kind::Norm: break;
  }
  return 16;
}

}  // namespace

}  // namespace phep::runtime
