#!/usr/bin/env python3
"""Proofs mean something: proved verdicts about the library are drawn by seed, and one mistake in the rule or norm must turn each.

    ./dev deep turned [--drawn 100]

A verdict that none of them turns holds if it was proved again under each: two cases that exclude each other and say the same are still
without conflict when one of them is changed. The others are named with the number of mistakes tried.
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
    totals=["drawn", "turned", "mistakes", "question_gone"], tables=["by_question", "by_fault", "not_turned", "proved_to_hold"], run_shard=run_shard,
    line=lambda total: f"{total['turned']} of {total['drawn']} proved verdicts turned, {total['mistakes']} mistakes tried")
for name, mistakes in total["proved_to_hold"].items():
    print(f"proved again under each of {mistakes} mistakes: {name}")
for name, mistakes in total["not_turned"].items():
    print(f"not turned by {mistakes} mistakes: {name}")
shown = total["turned"] + len(total["proved_to_hold"])
print(f"{shown} passed, {total['drawn'] - shown} failed")
sys.exit(0 if shown == total["drawn"] else 1)
