#!/usr/bin/env python3
"""The reading of clang's coverage, on a room whose coverage is known: `./dev deep coverage` reads all rooms so.

    run.py
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile

from rooms import LLVM, arms, by_room, merged, spans, unshown

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "packages"))
from python_tally import close, same  # noqa: E402

PROJECT = HERE.parent.parent
FLAGS = ["-std=c++23", "-O1", '-D__FILE_NAME__="sample.cpp"', "-Wno-builtin-macro-redefined", "-fprofile-instr-generate", "-fcoverage-mapping", "-fcoverage-mcdc"]


with tempfile.TemporaryDirectory() as scratch:
    root = pathlib.Path(scratch)
    (root / "compiler/base").mkdir(parents=True)
    (root / "compiler/sample").mkdir()
    shutil.copy(PROJECT / "compiler/base/check.h", root / "compiler/base")
    source = shutil.copy(HERE / "sample.cpp", root / "compiler/sample")
    subprocess.run([LLVM + "clang++", *FLAGS, "-I", root, source, "-o", root / "sample"], check=True)
    subprocess.run([root / "sample"], check=True, env={"LLVM_PROFILE_FILE": f"{root}/ran.profraw"})
    same("half written profiles", merged(f"{root}/all.profdata", [f"{root}/ran.profraw"]), 0)
    rooms, unreached = by_room(root, f"{root}/all.profdata", [str(root / "sample")])
    text = (root / "compiler/sample/sample.cpp").read_text()

    def line(words):
        return text[:text.index(words)].count("\n") + 1

    check = line("PHEP_CHECK(n")
    same("rooms", sorted(rooms), ["compiler/base", "compiler/sample"])
    same("arms", arms(text), (
        {line("PHEP_UNREACHABLE"), check + 1, check + 2}, {line("switch ("), line("PHEP_UNREACHABLE"), check, check + 1, check + 2}))
    same("lines not reached", unreached, {"compiler/base/check.h": [14], "compiler/sample/sample.cpp": [line("case Kind::two"), line("return 0;  // never"), line("return 0;  // never") + 1]})
    sample = rooms["compiler/sample"]
    same("lines", sample["lines"], [17, 20])
    # Of the sides of two cases, of a && (b || c), of n == 7, and of the three parts of the last return, half.
    same("branches", sample["branches"], [9, 18])
    # Of a, b and c, only a alone changes the outcome; nothing changes that of the last return.
    same("MC/DC", sample["mcdc"], [1, 6])
    file = "compiler/sample/sample.cpp"
    same("not shown alone", unshown(root, f"{root}/all.profdata", [str(root / "sample")], [file]), [
        (file, line("a && (b || c)"), "a && (b || c)", [2, 3]),
        (file, line("decided(true, true"), "decided(true, true, false) && !decided(false, true, true) && sum == 4", [1, 2, 3])])
    # PHEP_UNREACHABLE's line, two lines of the sentence, and both sides of: what no case names, n > 0, n < 10.
    same("arms", sample["arms"], 9)
same("spans", spans([3, 4, 5, 9]), "3-5, 9")

close()
