// Puts the tables of a program in order of their names, so that nothing of the order of finding
// them, nor of writing them, stays.
#include "compiler/base/name_order.h"
#include "compiler/decision/lowering.h"
#include "compiler/decision/measure.h"
#include "compiler/diagnostics/kinds/lowering.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace phep::decision {
namespace {

// Sorts a store by name; [old id] → new id.
template <class Tag, class T>
std::vector<Id<Tag>> sort_store(Store<Tag, T>& store) {
  std::vector<std::uint32_t> order(store.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, {},
                    [&](std::uint32_t i) -> const std::string& { return store[Id<Tag>{i}].name; });
  Store<Tag, T> sorted;
  std::vector<Id<Tag>> now(order.size());
  for (const std::uint32_t i : order) now[i] = sorted.add(std::move(store[Id<Tag>{i}]));
  store = std::move(sorted);
  return now;
}

template <class Node, class F>
void each_inst(Program& program, F&& change) {
  for (std::uint32_t f = 0; f < program.functions.size(); ++f)
    for (Inst& inst : program.functions[FunctionId{f}].insts)
      if (auto* node = std::get_if<Node>(&inst.node)) change(*node);
}

}  // namespace

void Lowering::sort_tables() {
  sort_bits();
  sort_notes();
  sort_readings();
  sort_enums();
  sort_calendars();
}

void Lowering::sort_bits() {
  std::vector<std::uint32_t> now(bits_.size());
  // Ten cases of a rule are mostly numbered as what they conclude is: k10 comes after k9.
  std::vector<std::pair<std::string_view, std::uint32_t>> order(bits_.begin(), bits_.end());
  std::ranges::sort(order,
                    [](const auto& a, const auto& b) { return comes_before(a.first, b.first); });
  for (const auto& [name, old] : order) {
    now[old] = static_cast<std::uint32_t>(program_.certificate_bits.size());
    program_.certificate_bits.emplace_back(name);
  }

  for (auto& [name, note] : notes_) note.bit = now[note.bit];
  each_inst<ChooseInst>(program_, [&](ChooseInst& choose) {
    for (ChooseNode& node : choose.nodes)
      if (node.bit != kNoBit) node.bit = now[node.bit];
  });
  each_inst<MarkInst>(program_, [&](MarkInst& mark) { mark.bit = now[mark.bit]; });
  for (std::uint32_t i = 0; i < program_.norms.size(); ++i) {
    NormSpec& spec = program_.norms[NormId{i}];
    spec.bit = now[spec.bit];
    for (auto& row : spec.exempts) row.bit = now[row.bit];
    for (auto& row : spec.deferrals) row.bit = now[row.bit];
    for (auto& row : spec.evidence) row.bit = now[row.bit];
    for (auto& row : spec.sanctions) row.bit = now[row.bit];
  }
}

void Lowering::sort_notes() {
  for (auto& [name, note] : notes_) program_.notes.push_back(std::move(note));
  const auto order = [](const Note& note) {
    return std::tie(note.by, note.does, note.of, note.on, note.because, note.bit);
  };
  std::ranges::sort(program_.notes, {}, order);
}

// Also finds which readings each decision may rest on: the others are not options of its call.
void Lowering::sort_readings() {
  const auto now = sort_store(program_.readings);
  each_inst<ReadingInst>(program_,
                         [&](ReadingInst& inst) { inst.reading = now[inst.reading.index]; });
  constexpr std::size_t kMaxReadings = 64;  // the answer names those it rests on in 64 bits
  for (std::size_t i = 0; i < program_.decisions.size(); ++i) {
    Decision& decision = program_.decisions[i];
    std::set<ReadingId> used;
    for (const FunctionId id : reached_functions(program_, decision))
      for (const Inst& inst : program_.functions[id].insts)
        if (const auto* node = std::get_if<ReadingInst>(&inst.node)) used.insert(node->reading);
    decision.readings.assign(used.begin(), used.end());
    if (used.size() > kMaxReadings)
      refuse(diag::TooManyReadings, def(entries_[i].target).name_span, decision.name,
             static_cast<std::int64_t>(used.size()));
  }
}

void Lowering::sort_enums() {
  const auto now = sort_store(program_.enums);
  const auto change = [&](EnumId& id) {
    if (id.exists()) id = now[id.index];
  };
  for (std::uint32_t i = 0; i < program_.slots.size(); ++i)
    change(program_.slots[SlotId{i}].enumeration);
  for (Decision& decision : program_.decisions)
    for (Output& output : decision.outputs) change(output.enumeration);
}

void Lowering::sort_calendars() {
  const auto now = sort_store(program_.calendars);
  each_inst<DeadlineInst>(program_,
                          [&](DeadlineInst& inst) { inst.calendar = now[inst.calendar.index]; });
  constexpr std::size_t kMaxGroups = 32;  // the answer names awaited groups in 32 bits
  std::size_t groups = 0;
  for (const Calendar& calendar : program_.calendars) groups += calendar.groups.size();
  if (groups > kMaxGroups && !entries_.empty())
    refuse(diag::TooManyGroups, def(entries_[0].target).name_span,
           static_cast<std::int64_t>(kMaxGroups));
}

}  // namespace phep::decision
