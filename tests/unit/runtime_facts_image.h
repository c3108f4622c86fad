// A policy image with one record of every kind of fact, for tests of the facts reader and the
// writers.
#pragma once

#include "tests/unit/runtime_image.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

namespace phep::runtime {

// One field of a record: where its slot's JSON key stands is up to the caller.
struct Field {
  std::string_view key;
  Kind kind = Kind::Bool;
  std::uint8_t flags = 0;
  std::uint32_t type = kNone;  // enum, list struct, currency
  bool is_list = false;
  std::int64_t lo = 0, hi = 0;
};

// Lays structs out as the compiler does: bits in order of declaration, fields at multiples of
// eight.
class FactsImage {
 public:
  ImageBuilder builder;

  std::uint32_t begin_struct(bool root, std::uint32_t words, std::uint32_t list_slot = kNone) {
    Struct structure{};
    structure.root = root ? 1 : 0;
    structure.words = words;
    structure.layout = root ? 77 : 0;
    structure.size = (root ? 8 : 0) + 16 * words;
    structure.slots.first = ImageBuilder::count(builder.slots);
    structure.node = kNone;
    structure.list_slot = list_slot;
    builder.structs.push_back(structure);
    return ImageBuilder::count(builder.structs) - 1;
  }

  // Adds a slot; `path` is its JSON pointer from the struct.
  std::uint32_t slot(std::uint32_t structure, const Field& field, std::string_view path) {
    Struct& holder = builder.structs[structure];
    Slot slot{};
    slot.kind = field.kind;
    slot.is_list = field.is_list ? 1 : 0;
    slot.flags = field.flags;
    slot.offset = holder.size;
    slot.bit = holder.slots.count++;
    slot.structure = structure;
    slot.type = field.type;
    slot.path = builder.string(path);
    slot.lo = field.lo;
    slot.hi = field.hi;
    holder.size += 16;  // wide enough for every kind
    builder.slots.push_back(slot);
    return ImageBuilder::count(builder.slots) - 1;
  }

  struct Key {
    std::string_view key;
    std::uint32_t slot = kNone;
    std::uint32_t object = kNone;
  };
  // An object of these keys in order of declaration.
  std::uint32_t object(const std::vector<Key>& declared, bool closed = false) {
    std::vector<KeyNode> nodes;
    for (std::uint32_t i = 0; i < declared.size(); ++i) {
      nodes.push_back({builder.string(declared[i].key), declared[i].slot, declared[i].object, i});
    }
    std::sort(nodes.begin(), nodes.end(), [&](const KeyNode& a, const KeyNode& b) {
      return declared[a.next].key < declared[b.next].key;
    });
    std::vector<std::uint32_t> sorted(nodes.size() + 1, kNone);
    for (std::uint32_t i = 0; i < nodes.size(); ++i) sorted[nodes[i].next] = i;
    for (KeyNode& node : nodes) node.next = sorted[node.next + 1];
    builder.objects.push_back({{ImageBuilder::count(builder.keys), ImageBuilder::count(nodes)},
                               closed ? 1U : 0U,
                               sorted[0]});
    builder.keys.insert(builder.keys.end(), nodes.begin(), nodes.end());
    return ImageBuilder::count(builder.objects) - 1;
  }
};

// Case { detected_at, notified_at?, harm, secret, affected 0..1_000_000, total, rate, fee,
// first_day, grace, name, tags, seen_on?, acts closed { told_on?, logged, done, level }, $judgments
// { fit }, requests max 3 of { id, closed_on?, notes max 2 of { by } }, days max 2 of date, boss? {
// age } }. Every slot's index is given by name.
class CaseImage : public FactsImage {
 public:
  std::uint32_t harm, tag, notified_at, affected, acts_level, requests, closed_on, notes, note_by;
  std::uint32_t decision = 0;

