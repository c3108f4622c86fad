#!/usr/bin/env python3
"""Draws the rows of the blind second reading: `draw.py SEED [--of N] [--held EXPORT.json] DIGEST.md…`

A row may be drawn if it says what somebody must, must not or may do, gives a power or a fine, and was read with confidence A
or B. Each instrument gives its share, at least one row; within it chance decides. With --held, rows that no norm of that
export carries are passed over and told on standard error.
"""
import argparse
import json
import random
import re
import sys

DRAWN = re.compile(r"(must|may|power|sanction|is fined)\b")


def rows(paths):
    for path in paths:
        columns = None
        with open(path, encoding="utf-8") as text:
            for line in text:
                if not line.startswith("|"):
                    columns = None
                    continue
                cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]]
                if cells[0] == "id":
                    columns = cells
                elif columns and "modality" in columns and not set(cells[0]) <= set("-: "):
                    yield dict(zip(columns, cells))


def shares(sizes, total):
    """How many rows each instrument gives: one, and the rest by size, the largest remainders first."""
    exact = {name: total * size / sum(sizes.values()) for name, size in sizes.items()}
    share = {name: min(sizes[name], max(1, int(exact[name]))) for name in sizes}
    by_remainder = sorted(sizes, key=lambda name: (int(exact[name]) - exact[name], name))
    step = 0
    while sum(share.values()) != min(total, sum(sizes.values())):
        name = by_remainder[step % len(by_remainder)]
        if sum(share.values()) < total and share[name] < sizes[name]:
            share[name] += 1
        elif sum(share.values()) > total and share[name] > max(1, int(exact[name]) - 1):
            share[name] -= 1
        step += 1
    return share


def held_rows(path):
    with open(path, encoding="utf-8") as text:
        export = json.load(text)
    held = set()
    for norm in export["norms"]:
        held.update(norm.get("rows") or [])
        for part in ("exemptions", "sanctions"):
            for entry in norm.get(part) or []:
                if isinstance(entry, dict):
                    held.update(entry.get("rows") or [])
    return held


def main():
    options = argparse.ArgumentParser()
    options.add_argument("seed", type=int)
    options.add_argument("digests", nargs="+")
    options.add_argument("--of", type=int, default=150)
    options.add_argument("--held")
    chosen = options.parse_args()
    pools = {}
    for row in rows(chosen.digests):
        if DRAWN.match(row["modality"]) and row["conf."] in ("A", "B"):
            pools.setdefault(row["id"].split("-")[0], []).append(row["id"])
    chance = random.Random(chosen.seed)
    for name in sorted(pools):
        pools[name].sort()
        chance.shuffle(pools[name])
    if chosen.held:
        held = held_rows(chosen.held)
        passed = [row for name in sorted(pools) for row in pools[name] if row not in held]
        print(f"passed over, {len(passed)}:", *passed, file=sys.stderr)
        pools = {name: left for name, pool in pools.items() if (left := [row for row in pool if row in held])}
    share = shares({name: len(pool) for name, pool in pools.items()}, chosen.of)
    for name in sorted(pools):
        for row in sorted(pools[name][: share[name]]):
            print(row)


if __name__ == "__main__":
    main()
