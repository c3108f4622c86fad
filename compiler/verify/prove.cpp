#include "compiler/verify/prove.h"

#include <chrono>

namespace phep::verify {

namespace {

std::uint64_t steps_of(const z3::solver& solver) {
  const z3::stats stats = solver.statistics();
  for (unsigned i = 0; i < stats.size(); ++i)
    if (stats.key(i) == "rlimit count") return stats.is_uint(i) ? stats.uint_value(i) : 0;
  return 0;
}

}  // namespace

z3::solver Prover::prepared(const std::vector<expr>& wanted) {
  z3::context& context = encoders_.front()->logic().context();
  z3::solver solver(context);
  z3::params params(context);
  params.set("rlimit", budget_.steps);
  params.set("random_seed", 0U);
  solver.set(params);
  added_.assign(encoders_.size(), 0);
  for (const Encoder* encoder : encoders_)
    for (const expr& one : encoder->domain()) solver.add(one);
  add_new_axioms(solver);
  for (const expr& one : wanted) solver.add(one);
  return solver;
}

void Prover::add_new_axioms(z3::solver& solver) {
  for (std::size_t e = 0; e < encoders_.size(); ++e) {
    const std::vector<expr>& axioms = encoders_[e]->axioms();
    for (std::size_t& i = added_[e]; i < axioms.size(); ++i) solver.add(axioms[i]);
  }
}

std::set<std::string> Prover::names_in(const std::vector<expr>& wanted) const {
  std::set<std::string> out;
  for (const Encoder* encoder : encoders_) out.merge(encoder->names_in(wanted));
  return out;
}

Found Prover::solve(z3::solver& solver, const std::set<std::string>& names) {
  const auto begun = std::chrono::steady_clock::now();
  Found out;
  ++cost_.questions;
  // First exact where models ask, then everywhere, and what lies far off where models ask again.
  for (int round = 0; round <= 2 * budget_.rounds; ++round) {
    ++cost_.rounds;
    const z3::check_result result = solver.check();
    if (result == z3::unsat) {
      out.answer = Answer::No;
      break;
    }
    if (result == z3::unknown) {
      out.why = "budget of the solver";
      break;
    }
    const z3::model model = solver.get_model();
    std::size_t differing = 0;
    for (Encoder* encoder : encoders_) differing += encoder->refine(model, &names);
    if (differing == 0) {
      out.answer = Answer::Yes;
      out.model = model;
      break;
    }
    out.why = "end of a term";
    if (round == budget_.rounds)
      for (Encoder* encoder : encoders_) encoder->tabulate(names);
    add_new_axioms(solver);
  }
  cost_.milliseconds +=
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
  return out;
}

Found Prover::find(const std::vector<expr>& wanted) {
  z3::solver solver = prepared(wanted);
  std::set<std::string> names = names_in(wanted);
  Found out = solve(solver, names);
  out.names = std::move(names);
  cost_.steps += steps_of(solver);
  return out;
}

Found Prover::smallest(const std::vector<expr>& wanted) {
  z3::solver solver = prepared(wanted);
  const std::set<std::string> names = names_in(wanted);
  Found best = solve(solver, names);
  best.names = names;
  if (best.answer != Answer::Yes) return best;
  std::vector<expr> wishes;
  for (const Encoder* encoder : encoders_)
    for (const expr& wish : wishes_of(*encoder, names)) wishes.push_back(wish);
  for (const expr& wish : wishes) {
    if (best.model->eval(wish, true).is_true()) {
      solver.add(wish);
      continue;
    }
    solver.push();
    solver.add(wish);
    const std::vector<std::size_t> before = added_;
    Found better = solve(solver, names);
    better.names = names;
    if (better.answer == Answer::Yes) {
      best = std::move(better);
      continue;  // the wish stays
    }
    solver.pop();
    added_ = before;
    add_new_axioms(solver);
  }
  cost_.steps += steps_of(solver);
  return best;
}

std::vector<expr> wishes_of(const Encoder& encoder, const std::set<std::string>& names) {
  const Logic& logic = encoder.logic();
  std::vector<expr> out;
  const expr zero = logic.number(0);
  const auto asked = [&](const expr& formula) {
    return formula.is_const() && !formula.is_numeral() &&
           names.contains(formula.decl().name().str());
  };
  for (const auto& [place, count] : encoder.lengths())
    if (asked(count)) out.push_back(count == zero);
  for (const auto& [index, reading] : encoder.readings())
    if (asked(reading))
      out.push_back(reading ==
                    logic.number(encoder.program().readings[decision::ReadingId{index}].fallback));
  for (const auto& [place, fact] : encoder.facts())
    if (asked(fact.present)) out.push_back(!fact.present);
  constexpr std::int64_t kMonday = 20'514;  // 2026-03-02
  const auto moment = [&](const Term& term) {
    if (asked(term.value)) out.push_back(term.value == logic.number(kMonday));
    if (asked(term.rest)) out.push_back(term.rest == zero);
  };
  if (!encoder.options().as_of) moment(encoder.as_of());
  for (const auto& [place, fact] : encoder.facts()) {
    const Term& value = fact.value;
    if (value.kind != Kind::Set && !asked(value.value) && !asked(value.rest)) continue;
    switch (value.kind) {
      case Kind::Bool: out.push_back(!value.value); break;
      case Kind::Set:
        for (const expr& bit : value.bits)
          if (asked(bit)) out.push_back(!bit);
        break;
      case Kind::Instant: moment(value); break;
      case Kind::Date: out.push_back(value.value == logic.number(kMonday)); break;
      case Kind::Int:
      case Kind::Money:
      case Kind::Decimal:
      case Kind::Amount:
      case Kind::Duration:
      case Kind::Text:
      case Kind::Enum: out.push_back(value.value == zero); break;
      case Kind::Norm: break;
    }
  }
  return out;
}

}  // namespace phep::verify
