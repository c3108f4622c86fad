// Functions, norms and decisions of a foreign image.
#include "compiler/runtime/operands.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/runtime/verify_image.h"

namespace phep::runtime {

namespace {

bool inst_is_sound(const Suspect& s, const Function& function, uint32_t position);
bool indices_are_sound(const Suspect& s, const Inst& inst);
bool arith_is_sound(const Inst& inst);
bool quantify_is_sound(const Suspect& s, const Inst& inst);
bool choose_is_sound(const Suspect& s, const Inst& inst);
bool rows_fit(const Suspect& s, const NormSpec& spec);
bool kinds_fit(const Suspect& s, const Function& function, const NormSpec& spec);
uint64_t cost(const Suspect& s, const Inst& inst);
bool strings_at(const Suspect& s, Range rows, uint32_t width, uint32_t column, bool optional);
bool measures_fit(const Suspect& s, const NormText& text);
bool exports_fit(const Suspect& s, const Decision& decision);
uint32_t root_of(const Suspect& s, uint32_t structure);
bool is_list_of(const Suspect& s, const Decision& decision, uint32_t slot);
bool lists_are_complete(const Suspect& s, const Decision& decision);

// The instruction that defines a register, or null for a parameter.
const Inst* definition(const Suspect& s, const Function& function, uint32_t reg) {
  if (reg < function.parameters) return nullptr;
  return &s.at<Inst>(s.image->insts, function.insts.first + (reg - function.parameters));
}

}  // namespace

bool verify_functions(const Suspect& s) {
  const Header& h = *s.image;
  for (uint32_t i = 0; i < h.functions.count; ++i) {
    const auto& function = s.at<Function>(h.functions, i);
    if (!is_inside(function.insts, h.insts) || function.parameters == 0) return false;
    const uint64_t registers = uint64_t{function.parameters} + function.insts.count;
    if (registers >= kLifted || function.result >= registers) return false;
    if (function.symbol >= h.symbols.count) return false;
  }
  for (uint32_t i = 0; i < h.norm_specs.count; ++i) {
    if (!rows_fit(s, s.at<NormSpec>(h.norm_specs, i))) return false;
  }
  for (uint32_t i = 0; i < h.functions.count; ++i) {
    const auto& function = s.at<Function>(h.functions, i);
    uint64_t steps = 0;
    for (uint32_t n = 0; n < function.insts.count; ++n) {
      if (!inst_is_sound(s, function, n)) return false;
      steps += cost(s, s.at<Inst>(h.insts, function.insts.first + n));
    }
    // A bound holds its callees' bounds and at least one instruction more, so bounds prove that
    // nothing recurs.
    if (steps > function.bound) return false;
  }
  return true;
}

bool verify_norms(const Suspect& s) {
  const Header& h = *s.image;
  for (uint32_t i = 0; i < h.norm_texts.count; ++i) {
    const auto& text = s.at<NormText>(h.norm_texts, i);
    if (!s.is_string(text.name) || !s.is_string_or_none(text.currencies)) return false;
    if (!is_inside(text.cites, h.operands) || !is_inside(text.exempt_names, h.operands) ||
        !is_inside(text.sanctions, h.operands, kSanctionTexts) ||
        !is_inside(text.evidence_names, h.operands) || !is_inside(text.bearers, h.operands, 3) ||
        !s.is_string_or_none(text.proof) || !s.is_string_or_none(text.breach_of)) {
      return false;
    }
    if (!strings_at(s, text.evidence_names, 1, 0, false) ||
        !strings_at(s, text.bearers, 3, 0, false) || text.bearers.count / 3 > 63) {
      return false;
    }
    for (uint32_t n = 0; n < text.bearers.count / 3; ++n) {
      const Range cites{s.operand(text.bearers.first + 3 * n + 1),
                        s.operand(text.bearers.first + 3 * n + 2)};
      if (!is_inside(cites, h.operands) || !strings_at(s, cites, 1, 0, false)) return false;
    }
    if (!strings_at(s, text.cites, 1, 0, false) || !strings_at(s, text.exempt_names, 1, 0, false) ||
        !strings_at(s, text.sanctions, kSanctionTexts, 0, false) ||
        !strings_at(s, text.sanctions, kSanctionTexts, 1, false) ||
        !strings_at(s, text.sanctions, kSanctionTexts, 3, true) || !measures_fit(s, text)) {
      return false;
    }
  }
  for (uint32_t i = 0; i < h.norm_specs.count; ++i) {
    const auto& spec = s.at<NormSpec>(h.norm_specs, i);
    if (spec.text >= h.norm_texts.count || spec.symbol >= h.symbols.count) return false;
    const auto& text = s.at<NormText>(h.norm_texts, spec.text);
    if (text.sanctions.count / kSanctionTexts != spec.sanctions.count / kSanctionRegisters ||
        text.exempt_names.count != spec.exempts.count / 3 ||
        text.evidence_names.count != spec.evidence.count / 2) {
      return false;
    }
  }
  return true;
}

bool verify_decisions(const Suspect& s) {
  const Header& h = *s.image;
  for (uint32_t i = 0; i < h.decisions.count; ++i) {
    const auto& d = s.at<Decision>(h.decisions, i);
    if (!s.is_string(d.name) || d.symbol >= h.symbols.count) return false;
    if (!s.is_string_or_none(d.exposure)) return false;
    if (d.structure >= h.structs.count || s.at<Struct>(h.structs, d.structure).root == 0) {
      return false;
    }
    if (d.entry >= h.functions.count) return false;
    if (s.at<Function>(h.functions, d.entry).parameters != 1 || d.zone > 96) return false;
    if (!is_inside(d.outputs, h.outputs) || !is_inside(d.norms, h.norm_outputs) ||
        !is_inside(d.lists, h.operands) || !is_inside(d.readings, h.operands)) {
      return false;
    }
    if (d.result_size < sizeof(phep_result_head) ||
        d.certificate_offset < sizeof(phep_result_head) ||
        !is_inside(d.certificate_offset, uint64_t{d.certificate_words} * 8, d.result_size)) {
      return false;
    }
    for (uint32_t n = 0; n < d.readings.count; ++n) {
      if (s.operand(d.readings.first + n) >= h.readings.count) return false;
    }
    if (!lists_are_complete(s, d) || !exports_fit(s, d)) return false;
  }
  return true;
}

uint32_t norm_spec_of(const Suspect& s, const Function& function, uint32_t reg) {
  const Function* holder = &function;
  for (;;) {  // calls do not recur, so this ends
    const Inst* const inst = definition(s, *holder, reg);
    if (inst == nullptr || inst->kind != Kind::Norm) return kNone;
    if (inst->op == Op::Norm) return inst->a;
    if (inst->op != Op::Call) return kNone;
    holder = &s.at<Function>(s.image->functions, inst->a);
    reg = holder->result;
  }
}

namespace {

bool inst_is_sound(const Suspect& s, const Function& function, uint32_t position) {
  const Header& h = *s.image;
  const auto& inst = s.at<Inst>(h.insts, function.insts.first + position);
  if (inst.op > Op::Occurrences || inst.kind > Kind::Norm) return false;
  const OperandWords words = operand_words(inst);
  if (!is_inside(words.first, words.count, h.operands.count) || !indices_are_sound(s, inst)) {
    return false;
  }
  const uint32_t defined = function.parameters + position;
  bool in_order = true;
  const auto* const operands = items<uint32_t>(s.image, h.operands);
  const auto* const specs = items<NormSpec>(s.image, h.norm_specs);
  for_each_operand(operands, specs, inst,
                   [&](uint32_t reg) { in_order = in_order && reg < defined; });
  if (!in_order) return false;
  if (inst.kind == Kind::Norm) {
    return inst.op == Op::Call ||
           (inst.op == Op::Norm && kinds_fit(s, function, s.at<NormSpec>(h.norm_specs, inst.a)));
  }
  if (inst.op == Op::Norm) return false;
  if (inst.op < Op::NormIs || inst.op > Op::NormHasDone) return true;
  const Inst* const norm = definition(s, function, inst.a);
  return norm != nullptr && norm->kind == Kind::Norm;
}

bool indices_are_sound(const Suspect& s, const Inst& inst) {
  const Header& h = *s.image;
  switch (inst.op) {
    case Op::Const:
      if (inst.a >= h.constants.count) return false;
      return inst.kind != Kind::Text || s.at<Const>(h.constants, inst.a).lo < h.strings.count;
    case Op::Load: return inst.a < h.slots.count && s.at<Slot>(h.slots, inst.a).is_list == 0;
    case Op::Present: return inst.a < h.slots.count;
    case Op::ListLength: return inst.a < h.slots.count && s.at<Slot>(h.slots, inst.a).is_list != 0;
    case Op::Reading: return inst.a < h.readings.count;
    case Op::Compare:
      return inst.aux <= static_cast<uint8_t>(Compare::Ge) &&
             inst.c < static_cast<uint32_t>(Kind::Norm);
    case Op::Arith: return arith_is_sound(inst);
    case Op::Round:
      return inst.aux <= static_cast<uint8_t>(Rounding::Floor) && inst.b < h.constants.count;
    case Op::LawDay: return inst.a == kNone || inst.b != kNone;
    case Op::InForce: return inst.c % 2 == 0;
    case Op::Deadline: {
      const uint32_t kind = s.operand(inst.a + 1);
      const bool moment =
          kind == static_cast<uint32_t>(Kind::Date) || kind == static_cast<uint32_t>(Kind::Instant);
      return moment && s.operand(inst.a + 4) < h.calendars.count && inst.b <= kMaxExtensions;
    }
    case Op::Call: {
      if (inst.a >= h.functions.count) return false;
      const auto& callee = s.at<Function>(h.functions, inst.a);
      if (callee.parameters != inst.c) return false;
      const Inst* const result = definition(s, callee, callee.result);
      const bool gives_norm = result != nullptr && result->kind == Kind::Norm;
      return gives_norm == (inst.kind == Kind::Norm);
    }
    case Op::Quantify: return quantify_is_sound(s, inst);
    case Op::Choose: return choose_is_sound(s, inst);
    case Op::Norm: return inst.a < h.norm_specs.count;
    default: return true;
  }
}

// Of numbers, or the earlier or later of two moments.
bool arith_is_sound(const Inst& inst) {
  const auto is_number = [](Kind kind) {
    return kind == Kind::Int || kind == Kind::Money || kind == Kind::Decimal ||
           kind == Kind::Amount;
  };
  const auto left = static_cast<Kind>(inst.c & 0xFF);
  const auto right = static_cast<Kind>(inst.c >> 8 & 0xFF);
  if (inst.aux > static_cast<uint8_t>(Arith::Max)) return false;
  if (is_number(inst.kind)) return is_number(left) && is_number(right);
  const bool picks = inst.aux >= static_cast<uint8_t>(Arith::Min);
  const bool moment = inst.kind == Kind::Date || inst.kind == Kind::Instant;
  return picks && moment && left == inst.kind && right == inst.kind;
}

bool quantify_is_sound(const Suspect& s, const Inst& inst) {
  const Header& h = *s.image;
  const uint32_t slot = s.operand(inst.a);
  if (slot >= h.slots.count || s.at<Slot>(h.slots, slot).is_list == 0) return false;
  if (inst.aux > static_cast<uint8_t>(Quantifier::Max)) return false;
  for (uint32_t i = 2; i <= 3; ++i) {
    const uint32_t body = s.operand(inst.a + i);
    if (body == kNone) continue;
    if (body >= h.functions.count) return false;
    if (s.at<Function>(h.functions, body).parameters != uint64_t{2} + inst.b) return false;
  }
  return true;
}

bool choose_is_sound(const Suspect& s, const Inst& inst) {
  const Header& h = *s.image;
  if (s.operand(inst.a) > static_cast<uint32_t>(Picks::All)) return false;
  for (uint32_t i = 0; i < inst.b; ++i) {
    const uint32_t node = inst.a + 3 + 5 * i;
    const uint32_t parents = s.operand(node + 4);
    if (s.operand(node + 1) == kNone) return false;
    if (parents < 2) continue;
    if (parents - 2 >= h.operands.count) return false;
    const uint32_t count = s.operand(parents - 2);
    if (!is_inside(uint64_t{parents} - 1, count, h.operands.count)) return false;
    for (uint32_t t = 0; t < count; ++t) {
      if (s.operand(parents - 1 + t) >= i) return false;
    }
  }
  return true;
}

bool rows_fit(const Suspect& s, const NormSpec& spec) {
  const Section operands = s.image->operands;
  const auto is_moment = [](uint8_t kind) {
    return kind == static_cast<uint8_t>(Kind::Date) || kind == static_cast<uint8_t>(Kind::Instant);
  };
  return is_inside(spec.exempts, operands, 3) && is_inside(spec.deferrals, operands, 3) &&
         is_inside(spec.sanctions, operands, kSanctionRegisters) && spec.exempts.count / 3 < 64 &&
         is_inside(spec.evidence, operands, 2) && spec.evidence.count / 2 < 63 &&
         spec.norm <= NormKind::KeptDuty && spec.silence <= 2 && is_moment(spec.trigger_kind) &&
         (is_moment(spec.done_kind) || spec.done_kind == static_cast<uint8_t>(Kind::Bool)) &&
         spec.zone <= 96;
}

// The registers of a norm hold what its spec says of them: moments are counted on as they stand.
bool kinds_fit(const Suspect& s, const Function& function, const NormSpec& spec) {
  const auto holds = [&](uint32_t reg, Kind kind) {
    const Inst* const inst = definition(s, function, reg);
    return reg == kNone || (inst != nullptr && inst->kind == kind);
  };
  const uint32_t conditions[] = {spec.trigger_present, spec.in_force,    spec.applies,
                                 spec.done_present,    spec.due_present, spec.due_exclusive,
                                 spec.excused,         spec.available,   spec.silence_counts};
  for (const uint32_t reg : conditions) {
    if (!holds(reg, Kind::Bool)) return false;
  }
  return holds(spec.trigger, static_cast<Kind>(spec.trigger_kind)) &&
         holds(spec.done, static_cast<Kind>(spec.done_kind)) && holds(spec.due, Kind::Instant) &&
         holds(spec.bearers, Kind::Int);
}

// Steps of one instruction at most: 2^64 is out of reach, as bounds have 32 bits.
uint64_t cost(const Suspect& s, const Inst& inst) {
  const Header& h = *s.image;
  const auto bound = [&](uint32_t function) {
    return function == kNone ? uint64_t{0} : s.at<Function>(h.functions, function).bound;
  };
  if (inst.op == Op::Call) return 1 + bound(inst.a);
  if (inst.op != Op::Quantify) return 1;
  const auto most = static_cast<uint64_t>(s.at<Slot>(h.slots, s.operand(inst.a)).hi);
  return 1 + most * (bound(s.operand(inst.a + 2)) + bound(s.operand(inst.a + 3)));
}

// A sanction's measures are strings.
bool measures_fit(const Suspect& s, const NormText& text) {
  for (uint32_t i = 0; i < text.sanctions.count / kSanctionTexts; ++i) {
    const uint32_t at = text.sanctions.first + kSanctionTexts * i;
    const Range measures{s.at<uint32_t>(s.image->operands, at + 4),
                         s.at<uint32_t>(s.image->operands, at + 5)};
    if (measures.count == 0) continue;
    if (!is_inside(measures, s.image->operands) || !strings_at(s, measures, 1, 0, false)) {
      return false;
    }
  }
  return true;
}

bool strings_at(const Suspect& s, Range rows, uint32_t width, uint32_t column, bool optional) {
  for (uint32_t i = column; i < rows.count; i += width) {
    const uint32_t string = s.operand(rows.first + i);
    if (!s.is_string(string) && !(optional && string == kNone)) return false;
  }
  return true;
}

// Whether a slot is a list inside the decision's facts.
bool is_list_of(const Suspect& s, const Decision& decision, uint32_t slot) {
  const Header& h = *s.image;
  return slot < h.slots.count && s.at<Slot>(h.slots, slot).is_list != 0 &&
         root_of(s, s.at<Slot>(h.slots, slot).structure) == decision.structure;
}

uint32_t root_of(const Suspect& s, uint32_t structure) {
  const Header& h = *s.image;
  while (s.at<Struct>(h.structs, structure).root == 0) {
    structure = s.at<Slot>(h.slots, s.at<Struct>(h.structs, structure).list_slot).structure;
  }
  return structure;
}

// The lists inside the decision's facts, and no others, are in its list of them.
bool lists_are_complete(const Suspect& s, const Decision& decision) {
  const Header& h = *s.image;
  for (uint32_t n = 0; n < decision.lists.count; ++n) {
    if (!is_list_of(s, decision, s.operand(decision.lists.first + n))) return false;
  }
  for (uint32_t i = 0; i < h.structs.count; ++i) {
    const auto& structure = s.at<Struct>(h.structs, i);
    if (structure.root != 0 || root_of(s, i) != decision.structure) continue;
    bool listed = false;
    for (uint32_t n = 0; n < decision.lists.count && !listed; ++n) {
      listed = s.operand(decision.lists.first + n) == structure.list_slot;
    }
    if (!listed) return false;
  }
  return true;
}

bool exports_fit(const Suspect& s, const Decision& d) {
  const Header& h = *s.image;
  const auto& entry = s.at<Function>(h.functions, d.entry);
  const uint64_t registers = uint64_t{entry.parameters} + entry.insts.count;
  uint64_t steps = entry.bound;
  for (uint32_t i = 0; i < d.outputs.count; ++i) {
    const auto& output = s.at<Output>(h.outputs, d.outputs.first + i);
    const bool present = output.present == kNone || output.present < registers;
    if (!present || output.value >= registers || output.kind >= Kind::Norm) return false;
    if (!s.is_string(output.name) || output.offset < sizeof(phep_result_head) ||
        !is_inside(output.offset, sizeof(phep_value), d.result_size)) {
      return false;
    }
  }
  for (uint32_t i = 0; i < d.norms.count; ++i) {
    const auto& output = s.at<NormOutput>(h.norm_outputs, d.norms.first + i);
    if (output.spec >= h.norm_specs.count || !s.is_string(output.key)) return false;
    if (!s.is_string_or_none(output.pointer)) return false;
    const auto& spec = s.at<NormSpec>(h.norm_specs, output.spec);
    uint64_t size =
        sizeof(phep_norm) + spec.sanctions.count / kSanctionRegisters * sizeof(phep_sanction);
    uint32_t found = kNone;
    if (output.most != 0) {
      if (output.function >= h.functions.count || output.value >= registers) return false;
      const auto& each = s.at<Function>(h.functions, output.function);
      if (output.list != kNone || output.most > kMaxOccurrences || each.parameters != 2) {
        return false;
      }
      found = norm_spec_of(s, each, each.result);
      steps += uint64_t{output.most} * each.bound;
      size = sizeof(phep_norm_array);
    } else if (output.list != kNone) {
      if (!is_list_of(s, d, output.list) || output.function >= h.functions.count) return false;
      const auto& list = s.at<Slot>(h.slots, output.list);
      const auto& each = s.at<Function>(h.functions, output.function);
      if (each.parameters != 2) return false;
      found = norm_spec_of(s, each, each.result);
      steps += static_cast<uint64_t>(list.hi) * each.bound;
      size = sizeof(phep_norm_array);
    } else if (output.function == kNone && output.value < registers) {
      found = norm_spec_of(s, entry, output.value);
    }
    if (found != output.spec || output.offset < sizeof(phep_result_head) ||
        !is_inside(output.offset, size, d.result_size)) {
      return false;
    }
  }
  return steps <= d.bound;
}

}  // namespace

}  // namespace phep::runtime
