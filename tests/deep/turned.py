#!/usr/bin/env python3
"""Proofs mean something: proved verdicts about the library are drawn by seed, and one mistake in the rule or norm must turn each.

    ./dev deep turned [--drawn 100]

Verdicts that none of a norm's mistakes turns are named with the number of mistakes tried.
"""

import sys

from shards import options, reported, work_off

asked = options("turned", 100, drawn=100)


def run_shard(seed, size):
    return reported([f"{asked.build}/bin/phep_proofs", "--turned", str(size)], seed)


total = work_off(
    asked, "drawn",
    rooms=["compiler/verify", "compiler/decision", "compiler/mutation", "tests/proofs", "stdlib"],
    head={"command": "./dev deep turned"},
    totals=["drawn", "turned", "mistakes", "question_gone"], tables=["by_question", "by_fault", "not_turned"], run_shard=run_shard,
    line=lambda total: f"{total['turned']} of {total['drawn']} proved verdicts turned, {total['mistakes']} mistakes tried")
for name, mistakes in total["not_turned"].items():
    print(f"not turned by {mistakes} mistakes: {name}")
print(f"{total['turned']} passed, {total['drawn'] - total['turned']} failed")
sys.exit(0 if total["turned"] == total["drawn"] else 1)
