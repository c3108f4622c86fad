#!/usr/bin/env python3
"""Many programs, many cases: the interpreter and machine code byte for byte.

    ./dev deep differential [--programs 100000] [--cases 1000] [--shard 200] [--minutes N]

`generated` asks all engines and every claim of an answer; here machine code is made in memory, and one case in fifty is looked at closely, so
that a program takes an eighth of a second of one core.
"""

import sys

from shards import options, reported_by_all, work_off

FAILURES = ["disagreements", "refused_facts", "invalid_programs", "claims_refuted"]
TOTALS = ["programs", "cases", "claims_checked", *FAILURES]
TABLES = ["counts", "statuses"]

asked = options("differential", 200, programs=100_000, cases=1000)
program = [f"{asked.build}/bin/phep_generated", "--cases", str(asked.cases), "--closely", "50", "--engine", "interp,jit", "--partial", "--quiet"]
total = work_off(
    asked, "programs",
    # What is compared, and what makes the cases.
    rooms=["compiler/runtime", "compiler/codegen", "compiler/engines", "tests/generated"],
    head={"command": "./dev deep differential", "engines": ["interp", "jit"], "cases_each": asked.cases, "of": asked.programs},
    totals=TOTALS, tables=TABLES,
    run_shard=lambda seed, size: reported_by_all(program, seed, size, TOTALS, TABLES),
    line=lambda total: f"{total['programs']} programs, {total['cases']} cases, {total['counts']['slow_path']} on the slow path, "
                       f"{total['disagreements']} disagreements")
failed = sum(total[name] for name in FAILURES) + (10 * total["counts"]["slow_path"] < total["cases"])
print(f"{total['cases'] - min(failed, total['cases'])} passed, {failed} failed")
sys.exit(1 if failed else 0)