  CaseImage() {
    harm = builder.enumeration("Harm", {"none", "limited", "serious"});
    tag = builder.enumeration("Tag", {"web", "app", "đường dây", "mail"});
    const std::uint32_t vnd = builder.string("VND");
    const std::uint32_t root = begin_struct(true, 1);
    const auto add = [&](const Field& field) {
      return Key{field.key, slot(root, field, std::string("/") + std::string(field.key))};
    };
    std::vector<Key> keys;
    keys.push_back(add({"detected_at", Kind::Instant}));
    keys.push_back(add({"notified_at", Kind::Instant, kOptional}));
    notified_at = keys.back().slot;
    keys.push_back(add({"harm", Kind::Enum, 0, harm}));
    keys.push_back(add({"secret", Kind::Bool}));
    keys.push_back(add({"affected", Kind::Int, kRanged, kNone, false, 0, 1'000'000}));
    affected = keys.back().slot;
    keys.push_back(add({"total", Kind::Int}));
    keys.push_back(add({"rate", Kind::Decimal}));
    keys.push_back(add({"fee", Kind::Money, kRanged, vnd, false, 0, 1'000'000'000'000}));
    keys.push_back(add({"first_day", Kind::Date, kRanged, kNone, false, 10'957, 40'000}));
    keys.push_back(add({"grace", Kind::Duration}));
    keys.push_back(add({"name", Kind::Text}));
    keys.push_back(add({"tags", Kind::Set, 0, tag}));
    keys.push_back(add({"seen_on", Kind::Date, kOptional}));
    keys.push_back({"acts", kNone, acts(root)});
    keys.push_back({"$judgments", kNone, judgments(root)});
    keys.push_back(add({"requests", Kind::Bool, 0, kNone, true, 0, 3}));
    requests = keys.back().slot;
    keys.push_back(add({"days", Kind::Bool, 0, kNone, true, 0, 2}));
    const std::uint32_t days = keys.back().slot;
    const Key presence = add({"boss", Kind::Bool, kOptional});
    const std::uint32_t age = slot(root, {"age", Kind::Int}, "/boss/age");
    keys.push_back({"boss", presence.slot, object({{"age", age}})});
    builder.structs[root].node = object(keys);
    add_requests();
    builder.slots[days].type = begin_struct(false, 1, days);
    slot(builder.slots[days].type, {"", Kind::Date}, "");
    Decision decided{};
    decided.name = builder.string("sample.report");
    decided.structure = root;
    builder.decisions.push_back(decided);
  }

 private:
  std::uint32_t acts(std::uint32_t root) {
    const Key told_on{"told_on",
                      slot(root, {"", Kind::Instant, kOptional | kClosed}, "/acts/told_on")};
    const Key logged{"logged", slot(root, {"", Kind::Bool, kClosed}, "/acts/logged")};
    const Key done{"done", slot(root, {"", Kind::Set, kClosed, tag}, "/acts/done")};
    acts_level = slot(root, {"", Kind::Int, kClosed}, "/acts/level");
    return object({told_on, logged, done, {"level", acts_level}}, true);
  }

  std::uint32_t judgments(std::uint32_t root) {
    return object({{"fit", slot(root, {"", Kind::Bool, kJudgment}, "/$judgments/fit")}});
  }

  void add_requests() {
    const std::uint32_t request = begin_struct(false, 1, requests);
    builder.slots[requests].type = request;
    const std::uint32_t id = slot(request, {"", Kind::Text}, "/id");
    closed_on = slot(request, {"", Kind::Date, kOptional}, "/closed_on");
    notes = slot(request, {"", Kind::Bool, 0, kNone, true, 0, 2}, "/notes");
    builder.structs[request].node =
        object({{"id", id}, {"closed_on", closed_on}, {"notes", notes}});
    const std::uint32_t note = begin_struct(false, 1, notes);
    builder.slots[notes].type = note;
    note_by = slot(note, {"", Kind::Text}, "/by");
    builder.structs[note].node = object({{"by", note_by}});
  }
};

}  // namespace phep::runtime
