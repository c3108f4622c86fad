// What the C++17 wrappers of compiled policies share. Header only; needs no exceptions and no RTTI.
//
// A fact is a std::optional: what is not set is unknown. One that the law says may not exist is a
// phep::Perhaps: unknown until it is set to phep::absent or to a value. A value of an answer is a
// phep::Out<T>: known, absent, unknown with the facts that are missing, an error, one of several
// while a calendar awaits a decision, or an amount between ends.
#ifndef PHEP_HPP
#define PHEP_HPP

#include "phep_abi.h"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace phep {

// ---- values -------------------------------------------------------------------------------------

// Days since 1970-01-01.
struct Date {
  std::int32_t days = 0;
  static constexpr Date of(int year, int month, int day) {
    const int y = month > 2 ? year : year - 1;
    const int era = (y >= 0 ? y : y - 399) / 400;
    const int of_era = y - era * 400;
    const int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return {era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468};
  }
};

// UTC milliseconds.
struct Instant {
  std::int64_t ms = 0;
  // A local time, so many minutes east of UTC.
  static constexpr Instant of(Date day, int hour, int minute, int second, int east) {
    return {((std::int64_t{day.days} * 24 + hour) * 60 + minute - east) * 60'000 +
            std::int64_t{second} * 1000};
  }
};

// Minor units of the currency that the field's comment names.
struct Money {
  std::int64_t minor = 0;
};

// A count of 10^-9 in 128 bits, two's complement.
struct Decimal {
  std::uint64_t low = 0;
  std::int64_t high = 0;
  // Of a whole number of 10^-9: units(1'250'000'000) is 1.25.
  static constexpr Decimal units(std::int64_t count) {
    return {static_cast<std::uint64_t>(count), count < 0 ? -1 : 0};
  }
  // Of text such as "-1.25"; nothing where it is not one, or has more than 9 places.
  static std::optional<Decimal> parse(std::string_view text);
  std::string text() const;  // without needless zeros
};

enum class Unit : std::int64_t { hours, days, working_days, weeks, months, quarters, years };
struct Duration {
  std::int64_t n = 0;
  Unit unit = Unit::days;
};

// A set of the members of an enum.
template <class E>
struct Set {
  std::uint64_t bits = 0;
  constexpr Set() = default;
  template <class... More>
  constexpr explicit Set(E first, More... more)
      : bits(bit(first) | (std::uint64_t{0} | ... | bit(more))) {}
  static constexpr Set of_bits(std::uint64_t bits) {
    Set set;
    set.bits = bits;
    return set;
  }
  constexpr Set& add(E member) {
    bits |= bit(member);
    return *this;
  }
  constexpr bool has(E member) const { return (bits & bit(member)) != 0; }

 private:
  static constexpr std::uint64_t bit(E member) {
    return std::uint64_t{1} << static_cast<unsigned>(member);
  }
};

constexpr bool operator==(Date a, Date b) {
  return a.days == b.days;
}
constexpr bool operator==(Instant a, Instant b) {
  return a.ms == b.ms;
}
constexpr bool operator==(Money a, Money b) {
  return a.minor == b.minor;
}
constexpr bool operator==(Decimal a, Decimal b) {
  return a.low == b.low && a.high == b.high;
}
constexpr bool operator==(Duration a, Duration b) {
  return a.n == b.n && a.unit == b.unit;
}
template <class E>
constexpr bool operator==(Set<E> a, Set<E> b) {
  return a.bits == b.bits;
}

// ---- facts --------------------------------------------------------------------------------------

struct Absent {};
inline constexpr Absent absent{};

// A fact that may be known not to exist. Unknown until it is set.
template <class T>
class Perhaps {
 public:
  Perhaps() = default;
  Perhaps(Absent) : known_(true) {}
  Perhaps(T value) : known_(true), value_(std::move(value)) {}
  bool is_known() const { return known_; }
  bool is_absent() const { return known_ && !value_.has_value(); }
  bool has_value() const { return value_.has_value(); }
  const T& operator*() const { return *value_; }
  const T* operator->() const { return &*value_; }

 private:
  bool known_ = false;
  std::optional<T> value_;
};

// ---- answers ------------------------------------------------------------------------------------

enum class ErrorKind : std::uint32_t {
  calendar_exhausted,
  conflict,
  date_out_of_range,
  division_by_zero,
  gap,
  needs_rounding,
  overflow
};

template <class T>
struct Known {
  T value;
};
struct Unknown {
  std::vector<std::string> missing;  // JSON pointers of facts, in the order to ask for them
  bool inexact = false;              // more than are needed
};
struct Error {
  ErrorKind kind{};
  std::string at;  // the declaration that raised it
};
template <class T>
struct OneOf {
  std::vector<T> values;
  std::vector<std::string> awaiting;
};
template <class T>
struct Between {
  std::optional<T> least, most;
  std::vector<std::string> missing;
  bool inexact = false;
};
template <class T>
using Out = std::variant<Known<T>, Absent, Unknown, Error, OneOf<T>, Between<T>>;

// The value if it is known, else null.
template <class T>
const T* known(const Out<T>& out) {
  const auto* held = std::get_if<Known<T>>(&out);
  return held != nullptr ? &held->value : nullptr;
}

enum class Truth : std::int32_t { no, yes, unknown };

enum class NormStatus : std::int32_t {
  not_applicable,
  upcoming,
  not_in_force,
  exempt,
  fulfilled,
  late,
  deferred,
  pending,
  violated,
  met,
  granted,
  not_granted,
  available,
  not_available,
  possibly_violated,
  undetermined,
  open,
  error
};
inline const char* word(NormStatus status) {
  constexpr const char* kWords[] = {
      "not_applicable", "upcoming",    "not_in_force", "exempt",        "fulfilled",
      "late",           "deferred",    "pending",      "violated",      "met",
      "granted",        "not_granted", "available",    "not_available", "possibly_violated",
      "undetermined",   "open",        "error"};
  return kWords[static_cast<int>(status)];
}

