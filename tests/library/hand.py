#!/usr/bin/env python3
"""Every test of the library names the rows that it was worked out from, and counts its dates by hand.
    hand.py [FOLDER OR FILE...]
The comment directly above a test, or the comments inside it, name at least one row of stdlib/rows.csv, a reading or a point of POINTS, and
nothing that looks like a row and is none; an article of several rows (AIL-35) may be named beside a row. Where the test expects a day, a
moment, a deadline or a status that only a term gives (pending, late, deferred), they also hold the counting: a day written out, or a number
with its unit, or that there is "no number", or that the act is "encouraged" only. A status on the first day of force needs none.
Each day that is expected must be named in the comments, as `Mon 26 Oct`, `26 October 2026`, `2026-10-26`, `26/10` or, after a
month, `Mon 26`; a day that ends at 24:00 may be expected as the next one at 0:00.
Paths are below stdlib. The worked cases say their provisions in the prose between their tests, so they are left out.
"""
import csv
import re
import sys
from datetime import date, timedelta

from declarations import ROOT, STDLIB, modules, of_kind

# Unsettled points that the library answers without a choice between readings.
POINTS = {"K-03", "K-07", "K-10", "K-19", "K-20", "K-25", "K-30"}
LEFT_OUT = ("blind", "cases")

HEAD = re.compile(r"(?:test|kiểm thử)\b")
NAME = re.compile(r'"((?:[^"\\]|\\.)*)"')
EXPECTED = re.compile(r"\s*(?:expect|mong đợi)\b")
RECORD = re.compile(r"\b[A-Z]\w* \{(?:[^{}]|\{[^{}]*\})*\}")  # what is given, not expected; sets may stand in it
DATE = re.compile(r"\b\d{4}-\d\d-\d\d|\.(?:due|hạn)\b|\b(?:is|is not|là|khác) (?:pending|late|deferred|còn_hạn|trễ_hạn|được_hoãn)\b")
MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
NUMBER = (r"(?:\d[\d,.]*(?:st|nd|rd|th)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|thirty|sixty"
          r"|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)")
UNIT = r"(?:(?:working |calendar |whole )?(?:hours?|days?|weeks?|months?|quarters?|years?)|h|giờ|ngày(?: làm việc)?|tuần|tháng|quý|năm)"
COUNTING = re.compile(rf"\b\d{{1,2}} {MONTH}\b|\b{MONTH} \d{{4}}\b|\b\d{{4}}-\d\d-\d\d|\b\d{{1,2}}/\d{{1,2}}\b|\b\d{{1,2}} tháng \d|\b{NUMBER} {UNIT}\b|\b(?:no number|encouraged|không có số|khuyến khích)\b")

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def known():
    """Ids that a comment may name: rows, points, readings by their name and by their entry."""
    with open(STDLIB / "rows.csv", encoding="utf-8") as file:
        rows = {row["id"] for row in csv.DictReader(file)}
    readings = {reading.name for reading in of_kind(modules(), "reading")}
    return rows, POINTS | readings | {name.replace("_", "-") for name in readings if name.startswith("K_")}


def blocks(lines):
    """(line of the head, name, its comments, what it expects) of each test."""
    for start, line in enumerate(lines):
        if not HEAD.match(line):
            continue
        first = start
        while first and lines[first - 1].startswith("//"):
            first -= 1
        comments, expected = [one.lstrip("/ ") for one in lines[first:start]], []
        expecting = False
        for inner in lines[start + 1 :]:
            if inner.startswith("}"):
                break
            code, _, comment = inner.partition("//")
            comments += [comment.lstrip("/ ")] if comment else []
            # What an expectation leads on to stands deeper than its own line.
            expecting = bool(EXPECTED.match(code)) or (expecting and code.startswith("    "))
            if expecting:
                expected.append(RECORD.sub("", code))
            elif "||" in code:
                expected.append(RECORD.sub("", code.split("||", 1)[1]))
        name = NAME.search(line)
        yield start + 1, name[1] if name else "", " ".join(comments), "\n".join(expected)


def wrong_with(comments, expected, rows, others, row_like):
    """What a reader would miss in the comments of one test."""
    ids = [one.rstrip("-") for one in row_like.findall(comments)]
    for one in sorted(set(ids) - rows):
        if not any(re.match(re.escape(one) + r"(?![0-9])", row) for row in rows):
            yield f"names {one}, which is no row"
    named = set(re.findall(r"\bK-\d+[a-z]?\b|\b\w+\b", comments))
    if not any(one in rows for one in ids) and not named & (rows | others):
        yield "names no row"
    if DATE.search(expected) and not COUNTING.search(row_like.sub("", comments)):
        yield "expects a day or a deadline without its counting"


def written(day, comments):
    """Whether the comments name this day."""
    forms = [day.isoformat(), rf"\b{day.day} {MONTHS[day.month - 1]}", rf"\b0?{day.day}(?:/| tháng )0?{day.month}\b", rf"\b{WEEKDAYS[day.weekday()]} {day.day}\b"]
    return any(re.search(form, comments) for form in forms)


def days_not_counted(comments, expected):
    """Days that are expected and that the comments do not name."""
    for day, time in sorted(set(re.findall(r"\b(\d{4}-\d\d-\d\d)(T\S{5})?", expected))):
        meant = date.fromisoformat(day)
        same = [meant] + [meant + timedelta(n) for at, n in (("T00:00", -1), ("T24:00", 1)) if time == at]
        if not any(written(one, comments) for one in same):
            yield f"expects {day}, which its comments do not name"


def main():
    rows, others = known()
    families = sorted({row.split("-", 1)[0] for row in rows}, key=len, reverse=True)
    row_like = re.compile(r"\b(?:" + "|".join(families) + r")-[0-9A-Za-zđ]+(?:-[0-9A-Za-zđ]+)*")
    only = sys.argv[1:]
    passed, failed = 0, []
    for path in sorted(STDLIB.rglob("*.phep")):
        place = str(path.relative_to(STDLIB))
        if place.split("/")[0] in LEFT_OUT or (only and not any(place.startswith(one) for one in only)):
            continue
        for line, name, comments, expected in blocks(path.read_text(encoding="utf-8").splitlines()):
            wrong = [*wrong_with(comments, expected, rows, others, row_like), *days_not_counted(comments, expected)]
            failed += [f"{path.relative_to(ROOT)}:{line}: \"{name}\" {one}" for one in wrong]
            passed += not wrong
    for one in failed:
        print(one)
    print(f"hand  {passed} passed  {len(failed)} failed")
    return 1 if failed else 0


sys.exit(main())
