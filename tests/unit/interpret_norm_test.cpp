// Norms: each row of the status table by hand, and the whole table against a plain reading of it,
// also with facts missing.
#include "compiler/runtime/date.h"
#include "tests/support/image_builder.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>

namespace phep::tests {
namespace {

constexpr std::int64_t kHour = kHourMs;
constexpr std::int64_t kAsOf = 1'772'000'000'000;

// What a case says of one norm. Moments are hours from as_of. A missing optional is null.
struct NormCase {
  NormKind kind = NormKind::EventDuty;
  std::optional<int> trigger = -100;
  int in_force = 1, applies = 1;
  int first_exempt = 0, second_exempt = 0;
  int first_deferral = 0, second_deferral = 0;  // ends at as_of + 5 and + 20 hours; in the past: -5
  int early_deferral = 0;
  std::optional<int> done = {};
  int act = 0;  // the bool that state duties and their like go by
  int due = 10;
  int has_due = 1;
  bool due_before = false;
};

// Which facts are unknown.
enum Fact {
  Trigger,
  InForce,
  Applies,
  Exempt1,
  Exempt2,
  Defer1,
  Defer2,
  Defer3,
  Done,
  Act,
  HasDue,
  Facts_
};

struct NormProgram {
  ImageBuilder image;
  SlotOptions moment{.optional = true, .representatives = {kAsOf - 100 * kHour, kAsOf + kHour}};
  SlotOptions act{.optional = true, .representatives = {kAsOf - kHour, kAsOf + kHour}};
  std::uint32_t slots[Facts_] = {image.slot("/trigger", Kind::Instant, moment),
                                 image.slot("/in_force", Kind::Bool),
                                 image.slot("/applies", Kind::Bool),
                                 image.slot("/exempt1", Kind::Bool),
                                 image.slot("/exempt2", Kind::Bool),
                                 image.slot("/defer1", Kind::Bool),
                                 image.slot("/defer2", Kind::Bool),
                                 image.slot("/defer3", Kind::Bool),
                                 image.slot("/done", Kind::Instant, act),
                                 image.slot("/act", Kind::Bool),
                                 image.slot("/has_due", Kind::Bool)};
  FunctionBuilder f{image, "t.norm", 1};
  NormRows rows;
  std::uint32_t spec = 0;

