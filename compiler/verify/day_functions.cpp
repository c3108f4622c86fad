#include "compiler/verify/day_functions.h"

#include "compiler/base/check.h"
#include "compiler/runtime/sections.h"

#include <algorithm>
#include <cstdlib>

namespace phep::verify {

namespace {

constexpr std::int64_t kScan = 4'000;       // days on each side of a point that a stretch may hold
constexpr std::int64_t kFarDays = 400'000;  // a term that is shorter stays within the years …
constexpr std::int64_t kInner = 500'000;    // … from days that are so far from their ends
constexpr std::size_t kWorlds = 64;

void add_term(std::string& key, const runtime::Term& term) {
  key += ' ' + std::to_string(term.count) + '/' + std::to_string(static_cast<int>(term.unit));
}

std::int64_t value_in(const z3::model& model, const expr& formula) {
  std::int64_t out = 0;
  PHEP_CHECK(constant(model.eval(formula, true), out), "a day without a value in a model");
  return out;
}

}  // namespace

std::string DayFunction::key() const {
  std::string out = deadline ? "deadline " : "shift ";
  out += std::to_string(calendar) + ' ' + std::to_string(flags) + (first_of_march ? " m" : "");
  add_term(out, term);
  if (extended) add_term(out += " +", extension);
  for (const runtime::Term& one : more) add_term(out += " +", one);
  return out;
}

DayFunctions::DayFunctions(const Logic& logic, const runtime::Header* image,
                           const decision::Program& program)
    : logic_(logic), image_(image), program_(program) {
  for (std::uint32_t c = 0; c < program.calendars.size(); ++c) {
    const decision::Calendar& calendar = program.calendars[decision::CalendarId{c}];
    std::size_t days = calendar.rest.size();
    for (const auto& group : calendar.groups)
      for (const auto& way : group.alternatives) days += way.rest.size();
    rest_days_.push_back(static_cast<std::int64_t>(days));
  }
  const auto text = [&](std::uint32_t string) {
    const runtime::String found = runtime::string_at(image, string);
    return std::string(found.data, found.length);
  };
  const auto* const groups = runtime::items<runtime::PendingGroup>(image, image->groups);
  const auto* const calendars = runtime::items<runtime::Calendar>(image, image->calendars);
  for (std::uint32_t c = 0; c < image->calendars.count; ++c)
    digests_.push_back(text(calendars[c].digest));
  for (std::uint32_t g = 0; g < image->groups.count; ++g) {
    const std::string name =
        "world!" + text(calendars[groups[g].calendar].name) + "!" + text(groups[g].name);
    worlds_.push_back(logic.context().int_const(name.c_str()));
  }
}

const DayEnd& DayFunctions::end(const DayFunction& function, const expr& day,
                                std::vector<expr>& axioms) {
  const std::string key = function.key();
  Known& known = known_.try_emplace(key, Known{function, {}, {}}).first->second;
  for (const Use& use : known.uses)
    if (identical(use.day, day)) return use.end;

  // The same end of the same day is one unknown, for whoever counts by the same calendar.
  const std::string name = "end!" + (function.deadline ? digests_.at(function.calendar) : "") +
                           "!" + key + "!" + std::to_string(Z3_get_ast_id(logic_.context(), day));
  z3::context& context = logic_.context();
  Use use{day,
          {context.int_const(name.c_str()), context.bool_const((name + "!fails").c_str()),
           context.bool_const((name + "!bounded").c_str())}};
  std::int64_t least = 0;
  std::int64_t most = 0;
  bounds_of(function, least, most);
  const expr earliest = day + logic_.number(least);
  axioms.push_back(logic_.within(earliest, use.end.day, day + logic_.number(most)));
  const bool works =
      !function.deadline ||
      (program_.calendars[decision::CalendarId{function.calendar}].weekly & 0x7FU) != 0x7F;
  if (works && least > -kFarDays && most < kFarDays &&
      (!function.deadline || function.term.count >= 0))
    axioms.push_back(Logic::implies(
        {logic_.within(runtime::kFirstDate + kInner, day, runtime::kLastDate - kInner),
         !use.end.fails}));
  const bool rolls = function.deadline && ((function.flags & runtime::kNoRoll) == 0 ||
                                           function.term.unit == runtime::Unit::WorkingDays);
  if (!rolls) {
    use.end.bounded = logic_.no();
  } else {
    const auto& calendar = program_.calendars[decision::CalendarId{function.calendar}];
    const expr first = logic_.number(calendar.first);
    const expr begins = first <= day + logic_.number(std::min<std::int64_t>(least, 0));
    const expr latest = day + logic_.number(std::max<std::int64_t>(most, 0));
    const expr covered = logic_.both(begins, latest <= logic_.number(calendar.last));
    axioms.push_back(z3::implies(covered, !use.end.bounded));
  }
  for (const Use& other : known.uses) keep_order(use, other, axioms);
  for (const Stretch& stretch : known.stretches) axioms.push_back(instance(stretch, use));
  known.uses.push_back(std::move(use));
  return known.uses.back().end;
}

void DayFunctions::keep_order(const Use& a, const Use& b, std::vector<expr>& axioms) const {
  const auto certain = [&](const DayEnd& one) {
    return logic_.negate(logic_.either(one.fails, one.bounded));
  };
  const expr both = logic_.all({certain(a.end), certain(b.end)});
  axioms.push_back(Logic::implies({logic_.both(both, b.day <= a.day), b.end.day <= a.end.day}));
  axioms.push_back(Logic::implies({logic_.both(both, a.day <= b.day), a.end.day <= b.end.day}));
}

void DayFunctions::keep_order_with(const DayFunctions& other, std::vector<expr>& axioms) const {
  for (const auto& [key, known] : known_) {
    const auto found = other.known_.find(key);
    if (found == other.known_.end()) continue;
    for (const Use& use : known.uses)
      for (const Use& beside : found->second.uses) keep_order(use, beside, axioms);
  }
}

std::size_t DayFunctions::refine(const z3::model& model, std::vector<expr>& axioms,
                                 const std::set<std::string>* names) {
  std::vector<std::uint8_t> world(kWorlds, 0);
  for (std::size_t g = 0; g < worlds_.size(); ++g)
    world[g] = static_cast<std::uint8_t>(value_in(model, worlds_[g]));
  std::size_t differing = 0;
  for (auto& [key, known] : known_) {
    for (std::size_t u = 0; u < known.uses.size(); ++u) {
      const Use use = known.uses[u];
      if (names != nullptr && !names->contains(use.end.day.decl().name().str())) continue;
      const std::int64_t day = value_in(model, use.day);
      if (day < runtime::kFirstDate || day > runtime::kLastDate) continue;
      const Exact right = exact(known.function, day, world);
      const bool fails = model.eval(use.end.fails, true).is_true();
      const bool bounded = model.eval(use.end.bounded, true).is_true();
      const std::int64_t offset = value_in(model, use.end.day) - day;
      if (fails == right.fails && (fails || (bounded == right.bounded && offset == right.offset)))
        continue;
      ++differing;
      const Stretch stretch = stretch_around(known.function, day, world);
      for (const Use& each : known.uses) axioms.push_back(instance(stretch, each));
      known.stretches.push_back(stretch);
    }
  }
  return differing;
}

// What the calendar says of one day; where it awaits something, by the alternatives.
DayFunctions::Leaf DayFunctions::leaf_of(const DayFunction& function, std::int64_t day,
                                         std::vector<std::uint8_t> world,
                                         std::uint64_t settled) const {
  const Exact here = exact(function, day, world);
  for (std::size_t g = 0; g < worlds_.size(); ++g) {
    if ((here.met >> g & 1) == 0 || (settled >> g & 1) != 0) continue;
    const auto* const groups = runtime::items<runtime::PendingGroup>(image_, image_->groups);
    world[g] = 0;
    Leaf out = leaf_of(function, day, world, settled | std::uint64_t{1} << g);
    for (std::uint32_t a = 1; a < groups[g].alternatives; ++a) {
      world[g] = static_cast<std::uint8_t>(a);
      const Leaf other = leaf_of(function, day, world, settled | std::uint64_t{1} << g);
      const expr chosen = worlds_[g] == logic_.number(a);
      out.offset = logic_.choose(chosen, other.offset, out.offset);
      out.fails = logic_.choose(chosen, other.fails, out.fails);
      out.bounded = logic_.choose(chosen, other.bounded, out.bounded);
    }
    return out;
  }
  return {day, logic_.number(here.offset), logic_.truth(here.fails), logic_.truth(here.bounded)};
}

std::vector<DayFunctions::Leaf> DayFunctions::leaves_of(const DayFunction& function,
                                                        std::int64_t first,
                                                        std::int64_t last) const {
  std::vector<Leaf> out;
  for (std::int64_t day = first; day <= last; ++day) {
    const Leaf next = leaf_of(function, day, std::vector<std::uint8_t>(kWorlds, 0), 0);
    const bool same = !out.empty() && identical(out.back().offset, next.offset) &&
                      identical(out.back().fails, next.fails) &&
                      identical(out.back().bounded, next.bounded);
    if (same)
      out.back().last = day;
    else
      out.push_back(next);
  }
  return out;
}

DayFunctions::Leaf DayFunctions::tree_of(const std::vector<Leaf>& leaves, std::size_t first,
                                         std::size_t last, const expr& day) const {
  if (first == last) return leaves[first];
  const std::size_t middle = first + (last - first) / 2;
  const expr early = day <= logic_.number(leaves[middle].last);
  const Leaf a = tree_of(leaves, first, middle, day);
  const Leaf b = tree_of(leaves, middle + 1, last, day);
  return {b.last, logic_.choose(early, a.offset, b.offset), logic_.choose(early, a.fails, b.fails),
          logic_.choose(early, a.bounded, b.bounded)};
}

void DayFunctions::tabulate(std::int64_t first, std::int64_t last,
                            const std::set<std::string>& names, std::vector<expr>& axioms) {
  for (auto& [key, known] : known_) {
    std::vector<Leaf> leaves;
    for (Use& use : known.uses) {
      if (use.exact || !names.contains(use.end.day.decl().name().str())) continue;
      use.exact = true;
      if (leaves.empty()) leaves = leaves_of(known.function, first, last);
      const Leaf all = tree_of(leaves, 0, leaves.size() - 1, use.day);
      const expr certain =
          logic_.all({use.end.bounded == all.bounded, use.end.day == use.day + all.offset});
      axioms.push_back(Logic::implies(
          {logic_.within(first, use.day, last),
           logic_.all({use.end.fails == all.fails, logic_.either(all.fails, certain)})}));
    }
  }
}

DayFunctions::Exact DayFunctions::exact(const DayFunction& function, std::int64_t day,
                                        const std::vector<std::uint8_t>& world) const {
  if (!function.deadline) {
    std::int32_t out = 0;
    const auto leap =
        function.first_of_march ? runtime::LeapDay::FirstOfMarch : runtime::LeapDay::LastOfFebruary;
    const bool ok = runtime::shift_date(static_cast<std::int32_t>(day), function.term.count,
                                        function.term.unit, &out, leap);
    return ok ? Exact{out - day, false, false, 0} : Exact{0, true, false, 0};
  }
  const runtime::DeadlineQuery query{day,
                                     runtime::Kind::Date,
                                     function.calendar,
                                     function.flags,
                                     function.extended,
                                     function.term,
                                     function.extension,
                                     function.more.data(),
                                     static_cast<std::uint32_t>(function.more.size())};
  const runtime::Deadline counted = runtime::count_deadline(image_, query, world.data());
  if (counted.status == runtime::DeadlineStatus::DateOutOfRange)
    return {0, true, false, counted.met};
  const std::int32_t zone =
      program_.calendars[decision::CalendarId{function.calendar}].zone_minutes;
  return {runtime::local_day(counted.due, zone) - 1 - day, false,
          counted.status == runtime::DeadlineStatus::Exhausted, counted.met};
}

DayFunctions::Stretch DayFunctions::stretch_around(const DayFunction& function, std::int64_t day,
                                                   const std::vector<std::uint8_t>& world) const {
  const Exact here = exact(function, day, world);
  const auto reach_of = [&](std::int64_t step) {
    std::int64_t at = day;
    while (std::abs(at - day) < kScan && at + step >= runtime::kFirstDate &&
           at + step <= runtime::kLastDate && exact(function, at + step, world) == here)
      at += step;
    return at;
  };
  expr under = logic_.yes();
  for (std::size_t g = 0; g < worlds_.size(); ++g)
    if ((here.met >> g & 1) != 0) under = logic_.both(under, worlds_[g] == logic_.number(world[g]));
  return {reach_of(-1), reach_of(1), here.offset, here.fails, here.bounded, under};
}

expr DayFunctions::instance(const Stretch& stretch, const Use& use) const {
  const expr inside =
      logic_.both(stretch.world, logic_.within(stretch.first, use.day, stretch.last));
  expr holds = logic_.same(use.end.fails, logic_.truth(stretch.fails));
  if (!stretch.fails) {
    holds = logic_.both(holds, logic_.same(use.end.bounded, logic_.truth(stretch.bounded)));
    holds = logic_.both(holds, use.end.day == use.day + logic_.number(stretch.offset));
  }
  return z3::implies(inside, holds);
}

// The least or the most days that a term takes by the calendar, rolling apart.
std::int64_t DayFunctions::reach(const runtime::Term& term, bool least,
                                 std::uint32_t /*calendar*/) const {
  const std::int64_t n = term.count;
  const bool low = least == (n >= 0);
  switch (term.unit) {
    case runtime::Unit::Hours: break;  // is no function of a day
    case runtime::Unit::Days: return n;
    case runtime::Unit::WorkingDays: return low ? n : n * 7;
    case runtime::Unit::Weeks: return n * 7;
    case runtime::Unit::Months: return n * (low ? 28 : 31);
    case runtime::Unit::Quarters: return n * (low ? 84 : 93);
    case runtime::Unit::Years: return n * (low ? 365 : 366);
  }
  PHEP_UNREACHABLE();
}

// Proved, not close: a roll passes rest days alone, and there are no more of those than the
// calendar has beside its weeks.
void DayFunctions::bounds_of(const DayFunction& function, std::int64_t& least,
                             std::int64_t& most) const {
  least = reach(function.term, true, function.calendar);
  most = reach(function.term, false, function.calendar);
  if (!function.deadline) {
    if (function.first_of_march) ++most;
    return;
  }
  std::int64_t slack = rest_days_.at(function.calendar) + 14;
  std::int64_t terms = 2;
  const auto extend = [&](const runtime::Term& term) {
    least += reach(term, true, function.calendar);
    most += reach(term, false, function.calendar);
    ++terms;
  };
  if ((function.flags & runtime::kBackward) != 0) {
    const std::int64_t far = most;
    least = 0;
    most = 0;
    if (function.extended) extend(function.extension);
    for (const runtime::Term& one : function.more) extend(one);
    slack *= terms;
    least = -far - slack;
    most += slack;
    return;
  }
  if (function.extended) extend(function.extension);
  for (const runtime::Term& one : function.more) extend(one);
  most += slack * terms;
}

}  // namespace phep::verify
