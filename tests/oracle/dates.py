"""Date arithmetic of the runtime against Python's datetime and calendar, and against published rows.

    dates.py PHEP_DATES     runs the program tests/oracle/dates.cpp and closes with "N passed, N failed"

Everything expected here is counted by Python, day by day where the law says days, without a look at the compiler. The seed is fixed.
The rows of dates-calc (github.com/CatalaLang/dates-calc, test/*.csv, Apache-2.0) are carried over as facts, in our own form.
"""
import calendar
import datetime as dt
import random
import subprocess
import sys

UTC = dt.timezone.utc
ZONE = dt.timezone(dt.timedelta(minutes=420))
BACKWARD, NO_ROLL, TWO_WORKING_DAYS, MARCH, ROLL_BACK, NEXT_HOUR, HOURS_HOLD_DAYS = 1, 2, 8, 16, 32, 64, 128
MONTHS = {"months": 1, "quarters": 3, "years": 12}
FIRST, LAST = dt.date(1990, 1, 1), dt.date(2060, 12, 31)
TRIPLES = 100_000


class Outside(Exception):
    """Not within the years 1 to 9999."""


def shifted(day, n, unit, march=False):
    try:
        if unit == "days":
            return day + dt.timedelta(days=n)
        if unit == "weeks":
            return day + dt.timedelta(weeks=n)
        year, month = divmod(day.year * 12 + day.month - 1 + n * MONTHS[unit], 12)
        month += 1
        if not 1 <= year <= 9999:
            raise Outside
        last = calendar.monthrange(year, month)[1]
        if march and unit == "years" and (day.month, day.day) == (2, 29) and last == 28:
            return dt.date(year, 3, 1)
        return dt.date(year, month, min(day.day, last))
    except OverflowError:
        raise Outside from None


def rests(day, holidays):
    return day.weekday() >= 5 or day in holidays


def walked(day, count, step, holidays):
    while count > 0:
        day += dt.timedelta(days=step)
        if not rests(day, holidays):
            count -= 1
    return day


def end_of(day):
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), ZONE)


def counted_forward(day, n, unit, flags, holidays):
    last = walked(day, n, 1, holidays) if unit == "working_days" else shifted(day, n, unit, flags & MARCH)
    if not flags & NO_ROLL:
        while rests(last, holidays):
            last += dt.timedelta(days=1)
    return last


def counted_backward(day, n, unit, flags, holidays):
    eve = day - dt.timedelta(days=1)
    if unit == "working_days":
        last = walked(day, n, -1, holidays) - dt.timedelta(days=1)
    else:
        # The latest day whose forward term still ends by the eve; looked for among all of three days too many.
        guess = shifted(eve, -n, unit) + dt.timedelta(days=4)
        while shifted(guess, n, unit, flags & MARCH) > eve:
            guess -= dt.timedelta(days=1)
        last = guess
    if flags & ROLL_BACK:
        while rests(last, holidays):
            last -= dt.timedelta(days=1)
    return last


def due(anchor, n, unit, flags, holidays):
    """The deadline as an instant; anchor is a date, or a datetime with a zone."""
    backward = flags & BACKWARD
    day = anchor.astimezone(ZONE).date() if isinstance(anchor, dt.datetime) else anchor
    if unit == "hours":
        start = anchor
        if flags & NEXT_HOUR and not backward:
            start = anchor.astimezone(ZONE).replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)
        end = start + dt.timedelta(hours=-n if backward else n)
        holds = flags & HOURS_HOLD_DAYS and n >= 48
    else:
        end = end_of((counted_backward if backward else counted_forward)(day, n, unit, flags, holidays))
        holds = flags & TWO_WORKING_DAYS and n >= (2 if unit in ("days", "working_days") else 1)
    if holds and backward:
        return min(end, end_of(walked(day, 2, -1, holidays) - dt.timedelta(days=1)))
    return max(end, end_of(walked(day, 2, 1, holidays))) if holds else end


def shown(moment):
    if not isinstance(moment, dt.datetime):
        return moment.isoformat()
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


