#!/usr/bin/env python3
"""What `phep verify` says of the whole library, with the duties and prohibitions that one decision joins.

    ./dev deep verdicts

Wanted: at most one verdict of ten not decided, at least 30 pairs looked at, and no finding that is not allowed with a reason.
"""

import collections
import json
import os
import subprocess
import sys

from shards import options, work_off

asked = options("verdicts", 1, runs=1)


def run_shard(_seed, _size):
    done = subprocess.run([f"{asked.build}/bin/phep", "verify", "stdlib", "--pairs", "--no-cache", "--json"], capture_output=True,
                          text=True, env={**os.environ, "PHEP_LANG": "en"})
    if done.returncode not in (0, 1):
        sys.exit(f"phep verify ended with {done.returncode}: {done.stderr}")
    said = json.loads(done.stdout)
    pairs = [one for one in said["results"] if one.get("candidate")]
    told = [one for one in said["results"] if not one.get("candidate")]
    by_question = collections.Counter(f"{one['question']} {one['verdict']}" for one in told)
    return {
        "runs": 1, "verdicts": len(told), "not_decided": sum(one["verdict"] == "not_decided" for one in told), "pairs": len(pairs),
        "pairs_that_never_bind_together": sum(one["verdict"] == "proved" for one in pairs), "finds": done.returncode,
        "questions": sum(one["cost"]["questions"] for one in said["results"]),
        "solver_steps": sum(one["cost"]["steps"] for one in said["results"]),
        "by_question": by_question,
        "encoded": {f"{construct}: {how}": count for construct, counts in said["summary"]["constructs"].items()
                    for how, count in counts.items() if count},
        "open_or_refuted": {f"{one['question']} {one['verdict']}: {one['subject']} {one.get('part', '')} {one.get('why', '')}".strip(): 1
                            for one in told if one["verdict"] != "proved"},
        "pairs_by_verdict": {f"{one['about']}: {one['subject']} / {one['part']}: "
                             + {"proved": "never together", "refuted": "may bind together"}.get(one["verdict"], "not decided"): 1
                             for one in pairs}}


total = work_off(
    asked, "runs", rooms=["compiler/verify", "compiler/decision", "stdlib"], head={"command": "./dev deep verdicts"},
    totals=["runs", "verdicts", "not_decided", "pairs", "pairs_that_never_bind_together", "finds", "questions", "solver_steps"],
    tables=["by_question", "encoded", "open_or_refuted", "pairs_by_verdict"], run_shard=run_shard,
    line=lambda total: f"{total['verdicts']} verdicts, {total['not_decided']} not decided, {total['pairs']} pairs")
wrong = (10 * total["not_decided"] > total["verdicts"]) + (total["pairs"] < 30) + total["finds"]
print(f"{3 - wrong} passed, {wrong} failed")
sys.exit(1 if wrong else 0)