  explicit NormProgram(const NormCase& c) {
    rows.norm = c.kind;
    rows.due_before = c.due_before;
    rows.trigger_present = f.present(slots[Trigger]);
    rows.trigger = f.load(slots[Trigger]);
    rows.in_force = f.load(slots[InForce]);
    rows.applies = f.load(slots[Applies]);
    rows.exempts = {f.load(slots[Exempt1]), f.load(slots[Exempt2])};
    rows.deferrals = {{f.load(slots[Defer1]), f.constant(Kind::Instant, kAsOf + 5 * kHour)},
                      {f.load(slots[Defer2]), f.constant(Kind::Instant, kAsOf + 20 * kHour)},
                      {f.load(slots[Defer3]), f.constant(Kind::Instant, kAsOf - 5 * kHour)}};
    if (c.kind == NormKind::EventDuty || c.kind == NormKind::KeptDuty) {
      rows.done_present = f.present(slots[Done]);
      rows.done = f.load(slots[Done]);
      rows.due_present = f.load(slots[HasDue]);
      const RegIndex due = f.constant(Kind::Instant, kAsOf + c.due * kHour);
      rows.due = f.select(Kind::Instant, rows.due_present, due, f.constant(Kind::Instant, 0));
    } else if (c.kind == NormKind::Power) {
      rows.available = f.load(slots[Act]);
    } else {
      rows.done_kind = Kind::Bool;
      rows.done = f.load(slots[Act]);
    }
    const RegIndex fine = f.constant(Kind::Money, 3'000);
    rows.sanctions = {{kNone, fine, fine, 0}, {kNone, kNone, fine, 1}, {kNone, kNone, kNone, 2}};
    spec = image.norm(rows);
    f.inst(Op::Norm, Kind::Norm, spec);
  }

  Decided decide(const NormCase& c, const std::set<int>& unknown = {}) {
    const RegIndex norm = f.last();
    const Header* const header = image.build(f, {}, {{spec, norm}});
    REQUIRE(verify_image(header, image.bytes().size() * 8));
    Facts facts(image, image.root());
    const auto set = [&](Fact fact, std::int64_t value) {
      if (!unknown.contains(fact)) facts.set(slots[fact], value);
    };
    const auto set_moment = [&](Fact fact, std::optional<int> hours) {
      if (unknown.contains(fact)) return;
      hours ? facts.set(slots[fact], kAsOf + *hours * kHour) : facts.set_null(slots[fact]);
    };
    set_moment(Trigger, c.trigger);
    set_moment(Done, c.done);
    set(InForce, c.in_force);
    set(Applies, c.applies);
    set(Exempt1, c.first_exempt);
    set(Exempt2, c.second_exempt);
    set(Defer1, c.first_deferral);
    set(Defer2, c.second_deferral);
    set(Defer3, c.early_deferral);
    set(Act, c.act);
    set(HasDue, c.has_due);
    return decide_case(header, facts, {.as_of = kAsOf});
  }
};

phep_norm norm_of(const NormCase& c, const std::set<int>& unknown = {}) {
  const Decided decided = NormProgram(c).decide(c, unknown);
  REQUIRE(decided.status == PHEP_OK);
  return decided.norm(0);
}

std::int32_t status_of(const NormCase& c, const std::set<int>& unknown = {}) {
  return norm_of(c, unknown).status;
}

TEST_CASE("norm: the status is the first row that holds") {
  CHECK(status_of({.trigger = {}}) == PHEP_NOT_APPLICABLE);
  CHECK((norm_of({.trigger = {}}).flags & PHEP_N_NO_TRIGGER) != 0);
  CHECK(status_of({.trigger = 1}) == PHEP_UPCOMING);
  CHECK(status_of({.trigger = 0}) == PHEP_PENDING);
  CHECK(status_of({.in_force = 0, .applies = 0}) == PHEP_NOT_IN_FORCE);
  CHECK(status_of({.applies = 0, .first_exempt = 1}) == PHEP_NOT_APPLICABLE);
  CHECK(status_of({.first_exempt = 1, .done = -1}) == PHEP_EXEMPT);
  CHECK(status_of({.done = -1}) == PHEP_FULFILLED);
  CHECK(status_of({.done = -1, .due = -2}) == PHEP_LATE);
  CHECK(status_of({.done = 1}) == PHEP_PENDING);  // dated after as_of: not done
  CHECK(status_of({.first_deferral = 1, .due = -2}) == PHEP_DEFERRED);
  CHECK(status_of({.has_due = 0}) == PHEP_PENDING);
  CHECK(status_of({}) == PHEP_PENDING);
  CHECK(status_of({.due = 0}) == PHEP_PENDING);
  CHECK(status_of({.due = -1}) == PHEP_VIOLATED);
}

TEST_CASE("norm: a moment on the deadline is in time, unless the deadline is `before`") {
  CHECK(status_of({.done = -2, .due = -2}) == PHEP_FULFILLED);
  CHECK(status_of({.done = -2, .due = -2, .due_before = true}) == PHEP_LATE);
  CHECK(status_of({.due = 0, .due_before = true}) == PHEP_VIOLATED);
  CHECK(status_of({.due = 1, .due_before = true}) == PHEP_PENDING);
}

TEST_CASE("norm: arguments of a status are told with it") {
  const phep_norm late = norm_of({.done = -1, .due = -3});
  CHECK((late.flags & PHEP_N_BY) != 0);
  CHECK(late.by_ms == 2 * kHour);
  CHECK((late.flags & PHEP_N_DONE) != 0);
  CHECK(late.done == kAsOf - kHour);
  const phep_norm exempt = norm_of({.second_exempt = 1});
  CHECK(exempt.why == 0b10);
  CHECK(norm_of({.first_exempt = 1, .second_exempt = 1}).why == 0b11);
  const phep_norm deferred = norm_of({.first_deferral = 1, .second_deferral = 1});
  CHECK(deferred.until == kAsOf + 20 * kHour);
  CHECK((deferred.flags & PHEP_N_UNTIL) != 0);
}

TEST_CASE("norm: the later of due and a past deferral's end is the deadline") {
  const phep_norm norm = norm_of({.early_deferral = 1, .done = -6, .due = -9});
  CHECK(norm.status == PHEP_FULFILLED);
  CHECK(norm.due_min == kAsOf - 5 * kHour);
  CHECK(status_of({.early_deferral = 1, .done = -4, .due = -9}) == PHEP_LATE);
  CHECK(norm_of({.early_deferral = 1, .done = -4, .due = -9}).by_ms == kHour);
}

TEST_CASE("norm: state duties, prohibitions, permissions, powers") {
  CHECK(status_of({.kind = NormKind::StateDuty, .act = 1}) == PHEP_MET);
  CHECK(status_of({.kind = NormKind::StateDuty}) == PHEP_VIOLATED);
  CHECK(status_of({.kind = NormKind::StateDuty, .first_deferral = 1}) == PHEP_DEFERRED);
  CHECK(status_of({.kind = NormKind::StateDuty, .first_deferral = 1, .act = 1}) == PHEP_MET);
  CHECK(status_of({.kind = NormKind::Prohibition}) == PHEP_FULFILLED);
  CHECK(status_of({.kind = NormKind::Prohibition, .act = 1}) == PHEP_VIOLATED);
  CHECK(status_of({.kind = NormKind::Prohibition, .first_deferral = 1, .act = 1}) == PHEP_DEFERRED);
  CHECK(status_of({.kind = NormKind::Permission, .act = 1}) == PHEP_GRANTED);
  CHECK(status_of({.kind = NormKind::Permission}) == PHEP_NOT_GRANTED);
  CHECK(status_of({.kind = NormKind::Power, .act = 1}) == PHEP_AVAILABLE);
  CHECK(status_of({.kind = NormKind::Power, .applies = 0}) == PHEP_NOT_APPLICABLE);
}

TEST_CASE("norm: sanctions apply on what they stand on, and their amounts are always told") {
  const auto applies = [](const NormCase& c, std::uint32_t row) {
    const Decided decided = NormProgram(c).decide(c);
    CHECK(decided.sanction(0, 0).to.a == 3'000);
    CHECK(decided.sanction(0, 2).to.tag == PHEP_ABSENT);
    return decided.sanction(0, row).applies;
  };
  const NormCase late{.done = -1, .due = -3}, violated{.due = -3}, pending{};
  CHECK(applies(late, 0) == 1);
  CHECK(applies(late, 1) == 1);
  CHECK(applies(late, 2) == 0);
  CHECK(applies(violated, 0) == 1);
  CHECK(applies(violated, 1) == 0);
  CHECK(applies(violated, 2) == 1);
  CHECK(applies(pending, 0) == 0);
}

TEST_CASE("norm: one unknown exemption is the one question, and the deadline is known meanwhile") {
  NormCase c{.due = -2};
  const Decided decided = NormProgram(c).decide(c, {Exempt1});
  const phep_norm& norm = decided.norm(0);
  CHECK(norm.status == PHEP_UNDETERMINED);
  CHECK((norm.flags & PHEP_N_BINDS_UNKNOWN) != 0);
  CHECK((norm.flags & PHEP_N_DUE) != 0);
  CHECK(norm.due_min == kAsOf - 2 * kHour);
  CHECK(decided.missing(norm) == std::vector<std::uint32_t>{3});  // the slot of /exempt1
  CHECK(decided.sanction(0, 0).applies == 2);
  // Exempt already for another reason: nobody is asked.
  c.second_exempt = 1;
  CHECK(norm_of(c, {Exempt1}).status == PHEP_EXEMPT);
  CHECK(norm_of(c, {Exempt1}).missing_count == 0);
}

TEST_CASE("norm: a judgment that is missing leaves the norm open") {
  ImageBuilder image;
  const std::uint32_t judged = image.slot("/serious", Kind::Bool, {.judgment = true});
  const std::uint32_t fact = image.slot("/fact", Kind::Bool);
  FunctionBuilder f(image, "t.norm", 1);
  NormRows rows;
  rows.norm = NormKind::Prohibition;
  rows.done_kind = Kind::Bool;
  rows.applies = f.load(judged);
  rows.done = f.load(fact);
  const std::uint32_t spec = image.norm(rows);
  f.inst(Op::Norm, Kind::Norm, spec);
  const Header* const header = image.build(f, {}, {{spec, f.last()}});
  CHECK(decide_case(header, Facts(image, image.root()).set(fact, 1)).norm(0).status == PHEP_OPEN);
  CHECK(decide_case(header, Facts(image, image.root())).norm(0).status == PHEP_UNDETERMINED);
}

TEST_CASE("norm: a date done is its whole day") {
  ImageBuilder image;
  const std::uint32_t done = image.slot("/done", Kind::Date, {.optional = true});
  FunctionBuilder f(image, "t.norm", 1);
  NormRows rows;
  rows.done_kind = Kind::Date;
  rows.done_present = f.present(done);
  rows.done = f.load(done);
  rows.due = f.constant(Kind::Instant, day_end(100, 420));
  const std::uint32_t spec = image.norm(rows);
  f.inst(Op::Norm, Kind::Norm, spec);
  const Header* const header = image.build(f, {}, {{spec, f.last()}});
  const auto decided = [&](std::int64_t day, std::int64_t as_of) {
    return decide_case(header, Facts(image, image.root()).set(done, day), {.as_of = as_of}).norm(0);
  };
  CHECK(decided(100, kAsOf).status == PHEP_FULFILLED);
  CHECK((decided(100, kAsOf).flags & PHEP_N_DONE_DAY) != 0);
  CHECK(decided(101, kAsOf).status == PHEP_LATE);
  CHECK(decided(101, kAsOf).by_ms == kDayMs);
  CHECK(decided(100, day_start(100, 420) - 1).status == PHEP_PENDING);
  CHECK(decided(100, day_start(100, 420)).status == PHEP_FULFILLED);
}

TEST_CASE("norm: other norms are asked for their status, due and done") {
  const auto ask = [](Op op, Kind kind, std::uint32_t mask, const NormCase& c) {
    NormProgram p(c);
    const RegIndex norm = p.f.last();
    p.f.inst(op, kind, norm, mask);
    const Header* const header = p.image.build(p.f, {{"out", kind, p.f.last()}});
    REQUIRE(verify_image(header, p.image.bytes().size() * 8));
    Facts facts(p.image, p.image.root());
    facts.set(p.slots[Trigger], kAsOf - kHour).set(p.slots[InForce], 1).set(p.slots[Applies], 1);
    for (const Fact fact : {Exempt1, Exempt2, Defer1, Defer2, Defer3, Act})
      facts.set(p.slots[fact], 0);
    facts.set(p.slots[HasDue], c.has_due);
    if (c.done) facts.set(p.slots[Done], kAsOf + *c.done * kHour);
    if (!c.done) facts.set_null(p.slots[Done]);
    return decide_case(header, facts, {.as_of = kAsOf}).output(0).a;
  };
  const auto at = [](std::int64_t hours) {
    return static_cast<std::uint64_t>(kAsOf + hours * kHour);
  };
  CHECK(ask(Op::NormIs, Kind::Bool, 1U << PHEP_VIOLATED, {.due = -1}) == 1);
  CHECK(ask(Op::NormIs, Kind::Bool, 1U << PHEP_LATE, {.due = -1}) == 0);
  CHECK(ask(Op::NormDue, Kind::Instant, 0, {}) == at(10));
  CHECK(ask(Op::NormHasDue, Kind::Bool, 0, {.has_due = 0}) == 0);
  CHECK(ask(Op::NormDone, Kind::Instant, 0, {.done = -3}) == at(-3));
  CHECK(ask(Op::NormHasDone, Kind::Bool, 0, {.done = -3}) == 1);
  CHECK(ask(Op::NormHasDone, Kind::Bool, 0, {.done = 3}) == 0);
}

// ---- the plain reading
// ----------------------------------------------------------------------------

struct Plain {
  std::int32_t status;
  bool binds;
  std::optional<std::int64_t> due;
  auto operator<=>(const Plain&) const = default;
};

Plain plain(const NormCase& c) {
  Plain out{PHEP_PENDING, false, {}};
  std::optional<int> deferral;
  if (c.early_deferral != 0) deferral = -5;
  if (c.first_deferral != 0) deferral = 5;
  if (c.second_deferral != 0) deferral = 20;
  std::optional<int> later;  // U
  const bool event = c.kind == NormKind::EventDuty || c.kind == NormKind::KeptDuty;
  if (event && c.has_due != 0) later = std::max(c.due, deferral.value_or(c.due));
  if (later) out.due = kAsOf + *later * kHour;
  const auto status = [&](std::int32_t s) { return Plain{s, out.binds, out.due}; };
  if (!c.trigger) return status(PHEP_NOT_APPLICABLE);
  if (*c.trigger > 0) return status(PHEP_UPCOMING);
  if (c.in_force == 0) return status(PHEP_NOT_IN_FORCE);
  if (c.applies == 0) return status(PHEP_NOT_APPLICABLE);
  if (c.first_exempt != 0 || c.second_exempt != 0) return status(PHEP_EXEMPT);
  out.binds = true;
  const bool is_deferred = deferral && 0 < *deferral;
  switch (c.kind) {
    case NormKind::Permission: return status(c.act != 0 ? PHEP_GRANTED : PHEP_NOT_GRANTED);
    case NormKind::Power: return status(c.act != 0 ? PHEP_AVAILABLE : PHEP_NOT_AVAILABLE);
    case NormKind::Prohibition:
      if (is_deferred) return status(PHEP_DEFERRED);
      return status(c.act != 0 ? PHEP_VIOLATED : PHEP_FULFILLED);
    case NormKind::StateDuty:
      if (c.act != 0) return status(PHEP_MET);
      return status(is_deferred ? PHEP_DEFERRED : PHEP_VIOLATED);
    case NormKind::Encouragement:
      if (c.act != 0) return status(PHEP_MET);
      return status(is_deferred ? PHEP_DEFERRED : PHEP_PENDING);
    case NormKind::KeptDuty:
      if (c.done && *c.done <= 0 && (!later || *c.done < *later)) return status(PHEP_VIOLATED);
      return status(!later || 0 <= *later ? PHEP_MET : PHEP_FULFILLED);
    case NormKind::EventDuty: break;
  }
  if (c.done && *c.done <= 0) {
    return status(!later || *c.done <= *later ? PHEP_FULFILLED : PHEP_LATE);
  }
  if (is_deferred) return status(PHEP_DEFERRED);
  if (!later) return status(PHEP_PENDING);
  return status(0 <= *later ? PHEP_PENDING : PHEP_VIOLATED);
}

NormCase random_case(std::mt19937& random) {
  const auto flag = [&](std::uint32_t often) { return static_cast<int>(random() % often == 0); };
  NormCase c;
  c.kind = random() % 2 == 0 ? NormKind::EventDuty : static_cast<NormKind>(random() % 7);
  if (flag(8) != 0) c.trigger.reset();
  if (flag(8) != 0) c.trigger = 1;
  c.in_force = 1 - flag(8);
  c.applies = 1 - flag(8);
  c.first_exempt = flag(6);
  c.second_exempt = flag(6);
  c.first_deferral = flag(5);
  c.second_deferral = flag(5);
  c.early_deferral = flag(3);
  if (flag(2) != 0) c.done = flag(3) != 0 ? 1 : -1;
  c.act = flag(2);
  c.due = static_cast<int>(random() % 8) - 5;
  c.has_due = 1 - flag(6);
  return c;
}

// All ways to fill one unknown fact, by the representatives that NormProgram declares.
std::vector<NormCase> fillings(const NormCase& c, int fact) {
  std::vector<NormCase> all;
  const auto moments = [&](std::optional<int> NormCase::* member, int past) {
    for (const std::optional<int> at :
         {std::optional<int>{}, std::optional<int>{past}, std::optional<int>{1}}) {
      all.push_back(c);
      all.back().*member = at;
    }
  };
  const auto flags = [&](int NormCase::* member) {
    for (const int value : {0, 1}) {
      all.push_back(c);
      all.back().*member = value;
    }
  };
  switch (fact) {
    case Trigger: moments(&NormCase::trigger, -100); break;
    case Done: moments(&NormCase::done, -1); break;
    case InForce: flags(&NormCase::in_force); break;
    case Applies: flags(&NormCase::applies); break;
    case Exempt1: flags(&NormCase::first_exempt); break;
    case Exempt2: flags(&NormCase::second_exempt); break;
    case Defer1: flags(&NormCase::first_deferral); break;
    case Defer2: flags(&NormCase::second_deferral); break;
    case Defer3: flags(&NormCase::early_deferral); break;
    case Act: flags(&NormCase::act); break;
    case HasDue: flags(&NormCase::has_due); break;
    default: break;
  }
  return all;
}

std::vector<NormCase> completions(const NormCase& c, const std::set<int>& unknown) {
  std::vector<NormCase> all = {c};
  for (const int fact : unknown) {
    std::vector<NormCase> more;
    for (const NormCase& each : all) {
      const std::vector<NormCase> filled = fillings(each, fact);
      more.insert(more.end(), filled.begin(), filled.end());
    }
    all = std::move(more);
  }
  return all;
}

TEST_CASE("norm: 1,500 random cases have the status of a plain reading") {
  std::mt19937 random(11);
  std::set<std::int32_t> seen;
  for (int i = 0; i < 1'500; ++i) {
    const NormCase c = random_case(random);
    const Plain expected = plain(c);
    const phep_norm norm = norm_of(c);
    seen.insert(norm.status);
    CAPTURE(i);
    REQUIRE(norm.status == expected.status);
    REQUIRE(((norm.flags & PHEP_N_BINDS) != 0) == expected.binds);
    REQUIRE(((norm.flags & PHEP_N_DUE) != 0) == expected.due.has_value());
    if (expected.due) REQUIRE(norm.due_min == *expected.due);
  }
  CHECK(seen.size() == 14);
}

TEST_CASE("norm: with facts missing, 700 random cases say what all their completions share") {
  std::mt19937 random(12);
  int undetermined = 0, settled = 0;
  for (int i = 0; i < 700; ++i) {
    const NormCase c = random_case(random);
    std::set<int> unknown;
    for (int fact = 0; fact < Facts_; ++fact) {
      if (random() % 4 == 0) unknown.insert(fact);
    }
    std::set<std::int32_t> statuses;
    std::set<bool> binds;
    std::set<std::optional<std::int64_t>> dues;
    for (const NormCase& each : completions(c, unknown)) {
      const Plain p = plain(each);
      statuses.insert(p.status);
      binds.insert(p.binds);
      dues.insert(p.due);
    }
    // Which facts change the status alone, somewhere?
    std::set<std::uint32_t> matters;
    for (const int fact : unknown) {
      std::set<int> others = unknown;
      others.erase(fact);
      for (const NormCase& each : completions(c, others)) {
        std::set<std::int32_t> by_fact;
        for (const NormCase& filled : fillings(each, fact)) by_fact.insert(plain(filled).status);
        if (by_fact.size() > 1) matters.insert(static_cast<std::uint32_t>(fact));
      }
    }
    NormProgram program(c);
    const Decided decided = program.decide(c, unknown);
    REQUIRE(decided.status == PHEP_OK);
    const phep_norm& norm = decided.norm(0);
    CAPTURE(i);
    REQUIRE(((norm.flags & PHEP_N_BINDS_UNKNOWN) != 0) == (binds.size() > 1));
    if (binds.size() == 1) REQUIRE(((norm.flags & PHEP_N_BINDS) != 0) == *binds.begin());
    const bool due_known = dues.size() == 1 && dues.begin()->has_value();
    REQUIRE(((norm.flags & PHEP_N_DUE) != 0) == due_known);
    if (due_known) REQUIRE(norm.due_min == **dues.begin());
    const std::set<std::int32_t> breaches[] = {
        {PHEP_LATE, PHEP_VIOLATED}, {PHEP_LATE}, {PHEP_VIOLATED}};
    for (std::uint32_t row = 0; row < 3; ++row) {
      const auto hits = std::count_if(statuses.begin(), statuses.end(), [&](std::int32_t status) {
        return breaches[row].contains(status);
      });
      const bool all = static_cast<std::size_t>(hits) == statuses.size();
      REQUIRE(decided.sanction(0, row).applies == (all ? 1 : hits == 0 ? 0 : 2));
    }
    if (statuses.size() == 1) {
      ++settled;
      REQUIRE(norm.status == *statuses.begin());
      continue;
    }
    ++undetermined;
    REQUIRE(norm.status == PHEP_UNDETERMINED);
    const std::vector<std::uint32_t> missing = decided.missing(norm);
    REQUIRE(std::set<std::uint32_t>(missing.begin(), missing.end()) == matters);
    REQUIRE(missing.size() == matters.size());
  }
  CHECK(undetermined > 100);
  CHECK(settled > 100);
}

}  // namespace
}  // namespace phep::tests
