#include "compiler/decision/print.h"

#include "compiler/base/check.h"
#include "compiler/base/one_of.h"

#include <fmt/format.h>

#include <bit>
#include <type_traits>

namespace phep::decision {

std::string layout_kind(const Slot& slot) {
  std::string text(slot.is_list ? std::string_view("list") : kind_word(slot.kind));
  if (slot.optional) text += '?';
  if (!slot.currency.empty()) text += " " + slot.currency;
  return text;
}

namespace {

std::string_view word(Kind kind) {
  return kind_word(kind);
}

std::string_view word(Compare op) {
  switch (op) {
    case Compare::Eq: return "==";
    case Compare::Ne: return "!=";
    case Compare::Lt: return "<";
    case Compare::Le: return "<=";
    case Compare::Gt: return ">";
    case Compare::Ge: return ">=";
  }
  PHEP_UNREACHABLE();
}

std::string_view word(Arith op) {
  switch (op) {
    case Arith::Add: return "add";
    case Arith::Sub: return "sub";
    case Arith::Mul: return "mul";
    case Arith::Div: return "div";
    case Arith::Min: return "min";
    case Arith::Max: return "max";
  }
  PHEP_UNREACHABLE();
}

std::string_view word(Rounding mode) {
  switch (mode) {
    case Rounding::HalfUp: return "half_up";
    case Rounding::HalfEven: return "half_even";
    case Rounding::Up: return "up";
    case Rounding::Down: return "down";
    case Rounding::Ceiling: return "ceiling";
    case Rounding::Floor: return "floor";
  }
  PHEP_UNREACHABLE();
}

std::string_view word(Unit unit) {
  switch (unit) {
    case Unit::Hours: return "hours";
    case Unit::Days: return "days";
    case Unit::WorkingDays: return "working_days";
    case Unit::Weeks: return "weeks";
    case Unit::Months: return "months";
    case Unit::Quarters: return "quarters";
    case Unit::Years: return "years";
  }
  PHEP_UNREACHABLE();
}

std::string_view word(Quantifier quantifier) {
  switch (quantifier) {
    case Quantifier::Some: return "some";
    case Quantifier::All: return "all";
    case Quantifier::AtLeast: return "at_least";
    case Quantifier::Count: return "count";
    case Quantifier::Sum: return "sum";
    case Quantifier::Min: return "min";
    case Quantifier::Max: return "max";
  }
  PHEP_UNREACHABLE();
}

std::string_view word(Picks picks) {
  switch (picks) {
    case Picks::Agree: return "agree";
    case Picks::Highest: return "highest";
    case Picks::Lowest: return "lowest";
    case Picks::All: return "all";
  }
  PHEP_UNREACHABLE();
}

std::string_view word(NormKind kind) {
  switch (kind) {
    case NormKind::EventDuty: return "duty";
    case NormKind::StateDuty: return "state_duty";
    case NormKind::Prohibition: return "prohibition";
    case NormKind::Permission: return "permission";
    case NormKind::Power: return "power";
    case NormKind::Encouragement: return "encouragement";
    case NormKind::KeptDuty: return "kept_duty";
  }
  PHEP_UNREACHABLE();
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out + "\"";
}

std::string reg(Reg r) {
  return r.exists() ? fmt::format("%{}", r.index) : "none";
}

std::int64_t number(std::uint64_t word) {
  return std::bit_cast<std::int64_t>(word);
}

std::string payload(const Payload& value, Kind kind, const std::string& text) {
  switch (kind) {
    case Kind::Text: return quoted(text);
    case Kind::Bool: return value.lo != 0 ? "true" : "false";
    case Kind::Duration:
      // Of a unit that is none the verifier tells, with these words.
      if (value.hi > static_cast<std::uint64_t>(Unit::Years))
        return fmt::format("{:#x}:{:#x}", value.hi, value.lo);
      return fmt::format("{} {}", number(value.lo), word(static_cast<Unit>(value.hi)));
    case Kind::Decimal:
    case Kind::Amount: return fmt::format("{:#x}:{:#x}", value.hi, value.lo);
    case Kind::Set: return fmt::format("{:#x}", value.lo);
    case Kind::Int:
    case Kind::Money:
    case Kind::Date:
    case Kind::Instant:
    case Kind::Enum:
    case Kind::Norm: return fmt::format("{}", number(value.lo));
  }
  PHEP_UNREACHABLE();
}

class Printer {
 public:
  explicit Printer(const Program* program) : program_(program) {}
  std::string inst(const Inst& inst) const {
    return std::visit([&](const auto& node) { return this->node(node, inst.kind); }, inst.node);
  }
  std::string program();

