// Resolved, typed expressions. Sugar is gone: what is left is what lowering must give a meaning.
#pragma once

#include "compiler/base/id.h"
#include "compiler/base/span.h"
#include "compiler/hir/types.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace phep::hir {

using ExprId = Id<struct HirExprTag>;
using LocalId =
    Id<struct HirLocalTag>;  // a parameter, a let, or a quantifier's variable of one declaration

enum class Unit : std::uint8_t { Hours, Days, WorkingDays, Weeks, Months, Quarters, Years };
enum class Rounding : std::uint8_t { HalfUp, HalfEven, Up, Down, Ceiling, Floor };

struct ErrorExpr {};
struct BoolConst {
  bool value;
};
struct IntConst {
  std::int64_t value;
};
// Count of 10^-9 as decimal digits with sign, |x| < 10^38: "50000000" is 0.05. For Decimal and
// Amount.
struct DecimalConst {
  std::string units;
};
struct MoneyConst {
  std::int64_t minor;
};
struct DateConst {
  std::int32_t days;
};
struct InstantConst {
  std::int64_t ms;
};
struct DurationConst {
  std::int64_t amount;
  Unit unit;
};
struct TextConst {
  std::string value;
};
struct EnumConst {
  std::uint32_t member;
};
struct SetConst {
  std::uint64_t members;
};
struct NullConst {};  // of an optional type

struct LocalRef {
  LocalId local;
};
struct FieldRef {
  ExprId record;
  std::uint32_t field;
};  // field index in the record's declaration
struct AsOf {};     // instant
struct LawDate {};  // date: of the norm or decision that evaluates this
struct Trigger {
};  // the enclosing norm's trigger, with its type and never optional (row 1 has dealt with null)
struct ReadingRef {
  DefId reading;
};  // an enum-like value: compare with ReadingConst
struct ReadingIs {
  DefId reading;
  std::uint32_t option;
};  // bool

struct Not {
  ExprId operand;
};
struct And {
  std::vector<ExprId> operands;
};
struct Or {
  std::vector<ExprId> operands;
};
enum class CompareOp : std::uint8_t { Eq, Ne, Lt, Le, Gt, Ge };
struct Compare {
  CompareOp op;
  ExprId left, right;
};  // operands have one same, not optional, type
struct SetHas {
  ExprId member, set;
};
struct Exists {
  ExprId value;
};  // of an optional
struct Unwrap {
  ExprId value;
};  // of an optional that a guard has shown to exist
struct Wrap {
  ExprId value;
};  // T as T?
struct IfAbsent {
  ExprId value, otherwise;
};
struct If {
  ExprId condition, then_value, else_value;
};

enum class ArithOp : std::uint8_t { Add, Sub, Mul, Div, Min, Max };
struct Arith {
  ArithOp op;
  ExprId left, right;
};  // int·int, decimal·decimal, money±money, money·int, money|amount·decimal, amount±amount,
    // duration? no
struct Negate {
  ExprId operand;
};
struct Widen {
  ExprId operand;
};  // int → decimal, money → amount
// decimal → decimal, amount → money (quantum in minor units, as 10^-9 units text), decimal → int
// (quantum 10^9)
struct Round {
  ExprId operand;
  Rounding mode;
  std::string quantum;
};

// What counting laws, and readings of what they leave open, treat differently: bits.
enum CountingWay : std::uint32_t {
  kHoldsTwoWorkingDays = 1,      // terms of two days or more
  kFirstOfMarch = 2,             // years from 29 February, where the year has no such day
  kRollsBack = 4,                // a backward end on a rest day, to the working day before it
  kFromNextHour = 8,             // hours do not count the hour in which the event falls
  kHoursHoldTwoWorkingDays = 16  // of 48 hours or more
};
// A reading that settles what a counting law leaves open: the ways that each of its options means.
struct CountedReading {
  DefId reading;
  std::vector<std::uint32_t> ways;
};
struct ShiftDate {
  ExprId date, duration;
  bool backward;
  ExprId times{};                             // int: so many durations; absent: one
  std::vector<CountedReading> readings = {};  // of the leap day: one or none
};  // date ± duration, instant ± hours: no roll
struct LocalDay {
  ExprId instant;
};  // date in the calendar's zone
struct DayStart {
  ExprId date;
};  // instant 00:00 in the calendar's zone
// `N unit after x`, counted by law. anchor: date or instant. calendar: the module's or the
// clause's.
struct Counted {
  ExprId duration, anchor;
  bool backward;
  DefId calendar;
  std::vector<ExprId> extensions{};  // each from the end, before rolling, of what is before it
  std::uint32_t ways = 0;            // of the counting law
  std::vector<CountedReading> readings = {};
  bool rolls = true;
};

// How many periods of a recurrence have begun at a moment, the first with its day.
struct Occurrences {
  ExprId from, period, moment;  // date, duration, instant
};

enum class QuantifierKind : std::uint8_t { Some, All, AtLeast, Count, Sum, Min, Max };
// over `list` (a FieldRef of list type); elements for which `where` holds; `body` as in
// ast::Quantifier. filter(…) is gone: its predicate stands in `where`. Min and Max give an optional
// (absent over nothing).
struct Quantify {
  QuantifierKind kind;
  std::int64_t at_least;
  LocalId variable;
  ExprId list;
  ExprId where;  // may be absent
  ExprId body;   // may be absent for Some, All, AtLeast, Count
};

struct MakeRange {
  ExprId lower, upper;
};  // both of the range's element type
struct RangeEnd {
  ExprId range;
  bool upper;
};

// The least `dated` of an element such that the elements dated no later, for which `where` holds,
// sum up to `reaches` or more: an optional date or instant. Without `body` each counts as one.
struct Moment {
  LocalId variable;
  ExprId list;
  ExprId dated;
  ExprId where;  // may be absent
  ExprId body;   // may be absent
  ExprId reaches;
};

struct CallRule {
  DefId rule;
  std::vector<ExprId> args;
};
struct CallNorm {
  DefId norm;
  std::vector<ExprId> args;
};
// `N(x) is late`: bit i of `statuses` is phep_norm_status i.
struct NormIs {
  ExprId norm;
  std::uint32_t statuses;
};
// Since: the moment of a breach; null where there is none.
enum class NormMember : std::uint8_t { Due, Done, Since };
struct NormGet {
  ExprId norm;
  NormMember member;
};  // optional instant

using ExprNode =
    std::variant<ErrorExpr, BoolConst, IntConst, DecimalConst, MoneyConst, DateConst, InstantConst,
                 DurationConst, TextConst, EnumConst, SetConst, NullConst, LocalRef, FieldRef, AsOf,
                 LawDate, Trigger, ReadingRef, ReadingIs, Not, And, Or, Compare, SetHas, Exists,
                 Unwrap, Wrap, IfAbsent, If, Arith, Negate, Widen, Round, ShiftDate, LocalDay,
                 DayStart, Counted, Occurrences, Quantify, Moment, MakeRange, RangeEnd, CallRule,
                 CallNorm, NormIs, NormGet>;

struct Expr {
  ExprNode node;
  TypeId type;
  Span span;
};

}  // namespace phep::hir
