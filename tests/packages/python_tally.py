"""Counts checks; the last line is "N passed, N failed"."""

counts = {True: 0, False: 0}


def check(name, holds):
    counts[bool(holds)] += 1
    if not holds:
        print(name, "failed")


def close():
    print(f"{counts[True]} passed, {counts[False]} failed")
    raise SystemExit(counts[False] != 0)
