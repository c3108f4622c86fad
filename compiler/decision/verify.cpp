#include "compiler/decision/verify.h"

#include "compiler/base/check.h"
#include "compiler/base/name_order.h"
#include "compiler/decision/facts_layout.h"
#include "compiler/decision/measure.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace phep::decision {
namespace {

constexpr std::uint32_t kMaxDepth = 64;

class Verifier {
 public:
  explicit Verifier(const Program& program) : program_(program) {}
  std::vector<Violation> run();

 private:
  void fail(Invariant invariant, std::string detail) {
    found_.push_back({invariant, std::move(detail)});
  }
  void tables();
  void calendar(const Calendar& calendar);
  void facts(StructId id);
  void shape(const Struct& structure, const ObjectShape& shape, std::map<SlotId, int>& keys);
  void slot(SlotId id);
  void depth();
  void norm_homes();
  void decision(const Decision& decision);
  void output_register(const Decision& decision, const Function& entry, Reg reg, Kind kind);
  void bounds();

  const Program& program_;
  std::vector<Violation> found_;
};

std::vector<Violation> Verifier::run() {
  tables();
  for (std::uint32_t i = 0; i < program_.structs.size(); ++i) facts(StructId{i});
  for (std::uint32_t i = 0; i < program_.slots.size(); ++i) slot(SlotId{i});
  for (std::uint32_t i = 0; i < program_.functions.size(); ++i)
    verify_function(program_, FunctionId{i}, found_);
  norm_homes();
  // What follows walks calls and lists, and needs them to be sound.
  if (!found_.empty()) return std::move(found_);
  depth();
  for (const Decision& each : program_.decisions) decision(each);
  if (found_.empty()) bounds();
  return std::move(found_);
}

// ---- tables -------------------------------------------------------------------------------------

void Verifier::tables() {
  const auto ordered = [&](const auto& list, std::string_view what) {
    const std::string* last = nullptr;
    for (const auto& each : list) {
      if (last != nullptr && !(*last < each.name))
        fail(Invariant::TableOrder, fmt::format("{} `{}` out of order", what, each.name));
      last = &each.name;
    }
  };
  ordered(program_.enums, "enum");
  ordered(program_.readings, "reading");
  ordered(program_.calendars, "calendar");
  ordered(program_.decisions, "decision");
  const auto& bits = program_.certificate_bits;
  const auto out_of_order = [](const std::string& a, const std::string& b) {
    return !comes_before(a, b);
  };
  if (std::ranges::adjacent_find(bits, out_of_order) != bits.end())
    fail(Invariant::CertificateBit, "names are not sorted, or one stands twice");
  for (const Note& note : program_.notes)
    if (note.bit >= bits.size()) fail(Invariant::CertificateBit, "a note of no bit");
  for (const Reading& reading : program_.readings)
    if (reading.fallback >= reading.options.size())
      fail(Invariant::ReadingListed, fmt::format("`{}` has no such default", reading.name));
  for (const Calendar& each : program_.calendars) calendar(each);
}

void Verifier::calendar(const Calendar& calendar) {
  const auto sorted = [](const std::vector<std::int32_t>& days) {
    return std::ranges::is_sorted(days);
  };
  // A calendar of which no day is known ends the day before it begins.
  bool good = calendar.first <= calendar.last + 1 && calendar.weekly < 0x7F &&
              sorted(calendar.rest) && sorted(calendar.worked);
  for (const CalendarGroup& group : calendar.groups) {
    good &= !group.alternatives.empty() && group.alternatives.size() <= 64;
    for (const CalendarAlternative& way : group.alternatives)
      good &= sorted(way.rest) && sorted(way.worked);
  }
  if (!good) fail(Invariant::CalendarShape, calendar.name);
  if (calendar.zone_minutes < 0 || calendar.zone_minutes % 15 != 0)
    fail(Invariant::Zone, calendar.name);
}

// ---- facts --------------------------------------------------------------------------------------

void Verifier::facts(StructId id) {
  const Struct& structure = program_.structs[id];
  const std::uint32_t begin = (structure.root ? 8 : 0) + 16 * structure.words;
  std::set<std::uint32_t> bits;
  std::map<std::uint32_t, std::uint32_t> places;
  std::map<SlotId, int> keys;
  for (std::size_t i = 0; i < structure.slots.size(); ++i) {
    const SlotId slot_id = structure.slots[i];
    const auto bad = [&](std::string_view why) {
      fail(Invariant::StructLayout, fmt::format("{} s{}: {}", structure.name, slot_id.index, why));
    };
    if (slot_id.index >= program_.slots.size()) {
      bad("no such slot");
      continue;
    }
    const Slot& each = program_.slots[slot_id];
    const FieldSize size = field_size(each.kind, each.is_list);
    if (slot_id.index != structure.slots[0].index + i) bad("slots do not stand together");
    if (each.structure != id) bad("it belongs to another struct");
    if (each.bit >= 64 * structure.words || !bits.insert(each.bit).second) bad("bad bit");
    if (each.offset % size.alignment != 0) bad("not aligned");
    if (each.offset < begin || each.offset + size.bytes > structure.size) bad("outside");
    if (!places.emplace(each.offset, each.offset + size.bytes).second) bad("two at one place");
    keys.emplace(slot_id, 0);
  }
  for (auto at = places.begin(); at != places.end() && std::next(at) != places.end(); ++at)
    if (at->second > std::next(at)->first)
      fail(Invariant::StructLayout, structure.name + ": fields overlap");
  if (structure.size % 8 != 0) fail(Invariant::StructLayout, structure.name + ": odd size");

  const bool plain = !structure.root && structure.shape.keys.empty();
  shape(structure, structure.shape, keys);
  for (const auto& [slot_id, count] : keys)
    if (count != (plain ? 0 : 1) || (plain && keys.size() != 1))
      fail(Invariant::StructShape,
           fmt::format("{} s{}: {} keys", structure.name, slot_id.index, count));
  const SlotId list = structure.list_slot;
  const bool backed = list.index < program_.slots.size() && program_.slots[list].is_list &&
                      program_.slots[list].element == id;
  if (structure.root == list.exists() || (list.exists() && !backed))
    fail(Invariant::StructShape, structure.name + ": the list that it is an element of");
}

void Verifier::shape(const Struct& structure, const ObjectShape& shape,
                     std::map<SlotId, int>& keys) {
  std::set<std::string> seen;
  for (const ObjectKey& key : shape.keys) {
    if (!seen.insert(key.key).second || key.slot.exists() == !key.object.empty() ||
        key.object.size() > 1)
      fail(Invariant::StructShape, fmt::format("{}: key `{}`", structure.name, key.key));
    for (const ObjectShape& inner : key.object) this->shape(structure, inner, keys);
    if (!key.slot.exists()) continue;
    const auto found = keys.find(key.slot);
    if (found == keys.end())
      fail(Invariant::StructShape, fmt::format("{}: key `{}`", structure.name, key.key));
    else
      ++found->second;
  }
}

void Verifier::slot(SlotId id) {
  const Slot& each = program_.slots[id];
  const std::string where = fmt::format("s{} {}", id.index, each.path);
  const bool named = each.kind == Kind::Enum || each.kind == Kind::Set;
  if (each.is_list) {
    const bool good = each.element.index < program_.structs.size() &&
                      program_.structs[each.element].list_slot == id && each.hi >= 0 &&
                      each.hi <= 65'535;
    if (!good) fail(Invariant::StructShape, where + ": its elements");
  } else if (named != each.enumeration.exists() ||
             (named && each.enumeration.index >= program_.enums.size())) {
    fail(Invariant::StructShape, where + ": its enum");
  } else if (each.kind == Kind::Set && program_.enums[each.enumeration].members.size() > 64) {
    fail(Invariant::SetSize, where);
  }
  const auto& values = each.representatives;
  bool good = each.finite != values.empty();
  good &= std::ranges::adjacent_find(values, std::greater_equal{}) == values.end();
  for (const std::int64_t value : values)
    good &= !each.ranged || (value >= each.lo && value <= each.hi);
  if (!good) fail(Invariant::Representatives, where);
}

// ---- functions ----------------------------------------------------------------------------------

void Verifier::depth() {
  std::vector<std::uint32_t> deep;
  for (std::uint32_t i = 0; i < program_.functions.size(); ++i) {
    std::uint32_t calls = 0;
    const auto of = [&](FunctionId id) {
      if (id.exists()) calls = std::max(calls, deep[id.index]);
    };
    for (const Inst& inst : program_.functions[FunctionId{i}].insts) {
      if (const auto* call = std::get_if<CallInst>(&inst.node)) of(call->function);
      if (const auto* over = std::get_if<QuantifyInst>(&inst.node)) {
        of(over->predicate);
        of(over->value);
      }
    }
    deep.push_back(calls + 1);
    if (calls + 1 > kMaxDepth)
      fail(Invariant::CallDepth,
           fmt::format("f{} {}", i, program_.functions[FunctionId{i}].symbol));
  }
}

void Verifier::norm_homes() {
  std::vector<int> seen(program_.norms.size(), 0);
  for (const Function& function : program_.functions)
    for (const Inst& inst : function.insts)
      if (const auto* norm = std::get_if<NormInst>(&inst.node))
        if (norm->norm.index < seen.size()) ++seen[norm->norm.index];
  for (std::uint32_t i = 0; i < seen.size(); ++i)
    if (seen[i] != 1) fail(Invariant::NormHome, fmt::format("n{} has {} instructions", i, seen[i]));
}

// ---- decisions ----------------------------------------------------------------------------------

void Verifier::output_register(const Decision& decision, const Function& entry, Reg reg,
                               Kind kind) {
  const std::size_t parameters = entry.parameters.size();
  const bool there = reg.index < parameters + entry.insts.size();
  const bool good =
      there && kind == (reg.index < parameters ? entry.parameters[reg.index].kind
                                               : entry.insts[reg.index - parameters].kind);
  if (!good)
    fail(Invariant::DecisionShape,
         fmt::format("{}: output register %{}", decision.name, reg.index));
}

void Verifier::decision(const Decision& each) {
  const auto bad = [&](std::string_view what) {
    fail(Invariant::DecisionShape, fmt::format("{}: {}", each.name, what));
  };
  if (each.entry.index >= program_.functions.size()) return bad("no entry");
  if (each.facts.index >= program_.structs.size() || !program_.structs[each.facts].root)
    return bad("no root struct");
  const Function& entry = program_.functions[each.entry];
  if (entry.parameters.size() != 1) bad("its entry takes more than the law date");
  for (const Output& output : each.outputs) {
    output_register(each, entry, output.value, output.kind);
    if (output.present.exists()) output_register(each, entry, output.present, Kind::Bool);
    const bool named = output.kind == Kind::Enum || output.kind == Kind::Set;
    if (named != (output.enumeration.index < program_.enums.size())) bad("an output's enum");
  }
  for (const NormOutput& norm : each.norms) {
    if (norm.norm.index >= program_.norms.size()) return bad("no such norm");
    if (norm.most != 0) {
      output_register(each, entry, norm.value, Kind::Int);
      if (norm.list.exists() || norm.most > runtime::kMaxOccurrences ||
          norm.function.index >= program_.functions.size())
        return bad("a norm for each time without its function");
    } else if (!norm.list.exists()) {
      output_register(each, entry, norm.value, Kind::Norm);
      continue;
    }
    const bool list = norm.most != 0 || (norm.list.index < program_.slots.size() &&
                                         program_.slots[norm.list].is_list &&
                                         program_.slots[norm.list].structure == each.facts);
    if (!list || norm.function.index >= program_.functions.size())
      return bad("a norm for each of no list");
    const Function& made = program_.functions[norm.function];
    if (made.parameters.size() != 2 || made.parameters[1].kind != Kind::Int)
      bad("a norm for each with other parameters");
  }
  if (each.zone_minutes < 0 || each.zone_minutes % 15 != 0) fail(Invariant::Zone, each.name);

  std::set<ReadingId> used;
  for (const FunctionId id : reached_functions(program_, each)) {
    for (const Inst& inst : program_.functions[id].insts)
      if (const auto* reading = std::get_if<ReadingInst>(&inst.node)) used.insert(reading->reading);
  }
  if (std::vector<ReadingId>(used.begin(), used.end()) != each.readings)
    fail(Invariant::ReadingListed, each.name);
}

void Verifier::bounds() {
  Program again = program_;
  compute_bounds(again);
  prove_ranges(again);
  for (std::uint32_t f = 0; f < program_.functions.size(); ++f) {
    const Function& stated = program_.functions[FunctionId{f}];
    for (std::size_t i = 0; i < stated.insts.size(); ++i) {
      const auto* arith = std::get_if<ArithInst>(&stated.insts[i].node);
      const auto* proved = std::get_if<ArithInst>(&again.functions[FunctionId{f}].insts[i].node);
      const auto* sum = std::get_if<QuantifyInst>(&stated.insts[i].node);
      const auto* total = std::get_if<QuantifyInst>(&again.functions[FunctionId{f}].insts[i].node);
      if ((arith != nullptr && arith->cannot_fail && !proved->cannot_fail) ||
          (sum != nullptr && sum->cannot_fail && !total->cannot_fail))
        fail(Invariant::RangeProof, fmt::format("f{}, instruction {}", f, i));
    }
  }
  for (std::uint32_t i = 0; i < program_.functions.size(); ++i)
    if (again.functions[FunctionId{i}].bound != program_.functions[FunctionId{i}].bound)
      fail(Invariant::Bound, fmt::format("f{}", i));
  for (std::size_t i = 0; i < program_.decisions.size(); ++i)
    if (again.decisions[i].bound != program_.decisions[i].bound)
      fail(Invariant::Bound, program_.decisions[i].name);
}

}  // namespace

