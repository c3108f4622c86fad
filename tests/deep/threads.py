#!/usr/bin/env python3
"""What runs in threads, under ThreadSanitizer: 64 threads on one table, tests and batches in parallel, the language server.

    ./dev deep threads [--rounds 5] [--minutes N]

A round is one seed: another share of the cases, other edits, another session.
"""

import sys

from shards import options, reported, work_off

asked = options("threads", 1, rounds=5)
program = [sys.executable, "tests/watched/threads.py", asked.build]


def run_shard(seed, _):
    rows = reported(program, seed)
    return {"rounds": 1, "steps": len(rows), "races": sum(row["races"] for row in rows.values()),
            "wrong": sum(row["wrong"] for row in rows.values()), "races_by_step": {name: row["races"] for name, row in rows.items()}}


total = work_off(
    asked, "rounds",
    # What is compiled for the sanitizer, and what is run.
    rooms=["compiler", "lsp", "tests/edits", "tests/portability", "tests/watched"],
    head={"command": "./dev deep threads"},
    totals=["rounds", "steps", "races", "wrong"], tables=["races_by_step"],
    run_shard=run_shard,
    line=lambda total: f"{total['rounds']} rounds of {total['steps']} steps: {total['races']} races, {total['wrong']} wrong")
failed = total["races"] + total["wrong"]
print(f"{total['steps'] - min(failed, total['steps'])} passed, {failed} failed")
sys.exit(1 if failed else 0)
