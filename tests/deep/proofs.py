#!/usr/bin/env python3
"""Encoding against the interpreter at full size: 100,000 complete cases over generated programs and the library.

    ./dev deep proofs [--programs 1000] [--cases 60] [--library 40] [--shard 20] [--minutes N]
"""

import sys

from shards import options, reported, work_off

FAILURES = ["wrong", "invalid_programs"]

asked = options("proofs", 20, programs=1700, cases=60, library=20)
program = [f"{asked.build}/bin/phep_proofs", "--cases", str(asked.cases)]


def run_shard(seed, size):
    """As many generated programs, and some decisions of the library drawn anew by each seed."""
    return reported([*program, "--programs", str(size), "--library", str(asked.library)], seed)


total = work_off(
    asked, "programs",
    # What is compared, and what makes the cases.
    rooms=["compiler/runtime", "compiler/verify", "compiler/decision", "tests/generated", "tests/proofs", "stdlib"],
    head={"command": "./dev deep proofs", "cases_each": asked.cases, "library_each": asked.library},
    totals=["programs", "cases", "compared", "refused_facts", "not_encoded", "awaiting", "several_models", "refinements",
            *FAILURES],
    tables=["statuses"], run_shard=run_shard,
    line=lambda total: f"{total['programs']} programs, {total['cases']} cases, {total['compared']} outcomes compared, "
                       f"{total['wrong']} wrong")
failed = sum(total[name] for name in FAILURES)
print(f"{total['cases'] - min(failed, total['cases'])} passed, {failed} failed")
sys.exit(1 if failed else 0)
