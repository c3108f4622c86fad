#!/usr/bin/env python3
"""Which lines of its own files each fuzz target reaches, by clang's source coverage; ./dev fuzz --reach calls it.

    reach.py COVERAGE_BUILD FUZZ_BUILD [TARGET…] [--tell]

Inputs are the committed seeds, what broke a target once, what is made of the repository, and what the fuzzer has found. Beside the counts
in tests/results/fuzz.json stand the files of which less than MOST is reached, with what OWN says of them.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "tests/fuzz"
RESULT = ROOT / "tests/results/fuzz.json"
sys.path.insert(0, str(ROOT / "tests"))
sys.path.insert(0, str(ROOT / "tests/deep"))
from covered.rooms import arms, exported, merged, read_lcov, spans  # noqa: E402
from trees import trees  # noqa: E402

MOST = 80  # of a hundred
AT_ONCE = 500

# What a target is about: files by a pattern.
OWN = {
    "abi": r"compiler/runtime/(entry|decide|decide_json|facts)\.cpp",
    "bundle": r"compiler/bundle/(manifest|read|ustar|write|signature)\.cpp",
    # Not replay.cpp: most of it opens what an explanation looks at.
    "certificate": r"compiler/explain/certificate\.cpp",
    "check": r"compiler/check/\w+\.cpp",
    "citation": r"compiler/(law/citation_reader|base/citation)\.cpp",
    "columns": r"compiler/runtime/(arrow_\w+|batch\w*)\.cpp",
    "csv": r"compiler/testing/(csv|cell|case_file|case_lines|case_table)\.cpp",
    "dates": r"compiler/runtime/date\.(cpp|h)",
    # Of the code generator what makes code for cases; kernels, artefacts and links of programs are tested elsewhere.
    "engines": r"compiler/codegen/(function|values|scalars|numbers|times|choose|quantify|norms|results|clean_path|marks|day_table)\.cpp",
    "facts": r"compiler/runtime/(facts|json_read|json_scan|determination)\.cpp",
    "format": r"compiler/syntax/(format|print\w*|respell)\.cpp",
    "image": r"compiler/(runtime/verify_\w+|inspect/table)\.cpp",
    "manifest": r"compiler/workspace/manifest\.cpp",
    "parse": r"compiler/syntax/(build_\w+|parse|prepare|recovery|scan|sift|pieces|cst|words_of|word_roles|layout)\.cpp",
    "program": r"compiler/decision/(lower\w*|verify\w*|image\w*|builder|ranges|reading_masks|representatives|bound|canonical)\.cpp",
    "reparse": r"compiler/syntax/(live_text|moved|surface|sift|pieces)\.cpp",
    "rpc": r"lsp/server/rpc\.cpp",
    # Not lifecycle.cpp: a session begins and ends outside of the target.
    "session": r"lsp/server/\w*(methods|protocol|analysis|documents|convert|text_edits|uri)\.cpp",
    "text": r"compiler/base/text\.cpp",
    "wasm": r"compiler/inspect/(control|inspect|proof|wasm_module)\.cpp",
}


def inputs(build, name):
    folders = [HERE / "seeds" / name, HERE / "crashes" / name, build / "derived" / name, build / "corpus" / name]
    return [str(path) for folder in folders if folder.is_dir() for path in sorted(folder.iterdir())]


def reached(replay, build, name):
    """{"inputs": n, "lines": [reached, all], "below": {file: lines not reached}} of one target."""
    files = inputs(build, name)
    with tempfile.TemporaryDirectory() as scratch:
        for at in range(0, len(files), AT_ONCE):
            environment = {**os.environ, "LLVM_PROFILE_FILE": f"{scratch}/{at}.profraw"}
            done = subprocess.run([replay, name, *files[at:at + AT_ONCE]], cwd=scratch, env=environment, capture_output=True, text=True)
            if done.returncode:
                raise SystemExit(f"{name}: ended with {done.returncode}\n{done.stderr[-2000:]}")
        profile = f"{scratch}/all.profdata"
        merged(profile, [str(path) for path in pathlib.Path(scratch).glob("*.profraw")])
        lines = read_lcov(exported(profile, [str(replay)], "--format=lcov"))
    counts, below = [0, 0], {}
    for path, (hits, _) in sorted(lines.items()):
        inside = os.path.relpath(os.path.realpath(path), ROOT)
        if not re.fullmatch(OWN[name], inside):
            continue
        skipped, _ = arms(pathlib.Path(path).read_text(encoding="utf-8"))
        kept = {line: times for line, times in hits.items() if line not in skipped}
        hit = sum(times > 0 for times in kept.values())
        counts = [counts[0] + hit, counts[1] + len(kept)]
        if 100 * hit < MOST * len(kept):
            below[inside] = f"{100 * hit // len(kept)} %: without {spans(sorted(line for line, times in kept.items() if not times))}"
    if not counts[1]:
        raise SystemExit(f"{name}: no file is its own: {OWN[name]}")
    return {"inputs": len(files), "lines": counts, "below": below}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("coverage", type=pathlib.Path)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--tell", action="store_true")
    asked = parser.parse_intermixed_args()
    total = json.loads(RESULT.read_text())
    short = []
    for name in asked.targets or sorted(OWN):
        row = reached(asked.coverage.resolve() / "bin/phep_fuzz_replay", asked.build.resolve(), name)
        target = total["targets"].setdefault(name, {})
        target["reached"] = row
        target.setdefault("rooms", {})["reached"] = trees(["compiler", "lsp", "tests/fuzz"])
        RESULT.write_text(json.dumps(total, indent=1, ensure_ascii=False) + "\n")
        hit, every = row["lines"]
        print(f"{name}: {100 * hit / every:.1f} % of {every} lines of its own, {row['inputs']} inputs", flush=True)
        if 100 * hit < MOST * every:
            short.append(name)
        for file, missed in row["below"].items() if asked.tell else ():
            print(f"    {file}: {missed}")
    print(f"below {MOST} %: {', '.join(short) or 'none'}")


main()
