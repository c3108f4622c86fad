#include "compiler/explain/speech.h"

#include "compiler/base/currency.h"
#include "compiler/runtime/date.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace phep::explain {
namespace {

constexpr std::array<std::string_view, 7> kDaysVi = {"thứ Hai", "thứ Ba",  "thứ Tư",  "thứ Năm",
                                                     "thứ Sáu", "thứ Bảy", "Chủ nhật"};
constexpr std::array<std::string_view, 7> kDaysEn = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                     "Friday", "Saturday", "Sunday"};
constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

struct UnitWords {
  std::string_view vi, one, many;
};
constexpr std::array kUnitWords = {
    UnitWords{"giờ", "hour", "hours"},
    UnitWords{"ngày", "day", "days"},
    UnitWords{"ngày làm việc", "working day", "working days"},
    UnitWords{"tuần", "week", "weeks"},
    UnitWords{"tháng", "month", "months"},
    UnitWords{"quý", "quarter", "quarters"},
    UnitWords{"năm", "year", "years"},
};

runtime::Civil civil(std::int64_t days) {
  return runtime::to_civil(static_cast<std::int32_t>(days));
}

}  // namespace

std::string Speech::date(std::int64_t days) const {
  const runtime::Civil at = civil(days);
  if (vi_) {
    const std::string_view zero = at.month <= 2 ? "0" : "";
    return fmt::format("{:02}/{}{}/{}", at.day, zero, at.month, at.year);
  }
  return fmt::format("{} {} {}", at.day, kMonths[static_cast<std::size_t>(at.month - 1)], at.year);
}

std::string Speech::day(std::int64_t days) const {
  const std::uint32_t at = runtime::weekday(static_cast<std::int32_t>(days));
  if (vi_) return fmt::format("{}, ngày {}", kDaysVi[at], date(days));
  return fmt::format("{} {}", kDaysEn[at], date(days));
}

std::string Speech::moment(std::int64_t ms, std::int32_t zone, Midnight midnight) const {
  std::int64_t days = runtime::local_day(ms, zone);
  std::int64_t rest = ms - runtime::day_start(days, zone);
  if (rest == 0 && midnight == Midnight::Ends) {
    --days;
    rest = runtime::kDayMs;
  }
  const std::int64_t hours = rest / runtime::kHourMs;
  const std::int64_t minutes = rest / runtime::kMinuteMs % 60;
  const std::int64_t thousandths = rest % runtime::kMinuteMs;
  std::string clock = vi_ ? fmt::format("{:02} giờ {:02} phút", hours, minutes)
                          : fmt::format("{:02}:{:02}", hours, minutes);
  if (thousandths != 0) {
    std::string seconds = fmt::format("{:02}", thousandths / 1000);
    if (thousandths % 1000 != 0)
      seconds += fmt::format("{}{:03}", vi_ ? "," : ".", thousandths % 1000);
    clock += vi_ ? " " + seconds + " giây" : ":" + seconds;
  }
  return vi_ ? clock + ", " + day(days) : clock + " on " + day(days);
}

std::string Speech::span(std::int64_t ms) const {
  std::vector<std::string> parts;
  const auto part = [&](std::int64_t count, std::string_view vi_unit, std::string_view en_unit) {
    if (count == 0) return;
    parts.push_back(
        fmt::format("{} {}{}", count, vi_ ? vi_unit : en_unit, !vi_ && count != 1 ? "s" : ""));
  };
  part(ms / runtime::kDayMs, "ngày", "day");
  part(ms / runtime::kHourMs % 24, "giờ", "hour");
  part(ms / runtime::kMinuteMs % 60, "phút", "minute");
  if (ms < runtime::kHourMs) part(ms / 1000 % 60, "giây", "second");
  if (parts.empty()) return say("chưa đầy một giây", "less than a second");
  return fmt::format("{}", fmt::join(parts, " "));
}

std::string Speech::term(std::int64_t count, decision::Unit unit) const {
  const UnitWords& words = kUnitWords[static_cast<std::size_t>(unit)];
  return fmt::format("{} {}", number(std::to_string(count)),
                     vi_          ? words.vi
                     : count == 1 ? words.one
                                  : words.many);
}

std::string Speech::number(std::string_view digits) const {
  const std::size_t point = std::min(digits.find('.'), digits.size());
  std::string out(digits.substr(0, point));
  const std::size_t first = out.starts_with('-') ? 1 : 0;
  for (std::size_t at = out.size(); at > first + 3; at -= 3) out.insert(at - 3, vi_ ? "." : ",");
  if (point < digits.size()) out += (vi_ ? "," : ".") + std::string(digits.substr(point + 1));
  return out;
}

std::string Speech::money(std::int64_t minor, std::string_view currency) const {
  return money(std::to_string(minor), currency);
}

std::string Speech::money(std::string_view minor, std::string_view currency) const {
  const std::string digits = in_major_units(minor, currency);
  if (currency == "VND") return vi_ ? number(digits) + " đồng" : "VND " + number(digits);
  return vi_ ? number(digits) + " " + std::string(currency)
             : std::string(currency) + " " + number(digits);
}

std::string Speech::quoted(std::string_view text) {
  return "“" + std::string(text) + "”";
}

std::string Speech::listed(const std::vector<std::string>& items, std::string_view vi_last,
                           std::string_view en_last) const {
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += i + 1 == items.size() ? " " + say(vi_last, en_last) + " " : ", ";
    out += items[i];
  }
  return out;
}

std::string Speech::the(const std::string& label) const {
  if (vi_ || label.empty()) return label;
  for (const std::string_view own : {"any ", "every ", "each ", "a ", "an ", "the ", "all ", "no "})
    if (label.starts_with(own)) return label;
  const bool name = label[0] >= 'A' && label[0] <= 'Z' && label.size() > 1 && label[1] >= 'a';
  return name ? label : "the " + label;
}

}  // namespace phep::explain
