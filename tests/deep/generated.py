#!/usr/bin/env python3
"""Generated programs at full size: 2,000 of 500 cases, interpreter, JIT, shared library and V8 byte for byte.

    ./dev deep generated [--programs 2000] [--cases 500] [--shard 20] [--minutes N]
"""

import sys

from shards import options, reported, work_off

# The engines that are compared, and V8 beside them.
ENGINES = ["interp", "jit", "native"]
FAILURES = ["disagreements", "refused_facts", "invalid_programs", "claims_refuted"]

asked = options("generated", 20, programs=2000, cases=500)
program = [f"{asked.build}/bin/phep_generated", "--cases", str(asked.cases), "--engine", ",".join(ENGINES), "--v8",
           "--partial", "--quiet"]
total = work_off(
    asked, "programs",
    # What is compared, and what makes the cases.
    rooms=["compiler/runtime", "compiler/codegen", "compiler/engines", "tests/generated", "tests/v8"],
    head={"command": "./dev deep generated", "engines": [*ENGINES, "v8"], "cases_each": asked.cases},
    totals=["programs", "cases", "claims_checked", *FAILURES], tables=["counts", "statuses"],
    run_shard=lambda seed, size: reported([*program, "--programs", str(size)], seed),
    line=lambda total:
        f"{total['programs']} programs, {total['cases']} cases, {total['disagreements']} disagreements")
failed = sum(total[name] for name in FAILURES)
if total["programs"] >= asked.programs:
    for name in [name for name, n in total["counts"].items() if n == 0]:
        failed += 1
        print(f"never happened: {name}")
print(f"{total['cases'] - min(failed, total['cases'])} passed, {failed} failed")
sys.exit(1 if failed else 0)
