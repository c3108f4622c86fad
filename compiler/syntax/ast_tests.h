// The syntax tree of tests, test tables, properties and case files; part of ast.h.
#pragma once

#include "compiler/base/span.h"
#include "compiler/syntax/ast_exprs.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace phep::ast {

// `let x = expr`: in a rule, norm or decision visible to the whole body, other lets included, in
// whatever order they stand; in a test to what follows it.
struct Let {
  Ident name;
  TypeId type;  // may be absent
  ExprId value;
  Span span;
};

struct AsOf {
  ExprId moment;
};
struct LawDate {
  ExprId date;
};
struct Expect {
  ExprId condition;  // usually Is, or Binary Eq
};
// `judged considerable(i) is true`: what a person has determined for this leaf.
struct Judged {
  Path rule;
  std::vector<ExprId> args;
  ExprId value;
  std::optional<Text> author;  // `by "…" on D until E basis "…"`
  ExprId on;
  ExprId until;
  std::optional<Text> basis;
};
// `reading K_01 = lenient`
struct SetReading {
  Path reading;
  Ident option;
};
// `suppose DR25`: a draft is treated as in force from its planned day.
struct Suppose {
  Path instrument;
};
using TestStep = std::variant<Missing, AsOf, LawDate, Let, Expect, Judged, SetReading, Suppose>;
struct TestStepAt {
  TestStep step;
  Span span;
};
// The test's name is the title; the declaration has no Ident.
struct Test {
  Text title;
  std::vector<TestStepAt> steps;
};

// `| affected | harm || severity(b) |`: inputs left of `||` are names that the steps may use; right
// of it stand expressions. Each row is one test.
struct TableRow {
  std::vector<Cell> inputs;
  std::vector<Cell> outputs;
  Span span;
};
struct TestTable {
  Text title;
  std::vector<TestStepAt> steps;
  std::vector<Ident> inputs;
  std::vector<ExprId> outputs;
  std::vector<TableRow> rows;
};

// `cases "breach.cases.jsonl" of breach_report`: recorded cases in a file beside this one.
struct Cases {
  Text path;
  Path decision;  // may be absent: the only one of the file
};

// `expect E`: true in every case. `expect E never falls with b.x`: of two cases that differ in x
// alone the one with the greater x has no smaller E.
enum class Course : std::uint8_t { None, NeverFalls, NeverRises };
struct Claim {
  ExprId value;
  Course course = Course::None;
  ExprId along;  // of a course: the fact that grows
  Span span;
};
struct Param {
  Ident name;
  TypeId type;
};
// `property "…" { for all b: Breach where P  expect E }`: the title is its name.
struct Property {
  Text title;
  std::vector<Param> params;
  ExprId where;  // may be absent
  std::vector<Let> lets;
  std::vector<Claim> claims;
};

}  // namespace phep::ast
