// The due dates of a norm, out of its answer. Private to this room.
#pragma once

#include "compiler/explain/explanation.h"
#include "compiler/explain/speech.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace phep::report {

// UTC milliseconds, in order. Several where a calendar is not decreed yet.
struct Due {
  enum class Is : std::uint8_t { None, At, OneOf, From, UpTo } is = Is::None;
  std::vector<std::int64_t> at{};

  [[nodiscard]] bool exists() const { return is != Is::None; }
};
// By when it is to be done, or through which moment something is to be kept.
Due due_of(const explain::NormNote& note);

// When it was done; of a day its end. Nothing while it is not.
std::optional<std::int64_t> done_of(const explain::NormNote& note);

// The last day of a term that ends at `ms`; `whole` where it ends with the day.
struct LastDay {
  std::int64_t day;
  bool whole;
};
LastDay last_day(std::int64_t ms, std::int32_t zone_minutes);

// "24:00 on Monday 2 March 2026"; "–" where there is no due date. And "2026-03-02",
// "2026-02-19 20:00", with every alternative.
std::string due_words(const explain::NormNote& note, const explain::Speech& speech);
std::string due_digits(const explain::NormNote& note, const explain::Speech& speech);

// "20:00 19/02/2026", "19 February 2026, 20:00"; of a term that ends with its day the day alone.
std::string due_short(const explain::NormNote& note, const explain::Speech& speech);

// "2026-03-02", days since 1970-01-01.
std::string day_digits(std::int64_t day);

}  // namespace phep::report
