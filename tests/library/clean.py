#!/usr/bin/env python3
"""Asks that `phep check` and `phep lint` find nothing in the library, and that what is allowed in it says by which text.
    clean.py PHEP
The reason of an allowance names a row of rows.csv, or the decree that was not read. Then copies of the library are spoilt, one finding each:
a check that misses one of them fails, too.
"""
import csv
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

STDLIB = Path(__file__).resolve().parents[2] / "stdlib"
ALLOWED = re.compile(r"//\s*phép:\s*allow\s+(P\d{4})\s+until\s+\S+\s+\"((?:[^\"\\]|\\.)*)\"")
UNREAD = re.compile(r"\bDecree \d+/\d{4}\b.*\bnot read\b")

# What is appended to a module of a copy, and what must be said of it.
PLANTED = {
    "a warning": ("vn/time/private_terms.phep", "\nrule planted(d: DayTerm) : bool {\n  let   idle = d.event_on\n  case  always: true when true  cites BLDS@148.5\n}\n", "P2019"),
    "a drafting lint": ("vn/time/private_terms.phep", "\nrule planted(d: DayTerm) : instant = 12 days after d.event_on\n", "P7510"),
    "an allowance without a text": ("vn/terms/parties.phep", '\n// phép: allow P7510 until 2028-01-01 "nobody needs it yet"\nparty planted  vi "bên thử"  en "planted party"\n', "names no row"),
    "an allowance in vain": ("vn/terms/parties.phep", '\n// phép: allow P7511 until 2028-01-01 "row AIL-3-4: nothing is found here"\nparty planted  vi "bên thử"  en "planted party"\n', "P6014"),
}


def found(phep, library):
    """(what is wrong, how many things were looked at)."""
    wrong = set()
    for command in ("check", "lint"):
        raw = subprocess.run([phep, command, "--json", str(library)], capture_output=True, text=True, check=False)
        told = json.loads(raw.stdout)["diagnostics"]
        for one in told:
            at = one["at"]
            wrong.add(f"{Path(at['path']).name}:{at['start']['line']}: {one['code']} {one['en']}")
        if raw.returncode != 0 and not told:
            wrong.add(f"phep {command} ended with {raw.returncode}: {raw.stderr.strip()}")
    with open(STDLIB / "rows.csv", encoding="utf-8") as file:
        rows = {row["id"] for row in csv.DictReader(file)}
    files = sorted([*library.rglob("*.phep"), *library.rglob("*.phep.md")])
    allowed = 0
    for path in files:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            one = ALLOWED.search(line)
            if one is None:
                continue
            allowed += 1
            if not rows.intersection(re.findall(r"[A-ZĐ][\wĐđ]*(?:-[\wĐđ]+)+", one[2])) and not UNREAD.search(one[2]):
                wrong.add(f"{path.name}:{number}: the allowance of {one[1]} names no row and no text that was not read")
    return sorted(wrong), 2 * len(files) + allowed


def main():
    phep = sys.argv[1]
    failed, looked_at = found(phep, STDLIB)
    passed = looked_at - len(failed)
    for what, (module, text, expected) in PLANTED.items():
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "stdlib"
            shutil.copytree(STDLIB, copy)
            with open(copy / module, "a", encoding="utf-8") as file:
                file.write(text)
            told, _ = found(phep, copy)
        if any(expected in line for line in told):
            passed += 1
        else:
            failed.append(f"{what} in {module} is not told: {told}")
    for line in failed:
        print(line)
    print(f"clean  {passed} passed  {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
