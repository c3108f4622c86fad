#!/usr/bin/env python3
"""What an entry decision of the library costs, from C, with all facts given and with half of them.

    ./dev bench entries [--quick]

`ai_obligations` for an insurer's system (insurer.json beside this file): all its leaves, and six halves of them drawn by
seed. Each answer must be the interpreter's. Prints a table, which tells for how many norms the list of what is missing
may be too long (inexact); closes with "N passed, N failed".
"""

import argparse
import copy
import json
import pathlib
import random
import subprocess
import sys

AS_OF = "2026-11-25T08:00+07:00"
AS_OF_MS = 1_795_568_400_000
MODULE = "vn.entry.ai_obligations"
CLOSED = {"acts"}  # a leaf that is missing there was not done, unless the object says that it is partial

parser = argparse.ArgumentParser()
parser.add_argument("build")
parser.add_argument("--quick", action="store_true", help="a few rounds: is everything there and right?")
asked = parser.parse_args()
here = pathlib.Path(__file__).parent
build = pathlib.Path(asked.build).resolve()
phep = build / "bin/phep"
work = build / "bench-entries"
work.mkdir(exist_ok=True)


def run(*command, **more):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True, **more).stdout


def leaves(value, path=()):
    """The paths of what is no object and no list of objects."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for i, inner in enumerate(value):
            yield from leaves(inner, (*path, i))
    elif value != [] or path[-1] in ("practices", "consequences"):  # an empty list of records has no leaf
        yield path


def without(facts, paths):
    facts = copy.deepcopy(facts)
    for path in paths:
        owner = facts
        for key in path[:-1]:
            owner = owner[key]
        del owner[path[-1]]
        if path[-2] in CLOSED:
            owner["$partial"] = True
    return facts


facts = json.loads((here / "insurer.json").read_text())
every = sorted(leaves(facts), key=str)
cases = [("all", facts)]
for seed in range(1, 7):
    cases.append((f"half, seed {seed}", without(facts, random.Random(seed).sample(every, len(every) // 2))))

run(phep, "build", MODULE, "--target", "native", "--decision", "ai_obligations", "--out", work)
run("cc", "-O2", "-std=c11", "-D_GNU_SOURCE", "-I", work, here / "entry.c", "-o", work / "entry", work / "libai_obligations.so",
    f"-Wl,-rpath,{work}")
lines = "".join(json.dumps(case, separators=(",", ":")) + "\n" for _, case in cases)
measured = [json.loads(line) for line in run(work / "entry", 5 if asked.quick else 301, AS_OF_MS, input=lines).splitlines()]

passed = failed = 0


def check(holds, what):
    global passed, failed
    passed, failed = passed + holds, failed + (not holds)
    if not holds:
        print(f"not so: {what}")


norms = len(measured[0]["answer"]["norms"])
print(f"{MODULE}: {len(every)} leaves, {norms} norms reported\n")
print("| leaves given | JSON read | typed facts decided | both | JSON to JSON | leaves missing | norms open | of them inexact |")
print("| --- | --: | --: | --: | --: | --: | --: | --: |")
for (name, case), one in zip(cases, measured):
    file = work / "case.json"
    file.write_text(json.dumps(case))
    answer = json.loads(run(phep, "eval", MODULE, "--decision", "ai_obligations", "--as-of", AS_OF, "--facts", file, "--json",
                            "--engine", "interp"))
    check(one["answer"] == answer, f"{name}: the interpreter's answer")
    open_norms = [norm for norm in answer["norms"].values() if "missing" in norm]
    inexact = sum("$inexact" in norm for norm in open_norms)
    micro = [f"{one[key] / 1000:.1f} µs" for key in ("read_ns", "decide_ns")]
    both = f"{(one['read_ns'] + one['decide_ns']) / 1000:.1f} µs"
    print(f"| {name} | {micro[0]} | {micro[1]} | {both} | {one['text_ns'] / 1000:.1f} µs | {len(answer['missing'])} | "
          f"{len(open_norms)} | {inexact} |")
check(len(every) >= 60 and norms >= 80, "a case of its size")
check(measured[0]["path"] != 2, "generated code decides a case of which all is given, but for norms that meet a day still open")
print(f"\n{passed} passed, {failed} failed")
sys.exit(failed != 0)
