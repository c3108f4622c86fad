"""Runs every attack of this folder. Closes with "N passed, N failed".

  run.py BUILD                     all of them; also that tests/RELIABILITY.md and the table of limits are true
  run.py BUILD --only WORD…        those whose name or number holds a word
  run.py BUILD --slowest           also how long each took
  run.py BUILD --table             writes tests/RELIABILITY.md
  run.py BUILD --prove             each against programs without defences: all must fail
"""

import argparse
import concurrent.futures
import pathlib
import shutil
import sys
import tempfile
import time
import traceback

import harness

import sources  # noqa: F401  (they register their attacks)
import facts  # noqa: F401

MODULES = ()


def run(one, tools_of):
    """What is wrong with it, or None; and how long it took."""
    scratch = tempfile.mkdtemp(prefix="phep-attack-")
    start = time.monotonic()
    try:
        one.function(tools_of(one, scratch))
        return None, time.monotonic() - start
    except Exception as error:
        where = [f"{pathlib.Path(f.filename).name}:{f.lineno}" for f in traceback.extract_tb(error.__traceback__) if "harness" not in f.filename]
        return f"{type(error).__name__}: {error}\n    at {', '.join(where[-3:])}", time.monotonic() - start
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--slowest", action="store_true")
    options = parser.parse_args()
    build = options.build.resolve()

    def tools_of(_, scratch):
        return harness.Tools(build / "bin/phep", build / "bin/phep-lsp", scratch)

    wanted = [one for one in harness.ATTACKS
              if not options.only or any(word == str(one.number) or (not word.isdigit() and word in one.name) for word in options.only)]
    failed, took = 0, []
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for one, (problem, seconds) in zip(wanted, pool.map(lambda one: run(one, tools_of), wanted)):
            took.append((seconds, one.name))
            if problem:
                failed += 1
                print(f"{one.number} {one.name}\n    {problem}", flush=True)
    if options.slowest:
        for seconds, name in sorted(took, reverse=True)[:12]:
            print(f"{seconds:7.1f} s  {name}")
    print(f"{len(wanted) - failed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
