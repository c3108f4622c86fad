// A sound policy image in which every section ends in an item to spare, to which nothing leads.
#pragma once

#include "compiler/runtime/phep_abi.h"
#include "compiler/runtime/runtime.h"
#include "tests/unit/runtime_image.h"

#include <cstdint>
#include <vector>

namespace phep::runtime {

class SoundImage : public ImageBuilder {
 public:
  enum Slots : std::uint32_t { kFlag, kMode, kTags, kPrice, kItems, kNumber, kSpareSlot };
  enum Structs : std::uint32_t { kRoot, kElement, kSpareStruct };
  enum Functions : std::uint32_t { kBody, kOne, kEach, kEntry, kSpareFunction };
  // The instructions of the entry, whose results are registers from 1 on.
  enum Insts : std::uint32_t {
    kConst,
    kText,
    kLoad,
    kPresent,
    kLength,
    kReading,
    kCompare,
    kArith,
    kRound,
    kLawDay,
    kInForce,
    kDeadline,
    kCall,
    kQuantify,
    kChoose,
    kNorm,
    kNormIs,
    kEntryInsts
  };
  static constexpr std::uint32_t kRegisters = 1 + kEntryInsts;

  std::uint32_t text = string("text");

  SoundImage() {
    tables();
    facts();
    norm();
    code();
    decision();
    spare();
  }

  bool sound(std::uint32_t shorter = 0, Section Header::* section = nullptr) {
    auto* const header = const_cast<Header*>(build());
    if (section != nullptr) (header->*section).count -= shorter;
    return verify_image(header, header->size);
  }

  Inst& entry(Insts index) { return insts[functions[kEntry].insts.first + index]; }
  static constexpr std::uint32_t reg(Insts index) { return 1 + index; }
  template <class T>
  static std::uint32_t last(const std::vector<T>& items) {
    return count(items) - 1;
  }
  // A range that ends where the operands end.
  Range tail(const std::vector<std::uint32_t>& added) { return operand_words(added); }
  // The entry, and thus decisions, take more steps.
  void recount(std::uint32_t more) {
    functions[kEntry].bound += more;
    for (Decision& each : decisions) each.bound += more;
  }

