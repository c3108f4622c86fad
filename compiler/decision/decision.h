// Decision IR: what the law computes, with no syntax left in it. Straight-line functions over typed
// registers; every rule choice and every norm is one instruction whose meaning compiler/runtime
// defines.
//
// Shape: optionals are pairs of registers (presence, value); record places are resolved, so a
// function is made for each place its record parameters are called with; lets and single
// expressions are registers. All operands are always evaluated: errors and unknowns are values.
// There is no branch, jump or recursion.
#pragma once

#include "compiler/base/id.h"
#include "compiler/runtime/image.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace phep::decision {

using runtime::Arith;
using runtime::Compare;
using runtime::Kind;
using runtime::NormKind;
using runtime::Picks;
using runtime::Quantifier;
using runtime::Rounding;
using runtime::Unit;

using FunctionId = Id<struct FunctionTag>;
using SlotId = Id<struct SlotTag>;
using StructId = Id<struct StructTag>;
using EnumId = Id<struct EnumTag>;
using ReadingId = Id<struct ReadingTag>;
using CalendarId = Id<struct CalendarTag>;
using NormId = Id<struct NormTag>;

// A register of one function: parameters first (0 is the law date), then one an instruction.
using Reg = Id<struct RegTag>;

// 128-bit payload, as in the image.
struct Payload {
  std::uint64_t lo = 0, hi = 0;
  friend auto operator<=>(const Payload&, const Payload&) = default;
};

struct ConstInst {
  Payload value;
  std::string text{};
};  // text only for Kind::Text
struct AsOfInst {};
struct AsOfDayInst {
  std::int32_t zone_minutes;
};
struct LawDayInst {
  Reg present, value;
  Kind of;
  std::int32_t zone_minutes;
};
struct LoadInst {
  SlotId slot;
  Reg index;
};
struct PresentInst {
  SlotId slot;
  Reg index;
};
struct ListLengthInst {
  SlotId list;
  Reg index;
};
struct ReadingInst {
  ReadingId reading;
};
struct AndInst {
  Reg a, b;
};
struct OrInst {
  Reg a, b;
};
struct NotInst {
  Reg a;
};
struct CompareInst {
  Compare op;
  Reg a, b;
  Kind of;
};
struct SetHasInst {
  Reg member, set;
};
struct InForceInst {
  Reg date;
  std::vector<std::array<std::int32_t, 2>> intervals;
};  // [from, until)
struct ArithInst {
  Arith op;
  Reg a, b;
  Kind kind_a, kind_b;
  bool cannot_fail = false;  // ranges prove that no operands make it an error
};
struct NegInst {
  Reg a;
};
struct ToDecimalInst {
  Reg a;
};
struct RoundInst {
  Reg a;
  Rounding mode;
  Payload quantum;
};  // quantum: 10^-9 units
struct ShiftDateInst {
  Reg date, duration;
  Reg times{};                  // so many durations; none: one
  bool first_of_march = false;  // years from 29 February, where the year has no such day
};
struct DayStartInst {
  Reg date;
  std::int32_t zone_minutes;
};
struct DayEndInst {
  Reg date;
  std::int32_t zone_minutes;
};
struct LocalDayInst {
  Reg instant;
  std::int32_t zone_minutes;
};
struct DeadlineInst {
  Reg anchor;
  Kind anchor_kind;
  Reg duration;
  Reg extension;  // a duration counted from the end before rolling, or none
  CalendarId calendar;
  bool backward = false, no_roll = false;
  std::vector<Reg> more{};  // further extensions, each from the end of the one before it
  std::uint32_t ways = 0;   // the other runtime::DeadlineFlags
};
// How many periods have begun at a moment: at most kMaxOccurrences + 1.
struct OccurrencesInst {
  Reg from, period, moment;
  std::int32_t zone_minutes;
};
struct SelectInst {
  Reg condition, then_value, else_value;
};
struct CallInst {
  FunctionId function;
  std::vector<Reg> args;
};  // args[0] is the law date
// Bodies take (law date, index, captures…).
struct QuantifyInst {
  Quantifier quantifier;
  SlotId list;
  Reg list_index;  // of the element that holds the list, or none
  FunctionId predicate, value;
  std::int64_t n = 0;
  std::vector<Reg> captures;
  bool cannot_fail = false;  // ranges prove that a sum does not overflow
};
inline constexpr std::uint32_t kNoBit = runtime::kNone;  // a guard that another node records
struct ChooseNode {
  Reg guard;
  Reg conclusion;  // none: lifted
  std::uint32_t bit;
  std::string name;
  enum class Parents : std::uint8_t { Case, Whole, Nodes } parents = Parents::Case;
  std::vector<std::uint32_t> targets{};
};
struct ChooseInst {
  Picks picks;
  Reg fallback{};
  std::vector<ChooseNode> nodes{};
};
struct NormInst {
  NormId norm;
};  // operands are registers of this function, in the NormSpec
struct NormIsInst {
  Reg norm;
  std::uint32_t statuses;
};
struct NormDueInst {
  Reg norm;
};
struct NormHasDueInst {
  Reg norm;
};
struct NormDoneInst {
  Reg norm;
};
struct NormHasDoneInst {
  Reg norm;
};
struct MarkInst {
  Reg a;
  std::uint32_t bit;
};

