// Pending calendar groups, and what is certain past the end of a calendar.
#include "compiler/runtime/date.h"
#include "tests/support/image_builder.h"

#include <doctest/doctest.h>

#include <utility>

namespace phep::tests {
namespace {

using Groups = std::vector<std::vector<std::vector<std::int32_t>>>;

constexpr std::int32_t day(std::int32_t year, std::int32_t month, std::int32_t of_month) {
  return to_days({year, month, of_month});
}
// 24:00 of a day in Vietnam.
constexpr std::int64_t end_of(std::int32_t d) {
  return day_end(d, 420);
}

// The calendar of 2026 and 2027 with 2 September as rest day; whether 1 or 3 September joins it in
// 2027 is pending.
const Groups kNationalDay = {{{day(2027, 9, 1)}, {day(2027, 9, 3)}}};

// A duty whose deadline counts from a date in a calendar with pending groups.
struct DutyProgram {
  ImageBuilder image;
  std::uint32_t exempt = image.slot("/exempt", Kind::Bool);
  std::uint32_t choice = image.slot("/choice", Kind::Bool);
  std::uint32_t done = image.slot("/done", Kind::Instant, {.optional = true});
  FunctionBuilder f{image, "t.norm", 1};
  std::uint32_t spec = 0;
  const Header* header = nullptr;

