// Answers questions about dates by the runtime, one a line, for tests/oracle/dates.py to compare
// with what it counts itself.
//
//   calendar FIRST LAST MINUTES [-DAY…]           the calendar of what follows: weekends rest, and
//   the days named shift DAY COUNT UNIT [march]                  DAY + COUNT UNIT by the calendar
//   alone due ANCHOR COUNT UNIT after|before FLAGS      counted by law; FLAGS are
//   runtime::DeadlineFlags
//
// A line of the answer is a date, an instant, `outside`, or `exhausted`.
#include "compiler/runtime/date.h"
#include "compiler/runtime/deadline.h"
#include "tests/unit/runtime_image.h"

#include <array>
#include <cstdint>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>

namespace {

using namespace phep::runtime;

std::optional<Unit> unit_of(std::string_view text) {
  constexpr std::array<std::string_view, 7> kUnits = {"hours",  "days",     "working_days", "weeks",
                                                      "months", "quarters", "years"};
  for (std::size_t i = 0; i < kUnits.size(); ++i)
    if (kUnits[i] == text) return static_cast<Unit>(i);
  return std::nullopt;
}

std::optional<std::int32_t> day_of(std::string_view text) {
  std::int32_t day = 0;
  if (!parse_date(text.data(), static_cast<std::uint32_t>(text.size()), &day)) return std::nullopt;
  return day;
}

std::string shown_date(std::int32_t day) {
  std::array<char, kDateTextMax> text{};
  return {text.data(), print_date(day, text.data())};
}
std::string shown_instant(std::int64_t ms) {
  std::array<char, kInstantTextMax> text{};
  return {text.data(), print_instant(ms, text.data())};
}

// Builds the image of one calendar; false when the line is wrong.
bool read_calendar(std::istringstream& in, ImageBuilder& image) {
  std::string first, last, rest_day;
  Calendar calendar{};
  if (!(in >> first >> last >> calendar.zone)) return false;
  const auto from = day_of(first);
  const auto through = day_of(last);
  if (!from || !through || *through < *from) return false;
  calendar.first_day = *from;
  calendar.days = static_cast<std::uint32_t>(*through - *from + 1);
  calendar.weekly = 0b110'0000;
  calendar.name = image.string("oracle");
  std::vector<std::uint64_t> rest((calendar.days + 63) / 64);
  const auto set = [&](std::int32_t day) {
    const auto index = static_cast<std::uint32_t>(day - *from);
    rest[index / 64] |= std::uint64_t{1} << (index % 64);
  };
  for (std::int32_t day = *from; day <= *through; ++day)
    if ((calendar.weekly >> weekday(day) & 1) != 0) set(day);
  while (in >> rest_day) {
    const auto day = day_of(std::string_view(rest_day).substr(1));
    if (!day || *day < *from || *day > *through) return false;
    set(*day);
  }
  calendar.rest = image.word_bits(rest);
  image.calendars.push_back(calendar);
  return true;
}

std::optional<std::string> shift(std::istringstream& in) {
  std::string date, unit, march;
  std::int64_t count = 0;
  if (!(in >> date >> count >> unit)) return std::nullopt;
  in >> march;
  const auto day = day_of(date);
  const auto in_units = unit_of(unit);
  if (!day || !in_units) return std::nullopt;
  const LeapDay leap = march == "march" ? LeapDay::FirstOfMarch : LeapDay::LastOfFebruary;
  std::int32_t out = 0;
  return shift_date(*day, count, *in_units, &out, leap) ? shown_date(out) : "outside";
}

std::optional<std::string> due(std::istringstream& in, const Header* image) {
  std::string anchor, unit, direction;
  std::int64_t count = 0;
  DeadlineQuery query{};
  if (!(in >> anchor >> count >> unit >> direction >> query.flags)) return std::nullopt;
  const auto in_units = unit_of(unit);
  if (!in_units) return std::nullopt;
  if (const auto day = day_of(anchor)) {
    query.anchor = *day;
    query.anchor_kind = Kind::Date;
  } else {
    query.anchor_kind = Kind::Instant;
    const auto length = static_cast<std::uint32_t>(anchor.size());
    if (parse_instant(anchor.data(), length, &query.anchor) != InstantStatus::Ok)
      return std::nullopt;
  }
  if (direction == "before") query.flags |= kBackward;
  query.term = {count, *in_units};
  const Deadline counted = count_deadline(image, query, nullptr);
  switch (counted.status) {
    case DeadlineStatus::Ok: return shown_instant(counted.due);
    case DeadlineStatus::DateOutOfRange: return "outside";
    case DeadlineStatus::Exhausted: return "exhausted";
  }
  return std::nullopt;
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  ImageBuilder builder;
  const Header* image = nullptr;
  std::string line;
  while (std::getline(std::cin, line)) {
    std::istringstream in(line);
    std::string verb;
    in >> verb;
    if (verb == "calendar") {
      builder = {};
      if (!read_calendar(in, builder)) return 2;
      image = builder.build();
      continue;
    }
    std::optional<std::string> answer;
    if (verb == "shift") answer = shift(in);
    if (verb == "due" && image != nullptr) answer = due(in, image);
    if (!answer) {
      std::cerr << "not a question: " << line << '\n';
      return 2;
    }
    std::cout << *answer << '\n';
  }
}
