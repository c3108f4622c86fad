#!/usr/bin/env python3
"""Leaves of one meaning are one leaf: fields of equal label in different records, and which of them are meant.

    tests/library/leaves.py [--list]

Two fields whose label is the same in Vietnamese or in English either mean one thing, and then one of them goes (its record takes the
other's, or the norm takes both records), or they speak of different things, and then `leaves.allowed.csv` says why: `label,reason`, one
row a label. Wrong is: a shared label without a row, a row whose label is no longer shared, a row without a reason. `--list` prints the
shared labels with their fields.
"""
import csv
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STDLIB = ROOT / "stdlib"
ALLOWED = Path(__file__).with_name("leaves.allowed.csv")
RECORD = re.compile(r"^(?:record|dữ kiện) (\w+)(?: closed| khép kín)? \{\n(.*?)^\}", re.M | re.S)
FIELD = re.compile(r"^  (\w+) *: (.*?)(?=^  \w+ *:|\Z)", re.M | re.S)
LABEL = {language: re.compile(r"\b" + language + r'\s+"((?:[^"\\]|\\.)*)"') for language in ("vi", "en")}


def fields():
    """(qualified name of the field, label in each language), of every record of the library."""
    for path in sorted(STDLIB.rglob("*.phep")):
        module = ".".join(path.relative_to(STDLIB).with_suffix("").parts)
        text = "\n".join(line for line in path.read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith("//")) + "\n"
        for record, body in RECORD.findall(text):
            for name, rest in FIELD.findall(body):
                labels = {language: found[1] for language, label in LABEL.items() if (found := label.search(rest))}
                yield f"{module}.{record}.{name}", labels


def shared():
    """label -> fields, for labels that fields of two or more records carry."""
    by_label = {}
    for name, labels in fields():
        for label in labels.values():
            by_label.setdefault(label, []).append(name)
    return {label: names for label, names in by_label.items() if len({name.rsplit(".", 1)[0] for name in names}) > 1}


def main():
    groups = shared()
    if "--list" in sys.argv[1:]:
        for label, names in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])):
            print(f"{label} ({len(names)})", *(f"    {name}" for name in names), sep="\n")
        return 0
    with ALLOWED.open(encoding="utf-8", newline="") as file:
        allowed = {row["label"]: row["reason"].strip() for row in csv.DictReader(file)}
    wrong = [f"{label}: {', '.join(names)}" for label, names in sorted(groups.items()) if label not in allowed]
    wrong += [f"{label}: allowed, but no longer shared" for label in sorted(allowed.keys() - groups.keys())]
    wrong += [f"{label}: allowed without a reason" for label, reason in sorted(allowed.items()) if not reason]
    for line in wrong:
        print(line)
    print(f"{sum(1 for _ in fields())} leaves, {len(groups)} shared labels, {len(allowed)} allowed")
    print(f"leaves  {len(groups)} passed  {len(wrong)} failed")
    return 1 if wrong else 0


sys.exit(main())
