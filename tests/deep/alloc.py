#!/usr/bin/env python3
"""Allocations fail, once and from then on: `phep check`, `eval --engine interp`, `fmt` on small inputs, at one of all those that the
same calls lead to; JIT and `build` at the decades of theirs; the language server at 4,000 drawn from those of a conversation.

    ./dev deep alloc [--shares 200] [--minutes N]

A share is every two hundredth.
"""

import sys

from shards import options, reported, work_off

SHARES = 200
asked = options("alloc", 1, shares=SHARES)
program = [sys.executable, "tests/faults/run.py", asked.build, "--every", str(SHARES), "--conversations", "20"]


def run_shard(seed, _):
    only = ["--only", "check,eval,fmt,server,decades", "--closely"] if seed == 1 else ["--only", "check,eval,fmt,server"]
    one = reported([*program, *only], seed)
    return {"shares": 1, "tried": one["tried"], "broken": one["broken"], "ends": one["ends"],
            "allocations": one["allocations"] if seed == 1 else 0, "ways": one["ways"] if seed == 1 else 0}


total = work_off(
    asked, "shares",
    # What allocates, and what makes it fail.
    rooms=["compiler", "lsp", "tests/faults"],
    head={"command": "./dev deep alloc", "of": SHARES},
    totals=["shares", "allocations", "ways", "tried", "broken"], tables=["ends"],
    run_shard=run_shard,
    line=lambda total: f"{total['shares']} of {SHARES}: {total['tried']} failures tried, {total['broken']} broken")
failed = total["broken"]
print(f"{total['tried'] - min(failed, total['tried'])} passed, {failed} failed")
sys.exit(1 if failed else 0)