std::vector<Violation> verify(const Program& program) {
  return Verifier(program).run();
}

std::string_view name(Invariant invariant) {
  switch (invariant) {
    case Invariant::RegisterOrder: return "register order";
    case Invariant::OperandMissing: return "operand missing";
    case Invariant::OperandKind: return "operand kind";
    case Invariant::ConstantRange: return "constant range";
    case Invariant::SlotUse: return "slot use";
    case Invariant::CallOrder: return "call order";
    case Invariant::CallDepth: return "call depth";
    case Invariant::CallArguments: return "call arguments";
    case Invariant::QuantifierBody: return "quantifier body";
    case Invariant::ChooseTargets: return "choose targets";
    case Invariant::NormHome: return "norm home";
    case Invariant::CertificateBit: return "certificate bit";
    case Invariant::FunctionShape: return "function shape";
    case Invariant::StructLayout: return "struct layout";
    case Invariant::StructShape: return "struct shape";
    case Invariant::SetSize: return "set size";
    case Invariant::Representatives: return "representatives";
    case Invariant::TableOrder: return "table order";
    case Invariant::ReadingListed: return "reading listed";
    case Invariant::CalendarShape: return "calendar shape";
    case Invariant::Zone: return "zone";
    case Invariant::DecisionShape: return "decision shape";
    case Invariant::RangeProof: return "range proof";
    case Invariant::Bound: return "bound";
  }
  PHEP_UNREACHABLE();
}

}  // namespace phep::decision
