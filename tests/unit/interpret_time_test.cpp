// Dates, durations and deadlines as operands, and instants of which one end alone is certain.
#include "compiler/runtime/date.h"
#include "compiler/runtime/deadline.h"
#include "tests/support/image_builder.h"

#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <vector>

namespace phep::tests {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int32_t kVietnam = 420;

constexpr std::int32_t day(std::int32_t year, std::int32_t month, std::int32_t of_month) {
  return to_days({year, month, of_month});
}
constexpr std::int64_t end_of(std::int32_t d) {
  return day_end(d, kVietnam);
}
constexpr std::uint64_t word(Unit unit) {
  return static_cast<std::uint64_t>(unit);
}

// A program of one output, the last register, and facts of which nothing is known.
struct Program {
  ImageBuilder image;
  std::uint32_t calendar = image.calendar(day(2026, 1, 1), 365);
  std::uint32_t open_moment = image.slot("/moment", Kind::Instant);
  std::uint32_t open_date = image.slot("/date", Kind::Date);
  std::uint32_t open_int = image.slot("/int", Kind::Int);
  std::uint32_t open_term = image.slot("/term", Kind::Duration);
  FunctionBuilder f{image, "t.rule", 1};

  RegIndex duration(std::int64_t count, Unit of) {
    return f.constant(Kind::Duration, count, word(of));
  }
  RegIndex instant(std::int64_t ms) { return f.constant(Kind::Instant, ms); }
  RegIndex date(std::int32_t d) { return f.constant(Kind::Date, d); }
  // From 1 December 2026: ends past the calendar, on the 30th day of January 2027 or later.
  RegIndex at_least(std::int64_t days = 60) {
    return deadline(date(day(2026, 12, 1)), duration(days, Unit::Days), 0);
  }
  // 15 working days before Monday 12 January 2026: the end of 21 December 2025 or earlier.
  RegIndex at_most() {
    return deadline(date(day(2026, 1, 12)), duration(15, Unit::WorkingDays), kBackward);
  }
  RegIndex deadline(RegIndex anchor, RegIndex term, std::uint32_t flags, RegIndex extension = kNone,
                    const std::vector<RegIndex>& more = {}) {
    std::vector<std::uint32_t> words = {
        anchor, static_cast<std::uint32_t>(Kind::Date), term, extension, calendar, flags};
    words.insert(words.end(), more.begin(), more.end());
    return f.inst(Op::Deadline, Kind::Instant, image.operand(words),
                  static_cast<std::uint32_t>(more.size()));
  }
  // A number, "?", or an error's kind.
  std::string outcome(Kind kind) {
    const Header* const header = image.build(f, {{"out", kind, f.last()}});
    REQUIRE(verify_image(header, image.bytes().size() * 8));
    const Decided decided = decide_case(header, Facts(image, image.root()));
    REQUIRE(decided.status == PHEP_OK);
    const phep_value& value = decided.output(0);
    unit = value.b;
    if (value.tag == PHEP_UNKNOWN) return "?";
    if (value.tag == PHEP_ERROR) return "error " + std::to_string(value.a);
    return std::to_string(static_cast<std::int64_t>(value.a));
  }
  std::uint64_t unit = 0;  // of the outcome, where it is a duration
};

constexpr std::int64_t kLeast = end_of(day(2027, 1, 30));
constexpr std::int64_t kUpTo = end_of(day(2025, 12, 21));

// The extreme of a bounded deadline and an instant, both ways around: itself, or compared.
std::string extreme(Arith op, bool above, std::int64_t other) {
  std::string out;
  for (const bool swapped : {false, true}) {
    Program p;
    const RegIndex bounded = above ? p.at_least() : p.at_most();
    const RegIndex exact = p.instant(other);
    p.f.arith(op, Kind::Instant, swapped ? exact : bounded, swapped ? bounded : exact);
    const std::string found = p.outcome(Kind::Instant);
    if (swapped) CHECK(found == out);
    out = found;
  }
  return out;
}
std::string compared(Arith op, bool above, std::int64_t other, Compare how, std::int64_t with) {
  std::string out;
  for (const bool swapped : {false, true}) {
    Program p;
    const RegIndex bounded = above ? p.at_least() : p.at_most();
    const RegIndex exact = p.instant(other);
    const RegIndex found =
        p.f.arith(op, Kind::Instant, swapped ? exact : bounded, swapped ? bounded : exact);
    p.f.compare(how, Kind::Instant, found, p.instant(with));
    const std::string outcome = p.outcome(Kind::Bool);
    if (swapped) CHECK(outcome == out);
    out = outcome;
  }
  return out;
}

TEST_CASE("time: the later of an instant and a deadline of which the least is known") {
  const auto at_least = [](std::int64_t other, std::int64_t with) {
    return compared(Arith::Max, true, other, Compare::Ge, with);
  };
  CHECK(extreme(Arith::Max, true, kLeast + 10) == "error 0");
  CHECK(at_least(kLeast + 10, kLeast + 10) == "1");
  CHECK(at_least(kLeast + 10, kLeast + 11) == "error 0");
  CHECK(at_least(kLeast - 10, kLeast) == "1");
  CHECK(at_least(kLeast - 10, kLeast + 1) == "error 0");
  // The most is known of a backward deadline: an instant after it is the later one for certain.
  CHECK(extreme(Arith::Max, false, kUpTo + 1) == std::to_string(kUpTo + 1));
  CHECK(extreme(Arith::Max, false, kUpTo) == std::to_string(kUpTo));
  CHECK(extreme(Arith::Max, false, kUpTo - 1) == "error 0");
  CHECK(compared(Arith::Max, false, kUpTo - 1, Compare::Le, kUpTo) == "1");
  CHECK(compared(Arith::Max, false, kUpTo - 1, Compare::Lt, kUpTo) == "error 0");
}

TEST_CASE("time: the earlier of an instant and a deadline mirrors the later") {
  CHECK(extreme(Arith::Min, true, kLeast - 1) == std::to_string(kLeast - 1));
  CHECK(extreme(Arith::Min, true, kLeast) == std::to_string(kLeast));
  CHECK(extreme(Arith::Min, true, kLeast + 10) == "error 0");
  CHECK(compared(Arith::Min, true, kLeast + 10, Compare::Ge, kLeast) == "1");
  CHECK(compared(Arith::Min, true, kLeast + 10, Compare::Gt, kLeast) == "error 0");
  CHECK(compared(Arith::Min, false, kUpTo - 10, Compare::Le, kUpTo - 10) == "1");
  CHECK(compared(Arith::Min, false, kUpTo - 10, Compare::Le, kUpTo - 11) == "error 0");
  CHECK(compared(Arith::Min, false, kUpTo + 10, Compare::Le, kUpTo) == "1");
  CHECK(compared(Arith::Min, false, kUpTo + 10, Compare::Lt, kUpTo) == "error 0");
}

TEST_CASE("time: two bounds make one where they lie on one side") {
  const auto both = [](Arith op, bool other_above, Compare how, std::int64_t with) {
    Program p;
    const RegIndex one = p.at_least();
    const RegIndex other = other_above ? p.at_least(61) : p.at_most();
    p.f.compare(how, Kind::Instant, p.f.arith(op, Kind::Instant, one, other), p.instant(with));
    return p.outcome(Kind::Bool);
  };
  CHECK(both(Arith::Max, true, Compare::Ge, kLeast + kDayMs) == "1");
  CHECK(both(Arith::Max, true, Compare::Gt, kLeast + kDayMs) == "error 0");
  CHECK(both(Arith::Min, true, Compare::Ge, kLeast) == "1");
  CHECK(both(Arith::Min, true, Compare::Gt, kLeast) == "error 0");
  CHECK(both(Arith::Max, false, Compare::Ge, kFirstInstant) == "error 0");
}

TEST_CASE("time: what is unknown or wrong beside a bound stays so") {
  for (const bool swapped : {false, true}) {
    for (const Arith op : {Arith::Min, Arith::Max}) {
      Program p;
      const RegIndex bounded = p.at_least();
      const RegIndex open = p.f.load(p.open_moment);
      p.f.arith(op, Kind::Instant, swapped ? open : bounded, swapped ? bounded : open);
      CHECK(p.outcome(Kind::Instant) == "?");
      Program q;
      const RegIndex also = q.at_least();
      const RegIndex wrong = q.f.inst(Op::ShiftDate, Kind::Instant, q.instant(kLastInstant),
                                      q.duration(1, Unit::Hours));
      q.f.arith(op, Kind::Instant, swapped ? wrong : also, swapped ? also : wrong);
      CHECK(q.outcome(Kind::Instant) == "error 2");
    }
  }
}

TEST_CASE("time: extremes of mixed numbers") {
  const auto mixed = [](Arith op, bool swapped) {
    Program p;
    const RegIndex a = p.f.wide(Kind::Decimal, 2, 500'000'000);
    const RegIndex b = p.f.integer(3);
    p.f.arith(op, Kind::Decimal, swapped ? b : a, swapped ? a : b);
    return p.outcome(Kind::Decimal);
  };
  for (const bool swapped : {false, true}) {
    CHECK(mixed(Arith::Max, swapped) == "3000000000");
    CHECK(mixed(Arith::Min, swapped) == "2500000000");
  }
}

TEST_CASE("time: the opposite of a duration keeps its unit") {
  Program r;
  r.f.inst(Op::Neg, Kind::Duration, r.duration(5, Unit::Years));
  CHECK(r.outcome(Kind::Duration) == "-5");
  CHECK(r.unit == word(Unit::Years));
}

TEST_CASE("time: a function's first instruction is looked through by a rounding, too") {
  Program p;
  FunctionBuilder share(p.image, "t.rule", 3);
  const auto decimals = static_cast<std::uint32_t>(Kind::Decimal) * 0x101;
  const RegIndex product =
      share.inst(Op::Arith, Kind::Decimal, 1, 2, decimals, static_cast<std::uint8_t>(Arith::Mul));
  REQUIRE(product == 3);
  share.inst(Op::Round, Kind::Decimal, product, p.image.constant(1), 0,
             static_cast<std::uint8_t>(Rounding::Up));
  const std::uint32_t callee = p.image.add(share, share.last());
  const RegIndex tiny = p.f.wide(Kind::Decimal, 0, 1);
  const RegIndex tenth = p.f.wide(Kind::Decimal, 0, 100'000'000);
  p.f.call(callee, Kind::Decimal, {0, tiny, tenth});
  CHECK(p.outcome(Kind::Decimal) == "1");
}

TEST_CASE("time: shifts count in the zone, as often as is said") {
  Program p;  // 03:00 on 31 January in Vietnam is still the 30th in UTC
  const RegIndex early = p.instant(day_start(day(2026, 1, 31), kVietnam) + 3 * kHourMs);
  p.f.inst(Op::ShiftDate, Kind::Instant, early, p.duration(1, Unit::Months));
  CHECK(p.outcome(Kind::Instant) ==
        std::to_string(day_start(day(2026, 2, 28), kVietnam) + 3 * kHourMs));
  const auto times = [](std::int64_t n, std::int32_t from, Unit unit, std::uint8_t aux = 0) {
    Program q;
    q.f.integer(77);
    const RegIndex count = q.f.integer(n);
    q.f.integer(78);
    const RegIndex date = q.date(from);
    q.f.inst(Op::ShiftDate, Kind::Date, date, q.duration(1, unit), 1 + count, aux);
    return q.outcome(Kind::Date);
  };
  CHECK(times(3, day(2026, 1, 31), Unit::Months) == std::to_string(day(2026, 4, 30)));
  CHECK(times(0, day(2026, 1, 31), Unit::Months) == std::to_string(day(2026, 1, 31)));
  CHECK(times(-2, day(2026, 1, 31), Unit::Weeks) == std::to_string(day(2026, 1, 17)));
  CHECK(times(kMost, day(2026, 1, 31), Unit::Days) == "error 2");
  CHECK(times(1, day(2024, 2, 29), Unit::Years) == std::to_string(day(2025, 2, 28)));
  CHECK(times(1, day(2024, 2, 29), Unit::Years, 1) == std::to_string(day(2025, 3, 1)));
  CHECK(times(4, day(2024, 2, 29), Unit::Years, 1) == std::to_string(day(2028, 2, 29)));
  for (const int open : {0, 1, 2}) {
    Program q;
    const RegIndex date = open == 0 ? q.f.load(q.open_date) : q.date(0);
    const RegIndex by = open == 1 ? q.f.load(q.open_term) : q.duration(1, Unit::Days);
    const RegIndex count = open == 2 ? q.f.load(q.open_int) : q.f.integer(2);
    q.f.inst(Op::ShiftDate, Kind::Date, date, by, 1 + count);
    CAPTURE(open);
    CHECK(q.outcome(Kind::Date) == "?");
  }
}

std::string begun(std::int32_t from, std::int64_t count, Unit unit, std::int64_t moment) {
  Program p;
  const RegIndex first = p.date(from);
  const RegIndex period = p.duration(count, unit);
  p.f.inst(Op::Occurrences, Kind::Int, first, period, p.instant(moment), kVietnam / 15);
  return p.outcome(Kind::Int);
}

TEST_CASE("time: a period begins with its day, each other when the one before has ended") {
  const std::int32_t from = day(2026, 1, 31);
  CHECK(begun(from, 1, Unit::Months, day_start(from, kVietnam) - 1) == "0");
  CHECK(begun(from, 1, Unit::Months, day_start(from, kVietnam)) == "1");
  CHECK(begun(from, 1, Unit::Months, end_of(day(2026, 2, 28)) - 1) == "1");
  CHECK(begun(from, 1, Unit::Months, end_of(day(2026, 2, 28))) == "2");
  CHECK(begun(from, 1, Unit::Months, end_of(day(2026, 3, 31)) - 1) == "2");
  CHECK(begun(from, 1, Unit::Months, end_of(day(2026, 3, 31))) == "3");
  CHECK(begun(from, 2, Unit::Years, end_of(day(2028, 1, 31))) == "2");
  // The last that is counted, and no more.
  CHECK(begun(0, 1, Unit::Days, day_end(1'022, kVietnam)) == "1023");
  CHECK(begun(0, 1, Unit::Days, day_end(1'023, kVietnam)) == "1024");
  CHECK(begun(0, 1, Unit::Days, day_end(1'024, kVietnam)) == "1025");
  CHECK(begun(0, 1, Unit::Days, day_end(1'025, kVietnam)) == "1025");
  CHECK(begun(0, 1, Unit::Days, kLastInstant) == "1025");
  CHECK(begun(kLastDate, 1, Unit::Days, kLastInstant) == "1");  // no second one within the years
  for (const std::int64_t count : {0, -1}) CHECK(begun(from, count, Unit::Days, 0) == "error 2");
  CHECK(begun(from, 100'000'001, Unit::Days, 0) == "error 2");
  CHECK(begun(from, 24, Unit::Hours, 0) == "error 2");
  CHECK(begun(from, 5, Unit::WorkingDays, 0) == "error 2");
  for (const int open : {0, 1, 2}) {
    Program p;
    const RegIndex first = open == 0 ? p.f.load(p.open_date) : p.date(0);
    const RegIndex period = open == 1 ? p.f.load(p.open_term) : p.duration(1, Unit::Days);
    const RegIndex moment = open == 2 ? p.f.load(p.open_moment) : p.instant(0);
    p.f.inst(Op::Occurrences, Kind::Int, first, period, moment, kVietnam / 15);
    CAPTURE(open);
    CHECK(p.outcome(Kind::Int) == "?");
  }
}

TEST_CASE("time: further extensions run one after the other, and those of nothing are none") {
  const auto due = [](const std::vector<std::int64_t>& days, std::int64_t weeks = 0) {
    Program p;
    const RegIndex anchor = p.date(day(2026, 3, 4));
    const RegIndex term = p.duration(10, Unit::Days);  // to Saturday the 14th
    std::vector<RegIndex> more;
    for (const std::int64_t each : days) more.push_back(p.duration(each, Unit::Days));
    if (weeks != 0) more.push_back(p.duration(weeks, Unit::Weeks));
    p.deadline(anchor, term, 0, kNone, more);
    return p.outcome(Kind::Instant);
  };
  CHECK(due({}) == std::to_string(end_of(day(2026, 3, 16))));
  CHECK(due({0}) == std::to_string(end_of(day(2026, 3, 16))));
  CHECK(due({3}) == std::to_string(end_of(day(2026, 3, 17))));
  CHECK(due({3, 0, 1}) == std::to_string(end_of(day(2026, 3, 18))));
  CHECK(due({4}, 2) == std::to_string(end_of(day(2026, 4, 1))));
  CHECK(due({1, 1, 1, 1, 1, 1, 1, 2}) == std::to_string(end_of(day(2026, 3, 23))));
  // Backward one day lies between Monday the 16th and Saturday, which moves to Friday or stays.
  for (const std::uint32_t flags : {std::uint32_t{kBackward}, kBackward | kRollBack}) {
    for (const bool of_nothing : {false, true}) {
      Program p;
      const RegIndex anchor = p.date(day(2026, 3, 16));
      const RegIndex term = p.duration(1, Unit::Days);
      const RegIndex none = p.duration(0, Unit::Days);
      p.deadline(anchor, term, flags, kNone,
                 of_nothing ? std::vector<RegIndex>{none} : std::vector<RegIndex>{});
      CHECK(p.outcome(Kind::Instant) ==
            std::to_string(end_of(day(2026, 3, flags == kBackward ? 14 : 13))));
    }
  }
  for (const int open : {0, 1, 2, 3, 4}) {
    Program p;
    const RegIndex anchor = open == 0 ? p.f.load(p.open_date) : p.date(day(2026, 3, 4));
    const RegIndex day_long = p.duration(1, Unit::Days);
    const RegIndex unknown = p.f.load(p.open_term);
    const auto of = [&](int n) { return open == n ? unknown : day_long; };
    p.deadline(anchor, of(1), 0, of(2), {of(3), of(4)});
    CAPTURE(open);
    CHECK(p.outcome(Kind::Instant) == "?");
  }
}

}  // namespace
}  // namespace phep::tests
