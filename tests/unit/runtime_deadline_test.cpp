// Deadlines: a table worked out by hand, and an oracle that walks day by day.
#include "compiler/runtime/deadline.h"
#include "tests/unit/runtime_image.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace phep::runtime;

constexpr std::int32_t kZone = 420;
constexpr std::uint32_t kWeekend = 0b110'0000;

std::int32_t day(std::string_view text) {
  std::int32_t out = 0;
  REQUIRE(parse_date(text.data(), static_cast<std::uint32_t>(text.size()), &out));
  return out;
}

std::int64_t moment(std::string_view text) {
  std::int64_t out = 0;
  REQUIRE(parse_instant(text.data(), static_cast<std::uint32_t>(text.size()), &out) ==
          InstantStatus::Ok);
  return out;
}

// A calendar as people write it down, before it is bits.
struct Alternative {
  std::set<std::int32_t> rest, worked;
};
struct Source {
  std::int32_t first = 0, last = 0;
  std::uint32_t weekly = kWeekend;
  std::set<std::int32_t> rest, worked;
  std::vector<std::vector<Alternative>> groups;
};

std::vector<std::uint32_t> as_words(const std::set<std::int32_t>& days) {
  return {days.begin(), days.end()};
}

void add_calendar(ImageBuilder& builder, const Source& source) {
  Calendar calendar{};
  calendar.first_day = source.first;
  calendar.days = static_cast<std::uint32_t>(source.last - source.first + 1);
  calendar.weekly = source.weekly;
  calendar.zone = kZone;
  calendar.name = builder.string("test");
  std::vector<std::uint64_t> rest((calendar.days + 63) / 64);
  std::vector<std::uint64_t> pending(rest.size());
  const auto set = [&](std::vector<std::uint64_t>& bits, std::int32_t at) {
    if (at < source.first || at > source.last) return;
    const auto index = static_cast<std::uint32_t>(at - source.first);
    bits[index / 64] |= std::uint64_t{1} << (index % 64);
  };
  for (std::int32_t at = source.first; at <= source.last; ++at) {
    const bool weekly = (source.weekly >> weekday(at) & 1) != 0;
    if ((weekly && !source.worked.contains(at)) || source.rest.contains(at)) set(rest, at);
  }
  calendar.alternatives.first = ImageBuilder::count(builder.alternatives);
  for (std::uint32_t group = 0; group < source.groups.size(); ++group) {
    builder.groups.push_back({builder.string("g" + std::to_string(group)),
                              ImageBuilder::count(source.groups[group]), builder.string("wait"),
                              ImageBuilder::count(builder.calendars)});
    std::uint32_t index = 0;
    for (const Alternative& alternative : source.groups[group]) {
      for (const std::int32_t at : alternative.rest) set(pending, at);
      for (const std::int32_t at : alternative.worked) set(pending, at);
      builder.alternatives.push_back({group, index++,
                                      builder.operand_words(as_words(alternative.rest)),
                                      builder.operand_words(as_words(alternative.worked))});
    }
  }
  calendar.alternatives.count =
      ImageBuilder::count(builder.alternatives) - calendar.alternatives.first;
  calendar.rest = builder.word_bits(rest);
  if (!source.groups.empty()) calendar.pending = builder.word_bits(pending);
  builder.calendars.push_back(calendar);
}

// The Vietnamese State calendar of 2026 and 2027, as far as the tests below need it.
Source vietnam() {
  Source source;
  source.first = day("2026-01-01");
  source.last = day("2027-12-31");
  for (const std::string_view text :
       {"2026-01-01", "2026-01-02", "2026-02-16", "2026-02-17", "2026-02-18",
        "2026-02-19", "2026-02-20", "2026-04-27", "2026-04-30", "2026-05-01",
        "2026-08-31", "2026-09-01", "2026-09-02", "2026-11-24", "2027-01-01",
        "2027-04-16", "2027-04-30", "2027-05-03", "2027-09-02", "2027-11-24"}) {
    source.rest.insert(day(text));
  }
  source.worked = {day("2026-01-10"), day("2026-08-22")};
  source.groups = {{{{day("2027-09-01")}, {}}, {{day("2027-09-03")}, {}}}};
  return source;
}

