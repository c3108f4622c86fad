// The expressions, types and words of the syntax tree; ast.h holds the declarations and the
// conventions.
#pragma once

#include "compiler/base/citation.h"
#include "compiler/base/id.h"
#include "compiler/base/interner.h"
#include "compiler/base/span.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace phep::ast {

using ExprId = Id<struct ExprTag>;
using TypeId = Id<struct TypeTag>;
using DeclId = Id<struct DeclTag>;

// ---- words -------------------------------------------------------------------------------------

// A name where it is written. It does not exist() when the author left it out and may.
struct Ident {
  Name name;
  Span span;

  [[nodiscard]] bool exists() const { return name.exists(); }
};

// `a.b.c`. Empty when not written.
struct Path {
  std::vector<Ident> parts;
  Span span;

  [[nodiscard]] bool exists() const { return !parts.empty(); }
};

// The contents of a string literal: NFC, escapes decoded, without quotes.
struct Text {
  std::string value;
  Span span;
};

// `vi "…" en "…"`.
struct Labels {
  std::optional<Text> vi;
  std::optional<Text> en;
};

// ---- expressions -------------------------------------------------------------------------------

enum class Unit { Hours, Days, WorkingDays, Weeks, Months, Quarters, Years };

struct Missing {};  // was here, could not be read, has been reported
struct NullLiteral {};
struct UnknownLiteral {};  // `unknown`: in tests, a fact nobody has stated
struct BoolLiteral {
  bool value;
};
struct IntLiteral {
  std::uint64_t value;  // at most 2^63, so that -9223372036854775808 can be written
};
struct DecimalLiteral {
  std::string digits;  // "0.05", "12.5": no underscores; at least one digit on each side of '.'
};
struct PercentLiteral {
  std::string digits;  // "5" or "2.5" of `5%`, `2.5%`
};
struct MoneyLiteral {
  std::string digits;  // "3000000000", "12.50": no underscores
  Ident currency;      // three capital letters
};
struct TextLiteral {
  std::string value;
};
struct DateLiteral {
  std::int32_t days;  // since 1970-01-01; a day that exists, years 1..9999
};
struct InstantLiteral {
  std::int64_t unix_ms;         // UTC; 24:00 is already 00:00 of the next day
  std::int16_t offset_minutes;  // as written
};
struct DurationLiteral {
  std::uint64_t amount;
  Unit unit;
};
struct CitationLiteral {
  Citation citation;
};

// A bare name.
struct NameRef {
  Name name;
};
// `base.field`: a field, a result's member (`.due`, `.hạn`), or one more part of a qualified name.
struct Member {
  ExprId base;
  Ident field;
};
// `vn.pdpl.cap(f)`: a rule, a norm, or `min(a, b, …)` / `max(a, b, …)`, which are MinMax.
struct Call {
  Path callee;
  std::vector<ExprId> args;
};
// `min(a, b)`, `max(a, b)`: the least or greatest of the values written.
struct MinMax {
  bool greatest;
  std::vector<ExprId> args;
};

// `trigger`, `as_of`, `law_date` used as values.
enum class ClockKind { Trigger, AsOf, LawDate };
struct Clock {
  ClockKind kind;
};

enum class UnaryOp { Not, Negate };
struct Unary {
  UnaryOp op;
  ExprId operand;
};

// `10 times x` and `5% of x` are Mul.
enum class BinaryOp { Or, And, Eq, Ne, Lt, Le, Gt, Ge, Add, Sub, Mul, Div };
struct Binary {
  BinaryOp op;
  ExprId left;
  ExprId right;
};

// `value in set`, `value not in set`. The set is a set, a list or a Range.
struct In {
  ExprId value;
  ExprId set;
  bool negated;
};
// `lo..hi` with both ends, `lo..<hi` without the upper one: a value, and what `in` and the cells of
// tables ask.
struct Range {
  ExprId lo;
  ExprId hi;
  bool below = false;  // `..<`
};

// What stands after `is`: an enum member, a status, `null`, `true`, `false`, `unknown`, `error`…
//   is late(2 hours)                      word late, args {2 hours}
//   is undecided { a, b } awaiting g, h   word undecided, among {a, b}, awaiting {g, h}
//   is vn.x.Harm.serious                  word is a path of several parts
// `null true false unknown undecided` come as Idents with their English spelling as name.
struct Pattern {
  Path word;
  bool has_args = false;  // `exempt()` differs from `exempt`
  std::vector<ExprId> args;
  bool has_among = false;
  std::vector<ExprId> among;
  std::vector<Ident> awaiting;
};
struct Is {
  ExprId value;
  Pattern pattern;
  bool negated;  // `is not`
};