class Questions:
    """Lines for the program, each with what it must answer."""

    def __init__(self):
        self.lines, self.expected, self.names = [], [], []

    def ask(self, line, answer, name):
        self.lines.append(line)
        self.expected.append(answer)
        self.names.append(name)


def random_shift(rng, questions):
    day = dt.date.fromordinal(rng.randint(1, dt.date.max.toordinal()))
    if rng.random() < 0.05:
        year = rng.choice([y for y in range(max(4, day.year - 20), min(9996, day.year + 20)) if calendar.isleap(y)] or [2024])
        day = dt.date(year, 2, 29)
    unit = rng.choice(["days", "weeks", "months", "quarters", "years"])
    most = {"days": 400_000, "weeks": 60_000, "months": 13_000, "quarters": 4_000, "years": 1_100}[unit]
    n = rng.randint(-most, most) if rng.random() < 0.3 else rng.randint(-40, 40)
    march = rng.random() < 0.5
    try:
        answer = shown(shifted(day, n, unit, march))
    except Outside:
        answer = "outside"
    questions.ask(f"shift {day.isoformat()} {n} {unit}{' march' if march else ''}", answer, "shift")


def random_due(rng, questions, holidays):
    day = dt.date(2000, 1, 1) + dt.timedelta(days=rng.randint(0, 14_000))
    unit = rng.choice(["hours", "days", "working_days", "weeks", "months", "quarters", "years"])
    n = rng.randint(0, {"hours": 200, "days": 120, "working_days": 60, "weeks": 30, "months": 40, "quarters": 12, "years": 9}[unit])
    anchor = day
    if unit == "hours" or rng.random() < 0.5:
        anchor = dt.datetime.combine(day, dt.time(rng.randint(0, 23), rng.randint(0, 59), rng.randint(0, 59)), ZONE)
    flags = 0
    for flag in (NO_ROLL, TWO_WORKING_DAYS, MARCH, ROLL_BACK, NEXT_HOUR, HOURS_HOLD_DAYS):
        if rng.random() < 0.25:
            flags |= flag
    backward = rng.random() < 0.4
    if backward and flags & NO_ROLL:
        flags &= ~ROLL_BACK
    answer = shown(due(anchor, n, unit, flags | (BACKWARD if backward else 0), holidays))
    text = anchor.isoformat()
    questions.ask(f"due {text} {n} {unit} {'before' if backward else 'after'} {flags}", answer, "deadline")


# dates-calc, exact: day, years, months, days, sum. Each has one answer under every rounding.
EXACT = """2012-03-20 0 0 10 2012-03-30 | 2012-03-31 0 0 1 2012-04-01 | 2012-02-28 0 0 1 2012-02-29 | 2013-02-28 0 0 1 2013-03-01
2012-03-01 0 0 71 2012-05-11 | 2012-11-01 0 0 71 2013-01-11 | 2012-02-15 0 2 0 2012-04-15 | 2012-02-28 0 4 0 2012-06-28
2012-03-15 0 1 0 2012-04-15 | 2012-11-15 0 3 0 2013-02-15 | 2012-03-31 0 2 0 2012-05-31 | 2012-01-31 0 2 0 2012-03-31
2013-01-31 0 2 0 2013-03-31 | 2012-10-31 0 5 0 2013-03-31 | 2012-01-01 1 0 0 2013-01-01 | 2012-02-28 4 0 0 2016-02-28
2012-02-29 4 0 0 2016-02-29 | 2012-03-15 1 0 0 2013-03-15 | 2012-11-15 3 0 0 2015-11-15"""
# dates-calc, ambiguous: day, years, months, rounded up, rounded down.
AMBIGUOUS = """2012-03-31 0 1 2012-05-01 2012-04-30 | 2012-03-31 0 3 2012-07-01 2012-06-30 | 2012-01-31 0 1 2012-03-01 2012-02-29
2012-01-31 0 3 2012-05-01 2012-04-30 | 2013-01-31 0 1 2013-03-01 2013-02-28 | 2013-01-31 0 3 2013-05-01 2013-04-30
2012-10-31 0 4 2013-03-01 2013-02-28 | 2012-10-31 0 6 2013-05-01 2013-04-30 | 2012-10-29 0 4 2013-03-01 2013-02-28
2012-02-29 1 0 2013-03-01 2013-02-28 | 2012-02-29 88 0 2100-03-01 2100-02-28"""
# dates-calc, edges of a month: day, first, last.
EDGES = "2012-02-15 2012-02-01 2012-02-29 | 2013-02-15 2013-02-01 2013-02-28"


