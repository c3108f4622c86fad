// The policy image: a compact read-only table of the Decision IR, position-independent, that the
// interpreter walks and every artefact carries. Written by compiler/decision/image.cpp; read here.
//
// Its one byte order is little-endian, on every machine: byte_order.h brings it into a big-endian
// one's. Everything is 8-aligned. A `Range` names `count` items from index `first` of a section.
// Registers of a function: its parameters first, then one for each instruction. kNone
// means "not there". Where operands form tuples ("operands, 3 each"), `count` still counts words:
// there are count / 3 tuples.
//
// List elements are named by an Int register, the *index*: i for a list of the root struct, and
// (index of the owner) << 16 | i for a list inside an element. No list declares more than 65,535
// elements.
#pragma once

#include <stdint.h>

namespace phep::runtime {

inline constexpr uint32_t kNone = 0xFFFF'FFFFu;
inline constexpr uint32_t kImageVersion = 5;
inline constexpr char kImageMagic[8] = {'P', 'H', 'E', 'P', 'I', 'M', 'G', '1'};

struct Range {
  uint32_t first;
  uint32_t count;
};

// Sorts of values. The payload has two 64-bit words, lo and hi.
enum class Kind : uint8_t {
  Bool,      // lo: 0 or 1
  Int,       // lo: two's complement
  Decimal,   // lo, hi: 128-bit count of 10^-9
  Money,     // lo: minor units
  Amount,    // lo, hi: as Decimal, in units of the currency's minor unit times 10^-9
  Date,      // lo: days since 1970-01-01
  Instant,   // lo: UTC milliseconds
  Duration,  // lo: count, hi: Unit
  Text,      // lo: pointer (or image string: see Const), hi: length in bytes
  Enum,      // lo: member index
  Set,       // lo: bits in declaration order (enums of at most 64 members)
  Norm,      // lo: pointer to NormValue in the arena
};

enum class Unit : uint8_t { Hours, Days, WorkingDays, Weeks, Months, Quarters, Years };
enum class Rounding : uint8_t { HalfUp, HalfEven, Up, Down, Ceiling, Floor };
enum class Compare : uint8_t { Eq, Ne, Lt, Le, Gt, Ge };
enum class Arith : uint8_t { Add, Sub, Mul, Div, Min, Max };

enum class Op : uint16_t {
  Const,       // a: constant. Text constants: lo = string index
  AsOf,        // instant
  AsOfDay,     // date of as_of in the zone a (minutes east), or the override
  LawDay,      // date: local day of register b (kind c: Date or Instant) if presence a is true (or
               // kNone), in zone aux*15 minutes, else that of as_of; override wins
  Load,        // a: slot, b: register with the list index, or kNone
  Present,     // a: slot, b: index register or kNone: is the optional there?
  ListLength,  // a: slot of the list, b: index register or kNone
  Reading,     // a: reading → enum member
  And,
  Or,       // a, b
  Not,      // a
  Compare,  // aux: Compare; a, b; c: Kind of the operands
  SetHas,   // a: enum, b: set
  InForce,  // a: date; operands b, c words: pairs (from, until) of days; true inside any;
            // INT32_MIN/INT32_MAX = open
  Arith,    // aux: Arith; a, b; kinds: result `kind`, operands c = (kind of a) | (kind of b) << 8 |
            // ArithFlags
  Neg,      // a
  ToDecimal,  // int a → decimal, or money a → amount
  Round,      // aux: Rounding; a: decimal or amount; b: constant: the 128-bit quantum (in 10^-9) to
          // round to → kind (Decimal, Amount, Money, Int). When a is itself an Arith Mul or Div of
          // kind Decimal or Amount, its exact product or quotient is rounded once
  ShiftDate,  // a: date (or instant), b: duration, c: 1 + int register of how many of them, or 0:
              // shifts by the calendar, no roll; aux 1: as kFirstOfMarch says
  DayStart,   // a: date → instant 00:00 in zone b minutes
  DayEnd,     // a: date → instant 24:00 in zone b minutes
  LocalDay,   // a: instant → date in zone b minutes
  Deadline,   // operands a: {anchor, anchor kind, duration, extension or kNone, calendar, flags
              // (DeadlineFlags), b further extensions…} → instant
  Select,     // a: bool, b, c
  Call,       // a: function, operands b, c of them
  Quantify,   // aux: Quantifier; operands a: {list slot, list's own index register or kNone,
              // predicate function or kNone, value function or kNone, n, captured registers…}; b:
              // how many captured. See Quantifier
  Choose,     // operands a, b: how many nodes: see below
  Norm,       // a: NormSpec → norm value
  NormIs,     // a: norm, b: mask of statuses (1 << phep_norm_status) → bool
  NormDue,    // a: norm → instant: the later of due and the end of a true deferral, as the answer's
              // `due`
  NormHasDue,   // a: norm → bool
  NormDone,     // a: norm → instant
  NormHasDone,  // a: norm → bool
  Mark,         // a: bool register, b: certificate bit; value: a
  Occurrences,  // a: date, b: duration, c: instant, zone aux*15 minutes → int: how many periods
                // have begun then, kMaxOccurrences + 1 at most
};

// Bits of Op::Arith's c, above the kinds.
enum ArithFlags : uint32_t {
  kCannotFail = 1U << 16,  // ranges prove that no operands make it an error
};

// The functions of Quantify take (law date, index, captured…); without a predicate every element
// counts. Both are evaluated for every element. `n` is the number of AtLeast itself, not a
// register. Sum and Count are exact and checked once; Min and Max over nothing are a zero (their
// presence is a Some). Of Sum, c has kCannotFail.
enum class Quantifier : uint8_t { Some, All, AtLeast, Count, Sum, Min, Max };

// An instruction. Its result goes to register parameter_count + its index in the function.
struct Inst {
  Op op;
  Kind kind;  // of the result
  uint8_t aux;
  uint32_t a, b, c;
};

// A function. Parameter 0 is always the law date. Bodies are straight lines: no branch, no jump.
struct Function {
  Range insts;
  uint32_t parameters;
  uint32_t result;  // register
  uint32_t symbol;  // qualified name of the declaration, for errors
  uint32_t bound;   // instructions that one call executes at most, calls and quantifiers included
};

// Choose: operands are {policy, default register or kNone, result order unused, nodes…}; a node is
// five words {guard register, conclusion register or kLifted, certificate bit, name symbol,
// parents} where parents is 0 = a case, 1 = an exception to the whole rule, else an index of an
// operand list {n, node…} plus 2. A node stands after the nodes that it excepts. The certificate
// bit (kNone: none) follows the guard alone. Under Picks::All the conclusions are members, the
// default and the result sets.
inline constexpr uint32_t kLifted = 0xFFFF'FFFEu;
enum class Picks : uint32_t { Agree, Highest, Lowest, All };

// An encouragement is a duty that nobody breaches. A KeptDuty is to last through `due`; `done` is
// when it was given up.
enum class NormKind : uint8_t {
  EventDuty,
  StateDuty,
  Prohibition,
  Permission,
  Power,
  Encouragement,
  KeptDuty
};

inline constexpr uint32_t kSanctionRegisters = 6;  // words of a row of NormSpec.sanctions
inline constexpr uint32_t kSanctionTexts = 6;      // and of NormText.sanctions

// What an answer holds of a norm besides status and binds, each only when known: `due` the later of
// due and the end of a true deferral, whatever the status; `done` when done by as_of; `by_ms` under
// LATE; `until` under DEFERRED (the latest end of a true deferral); `why` under EXEMPT. A date done
// stands for its 24:00 (but counts as done from its 0:00 on). A sanction applies when its guard is
// true and the status is what `on` says (any: late or violated); its bit follows that, a
// deferral's, an exemption's and an evidence's bit the guard. done = kNone: never done; a
// permission without one is granted. A state duty that is kept (`kept` = 1) ends after `due`.
struct NormSpec {
  NormKind norm;
  uint8_t trigger_kind;  // Kind
  uint8_t done_kind;     // Kind: Date, Instant or Bool (state, breached, granted, available)
  uint8_t zone;          // quarters of an hour east of UTC
  uint32_t trigger_present, trigger;  // registers or kNone
  uint32_t in_force, applies;         // bool registers or kNone (= true)
  Range exempts;                      // operands, 3 each: {guard, bit, name symbol}
  Range deferrals;                    // operands, 3 each: {guard, end instant, bit}
  uint32_t done_present, done;        // registers or kNone; a bool sort has only `done`
  uint32_t due_present, due;          // instant; kNone: no due
  Range sanctions;  // operands, 6 each: {applies register, from or kNone, to or kNone, bit, on (0
                    // any, 1 late, 2 violated), end of its limitation or kNone}
  uint32_t bit;     // certificate bit of the norm: true = binds
  uint32_t symbol;  // qualified name
  uint32_t text;    // index into NormText
  uint32_t due_before;             // 1: the deadline is exclusive (`due before x`)
  uint32_t due_exclusive = kNone;  // bool register that says so instead, or kNone
  uint32_t kept = 0;               // 1: `due` is the end through which a state is kept
  Range evidence = {0, 0};         // operands, 2 each: {guard, bit}: what counts as performance
  uint32_t excused = kNone;        // bool register: being late is excused; kNone: false
  uint32_t bearers = kNone;  // int register: mask of the rows of NormText.bearers that are bound;
                             // kNone: always the same
  uint32_t available =
      kNone;  // of a power: bool register or kNone (= true); `done` is then the authority's answer
  uint32_t silence =
      0;  // of a power: what no answer in time counts as: 0 nothing, 1 granted, 2 refused
  uint32_t silence_counts = kNone;  // bool register or kNone (= true): its clause is in force
};

// What the answer says about a norm besides its status.
struct NormText {
  uint32_t name;       // string: simple name
  Range cites;         // operands: strings "PDPL@23.1"
  Range exempt_names;  // operands: strings, in order of NormSpec.exempts
  Range sanctions;     // operands, 6 each: {label string, kind string, Kind of amounts, first cite
                    // string or kNone, first of its measures in the operands (strings), how many};
                    // currency is in `currencies`
  uint32_t confidence;            // 0 A, 1 B, 2 C
  uint32_t currencies;            // string or kNone
  Range evidence_names = {0, 0};  // operands: strings, in order of NormSpec.evidence
  Range bearers = {
      0, 0};  // operands, 3 each: {party string, first operand of its citations, how many}
  uint32_t proof = kNone;      // string: who bears the burden of proof, or kNone
  uint32_t breach_of = kNone;  // string: the norm whose breach gave rise to this one, or kNone
};

inline constexpr uint32_t kMaxOccurrences = 1024;  // of one recurring norm
inline constexpr uint32_t kMaxExtensions = 8;      // of one deadline, after its first

// Bits of Op::Deadline's flags.
enum DeadlineFlags : uint32_t {
  kBackward = 1,
  kNoRoll = 2,
  kExtendRolled = 4,     // an extension counts from the end after rolling, not before
  kTwoWorkingDays = 8,   // a term of two days or more holds at least two working days
  kFirstOfMarch = 16,    // years from 29 February end on 1 March where the year has no such day
  kRollBack = 32,        // a backward end on a rest day moves to the working day before it
  kNextHour = 64,        // hours run from the beginning of the next hour
  kHoursHoldDays = 128,  // 48 hours or more hold at least two working days
};

// A fact's place. Element structs of lists have their own slots. The field at `offset`: Bool u8,
// Enum i32, Date i32, Int, Instant and Money i64, Decimal and Amount two i64 (low first), Duration
// i64 count then i64 Unit, Set u64, Text phep_text, a list phep_list. A list of scalars has an
// element struct of one slot and node kNone.
enum SlotFlags : uint8_t {
  kOptional = 1,  // null is legal
  kJudgment = 2,  // filled by a human determination
  kFinite = 4,    // representatives are given
  kClosed = 8,    // a missing key means not done
  kRanged = 16,   // lo, hi bound an Int, Money, Date
};

struct Slot {
  Kind kind;
  uint8_t is_list;  // 1: `list` names the element struct
  uint8_t flags;    // SlotFlags
  uint8_t reserved;
  uint32_t offset;     // bytes from the start of the struct
  uint32_t bit;        // in known[] and present[]
  uint32_t structure;  // struct that holds it
  uint32_t type;   // enum (Enum, Set), list struct (is_list), currency string (Money), else kNone
  uint32_t path;   // string: JSON pointer from its struct, "/breach/harm"
  int64_t lo, hi;  // range, if kRanged; for lists hi = the declared maximum
  Range representatives;  // constants, if kFinite
};

// The root struct begins u32 size, u32 layout, u64 known[words], u64 present[words]; an element
// struct begins with known[words], present[words].
struct Struct {
  uint32_t size;
  uint32_t words;
  Range slots;
  uint32_t root;       // 1: has size and layout
  uint32_t layout;     // number that the caller must give back
  uint32_t node;       // root JSON object node (ObjectNode) of this struct
  uint32_t list_slot;  // of an element struct: the slot that holds the list, else kNone
  Range earlier;  // operands, 2 each: {size, layout} of earlier builds: what lies beyond such a
                  // size is unknown
};

// The JSON shape of a struct: an object whose keys lead to slots or to further objects.
struct ObjectNode {
  Range keys;       // KeyNode, sorted by key bytes
  uint32_t closed;  // 1: missing keys mean not done
  uint32_t first;   // index among `keys` of the key declared first, or kNone
};
struct KeyNode {
  uint32_t key;     // string
  uint32_t slot;    // slot, or kNone
  uint32_t object;  // object node, or kNone
  uint32_t next;    // index in its object of the key declared after it, or kNone
};

struct EnumTable {
  Range members;  // operands: strings, declaration order
  uint32_t ordered;
  uint32_t name;
};

// Rest days of [first_day, first_day + days): bit 0 of day d is bit d of `rest`. Weekly rest is
// already in it.
struct Calendar {
  int32_t first_day;
  uint32_t days;
  Range rest;          // words section, ceil(days / 64)
  Range pending;       // words: days that some pending alternative changes
  Range alternatives;  // PendingAlternative
  uint32_t weekly;     // bit 0 Monday … bit 6 Sunday: weekly rest
  int32_t zone;        // minutes east of UTC
  uint32_t name;       // string: "vn.state"
  uint32_t digest;     // string: SHA-256 of all it says, 64 hexadecimal digits
};
struct PendingAlternative {
  uint32_t group;        // index into groups
  uint32_t alternative;  // 0, 1, …
  Range rest;            // operands: days as two's complement
  Range worked;          // operands: days
};
struct PendingGroup {
  uint32_t name;          // string "national_day_2027"
  uint32_t alternatives;  // how many
  uint32_t awaiting;      // string: what is awaited
  uint32_t calendar;
};

struct ReadingTable {
  uint32_t name;  // string
  Range members;  // operands: strings
  uint32_t default_member;
  uint32_t draft;  // 1: whether the draft of this name is supposed to be in force
};

// What one law did to another, said in the answer where its certificate bit is set. Sorted as they
// are written.
struct Note {
  uint32_t bit;
  uint32_t by;  // strings
  uint32_t does;
  uint32_t of;
  uint32_t on;
  uint32_t because;  // or kNone
};

struct Output {
  uint32_t name;  // string
  Kind kind;
  uint8_t reserved[3];
  uint32_t type;      // enum, or currency string, or kNone
  uint32_t present;   // register of the entry function, or kNone
  uint32_t value;     // register
  uint32_t offset;    // of its phep_value in the result
  uint64_t readings;  // bit i: it may hang on the i-th of the decision's
};
struct NormOutput {
  uint32_t spec;   // NormSpec
  uint32_t value;  // register, or kNone with `function`; of a recurring norm how many occurrences
                   // there are
  uint32_t function;  // for each element or occurrence (from 1 on): (law date, index) → norm
  uint32_t list;      // slot of the list, or kNone
  uint32_t offset;    // of phep_norm + sanctions, or of phep_norm_array, in the result
  uint32_t key;       // string: key in "norms"
  uint32_t pointer;   // string: JSON pointer of the list (`answer[/requests/3]`), or kNone
  uint32_t most;      // occurrences at most (`update[#3]`); 0: not a recurring norm
  uint64_t readings;  // as an Output's
};

struct Decision {
  uint32_t name;  // string: qualified
  uint32_t symbol;
  uint32_t structure;  // root facts
  uint32_t entry;      // function; its one parameter is the law date of as_of
  Range outputs;
  Range norms;
  uint32_t result_size;
  uint32_t certificate_offset;
  uint32_t certificate_words;  // two bits a mark: bit 2i true, bit 2i+1 unknown
  uint32_t layout;             // of the result
  Range lists;                 // operands: slots of the lists of this decision's facts
  Range readings;              // operands: readings that it may rest on
  uint64_t bound;              // steps of one first pass at most
  uint32_t zone;               // quarters of an hour east of UTC, for as_of's day
  uint32_t
      exposure;  // string: its name, where the decision adds up what breaches may cost; else kNone
};

struct Const {
  uint64_t lo, hi;
};

// Sections in this order; each is an array of its struct at byte `offset`.
struct Section {
  uint32_t offset;
  uint32_t count;
};

struct Header {
  char magic[8];
  uint32_t version;
  uint32_t size;           // bytes of the whole image
  uint8_t release[32];     // SHA-256 of the canonical Decision IR
  uint32_t known_through;  // days since 1970 of the library's knowledge, or kNone
  uint32_t reserved;
  Section strings;  // Range {byte offset into bytes, length}
  Section bytes;
  Section symbols;  // uint32_t: string of each symbol, sorted by qualified name
  Section decisions, structs, slots, objects, keys, enums, readings;
  Section calendars, alternatives, groups, words;
  Section functions, insts, operands, constants;
  Section norm_specs, norm_texts, outputs, norm_outputs;
  Section certificate_names;  // uint32_t: string of each certificate bit, sorted
  Section notes;
};

static_assert(sizeof(Inst) == 16);
static_assert(sizeof(Slot) % 8 == 0);
static_assert(sizeof(Decision) % 8 == 0);

}  // namespace phep::runtime