 private:
  std::string slot(SlotId id) const {
    if (program_ == nullptr) return fmt::format("s{}", id.index);
    return fmt::format("s{}:{}", id.index, program_->slots[id].path);
  }
  std::string function(FunctionId id) const {
    if (!id.exists()) return "none";
    if (program_ == nullptr) return fmt::format("f{}", id.index);
    return fmt::format("f{}:{}", id.index, program_->functions[id].symbol);
  }
  std::string at(Reg index) const { return index.exists() ? "[" + reg(index) + "]" : ""; }
  static std::string list(const std::vector<Reg>& regs) {
    std::string out;
    for (const Reg r : regs) out += (out.empty() ? "" : " ") + reg(r);
    return out;
  }

  template <class Node>
  std::string node(const Node& node, Kind kind) const;
  std::string choose(const ChooseInst& node) const;
  std::string quantify(const QuantifyInst& node) const;

  template <class... Args>
  void line(fmt::format_string<Args...> shape, Args&&... args) {
    out_ += fmt::format(shape, std::forward<Args>(args)...);
    out_ += '\n';
  }
  void tables();
  void structs();
  void slot_line(SlotId id);
  void shape(const ObjectShape& shape, int depth);
  void functions();
  void norm(NormId id);
  void decision(const Decision& decision);

