#!/usr/bin/env python3
"""Defences of ours taken away, one at a time: the tests of the attacks that they are there for must turn red.

    ./dev deep sabotage [--only N…] [--minutes N]

All sabotages (../attacks/sabotages.py) are in one program, in build/sabotage; PHEP_SABOTAGED chooses. With none chosen their tests are
green; with each, every test that it names is red, and mostly by what that test itself asserts: how is in the result.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import time

from shards import taken_up, written
from trees import git

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "attacks"))
import run  # noqa: E402  (registers attacks and sabotages)
import sabotages  # noqa: E402

ROOMS = ["compiler", "lsp", "stdlib", "vscode-extension", "tests/attacks", "tests/lsp"]
LONGEST = 900  # seconds of one test

parser = argparse.ArgumentParser()
parser.add_argument("build")
parser.add_argument("--only", type=int, nargs="+", default=[])
parser.add_argument("--minutes", type=float, default=0, help="stop after this many; 0: never")
parser.add_argument("--result", default="tests/results/sabotage.json")
asked = parser.parse_args()
home = pathlib.Path(asked.build, "sabotage").resolve()
tree = home / "tree"
path, total = taken_up(asked.result, ROOMS, {"command": "./dev deep sabotage"},
                       {"seconds": 0, "sabotages": 0, "red": 0, "asserted": 0, "green": [], "list": []})


def built():
    """The tree of this commit with all sabotages. Its build folder lies where that of the sources does, for the compiler's cache, and stays."""
    stamp = home / "commit"
    if stamp.exists() and stamp.read_text() == git("rev-parse", "HEAD") and (tree / "build/bin/phep-lsp").exists():
        return
    for old in tree.glob("*"):
        if old.name != "build":
            subprocess.run(["rm", "-rf", old], check=True)
    tree.mkdir(parents=True, exist_ok=True)
    archive = subprocess.run(["git", "archive", "HEAD"], stdout=subprocess.PIPE, check=True).stdout
    subprocess.run(["tar", "-x", "-C", tree], input=archive, check=True)
    sabotages.written(tree)
    environment = {**os.environ, "CCACHE_BASEDIR": str(tree), "CCACHE_NOHASHDIR": "1"}
    if not (tree / "build/build.ninja").exists():
        subprocess.run(["cmake", "--preset", "release"], cwd=tree, env=environment, stdout=subprocess.DEVNULL, check=True)
    jobs = os.environ.get("PHEP_JOBS", str(os.cpu_count()))
    with open(home / "build.log", "wb") as log:
        if subprocess.run(["ninja", "-C", tree / "build", "-j", jobs, "phep", "phep-lsp"], env=environment, stdout=log).returncode != 0:
            sys.exit(f"the sources with all sabotages do not compile: {home}/build.log")
    stamp.write_text(git("rev-parse", "HEAD"))


def attacked(number, names):
    """What run.py says of these tests with a sabotage: {name: what is wrong with it, None if it passed}."""
    out = {}
    for name in names:
        begun = time.monotonic()
        words = ["python3", "tests/attacks/run.py", tree / "build", "--only", name, "--sabotage", str(number)]
        try:
            done = subprocess.run(words, capture_output=True, text=True, errors="replace", timeout=LONGEST)
        except subprocess.TimeoutExpired:
            out[name] = ("hung", LONGEST)
            continue
        said = done.stdout.splitlines()
        if done.returncode == 0 and said[-1:] == ["1 passed, 0 failed"]:
            out[name] = (None, time.monotonic() - begun)
        elif said[-1:] == ["0 passed, 1 failed"]:
            # By its names alone: where the programs lie, and the test's folder, are of this machine.
            how = re.sub(r"\S*/phep-attack-\w+/?", "", said[1].strip().replace(f"{tree}/build/bin/", "").replace(f"{run.harness.ROOT}/", ""))
            out[name] = (how[:400], time.monotonic() - begun)
        else:
            sys.exit(f"the attack “{name}” did not run: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return out


def judged(one):
    if asked.minutes and begun + 60 * asked.minutes < time.monotonic():
        return one, None
    return one, attacked(one.number, one.tests)


begun = time.monotonic()
wrong = sabotages.problems([number for number in run.CATALOGUE if run.state_of(number) == "tested"])
if wrong:
    sys.exit("\n".join(wrong))
built()
done = {one["number"] for one in total["list"]}
wanted = [one for one in sabotages.SABOTAGES if one.number not in done and (not asked.only or one.number in asked.only)]
# One after the other: many tests look at seconds and memory.
whole = attacked(0, sorted({name for one in wanted for name in one.tests}))
red_without = {name: said for name, (said, _) in whole.items() if said}
for name, said in red_without.items():
    print(f"red without a sabotage: {name}: {said}")
with concurrent.futures.ThreadPoolExecutor(1 if (os.cpu_count() or 1) < 4 else 2) as pool:
    for one, seen in pool.map(judged, wanted):
        if seen is None:
            continue
        for name, (said, seconds) in seen.items():
            total["list"].append({"number": one.number, "sabotage": one.text, "attacks": one.attacks, "test": name, "red": said is not None,
                                  "by": said, "seconds": round(seconds, 1)})
            print(f"{one.number:3} {one.text} {'red' if said else 'GREEN'}: {name}: {(said or '')[:160]}", flush=True)
        total["list"].sort(key=lambda row: (row["number"], row["test"]))
        total["sabotages"] = len({row["number"] for row in total["list"]})
        total["red"] = sum(row["red"] for row in total["list"])
        total["asserted"] = sum((row["by"] or "").startswith("Broken") for row in total["list"])  # the others: no answer came
        total["green"] = [f"{row['number']} {row['test']}" for row in total["list"] if not row["red"]]
        written(path, total)
total["seconds"] += round(time.monotonic() - begun)
written(path, total)
left = len(sabotages.SABOTAGES) - total["sabotages"]
print(f"{total['sabotages']} sabotages, {total['red']} times red, {total['asserted']} of them by what the test asserts, {len(total['green'])} times green; {left} not tried")
print(f"{total['red']} passed, {len(total['green']) + len(red_without)} failed")
sys.exit(1 if total["green"] or red_without or (left and not asked.only) else 0)
