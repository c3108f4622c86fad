#!/usr/bin/env python3
"""Long runs (README.md): run.py BUILD [--only native,interp,edits] [--native N] [--interp N] [--edits N] [--parts 100]
[--report FILE] [--svg FOLDER] [--prove]"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import edits
import plot

ROOT = pathlib.Path(__file__).resolve().parents[2]
GROWTH = 1.05
TITLES = {"native": ("Typed decisions by compiled code", "ns"), "interp": ("Typed decisions by the interpreter", "ns"),
          "edits": ("Edits in an editor", "ms")}


def policy(build, scratch):
    """The program around a policy, and the cases for it."""
    phep = build / "bin/phep"
    env = dict(os.environ, PYTHONDONTWRITEBYTECODE="1")

    def must(*command, **more):
        return subprocess.run([str(word) for word in command], check=True, env=env, **more)

    source = ROOT / "tests/packages/every_kind.phep"
    must(phep, "build", source, "--target", "native", "--out", scratch, stdout=subprocess.DEVNULL)
    with open(scratch / "cases", "wb") as cases:
        must(sys.executable, ROOT / "tests/packages/cases.py", "write", scratch / "every_kind.abi.json", 5, 1500, stdout=cases)
    must("gcc", "-O2", "-std=gnu11", "-Wall", "-Wextra", "-I", scratch, ROOT / "tests/soak/decide.c", "-o", scratch / "decide",
         "-L", scratch, "-levery_kind", f"-Wl,-rpath,{scratch}")
    return scratch / "decide", scratch / "cases"


def decided(program, cases, count, parts, by, *more):
    with subprocess.Popen([program, cases, str(count), str(parts), by, *more], stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            yield json.loads(line)
    if process.returncode not in (0, 1):
        sys.exit(f"decide.c ended with {process.returncode}")


def judged(name, run):
    """The figures of a run."""
    kept = list(run)
    parts, end = kept[:-1], kept[-1]
    first, last = parts[max(len(parts) // 10 - 1, 0)]["kb"], parts[-1]["kb"]
    grown = last > first * GROWTH
    out = {"done": parts[-1]["done"], "wrong": end["wrong"], "kb_after_a_tenth": first, "kb_at_the_end": last, "grown": int(grown),
           "p50_first": parts[0]["p50"], "p50_last": parts[-1]["p50"], "parts": parts}
    print(f"{name}: {out['done']} done, {end['wrong']} wrong, {first} kB after a tenth, {last} kB at the end; "
          f"half take {out['p50_first']} {TITLES[name][1]} at first, {out['p50_last']} at last", flush=True)
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--only", default=",".join(TITLES))
    parser.add_argument("--native", type=int, default=100_000_000)
    parser.add_argument("--interp", type=int, default=1_000_000)
    parser.add_argument("--edits", type=int, default=100_000)
    parser.add_argument("--parts", type=int, default=100)
    parser.add_argument("--report")
    parser.add_argument("--svg", type=pathlib.Path)
    parser.add_argument("--prove", action="store_true")
    asked = parser.parse_args()
    build = asked.build.resolve()
    runs, passed, failed = {}, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        names = asked.only.split(",")
        program, cases = policy(build, scratch) if set(names) & {"native", "interp"} or asked.prove else (None, None)
        for name in names:
            if name == "edits":
                run = edits.session(build / "bin/phep-lsp", asked.edits, asked.parts)
            else:
                run = decided(program, cases, getattr(asked, name), asked.parts, name)
            runs[name] = one = judged(name, run)
            for bad, words in ((one["wrong"], f"{name}: answers changed"), (one["grown"], f"{name}: memory grew")):
                passed, failed = passed + (not bad), failed + bool(bad)
                if bad:
                    print(words)
            if asked.svg:
                (asked.svg / f"soak-{name}.svg").write_text(plot.svg(*TITLES[name], one["parts"]))
        if asked.prove:
            found = judged("native", decided(program, cases, 20_000 * asked.parts, asked.parts, "native", "leak"))["grown"]
            passed, failed = passed + bool(found), failed + (not found)
            if not found:
                print("a program that forgets memory was not found out")
    if asked.report:
        pathlib.Path(asked.report).write_text(json.dumps(runs))
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
