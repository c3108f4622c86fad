#!/usr/bin/env python3
"""Long runs at full size: 100,000,000 decisions by compiled code, 1,000,000 by the interpreter, 100,000 edits in an editor.

    ./dev deep soak [--runs 3] [--minutes N]

Memory at the end is at most 5 % above what it was after the first tenth; no answer changes. Draws tests/results/soak-*.svg.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

from shards import options, work_off

# One run a shard; what each does is in tests/soak.
RUNS = ["native", "interp", "edits"]
FIGURES = ["done", "kb_after_a_tenth", "kb_at_the_end", "p50_first", "p50_last"]

asked = options("soak", 1, runs=len(RUNS))


def run_shard(seed, _):
    name = RUNS[seed - 1]
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        subprocess.run([sys.executable, "tests/soak/run.py", asked.build, "--only", name, "--report", report.name, "--svg",
                        pathlib.Path(asked.result).parent])
        text = pathlib.Path(report.name).read_text()
    if not text:
        sys.exit(f"{name} ended without a report")
    one = json.loads(text)[name]
    return {"runs": 1, "wrong": one["wrong"], "grown": one["grown"], name: {figure: one[figure] for figure in FIGURES},
            **{other: {} for other in RUNS if other != name}}


total = work_off(
    asked, "runs",
    # What decides and edits, and what watches it.
    rooms=["compiler/runtime", "compiler/codegen", "compiler/syntax", "compiler/check", "compiler/workspace", "lsp", "tests/soak"],
    head={"command": "./dev deep soak"},
    totals=["runs", "wrong", "grown"], tables=RUNS,
    run_shard=run_shard,
    line=lambda total: f"{total['runs']} of {len(RUNS)} runs, {total['wrong']} answers changed, {total['grown']} grew")
failed = total["wrong"] + total["grown"]
print(f"{2 * total['runs'] - min(failed, 2 * total['runs'])} passed, {failed} failed")
sys.exit(1 if failed else 0)
