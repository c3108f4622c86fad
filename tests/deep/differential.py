#!/usr/bin/env python3
"""Many programs, many cases: the interpreter and machine code byte for byte.

    ./dev deep differential [--programs 100000] [--cases 1000] [--shard 200] [--minutes N]

`generated` asks all engines and every claim of an answer; here machine code is made in memory, and one case in fifty is looked at closely, so
that a program takes a fourth of a second.
"""

import concurrent.futures
import os
import sys

from shards import options, reported, work_off

FAILURES = ["disagreements", "refused_facts", "invalid_programs", "claims_refuted"]
TOTALS = ["programs", "cases", "claims_checked", *FAILURES]
TABLES = ["counts", "statuses"]

asked = options("differential", 200, programs=100_000, cases=1000)
program = [f"{asked.build}/bin/phep_generated", "--cases", str(asked.cases), "--closely", "50", "--engine", "interp,jit", "--partial", "--quiet"]


def run_shard(seed, size):
    """On every processor a part of the shard."""
    parts = os.cpu_count()
    ends = [seed + size * part // parts for part in range(parts + 1)]
    with concurrent.futures.ThreadPoolExecutor(parts) as pool:
        ran = list(pool.map(lambda at: reported([*program, "--programs", str(ends[at + 1] - ends[at])], ends[at]), range(parts)))
    out = {name: sum(one[name] for one in ran) for name in TOTALS}
    for table in TABLES:
        out[table] = {name: sum(one[table].get(name, 0) for one in ran) for name in sorted(set().union(*(one[table] for one in ran)))}
    return out


total = work_off(
    asked, "programs",
    # What is compared, and what makes the cases.
    rooms=["compiler/runtime", "compiler/codegen", "compiler/engines", "tests/generated"],
    head={"command": "./dev deep differential", "engines": ["interp", "jit"], "cases_each": asked.cases, "of": asked.programs},
    totals=TOTALS, tables=TABLES, run_shard=run_shard,
    line=lambda total: f"{total['programs']} programs, {total['cases']} cases, {total['counts']['slow_path']} on the slow path, "
                       f"{total['disagreements']} disagreements")
failed = sum(total[name] for name in FAILURES) + (10 * total["counts"]["slow_path"] < total["cases"])
print(f"{total['cases'] - min(failed, total['cases'])} passed, {failed} failed")
sys.exit(1 if failed else 0)
