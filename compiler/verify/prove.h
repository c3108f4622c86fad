// Questions to the solver: is there a case in which something holds?
//
// A budget is counted in the solver's own steps, never in seconds, so that the same question has
// the same verdict on every machine.
#pragma once

#include "compiler/verify/encoder.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace phep::verify {

struct Budget {
  unsigned steps = 20'000'000;  // of one question (Z3's rlimit)
  int rounds = 20;              // of making ends of terms exact, before their whole tables are
};

enum class Answer : std::uint8_t { Yes, No, Unknown };

struct Found {
  Answer answer = Answer::Unknown;
  std::optional<z3::model> model{};  // of a yes
  std::string why{};                 // of an unknown: what stood in the way
  std::set<std::string> names{};     // the unknowns that the question hangs on
};

// What it took, for reports.
struct Cost {
  std::uint64_t questions = 0, rounds = 0, steps = 0;
  double milliseconds = 0;
};

class Prover {
 public:
  Prover(std::vector<Encoder*> encoders, Budget budget)
      : encoders_(std::move(encoders)), budget_(budget) {}

  // Is there a case in the domain in which all of these hold?
  Found find(const std::vector<expr>& wanted);

  // … and the smallest in the order of wishes_of: each is granted if the ones before it allow.
  Found smallest(const std::vector<expr>& wanted);

  [[nodiscard]] const Cost& cost() const { return cost_; }

 private:
  Found solve(z3::solver& solver, const std::set<std::string>& names);
  [[nodiscard]] std::set<std::string> names_in(const std::vector<expr>& wanted) const;
  void add_new_axioms(z3::solver& solver);
  z3::solver prepared(const std::vector<expr>& wanted);

  std::vector<Encoder*> encoders_;
  Budget budget_;
  Cost cost_;
  std::vector<std::size_t> added_;
};

// What makes a case small: few facts, the first members, no times of the day; of the unknowns
// named.
std::vector<expr> wishes_of(const Encoder& encoder, const std::set<std::string>& names);

}  // namespace phep::verify