// A deadline: at one moment; at one of several; or, past the calendar, from or up to a moment.
struct Due {
  std::optional<Instant> at, from, up_to;
  std::vector<Instant> one_of;
  std::vector<std::string> awaiting;
};
// Done at a moment, or on a day.
struct Done {
  std::optional<Instant> at;
  std::optional<Date> on;
};
struct Sanction {
  const char* label = "";
  const char* kind = "";
  Truth applies{};
  std::optional<Out<Money>> from, to;                // of money
  std::optional<Out<Decimal>> from_exact, to_exact;  // of another amount
  std::optional<Instant> limit;
  Truth time_barred{};
};
struct Norm {
  NormStatus status{};
  Truth binds{}, excused{};
  std::optional<Due> due;
  std::optional<Done> done;
  std::optional<std::int64_t> by_ms;
  std::optional<Instant> until, since;
  std::optional<Error> error;
  std::vector<std::string> missing, why, bearers;
  bool inexact = false, bearers_unknown = false;
  std::vector<Sanction> sanctions;
};
// Of a norm for each element of a list, or each time: unknown where the list is.
struct Norms {
  std::optional<std::string> unknown;  // JSON pointer of the list that is missing
  std::vector<Norm> items;
};

// ---- calls --------------------------------------------------------------------------------------

enum class Status : int { ok, bad_argument, bad_facts, small_arena, limit };

// Why there is no answer.
struct Problem {
  Status status{};
  std::uint32_t code = 0;    // phep_problem_code, of bad facts that were text
  std::string at;            // JSON pointer
  std::uint32_t offset = 0;  // byte in the text
  std::string json;          // {"error":{…}}, of decide_json
};

// A value, or why there is none.
template <class T>
class Expected {
 public:
  Expected(T value) : held_(std::move(value)) {}
  Expected(Problem problem) : held_(std::move(problem)) {}
  bool has_value() const { return std::holds_alternative<T>(held_); }
  explicit operator bool() const { return has_value(); }
  // Only where there is a value, and where there is none.
  T& operator*() { return *std::get_if<T>(&held_); }
  const T& operator*() const { return *std::get_if<T>(&held_); }
  T* operator->() { return std::get_if<T>(&held_); }
  const T* operator->() const { return std::get_if<T>(&held_); }
  const Problem& error() const { return *std::get_if<Problem>(&held_); }

 private:
  std::variant<T, Problem> held_;
};

// What every decision is asked with. Each policy has its own Options, with its readings.
struct When {
  Instant as_of;
  std::optional<Date> law_date;  // apply the law of this day: a what-if
  bool certificate = false;
  bool slow_path = false;  // decide by the interpreter alone
};

// ---- decimals -----------------------------------------------------------------------------------

inline std::optional<Decimal> Decimal::parse(std::string_view text) {
  const bool negative = !text.empty() && text[0] == '-';
  if (negative) text.remove_prefix(1);
  std::uint64_t low = 0, high = 0;
  int places = -1, digits = 0;
  const auto push = [&](unsigned digit) {
    // (high, low) * 10 + digit, by halves of 32 bits.
    std::uint64_t carry = digit;
    std::uint64_t parts[4] = {low & 0xFFFFFFFFu, low >> 32, high & 0xFFFFFFFFu, high >> 32};
    for (std::uint64_t& part : parts) {
      part = part * 10 + carry;
      carry = part >> 32;
      part &= 0xFFFFFFFFu;
    }
    low = parts[1] << 32 | parts[0];
    high = parts[3] << 32 | parts[2];
    return carry == 0;
  };
  for (const char c : text) {
    if (c == '.' && places < 0 && digits > 0) {
      places = 0;
      continue;
    }
    if (c < '0' || c > '9' || (places >= 0 && ++places > 9) || ++digits > 38) return std::nullopt;
    push(static_cast<unsigned>(c - '0'));
  }
  if (digits == 0 || places == 0) return std::nullopt;
  for (int i = places < 0 ? 0 : places; i < 9; ++i)
    if (!push(0)) return std::nullopt;
  if (high >> 63 != 0) return std::nullopt;
  if (!negative) return Decimal{low, static_cast<std::int64_t>(high)};
  low = ~low + 1;
  high = ~high + (low == 0 ? 1 : 0);
  return Decimal{low, static_cast<std::int64_t>(high)};
}

inline std::string Decimal::text() const {
  std::uint64_t l = low, h = static_cast<std::uint64_t>(high);
  if (high < 0) {
    l = ~l + 1;
    h = ~h + (l == 0 ? 1 : 0);
  }
  std::string digits;  // the last first
  while (l != 0 || h != 0 || digits.size() < 10) {
    std::uint64_t parts[4] = {h >> 32, h & 0xFFFFFFFFu, l >> 32, l & 0xFFFFFFFFu};
    std::uint64_t rest = 0;
    for (std::uint64_t& part : parts) {
      const std::uint64_t now = rest << 32 | part;
      part = now / 10;
      rest = now % 10;
    }
    h = parts[0] << 32 | parts[1];
    l = parts[2] << 32 | parts[3];
    digits += static_cast<char>('0' + rest);
  }
  std::size_t first = 0;
  while (first < 9 && digits[first] == '0') ++first;
  std::string out = high < 0 ? "-" : "";
  for (std::size_t i = digits.size(); i-- > first;) {
    if (i == 8) out += '.';
    out += digits[i];
  }
  return out;
}

}  // namespace phep

#endif
