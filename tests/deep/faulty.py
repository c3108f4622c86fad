#!/usr/bin/env python3
"""Faulty policies at full size: 40 norms of the library by seed, ten classes of bugs four times each.

    ./dev deep faulty [--policies 40] [--draw 7] [--shard 10] [--minutes N]

Wanted: at least 38 found, no class with none, and correct twins that raise nothing.
"""

import sys

from shards import options, reported, work_off

WANTED = 0.95

asked = options("faulty", 10, policies=40, draw=7)
program = [sys.executable, "tests/faulty/run.py", asked.build, "--draw", str(asked.draw)]
total = work_off(
    asked, "policies",
    # What is changed, what finds it, and what makes the bugs.
    rooms=["compiler", "stdlib", "tests/faulty"],
    head={"command": "./dev deep faulty", "draw": asked.draw},
    totals=["policies", "found", "twins_that_raise", "tests_left_out"],
    tables=["drawn", "found_in", "found_by", "missed", "raised"],
    run_shard=lambda seed, size: reported([*program, "--policies", str(size)], seed),
    line=lambda total: f"{total['policies']} policies, {total['found']} found, "
                       f"{total['twins_that_raise']} twins raise something")
short = [bug for bug, n in total["found_in"].items() if n == 0]
for bug in short:
    print(f"never found: {bug}")
for one in total["missed"]:
    print(f"missed: {one}")
for one in total["raised"]:
    print(f"raised by a correct twin: {one}")
enough = total["found"] >= WANTED * total["policies"]
print(f"{total['found']} passed, {total['policies'] - total['found'] + total['twins_that_raise']} failed")
sys.exit(0 if enough and not short and not total["twins_that_raise"] else 1)
