#!/usr/bin/env python3
"""Other machines at full size: every case of the library's tests and of 200 generated programs, on each machine.

    ./dev deep portability [--shares 10] [--minutes N]

A share is a tenth of the cases; 20,000 rounds of 128-bit arithmetic go with each.
"""

import sys

from shards import options, reported, work_off

SHARES = 10
asked = options("portability", 2, shares=SHARES)
program = [sys.executable, "tests/portability/run.py", asked.build, "--of", str(SHARES), "--programs", "200", "--rounds", "20000"]
total = work_off(
    asked, "shares",
    # What is compiled, and what makes the cases.
    rooms=["compiler/runtime", "compiler/decision", "stdlib", "tests/data/run", "tests/generated", "tests/portability"],
    head={"command": "./dev deep portability", "of": SHARES},
    totals=["shares", "cases", "answers", "differ", "rounds", "sums_differ"], tables=["by_machine"],
    run_shard=lambda seed, size: {"shares": size, **reported([*program, "--shares", str(size)], seed - 1)},
    line=lambda total: f"{total['shares']} of {SHARES}: {total['cases']} cases on {len(total['by_machine'])} machines, "
                       f"{total['differ'] + total['sums_differ']} differ")
failed = total["differ"] + total["sums_differ"]
print(f"{total['answers'] - min(failed, total['answers'])} passed, {failed} failed")
sys.exit(1 if failed else 0)
