#include "compiler/runtime/date.h"

namespace phep::runtime {

namespace {

// Reads fixed-width text from left to right; once it failed it stays failed.
struct Scanner {
  const char* at;
  const char* end;
  bool failed = false;

  bool next_is(char c) const { return at != end && *at == c; }
  bool next_is_digit() const { return at != end && *at >= '0' && *at <= '9'; }
  void expect(char c) {
    if (next_is(c)) {
      ++at;
    } else {
      failed = true;
    }
  }
  int32_t digits(int count) {
    if (end - at < count) {
      failed = true;
      return 0;
    }
    int32_t value = 0;
    uint32_t worst = 0;  // above 9 once one was no digit
    for (int i = 0; i < count; ++i) {
      const auto digit = static_cast<uint32_t>(at[i]) - '0';
      worst = digit > worst ? digit : worst;
      value = value * 10 + static_cast<int32_t>(digit & 0xF);
    }
    failed = failed || worst > 9;
    at += count;
    return value;
  }
};

bool scan_date(Scanner& in, int32_t* out);
int64_t scan_time(Scanner& in);
int32_t scan_offset(Scanner& in);
void print_digits(char* out, int32_t value, int count);

}  // namespace

bool shift_instant(int64_t ms, int64_t n, Unit unit, int32_t zone, int64_t* out, LeapDay leap_day) {
  int64_t shifted = 0;
  if (unit == Unit::Hours) {
    constexpr int64_t kMost = 100'000'000;  // more hours than there are in the years
    if (n > kMost || n < -kMost) return false;
    shifted = ms + n * kHourMs;
  } else {
    const int64_t day = local_day(ms, zone);
    int32_t moved = 0;
    if (!is_date(day)) return false;
    if (!shift_date(static_cast<int32_t>(day), n, unit, &moved, leap_day)) return false;
    shifted = ms + (moved - day) * kDayMs;
  }
  if (!is_instant(shifted)) return false;
  *out = shifted;
  return true;
}

bool parse_date(const char* text, uint32_t length, int32_t* out) {
  Scanner in{text, text + length};
  int32_t date = 0;
  if (!scan_date(in, &date) || in.at != in.end) return false;
  *out = date;
  return true;
}

InstantStatus parse_instant(const char* text, uint32_t length, int64_t* out) {
  Scanner in{text, text + length};
  int32_t date = 0;
  if (!scan_date(in, &date)) return InstantStatus::Malformed;
  if (in.next_is('t')) {
    ++in.at;
  } else {
    in.expect('T');
  }
  const int64_t time = scan_time(in);
  const int32_t offset = scan_offset(in);
  if (in.failed || in.at != in.end) return InstantStatus::Malformed;
  const int64_t ms = day_start(date, offset) + time;
  if (!is_instant(ms)) return InstantStatus::OutOfRange;
  *out = ms;
  return InstantStatus::Ok;
}

uint32_t print_date(int32_t date, char* out) {
  const Civil civil = to_civil(date);
  print_digits(out, civil.year, 4);
  out[4] = '-';
  print_digits(out + 5, civil.month, 2);
  out[7] = '-';
  print_digits(out + 8, civil.day, 2);
  return kDateTextMax;
}

uint32_t print_instant(int64_t ms, char* out) {
  const int64_t day = local_day(ms, 0);
  const auto time = static_cast<int32_t>(ms - day * kDayMs);
  uint32_t length = print_date(static_cast<int32_t>(day), out);
  const int32_t parts[] = {time / 3'600'000, time / 60'000 % 60, time / 1'000 % 60};
  for (int i = 0; i < 3; ++i) {
    out[length] = i == 0 ? 'T' : ':';
    print_digits(out + length + 1, parts[i], 2);
    length += 3;
  }
  if (time % 1'000 != 0) {
    out[length] = '.';
    print_digits(out + length + 1, time % 1'000, 3);
    length += 4;
  }
  out[length++] = 'Z';
  return length;
}

namespace {

bool scan_date(Scanner& in, int32_t* out) {
  Civil civil{};
  civil.year = in.digits(4);
  in.expect('-');
  civil.month = in.digits(2);
  in.expect('-');
  civil.day = in.digits(2);
  if (in.failed || civil.year < 1 || civil.month < 1 || civil.month > 12 || civil.day < 1 ||
      civil.day > days_in_month(civil.year, civil.month)) {
    return false;
  }
  *out = to_days(civil);
  return true;
}

// hh:mm, hh:mm:ss or hh:mm:ss.s to .sss, as milliseconds.
int64_t scan_time(Scanner& in) {
  const int32_t hour = in.digits(2);
  in.expect(':');
  const int32_t minute = in.digits(2);
  int32_t second = 0;
  int32_t ms = 0;
  if (in.next_is(':')) {
    ++in.at;
    second = in.digits(2);
    if (in.next_is('.')) {
      ++in.at;
      ms = in.digits(1) * 100;
      if (in.next_is_digit()) ms += in.digits(1) * 10;
      if (in.next_is_digit()) ms += in.digits(1);
    }
  }
  const int64_t time = hour * kHourMs + minute * kMinuteMs + second * int64_t{1'000} + ms;
  // Of hour 24 there is only 24:00:00.000.
  if (minute > 59 || second > 59 || time > kDayMs) in.failed = true;
  return time;
}

// Z or +hh:mm or -hh:mm, as minutes east.
int32_t scan_offset(Scanner& in) {
  if (in.next_is('Z') || in.next_is('z')) {
    ++in.at;
    return 0;
  }
  const bool west = in.next_is('-');
  if (west) {
    ++in.at;
  } else {
    in.expect('+');
  }
  const int32_t hour = in.digits(2);
  in.expect(':');
  const int32_t minute = in.digits(2);
  if (hour > 23 || minute > 59) in.failed = true;
  const int32_t offset = hour * 60 + minute;
  return west ? -offset : offset;
}

void print_digits(char* out, int32_t value, int count) {
  for (int i = count - 1; i >= 0; --i) {
    out[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
}

}  // namespace

}  // namespace phep::runtime
