#!/usr/bin/env python3
"""Mistakes in our own interpreter, runtime and checker, one at a time: how many the tests notice.

    ./dev deep mutants [--mutants 2000] [--minutes N] [--tell] [--quick] [--again]

All mutants of the rooms are in one program (../mutants), in build/mutants; PHEP_MUTANT chooses. They are drawn by a fixed shuffle, so
that a longer run goes on where a shorter one stopped. A mutant meets the unit tests that reach it, quick ones first; if they do not notice
it, the programs of the suite and the library that reach it, tested by the interpreter, and the wrong programs, checked: what `phep` then
prints must be another text, or its end another. Last come random programs, on which the interpreter must agree with compiled code, whose
runtime is not mutated, and the oracles of `./dev test`. Survivors are in build/mutants/survivors.txt, and with --tell on the
screen; what ../mutants/judged.json says of one counts as judged equivalent. --quick leaves out what comes last. With --again survivors meet
the tests anew, when tests changed and the rooms did not; who was noticed stays so.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

from shards import taken_up, written
from trees import git, trees

ROOMS = ["compiler/runtime", "compiler/check"]
TESTS = ["tests/unit", "tests/data", "stdlib"]
QUICK = 30_000  # microseconds
PROGRAMS = ("phep", "phep_generated", "phep_oracles", "phep_dates", "phep_edits", "phep_fuzz_replay", "phep_arrow")
# The test of columns (checks/arrow.sh), against the mutated runtime.
ARROW = """
add_executable(phep_arrow arrow/columns_test.cpp arrow/spellings.cpp arrow/hostile.cpp arrow/kernels.cpp)
target_link_libraries(phep_arrow PRIVATE phep_runtime phep_warnings nlohmann_json::nlohmann_json ${CMAKE_DL_LIBS})
"""
POLICIES = ("tests/data/batch/shop.phep", "tests/data/batch/flat.phep", "tests/engines/policies/P2.phep")
TARGETS = ("image", "facts", "csv", "certificate", "program", "check", "session")  # of fuzzing

parser = argparse.ArgumentParser()
parser.add_argument("build")
parser.add_argument("--mutants", type=int, default=2000)
parser.add_argument("--minutes", type=float, default=0, help="stop after this many; 0: never")
parser.add_argument("--tell", action="store_true")
parser.add_argument("--quick", action="store_true", help="unit tests and commands alone")
parser.add_argument("--again", action="store_true", help="ask once more of survivors")
parser.add_argument("--result", default="tests/results/mutants.json")
asked = parser.parse_args()
home = pathlib.Path(asked.build, "mutants").resolve()
tree, build = home / "tree", home / "build"
bin = build / "bin"
program = bin / "phep_tests"
result = pathlib.Path(asked.result)
if asked.again and result.exists():
    # Of other tests, but of the same rooms: it is taken up all the same.
    before = json.loads(result.read_text())
    before["rooms"] |= trees(TESTS)
    written(result, before)
path, total = taken_up(asked.result, [*ROOMS, "tests/mutants/write.py", *TESTS], {"command": "./dev deep mutants"}, {"seconds": 0, "mutants": {}})


def run(*words, **more):
    return subprocess.run([*map(str, words)], check=True, **more)


def copied():
    """The tree of this commit, mutated; what is as it was keeps its time, so that nothing of it is compiled again."""
    mutated = home / "mutated"
    rooms = git("rev-parse", *(f"HEAD:{name}" for name in ("CMakeLists.txt", "compiler", "grammar", "lsp", "tests/mutants/write.py")))
    whole = not mutated.exists() or mutated.read_text() != rooms
    if whole:
        run("rm", "-rf", tree)
        tree.mkdir(parents=True)
    with tempfile.TemporaryDirectory(dir=home) as fresh:
        archive = run("git", "archive", "HEAD", *([] if whole else ["tests", "stdlib"]), stdout=subprocess.PIPE).stdout
        run("tar", "-x", "-C", fresh, input=archive)
        tests = pathlib.Path(fresh, "tests/CMakeLists.txt")
        tests.write_text(tests.read_text().replace("add_executable(phep_tests ", "add_executable(phep_tests mutants/listener.cpp ", 1) + ARROW + "".join(
            f"\ntarget_sources({name} PRIVATE ${{CMAKE_CURRENT_LIST_DIR}}/mutants/at_exit.cpp)\n" for name in PROGRAMS))
        for file in pathlib.Path(fresh).rglob("*"):
            there = tree / file.relative_to(fresh)
            if file.is_symlink() or file.is_dir():
                if not there.is_symlink() and not there.exists():
                    there.symlink_to(os.readlink(file)) if file.is_symlink() else there.mkdir(parents=True)
            elif not there.exists() or there.read_bytes() != file.read_bytes():
                there.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, there)
    if whole:
        run("tests/mutants/write.py", asked.build, tree, *ROOMS)
        # What policies embed is compiled by itself, and takes no mutant for a constant either.
        embedded = tree / "compiler/codegen/room.cmake"
        embedded.write_text(embedded.read_text().replace("-ffreestanding", "-ffreestanding -Wno-c++11-narrowing"))
        mutated.write_text(rooms)


def built():
    """The mutants of this commit, compiled with its tests."""
    copied()
    run("cmake", "-S", tree, "-B", build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_CXX_COMPILER=clang++-19",
        "-DCMAKE_C_COMPILER=clang-19", "-DCMAKE_CXX_FLAGS_DEBUG=", "-DCMAKE_CXX_FLAGS=-O1 -fwrapv -w -Wno-c++11-narrowing", stdout=subprocess.DEVNULL)
    run("ninja", "-C", build, "phep_tests", *PROGRAMS, stdout=subprocess.DEVNULL)
    for policy in POLICIES:
        run(bin / "phep", "build", tree / policy, "--target", "native", "--out", home / "policies", stdout=subprocess.DEVNULL)
    return json.loads((tree / "mutants.json").read_text())


def reached_by():
    """{mutant: [(microseconds, case)]}, quickest first, of the cases that pass without one."""
    report = home / "reached"
    subprocess.run([program], cwd=tree, stdout=subprocess.DEVNULL, env={**os.environ, "PHEP_MUTANTS_REACHED": str(report)})
    cases = collections.defaultdict(list)
    for line in report.read_text().splitlines():
        name, took, outcome, numbers = line.split("\t")
        if outcome == "passed":
            for number in numbers.split():
                cases[int(number)].append((int(took), name))
    return {number: sorted(of) for number, of in cases.items()}


def meets(number, cases):
    """How the cases end with a mutant: "noticed", "time" or "survived"."""
    pattern = ",".join(re.sub(r"[^A-Za-z0-9 ]", "?", name) for _, name in cases)
    try:
        done = subprocess.run([program, f"-tc={pattern}", "--abort-after=1"], cwd=tree, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              env={**os.environ, "PHEP_MUTANT": str(number)}, timeout=5 + 20 * sum(took for took, _ in cases) / 1e6)
    except subprocess.TimeoutExpired:
        return "time"
    return "survived" if done.returncode == 0 else "noticed"


def commands():
    """Whole commands over the suite's programs, the library's modules and the wrong programs."""
    for path in sorted(tree.glob("tests/data/run/**/*.phep")) + sorted(tree.glob("stdlib/**/*.phep*")):
        yield bin / "phep", "test", path.relative_to(tree), "--engine", "interp", "--jobs", "1"
    for path in sorted(tree.glob("tests/data/check/*.phep")):
        yield bin / "phep", "check", path.relative_to(tree), "--no-cache"


def oracles():
    """Commands that compare the mutated with what is not, quick ones first."""
    policies = [home / "policies" / f"lib{name}.so" for name in ("shop", "flat", "p2")]
    yield from ((bin / "phep_arrow", *policies, part) for part in ("spellings", "wrong", "memory", "kernels"))
    yield "python3", "tests/oracle/dates.py", bin / "phep_dates"
    for target in TARGETS:
        yield bin / "phep_fuzz_replay", target, "--mutations", 200
    yield bin / "phep_edits", "--sessions", 12, "--edits", 6
    for seed in (1, 2, 3):
        yield bin / "phep_generated", "--programs", 5, "--cases", 60, "--seed", seed, "--partial", "--quiet", "--engine", "interp,jit"
    yield bin / "phep_oracles", "readings", "--cases", 1
    yield "python3", "tests/oracles/unknowns.py", build, "--programs", 12


def said(command, number, timeout):
    """What a command prints and how it ends."""
    done = subprocess.run([*map(str, command)], cwd=tree, capture_output=True, timeout=timeout,
                          env={**os.environ, "PHEP_MUTANT": str(number), "NO_COLOR": "1"})
    return done.returncode, re.sub(rb"[0-9.]+ m?s", b"", done.stdout + done.stderr)


def run_once(command):
    """(seconds, command, what it says, the mutants that it reaches)"""
    with tempfile.NamedTemporaryFile(dir=home) as report:
        os.environ["PHEP_MUTANTS_REACHED"] = report.name
        first = time.monotonic()
        without = said(command, 0, 600)
        took = time.monotonic() - first
        del os.environ["PHEP_MUTANTS_REACHED"]
        return took, command, without, {int(number) for number in pathlib.Path(report.name).read_text().split()}


MOST_COMMANDS = 24  # the quickest that reach a mutant


def meets_commands(number):
    """As `meets`, of whole commands."""
    reaching = [one for one in ran if number in one[3]][:MOST_COMMANDS] + [one for one in others if number in one[3]]
    for took, command, without, _ in reaching:
        try:
            if said(command, number, 5 + 20 * took) != without:
                return "noticed"
        except subprocess.TimeoutExpired:
            return "time"
    return "survived" if reaching else "unreached"


def judge(mutant):
    if begun + 60 * asked.minutes < time.monotonic() and asked.minutes:
        return None
    cases = reached.get(mutant["id"], [])
    for part in ([case for case in cases if case[0] < QUICK], [case for case in cases if case[0] >= QUICK]):
        if part and (end := meets(mutant["id"], part)) != "survived":
            return end
    end = meets_commands(mutant["id"])
    return "survived" if cases and end == "unreached" else end


def keyed():
    """{mutant: what ../mutants/judged.json calls it}; of several alike in a function, also the how manieth."""
    alike = collections.defaultdict(list)
    for mutant in sorted(mutants, key=lambda mutant: mutant["id"]):
        alike[f"{mutant['file']} {mutant['function']}: {mutant['kind']} {mutant['way']}: {mutant['text']}"].append(mutant["id"])
    return {number: key + (f" #{n}" if len(numbers) > 1 else "") for key, numbers in alike.items() for n, number in enumerate(numbers, 1)}


begun = time.monotonic()
mutants = built()
reached = reached_by()
ran = sorted((run_once(command) for command in commands()), key=lambda one: one[0])
others = [] if asked.quick else sorted((run_once(command) for command in oracles()), key=lambda one: one[0])
random.Random(1).shuffle(mutants)
known = {number for number, end in total["mutants"].items() if not asked.again or end in ("noticed", "time")}
drawn = [mutant for mutant in mutants[:asked.mutants] if str(mutant["id"]) not in known]
with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    for n, (mutant, end) in enumerate(zip(drawn, pool.map(judge, drawn))):
        if end is not None:
            total["mutants"][str(mutant["id"])] = end
        if n % 100 == 99:
            written(path, total)
            print(f"{len(total['mutants'])} mutants, {collections.Counter(total['mutants'].values())}", flush=True)
total["seconds"] += round(time.monotonic() - begun)
total["written"] = len(mutants)
total["met"] = "unit tests and commands" if asked.quick else "unit tests, commands and oracles"

judged_path = pathlib.Path("tests/mutants/judged.json")
judged = json.loads(judged_path.read_text()) if judged_path.exists() else {}
keys = keyed()
table = collections.defaultdict(collections.Counter)
alive = []
for mutant in mutants[:asked.mutants]:
    end = total["mutants"].get(str(mutant["id"]))
    if end is None:
        continue
    if end in ("survived", "unreached"):
        end = "equivalent" if keys[mutant["id"]] in judged else end
        if end != "equivalent":
            alive.append(f"{mutant['id']} {mutant['line']} {end}: {keys[mutant['id']]}")
    table[str(pathlib.Path(mutant["file"]).parent)][end] += 1
    table[f"  {mutant['kind']}"][end] += 1
total["by_room"] = {room: dict(counts) for room, counts in sorted(table.items()) if not room.startswith(" ")}
total["by_kind"] = {kind.strip(): dict(counts) for kind, counts in sorted(table.items()) if kind.startswith(" ")}
written(path, total)
(home / "survivors.txt").write_text("".join(f"{line}\n" for line in alive))
if asked.tell:
    print(*alive, sep="\n")
done = len(total["mutants"])
noticed = sum(end in ("noticed", "time") for end in total["mutants"].values())
for name, counts in [*total["by_room"].items(), *total["by_kind"].items()]:
    print(f"{name:24} {dict(counts)}")
print(f"{done} of {len(mutants)} mutants: {100 * noticed / max(done, 1):.1f} % noticed, {len(alive)} alive and not judged")
print(f"{done - len(alive)} passed, {len(alive)} failed")
sys.exit(1 if done < asked.mutants or 10 * noticed < 9 * done else 0)
