#!/usr/bin/env python3
"""Boundaries that no published year offers are met on calendars made for them.
    other_days.py PHEP [--list]
`phep law matrix` calls a boundary impossible where the calendar of Vietnam has no such day while a norm is law: no long holiday, no worked
Saturday, no 29 February, nothing undecided, or no data that far. In copies of the library that calendar is replaced by each of
other_days/*.calendar, which says why it has each of its days, and the tests of the same name are added. They must pass, and the matrix of
the copies must tell each of those boundaries as met by them, but those of LEFT.
"""
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

STDLIB = Path(__file__).resolve().parents[2] / "stdlib"
OTHER = Path(__file__).with_name("other_days")
REASONS = {"never_tet", "never_swap", "never_pending", "no_leap_day", "beyond_calendar"}
TEST = re.compile(r'^(?:(?:test|kiểm thử)\b[^\n]*\{\n.*?^\}\n|(?:cases|tệp dữ liệu) "[^\n]*\n)', re.M | re.S)
CALENDARS = ("vn.state", "vn.private")
# What no calendar could offer, with the reason.
LEFT = {
    ("eu.gdpr.transfers.review_adequacy", "month_end"): "four years from a 29 February end on one until 2100",
    ("vn.ai.ethics.review_framework", "month_end"): "its periods run from 10 March, a day that each March has",
}


def matrix(phep, library):
    raw = subprocess.run([phep, "law", "matrix", "--json", "--stdlib", str(library), "--in", str(library)], capture_output=True, text=True, check=True)
    return json.loads(raw.stdout)["norms"]


def overlay(folder, name):
    """The library with another calendar of Vietnam, and with the tests that are written for it instead of all others."""
    copy = Path(folder) / "stdlib"
    shutil.copytree(STDLIB, copy)
    shutil.rmtree(copy / "cases")
    shutil.rmtree(copy / "blind")
    for path in copy.rglob("*.phep"):
        if path.stem.endswith("_tests"):
            path.unlink()
        else:
            path.write_text(TEST.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")
    path = copy / "vn" / "calendar.phep"
    text = path.read_text(encoding="utf-8")
    days = (OTHER / f"{name}.calendar").read_text(encoding="utf-8")
    for calendar in CALENDARS:
        head = rf"^calendar {re.escape(calendar)} \{{\n.*?^\}}\n"
        text, n = re.subn(head, f'calendar {calendar} {{\n  vi "Lịch thử"  en "Test calendar"\n{days}}}\n', text, flags=re.M | re.S)
        if n != 1:
            raise ValueError(f"{path}: {n} calendars {calendar}")
    path.write_text(text, encoding="utf-8")
    tests = copy / "vn" / "time" / "other_days.phep"
    shutil.copy(OTHER / f"{name}.phep", tests)
    return copy, tests


def main():
    phep = sys.argv[1]
    wanted = {
        (norm["name"], cell["cell"])
        for norm in matrix(phep, STDLIB)
        for cell in norm["cells"]
        if cell["state"] == "n/a" and cell["reason"]["key"] in REASONS
    }
    passed, failed = 0, [f"{name} {cell}: left for a reason, though it is no longer in question" for name, cell in sorted(LEFT.keys() - wanted)]
    met = {}
    for calendar in sorted(OTHER.glob("*.calendar")):
        name = calendar.stem
        with tempfile.TemporaryDirectory() as folder:
            copy, tests = overlay(folder, name)
            run = subprocess.run([phep, "test", str(tests), "--stdlib", str(copy), "--engine", "interp"], capture_output=True, text=True, check=False)
            if run.returncode != 0:
                failed.append(f"{name}.phep: " + (run.stdout + run.stderr).strip())
                continue
            passed += 1
            for norm in matrix(phep, copy):
                for cell in norm["cells"]:
                    # What it still calls impossible may be met: a swapped day behind the last that an end has before it rolls.
                    if "test" in cell:
                        met.setdefault((norm["name"], cell["cell"]), name)
    for key in sorted(wanted):
        if key in LEFT:
            if key in met:
                failed.append(f"{key[0]} {key[1]}: left for a reason, though {met[key]}.phep meets it")
        elif key in met:
            passed += 1
            if "--list" in sys.argv[2:]:
                print(f"{key[0]} {key[1]}: {met[key]}")
        else:
            failed.append(f"{key[0]} {key[1]}: no test on any of the other calendars meets it")
    for line in failed:
        print(line)
    print(f"other_days  {passed} passed  {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
