#!/usr/bin/env python3
"""Runs the fuzz targets of a build under libFuzzer, one after another; ./dev fuzz calls it.

    run.py BUILD [TARGET…] [--seconds 60] [--plants] [--phep FILE] [--result FILE]

Inputs that are found go to BUILD/corpus and are used again. What breaks a target is kept in tests/fuzz/crashes/TARGET.
With --plants each target is looked at with each of its planted faults, from the committed seeds alone.
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import time

from sessions import sessions

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/deep"))
from trees import git, trees  # noqa: E402

RESTS_ON = ["compiler", "lsp", "tests/fuzz"]
HERE = ROOT / "tests/fuzz"
PLANTS = (1, 2, 3)
PLANT_SECONDS = 60
# Half of the time goes to what is one change away from some input that is kept: change by change, without a count of how often. The mutator
# of texts begins with one each time, as what a run finds soon outnumbers them.
NEAR = ["-keep_seed=1", "-use_counters=0", "-mutate_depth=1", "-cross_over=0"]
# What this compiler made belongs to their seeds: modules that are proved, sessions that its server took part in.
MADE = {"session", "wasm"}
# Targets that read programs know their words besides those of the formats around.
SOURCES = {"parse", "reparse", "format", "check", "program", "engines", "session"}
# Longer inputs only make a target slow.
LONGEST = {"dates": 64, "citation": 420, "manifest": 512, "text": 256, "image": 128, "abi": 1024, "columns": 512, "wasm": 1 << 18, "facts": 4096,
           "certificate": 1024}
# Why fewer than FAST inputs a second are tried: what each takes, under sanitizers.
FAST = 1000
SLOW = {
    "abi": "up to 32 calls; each case is decided by code and by the interpreter, in fresh memory, and from JSON again",
    "check": "two checks of the whole text, before and after an edit, by ANTLR's parser",
    "columns": "a batch is decided three times, and each row alone",
    "csv": "each cell is typed against a program's facts, printed and read again, and what is wrong is drawn",
    "engines": "LLVM compiles a program and a hundred cases of it are decided twice; of one in eight a WebAssembly module is linked, metered and interpreted",
    "format": "ANTLR's parser four times: the text, what is written of it, that written again, and in the other language",
    "parse": "ANTLR's parser twice, and every diagnostic is drawn",
    "program": "a text is parsed, checked, lowered and verified, and its decisions are taken twice",
    "reparse": "after every edit ANTLR's parser reads in part, and the whole",
    "session": "a conversation: each message is answered as by a server, with the parser, the checker and the library",
    "wasm": "modules of 130 to 230 KB are read, and what they promise is proved",
}


def literal(text):
    return '"' + "".join(chr(b) if 0x20 <= b < 0x7F and chr(b) not in '"\\' else f"\\x{b:02X}" for b in text.encode()) + '"'


def dictionaries(build):
    """Writes phep.dict, every spelling of every keyword by the table that lexer and formatter read; texts.dict, what the formats around
    know; wasm.dict, bytes of modules."""
    table = (ROOT / "compiler/syntax/keywords.def").read_text(encoding="utf-8")
    words = []
    for english, vietnamese in re.findall(r'^PHEP_KEYWORD\(\w+, \w+, "([^"]*)", "([^"]*)"\)', table, re.M):
        words += english.split("|") + vietnamese.split("|")
    if len(words) < 200:
        sys.exit("the keyword table is not read any more")
    words += ["bool", "int", "decimal", "money<VND>", "instant", "duration", "text", "list<", "set<", "```phep\n", "72 hours", "1_000 VND", "0.5",
              "LAW@1.2.a", "||", "counting vn.civil_code\n"]
    texts = ["date", "2026-03-02", "2026-02-14T09:30+07:00", "5%", "..", "Điều ", "khoản ", "điểm ", "phụ lục ", "mục ", "PL.VI", "đến",
             "Article ", '"jsonrpc":"2.0"', '"method":', '"params":', '"id":', '"result":', '"error":', '"initialize"', "{}", "[]", "Content-Length: ", "\r\n\r\n", "file:///fuzz/a.phep",
             '\\n', '"$partial":true', '"amount":', '"currency":"VND"', '"author":', '"value":', "true", "null", "library", "name", "as_of",
             "expect ", "law_date", "-03:30", "T24:00Z", '"law_date":"2026-03-10",', '"readings":{"a.K":"b"},']
    # A custom section without a name; instructions: unreachable, end, call, a constant, drop.
    modules = ["\0\1\0", "\0", "\x0b", "\x10\0", "\x41\0", "\x1a"]
    for name, of in (("phep", words + texts), ("texts", texts), ("wasm", modules)):
        (build / f"{name}.dict").write_text("".join(literal(word) + "\n" for word in dict.fromkeys(of) if word), encoding="ascii")


def derived(build, name, phep):
    """Inputs made of what stands elsewhere in the repository: too many to keep twice."""
    folder = build / "derived" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    made = []
    programs = [*sorted((ROOT / "tests/data/run").glob("*.phep")), *sorted((ROOT / "tests/data/malformed").glob("*.phep")),
                *sorted((ROOT / "tests/data/check").glob("*.phep"))]
    if name in ("parse", "format", "check", "program", "engines"):
        made = [path.read_bytes() for path in programs]
    if name in ("parse", "format"):
        made += [path.read_bytes() for path in sorted((ROOT / "stdlib").rglob("*.phep"))]
    if name == "reparse":
        for n, path in enumerate(programs):
            text = path.read_bytes()
            if b"\0" not in text:
                made.append(text + b"\0" + struct.pack("<HBB", n * 37 % (len(text) + 1), 3, 1) + b"x")
    if name == "csv":
        made = [path.read_bytes() for path in sorted((ROOT / "tests/data/cases").glob("*.[cj]s*"))]
    if name == "wasm" and phep:
        out = build / "modules"
        for policy in ("tests/packages/every_kind.phep", "tests/data/run/readme.phep", "tests/fuzz/programs/least.phep"):
            subprocess.run([phep, "build", policy, "--target", "wasm", "--out", out], cwd=ROOT, check=True,
                           stdout=subprocess.DEVNULL)
        made = [path.read_bytes() for path in sorted(out.glob("*.wasm"))]
    if name == "session" and phep:
        made = list(sessions(pathlib.Path(phep).parent / "phep-lsp"))
    most = LONGEST.get(name, 16384)
    for text in made:
        if len(text) <= most:
            (folder / hashlib.sha1(text).hexdigest()).write_bytes(text)
    if name == "session":
        drop_slow(build, name, folder)
    return folder


def drop_slow(build, name, folder):
    """Takes away what the target needs over a second for, as a session that asks about the whole library: it would run little else."""
    def is_slow(path):
        done = subprocess.run([build / "bin" / f"fuzz_{name}", path], cwd=ROOT, env=environment(), capture_output=True)
        took = re.search(rb"Executed .* in (\d+) ms", done.stderr)
        return took is None or int(took[1]) > 1000

    paths = sorted(folder.iterdir())
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, slow in zip(paths, pool.map(is_slow, paths)):
            if slow:
                path.unlink()


def dictionary_of(name):
    return "phep" if name in SOURCES else "wasm" if name == "wasm" else "texts"


def environment(more=()):
    variables = {**os.environ, "ASAN_OPTIONS": "allocator_may_return_null=0:detect_leaks=1",
                 "UBSAN_OPTIONS": "print_stacktrace=1"}
    for name in ("PHEP_PLANT", "PHEP_NEAR"):
        variables.pop(name, None)
    return {**variables, **dict(more)}


def near(folders):
    """What the mutator of texts is told for such a run."""
    return {"PHEP_NEAR": ":".join(str(folder) for folder in folders if folder.is_dir())}


def fuzz(build, name, seconds, corpus, others, found, variables=(), options=(), most=None):
    """One run, with inputs of at most so many bytes; what libFuzzer said of it. Without entropic schedules: they take half of the time of
    targets that reach much."""
    command = [build / "bin" / f"fuzz_{name}", f"-max_total_time={seconds}", f"-dict={build / dictionary_of(name)}.dict", "-timeout=20",
               "-rss_limit_mb=3000", "-print_final_stats=1", "-entropic=0", f"-max_len={most or LONGEST.get(name, 16384)}",
               f"-artifact_prefix={found}/", corpus, *[folder for folder in others if folder.is_dir()]]
    command[1:1] = options
    begun = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=environment(variables), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = done.stderr.decode(errors="replace")
    (build / "logs").mkdir(exist_ok=True)
    plant = dict(variables).get("PHEP_PLANT")
    (build / "logs" / f"{name}{f'-plant-{plant}' if plant else ''}{'-near' if options else ''}.log").write_text(said)
    took = time.monotonic() - begun

    def last(pattern):
        every = re.findall(pattern, said)
        return int(every[-1]) if every else 0

    executions = last(r"stat::number_of_executed_units: (\d+)") or last(r"(?m)^#(\d+)")
    return {"code": done.returncode, "said": said,
            "row": {"seconds": round(took, 1), "executions": executions, "per_second": round(executions / max(took, 0.1)),
                    "edges": last(r"cov: (\d+)"), "inputs": len(list(pathlib.Path(corpus).iterdir()))}}


def keep_crashes(found, name):
    """The inputs that broke it; what was only slow, beside other work, broke nothing."""
    kept = []
    for path in sorted(path for path in found.iterdir() if not path.name.startswith("slow-unit-")):
        folder = HERE / "crashes" / name
        folder.mkdir(parents=True, exist_ok=True)
        place = folder / path.name.split("-", 1)[1][:12]
        shutil.copyfile(path, place)
        kept.append(str(place.relative_to(ROOT)))
    return kept


def run_target(build, name, asked):
    """Half of the time near to what is kept, half from what was found so far."""
    corpus = build / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    kept_inputs = [HERE / "seeds" / name, HERE / "crashes" / name, derived(build, name, asked.phep)]
    half = max(1, asked.seconds // 2)
    with tempfile.TemporaryDirectory() as scratch, tempfile.TemporaryDirectory() as aside:
        found = pathlib.Path(scratch)
        runs = [fuzz(build, name, half, pathlib.Path(aside), kept_inputs, found, near(kept_inputs), NEAR),
                fuzz(build, name, half, corpus, kept_inputs, found)]
        kept = keep_crashes(found, name)
    rows = [run["row"] for run in runs]
    seconds, executions = (sum(row[key] for row in rows) for key in ("seconds", "executions"))
    row = {**rows[-1], "seconds": round(seconds, 1), "executions": executions, "per_second": round(executions / max(seconds, 0.1)),
           "edges": max(row["edges"] for row in rows), "crashes": len(kept)}
    for run in runs:
        if run["code"] != 0:
            print("\n".join(run["said"].splitlines()[-60:]), file=sys.stderr)
            print(f"{name}: {', '.join(kept) or 'ended with code ' + str(run['code'])}", file=sys.stderr)
    if row["per_second"] < FAST:
        row["slow"] = SLOW.get(name, "nobody has said why")
    print(f"{name}: {row['executions']} executions, {row['per_second']}/s, {row['edges']} edges, {row['crashes']} crashes",
          flush=True)
    return row, all(run["code"] == 0 for run in runs)


def run_plants(build, name, phep):
    out = {}
    seeds = [HERE / "seeds" / name, *([derived(build, name, phep)] if name in MADE else [])]
    most = 2 * max(path.stat().st_size for folder in seeds for path in folder.iterdir())
    for plant in PLANTS:
        took = 0
        for options in (NEAR, []):
            variables = {"PHEP_PLANT": str(plant), **(near(seeds) if options else {})}
            with tempfile.TemporaryDirectory() as corpus, tempfile.TemporaryDirectory() as found:
                run = fuzz(build, name, PLANT_SECONDS // 2, corpus, seeds, pathlib.Path(found), variables, options, most)
                seen = f"planted fault {plant}" in run["said"]
                kept = [] if seen else keep_crashes(pathlib.Path(found), name)
            took += run["row"]["seconds"]
            if kept:
                print(f"{name}: looking for fault {plant}, {', '.join(kept)}", flush=True)
            if seen:
                break
        out[str(plant)] = round(took, 1) if seen else None
        print(f"{name}: fault {plant} " + (f"found after {took:.1f} s" if seen else "not found"), flush=True)
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--plants", action="store_true")
    parser.add_argument("--phep", help="makes modules for the target `wasm`")
    parser.add_argument("--result", default=ROOT / "tests/results/fuzz.json", type=pathlib.Path)
    asked = parser.parse_intermixed_args()
    asked.build = asked.build.resolve()
    every = sorted(path.stem for path in HERE.glob("*.cpp"))
    for name in asked.targets:
        if name not in every:
            sys.exit(f"no fuzz target `{name}`; there are: {' '.join(every)}")
    dictionaries(asked.build)

    total = json.loads(asked.result.read_text()) if asked.result.exists() else {}
    targets = {name: total.get("targets", {}).get(name, {}) for name in every}
    good = True
    now = trees(RESTS_ON)
    commit = git("rev-parse", "--short=12", "HEAD") + ("+" if "uncommitted" in now.values() else "")
    for name in asked.targets or every:
        if asked.plants:
            targets[name]["plants"] = run_plants(asked.build, name, asked.phep)
            targets[name].setdefault("rooms", {})["plants"] = now
            good = good and all(targets[name]["plants"].values())
        else:
            row, whole = run_target(asked.build, name, asked)
            targets[name].pop("slow", None)
            targets[name] |= {"commit": commit, **row, "rooms": {**targets[name].get("rooms", {}), "run": now}}
            good = good and whole
        total = {"command": "./dev fuzz", "commit": commit, "targets": {name: row for name, row in targets.items() if row}}
        asked.result.write_text(json.dumps(total, indent=1, ensure_ascii=False) + "\n")
    sys.exit(0 if good else 1)


main()
