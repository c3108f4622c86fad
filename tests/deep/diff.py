#!/usr/bin/env python3
"""The regions of `phep diff` at full size: 10,000 cases of ten decisions under the laws of three pairs of days.

    ./dev deep diff [--cases 10000] [--shard 1000] [--minutes N]

Each case that changes lies in a region, each region holds a case that changes, nothing outside them does. At least 200 of the
cases change in some pair, and 1,000 lie within a day of a deadline.
"""

import sys

from shards import options, reported, work_off

asked = options("diff", 1000, cases=10000)
program = [sys.executable, "tests/regions/run.py", asked.build]
total = work_off(
    asked, "cases",
    # What is compared, and what makes the cases.
    rooms=["compiler/runtime", "compiler/verify", "compiler/decision", "compiler/testing", "stdlib", "tests/regions"],
    head={"command": "./dev deep diff", "shard": asked.shard},
    totals=["cases", "changed", "near_a_deadline", "diffs", "regions", "regions_that_cases_met", "not_decided", "changes",
            "changes_in_regions", "changes_not_decided", "outside", "empty_regions"],
    tables=["seen", "outside_of", "empty"],
    run_shard=lambda seed, size: reported([*program, "--cases", str(size)], seed),
    line=lambda total: f"{total['cases']} cases, {total['changed']} changed, {total['regions']} regions, "
                       f"{total['outside']} outside, {total['empty_regions']} empty")
failed = total["outside"] + total["empty_regions"]
if total["cases"] >= asked.cases:
    failed += (total["changed"] < total["cases"] / 50) + (total["near_a_deadline"] < total["cases"] / 10)
print(f"{total['cases'] + total['regions'] - min(failed, total['cases'])} passed, {failed} failed")
sys.exit(1 if failed else 0)