struct Exists {
  ExprId value;
};
struct IfAbsent {
  ExprId value;
  ExprId otherwise;
};
struct If {
  ExprId condition;
  ExprId then_value;
  ExprId else_value;
};

// `x rounded half_up`, `… to 2 places`, `… to 1_000 VND`.
struct Rounded {
  ExprId value;
  Ident mode;
  std::optional<std::uint32_t> places;
  ExprId step;  // the money after `to`; not written with `places`
};

// `N unit after x`, `term before x`: counted by law, gives an instant.
enum class Direction { After, Before };
struct Counted {
  ExprId term;
  Direction direction;
  ExprId anchor;
};

// `some (t in ts where P)`, `all (t in ts where P : Q)`, `count (…)`, `filter (…)`,
// `at least 2 of (t in ts where P)`, `sum (t in ts where P : t.amount)`, `min`/`max` likewise.
enum class QuantifierKind { Some, All, AtLeast, Count, Sum, Min, Max, Filter };
struct Quantifier {
  QuantifierKind kind;
  ExprId at_least;  // the n of AtLeast
  Ident variable;
  ExprId list;
  ExprId where;  // `where P`, may be absent
  ExprId body;   // `: Q`, may be absent; without it `some`/`all` ask P, `sum` adds the elements
};

// `x within 12 months before y`, `x not within …`: counted by law from the earlier of the two.
struct Within {
  ExprId value;
  ExprId term;
  Direction direction;
  ExprId anchor;
  bool negated;
};
// `moment (b in f.batches dated b.on where P : b.people reaches 100_000)`: when the running total,
// in order of the dates, first reaches the number; without `: E` elements are counted.
struct Moment {
  Ident variable;
  ExprId list;
  ExprId dated;
  ExprId where;
  ExprId body;
  ExprId reaches;
};

struct FieldValue {
  Ident field;
  ExprId value;
  Span span;
};
// `Breach { a: 1, b: null }`. A last entry `unknown` says that all fields not named are unknown:
// the partial form of a closed record.
struct RecordLiteral {
  Path type;
  std::vector<FieldValue> fields;
  bool rest_unknown = false;
};
struct SetLiteral {  // `{ a, b }`, `{}`
  std::vector<ExprId> members;
};
struct ListLiteral {  // `[ a, b ]`, `[]`
  std::vector<ExprId> items;
};

using ExprNode =
    std::variant<Missing, NullLiteral, UnknownLiteral, BoolLiteral, IntLiteral, DecimalLiteral,
                 PercentLiteral, MoneyLiteral, TextLiteral, DateLiteral, InstantLiteral,
                 DurationLiteral, CitationLiteral, NameRef, Member, Call, MinMax, Clock, Unary,
                 Binary, In, Range, Is, Exists, IfAbsent, If, Rounded, Counted, Quantifier, Within,
                 Moment, RecordLiteral, SetLiteral, ListLiteral>;

struct Expr {
  ExprNode node;
  Span span;
};

// ---- types -------------------------------------------------------------------------------------

// `int 0..100`, `money<VND> 0..`, `list<Request> max 50`, `set<Practice>`, `date?`, `vn.x.Harm`.
// A type that could not be read has no name.
struct Type {
  Path name;
  std::vector<TypeId> args;
  bool has_range = false;  // then `lo` and `hi`, either of which may be absent
  ExprId lo;               // literals, possibly under Negate
  ExprId hi;
  std::optional<std::uint64_t> max_count;
  bool optional = false;
  Span span;
};

// What a cell of a table says of its column.
enum class CellKind { Skip, Value, Compare, Is };
struct Cell {
  CellKind kind;               // Skip is `_`: an input not given (unknown), an output not asked
  ExprId value;                // Value: equals this; Compare: right side
  BinaryOp op = BinaryOp::Eq;  // Compare: Eq Ne Lt Le Gt Ge
  bool negated = false;        // Is: `is not`
  Pattern pattern;             // Is
  Span span;
};

}  // namespace phep::ast
