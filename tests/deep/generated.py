#!/usr/bin/env python3
"""Generated programs at full size: 5,000 of 200 cases, interpreter, JIT, shared library and V8 byte for byte; of some, wabt.

    ./dev deep generated [--programs 5000] [--cases 200] [--shard 50] [--minutes N]

One case in ten is looked at closely. wabt is an interpreter of interpreted code: it decides 20 cases of one program in ten.
"""

import sys

from shards import options, reported, reported_by_all, work_off

# The engines that are compared, and V8 beside them.
ENGINES = ["interp", "jit", "native"]
FAILURES = ["disagreements", "refused_facts", "invalid_programs", "claims_refuted"]
TOTALS = ["programs", "cases", "claims_checked", *FAILURES]
TABLES = ["counts", "statuses"]
IN_WABT = 10

asked = options("generated", 50, programs=5000, cases=200)
tool = f"{asked.build}/bin/phep_generated"
program = [tool, "--cases", str(asked.cases), "--closely", "10", "--engine", ",".join(ENGINES), "--v8", "--partial", "--quiet"]
in_wabt = [tool, "--cases", "20", "--engine", "interp,wasm", "--partial", "--quiet"]


def run_shard(seed, size):
    out = reported_by_all(program, seed, size, TOTALS, TABLES)
    wabt = reported([*in_wabt, "--programs", str(size // IN_WABT)], seed)
    for name in FAILURES:
        out[name] += wabt[name]
    return {**out, "cases_in_wabt": wabt["cases"]}


total = work_off(
    asked, "programs",
    # What is compared, and what makes the cases.
    rooms=["compiler/runtime", "compiler/codegen", "compiler/engines", "tests/generated", "tests/v8"],
    head={"command": "./dev deep generated", "engines": [*ENGINES, "v8", "wasm"], "cases_each": asked.cases},
    totals=[*TOTALS, "cases_in_wabt"], tables=TABLES, run_shard=run_shard,
    line=lambda total: f"{total['programs']} programs, {total['cases']} cases, {total['cases_in_wabt']} in wabt, "
                       f"{total['disagreements']} disagreements")
failed = sum(total[name] for name in FAILURES)
if total["programs"] >= asked.programs:
    for name in [name for name, n in total["counts"].items() if n == 0]:
        failed += 1
        print(f"never happened: {name}")
print(f"{total['cases'] - min(failed, total['cases'])} passed, {failed} failed")
sys.exit(1 if failed else 0)