std::string shown(std::int64_t ms) {
  char text[kInstantTextMax];
  return {text, print_instant(ms, text)};
}

struct Row {
  std::string_view anchor;  // a date, or an instant with a T
  std::int64_t count;
  Unit unit;
  std::uint32_t flags;
  std::string_view due;  // empty: date_out_of_range; "…" after: exhausted
};

DeadlineQuery query_of(const Row& row) {
  DeadlineQuery query{};
  const bool is_instant = row.anchor.find('T') != std::string_view::npos;
  query.anchor = is_instant ? moment(row.anchor) : day(row.anchor);
  query.anchor_kind = is_instant ? Kind::Instant : Kind::Date;
  query.flags = row.flags;
  query.term = {row.count, row.unit};
  return query;
}

TEST_CASE("deadlines of the tour and of the statute's table") {
  const Row rows[] = {
      // Day 1 is 3 March, day 60 is 1 May, Labour Day: then Saturday, Sunday, so Monday the 4th.
      {"2026-03-02", 60, Unit::Days, 0, "2026-05-04T24:00+07:00"},
      {"2026-03-02T23:59+07:00", 60, Unit::Days, 0, "2026-05-04T24:00+07:00"},
      {"2026-03-02T17:00Z", 60, Unit::Days, 0, "2026-05-04T24:00+07:00"},  // the 3rd: Sat 2 May
      {"2026-03-02", 60, Unit::Days, kNoRoll, "2026-05-01T24:00+07:00"},
      // Hours run through Tet and its weekend.
      {"2026-02-14T09:30+07:00", 72, Unit::Hours, 0, "2026-02-17T09:30+07:00"},
      {"2026-03-01T08:00+07:00", 72, Unit::Hours, 0, "2026-03-04T08:00+07:00"},
      {"2026-02-14", 24, Unit::Hours, 0, "2026-02-15T00:00+07:00"},
      // Working days: Mon 9, Tue 10 March.
      {"2026-03-06", 2, Unit::WorkingDays, 0, "2026-03-10T24:00+07:00"},
      // From Friday the 13th over Tet (16 to 20): Mon 23 is the first.
      {"2026-02-13", 1, Unit::WorkingDays, 0, "2026-02-23T24:00+07:00"},
      // Saturday 22 August is worked for Monday the 31st.
      {"2026-08-21", 1, Unit::WorkingDays, 0, "2026-08-22T24:00+07:00"},
      {"2026-08-28", 1, Unit::WorkingDays, 0, "2026-09-03T24:00+07:00"},
      {"2026-02-14", 0, Unit::WorkingDays, kNoRoll, "2026-02-14T24:00+07:00"},
      // An end on a worked Saturday stays.
      {"2026-08-12", 10, Unit::Days, 0, "2026-08-22T24:00+07:00"},
      // Months end on the same day number, or the last day: 28 February 2026 is a Saturday.
      {"2026-01-31", 1, Unit::Months, kNoRoll, "2026-02-28T24:00+07:00"},
      {"2026-01-31", 1, Unit::Months, 0, "2026-03-02T24:00+07:00"},
      {"2026-01-15", 1, Unit::Quarters, 0, "2026-04-15T24:00+07:00"},
      {"2026-03-02", 1, Unit::Weeks, 0, "2026-03-09T24:00+07:00"},
      {"2026-05-04", 1, Unit::Years, 0, "2027-05-04T24:00+07:00"},
      {"2026-05-03", 1, Unit::Years, 0, "2027-05-04T24:00+07:00"},  // 3 May 2027 makes up
      {"2026-03-02", 0, Unit::Days, 0, "2026-03-02T24:00+07:00"},
      // Backward: five days wholly between are the 16th to the 20th.
      {"2026-03-21", 5, Unit::Days, kBackward, "2026-03-15T24:00+07:00"},
      {"2026-03-21T09:00+07:00", 5, Unit::Days, kBackward, "2026-03-15T24:00+07:00"},
      {"2026-03-21T09:00+07:00", 48, Unit::Hours, kBackward, "2026-03-19T09:00+07:00"},
      // Fifteen working days before Monday 23 March: the 20th back to the 2nd, so Sunday the 1st.
      {"2026-03-23", 15, Unit::WorkingDays, kBackward, "2026-03-01T24:00+07:00"},
      {"2026-03-23", 0, Unit::WorkingDays, kBackward, "2026-03-22T24:00+07:00"},
      {"2026-05-15", 1, Unit::Months, kBackward, "2026-04-14T24:00+07:00"},
      // The whole of February lies between 31 January and 1 March.
      {"2026-03-01", 1, Unit::Months, kBackward, "2026-01-31T24:00+07:00"},
      {"2026-05-31", 1, Unit::Months, kBackward, "2026-04-30T24:00+07:00"},
      // Past the data only the end before rolling is known.
      {"2026-03-02", 24, Unit::Months, 0, "2028-03-02T24:00+07:00…"},
      {"2026-03-02", 24, Unit::Months, kNoRoll, "2028-03-02T24:00+07:00"},
      {"2025-12-01", 30, Unit::Days, 0, "2025-12-31T24:00+07:00…"},
      {"2027-12-30", 3, Unit::WorkingDays, 0, "2028-01-04T24:00+07:00…"},
      {"2026-01-08", 5, Unit::WorkingDays, kBackward, "2025-12-31T24:00+07:00…"},
      {"9999-12-31", 1, Unit::Days, 0, ""},
      {"0001-01-01", 1, Unit::Days, kBackward, ""},
      {"2026-03-02", INT64_MAX, Unit::Days, 0, ""},
      {"2026-03-02", INT64_MAX, Unit::WorkingDays, 0, ""},
      {"2026-03-02", INT64_MAX, Unit::Hours, 0, ""},
      {"2026-03-02", -1, Unit::Days, 0, ""},
  };
  ImageBuilder builder;
  add_calendar(builder, vietnam());
  const Header* const image = builder.build();
  for (const Row& row : rows) {
    CAPTURE(row.anchor);
    CAPTURE(row.count);
    CAPTURE(static_cast<int>(row.unit));
    CAPTURE(row.flags);
    const Deadline got = count_deadline(image, query_of(row), nullptr);
    if (row.due.empty()) {
      CHECK(got.status == DeadlineStatus::DateOutOfRange);
      continue;
    }
    const bool exhausted = row.due.ends_with("…");
    const std::string_view due = row.due.substr(0, row.due.size() - (exhausted ? 3 : 0));
    CHECK(got.status == (exhausted ? DeadlineStatus::Exhausted : DeadlineStatus::Ok));
    CHECK(shown(got.due) == shown(moment(due)));
    CHECK(got.met == 0);
  }
}

