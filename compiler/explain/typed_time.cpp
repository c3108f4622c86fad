#include "compiler/explain/typed_time.h"

#include "compiler/runtime/date.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <vector>

namespace phep::explain {
namespace {

std::vector<std::string_view> parts(std::string_view text, char mark) {
  std::vector<std::string_view> out;
  while (true) {
    const std::size_t at = std::min(text.find(mark), text.size());
    out.push_back(text.substr(0, at));
    if (at == text.size()) return out;
    text.remove_prefix(at + 1);
  }
}

std::optional<int> number(std::string_view text, std::size_t longest) {
  int value = 0;
  if (text.empty() || text.size() > longest || text.front() < '0' || text.front() > '9')
    return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value)
                                                                  : std::nullopt;
}

bool is_date(const std::string& text) {
  std::int32_t days = 0;
  return runtime::parse_date(text.data(), static_cast<std::uint32_t>(text.size()), &days);
}

// "9:30", "09:30:15", "9h", "9h30": as RFC 3339 has it.
std::optional<std::string> time_of_day(std::string_view text) {
  const char mark = text.contains('h') ? 'h' : ':';
  const auto fields = parts(text, mark);
  if (fields.size() < 2 || fields.size() > 3 || (mark == 'h' && fields.size() != 2))
    return std::nullopt;
  const auto hour = number(fields[0], 2);
  const auto minute = mark == 'h' && fields[1].empty() ? std::optional(0) : number(fields[1], 2);
  const auto second = fields.size() == 3 ? number(fields[2], 2) : std::optional(0);
  if (!hour || !minute || !second) return std::nullopt;
  return fields.size() == 3 ? fmt::format("{:02}:{:02}:{:02}", *hour, *minute, *second)
                            : fmt::format("{:02}:{:02}", *hour, *minute);
}

std::optional<std::string> as_instant(const std::string& text) {
  std::int64_t ms = 0;
  const auto status =
      runtime::parse_instant(text.data(), static_cast<std::uint32_t>(text.size()), &ms);
  return status == runtime::InstantStatus::Ok ? std::optional(text) : std::nullopt;
}

}  // namespace

std::optional<std::string> typed_date(std::string_view text, bool vi) {
  std::string date(text);
  if (vi && text.contains('/')) {
    const auto fields = parts(text, '/');
    if (fields.size() != 3 || fields[2].size() != 4) return std::nullopt;
    const auto day = number(fields[0], 2), month = number(fields[1], 2),
               year = number(fields[2], 4);
    if (!day || !month || !year) return std::nullopt;
    date = fmt::format("{:04}-{:02}-{:02}", *year, *month, *day);
  }
  return is_date(date) ? std::optional(date) : std::nullopt;
}

TypedMoment typed_moment(std::string_view text, bool vi, std::int32_t zone_minutes) {
  if (auto whole = as_instant(std::string(text))) return {whole, false};
  if (typed_date(text, vi)) return {std::nullopt, true};
  const std::size_t gap = text.find_first_of(" T");
  if (gap == std::string_view::npos) return {};
  const std::size_t next = text.find_first_not_of(" T", gap);
  if (next == std::string_view::npos) return {};
  const std::string_view first = text.substr(0, gap);
  const std::string_view last = text.substr(next);
  auto date = typed_date(first, vi);
  auto time = time_of_day(date ? last : first);
  if (!date) date = typed_date(last, vi);
  if (!date || !time) return {};
  return {as_instant(fmt::format("{}T{}{}{:02}:{:02}", *date, *time, zone_minutes < 0 ? '-' : '+',
                                 std::abs(zone_minutes) / 60, std::abs(zone_minutes) % 60)),
          false};
}

}  // namespace phep::explain