  struct Counting {
    std::int32_t anchor = day(2026, 3, 1);
    std::int64_t count = 18;
    Unit unit = Unit::Months;
    std::int64_t other_count = 18;  // if `choice`
    Unit other_unit = Unit::Months;
    Groups groups = kNationalDay;
    std::uint32_t flags = 0;
  };
  explicit DutyProgram(const Counting& c) {
    const std::uint32_t calendar =
        image.calendar(day(2026, 1, 1), 730, {day(2026, 9, 2), day(2027, 9, 2)}, c.groups);
    const RegIndex anchor = f.constant(Kind::Date, c.anchor);
    const RegIndex choosing = f.load(choice);
    const RegIndex other =
        f.constant(Kind::Duration, c.other_count, static_cast<std::uint64_t>(c.other_unit));
    const RegIndex usual = f.constant(Kind::Duration, c.count, static_cast<std::uint64_t>(c.unit));
    const RegIndex term = f.select(Kind::Duration, choosing, other, usual);
    const std::uint32_t args = image.operand(
        {anchor, static_cast<std::uint32_t>(Kind::Date), term, kNone, calendar, c.flags});
    NormRows rows;
    rows.due = f.inst(Op::Deadline, Kind::Instant, args);
    rows.exempts = {f.load(exempt)};
    rows.done_present = f.present(done);
    rows.done = f.load(done);
    rows.sanctions = {{kNone, kNone, kNone, 0}};
    spec = image.norm(rows);
    const RegIndex norm = f.inst(Op::Norm, Kind::Norm, spec);
    const RegIndex asked = f.inst(Op::NormIs, Kind::Bool, norm, 1U << PHEP_VIOLATED);
    header = image.build(f, {{"due", Kind::Instant, rows.due}, {"violated", Kind::Bool, asked}},
                         {{spec, norm}});
    REQUIRE(verify_image(header, image.bytes().size() * 8));
  }
  // Known facts, and nothing done, unless said otherwise.
  Facts facts() { return Facts(image, image.root()).set(exempt, 0).set(choice, 0).set_null(done); }
  Decided decide(const Facts& facts, std::int64_t as_of) {
    const Decided decided = decide_case(header, facts, {.as_of = as_of});
    REQUIRE(decided.status == PHEP_OK);
    return decided;
  }
};

std::vector<std::int64_t> alternatives(const phep_norm& norm) {
  return {norm.alternatives.ptr, norm.alternatives.ptr + norm.alternative_count};
}

TEST_CASE("worlds: eighteen months from 1 March 2026 end on 1 or 3 September 2027") {
  DutyProgram p({});
  const phep_norm norm = p.decide(p.facts(), end_of(day(2026, 11, 20))).norm(0);
  CHECK(norm.status == PHEP_PENDING);
  CHECK((norm.flags & PHEP_N_DUE) == 0);
  CHECK((norm.flags & PHEP_N_DUE_ONE_OF) != 0);
  CHECK(norm.due_min == end_of(day(2027, 9, 1)));
  CHECK(norm.due_max == end_of(day(2027, 9, 3)));
  CHECK(norm.awaiting == 1);
  const Decided decided = p.decide(p.facts(), end_of(day(2026, 11, 20)));
  CHECK(alternatives(decided.norm(0)) ==
        std::vector<std::int64_t>{end_of(day(2027, 9, 1)), end_of(day(2027, 9, 3))});
  const phep_value& due = decided.output(0);
  REQUIRE(due.tag == PHEP_ONE_OF);
  CHECK(due.aux == 1);
  CHECK(due.b == 2);
  const auto* const values = reinterpret_cast<const phep_value*>(due.a);
  CHECK(values[0].tag == PHEP_KNOWN);
  CHECK(static_cast<std::int64_t>(values[1].a) == end_of(day(2027, 9, 3)));
  CHECK(decided.output(1).tag == PHEP_KNOWN);  // violated in no world
}

TEST_CASE("worlds: a breach in some worlds only is a possible one") {
  DutyProgram p({});
  const auto between = end_of(day(2027, 9, 2));
  const Decided decided = p.decide(p.facts(), between);
  CHECK(decided.norm(0).status == PHEP_POSSIBLY_VIOLATED);
  CHECK(decided.output(1).tag == PHEP_ONE_OF);
  CHECK(decided.sanction(0, 0).applies == 2);
  CHECK(p.decide(p.facts(), end_of(day(2027, 9, 4))).norm(0).status == PHEP_VIOLATED);
  CHECK(p.decide(p.facts().set(p.done, between), end_of(day(2027, 10, 1))).norm(0).status ==
        PHEP_POSSIBLY_VIOLATED);
  const phep_norm late =
      p.decide(p.facts().set(p.done, end_of(day(2027, 9, 4))), end_of(day(2027, 10, 1))).norm(0);
  CHECK(late.status == PHEP_LATE);
  CHECK((late.flags & PHEP_N_BY) == 0);  // by one day or by three
  CHECK(p.decide(p.facts().set(p.done, end_of(day(2027, 9, 1))), end_of(day(2027, 10, 1)))
            .norm(0)
            .status == PHEP_FULFILLED);
}

TEST_CASE("worlds: facts can be missing while the calendar is pending") {
  DutyProgram p({});
  Facts facts(p.image, p.image.root());
  facts.set(p.choice, 0).set_null(p.done);
  const Decided decided = p.decide(facts, end_of(day(2027, 9, 2)));
  CHECK(decided.norm(0).status == PHEP_UNDETERMINED);
  CHECK(decided.missing(decided.norm(0)) == std::vector<std::uint32_t>{p.exempt});
  CHECK((decided.norm(0).flags & PHEP_N_DUE_ONE_OF) != 0);
}

TEST_CASE("worlds: groups that only completions meet count as well") {
  const auto due = [](std::int64_t count, Unit unit) {
    DutyProgram p({.other_count = count, .other_unit = unit});
    Facts facts(p.image, p.image.root());
    facts.set(p.exempt, 0).set_null(p.done);
    const Decided decided = p.decide(facts, end_of(day(2026, 2, 1)));
    return std::make_pair(decided.output(0).tag, decided.missing(decided.output(0)).size());
  };
  CHECK(due(6, Unit::Quarters).first == PHEP_ONE_OF);  // the same two ends either way
  const auto differs = due(17, Unit::Months);
  CHECK(differs.first == PHEP_UNKNOWN);
  CHECK(differs.second == 1);
}

TEST_CASE("worlds: a roll may lead from one pending group into another") {
  // Monday 2027-03-01 may be a rest day, and so may Tuesday, Wednesday being a working day.
  DutyProgram p({.anchor = day(2026, 3, 1),
                 .count = 12,
                 .other_count = 12,
                 .groups = {{{}, {day(2027, 3, 1)}}, {{}, {day(2027, 3, 2)}}}});
  const Decided decided = p.decide(p.facts(), end_of(day(2026, 4, 1)));
  CHECK(alternatives(decided.norm(0)) == std::vector<std::int64_t>{end_of(day(2027, 3, 1)),
                                                                   end_of(day(2027, 3, 2)),
                                                                   end_of(day(2027, 3, 3))});
  CHECK(decided.norm(0).awaiting == 3);
}

TEST_CASE("worlds: a group that changes nothing is not awaited") {
  const std::int32_t monday = day(2027, 3, 1);
  DutyProgram p({.count = 12, .other_count = 12, .groups = {{{monday}, {monday}}}});
  const phep_norm norm = p.decide(p.facts(), end_of(day(2026, 4, 1))).norm(0);
  CHECK((norm.flags & PHEP_N_DUE) != 0);
  CHECK(norm.due_min == end_of(monday + 1));
  CHECK(norm.awaiting == 0);
}

TEST_CASE("worlds: more than 64 combinations are refused") {
  const auto status = [](int groups) {
    Groups pending;
    for (int i = 0; i < groups; ++i) {
      const std::int32_t monday = day(2026, 3, 2) + 7 * i;
      pending.push_back({{}, {monday}});
    }
    DutyProgram p(
        {.anchor = day(2026, 3, 1), .count = 60, .unit = Unit::WorkingDays, .groups = pending});
    return decide_case(p.header, p.facts(), {.as_of = end_of(day(2026, 3, 1))}).status;
  };
  CHECK(status(6) == PHEP_OK);
  CHECK(status(7) == PHEP_LIMIT);
}

TEST_CASE(
    "worlds: an extension counts from the end before rolling, and an extension of nothing is "
    "none") {
  const auto due = [](std::int64_t extension) {
    ImageBuilder image;
    const std::uint32_t calendar = image.calendar(day(2026, 1, 1), 365);
    FunctionBuilder f(image, "t.rule", 1);
    const auto days = static_cast<std::uint64_t>(Unit::Days);
    const RegIndex anchor = f.constant(Kind::Date, day(2026, 3, 4));
    const RegIndex term = f.constant(Kind::Duration, 10, days);  // ends on Saturday the 14th
    const RegIndex extended = f.constant(Kind::Duration, extension, days);
    f.inst(Op::Deadline, Kind::Instant,
           image.operand(
               {anchor, static_cast<std::uint32_t>(Kind::Date), term, extended, calendar, 0}));
    const Header* const header = image.build(f, {{"due", Kind::Instant, f.last()}});
    return static_cast<std::int64_t>(decide_case(header, Facts(image, image.root())).output(0).a);
  };
  CHECK(due(0) == end_of(day(2026, 3, 16)));
  CHECK(due(3) == end_of(day(2026, 3, 17)));
}

TEST_CASE("worlds: certificate bits are of the first pass in every world") {
  // The violation is seen in the world that ends on 1 September, whichever alternative is written
  // first.
  for (const bool swapped : {false, true}) {
    Groups groups = kNationalDay;
    if (swapped) std::swap(groups[0][0], groups[0][1]);
    DutyProgram q({.groups = groups});
    const Decided decided = q.decide(q.facts(), end_of(day(2027, 9, 2)));
    CHECK(decided.marked_true(q.image.spec_bit(q.spec) +
                              2));  // of the sanction, after the exemption's
    CHECK(decided.norm(0).status == PHEP_POSSIBLY_VIOLATED);
  }
}

TEST_CASE("worlds: past the calendar a deadline is at least its end before rolling") {
  DutyProgram p({.anchor = day(2027, 12, 1), .count = 60, .unit = Unit::Days});
  const std::int64_t least = end_of(day(2028, 1, 30));
  const auto status = [&](const Facts& facts, std::int64_t as_of) {
    return p.decide(facts, as_of).norm(0);
  };
  const phep_norm pending = status(p.facts(), least);
  CHECK(pending.status == PHEP_PENDING);
  CHECK((pending.flags & PHEP_N_DUE_FROM) != 0);
  CHECK(pending.due_min == least);
  CHECK(pending.awaiting == 2028);
  const phep_norm hangs = status(p.facts(), least + 1);
  CHECK(hangs.status == PHEP_NORM_ERROR);
  CHECK(hangs.done == PHEP_E_CALENDAR_EXHAUSTED);
  CHECK(status(p.facts().set(p.done, least), least + kDayMs).status == PHEP_FULFILLED);
  CHECK(status(p.facts().set(p.done, least + 1), least + kDayMs).status == PHEP_NORM_ERROR);
  const Decided decided = p.decide(p.facts(), least);
  CHECK(decided.output(0).tag == PHEP_ERROR);  // as a bare value it has no other form
  CHECK(decided.output(1).tag == PHEP_KNOWN);
}

TEST_CASE("worlds: the bound of a backward term is mirrored") {
  DutyProgram p(
      {.anchor = day(2026, 1, 12), .count = 15, .unit = Unit::WorkingDays, .flags = kBackward});
  const phep_norm early = p.decide(p.facts(), end_of(day(2025, 1, 1))).norm(0);
  CHECK(early.status == PHEP_NORM_ERROR);
  CHECK((early.flags & PHEP_N_DUE_UP_TO) != 0);
  CHECK(early.awaiting == 2025);
  CHECK(p.decide(p.facts(), early.due_max + 1).norm(0).status == PHEP_VIOLATED);
}

TEST_CASE("worlds: a group that another leads to is combined with it once") {
  // Of eight alternatives each one leads on: 64 combinations, and no more.
  Groups groups(2, std::vector<std::vector<std::int32_t>>(8));
  groups[0][1] = {day(2027, 3, 1)};
  groups[1][1] = {day(2027, 3, 2)};
  DutyProgram p({.count = 12, .other_count = 12, .groups = groups});
  CHECK(alternatives(p.decide(p.facts(), end_of(day(2026, 4, 1))).norm(0)) ==
        std::vector<std::int64_t>{end_of(day(2027, 3, 1)), end_of(day(2027, 3, 2)),
                                  end_of(day(2027, 3, 3))});
}

TEST_CASE("worlds: a group of one alternative leaves nothing open") {
  DutyProgram p({.groups = {{{day(2027, 9, 1)}}}});
  const Decided decided = p.decide(p.facts(), end_of(day(2027, 9, 2)));
  CHECK(decided.norm(0).status == PHEP_PENDING);
  CHECK((decided.norm(0).flags & PHEP_N_DUE) != 0);
  CHECK(decided.norm(0).due_min == end_of(day(2027, 9, 3)));
  CHECK(decided.output(0).tag == PHEP_KNOWN);
  CHECK(static_cast<std::int64_t>(decided.output(0).a) == end_of(day(2027, 9, 3)));
}

// What hangs on the national day of 2027: whether a deadline on 1 September ends by the 2nd.
struct NationalDay {
  ImageBuilder image;
  std::uint32_t calendar;
  FunctionBuilder f{image, "t.norm", 1};
  RegIndex in_time;
  NormRows rows;

