#include "compiler/verify/encoder.h"

#include "compiler/base/check.h"
#include "compiler/runtime/sections.h"
#include "compiler/verify/function.h"

#include <algorithm>
#include <limits>
#include <set>

namespace phep::verify {

namespace {

constexpr std::uint32_t kMostElements = 2'000;  // a `for each` asks no more of them

}  // namespace

std::string pointer(const decision::Program& program, const Place& place) {
  const decision::Slot& slot = program.slots[place.slot];
  const decision::Struct& structure = program.structs[slot.structure];
  if (!structure.list_slot.exists()) return slot.path;
  return pointer(program, {structure.list_slot, place.index >> 16U}) + "/" +
         std::to_string(place.index & 0xFFFFU) + slot.path;
}

Encoder::Encoder(z3::context& context, const decision::Program& program,
                 const runtime::Header* image, EncodeOptions options)
    : context_(context),
      logic_(context),
      program_(program),
      image_(image),
      options_(options),
      days_(logic_, image, program),
      as_of_(blank(Kind::Instant)),
      texts_(options_.texts ? options_.texts : std::make_shared<std::vector<std::string>>(1)) {
  if (options_.as_of) {
    as_of_ = instant_of(*options_.as_of);
  } else {
    as_of_.value = context.int_const("as_of!day");
    as_of_.rest = context.int_const("as_of!ms");
    axiom(logic_.within(0, as_of_.rest, kDayMs - 1));
    domain_.push_back(logic_.within(options_.first_day, as_of_.value, options_.last_day));
  }
  const auto* const groups = runtime::items<runtime::PendingGroup>(image, image->groups);
  for (std::size_t g = 0; g < days_.worlds().size(); ++g)
    axiom(
        logic_.within(0, days_.worlds()[g], static_cast<std::int64_t>(groups[g].alternatives) - 1));
}

// ---- what a decision answers --------------------------------------------------------------------

Encoded Encoder::encode(const decision::Decision& decision) {
  Encoded out;
  const decision::Function& entry = program_.functions[decision.entry];
  zone_ = decision.zone_minutes;
  const Term law_date = as_of_day(decision.zone_minutes);
  Function frame(*this, entry, {law_date});
  frame.run();
  for (const decision::Output& output : decision.outputs) {
    const expr present = output.present.exists() ? frame[output.present].value : logic_.yes();
    out.outputs.push_back({&output, present, frame[output.value]});
    if (output.present.exists())
      out.outputs.back().value.fails =
          logic_.either(out.outputs.back().value.fails, frame[output.present].fails);
  }
  for (const decision::NormOutput& norm : decision.norms) {
    if (!norm.function.exists()) {
      out.norms.push_back({&norm, 0, logic_.yes(), frame[norm.value].norm});
      continue;
    }
    const bool recurs = norm.most != 0;
    const expr count = recurs ? frame[norm.value].value : length(norm.list, 0);
    const auto possible =
        recurs ? norm.most : static_cast<std::uint32_t>(program_.slots[norm.list].hi);
    const std::uint32_t most = std::min(possible, options_.elements);
    for (std::uint64_t i = 0; i < std::min(most, kMostElements); ++i) {
      const auto index = static_cast<std::int64_t>(recurs ? i + 1 : i);
      const Term each = call(norm.function, {law_date, number(Kind::Int, index)});
      out.norms.push_back(
          {&norm, i, logic_.number(static_cast<std::int64_t>(i)) < count, each.norm});
    }
  }
  return out;
}

// A function whose arguments are the same formulas is the same value, and is worked out once.
Term Encoder::call(decision::FunctionId id, std::vector<Term> args) {
  std::string key = std::to_string(id.index);
  const auto add = [&](const expr& one) {
    key += ' ' + std::to_string(Z3_get_ast_id(context_, one));
  };
  for (const Term& arg : args) {
    add(arg.value);
    add(arg.rest);
    add(arg.fails);
    add(arg.from);
    add(arg.upto);
    for (const expr& bit : arg.bits) add(bit);
  }
  if (const auto found = calls_.find(key); found != calls_.end()) return found->second;
  const decision::Function& function = program_.functions[id];
  const std::vector<Term> kept = args;  // their numbers stay theirs as long as they live
  Function frame(*this, function, std::move(args));
  frame.run();
  calls_kept_.push_back(kept);
  return calls_.emplace(key, frame[function.result]).first->second;
}

// ---- terms --------------------------------------------------------------------------------------

Term Encoder::blank(Kind kind) const {
  const expr zero = logic_.number(0);
  return {kind,        kind == Kind::Bool ? logic_.no() : zero,
          zero,        logic_.no(),
          logic_.no(), logic_.no(),
          {},          {}};
}

Term Encoder::truth(const expr& value) const {
  Term out = blank(Kind::Bool);
  out.value = value;
  return out;
}

Term Encoder::both(const Term& a, const Term& b) const {
  const auto is_false = [&](const Term& t) {
    return logic_.all({logic_.negate(t.fails), logic_.negate(t.value)});
  };
  Term out = truth(logic_.both(a.value, b.value));
  const expr fails = logic_.either(a.fails, b.fails);
  if (fails.is_false()) return out;
  const expr settled = logic_.any({is_false(a), is_false(b)});
  out.fails = logic_.both(fails, logic_.negate(settled));
  out.value = logic_.both(out.value, logic_.negate(settled));
  return out;
}

Term Encoder::number(Kind kind, std::int64_t value) const {
  Term out = blank(kind);
  out.value = kind == Kind::Bool ? logic_.truth(value != 0) : logic_.number(value);
  return out;
}

Term Encoder::error(Kind kind) const {
  Term out = blank(kind);
  out.fails = logic_.yes();
  return out;
}

expr Encoder::fresh_number(const std::string& name) {
  return context_.int_const((options_.tag + name + "!" + std::to_string(fresh_++)).c_str());
}

expr Encoder::fresh_truth(const std::string& name) {
  return context_.bool_const((options_.tag + name + "!" + std::to_string(fresh_++)).c_str());
}

Term Encoder::fresh(Kind kind, const std::string& name) {
  Term out = blank(kind);
  out.value = fresh_number(name);
  if (kind == Kind::Instant) {
    out.rest = fresh_number(name + "!ms");
    axiom(logic_.within(0, out.rest, kDayMs - 1));
  }
  return out;
}

// A value that nobody here can tell; whether it is an error neither.
Term Encoder::unencoded(Kind kind, const std::string& construct) {
  note(construct, Exactness::None);
  const std::uint64_t first = fresh_;
  const std::string name = "unencoded!" + construct;
  Term out = fresh(kind, name);
  out.fails = fresh_truth(name + "!fails");
  for (std::uint64_t i = first; i < fresh_; ++i)
    for (const char* part : {"", "!ms", "!fails"})
      unencoded_[options_.tag + name + part + "!" + std::to_string(i)] = construct;
  return out;
}

void Encoder::note(const std::string& construct, Exactness how) {
  Tally& tally = tally_[construct];
  ++(how == Exactness::Exact      ? tally.exact
     : how == Exactness::Weakened ? tally.weakened
                                  : tally.none);
}

void Encoder::axiom(const expr& formula) {
  if (!formula.is_true()) axioms_.push_back(formula);
}

Term Encoder::bounded(Term instant) const {
  instant.fails = logic_.either(instant.fails, logic_.either(instant.from, instant.upto));
  instant.from = logic_.no();
  instant.upto = logic_.no();
  return instant;
}

Encoder::Quotient Encoder::divide(const expr& n, const expr& d) {
  const expr whole = fresh_number("quotient");
  const expr rest = fresh_number("remainder");
  axiom(n == whole * d + rest);
  for (const expr& one : {whole, rest}) meaning_[one.decl().name().str()] = {n};
  axiom(logic_.all({logic_.number(0) <= rest, rest < d}));
  return {whole, rest};
}

Term Encoder::choose(const expr& when, const Term& a, const Term& b) const {
  if (when.is_true()) return a;
  if (when.is_false()) return b;
  Term out = blank(a.kind);
  out.value = logic_.choose(when, a.value, b.value);
  out.rest = logic_.choose(when, a.rest, b.rest);
  out.fails = logic_.choose(when, a.fails, b.fails);
  out.from = logic_.choose(when, a.from, b.from);
  out.upto = logic_.choose(when, a.upto, b.upto);
  const std::size_t bits = std::max(a.bits.size(), b.bits.size());
  const auto bit = [&](const Term& set, std::size_t i) {
    return i < set.bits.size() ? set.bits[i] : logic_.no();
  };
  for (std::size_t i = 0; i < bits; ++i)
    out.bits.push_back(logic_.choose(when, bit(a, i), bit(b, i)));
  constexpr std::size_t kMostWays = 16;
  if (!a.ways.empty() && !b.ways.empty() && a.ways.size() + b.ways.size() <= kMostWays) {
    const auto add = [&](const Term& from, const expr& under) {
      for (const Way& way : from.ways) {
        const expr both = logic_.both(under, way.when);
        const auto found = std::ranges::find_if(out.ways, [&](const Way& known) {
          return known.count == way.count && known.unit == way.unit;
        });
        if (found == out.ways.end())
          out.ways.push_back({both, way.count, way.unit});
        else
          found->when = logic_.either(found->when, both);
      }
    };
    add(a, when);
    add(b, logic_.negate(when));
  }
  return out;
}

// ---- facts --------------------------------------------------------------------------------------

// By the place in the document, so that two encoders of the same document share its facts.
std::string Encoder::fact_name(const Place& place) const {
  const std::string at = pointer(program_, place);
  return (options_.apart.contains(at) ? options_.tag : "") + "fact!" + at;
}

expr Encoder::text_number(const std::string& text) {
  const auto found = std::ranges::find(*texts_, text);
  const auto index = found - texts_->begin();
  if (found == texts_->end()) texts_->push_back(text);
  return logic_.number(index);
}

const Fact& Encoder::fact(decision::SlotId id, std::uint64_t index) {
  const Place place{id, index};
  if (const auto found = facts_.find(place); found != facts_.end()) return found->second;
  const decision::Slot& slot = program_.slots[id];
  const std::string name = fact_name(place);
  Fact made{blank(slot.kind), logic_.yes()};
  if (slot.optional) made.present = context_.bool_const((name + "?").c_str());
  Term& value = made.value;
  const auto range = [&](std::int64_t least, std::int64_t most) {
    axiom(logic_.within(slot.ranged ? std::max(slot.lo, least) : least, value.value,
                        slot.ranged ? std::min(slot.hi, most) : most));
  };
  // An element that is not there has nothing: no model need look at it.
  const decision::SlotId list = program_.structs[slot.structure].list_slot;
  const auto missing = [&] {
    const auto at = static_cast<std::int64_t>(index & 0xFFFFU);
    const expr& count = length(list, index >> 16U);
    return count <= logic_.number(at);
  };
  const auto days = [&] {
    const expr there = list.exists() ? made.present && !missing() : made.present;
    domain_.push_back(
        z3::implies(there, logic_.within(options_.first_day, value.value, options_.last_day)));
  };
  // What is absent loads as zero.
  const auto zero = [&](const expr& word) {
    if (slot.optional) axiom(Logic::implies({!made.present, word == logic_.number(0)}));
  };
  if (slot.kind == Kind::Bool) {
    value.value = context_.bool_const(name.c_str());
    if (slot.optional) axiom(Logic::implies({!made.present, !value.value}));
  } else if (slot.kind == Kind::Set) {
    const std::size_t members = program_.enums[slot.enumeration].members.size();
    for (std::size_t i = 0; i < std::min<std::size_t>(members, 64); ++i) {
      value.bits.push_back(context_.bool_const((name + "!" + std::to_string(i)).c_str()));
      if (slot.optional) axiom(Logic::implies({!made.present, !value.bits.back()}));
    }
  } else {
    value.value = context_.int_const(name.c_str());
    if (slot.kind != Kind::Instant) zero(value.value);
  }
  constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  const expr ten38 = context_.int_val("100000000000000000000000000000000000000");
  switch (slot.kind) {
    case Kind::Bool:
    case Kind::Set:
    case Kind::Norm: break;
    case Kind::Int:
    case Kind::Money:
      if (!slot.optional || !slot.ranged) {
        range(kLeast, kMost);
      } else {
        axiom(z3::implies(made.present, logic_.within(slot.lo, value.value, slot.hi)));
      }
      break;
    case Kind::Decimal:
    case Kind::Amount: axiom(logic_.all({-ten38 < value.value, value.value < ten38})); break;
    case Kind::Date:
      axiom(z3::implies(made.present,
                        logic_.within(slot.ranged ? slot.lo : runtime::kFirstDate, value.value,
                                      slot.ranged ? slot.hi : runtime::kLastDate)));
      days();
      break;
    case Kind::Instant:
      value.rest = context_.int_const((name + "!ms").c_str());
      axiom(logic_.within(0, value.rest, kDayMs - 1));
      axiom(logic_.within(runtime::kFirstDate, value.value, runtime::kLastDate));
      if (slot.optional) {
        const Term none = instant_of(0);
        axiom(Logic::implies(
            {!made.present, logic_.all({value.value == none.value, value.rest == none.rest})}));
      }
      days();
      break;
    case Kind::Duration:
      value.rest = context_.int_const((name + "!unit").c_str());
      axiom(logic_.within(0, value.rest, 6));
      axiom(logic_.within(kLeast, value.value, kMost));
      zero(value.rest);
      break;
    case Kind::Text:
      axiom(logic_.number(0) <= value.value);
      domain_.push_back(value.value <= logic_.number(1'000));
      break;
    case Kind::Enum:
      axiom(logic_.within(
          0, value.value,
          static_cast<std::int64_t>(program_.enums[slot.enumeration].members.size()) - 1));
      break;
  }
  if (list.exists()) {
    const expr gone = missing();
    if (slot.optional) {
      axiom(z3::implies(gone, !made.present));
    } else if (slot.kind == Kind::Bool) {
      axiom(z3::implies(gone, !value.value));
    } else if (slot.kind == Kind::Set) {
      for (const expr& bit : value.bits) axiom(z3::implies(gone, !bit));
    } else {
      axiom(z3::implies(gone, value.value == logic_.number(slot.ranged ? slot.lo : 0)));
      axiom(z3::implies(gone, value.rest == logic_.number(0)));
    }
    for (const expr* word : {&made.present, &value.value})
      if (word->is_const() && !word->is_true() && !word->is_numeral())
        meaning_[word->decl().name().str()].push_back(gone);
  }
  return facts_.emplace(place, std::move(made)).first->second;
}

const expr& Encoder::length(decision::SlotId id, std::uint64_t index) {
  const Place place{id, index};
  if (const auto found = lengths_.find(place); found != lengths_.end()) return found->second;
  const decision::Slot& slot = program_.slots[id];
  const expr count = context_.int_const((fact_name(place) + "#").c_str());
  axiom(logic_.within(0, count, slot.hi));
  if (slot.hi > static_cast<std::int64_t>(options_.elements)) {
    domain_.push_back(count <= logic_.number(options_.elements));
    cut_.insert(count.decl().name().str());
  }
  return lengths_.emplace(place, count).first->second;
}

// ---- questions about formulas -------------------------------------------------------------------

// Through what fresh unknowns stand for, too.
std::set<std::string> Encoder::names_in(const std::vector<expr>& formulas) const {
  std::set<unsigned> seen;
  std::set<std::string> out;
  std::vector<expr> open = formulas;
  while (!open.empty()) {
    const expr at = open.back();
    open.pop_back();
    if (!seen.insert(Z3_get_ast_id(context_, at)).second || !at.is_app()) continue;
    for (unsigned i = 0; i < at.num_args(); ++i) open.push_back(at.arg(i));
    if (at.num_args() != 0 || at.is_numeral()) continue;
    const std::string name = at.decl().name().str();
    if (!out.insert(name).second) continue;
    if (const auto about = meaning_.find(name); about != meaning_.end())
      open.insert(open.end(), about->second.begin(), about->second.end());
  }
  return out;
}

bool Encoder::cuts_lists(const std::vector<expr>& formulas) const {
  if (cut_.empty()) return false;
  return std::ranges::any_of(names_in(formulas),
                             [&](const std::string& name) { return cut_.contains(name); });
}

std::vector<std::string> Encoder::unencoded_in(const expr& formula) const {
  std::set<std::string> found;
  for (const std::string& name : names_in({formula}))
    if (const auto named = unencoded_.find(name); named != unencoded_.end())
      found.insert(named->second);
  return {found.begin(), found.end()};
}

expr Encoder::in_force_somewhere(const std::string& symbol) const {
  const auto found = force_.find(symbol);
  if (found == force_.end()) return logic_.yes();
  return logic_.any(found->second);
}

}  // namespace phep::verify