using InstNode =
    std::variant<ConstInst, AsOfInst, AsOfDayInst, LawDayInst, LoadInst, PresentInst,
                 ListLengthInst, ReadingInst, AndInst, OrInst, NotInst, CompareInst, SetHasInst,
                 InForceInst, ArithInst, NegInst, ToDecimalInst, RoundInst, ShiftDateInst,
                 DayStartInst, DayEndInst, LocalDayInst, DeadlineInst, OccurrencesInst, SelectInst,
                 CallInst, QuantifyInst, ChooseInst, NormInst, NormIsInst, NormDueInst,
                 NormHasDueInst, NormDoneInst, NormHasDoneInst, MarkInst>;

struct Inst {
  InstNode node;
  Kind kind;  // of the result
};

struct Parameter {
  Kind kind{};
};
struct Function {
  std::string symbol{};  // qualified name of the declaration
  std::vector<Parameter> parameters{};
  std::vector<Inst> insts{};
  Reg result{};
  std::uint64_t bound = 0;  // instructions one call executes at most
};

struct NormExempt {
  Reg guard{};
  std::uint32_t bit;
  std::string name{};
};
struct NormDeferral {
  Reg guard{};
  Reg end{};
  std::uint32_t bit;
};
struct NormEvidence {
  Reg guard{};  // it exists by as_of, and counts
  std::uint32_t bit;
  std::string name{};
};
// One way in which a party is bound.
struct NormBearer {
  std::string party{};
  std::vector<std::string> cites{};
};
struct NormSanction {
  Reg applies{}, from{}, to{};
  std::uint32_t bit;
  std::uint32_t on;  // 0 any, 1 late, 2 violated
  std::string label{}, kind{}, currency{},
      cite{};  // kind: fine, warning, suspension, remedy, confiscation, not_set
  Kind amounts = Kind::Money;
  Reg limit{};                          // instant after which it can no longer be imposed, or none
  std::vector<std::string> measures{};  // of a remedy
};
struct NormSpec {
  NormKind norm{};
  FunctionId function{};  // the one function that holds its NormInst
  Kind trigger_kind = Kind::Instant;
  Reg trigger_present{}, trigger{};
  Reg in_force{}, applies{};
  std::vector<NormExempt> exempts{};
  std::vector<NormDeferral> deferrals{};
  Kind done_kind = Kind::Instant;
  Reg done_present{}, done{};
  Reg due_present{}, due{};
  bool due_before = false;
  Reg due_exclusive{};  // a condition that says so instead
  bool kept = false;    // `due` is the end through which a state is kept
  std::vector<NormEvidence> evidence{};
  Reg excused{};
  Reg bearers{};  // mask of `possible_bearers` that are bound; none: always the same
  std::vector<NormBearer> possible_bearers{};
  Reg available{};            // of a power
  std::uint32_t silence = 0;  // 0 nothing, 1 granted, 2 refused
  Reg silence_counts{};
  std::string proof{}, breach_of{};  // a party; a norm
  std::vector<NormSanction> sanctions{};
  std::uint32_t bit = 0;
  std::int32_t zone_minutes = 420;
  std::string symbol{}, name{};      // qualified, simple
  std::vector<std::string> cites{};  // "PDPL@23.1"
  char confidence = 'A';
};

struct EnumTable {
  std::string name{};
  bool ordered = false;
  std::vector<std::string> members{};
};

struct Slot {
  Kind kind = Kind::Bool;
  bool is_list = false, optional = false, judgment = false, closed = false;
  std::uint32_t offset = 0, bit = 0;
  StructId structure{};
  EnumId enumeration{};    // Enum, Set
  StructId element{};      // of a list
  std::string currency{};  // Money
  std::string path{};      // JSON pointer from its struct
  bool ranged = false;
  std::int64_t lo = 0, hi = 0;  // for lists hi is the declared maximum
  bool finite = false;
  std::vector<std::int64_t> representatives{};
};

