#!/usr/bin/env python3
"""The interpreter on other machines: the same tables, facts and bytes (README.md).

    run.py BUILD [--machines A,B] [--of 10] [--shares 1] [--seed 0] [--programs 30] [--rounds 20000] [--paths A,B] [--report FILE] [--prove]

Shares SEED to SEED + SHARES - 1 of OF of the recorded cases are decided. `--prove` shows that a wrong byte and a table that
nobody turned are noticed.
"""

import argparse
import atexit
import json
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Tests whose cases are decided anew: all of the library, and the suite's own programs.
PATHS = ["stdlib", "tests/data/run"]
# Of a machine: its compiler, what CMake is told, what runs its programs.
MACHINES = {
    "x86-64": ("g++", [], []),
    "x86-64-limbs": ("g++", ["-DPHEP_LIMBS_ONLY=ON"], []),
    "i686": ("i686-linux-gnu-g++", [], ["qemu-i386"]),
    "s390x": ("s390x-linux-gnu-g++", [], ["qemu-s390x"]),
    "s390x-limbs": ("s390x-linux-gnu-g++", ["-DPHEP_LIMBS_ONLY=ON"], ["qemu-s390x"]),
}
# Programs for this machine that somebody watches (../watched).
WATCHED = {
    "thread": ("clang++-19", ["-DPHEP_WATCHED=thread"], []),
    "memory": ("g++", ["-DPHEP_WATCHED=memory"], []),
}


def run(*command):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True)


def must(*command):
    done = run(*command)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
    return done.stdout


def built(build, machine, plant=""):
    """The command that runs the machine's program, built if need be."""
    compiler, options, runner = {**MACHINES, **WATCHED}[machine]
    folder = build / "portability" / (machine + ("-" + plant.lower() if plant else ""))
    if not (folder / "build.ninja").exists():
        must("cmake", "-G", "Ninja", "-S", ROOT / "tests/portability", "-B", folder, f"-DCMAKE_CXX_COMPILER={compiler}",
             *options, f"-DPHEP_PLANT={plant}")
    must("ninja", "-C", folder, "-j", os.environ.get("PHEP_JOBS", str(os.cpu_count())))
    program = [str(folder / "portable")]
    # What this kernel runs by itself needs nobody else.
    try:
        alone = subprocess.run([*program, "arithmetic", "1", "1"], capture_output=True).returncode == 0
    except OSError:
        alone = False
    return program if alone else [*runner, *program]


def recorded(build, programs, paths=PATHS):
    """Where the recording is, after it was made."""
    (build / "portability").mkdir(exist_ok=True)
    # Of this process alone: others may be reading theirs.
    recording = build / f"portability/recording-{os.getpid()}"
    atexit.register(recording.unlink, missing_ok=True)
    print(must(build / "bin/phep_recorded", recording, *paths, "--programs", programs, "--seed", 1).strip(), flush=True)
    return recording


class Tally:
    passed = failed = 0

    def holds(self, what, so, told=""):
        if so:
            self.passed += 1
        else:
            self.failed += 1
            print(f"{what}: failed\n{told}")
        return so


def replayed(program, recording, share, of):
    """What the machine's program says of one share, and what it complains of."""
    done = run(*program, "replay", recording, share, of)
    return (json.loads(done.stdout) if done.stdout else None), done


def prove(build, recording, asked, tally):
    """A recorded answer with another byte is noticed; so is a table in the other order."""
    text = recording.read_bytes()
    at = 0
    while text.startswith(b"image ", at):
        body = text.index(b"\n", at) + 1
        at = body + int(text[at:body].split()[1])
    body = text.index(b"\n", at) + 1
    head = text[at:body].split()
    end = body + int(head[-3]) + int(head[-1])  # of the first answer
    wrong = recording.with_name("wrong")
    wrong.write_bytes(text[:end - 2] + b"#" + text[end - 1:])
    said, done = replayed(built(build, "x86-64"), wrong, 0, 1)
    tally.holds("one wrong byte is noticed", done.returncode == 1 and said["differ"] == 1, done.stderr[-600:])
    wrong.unlink()
    if "s390x" in asked.machines:
        done = replayed(built(build, "s390x", "TABLE_AS_IT_IS"), recording, 0, asked.of)[1]
        tally.holds("a table that nobody turned is refused", done.returncode == 2, done.stderr[-600:])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--machines", default=",".join(MACHINES))
    parser.add_argument("--of", type=int, default=10)
    parser.add_argument("--shares", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--programs", type=int, default=30)
    parser.add_argument("--paths", default=",".join(PATHS))
    parser.add_argument("--rounds", type=int, default=20_000)
    parser.add_argument("--report")
    parser.add_argument("--prove", action="store_true")
    asked = parser.parse_args()
    asked.machines = asked.machines.split(",")
    build = asked.build.resolve()
    os.chdir(ROOT)
    for machine in asked.machines:
        if not shutil.which(MACHINES[machine][0]):
            sys.exit(f"no {MACHINES[machine][0]}: ./dev test and ./dev deep portability install it")
    tally = Tally()
    recording = recorded(build, asked.programs, asked.paths.split(","))
    report = {"cases": 0, "answers": 0, "differ": 0, "rounds": 0, "sums_differ": 0, "by_machine": {}}
    for share in range(asked.seed, asked.seed + asked.shares):
        said = {}
        sums = {}
        for machine in asked.machines:
            program = built(build, machine)
            said[machine], done = replayed(program, recording, share % asked.of, asked.of)
            one = said[machine]
            so = done.returncode == 0 and one["differ"] == 0 and one["cases"] > 0
            tally.holds(f"{machine}: the cases of share {share} of {asked.of}", so, done.stderr[-3000:])
            if one:
                print(f"{machine}: {one['cases']} cases of {one['tables']} tables, {one['differ']} differ, {one['digest'][:16]}")
                report["answers"] += one["cases"]
                report["differ"] += one["differ"]
                report["by_machine"][machine] = report["by_machine"].get(machine, 0) + one["cases"]
            else:
                report["differ"] += 1
            sums[machine] = run(*program, "arithmetic", share + 1, asked.rounds).stdout
        first = said[asked.machines[0]]
        report["cases"] += first["cases"] if first else 0
        tally.holds("one digest of all answers", len({one and one["digest"] for one in said.values()}) == 1)
        report["rounds"] += asked.rounds
        apart = sum(1 for text in sums.values() if not text or text != sums[asked.machines[0]])
        report["sums_differ"] += apart
        tally.holds("one digest of all sums, products and quotients", apart == 0, json.dumps(sums))
    if asked.prove:
        prove(build, recording, asked, tally)
    if asked.report:
        pathlib.Path(asked.report).write_text(json.dumps(report))
    print(f"{tally.passed} passed, {tally.failed} failed")
    sys.exit(1 if tally.failed else 0)


if __name__ == "__main__":
    main()