  const Program* program_;
  std::string out_;
};

template <class Node>
std::string Printer::node(const Node& n, Kind kind) const {
  const std::string_view of = word(kind);
  const auto unary = [&](std::string_view op, Reg a) {
    return fmt::format("{} {} {}", op, of, reg(a));
  };
  const auto binary = [&](std::string_view op, Reg a, Reg b) {
    return fmt::format("{} {} {}", op, reg(a), reg(b));
  };
  if constexpr (kOneOf<Node, ConstInst>) {
    return fmt::format("const {} {}", of, payload(n.value, kind, n.text));
  } else if constexpr (kOneOf<Node, AsOfInst>) {
    return "as_of";
  } else if constexpr (kOneOf<Node, AsOfDayInst>) {
    return fmt::format("as_of_day zone {}", n.zone_minutes);
  } else if constexpr (kOneOf<Node, LawDayInst>) {
    return fmt::format("law_day of {} {} if {} zone {}", word(n.of), reg(n.value), reg(n.present),
                       n.zone_minutes);
  } else if constexpr (kOneOf<Node, LoadInst>) {
    return fmt::format("load {} {}{}", of, slot(n.slot), at(n.index));
  } else if constexpr (kOneOf<Node, PresentInst>) {
    return fmt::format("present {}{}", slot(n.slot), at(n.index));
  } else if constexpr (kOneOf<Node, ListLengthInst>) {
    return fmt::format("length {}{}", slot(n.list), at(n.index));
  } else if constexpr (kOneOf<Node, ReadingInst>) {
    return fmt::format("reading r{}", n.reading.index);
  } else if constexpr (kOneOf<Node, AndInst>) {
    return binary("and", n.a, n.b);
  } else if constexpr (kOneOf<Node, OrInst>) {
    return binary("or", n.a, n.b);
  } else if constexpr (kOneOf<Node, NotInst>) {
    return unary("not", n.a);
  } else if constexpr (kOneOf<Node, CompareInst>) {
    return fmt::format("compare {} {} {} {}", word(n.of), reg(n.a), word(n.op), reg(n.b));
  } else if constexpr (kOneOf<Node, SetHasInst>) {
    return binary("has", n.set, n.member);
  } else if constexpr (kOneOf<Node, InForceInst>) {
    std::string out = "in_force " + reg(n.date);
    for (const auto& [from, until] : n.intervals) out += fmt::format(" [{},{})", from, until);
    return out;
  } else if constexpr (kOneOf<Node, ArithInst>) {
    return fmt::format("{} {} ({} {}, {} {}){}", word(n.op), of, word(n.kind_a), reg(n.a),
                       word(n.kind_b), reg(n.b), n.cannot_fail ? " safe" : "");
  } else if constexpr (kOneOf<Node, NegInst>) {
    return unary("neg", n.a);
  } else if constexpr (kOneOf<Node, ToDecimalInst>) {
    return unary("widen", n.a);
  } else if constexpr (kOneOf<Node, RoundInst>) {
    return fmt::format("round {} {} {} to {:#x}:{:#x}", of, reg(n.a), word(n.mode), n.quantum.hi,
                       n.quantum.lo);
  } else if constexpr (kOneOf<Node, ShiftDateInst>) {
    return fmt::format("shift {} {} by {}{}", of, reg(n.date), reg(n.duration),
                       (n.times.exists() ? " times " + reg(n.times) : std::string()) +
                           (n.first_of_march ? " first_of_march" : ""));
  } else if constexpr (kOneOf<Node, OccurrencesInst>) {
    return fmt::format("occurrences {} {} at {} zone {}", reg(n.from), reg(n.period), reg(n.moment),
                       n.zone_minutes);
  } else if constexpr (kOneOf<Node, DayStartInst>) {
    return fmt::format("day_start {} zone {}", reg(n.date), n.zone_minutes);
  } else if constexpr (kOneOf<Node, DayEndInst>) {
    return fmt::format("day_end {} zone {}", reg(n.date), n.zone_minutes);
  } else if constexpr (kOneOf<Node, LocalDayInst>) {
    return fmt::format("local_day {} zone {}", reg(n.instant), n.zone_minutes);
  } else if constexpr (kOneOf<Node, DeadlineInst>) {
    std::string more;
    for (const Reg each : n.more) more += " and " + reg(each);
    return fmt::format("deadline {}{} {} {} extension {}{} calendar c{}{}{}", reg(n.duration),
                       n.backward ? " before" : " after", word(n.anchor_kind), reg(n.anchor),
                       reg(n.extension), more, n.calendar.index, n.no_roll ? " no_roll" : "",
                       n.ways == 0 ? "" : fmt::format(" ways {:#x}", n.ways));
  } else if constexpr (kOneOf<Node, SelectInst>) {
    return fmt::format("select {} if {} {} else {}", of, reg(n.condition), reg(n.then_value),
                       reg(n.else_value));
  } else if constexpr (kOneOf<Node, CallInst>) {
    return fmt::format("call {} {} ({})", of, function(n.function), list(n.args));
  } else if constexpr (kOneOf<Node, QuantifyInst>) {
    return std::string(of) + " " + quantify(n);
  } else if constexpr (kOneOf<Node, ChooseInst>) {
    return std::string(of) + " " + choose(n);
  } else if constexpr (kOneOf<Node, NormInst>) {
    return fmt::format("norm n{}", n.norm.index);
  } else if constexpr (kOneOf<Node, NormIsInst>) {
    return fmt::format("status {} in {:#x}", reg(n.norm), n.statuses);
  } else if constexpr (kOneOf<Node, NormDueInst>) {
    return unary("due", n.norm);
  } else if constexpr (kOneOf<Node, NormHasDueInst>) {
    return unary("has_due", n.norm);
  } else if constexpr (kOneOf<Node, NormDoneInst>) {
    return unary("done", n.norm);
  } else if constexpr (kOneOf<Node, NormHasDoneInst>) {
    return unary("has_done", n.norm);
  } else {
    static_assert(kOneOf<Node, MarkInst>, "an instruction that does not print");
    return fmt::format("mark {} bit {}", reg(n.a), n.bit);
  }
}

std::string Printer::quantify(const QuantifyInst& n) const {
  return fmt::format("{} {}{} where {} value {} n {} ({}){}", word(n.quantifier), slot(n.list),
                     at(n.list_index), function(n.predicate), function(n.value), n.n,
                     list(n.captures), n.cannot_fail ? " safe" : "");
}

std::string Printer::choose(const ChooseInst& n) const {
  std::string out = fmt::format("choose {} default {}", word(n.picks), reg(n.fallback));
  for (const ChooseNode& node : n.nodes) {
    out += fmt::format(" {{{} when {} then {} bit {}", node.name, reg(node.guard),
                       node.conclusion.exists() ? reg(node.conclusion) : "lifted",
                       node.bit == kNoBit ? "-" : std::to_string(node.bit));
    if (node.parents == ChooseNode::Parents::Whole) out += " excepts the rule";
    if (node.parents == ChooseNode::Parents::Nodes) {
      out += " excepts";
      for (const std::uint32_t target : node.targets) out += fmt::format(" {}", target);
    }
    out += "}";
  }
  return out;
}

// ---- the program --------------------------------------------------------------------------------

std::string Printer::program() {
  line("phep decision ir 1");
  if (program_->known_through) line("known_through {}", *program_->known_through);
  tables();
  structs();
  functions();
  for (std::uint32_t i = 0; i < program_->norms.size(); ++i) norm(NormId{i});
  for (const Decision& each : program_->decisions) decision(each);
  for (std::size_t i = 0; i < program_->certificate_bits.size(); ++i)
    line("bit {} {}", i, program_->certificate_bits[i]);
  for (const Note& note : program_->notes)
    line("note bit {} {} {} {} on {} {}", note.bit, quoted(note.by), note.does, quoted(note.of),
         note.on, quoted(note.because));
  return std::move(out_);
}

void Printer::tables() {
  std::uint32_t i = 0;
  for (const EnumTable& table : program_->enums) {
    out_ += fmt::format("enum e{} {}{}:", i++, table.name, table.ordered ? " ordered" : "");
    for (const std::string& member : table.members) out_ += " " + member;
    out_ += '\n';
  }
  i = 0;
  for (const Reading& reading : program_->readings) {
    out_ += fmt::format("{} r{} {} default {}:", reading.draft ? "draft" : "reading", i++,
                        reading.name, reading.fallback);
    for (const std::string& option : reading.options) out_ += " " + option;
    out_ += '\n';
  }
  i = 0;
  for (const Calendar& calendar : program_->calendars)
    out_ += fmt::format("calendar c{} {}", i++, print(calendar));
}

void Printer::structs() {
  for (std::uint32_t i = 0; i < program_->structs.size(); ++i) {
    const Struct& structure = program_->structs[StructId{i}];
    line("struct t{} {}{} size {} words {} layout {:#010x}", i, structure.name,
         structure.root ? " root" : fmt::format(" of s{}", structure.list_slot.index),
         structure.size, structure.words, structure.layout);
    for (const SlotId id : structure.slots) slot_line(id);
    shape(structure.shape, 1);
  }
}

void Printer::slot_line(SlotId id) {
  const Slot& slot = program_->slots[id];
  out_ += fmt::format("  s{} {} {} offset {} bit {}", id.index, quoted(slot.path),
                      slot.is_list ? "list" : word(slot.kind), slot.offset, slot.bit);
  if (slot.is_list) out_ += fmt::format(" of t{} max {}", slot.element.index, slot.hi);
  if (slot.enumeration.exists()) out_ += fmt::format(" e{}", slot.enumeration.index);
  if (!slot.currency.empty()) out_ += " " + slot.currency;
  if (slot.optional) out_ += " optional";
  if (slot.judgment) out_ += " judgment";
  if (slot.closed) out_ += " closed";
  if (slot.ranged) out_ += fmt::format(" {}..{}", slot.lo, slot.hi);
  if (slot.finite) {
    out_ += " finite";
    // The members of an enum say nothing that its table does not.
    if (slot.kind != Kind::Enum && slot.kind != Kind::Bool)
      for (const std::int64_t value : slot.representatives) out_ += fmt::format(" {}", value);
  }
  out_ += '\n';
}

void Printer::shape(const ObjectShape& shape, int depth) {
  const std::string indent(static_cast<std::size_t>(2 * depth), ' ');
  line("{}object{}", indent, shape.closed ? " closed" : "");
  for (const ObjectKey& key : shape.keys) {
    if (key.slot.exists()) {
      line("{}  {} s{}", indent, quoted(key.key), key.slot.index);
    } else {
      line("{}  {}", indent, quoted(key.key));
      for (const ObjectShape& inner : key.object) this->shape(inner, depth + 1);
    }
  }
}

void Printer::functions() {
  for (std::uint32_t f = 0; f < program_->functions.size(); ++f) {
    const Function& made = program_->functions[FunctionId{f}];
    std::string parameters;
    for (const Parameter& parameter : made.parameters)
      parameters += (parameters.empty() ? "" : ", ") + std::string(word(parameter.kind));
    line("function f{} {} ({}) result {} bound {}", f, made.symbol, parameters, reg(made.result),
         made.bound);
    for (std::size_t i = 0; i < made.insts.size(); ++i)
      line("  %{} = {}", made.parameters.size() + i, inst(made.insts[i]));
  }
}

void Printer::norm(NormId id) {
  const NormSpec& spec = program_->norms[id];
  line("norm n{} {} {} {} in f{} bit {} zone {} confidence {}", id.index, word(spec.norm),
       spec.symbol, spec.name, spec.function.index, spec.bit, spec.zone_minutes, spec.confidence);
  std::string cites;
  for (const std::string& cite : spec.cites) cites += " " + cite;
  if (!cites.empty()) line("  cites{}", cites);
  line("  trigger {} {} if {}", word(spec.trigger_kind), reg(spec.trigger),
       reg(spec.trigger_present));
  line("  in_force {} applies {}", reg(spec.in_force), reg(spec.applies));
  for (const NormExempt& row : spec.exempts)
    line("  exempt {} when {} bit {}", row.name, reg(row.guard), row.bit);
  for (const NormDeferral& row : spec.deferrals)
    line("  deferred until {} when {} bit {}", reg(row.end), reg(row.guard), row.bit);
  line("  done {} {} if {}", word(spec.done_kind), reg(spec.done), reg(spec.done_present));
  line("  due {}{} if {}", spec.due_before ? "before " : "", reg(spec.due), reg(spec.due_present));
  if (spec.due_exclusive.exists()) line("  before if {}", reg(spec.due_exclusive));
  if (spec.kept) line("  kept through it");
  for (const NormEvidence& row : spec.evidence)
    line("  evidence {} when {} bit {}", row.name, reg(row.guard), row.bit);
  if (spec.excused.exists()) line("  excused {}", reg(spec.excused));
  if (spec.bearers.exists()) line("  bearers {}", reg(spec.bearers));
  for (const NormBearer& row : spec.possible_bearers) {
    std::string by;
    for (const std::string& cite : row.cites) by += " " + cite;
    line("  bearer {}{}", row.party, by);
  }
  if (spec.available.exists()) line("  available {}", reg(spec.available));
  if (spec.silence != 0)
    line("  silence {} counts {}", spec.silence == 1 ? "granted" : "refused",
         reg(spec.silence_counts));
  if (!spec.proof.empty()) line("  proof {}", spec.proof);
  if (!spec.breach_of.empty()) line("  breach_of {}", spec.breach_of);
  for (const NormSanction& row : spec.sanctions) {
    std::string rest = row.limit.exists() ? " limit " + reg(row.limit) : std::string();
    for (const std::string& measure : row.measures) rest += " measure " + measure;
    line("  sanction {} {} {} {} from {} to {} when {} on {} bit {} cites {}{}", row.label,
         row.kind, word(row.amounts), row.currency.empty() ? "-" : row.currency, reg(row.from),
         reg(row.to), reg(row.applies), row.on, row.bit, row.cite.empty() ? "-" : row.cite, rest);
  }
}

void Printer::decision(const Decision& each) {
  line("decision {} as {} facts t{} entry f{} zone {} bound {}", each.name, each.export_name,
       each.facts.index, each.entry.index, each.zone_minutes, each.bound);
  for (const Output& output : each.outputs)
    line("  output {} {}{}{} {} if {}", output.name, word(output.kind),
         output.enumeration.exists() ? fmt::format(" e{}", output.enumeration.index) : "",
         output.currency.empty() ? "" : " " + output.currency, reg(output.value),
         reg(output.present));
  for (const NormOutput& norm : each.norms) {
    if (norm.most != 0)
      line("  norm {} n{} by {} for each of {} times, {} at most", norm.key, norm.norm.index,
           function(norm.function), reg(norm.value), norm.most);
    else if (norm.list.exists())
      line("  norm {} n{} by {} for each {}", norm.key, norm.norm.index, function(norm.function),
           slot(norm.list));
    else
      line("  norm {} n{} {}", norm.key, norm.norm.index, reg(norm.value));
  }
  for (const ReadingId reading : each.readings) line("  reading r{}", reading.index);
  for (const SlotId list : each.lists) line("  list {}", slot(list));
  if (!each.exposure.empty()) line("  exposure {}", each.exposure);
}

}  // namespace

std::string print_inst(const Inst& inst, const Program* program) {
  return Printer(program).inst(inst);
}

std::string print(const Calendar& calendar) {
  std::string out =
      fmt::format("{} zone {} weekly {:#x} covers {}..{}\n", calendar.name, calendar.zone_minutes,
                  calendar.weekly, calendar.first, calendar.last);
  const auto days = [&](std::string_view name, const std::vector<std::int32_t>& list) {
    if (list.empty()) return;
    out += fmt::format("  {}", name);
    for (const std::int32_t day : list) out += fmt::format(" {}", day);
    out += '\n';
  };
  days("rest", calendar.rest);
  days("worked", calendar.worked);
  for (const CalendarGroup& group : calendar.groups) {
    out += fmt::format("  pending {} awaiting {}\n", group.name, quoted(group.awaiting));
    for (const CalendarAlternative& way : group.alternatives) {
      out += fmt::format("  way {}\n", way.name);
      days("  rest", way.rest);
      days("  worked", way.worked);
    }
  }
  return out;
}

std::string print(const Program& program) {
  return Printer(&program).program();
}

}  // namespace phep::decision