TEST_CASE("a deadline on a pending day depends on the alternative") {
  ImageBuilder builder;
  add_calendar(builder, vietnam());
  const Header* const image = builder.build();
  const DeadlineQuery query = query_of({"2026-03-01", 18, Unit::Months, 0, ""});
  const std::uint8_t before[] = {0};
  const std::uint8_t after[] = {1};
  // 1 September 2027 is a Wednesday. If it rests, so does the 2nd: then the 3rd, a Friday.
  const Deadline first = count_deadline(image, query, before);
  CHECK(first.due == moment("2027-09-03T24:00+07:00"));
  CHECK(first.unrolled == moment("2027-09-01T24:00+07:00"));
  CHECK(first.met == 1);
  const Deadline second = count_deadline(image, query, after);
  CHECK(second.due == moment("2027-09-01T24:00+07:00"));
  CHECK(second.met == 1);
  CHECK(count_deadline(image, query, nullptr).due == first.due);
  // One day earlier meets nothing.
  CHECK(count_deadline(image, query_of({"2026-02-28", 18, Unit::Months, kNoRoll, ""}), after).met ==
        0);
}

TEST_CASE("an extension counts from the end before rolling") {
  ImageBuilder builder;
  add_calendar(builder, vietnam());
  const Header* const image = builder.build();
  DeadlineQuery query = query_of({"2026-03-02", 60, Unit::Days, 0, ""});
  query.extended = true;
  query.extension = {15, Unit::Days};
  // 1 May + 15 days is Saturday 16 May: Monday the 18th. From the rolled end it would be the 19th.
  Deadline got = count_deadline(image, query, nullptr);
  CHECK(got.due == moment("2026-05-18T24:00+07:00"));
  CHECK(got.unrolled == moment("2026-05-16T24:00+07:00"));
  query.flags = kExtendRolled;
  CHECK(count_deadline(image, query, nullptr).due == moment("2026-05-19T24:00+07:00"));
  query.flags = 0;
  query.extension = {12, Unit::Hours};  // of a day that ends at 24:00
  CHECK(count_deadline(image, query, nullptr).due == moment("2026-05-02T12:00+07:00"));
  query.extension = {1, Unit::WorkingDays};
  CHECK(count_deadline(image, query, nullptr).due == moment("2026-05-04T24:00+07:00"));
  query = query_of({"2026-02-14T09:30+07:00", 72, Unit::Hours, 0, ""});
  query.extended = true;
  query.extension = {10, Unit::Days};  // 17 February + 10: Friday the 27th
  CHECK(count_deadline(image, query, nullptr).due == moment("2026-02-27T24:00+07:00"));
  // A base beyond the data is only rolled over by the extension.
  query = query_of({"2027-12-30", 5, Unit::WorkingDays, 0, ""});
  query.extended = true;
  query.extension = {1, Unit::Days};
  got = count_deadline(image, query, nullptr);
  CHECK(got.status == DeadlineStatus::Exhausted);
  CHECK(got.awaited_year == 2028);

  // So it is where nothing is rolled: what is counted on from a bound is a bound.
  query.flags = kNoRoll;
  got = count_deadline(image, query, nullptr);
  CHECK(got.status == DeadlineStatus::Exhausted);
  CHECK(got.awaited_year == 2028);
}

