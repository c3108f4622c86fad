"""Counts checks; the last line is "N passed, N failed"."""

counts = {True: 0, False: 0}


def check(name, holds):
    counts[bool(holds)] += 1
    if not holds:
        print(name, "failed")


def same(name, got, wanted):
    check(name if got == wanted else f"{name}: {got}, wanted {wanted};", got == wanted)


def close():
    print(f"{counts[True]} passed, {counts[False]} failed")
    raise SystemExit(counts[False] != 0)
