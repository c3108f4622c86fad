#include "compiler/codegen/emission.h"
#include "compiler/runtime/deadline.h"

// Where a fixed term ends depends on the day it begins alone, and a calendar has some thousand
// days: the ends are counted while compiling, and deciding looks one up.
namespace phep::codegen {

namespace {

constexpr std::int32_t kLongestTerm =
    4 * 366;  // days before the calendar from which ends may reach it

// How many days after the day itself a term ends that begins on it; none where the calendar, or
// what is still to be decreed, leaves that open.
std::optional<std::int64_t> days_to_end(const runtime::Header* image,
                                        const runtime::DeadlineQuery& fixed, std::int32_t day,
                                        std::int32_t zone) {
  runtime::DeadlineQuery query = fixed;
  query.anchor = query.anchor_kind == Kind::Date ? day : runtime::day_start(day, zone);
  const runtime::Deadline counted = runtime::count_deadline(image, query, nullptr);
  if (counted.status != runtime::DeadlineStatus::Ok || counted.met != 0) return std::nullopt;
  return (counted.due - runtime::day_end(day, zone)) / runtime::kDayMs;
}

}  // namespace

std::optional<DayTable> day_table(Emission& emission, const runtime::DeadlineQuery& query) {
  const auto* calendars = section<runtime::Calendar>(emission.image, emission.image->calendars);
  const runtime::Calendar& calendar = calendars[query.calendar];
  const std::tuple key{query.calendar, query.flags, query.anchor_kind, query.term.count,
                       query.term.unit};
  if (const auto made = emission.day_tables.find(key); made != emission.day_tables.end())
    return made->second;

  std::vector<std::optional<std::int64_t>> ends;
  const std::int32_t earliest = calendar.first_day - kLongestTerm;
  const std::int32_t end = calendar.first_day + static_cast<std::int32_t>(calendar.days);
  for (std::int32_t day = earliest; day < end; ++day)
    ends.push_back(days_to_end(emission.image, query, day, calendar.zone));
  const auto there = [](const auto& one) { return one.has_value(); };
  const auto first = std::ranges::find_if(ends, there);
  const auto last = std::find_if(ends.rbegin(), ends.rend(), there).base();
  DayTable table{.first = earliest + static_cast<std::int32_t>(first - ends.begin()),
                 .zone = calendar.zone};
  std::int64_t least = INT64_MAX;
  std::int64_t most = INT64_MIN;
  for (auto one = first; one < last; ++one) {
    if (!*one) continue;
    least = std::min(least, **one);
    most = std::max(most, **one);
  }
  if (first < last && most - least < kOpenDay) {
    std::vector<std::uint8_t> bytes;
    for (auto one = first; one < last; ++one)
      bytes.push_back(*one ? static_cast<std::uint8_t>(**one - least) : kOpenDay);
    auto* constant = llvm::ConstantDataArray::get(emission.context(), bytes);
    table.days = static_cast<std::uint32_t>(bytes.size());
    table.least = least;
    table.bytes = new llvm::GlobalVariable(emission.module, constant->getType(), true,
                                           llvm::GlobalValue::PrivateLinkage, constant, "ends");
    table.bytes->setUnnamedAddr(llvm::GlobalValue::UnnamedAddr::Global);
  }
  const std::optional<DayTable> result =
      table.bytes == nullptr ? std::nullopt : std::optional(table);
  return emission.day_tables[key] = result;
}

}  // namespace phep::codegen
