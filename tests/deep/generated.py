#!/usr/bin/env python3
"""Generated programs at full size: 2,000 of 500 cases, interpreter, JIT, shared library and V8 byte for byte.

    ./dev deep generated [--programs 2000] [--cases 500] [--shard 20] [--minutes N]

Seeds are worked off in shards, and tests/results/generated.json is written after each, so that a run that was stopped
(or given --minutes) goes on where it was. A result made from other sources of the engines is not continued.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import time

# The engines that are compared, and what makes the cases.
ROOMS = ["compiler/runtime", "compiler/codegen", "compiler/engines", "tests/generated", "tests/v8"]
ENGINES = ["interp", "jit", "native"]
TOTALS = ["programs", "cases", "disagreements", "refused_facts", "invalid_programs", "claims_checked", "claims_refuted"]
FAILURES = ["disagreements", "refused_facts", "invalid_programs", "claims_refuted"]


def git(*words):
    return subprocess.run(["git", *words], capture_output=True, text=True, check=True).stdout.strip()


def rooms():
    """The tree hashes of what the result depends on."""
    return {room: git("rev-parse", "--short=12", f"HEAD:{room}") for room in ROOMS}


def start(asked):
    return {
        "command": "./dev deep generated",
        "commit": git("rev-parse", "--short=12", "HEAD"),
        "rooms": rooms(),
        "engines": [*ENGINES, "v8"],
        "asked": {"programs": asked.programs, "cases_each": asked.cases},
        "next_seed": 1,
        "seconds": 0,
        **dict.fromkeys(TOTALS, 0),
        "counts": {},
        "statuses": {},
    }


def add(total, shard):
    for name in TOTALS:
        total[name] += shard[name]
    for part in ("counts", "statuses"):
        for name, n in shard[part].items():
            total[part][name] = total[part].get(name, 0) + n
    total["next_seed"] += shard["programs"]


def run_shard(build, seed, programs, cases):
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        done = subprocess.run(
            [f"{build}/bin/phep_generated", "--programs", str(programs), "--cases", str(cases), "--seed", str(seed),
             "--engine", ",".join(ENGINES), "--v8", "--partial", "--quiet", "--report", report.name],
            stdout=subprocess.DEVNULL)
        text = pathlib.Path(report.name).read_text()
    if not text:
        sys.exit(f"the shard from seed {seed} ended with code {done.returncode} and no report")
    return json.loads(text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--programs", type=int, default=2000)
    parser.add_argument("--cases", type=int, default=500)
    parser.add_argument("--shard", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=0, help="stop after the shard that passes this many; 0: never")
    parser.add_argument("--result", default="tests/results/generated.json")
    asked = parser.parse_args()
    if git("status", "--porcelain", "--", *ROOMS):
        sys.exit("the sources differ from the commit that the result would name: commit first")

    path = pathlib.Path(asked.result)
    total = json.loads(path.read_text()) if path.exists() else None
    if total is None or total["rooms"] != rooms() or total["asked"]["cases_each"] != asked.cases:
        total = start(asked)
    total["asked"]["programs"] = asked.programs
    begun = time.monotonic()
    while total["programs"] < asked.programs and (not asked.minutes or time.monotonic() - begun < 60 * asked.minutes):
        before = time.monotonic()
        size = min(asked.shard, asked.programs - total["programs"])
        add(total, run_shard(asked.build, total["next_seed"], size, asked.cases))
        total["seconds"] += round(time.monotonic() - before)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(total, indent=1, ensure_ascii=False) + "\n")
        print(f"{total['programs']} programs, {total['cases']} cases, {total['disagreements']} disagreements", flush=True)

    failed = sum(total[name] for name in FAILURES)
    never = [name for name, n in total["counts"].items() if n == 0]
    if total["programs"] >= asked.programs:
        failed += len(never)
        for name in never:
            print(f"never happened: {name}")
    print(f"{total['cases'] - min(failed, total['cases'])} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