// The JSON object shape of a struct: keys in declaration order.
struct ObjectKey;
struct ObjectShape {
  bool closed = false;
  std::vector<ObjectKey> keys;
};
struct ObjectKey {
  std::string key{};
  SlotId slot{};                      // or…
  std::vector<ObjectShape> object{};  // …exactly one
};
// Where a committed layout has a fact: JSON pointer, bit and offset.
struct LayoutEntry {
  std::string path;
  std::uint32_t bit, offset;
  // What the fact was, as `layout_kind` says it, and an enum's members: another kind must not take
  // its place. Empty: not told.
  std::string kind{};
  std::vector<std::string> members{};
};
// What a caller's struct says of itself: bytes, and the number of its layout.
struct LayoutVersion {
  std::uint32_t size, layout;
  friend auto operator<=>(const LayoutVersion&, const LayoutVersion&) = default;
};

struct Struct {
  std::string name{};
  bool root = false;
  std::uint32_t size = 0, words = 0, layout = 0;
  std::vector<SlotId> slots{};
  ObjectShape shape{};
  SlotId list_slot{};
  std::vector<LayoutEntry> holes{};      // of facts that are gone
  std::vector<LayoutVersion> earlier{};  // of builds whose callers are served
};

struct CalendarAlternative {
  std::string name{};
  std::vector<std::int32_t> rest{}, worked{};
};
struct CalendarGroup {
  std::string name{}, awaiting{};
  std::vector<CalendarAlternative> alternatives{};
};
struct Calendar {
  std::string name{};
  std::int32_t zone_minutes = 420, first = 0, last = 0;
  std::uint8_t weekly = 0;
  std::vector<std::int32_t> rest{}, worked{};  // sorted
  std::vector<CalendarGroup> groups{};
};
// What one law did to another in an answer: said where its certificate bit is set.
struct Note {
  std::uint32_t bit = 0;
  std::string
      does{};        // suspends, replaces, repeals, lapses_with, survives, prevails, lists, special
  std::string by{};  // the instrument or provision that does it
  std::string of{};  // what it is done to
  std::string on{};  // qualified name of the rule or norm that it decided
  std::string because{};  // replacement, or principle of a collision; may be empty
  friend auto operator<=>(const Note&, const Note&) = default;
};
struct Reading {
  bool draft = false;  // whether a draft is supposed to be in force; named by the draft
  std::string name{};  // qualified
  std::vector<std::string> options{};
  std::uint32_t fallback = 0;
};

struct Output {
  std::string name{};
  Kind kind{};
  EnumId enumeration{};
  std::string currency{};
  Reg present{}, value{};  // of the entry function
};
struct NormOutput {
  NormId norm{};
  Reg value{};  // of the entry function, or…
  FunctionId
      function{};  // …(law date, index) → norm, for each element of `list` or each occurrence
  SlotId list{};
  std::uint32_t most = 0;  // of a recurring norm, whose `value` counts them: how many at most
  std::string key{};       // simple name, or `name[args]` where a decision uses a norm twice
};
struct Decision {
  std::string name{};         // qualified
  std::string export_name{};  // C identifier: the NAME of NAME_decide
  StructId facts{};
  FunctionId entry{};
  std::vector<Output> outputs{};
  std::vector<NormOutput> norms{};
  std::vector<ReadingId> readings{};
  std::vector<SlotId> lists{};
  std::uint64_t bound = 0;
  std::int32_t zone_minutes = 420;
  std::string exposure{};  // name of what its norms' breaches may cost in all; empty: not asked
};

struct Program {
  Store<FunctionTag, Function> functions;
  Store<SlotTag, Slot> slots;
  Store<StructTag, Struct> structs;
  Store<EnumTag, EnumTable> enums;
  Store<ReadingTag, Reading> readings;
  Store<CalendarTag, Calendar> calendars;
  Store<NormTag, NormSpec> norms;
  std::vector<Decision> decisions;
  std::vector<std::string> certificate_bits;  // qualified names, by comes_before; index = bit
  std::vector<Note> notes;                    // sorted as their members are, but by `bit` last
  std::optional<std::int32_t> known_through;
  std::array<std::uint8_t, 32> release{};
};

}  // namespace phep::decision
