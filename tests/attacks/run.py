"""Runs every attack of this folder. Closes with "N passed, N failed".

  run.py BUILD                     all of them; also that tests/RELIABILITY.md lists what is here
  run.py BUILD --only WORD…        those of a number, or whose name holds a word
  run.py BUILD --slowest           also how long each took
  run.py BUILD --table             writes tests/RELIABILITY.md
  run.py BUILD --prove             each against programs that keep no promise: all must fail
  run.py BUILD --sabotage N …      with a defence taken away (sabotages.py): BUILD is that of tests/deep/sabotage.py, or texts suffice

The full run also takes away the defences that are texts which tests read themselves: settings of the extension, locks.
"""

import argparse
import concurrent.futures
import difflib
import os
import pathlib
import shutil
import sys
import tempfile
import time
import traceback

import harness
import sabotages

sys.path.insert(0, str(harness.ROOT / "tests/deep"))
import record  # noqa: E402
from trees import git  # noqa: E402
from catalogue import CATALOGUE, NOT_TESTABLE  # noqa: E402

# They register their attacks.
import sources  # noqa: F401
import facts  # noqa: F401
import modules  # noqa: F401
import lsp  # noqa: F401
import output  # noqa: F401
import supply  # noqa: F401
import bundles  # noqa: F401
import faults  # noqa: F401
import hosts  # noqa: F401
import limits  # noqa: F401
# … and these their sabotages.
import undone_input  # noqa: F401
import undone_output  # noqa: F401
import undone_server  # noqa: F401

TABLE = harness.ROOT / "tests/RELIABILITY.md"

# Programs that keep no promise. The first takes everything, repeats it, and answers nothing of what was asked; the second dies.
STUBS = {
    "meek": '#!/bin/sh\nprintf "%s " "$@"\nfor a in "$@"; do test -f "$a" && head -c 4000 "$a"; done\ntimeout 1 head -c 4000\nexit 0\n',
    "dead": "#!/bin/sh\nkill -SEGV $$\n",
}


def run(one, tools_of):
    """What is wrong with it, or None; and how long it took."""
    scratch = tempfile.mkdtemp(prefix="phep-attack-")
    start = time.monotonic()
    try:
        one.function(tools_of(one, scratch))
        return None, time.monotonic() - start
    except Exception as error:  # whatever it is, the attack was not withstood
        places = traceback.extract_tb(error.__traceback__)
        where = [f"{pathlib.Path(place.filename).name}:{place.lineno}" for place in places if "harness" not in place.filename]
        return f"{type(error).__name__}: {error}\n    at {', '.join(where[1:])}", time.monotonic() - start
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def state_of(number):
    if number in NOT_TESTABLE:
        return "not testable here: " + NOT_TESTABLE[number]
    tests = [one for one in harness.ATTACKS if one.number == number]
    if not tests:
        return "**no test**"
    return "absent" if all(one.absent for one in tests) else "tested"


def table():
    """tests/RELIABILITY.md, from the catalogue and what registered itself."""
    out = ["# How Phép fails", "", "Written by `python3 tests/attacks/run.py BUILD --table`; `tests/checks/attacks.sh` fails when it is not current.", "",
           "Each row is an attack or a bad input, with what is promised. *Tested*: the tests of the last column try it on the built programs. *Absent*: they",
           "show that the door is closed. *Sabotages*: each takes one defence away, and turns a test of the row red (`./dev deep sabotage`).", "",
           "| # | attack | promise | state | tests | sabotages |", "| ---: | --- | --- | --- | --- | --- |"]
    for number, (given, promise) in CATALOGUE.items():
        names = "; ".join(one.name for one in harness.ATTACKS if one.number == number)
        undone = " ".join(f"{one.number}. {one.text}" for one in sabotages.SABOTAGES if number in one.attacks)
        out.append(f"| {number} | {given} | {promise} | {state_of(number)} | {names} | {undone} |")
    others = [one.name for one in harness.ATTACKS if one.number == 0]
    out += ["", f"Beside these, {len(others)} tests exceed the limits of section 16.7 of `grammar/REFERENCE.md`, one a row.", "", *record.tables()]
    return "\n".join(out)


