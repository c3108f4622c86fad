// Checking tests: what their names stand for, facts as data, expectations as targets.
#pragma once

#include "compiler/check/body.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace phep::check {

// A name of a test: the expression it stands for, or nothing known (`_` in a table).
struct Binding {
  Name name;
  ast::ExprId value;  // absent: unknown
  Span span;
};

struct Judgment {
  Name of;  // the binding whose record it is about
  DefId rule;
  hir::FactValue value;
  hir::DeterminedBy by;
};

// One test, or one row of a table, while it is read.
struct Frame {
  Body body;  // no locals: facts are written values
  std::vector<Binding> bindings = {};
  std::vector<Judgment> judgments = {};
  std::vector<Name> used = {};

  [[nodiscard]] const Binding* find(Name name) const;
};

// A fact of the wanted type. `lo` and `hi` are the field's range.
hir::FactValue fact_of(Frame& frame, ast::ExprId id, TypeId wanted, std::optional<std::int64_t> lo,
                       std::optional<std::int64_t> hi, std::string_view name);

// A written value of the wanted type as a constant expression.
std::optional<hir::Expr> constant_of(Frame& frame, ast::ExprId id, TypeId wanted);

// The target of an expectation, before anything is asked of it.
struct Target {
  hir::Expectation expectation;
  TypeId type;  // of what is asked about: a norm, or a value
  std::vector<ast::ExprId> args;
};

// A call of a rule, norm or decision, with the members after it. Reports what is none.
std::optional<Target> target_of(Frame& frame, ast::ExprId id);

// `b.state_secret` → "/state_secret"; `told_promptly(b)` → "/$judgments/told_promptly".
std::optional<std::string> pointer_of(Frame& frame, const Target& target, ast::ExprId id);

// `expect E`, and a cell of a table against its column.
std::optional<hir::Expectation> expectation_of(Frame& frame, ast::ExprId id);
std::optional<hir::Expectation> cell_expectation(Frame& frame, ast::ExprId column,
                                                 const ast::Cell& cell);

}  // namespace phep::check
