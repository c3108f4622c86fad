"""Hosts that hold a compiled policy wrongly, and engines that might disagree."""

import json
import random

from harness import INDEFINITE, OK, REFUSED, ROOT, attack, check

SOURCE = """record Row { b : bool }
record R { a : int 0..100  s : text  rows : list<Row> max 6000 }
decision d(r: R) { many = count (x in r.rows where x.b)  twice = r.a * 2  s = r.s }
"""


def built(tools, *flags):
    source = tools.write("d.phep", SOURCE)
    out = tools.scratch / "c"
    tools.phep("build", source, "--target", "c", "--vectors", "1", "--out", out, seconds=90).ends(OK)
    program = tools.scratch / "hosts"
    tools.run("gcc", "-std=gnu11", "-O1", "-g", *flags, "-I%s" % (out / "include"), ROOT / "tests/attacks/hosts.c", next((out / "lib").glob("*.a")), "-pthread", "-o", program,
              memory=8 << 30, seconds=60).ends(OK)
    return program


@attack(23, "every size of text, output and arena against a page that nobody may touch")
def fences(tools):
    tools.run(built(tools), "fences", memory=8 << 30, seconds=40).ends(OK)
    planted = tools.run(built(tools, "-DPLANT"), "fences", memory=8 << 30, seconds=40)
    check(planted.code == -11, "one byte beyond a fence is not noticed:", planted.code)


@attack(23, "structs of nonsense, null, lists at nowhere")
def nonsense(tools):
    tools.run(built(tools), "nonsense", seconds=40).ends(OK)


@attack(24, "64 threads, a child after fork, a signal handler within a call")
def together(tools):
    tools.run(built(tools), "together", memory=16 << 30, seconds=60).ends(OK)


@attack(25, "a limit, then the same memory again")
def limit(tools):
    tools.run(built(tools), "limit", seconds=40).ends(OK)


@attack(22, "the engines on random facts, to the byte")
def engines(tools):
    source = ROOT / "tests/packages/every_kind.phep"
    dice = random.Random(22)
    rows = []
    for _ in range(300):
        row = {"count": dice.choice([0, 1, -1, 2**31, 2**62, dice.randrange(-1000, 1000)]), "nothing": 1}
        rows.append(json.dumps({key: value for key, value in row.items() if dice.random() < 0.9}))
    small = tools.write("d.phep", SOURCE)
    texts = [json.dumps({key: value for key, value in (("a", dice.randrange(101)), ("s", dice.choice(["", "quả", "\u0000", "x" * 300])),
                                                       ("rows", [{"b": dice.choice([True, False])} if dice.random() < 0.8 else {} for _ in range(dice.randrange(20))]))
                         if dice.random() < 0.85}) for _ in range(300)]
    said = tools.phep("eval", small, "--batch", "--engine", "all", "--facts", "-", "--as-of", "2026-03-10", stdin="\n".join(texts), seconds=90, memory=8 << 30)
    said.ends(OK)
    check(len(said.out.splitlines()) == 300, "answers are missing")
    said = tools.phep("eval", source, "--batch", "--engine", "all", "--facts", "-", "--as-of", "2026-03-10", stdin="\n".join(rows), seconds=90, memory=8 << 30)
    said.ends(OK, *REFUSED)
    flipped = tools.phep("test", ROOT / "tests/data/run", "--engine", "interp,jit", "--sabotage", "1", "--filter", "a", seconds=90, memory=8 << 30)
    check(flipped.code == 1, "a lowering that is flipped is not noticed:", flipped.code)
