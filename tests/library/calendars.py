#!/usr/bin/env python3
"""The private calendar is the State's without its swaps: day for day, and group for group.
    calendars.py PHEP
A swap is a day off "in exchange" and the day that is worked for it; a pending group that is about one stands in the State's calendar alone.
Each year has as many of the one as of the other.
"""
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

STDLIB = Path(__file__).resolve().parents[2] / "stdlib"
COMPARED = ("first", "last", "kind", "label", "cites", "rows", "confidence", "sources")


def swapped(day):
    return day["kind"] == "worked" or "in exchange" in (day.get("label") or {}).get("en", "")


def told(day):
    return json.dumps({key: day.get(key) for key in COMPARED}, ensure_ascii=False, sort_keys=True)


def differences(state, private):
    """What the one says and the other does not, swaps left out."""
    ours = {told(day): day for day in state["days"] if not swapped(day)}
    theirs = {told(day): day for day in private["days"]}
    for key in sorted(ours.keys() ^ theirs.keys()):
        day = ours.get(key) or theirs[key]
        yield f"{day['first']} ({day['label']['en']}): in one calendar only, or told otherwise"
    groups = {}
    for group in state["pending"]:
        if not any(swapped(day) for way in group["alternatives"] for day in way["days"]):
            groups[group["name"]] = group
    for name in sorted(groups.keys() ^ {group["name"] for group in private["pending"]}):
        yield f"{name}: awaited by one calendar only"
    for group in private["pending"]:
        ours = groups.get(group["name"])
        if ours is not None and json.dumps(ours["alternatives"], sort_keys=True) != json.dumps(group["alternatives"], sort_keys=True):
            yield f"{group['name']}: its alternatives are not the same"
    off = Counter(day["first"][:4] for day in state["days"] if swapped(day) and day["kind"] == "rest")
    worked = Counter(day["first"][:4] for day in state["days"] if day["kind"] == "worked")
    for year in sorted(off.keys() | worked.keys()):
        if off[year] != worked[year]:
            yield f"{year}: {off[year]} days off in exchange for {worked[year]} that are worked"
    if state["covers"] != private["covers"]:
        yield f"covers: {state['covers']}, {private['covers']}"


def main():
    raw = subprocess.run([sys.argv[1], "law", "export", "--json", "--stdlib", str(STDLIB), "--in", str(STDLIB)], capture_output=True, text=True, check=True)
    calendars = {one["name"]: one for one in json.loads(raw.stdout)["calendars"]}
    state, private = calendars["vn.state"], calendars["vn.private"]
    failed = list(differences(state, private))
    for line in failed:
        print(line)
    print(f"calendars  {len(state['days']) + len(state['pending']) - len(failed)} passed  {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