def rows(text):
    return [row.split() for row in text.replace("\n", "|").split("|") if row.strip()]


def published(questions):
    """The rows that our two ways of counting answer; returns those that neither does, with the reason."""
    for day, years, months, days, answer in rows(EXACT):
        n, unit = next((n, unit) for n, unit in ((years, "years"), (months, "months"), (days, "days")) if n != "0")
        questions.ask(f"shift {day} {n} {unit}", answer, "dates-calc exact")
        questions.ask(f"shift {day} {n} {unit} march", answer, "dates-calc exact")
    elsewhere = []
    for day, years, months, up, down in rows(AMBIGUOUS):
        n, unit = (years, "years") if years != "0" else (months, "months")
        questions.ask(f"shift {day} {n} {unit}", down, "dates-calc rounded down")
        if unit == "years":
            questions.ask(f"shift {day} {n} {unit} march", up, "dates-calc rounded up")
        else:
            questions.ask(f"shift {day} {n} {unit} march", down, "dates-calc rounded down")
            elsewhere.append((day, n, unit, up, down))
    for day, first, last in rows(EDGES):
        into = dt.date.fromisoformat(day).day
        questions.ask(f"shift {day} {1 - into} days", first, "dates-calc first of month")
        span = calendar.monthrange(int(day[:4]), int(day[5:7]))[1]
        questions.ask(f"shift {first} {span - 1} days", last, "dates-calc last of month")
        questions.ask(f"shift {last} 1 days", shown(shifted(dt.date.fromisoformat(first), 1, "months")), "dates-calc last of month")
    return elsewhere