TEST_CASE("a deadline at the end of 64 days that are all pending depends on the alternative") {
  for (const std::int32_t count : {1, 63, 64, 65}) {
    Source source;
    source.first = day("2026-03-02");
    source.last = source.first + 300;
    source.weekly = 0;
    Alternative rests;
    for (std::int32_t i = 1; i <= count; ++i) rests.rest.insert(source.first + i);
    source.groups = {{{}, rests}};
    ImageBuilder builder;
    add_calendar(builder, source);
    const Header* const image = builder.build();
    const DeadlineQuery query = query_of({"2026-03-02", count, Unit::WorkingDays, 0, ""});
    for (const int world : {0, 1}) {
      const std::uint8_t worlds[] = {static_cast<std::uint8_t>(world)};
      const Deadline got = count_deadline(image, query, worlds);
      CHECK(got.met == 1);
      CHECK(got.due == day_end(source.first + (world == 0 ? count : 2 * count), kZone));
    }
  }
}

TEST_CASE("a count below zero has no end, forward or backward") {
  ImageBuilder builder;
  add_calendar(builder, vietnam());
  const Header* const image = builder.build();
  for (const Unit unit : {Unit::Hours, Unit::Days, Unit::WorkingDays, Unit::Months})
    for (const std::uint32_t flags : {0U, std::uint32_t{kBackward}}) {
      const DeadlineQuery below = query_of({"2026-06-03", -1, unit, flags, ""});
      CHECK(count_deadline(image, below, nullptr).status == DeadlineStatus::DateOutOfRange);
      const DeadlineQuery none = query_of({"2026-06-03", 0, unit, flags, ""});
      CHECK(count_deadline(image, none, nullptr).status == DeadlineStatus::Ok);
    }
}

