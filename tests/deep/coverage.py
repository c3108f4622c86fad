#!/usr/bin/env python3
"""What `./dev test` reaches of our own code: every test of it with programs that clang has instrumented, one test a shard.

    ./dev deep coverage [--minutes N] [--tell]

A profile a test is kept in build/coverage/profiles; the lines that no test reaches are in build/coverage/unreached.txt, and
with --tell on the screen. Tests that ask how a program behaves as it is shipped (what it links, what it writes) may fail
here; how many did is told, and what they reached counts.
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import time

from shards import taken_up, written
from trees import git

sys.path.insert(0, "tests")
from covered.interpreter import conditions  # noqa: E402
from covered.rooms import by_room, merged, spans  # noqa: E402

# What is asked of rooms, in hundredths.
LINES, BRANCHES = 95, 90
BRANCHED = ["compiler/check", "compiler/decision", "compiler/runtime", "compiler/codegen"]

parser = argparse.ArgumentParser()
parser.add_argument("build")
parser.add_argument("--minutes", type=float, default=0, help="stop after the test that passes this many; 0: never")
parser.add_argument("--only", action="append", default=[], help="a test's name; several")
parser.add_argument("--tell", action="store_true")
parser.add_argument("--result", default="tests/results/coverage.json")
asked = parser.parse_args()
build = pathlib.Path(asked.build, "coverage")
profiles = build / "profiles"
names = subprocess.run(["tests/run.sh", str(build), "--list"], capture_output=True, text=True, check=True).stdout.splitlines()
path, total = taken_up(
    asked.result,
    ["compiler", "grammar", "lsp", "tests/checks", "tests/codegen", "tests/data", "tests/unit"],
    {"command": "./dev deep coverage"}, {"tests": {}})


def run(name):
    folder = profiles / name.replace(" ", "-")
    # Compiled code that was kept would not be compiled.
    subprocess.run(["rm", "-rf", folder, build / "cache"], check=True)
    folder.mkdir(parents=True)
    if name == "edits":
        # Its sessions run in a program of their own, under AddressSanitizer: here in the one that counts.
        (build / "edits/bin").mkdir(parents=True, exist_ok=True)
        (build / "edits/bin/phep_edits").unlink(missing_ok=True)
        (build / "edits/bin/phep_edits").symlink_to((build / "bin/phep_edits").resolve())
    environment = {**os.environ, "LLVM_PROFILE_FILE": f"{folder.resolve()}/%4m.profraw"}
    begun = time.monotonic()
    said = subprocess.run(["tests/run.sh", str(build), name], capture_output=True, text=True, env=environment).stdout
    counts = re.findall(r"^(\d+) passed, (\d+) failed$", said, re.M)[-1]
    raw = sorted(map(str, folder.iterdir()))
    broken = merged(f"{folder}.profdata", raw) if raw else 0
    subprocess.run(["rm", "-rf", folder], check=True)
    return {"passed": int(counts[0]), "failed": int(counts[1]), "seconds": round(time.monotonic() - begun), "half_written": broken}


def judged():
    rooms, unreached = by_room(".", str(build / "all.profdata"), programs())
    short = []
    for room, counts in rooms.items():
        for kind, least in (("lines", LINES), ("branches", BRANCHES if room in BRANCHED else 0)):
            reached, every = counts[kind]
            if 100 * reached < least * every:
                short.append(f"{room}: {100 * reached / every:.1f} % of {kind}, {least} asked")
    left, cannot, stale = conditions(".", str(build / "all.profdata"), programs())
    short += [f"{one}: never decided alone" for one in left]
    short += [f"tests/covered/interpreter.py: {' '.join(map(str, one))}: decides alone, or is no more" for one in stale]
    total["interpreter"] = {"left": len(left), "cannot": cannot}
    (build / "unreached.txt").write_text("".join(f"{file}: {spans(lines)}\n" for file, lines in unreached.items()))
    return rooms, short


def programs():
    built = [build / "bin" / name for name in os.listdir(build / "bin")]
    return sorted(str(file) for file in built if file.is_file() and os.access(file, os.X_OK))


begun = time.monotonic()
for name in asked.only or names:
    if name in total["tests"] and (profiles / f"{name.replace(' ', '-')}.profdata").exists():
        continue
    if asked.minutes and time.monotonic() - begun > 60 * asked.minutes:
        break
    total["tests"][name] = run(name)
    total["seconds"] = sum(test["seconds"] for test in total["tests"].values())
    written(path, total)
    print(f"{name}: {total['tests'][name]}", flush=True)

kept = [str(profiles / f"{name.replace(' ', '-')}.profdata") for name in total["tests"]]
merged(str(build / "all.profdata"), [file for file in kept if os.path.exists(file)])
total["rooms_reached"], total["short"] = judged()
total["left"] = [name for name in names if name not in total["tests"]]
written(path, total)
if asked.tell:
    print((build / "unreached.txt").read_text())
print(f"{'room':24} {'lines':>16} {'branches':>16} {'MC/DC':>16} arms")
for room, counts in total["rooms_reached"].items():
    cells = [f"{100 * n / all:5.1f} % of {all}" if all else "-" for n, all in (counts[kind] for kind in ("lines", "branches", "mcdc"))]
    print(f"{room:24} {cells[0]:>16} {cells[1]:>16} {cells[2]:>16} {counts['arms']}")
for line in total["short"]:
    print(line)
print(f"{len(total['tests'])} of {len(names)} tests, {git('rev-parse', '--short', 'HEAD')}")
rooms = len(total["rooms_reached"])
failed = len(total["short"]) + len(total["left"])
print(f"{max(rooms - len(total['short']), 0)} passed, {failed} failed")
sys.exit(1 if failed else 0)
