#!/usr/bin/env python3
"""The interpreter and the runtime's unit tests under valgrind: recorded cases in memory that nobody has written before.

    ./dev deep memory [--rounds 5] [--minutes N]

A round is a hundredth of the cases, and the unit tests and commands once more.
"""

import sys

from shards import options, reported, work_off

asked = options("memory", 1, rounds=5)
program = [sys.executable, "tests/watched/memory.py", asked.build]


def run_shard(seed, _):
    rows = reported(program, seed)
    return {"rounds": 1, "runs": len(rows), "found": sum(row["found"] for row in rows.values()),
            "wrong": sum(row["wrong"] for row in rows.values())}


total = work_off(
    asked, "rounds",
    # What is watched, and what is run.
    rooms=["compiler/runtime", "compiler/decision", "compiler/cli", "compiler/syntax", "compiler/check", "tests/unit", "tests/portability",
           "tests/watched"],
    head={"command": "./dev deep memory"},
    totals=["rounds", "runs", "found", "wrong"], tables=[],
    run_shard=run_shard,
    line=lambda total: f"{total['rounds']} rounds of {total['runs']} runs: {total['found']} found, {total['wrong']} wrong")
failed = total["found"] + total["wrong"]
print(f"{total['runs'] - min(failed, total['runs'])} passed, {failed} failed")
sys.exit(1 if failed else 0)