TEST_CASE("a term of one week holds two working days too, and one of none need not") {
  ImageBuilder builder;
  add_calendar(builder, vietnam());
  const Header* const image = builder.build();
  // Before Tết: the week after Friday the 13th works on no day, nor does Monday the 16th.
  const auto due = [&](std::int64_t count, std::uint32_t flags) {
    return count_deadline(image, query_of({"2026-02-13", count, Unit::Weeks, flags, ""}), nullptr)
        .due;
  };
  CHECK(due(1, 0) == moment("2026-02-23T24:00+07:00"));
  CHECK(due(1, kTwoWorkingDays) == moment("2026-02-24T24:00+07:00"));
  CHECK(due(0, kTwoWorkingDays) == due(0, 0));
}

TEST_CASE("hours from the next hour leave out the whole hour in which they begin") {
  ImageBuilder builder;
  add_calendar(builder, vietnam());
  const Header* const image = builder.build();
  const auto due = [&](std::string_view from) {
    return shown(
        count_deadline(image, query_of({from, 2, Unit::Hours, kNextHour, ""}), nullptr).due);
  };
  CHECK(due("2026-06-03T10:00+07:00") == shown(moment("2026-06-03T13:00+07:00")));
  CHECK(due("2026-06-03T10:59+07:00") == shown(moment("2026-06-03T13:00+07:00")));
  CHECK(due("2026-06-03T11:00+07:00") == shown(moment("2026-06-03T14:00+07:00")));
  CHECK(due("1969-06-03T10:00+07:00") == shown(moment("1969-06-03T13:00+07:00")));
  CHECK(due("1969-06-03T10:01+07:00") == shown(moment("1969-06-03T13:00+07:00")));
}

TEST_CASE("48 hours hold two working days, and fewer hours need not") {
  ImageBuilder builder;
  add_calendar(builder, vietnam());
  const Header* const image = builder.build();
  const auto due = [&](std::int64_t hours, std::uint32_t flags) {
    // A Friday; of the days that follow Monday and Tuesday are the first working days.
    const Row row{"2026-03-06T10:00+07:00", hours, Unit::Hours, flags, ""};
    return shown(count_deadline(image, query_of(row), nullptr).due);
  };
  CHECK(due(47, kHoursHoldDays) == shown(moment("2026-03-08T09:00+07:00")));
  CHECK(due(48, kHoursHoldDays) == shown(moment("2026-03-10T24:00+07:00")));
  CHECK(due(49, kHoursHoldDays) == shown(moment("2026-03-10T24:00+07:00")));
  CHECK(due(48, 0) == shown(moment("2026-03-08T10:00+07:00")));
  CHECK(due(48, kTwoWorkingDays) == shown(moment("2026-03-08T10:00+07:00")));
}

