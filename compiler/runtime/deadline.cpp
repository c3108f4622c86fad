#include "compiler/runtime/deadline.h"

#include "compiler/runtime/sections.h"

namespace phep::runtime {

namespace {

constexpr int64_t kCountMax = 100'000'000;  // of any unit: beyond, no end is within the years

// A calendar under one choice of its pending alternatives, and what looking at it taught.
struct Days {
  const Header* image;
  const Calendar& calendar;
  const uint8_t* world;
  uint32_t flags;  // DeadlineFlags
  uint64_t met = 0;
  int32_t uncovered = 0;  // the day that was outside, once a look failed
};

// The end of a term before rolling: a whole day, or a moment for hours.
struct End {
  bool ok;         // within the years
  bool exhausted;  // counted with weekly rest alone
  bool is_day;
  int64_t at;  // days, or milliseconds
};

End count_forward(Days& days, End from, Term term);
End extend(Days& days, End from, Term by);
End count_backward(Days& days, End from, Term term);
int64_t next_hour(const Calendar& calendar, int64_t moment);
End hours_from(const Calendar& calendar, End from, int64_t hours);
End working_days(Days& days, int32_t from, int64_t count, int step);
bool soon(const Days& days, int32_t from, int64_t count, int32_t* day);
bool weekly_working_days(uint32_t weekly, int32_t from, int64_t count, int step, int64_t* out);
bool roll(Days& days, int32_t* day, int32_t step = 1);
End two_working_days(Days& days, End anchor, End end);
bool holds_working_days(uint32_t flags, Term term);
LeapDay leap_day(uint32_t flags);
Deadline finish(const Days& days, End unrolled, End end);
int64_t instant_of(const Calendar& calendar, End end);
int looked_at(Days& days, int32_t day);
bool names(const uint32_t* list, uint32_t count, int32_t day);
// Kept apart, since most days are not pending and looking at those is the inner loop.
[[gnu::noinline]] int pending_day(const Header* image, const Calendar& calendar,
                                  const uint8_t* world, int32_t day, int rest, uint64_t* met);

constexpr End kNoEnd{false, false, false, 0};

}  // namespace

Deadline count_deadline(const Header* image, const DeadlineQuery& query, const uint8_t* world) {
  Days days{image, items<Calendar>(image, image->calendars)[query.calendar], world, query.flags};
  const bool backward = (query.flags & kBackward) != 0;
  const End anchor{true, false, query.anchor_kind == Kind::Date, query.anchor};
  End start = anchor;
  if ((query.flags & kNextHour) != 0 && query.term.unit == Unit::Hours && !backward &&
      !anchor.is_day) {
    start.at = next_hour(days.calendar, anchor.at);
  }
  End end =
      backward ? count_backward(days, start, query.term) : count_forward(days, start, query.term);
  bool extended = query.extended;
  for (uint32_t i = 0; i < query.more_count; ++i) extended = extended || query.more[i].count != 0;
  const bool back = backward && (query.flags & kRollBack) != 0 && !extended;
  const bool rolls = (query.flags & kNoRoll) == 0 && (!backward || extended || back);
  if (query.extended && end.ok) {
    if ((query.flags & kExtendRolled) != 0 && rolls && end.is_day && !end.exhausted) {
      auto day = static_cast<int32_t>(end.at);
      end.exhausted = !roll(days, &day);
      end.at = day;
    }
    end = extend(days, end, query.extension);
  }
  for (uint32_t i = 0; i < query.more_count && end.ok; ++i) {
    if (query.more[i].count != 0) end = extend(days, end, query.more[i]);
  }
  if (!end.ok) return finish(days, end, end);
  End rolled = end;
  if (rolls && end.is_day && !end.exhausted) {
    auto day = static_cast<int32_t>(end.at);
    rolled.exhausted = !roll(days, &day, back ? -1 : 1);
    rolled.at = day;
  }
  if (holds_working_days(query.flags, query.term)) {
    rolled = two_working_days(days, anchor, rolled);
    if (rolled.exhausted) end = rolled;  // the farther of the bounds
  }
  return finish(days, end, rolled);
}

Term times(Term term, int64_t n) {
  if (__builtin_mul_overflow(term.count, n, &term.count)) term.count = INT64_MAX;
  return term;
}

bool count_occurrences(int32_t from, Term period, int32_t zone, int64_t moment, int64_t* count) {
  const bool days = period.unit != Unit::Hours && period.unit != Unit::WorkingDays;
  if (!days || period.count <= 0 || period.count > kCountMax) return false;
  *count = 0;
  if (moment < day_start(from, zone)) return true;
  int64_t begun = 1;
  for (; begun <= kMaxOccurrences; ++begun) {
    int32_t last = 0;
    if (!shift_date(from, begun * period.count, period.unit, &last)) break;
    if (moment < day_end(last, zone)) break;
  }
  *count = begun;
  return true;
}

int rest_day(const Header* image, const Calendar& calendar, const uint8_t* world, int32_t day,
             uint64_t* met) {
  const auto index = static_cast<uint32_t>(day - calendar.first_day);
  if (day < calendar.first_day || index >= calendar.days) return -1;
  const uint64_t* const words = items<uint64_t>(image, image->words);
  const uint64_t bit = uint64_t{1} << (index % 64);
  const int rest = (words[calendar.rest.first + index / 64] & bit) != 0 ? 1 : 0;
  if (calendar.pending.count == 0 || (words[calendar.pending.first + index / 64] & bit) == 0) {
    return rest;
  }
  return pending_day(image, calendar, world, day, rest, met);
}

namespace {

End count_forward(Days& days, End from, Term term) {
  if (term.count < 0 || term.count > kCountMax) return kNoEnd;
  if (term.unit == Unit::Hours) return hours_from(days.calendar, from, term.count);
  const int64_t day = from.is_day ? from.at : local_day(from.at, days.calendar.zone);
  if (!is_date(day)) return kNoEnd;
  const auto first = static_cast<int32_t>(day);
  if (term.unit == Unit::WorkingDays) return working_days(days, first, term.count, 1);
  int32_t last = 0;
  if (!shift_date(first, term.count, term.unit, &last, leap_day(days.flags))) return kNoEnd;
  return {true, false, true, last};
}

// From the end of a day hours run at its 24:00; a day counts from the next one anyway.
End extend(Days& days, End from, Term by) {
  if (by.unit == Unit::Hours && from.is_day) {
    from = {true, from.exhausted, false, day_end(from.at, days.calendar.zone)};
  }
  End end = count_forward(days, from, by);
  end.exhausted = end.exhausted || from.exhausted;
  return end;
}

End count_backward(Days& days, End from, Term term) {
  if (term.count < 0 || term.count > kCountMax) return kNoEnd;
  if (term.unit == Unit::Hours) return hours_from(days.calendar, from, -term.count);
  const int64_t day = from.is_day ? from.at : local_day(from.at, days.calendar.zone);
  if (!is_date(day - 1)) return kNoEnd;
  const auto eve = static_cast<int32_t>(day - 1);  // the last day that can lie wholly between
  if (term.unit == Unit::WorkingDays) {
    if (term.count == 0) return {true, false, true, eve};
    End end = working_days(days, eve + 1, term.count, -1);
    end.at -= 1;  // the end of the day before the earliest counted day
    if (!is_date(end.at)) return kNoEnd;
    return end;
  }
  int32_t day_of_end = 0;
  if (!shift_date(eve, -term.count, term.unit, &day_of_end)) return kNoEnd;
  // From the last days of a long month the same term may end on the same eve: the latest counts.
  const LeapDay leap = leap_day(days.flags);
  for (int32_t end = 0;
       shift_date(day_of_end + 1, term.count, term.unit, &end, leap) && end <= eve;) {
    ++day_of_end;
  }
  return {true, false, true, day_of_end};
}

// The beginning of the next hour of the local clock: zones are whole quarters.
int64_t next_hour(const Calendar& calendar, int64_t moment) {
  const int64_t into = (moment + calendar.zone * kMinuteMs) % kHourMs;
  return moment - (into < 0 ? into + kHourMs : into) + kHourMs;
}

End hours_from(const Calendar& calendar, End from, int64_t hours) {
  const int64_t moment = from.is_day ? day_start(from.at, calendar.zone) : from.at;
  const int64_t end = moment + hours * kHourMs;
  return {is_instant(end), from.exhausted, false, end};
}

// The count-th working day after (step 1) or before (step -1) a day; of none, the day itself.
End working_days(Days& days, int32_t from, int64_t count, int step) {
  int32_t day = from;
  if (step == 1 && soon(days, from, count, &day)) return {true, false, true, day};
  for (int64_t left = count; left > 0;) {
    day += step;
    const int rest = looked_at(days, day);
    if (rest < 0) {
      int64_t weekly = 0;
      if (!weekly_working_days(days.calendar.weekly, from, count, step, &weekly)) return kNoEnd;
      return {true, true, true, weekly};
    }
    if (rest == 0) --left;
  }
  return {true, false, true, day};
}

// Bits of 64 days from `index` on, or as many as there are.
uint64_t window(const uint64_t* words, uint32_t count, uint32_t index) {
  const uint32_t word = index / 64;
  const uint32_t shift = index % 64;
  uint64_t bits = words[word] >> shift;
  if (shift != 0 && word + 1 < count) bits |= words[word + 1] << (64 - shift);
  return bits;
}

// The count-th working day after a day where it is one of the next 64, and no day on the way is
// pending or outside the calendar: then no day need be looked at by itself.
bool soon(const Days& days, int32_t from, int64_t count, int32_t* day) {
  const Calendar& calendar = days.calendar;
  const auto index = static_cast<uint32_t>(from + 1 - calendar.first_day);
  if (count <= 0 || count > 64 || index >= calendar.days) return false;
  const uint64_t* const words = items<uint64_t>(days.image, days.image->words);
  uint64_t works = ~window(words + calendar.rest.first, calendar.rest.count, index);
  if (calendar.days - index < 64) works &= (uint64_t{1} << (calendar.days - index)) - 1;
  for (int64_t left = count; left > 1; --left) works &= works - 1;
  if (works == 0) return false;
  const auto ahead = static_cast<uint32_t>(__builtin_ctzll(works));
  if (calendar.pending.count != 0 &&
      window(words + calendar.pending.first, calendar.pending.count, index) << (63 - ahead) != 0)
    return false;
  *day = from + 1 + static_cast<int32_t>(ahead);
  return true;
}

// The same with weekly rest days only: whole weeks at once, then day by day.
bool weekly_working_days(uint32_t weekly, int32_t from, int64_t count, int step, int64_t* out) {
  const int in_week = 7 - __builtin_popcount(weekly & 0x7F);
  if (in_week == 0) return false;
  int64_t day = from + (count - 1) / in_week * 7 * step;
  for (int64_t left = (count - 1) % in_week + 1; left > 0;) {
    day += step;
    const int64_t since_monday = day - kFirstDate;  // 0001-01-01 was a Monday
    const int64_t remainder = since_monday % 7;
    const auto in_week_day = static_cast<uint32_t>(remainder < 0 ? remainder + 7 : remainder);
    if ((weekly >> in_week_day & 1) == 0) --left;
  }
  *out = day;
  return is_date(day);
}

// Moves a rest day to the next working day, or with step -1 to the one before it. False when the
// calendar ends first.
bool roll(Days& days, int32_t* day, int32_t step) {
  int32_t at = *day;
  if (step == 1 && soon(days, at - 1, 1, day)) return true;
  for (;;) {
    const int rest = looked_at(days, at);
    if (rest < 0) return false;
    if (rest == 0) break;
    at += step;
  }
  *day = at;
  return true;
}

// Must the term hold two working days? Of terms in days and longer two days are asked, of hours 48.
bool holds_working_days(uint32_t flags, Term term) {
  switch (term.unit) {
    case Unit::Hours: return (flags & kHoursHoldDays) != 0 && term.count >= 48;
    case Unit::Days:
    case Unit::WorkingDays: return (flags & kTwoWorkingDays) != 0 && term.count >= 2;
    case Unit::Weeks:
    case Unit::Months:
    case Unit::Quarters:
    case Unit::Years: return (flags & kTwoWorkingDays) != 0 && term.count >= 1;
  }
  return false;
}

// The end of the second working day from the anchor, if that lies farther from it than `end`; else
// `end`. Either may be a bound only, and then so is the farther of them.
End two_working_days(Days& days, End anchor, End end) {
  const bool backward = (days.flags & kBackward) != 0;
  const Term two{2, Unit::WorkingDays};
  End second = backward ? count_backward(days, anchor, two) : count_forward(days, anchor, two);
  if (!second.ok) return kNoEnd;
  const bool exhausted = second.exhausted || end.exhausted;
  const int64_t a = instant_of(days.calendar, end);
  const int64_t b = instant_of(days.calendar, second);
  End farther = (backward ? b < a : b > a) ? second : end;
  farther.exhausted = exhausted;
  return farther;
}

LeapDay leap_day(uint32_t flags) {
  return (flags & kFirstOfMarch) != 0 ? LeapDay::FirstOfMarch : LeapDay::LastOfFebruary;
}

Deadline finish(const Days& days, End unrolled, End end) {
  Deadline result{};
  result.met = days.met;
  result.status = DeadlineStatus::DateOutOfRange;
  if (!end.ok) return result;
  const int64_t before_rolling = instant_of(days.calendar, unrolled);
  const int64_t due = instant_of(days.calendar, end);
  if (!is_instant(before_rolling) || !is_instant(due)) return result;
  result.unrolled = before_rolling;
  result.due = due;
  result.status = DeadlineStatus::Ok;
  if (end.exhausted) {
    result.status = DeadlineStatus::Exhausted;
    result.due = before_rolling;
    result.awaited_year = to_civil(days.uncovered).year;
  }
  return result;
}

int64_t instant_of(const Calendar& calendar, End end) {
  return end.is_day ? day_end(end.at, calendar.zone) : end.at;
}

int looked_at(Days& days, int32_t day) {
  const int rest = rest_day(days.image, days.calendar, days.world, day, &days.met);
  if (rest < 0) days.uncovered = day;
  return rest;
}

// A day that some alternative changes: every group that can change it is met, and the chosen ones
// decide. Rest wins over work, so that the order of groups cannot show.
int pending_day(const Header* image, const Calendar& calendar, const uint8_t* world, int32_t day,
                int rest, uint64_t* met) {
  const auto* const alternatives =
      items<PendingAlternative>(image, image->alternatives) + calendar.alternatives.first;
  bool rests = false;
  bool works = false;
  for (uint32_t i = 0; i < calendar.alternatives.count; ++i) {
    const PendingAlternative& alternative = alternatives[i];
    const bool in_rest =
        names(operands_at(image, alternative.rest.first), alternative.rest.count, day);
    const bool in_worked =
        names(operands_at(image, alternative.worked.first), alternative.worked.count, day);
    if (!in_rest && !in_worked) continue;
    *met |= uint64_t{1} << (alternative.group & 63);
    const uint32_t chosen = world == nullptr ? 0 : world[alternative.group];
    if (chosen != alternative.alternative) continue;
    rests = rests || in_rest;
    works = works || in_worked;
  }
  return rests ? 1 : works ? 0 : rest;
}

bool names(const uint32_t* list, uint32_t count, int32_t day) {
  for (uint32_t i = 0; i < count; ++i) {
    if (static_cast<int32_t>(list[i]) == day) return true;
  }
  return false;
}

}  // namespace

}  // namespace phep::runtime
