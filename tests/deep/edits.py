#!/usr/bin/env python3
"""Edit sessions at full size: 10,000 of 30 edits, all that is asked of a file equal to a fresh reading and check.

    ./dev deep edits [--sessions 10000] [--edits 30] [--shard 100] [--minutes N]

Under AddressSanitizer: PHEP_PRESET=asan ./dev deep edits. Seeds are worked off in shards, and tests/results/edits.json
is written after each, so that a run that was stopped (or given --minutes) goes on where it was. A result made from other
sources is not continued.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

# What is edited, read, checked and asked.
ROOMS = ["compiler/syntax", "compiler/check", "compiler/workspace", "lsp/ide", "lsp/server", "tests/edits"]
TOTALS = ["sessions", "edits", "wrong", "read_whole", "read_in_part"]


def git(*words):
    return subprocess.run(["git", *words], capture_output=True, text=True, check=True).stdout.strip()


def rooms():
    """The tree hashes of what the result depends on."""
    return {room: git("rev-parse", "--short=12", f"HEAD:{room}") for room in ROOMS}


def start(asked):
    return {
        "command": "./dev deep edits",
        "commit": git("rev-parse", "--short=12", "HEAD"),
        "preset": os.environ.get("PHEP_PRESET", "release"),
        "rooms": rooms(),
        "asked": {"sessions": asked.sessions, "edits_each": asked.edits},
        "next_seed": 1,
        "seconds": 0,
        **dict.fromkeys(TOTALS, 0),
        "gestures": {},
    }


def run_shard(build, seed, sessions, edits):
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        done = subprocess.run(
            [f"{build}/bin/phep_edits", "--sessions", str(sessions), "--edits", str(edits), "--seed", str(seed),
             "--report", report.name],
            stdout=subprocess.DEVNULL)
        text = pathlib.Path(report.name).read_text()
    if not text:
        sys.exit(f"the shard from seed {seed} ended with code {done.returncode} and no report")
    return json.loads(text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--sessions", type=int, default=10000)
    parser.add_argument("--edits", type=int, default=30)
    parser.add_argument("--shard", type=int, default=100)
    parser.add_argument("--minutes", type=float, default=0, help="stop after the shard that passes this many; 0: never")
    parser.add_argument("--result", default="tests/results/edits.json")
    asked = parser.parse_args()
    if git("status", "--porcelain", "--", *ROOMS):
        sys.exit("the sources differ from the commit that the result would name: commit first")

    path = pathlib.Path(asked.result)
    total = json.loads(path.read_text()) if path.exists() else None
    preset = os.environ.get("PHEP_PRESET", "release")
    if (total is None or total["rooms"] != rooms() or total["asked"]["edits_each"] != asked.edits
            or total["preset"] != preset):
        total = start(asked)
    total["asked"]["sessions"] = asked.sessions
    begun = time.monotonic()
    while total["sessions"] < asked.sessions and (not asked.minutes or time.monotonic() - begun < 60 * asked.minutes):
        before = time.monotonic()
        size = min(asked.shard, asked.sessions - total["sessions"])
        shard = run_shard(asked.build, total["next_seed"], size, asked.edits)
        for name in TOTALS:
            total[name] += shard[name]
        for name, n in shard["gestures"].items():
            total["gestures"][name] = total["gestures"].get(name, 0) + n
        total["next_seed"] += size
        total["seconds"] += round(time.monotonic() - before)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(total, indent=1, ensure_ascii=False) + "\n")
        print(f"{total['sessions']} sessions, {total['edits']} edits, {total['wrong']} wrong", flush=True)

    print(f"{total['sessions'] - total['wrong']} passed, {total['wrong']} failed")
    sys.exit(1 if total["wrong"] else 0)


main()
