// Deadlines at the edge of the years and of a calendar's data, and flags that leave one another no
// say.
#include "compiler/runtime/deadline.h"
#include "compiler/runtime/sections.h"
#include "tests/support/image_builder.h"

#include <doctest/doctest.h>

namespace phep::tests {
namespace {

constexpr std::int32_t day(std::int32_t year, std::int32_t month, std::int32_t of_month) {
  return to_days({year, month, of_month});
}
constexpr std::int64_t end_of(std::int32_t d, std::int32_t zone = 420) {
  return day_end(d, zone);
}

// A calendar with rest on Saturday and Sunday.
struct Counting {
  ImageBuilder image;
  const Header* header = nullptr;

  explicit Counting(std::int32_t first = day(2026, 1, 1), std::uint32_t days = 365,
                    const std::vector<std::int32_t>& rest = {}, std::int32_t zone = 420) {
    image.calendar(first, days, rest);
    FunctionBuilder f(image, "t.rule", 1);
    f.boolean(true);
    header = image.build(f, {});
    const_cast<Calendar*>(runtime::items<Calendar>(header, header->calendars))->zone = zone;
    REQUIRE(verify_image(header, image.bytes().size() * 8));
  }
  Deadline of(const DeadlineQuery& query) const { return count_deadline(header, query, nullptr); }
};

DeadlineQuery from(std::int32_t date, Term term, std::uint32_t flags = 0) {
  DeadlineQuery query{};
  query.anchor = date;
  query.anchor_kind = Kind::Date;
  query.flags = flags;
  query.term = term;
  return query;
}
DeadlineQuery extended(DeadlineQuery query, Term by) {
  query.extended = true;
  query.extension = by;
  return query;
}

TEST_CASE("deadline: from a date hours run from its 0:00, also where the next hour counts") {
  const Counting counting;
  for (const std::uint32_t flags : {0U, std::uint32_t{kNextHour}})
    CHECK(counting.of(from(day(2026, 6, 3), {2, Unit::Hours}, flags)).due ==
          day_start(day(2026, 6, 3), 420) + 2 * kHourMs);
}

TEST_CASE("deadline: what is extended rolls forward, though without that it rolls back") {
  const Counting counting;
  // One day lies between Monday the 16th and Saturday.
  const DeadlineQuery query =
      from(day(2026, 3, 16), {1, Unit::Days}, std::uint32_t{kBackward} | kRollBack);
  CHECK(counting.of(query).due == end_of(day(2026, 3, 13)));
  CHECK(counting.of(extended(query, {1, Unit::Days})).due == end_of(day(2026, 3, 16)));
  const Term more[] = {{1, Unit::Days}};
  DeadlineQuery further = query;
  further.more = more;
  further.more_count = 1;
  CHECK(counting.of(further).due == end_of(day(2026, 3, 16)));
}

TEST_CASE("deadline: what ends after the years does so however it is extended") {
  const Counting counting;
  const DeadlineQuery query = from(kLastDate, {1, Unit::Days});
  const Term more[] = {{1, Unit::Days}, {1, Unit::Hours}};
  DeadlineQuery further = query;
  further.more = more;
  further.more_count = 2;
  for (const DeadlineQuery& each : {query, extended(query, more[0]), further})
    CHECK(counting.of(each).status == DeadlineStatus::DateOutOfRange);
}

TEST_CASE("deadline: an extension counts from the rolled end only where an end rolls") {
  const Counting counting(day(2026, 1, 1), 365, {day(2026, 5, 1)});
  // 60 days end on Friday 1 May, which rests; 15 more on Saturday the 16th.
  const auto days = [&](std::uint32_t flags) {
    const DeadlineQuery query = from(day(2026, 3, 2), {60, Unit::Days}, flags);
    return counting.of(extended(query, {15, Unit::Days})).due;
  };
  CHECK(days(kExtendRolled) == end_of(day(2026, 5, 19)));
  CHECK(days(std::uint32_t{kExtendRolled} | kNoRoll) == end_of(day(2026, 5, 16)));
  // Hours end at a moment, which does not roll.
  for (const std::uint32_t flags : {0U, std::uint32_t{kExtendRolled}}) {
    const DeadlineQuery query = from(day(2026, 2, 13), {36, Unit::Hours}, flags);  // Saturday noon
    CHECK(counting.of(extended(query, {3, Unit::Days})).due == end_of(day(2026, 2, 17)));
  }
}

TEST_CASE("deadline: what is counted on from a bound is one, though the bound is a working day") {
  // Monday to Friday, of which Tuesday and Wednesday rest: the third day after Monday to work is
  // Thursday at the earliest, and not known.
  const Counting counting(day(2026, 3, 2), 5, {day(2026, 3, 3), day(2026, 3, 4)});
  for (const std::uint32_t flags : {0U, std::uint32_t{kExtendRolled}}) {
    const DeadlineQuery query = from(day(2026, 3, 2), {3, Unit::WorkingDays}, flags);
    const Deadline got = counting.of(extended(query, {1, Unit::Days}));
    CHECK(got.status == DeadlineStatus::Exhausted);
    CHECK(got.due == end_of(day(2026, 3, 6)));
  }
}

TEST_CASE("deadline: a count beyond all years has no end, whichever its direction") {
  const Counting counting;
  constexpr std::int64_t kRound = std::int64_t{1} << 57;  // hours whose milliseconds have 64 zeros
  for (const std::uint32_t flags : {0U, std::uint32_t{kBackward}})
    for (const std::int64_t count : {std::int64_t{100'000'001}, kRound, INT64_MAX})
      for (const Unit unit : {Unit::Hours, Unit::Days, Unit::WorkingDays})
        CHECK(counting.of(from(day(2026, 6, 3), {count, unit}, flags)).status ==
              DeadlineStatus::DateOutOfRange);
}

TEST_CASE("deadline: backward from the last days of the years no term is counted beyond them") {
  const Counting counting;
  // From 1 December a month would end in the year 10000.
  const Deadline got = counting.of(from(kLastDate, {1, Unit::Months}, kBackward));
  CHECK(got.status == DeadlineStatus::Ok);
  CHECK(got.due == end_of(day(9999, 11, 30)));
}

TEST_CASE("deadline: in the west the last day ends after the years") {
  // Thursday, the last day but one, rests.
  for (const std::int32_t zone : {420, -300}) {
    const Counting counting(kLastDate - 30, 31, {kLastDate - 1}, zone);
    const auto status = [&](std::int32_t date, std::uint32_t flags) {
      return counting.of(from(date, {0, Unit::Days}, flags)).status;
    };
    const DeadlineStatus last = zone < 0 ? DeadlineStatus::DateOutOfRange : DeadlineStatus::Ok;
    CHECK(status(kLastDate, kNoRoll) == last);
    CHECK(status(kLastDate - 1, kNoRoll) == DeadlineStatus::Ok);
    CHECK(status(kLastDate - 1, 0) == last);
    CHECK(status(kLastDate - 2, 0) == DeadlineStatus::Ok);
  }
}

}  // namespace
}  // namespace phep::tests
