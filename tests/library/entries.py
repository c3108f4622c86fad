#!/usr/bin/env python3
"""Every norm of the library is reported by an entry decision, or listed with a reason.

    tests/library/entries.py path/to/phep [--missing]

The entry decisions stand in `stdlib/vn/entry/*.phep`; the norms are those of `phep law export`; the list with reasons is the table of
`stdlib/vn/entry/README.md`. Wrong is: a norm that is neither reported nor listed, one that is both, one that is listed and does not
exist, a row without a reason. `--missing` prints the norms that are neither, as rows of the table.
"""
import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENTRY = ROOT / "stdlib" / "vn" / "entry"


def exported(phep):
    done = subprocess.run([phep, "law", "export", "--json", "--in", "stdlib"], cwd=ROOT, check=True, capture_output=True, text=True)
    return {norm["name"] for norm in json.loads(done.stdout)["norms"]}


def without_comments(text):
    return "\n".join(line.split("//")[0] for line in text.splitlines())


def reported(norms):
    """For each norm the entry decisions whose `norms` clauses name it."""
    by_module = {}
    for norm in norms:
        module, name = norm.rsplit(".", 1)
        by_module.setdefault(module, set()).add(name)
    found = {}
    for path in sorted(ENTRY.glob("*.phep")):
        text = without_comments(path.read_text(encoding="utf-8"))
        uses, aliases = [], {}
        for module, alias in re.findall(r"^use (\S+)(?: as (\w+))?$", text, re.M):
            uses.append(module)
            if alias:
                aliases[alias] = module
        for decision, body in re.findall(r"^decision (\w+)\([^{]*\{\n(.*?)^\}", text, re.M | re.S):
            for clause in re.findall(r"^  norms (.*?)(?=^  \w|\Z)", body, re.M | re.S):
                for prefix, name in re.findall(r"(?:(\w+)\.)?(\w+)\(", clause):
                    modules = [aliases[prefix]] if prefix else uses
                    for module in modules:
                        if name in by_module.get(module, ()):
                            found.setdefault(f"{module}.{name}", []).append(f"{path.stem}.{decision}")
    return found


def listed():
    """norm -> reason, from the table of the README."""
    rows = {}
    for line in (ENTRY / "README.md").read_text(encoding="utf-8").splitlines():
        row = re.fullmatch(r"\| `([\w.]+)` \| (.*?) \|", line)
        if row and row[1].startswith(("vn.", "eu.")):
            rows[row[1]] = row[2].strip()
    return rows


def main():
    norms = exported(sys.argv[1])
    found, reasons = reported(norms), listed()
    missing = sorted(norms - found.keys() - reasons.keys())
    if "--missing" in sys.argv[2:]:
        for norm in missing:
            print(f"| `{norm}` |  |")
        return 0
    wrong = [f"{norm}: neither reported by an entry decision nor listed" for norm in missing]
    wrong += [f"{norm}: listed, but reported by {found[norm][0]}" for norm in sorted(reasons.keys() & found.keys())]
    wrong += [f"{norm}: listed, but no such norm" for norm in sorted(reasons.keys() - norms)]
    wrong += [f"{norm}: listed without a reason" for norm in sorted(reasons) if not reasons[norm]]
    for line in wrong:
        print(line)
    print(f"{len(norms)} norms: {len(norms & found.keys())} reported by entry decisions, {len(reasons)} listed")
    print(f"entries  {len(norms) - len(missing)} passed  {len(wrong)} failed")
    return 1 if wrong else 0


sys.exit(main())