TEST_CASE("working days before the first year have no end, whichever day works") {
  for (std::uint32_t works = 0; works < 7; ++works) {
    ImageBuilder builder;
    Source source = vietnam();
    source.weekly = 0x7F & ~(1U << works);
    source.worked.clear();
    source.groups.clear();
    add_calendar(builder, source);
    const Header* const image = builder.build();
    // 2026 years have some 105,700 weeks.
    const DeadlineQuery far = query_of({"2026-06-03", 106'000, Unit::WorkingDays, kBackward, ""});
    CHECK(count_deadline(image, far, nullptr).status == DeadlineStatus::DateOutOfRange);
    const DeadlineQuery near = query_of({"2026-06-03", 105'000, Unit::WorkingDays, kBackward, ""});
    const Deadline got = count_deadline(image, near, nullptr);
    CHECK(got.status == DeadlineStatus::Exhausted);
    CHECK(got.due == got.unrolled);
  }
}

TEST_CASE("the year awaited is that of the first day nobody knows") {
  ImageBuilder builder;
  Source source = vietnam();
  source.last = day("2027-01-02");  // a Saturday
  add_calendar(builder, source);
  const Header* const image = builder.build();
  Deadline got = count_deadline(image, query_of({"2026-12-31", 2, Unit::Days, 0, ""}), nullptr);
  CHECK(got.status == DeadlineStatus::Exhausted);
  CHECK(got.awaited_year == 2027);
  CHECK(got.due == moment("2027-01-02T24:00+07:00"));
  got = count_deadline(image, query_of({"2029-12-31", 2, Unit::Years, 0, ""}), nullptr);
  CHECK(got.awaited_year == 2031);
}

// ---- An independent count: every day is looked up in the calendar as written, one after the
// other.

struct Oracle {
  const Source& source;
  const std::vector<std::uint8_t>& world;
  std::set<std::uint32_t> met;

  // Whether the day rests; nothing outside the data.
  std::optional<bool> rests(std::int32_t at) {
    if (at < source.first || at > source.last) return std::nullopt;
    bool result = (source.weekly >> weekday(at) & 1) != 0 && !source.worked.contains(at);
    result = result || source.rest.contains(at);
    bool forced_rest = false;
    bool forced_work = false;
    for (std::uint32_t group = 0; group < source.groups.size(); ++group) {
      for (std::uint32_t i = 0; i < source.groups[group].size(); ++i) {
        const Alternative& alternative = source.groups[group][i];
        const bool rest = alternative.rest.contains(at);
        const bool work = alternative.worked.contains(at);
        if (rest || work) met.insert(group);
        if (i != world[group]) continue;
        forced_rest = forced_rest || rest;
        forced_work = forced_work || work;
      }
    }
    return forced_rest || (result && !forced_work);
  }
};

std::int32_t months_later(std::int32_t from, std::int64_t months) {
  Civil civil = to_civil(from);
  for (; months > 0; --months) {
    if (++civil.month == 13) civil = {civil.year + 1, 1, civil.day};
  }
  for (std::int32_t number = civil.day;; --number) {
    const std::int32_t at = to_days({civil.year, civil.month, number});
    if (to_civil(at).month == civil.month) return at;
  }
}

std::int64_t months_in(Unit unit) {
  return unit == Unit::Months ? 1 : unit == Unit::Quarters ? 3 : unit == Unit::Years ? 12 : 0;
}

// The last day of a period that begins the day after `from`.
std::int32_t period_end(std::int32_t from, Term term) {
  if (months_in(term.unit) != 0) return months_later(from, term.count * months_in(term.unit));
  std::int32_t at = from;
  for (std::int64_t i = 0; i < term.count * (term.unit == Unit::Weeks ? 7 : 1); ++i) ++at;
  return at;
}

struct Expected {
  bool exhausted = false;
  std::int32_t due = 0, unrolled = 0;
};

Expected expected_working(Oracle& oracle, std::int32_t from, std::int64_t count, int step) {
  std::int32_t at = from;
  bool exhausted = false;
  for (std::int64_t left = count; left > 0 && !exhausted;) {
    at += step;
    const std::optional<bool> rests = oracle.rests(at);
    exhausted = !rests.has_value();
    if (!exhausted && !*rests) --left;
  }
  if (exhausted) {
    at = from;
    for (std::int64_t left = count; left > 0;) {
      at += step;
      if ((oracle.source.weekly >> weekday(at) & 1) == 0) --left;
    }
  }
  return {exhausted, at, at};
}

Expected expected_forward(Oracle& oracle, std::int32_t from, Term term, bool roll) {
  Expected result;
  if (term.unit == Unit::WorkingDays) {
    result = expected_working(oracle, from, term.count, 1);
  } else {
    result.unrolled = result.due = period_end(from, term);
  }
  while (roll && !result.exhausted) {
    const std::optional<bool> rests = oracle.rests(result.due);
    if (!rests) {
      result.exhausted = true;
      result.due = result.unrolled;
    } else if (*rests) {
      ++result.due;
    } else {
      break;
    }
  }
  return result;
}

// The latest day whose term, counted forward, ends before the anchor's day: every day is tried.
Expected expected_backward(Oracle& oracle, std::int32_t anchor, Term term) {
  if (term.unit == Unit::WorkingDays) {
    Expected result = expected_working(oracle, anchor, term.count, -1);
    --result.due;
    --result.unrolled;
    return result;
  }
  std::int32_t at = anchor - 1;
  while (period_end(at, term) > anchor - 1) --at;
  return {false, at, at};
}

Source random_source(std::mt19937& engine) {
  const auto pick = [&](std::uint32_t below) {
    return static_cast<std::int32_t>(engine() % below);
  };
  Source source;
  source.first = day("2026-01-01") + pick(40);
  source.last = source.first + 60 + pick(700);
  source.weekly = engine() % 4 == 0 ? 1U << (engine() % 7) : kWeekend;
  const auto some_day = [&] {
    return source.first + pick(static_cast<std::uint32_t>(source.last - source.first + 1));
  };
  for (int i = pick(30); i > 0; --i) source.rest.insert(some_day());
  for (int i = pick(10); i > 0; --i) {
    const std::int32_t at = some_day();
    if (!source.rest.contains(at)) source.worked.insert(at);
  }
  source.groups.resize(engine() % 6);
  for (auto& group : source.groups) {
    group.resize(2 + engine() % 2);
    const std::int32_t around = some_day();
    for (Alternative& alternative : group) {
      for (int i = pick(4); i > 0; --i) {
        const std::int32_t at = around + pick(12);
        if (at > source.last) continue;
        (engine() % 3 == 0 ? alternative.worked : alternative.rest).insert(at);
      }
    }
  }
  return source;
}

TEST_CASE("random deadlines agree with a walk day by day") {
  std::mt19937 engine{148};  // the article that says how a period ends
  int wrong = 0;
  int exhausted = 0;
  int met = 0;
  int backward_cases = 0;
  int rolled = 0;
  for (int calendar = 0; calendar < 400; ++calendar) {
    const Source source = random_source(engine);
    ImageBuilder builder;
    add_calendar(builder, source);
    const Header* const image = builder.build();
    std::vector<std::uint8_t> world;
    for (const auto& group : source.groups) {
      world.push_back(static_cast<std::uint8_t>(engine() % group.size()));
    }
    for (int i = 0; i < 50; ++i) {
      constexpr Unit kUnits[] = {Unit::Days,   Unit::WorkingDays, Unit::Weeks,
                                 Unit::Months, Unit::Quarters,    Unit::Years};
      const Unit unit = kUnits[engine() % 6];
      const int most = unit == Unit::Years      ? 2
                       : unit == Unit::Quarters ? 4
                       : unit == Unit::Months   ? 12
                       : unit == Unit::Weeks    ? 15
                                                : 70;
      const Term term{static_cast<std::int64_t>(engine() % static_cast<unsigned>(most)) + 1, unit};
      const bool backward = engine() % 3 == 0;
      const bool roll = engine() % 5 != 0;
      const auto span = static_cast<std::uint32_t>(source.last - source.first + 40);
      const std::int32_t anchor = source.first - 20 + static_cast<std::int32_t>(engine() % span);
      DeadlineQuery query{};
      const bool as_instant = engine() % 2 == 0;
      query.anchor_kind = as_instant ? Kind::Instant : Kind::Date;
      query.anchor = anchor;
      if (as_instant) {
        query.anchor = day_start(anchor, kZone) + static_cast<std::int64_t>(engine() % kDayMs);
      }
      query.flags = (backward ? kBackward : 0U) | (roll ? 0U : kNoRoll);
      query.term = term;

      Oracle oracle{source, world, {}};
      const Expected expected = backward ? expected_backward(oracle, anchor, term)
                                         : expected_forward(oracle, anchor, term, roll);
      std::uint64_t expected_met = 0;
      for (const std::uint32_t group : oracle.met) expected_met |= std::uint64_t{1} << group;

      const Deadline got = count_deadline(image, query, world.data());
      const auto status = expected.exhausted ? DeadlineStatus::Exhausted : DeadlineStatus::Ok;
      const bool same = got.status == status && got.due == day_end(expected.due, kZone) &&
                        got.unrolled == day_end(expected.unrolled, kZone) &&
                        got.met == expected_met;
      wrong += !same;
      exhausted += expected.exhausted;
      met += expected_met != 0;
      backward_cases += backward;
      rolled += expected.due != expected.unrolled;
    }
  }
  CHECK(wrong == 0);
  // The cases that matter did occur.
  CHECK(exhausted > 1'000);
  CHECK(met > 500);
  CHECK(backward_cases > 5'000);
  CHECK(rolled > 1'000);
}

}  // namespace