  explicit NationalDay(bool swapped) : NationalDay(kNationalDay, swapped) {}
  explicit NationalDay(Groups groups, bool swapped = false) {
    if (swapped) std::swap(groups[0][0], groups[0][1]);
    calendar = image.calendar(day(2026, 1, 1), 730, {day(2026, 9, 2), day(2027, 9, 2)}, groups);
    const RegIndex due = deadline(day(2026, 3, 1), 18, Unit::Months, 0);
    in_time = f.compare(Compare::Le, Kind::Instant, due,
                        f.constant(Kind::Instant, end_of(day(2027, 9, 2))));
  }
  RegIndex deadline(std::int32_t from, std::int64_t count, Unit unit, std::uint32_t flags) {
    const RegIndex anchor = f.constant(Kind::Date, from);
    const RegIndex term = f.constant(Kind::Duration, count, static_cast<std::uint64_t>(unit));
    const std::uint32_t date = static_cast<std::uint32_t>(Kind::Date);
    return f.inst(Op::Deadline, Kind::Instant,
                  image.operand({anchor, date, term, kNone, calendar, flags}));
  }
  phep_norm decide(const CaseOptions& options = {}) {
    const std::uint32_t spec = image.norm(rows);
    const RegIndex norm = f.inst(Op::Norm, Kind::Norm, spec);
    const Header* const header = image.build(f, {}, {{spec, norm}});
    const Decided decided = decide_case(header, Facts(image, image.root()), options);
    REQUIRE(decided.status == PHEP_OK);
    return decided.norm(0);
  }
  // An output of the last register, on the facts that nobody knows.
  Decided output(Kind kind, RegIndex present = kNone) {
    const Header* const header = image.build(f, {{"out", kind, f.last(), present}});
    const Decided decided = decide_case(header, Facts(image, image.root()));
    REQUIRE(decided.status == PHEP_OK);
    return decided;
  }
};

TEST_CASE("worlds: where one runs past the calendar, the weakest bound of all is certain") {
  for (const bool swapped : {false, true}) {
    const auto norm = [&](std::int64_t exact, bool backward) {
      NationalDay p(swapped);
      const RegIndex given = p.f.constant(Kind::Instant, exact);
      const RegIndex past = backward
                                ? p.deadline(day(2026, 1, 12), 15, Unit::WorkingDays, kBackward)
                                : p.deadline(day(2027, 12, 1), 60, Unit::Days, 0);
      p.rows.due = p.f.select(Kind::Instant, p.in_time, given, past);
      return p.decide();
    };
    const auto least = [&](std::int64_t exact) {
      const phep_norm found = norm(exact, false);
      CHECK((found.flags & PHEP_N_DUE_FROM) != 0);
      return found.due_min;
    };
    const auto most = [&](std::int64_t exact) {
      const phep_norm found = norm(exact, true);
      CHECK((found.flags & PHEP_N_DUE_UP_TO) != 0);
      return found.due_max;
    };
    // 60 days end on 30 January; 15 days that work by the week alone begin on 22 December.
    const std::int64_t from = end_of(day(2028, 1, 30));
    const std::int64_t up_to = end_of(day(2025, 12, 21));
    for (const std::int64_t days : {-900, -1, 0, 1, 900}) {
      CAPTURE(days);
      CHECK(least(from + days * kDayMs) == (days < 0 ? from + days * kDayMs : from));
      CHECK(most(up_to + days * kDayMs) == (days > 0 ? up_to + days * kDayMs : up_to));
    }
  }
}

TEST_CASE("worlds: of two statuses that are no breach the later row of the table stands") {
  for (const bool swapped : {false, true}) {
    // Not in force in one world, not applicable in the other.
    NationalDay p(swapped);
    p.rows.in_force = p.in_time;
    p.rows.applies = p.f.boolean(false);
    CHECK(p.decide().status == PHEP_NOT_APPLICABLE);
    // Not in force, or exempt.
    NationalDay q(swapped);
    q.rows.in_force = q.in_time;
    q.rows.exempts = {q.f.boolean(true)};
    CHECK(q.decide().status == PHEP_EXEMPT);
    // Not applicable, or exempt.
    NationalDay r(swapped);
    r.rows.applies = r.in_time;
    r.rows.exempts = {r.f.boolean(true)};
    CHECK(r.decide().status == PHEP_EXEMPT);
  }
}

TEST_CASE("worlds: after an answer that met them, each element is first asked in the first") {
  // 1 September rests in both, so that each duty ends later, and on the 2nd nothing is violated.
  const std::int32_t first = day(2027, 9, 1);
  ImageBuilder image;
  const std::uint32_t calendar =
      image.calendar(day(2026, 1, 1), 730, {day(2027, 9, 2)}, {{{first}, {first, first + 2}}});
  const std::uint32_t list = image.list("/xs", 2);
  image.slot_in(list, "/x", Kind::Bool);
  const auto deadline = [&](FunctionBuilder& f) {
    const RegIndex anchor = f.constant(Kind::Date, day(2026, 3, 1));
    const RegIndex term = f.constant(Kind::Duration, 18, static_cast<std::uint64_t>(Unit::Months));
    const std::uint32_t date = static_cast<std::uint32_t>(Kind::Date);
    return f.inst(Op::Deadline, Kind::Instant,
                  image.operand({anchor, date, term, kNone, calendar, 0}));
  };
  FunctionBuilder each(image, "t.each", 2);
  NormRows rows;
  rows.due = deadline(each);
  rows.sanctions = {{kNone, kNone, kNone, 0}};
  const std::uint32_t spec = image.norm(rows);
  const std::uint32_t made = image.add(each, each.inst(Op::Norm, Kind::Norm, spec));
  FunctionBuilder f(image, "t.entry", 1);
  const RegIndex due = deadline(f);
  const Header* const header =
      image.build(f, {{"due", Kind::Instant, due}}, {{spec, kNone, made, list}});
  const Facts element(image, image.element(list));
  const Facts facts = Facts(image, image.root()).set_list(list, {element, element});
  const Decided decided = decide_case(header, facts, {.as_of = end_of(first + 1)});
  REQUIRE(decided.status == PHEP_OK);
  CHECK(decided.output(0).tag == PHEP_ONE_OF);
  REQUIRE(decided.norms(0).length == 2);
  CHECK(static_cast<const phep_norm*>(decided.norms(0).items.ptr)->status == PHEP_PENDING);
  CHECK_FALSE(decided.marked_true(image.spec_bit(spec) + 1));  // of the sanction
}

TEST_CASE("worlds: each has the law date, and its own status") {
  for (const bool swapped : {false, true}) {
    // It applies on one day, also in its last minute.
    const std::int32_t today = day(2026, 3, 1);
    const auto status = [&](std::int64_t as_of) {
      NationalDay p(swapped);
      const RegIndex one_day = p.f.constant(Kind::Date, today);
      p.rows.applies = p.f.compare(Compare::Eq, Kind::Date, 0, one_day);
      p.rows.norm = NormKind::StateDuty;
      p.rows.done_kind = Kind::Bool;
      p.rows.done = p.in_time;
      return p.decide({.as_of = as_of}).status;
    };
    CHECK(status(end_of(today) - 60'000) == PHEP_POSSIBLY_VIOLATED);
    CHECK(status(end_of(today)) == PHEP_NOT_APPLICABLE);
    // Exempt in both, by another exemption in each: none is named.
    NationalDay q(swapped);
    q.rows.exempts = {q.in_time, q.f.not_(q.in_time), q.f.boolean(true)};
    const phep_norm exempt = q.decide();
    CHECK(exempt.status == PHEP_EXEMPT);
    CHECK(exempt.why == 0b100);
    // Met, or deferred.
    NationalDay r(swapped);
    r.rows.norm = NormKind::StateDuty;
    r.rows.done_kind = Kind::Bool;
    r.rows.done = r.in_time;
    r.rows.deferrals = {{r.f.boolean(true), r.f.constant(Kind::Instant, end_of(day(2030, 1, 1)))}};
    CHECK(r.decide().status == PHEP_DEFERRED);
    // A deadline in one of them only.
    NationalDay s(swapped);
    s.rows.due_present = s.in_time;
    s.rows.due = s.f.constant(Kind::Instant, end_of(day(2030, 1, 1)));
    const phep_norm due = s.decide();
    CHECK((due.flags & PHEP_N_DUE_ONE_OF) != 0);
    CHECK(alternatives(due) == std::vector{end_of(day(2030, 1, 1))});
  }
}

// Absent comes before what is known.
void absent_or_seven(const Decided& decided) {
  REQUIRE(decided.output(0).tag == PHEP_ONE_OF);
  REQUIRE(decided.output(0).b == 2);
  const auto* const values = reinterpret_cast<const phep_value*>(decided.output(0).a);
  CHECK(values[0].tag == PHEP_ABSENT);
  CHECK(values[1].tag == PHEP_KNOWN);
  CHECK(values[1].aux == 0);
  CHECK(values[1].a == 7);
}

TEST_CASE("worlds: what is chosen hangs on them, though the choice is open") {
  for (const bool swapped : {false, true}) {
    NationalDay p(swapped);
    const std::uint32_t open = p.image.slot("/open", Kind::Bool);
    const RegIndex negated = p.f.not_(p.f.not_(p.in_time));
    p.f.select(Kind::Bool, p.f.load(open), p.in_time, negated);
    CHECK(p.output(Kind::Bool).output(0).tag == PHEP_ONE_OF);
    NationalDay q(swapped);
    q.f.integer(7);
    const Decided decided = q.output(Kind::Int, q.in_time);
    absent_or_seven(decided);
  }
}

TEST_CASE("worlds: what is absent in several of them is told once") {
  const std::vector<std::int32_t> first = {day(2027, 9, 1)};  // then it ends on the 3rd
  const std::vector<std::int32_t> third = {day(2027, 9, 3)};  // then on the 1st
  const std::vector<std::int32_t> both = {day(2027, 9, 1), day(2027, 9, 3)};  // on the 6th
  const Groups orders[] = {{{first, both, third}}, {{first, third, both}}, {{third, first, both}}};
  for (const Groups& groups : orders) {
    NationalDay p(groups);
    p.f.integer(7);
    const Decided decided = p.output(Kind::Int, p.in_time);
    absent_or_seven(decided);
  }
}

}  // namespace
}  // namespace phep::tests
