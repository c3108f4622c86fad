#!/usr/bin/env python3
"""Asks that each reading of the library has a test under each of its options.
    readings.py
The usual option is what every test asks that chooses none; each other one is chosen in a test block, by name or by a column of its table, or
in a case file.
"""
import json
import re
import sys
from collections import defaultdict

from declarations import STDLIB, modules, of_kind

TEST = re.compile(r"^(?:test|kiểm thử)\b")
CHOICE = re.compile(r"^ +(?:reading|cách hiểu)\s+([\w.]+)\s*=\s*([\w.]+)")
READING = re.compile(r"^(?:reading|cách hiểu)\s+(\w+)\s*\{([^}]*)\}\s*(?:default|mặc định)\s+(\w+)", re.M)


def cells(line):
    return [cell.strip() for cell in line.strip().split("|")]


def chosen(module):
    """Each reading that a test of the module chooses, with the option."""
    starts = [i for i, line in enumerate(module.lines) if TEST.match(line)]
    for i in starts:
        block = module.lines[i + 1 :]
        block = block[: next((n for n, line in enumerate(block) if line.startswith("}")), len(block))]
        rows = [cells(line) for line in block if line.lstrip().startswith("|")]
        for line in block:
            found = CHOICE.match(line)
            if not found:
                continue
            name, value = (word.rpartition(".")[2] for word in found.groups())
            if rows and value in rows[0]:
                column = rows[0].index(value)
                yield from ((name, row[column]) for row in rows[1:])
            else:
                yield name, value


def chosen_in_cases():
    for path in sorted(STDLIB.rglob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                for name, option in json.loads(line).get("readings", {}).items():
                    yield name.rpartition(".")[2], option


def main():
    everything = modules()
    asked = defaultdict(set)
    for name, option in [*(pair for m in everything for pair in chosen(m)), *chosen_in_cases()]:
        asked[name].add(option)
    passed, failed, declared = 0, [], []
    for module in everything:
        text = re.sub(r'"(?:[^"\\]|\\.)*"|//.*', "", "\n".join(module.lines))
        for name, inside, usual in READING.findall(text):
            options = [option.split()[0] for option in inside.split(",")]
            declared.append(f"{module.name}.{name}")
            for option in options:
                if option == usual or option in asked[name]:
                    passed += 1
                else:
                    failed.append(f"{module.name}.{name}: no test under {option}")
    failed += [f"{one.qualified}: its options are not found" for one in of_kind(everything, "reading") if one.qualified not in declared]
    for line in failed:
        print(line)
    print(f"readings  {passed} passed  {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