 private:
  void tables() {
    symbols = {text, text};
    enumeration("Mode", {"a", "b"});
    readings.push_back({text, operand_strings({"r", "s"}), 1, 0});
    groups.push_back({text, 2, kNone, 0});
    alternatives.push_back({0, 1, tail({5}), tail({6})});
    calendars.push_back({0, 64, word_bits({0}), word_bits({0}), {0, 1}, 0x60, 420, text, text});
    constants = {{0, 0}, {text, 0}, {1'000'000'000, 0}};
    certificate_names = {text, text};
    notes.push_back({0, text, text, text, text, text});
  }

  void slot(Kind kind, std::uint32_t type, bool is_list = false, std::int64_t hi = 0) {
    Struct& holder = structs.back();
    Slot added{};
    added.kind = kind;
    added.is_list = is_list ? 1 : 0;
    added.offset = holder.size;
    added.bit = holder.slots.count++;
    added.structure = last(structs);
    added.type = type;
    added.path = text;
    added.hi = hi;
    holder.size += 16;
    slots.push_back(added);
  }

  void facts() {
    structs.push_back({24, 1, {0, 0}, 1, 7, 0, kNone, {0, 0}});
    slot(Kind::Bool, kNone);
    slot(Kind::Enum, 0);
    slot(Kind::Set, 0);
    slot(Kind::Money, text);
    slot(Kind::Bool, kElement, true, 3);
    structs[kRoot].earlier = tail({24, 1});
    structs.push_back({16, 1, {count(slots), 0}, 0, 0, 1, kItems, {0, 0}});
    slot(Kind::Int, kNone);
    keys = {{text, kFlag, kNone, kNone}, {text, kNumber, kNone, kNone}};
    objects = {{{0, 1}, 0, 0}, {{1, 1}, 0, 0}, {{0, 0}, 0, kNone}};
  }

  // Every row of a norm; it has no register of a kind of its own, and parameters in its rows.
  void norm() {
    NormSpec spec{};
    spec.trigger_kind = spec.done_kind = static_cast<std::uint8_t>(Kind::Instant);
    spec.zone = 28;
    for (std::uint32_t* const reg :
         {&spec.trigger_present, &spec.trigger, &spec.in_force, &spec.applies, &spec.done_present,
          &spec.done, &spec.due_present, &spec.due, &spec.due_exclusive, &spec.excused,
          &spec.bearers, &spec.available, &spec.silence_counts})
      *reg = kNone;
    spec.exempts = tail({0, 0, 0});
    spec.deferrals = tail({0, 0, 0});
    spec.sanctions = tail({0, kNone, kNone, 0, 0, kNone});
    spec.evidence = tail({0, 0});
    norm_specs.push_back(spec);
    NormText said{};
    said.name = said.currencies = said.proof = said.breach_of = text;
    said.cites = tail({text});
    said.exempt_names = tail({text});
    const Range measures = tail({text});
    said.sanctions = tail({text, text, 3, text, measures.first, measures.count});
    said.evidence_names = tail({text});
    const Range cites = tail({text});
    said.bearers = tail({text, cites.first, cites.count});
    NormText bare{};
    bare.name = text;
    bare.currencies = kNone;
    norm_texts = {said, bare};
  }

  void function(std::uint32_t parameters, const std::vector<Inst>& added, std::uint32_t bound) {
    functions.push_back(
        {{count(insts), count(added)}, parameters, parameters + count(added) - 1, 0, bound});
    insts.insert(insts.end(), added.begin(), added.end());
  }

  void code() {
    function(2, {{Op::Const, Kind::Bool, 0, 0, 0, 0}}, 1);
    function(1, {{Op::Norm, Kind::Norm, 0, 0, 0, 0}}, 1);
    function(2, {{Op::Norm, Kind::Norm, 0, 0, 0, 0}}, 1);
    const Range days = tail({0, 9});
    const Range term = tail({0, static_cast<std::uint32_t>(Kind::Date), 0, kNone, 0, 0, 0});
    const Range args = tail({0, 0});
    const Range list = tail({kItems, kNone, kBody, kBody, 0});
    const Range parents = tail({1, 0});
    const std::uint32_t of = parents.first + 2;
    const Range choose = tail({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, kLifted, 1, 0, of});
    function(1,
             {{Op::Const, Kind::Bool, 0, 0, 0, 0},
              {Op::Const, Kind::Text, 0, 1, 0, 0},
              {Op::Load, Kind::Bool, 0, kFlag, kNone, 0},
              {Op::Present, Kind::Bool, 0, kFlag, kNone, 0},
              {Op::ListLength, Kind::Int, 0, kItems, kNone, 0},
              {Op::Reading, Kind::Enum, 0, 0, 0, 0},
              {Op::Compare, Kind::Bool, 0, 0, 0, static_cast<std::uint32_t>(Kind::Date)},
              {Op::Arith, Kind::Int, 0, 0, 0, 0x0101},
              {Op::Round, Kind::Int, 0, 0, 2, 0},
              {Op::LawDay, Kind::Date, 28, kNone, 0, static_cast<std::uint32_t>(Kind::Date)},
              {Op::InForce, Kind::Bool, 0, 0, days.first, days.count},
              {Op::Deadline, Kind::Instant, 0, term.first, 1, 0},
              {Op::Call, Kind::Bool, 0, kBody, args.first, args.count},
              {Op::Quantify, Kind::Bool, 0, list.first, 0, 0},
              {Op::Choose, Kind::Bool, 0, choose.first, 3, 0},
              {Op::Norm, Kind::Norm, 0, 0, 0, 0},
              {Op::NormIs, Kind::Bool, 0, reg(kNorm), 1, 0}},
             kEntryInsts + 1 + 3 * (1 + 1));
  }

  void decision() {
    constexpr std::uint32_t kHead = sizeof(phep_result_head);
    std::uint32_t at = kHead;
    outputs.push_back({text, Kind::Bool, {}, kNone, kNone, reg(kConst), at, 0});
    at += sizeof(phep_value);
    norm_outputs.push_back({0, reg(kNorm), kNone, kNone, at, text, kNone, 0, 0});
    at += sizeof(phep_norm) + sizeof(phep_sanction);
    norm_outputs.push_back({0, kNone, kEach, kItems, at, text, text, 0, 0});
    at += sizeof(phep_norm_array);
    norm_outputs.push_back({0, reg(kLength), kEach, kNone, at, text, kNone, 5, 0});
    at += sizeof(phep_norm_array);
    Decision made{};
    made.name = made.exposure = text;
    made.entry = kEntry;
    made.outputs = {0, 1};
    made.norms = {0, 3};
    made.certificate_offset = at;
    made.certificate_words = 1;
    made.result_size = at + 8;
    made.lists = tail({kItems});
    made.readings = tail({0});
    made.bound = functions[kEntry].bound + 3 * 1 + 5 * 1;
    made.zone = 28;
    decisions.push_back(made);
  }

  void spare() {
    string("spare");
    bytes.push_back('x');
    symbols.push_back(text);
    structs.push_back({24, 1, {0, 0}, 1, 8, 2, kNone, {0, 0}});
    Slot slot = slots[kNumber];
    slot.offset += 16;
    ++slot.bit;
    slots.push_back(slot);
    ++structs[kElement].slots.count;
    structs[kElement].size += 16;
    keys.push_back({text, kNone, 0, kNone});
    objects.push_back({{0, 0}, 0, kNone});
    enums.push_back({{0, 0}, 0, text});
    readings.push_back({text, readings[0].members, 0, 0});
    calendars.push_back({0, 0, {0, 0}, {0, 0}, {0, 0}, 0, 0, text, text});
    alternatives.push_back({0, 0, {0, 0}, {0, 0}});
    groups.push_back({text, 1, kNone, 0});
    words.push_back(0);
    functions.push_back({{0, 0}, 1, 0, 0, 0});
    insts.push_back({Op::Const, Kind::Bool, 0, 0, 0, 0});
    operands.push_back(0);
    constants.push_back({0, 0});
    NormSpec spec = norm_specs[0];
    spec.exempts = spec.deferrals = spec.sanctions = spec.evidence = {0, 0};
    spec.text = 1;
    norm_specs.push_back(spec);
    norm_texts.push_back(norm_texts[1]);
    outputs.push_back(outputs[0]);
    norm_outputs.push_back(norm_outputs[0]);
    certificate_names.push_back(text);
    notes.push_back(notes[0]);
    decisions.push_back(decisions[0]);
  }
};

// Whether the image is sound once it was changed so.
template <class Change>
bool sound(Change change) {
  SoundImage image;
  change(image);
  return image.sound();
}

}  // namespace phep::runtime