def lines_that_differ(text):
    """From the table. Without a repository nobody knows what changed since a deep check ran: that part is not compared."""
    texts = [text, table()]
    if not git("rev-parse", "HEAD", check=False):
        texts = [one.partition(record.HEADING)[0] for one in texts]
    return [line for line in difflib.ndiff(*(one.splitlines() for one in texts)) if line[0] in "-+"]


def texts_of(one):
    """What it reads of this repository, with its defences taken away."""
    return {path: text for undone in sabotages.SABOTAGES if one.name in undone.tests for path, text in undone.texts().items()}


def noticed(undone):
    """Whether its tests fail that read no more than texts; None where it is of the programs."""
    texts = undone.texts()
    tests = [one for one in harness.ATTACKS if one.name in undone.tests]
    return all(run(one, lambda _, scratch: harness.Tools("", "", scratch, texts))[0] is not None for one in tests) if texts else None


def stubbed(one, name):
    """Whether the test fails against a stub, or with defences of texts taken away."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="phep-stub-"))
    stub = folder / "phep"
    stub.write_text(STUBS[name])
    stub.chmod(0o755)
    try:
        return run(one, lambda test, scratch: harness.Tools(stub, stub, scratch, texts_of(test)))[0] is not None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def prove(wanted, jobs):
    green = 0
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        seen = {name: list(pool.map(lambda one: stubbed(one, name), wanted)) for name in STUBS}
    for at, one in enumerate(wanted):
        red = [name for name in STUBS if seen[name][at]]
        green += not red
        print(f"{one.number:3} {one.name}: " + ("red with its texts altered" if texts_of(one) and red else "red against " + ", ".join(red) if red else "NEVER RED"))
    print(f"{len(wanted) - green} passed, {green} failed")
    return green != 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--slowest", action="store_true")
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--prove", action="store_true")
    parser.add_argument("--sabotage", type=int, default=0)
    options = parser.parse_args()
    if options.table:
        TABLE.write_text(table(), encoding="utf-8")
        return 0
    wanted = [one for one in harness.ATTACKS
              if not options.only or any(word == str(one.number) or (not word.isdigit() and word in one.name) for word in options.only)]
    if options.prove:
        return prove(wanted, options.jobs)
    build, texts = options.build.resolve(), {}
    if options.sabotage:
        chosen = sabotages.SABOTAGES[options.sabotage - 1]
        texts = chosen.texts()
        os.environ["PHEP_SABOTAGED"] = str(chosen.choice)
    failed, took = 0, []
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        ran = pool.map(lambda one: run(one, lambda _, scratch: harness.Tools(build / "bin/phep", build / "bin/phep-lsp", scratch, texts)), wanted)
        for one, (problem, seconds) in zip(wanted, ran):
            took.append((seconds, one.name))
            if problem:
                failed += 1
                print(f"{one.number} {one.name}\n    {problem}", flush=True)
    count = len(wanted)
    if not options.only:
        count += 1
        missing = [number for number in CATALOGUE if state_of(number) == "**no test**"]
        unseen = record.without_result()
        stale = lines_that_differ(TABLE.read_text(encoding="utf-8") if TABLE.exists() else "")
        if missing or unseen or stale:
            failed += 1
            print(f"tests/RELIABILITY.md is not what is tested here (run.py BUILD --table writes it); without a test: {missing}; "
                  f"deep checks without a result: {unseen}", *stale, sep="\n")
        tested = [number for number in CATALOGUE if state_of(number) == "tested"]
        wrong = sabotages.problems(tested)
        for undone in [] if wrong else sabotages.SABOTAGES:
            red = noticed(undone)
            count += red is not None
            wrong += [f"nobody notices: {undone.text}"] if red is False else []
        count += 1
        failed += len(wrong)
        print(*wrong, sep="\n", end="\n" if wrong else "")
    if options.slowest:
        for seconds, name in sorted(took, reverse=True)[:15]:
            print(f"{seconds:7.1f} s  {name}")
    print(f"{count - failed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
