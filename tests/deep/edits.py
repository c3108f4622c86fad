#!/usr/bin/env python3
"""Edit sessions at full size: 10,000 of 30 edits, all that is asked of a file equal to a fresh reading and check.

    ./dev deep edits [--sessions 10000] [--edits 30] [--shard 100] [--minutes N]

Under AddressSanitizer: PHEP_PRESET=asan ./dev deep edits.
"""

import os
import sys

from shards import options, reported, work_off

asked = options("edits", 100, sessions=10000, edits=30)
program = [f"{asked.build}/bin/phep_edits", "--edits", str(asked.edits)]
total = work_off(
    asked, "sessions",
    # What is edited, read, checked and asked.
    rooms=["compiler/syntax", "compiler/check", "compiler/workspace", "lsp/ide", "lsp/server", "tests/edits"],
    head={"command": "./dev deep edits", "preset": os.environ.get("PHEP_PRESET", "release"), "edits_each": asked.edits},
    totals=["sessions", "edits", "wrong", "read_whole", "read_in_part"], tables=["gestures"],
    run_shard=lambda seed, size: reported([*program, "--sessions", str(size)], seed),
    line=lambda total: f"{total['sessions']} sessions, {total['edits']} edits, {total['wrong']} wrong")
print(f"{total['sessions'] - total['wrong']} passed, {total['wrong']} failed")
sys.exit(1 if total["wrong"] else 0)