def answers(program, calendar_line, lines):
    done = subprocess.run([program], input="\n".join([calendar_line, *lines]) + "\n", capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{program} ended with {done.returncode}: {done.stderr}")
    return done.stdout.splitlines()


def properties(rng, program, calendar_line, holidays):
    """What must hold of the answers themselves, whoever counted. Returns (name, tried, failed)."""
    out = []
    starts = sorted(dt.date(2000, 1, 1) + dt.timedelta(days=rng.randint(0, 12_000)) for _ in range(2_000))
    for unit, n in (("days", 30), ("months", 1), ("months", 13), ("years", 1), ("working_days", 15), ("quarters", 3)):
        for flags in (0, TWO_WORKING_DAYS | MARCH):
            ends = answers(program, calendar_line, [f"due {d} {n} {unit} after {flags}" for d in starts])
            broken = sum(a > b for a, b in zip(ends, ends[1:]))
            law = " by two working days" if flags else ""
            out.append((f"{n} {unit}{law}: a later start never ends earlier", len(ends) - 1, broken))
            resting = sum(rests((dt.datetime.fromisoformat(e.replace("Z", "+00:00")).astimezone(ZONE) - dt.timedelta(days=1)).date(), holidays) for e in ends)
            out.append((f"{n} {unit}{law}: no rolled end on a rest day", len(ends), resting))
    for unit in ("days", "weeks", "months", "years", "working_days", "hours"):
        day = "2026-01-31T10:00:00+07:00"
        ends = answers(program, calendar_line, [f"due {day} {n} {unit} after 0" for n in range(25)])
        out.append((f"{unit}: a longer term never ends earlier", 24, sum(a > b for a, b in zip(ends, ends[1:]))))
    pairs = [(d, n) for d in starts[:1_000] for n in (rng.randint(-40, 40),)]
    down = answers(program, calendar_line, [f"shift {d} {n} years" for d, n in pairs])
    up = answers(program, calendar_line, [f"shift {d} {n} years march" for d, n in pairs])
    out.append(("28 February is never later than 1 March", len(pairs), sum(a > b for a, b in zip(down, up))))
    there = answers(program, calendar_line, [f"shift {d} {n} days" for d, n in pairs])
    back = answers(program, calendar_line, [f"shift {d} {-n} days" for d, (_, n) in zip(there, pairs)])
    out.append(("days there and back again", len(pairs), sum(b != str(d) for b, (d, _) in zip(back, pairs))))
    # dates-calc's h4: n times one month against n months at once; the day number can only shrink, by at most three.
    once, each = [f"shift {d} 14 months" for d in starts[:400]], [str(d) for d in starts[:400]]
    for _ in range(14):
        each = answers(program, calendar_line, [f"shift {d} 1 months" for d in each])
    gaps = [(dt.date.fromisoformat(a) - dt.date.fromisoformat(b)).days for a, b in zip(answers(program, calendar_line, once), each)]
    out.append(("month by month at most three days earlier", len(gaps), sum(not 0 <= gap <= 3 for gap in gaps)))
    # A backward term is the latest day whose forward term still ends before the anchor's day.
    days = [f"due {d} {n} {u} before 0" for d in starts[:300] for u, n in (("days", 15), ("months", 1), ("weeks", 2), ("working_days", 15))]
    lasts = answers(program, calendar_line, days)
    fits, more = [], []
    for line, last in zip(days, lasts):
        _, anchor, n, unit, _, _ = line.split()
        at = (dt.datetime.fromisoformat(last.replace("Z", "+00:00")).astimezone(ZONE) - dt.timedelta(days=1)).date()
        fits.append(f"due {at} {n} {unit} after {NO_ROLL}")
        more.append(f"due {at + dt.timedelta(days=1)} {n} {unit} after {NO_ROLL}")
    starts_of = [shown(dt.datetime.combine(dt.date.fromisoformat(line.split()[1]), dt.time(), ZONE)) for line in days]
    fit, too_far = answers(program, calendar_line, fits), answers(program, calendar_line, more)
    out.append(("a backward term fits, and one day later does not", len(days), sum(not (a <= s < b) for a, b, s in zip(fit, too_far, starts_of))))
    return out


def main():
    program = sys.argv[1]
    rng = random.Random(118271)
    holidays = {FIRST + dt.timedelta(days=rng.randint(0, (LAST - FIRST).days)) for _ in range(900)}
    calendar_line = f"calendar {FIRST} {LAST} 420 " + " ".join(f"-{day}" for day in sorted(holidays))
    questions = Questions()
    elsewhere = published(questions)
    from_rows = len(questions.lines)
    for i in range(TRIPLES):
        if i % 2 == 0:
            random_shift(rng, questions)
        else:
            random_due(rng, questions, holidays)
    got = answers(program, calendar_line, questions.lines)
    if len(got) != len(questions.lines):
        sys.exit("another number of answers than questions")
    checks = {name: [0, 0] for name in questions.names}  # name → asked, disagreeing
    for line, want, found, name in zip(questions.lines, questions.expected, got, questions.names):
        checks[name][0] += 1
        if want != found:
            checks[name][1] += 1
            if checks[name][1] <= 10:
                print(f"{name}: {line}: Python counts {want}, the runtime {found}")
    print(f"{TRIPLES} random triples against datetime and calendar, {from_rows} questions from published rows")
    for name, count, bad in properties(rng, program, calendar_line, holidays):
        checks[name] = [count, bad]
    for name, (count, bad) in checks.items():
        print(f"{name}: {count} asked, {bad} disagree")
    for day, n, unit, up, _ in elsewhere:
        print(f"not ours: dates-calc rounds {day} + {n} {unit} up to {up}; the law we count by knows the last day of a shorter month only")
    failed = sum(bad != 0 for _, bad in checks.values())
    print(f"{len(checks) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
