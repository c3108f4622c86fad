#!/usr/bin/env python3
"""The writer of mutants, on a file whose mutants are known: `./dev deep mutants` writes those of whole rooms so.

    run.py
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "packages"))
from python_tally import close, same  # noqa: E402

# Of each kind: all, and those under which the sample prints what it prints without.
WANTED = {
    # The first thing in each body: note, scaled, adult, distance, main.
    "left at once": (5, set()),
    # last = n, note(to), printf; what is copied is zero in any case.
    "statement dropped": (5, {"one = other 0", "n = other.n 0"}),
    "condition negated": (1, set()),
    # >= and > by two each: that 5 > 5 or so is never asked hides one.
    "comparison": (4, {"from > to 0"}),
    "arithmetic": (7, {"to - from + one.n 0"}),  # width * height, two differences, a sum with zero, three sums in main
    # 14, 14, 13: two ways each; who is a year older than is asked, or younger than not enough, changes nothing.
    "integer by one": (6, {"14 0", "13 1"}),
    # A product does not change, nor the way back; the way there is no longer noted.
    "arguments swapped": (3, {"small, large 0", "large, small 0"}),
}


with tempfile.TemporaryDirectory() as scratch:
    root, tree = pathlib.Path(scratch).resolve() / "root", pathlib.Path(scratch).resolve() / "tree"
    (root / "compiler/sample").mkdir(parents=True)
    shutil.copy(HERE / "sample.cpp", root / "compiler/sample")
    (root / "tests").mkdir()
    (root / "tests/mutants").symlink_to(HERE)
    (root / "compile_commands.json").write_text(json.dumps([{"file": "x", "command": f"c++ -std=c++23 -I{root} -o o/phep_sample.dir/x.o -c x"}]))
    shutil.copytree(root / "compiler", tree / "compiler")
    (tree / "compiler/base").mkdir()
    subprocess.run([HERE / "write.py", root, tree, "compiler/sample"], check=True, cwd=root)
    subprocess.run(["clang++-19", "-std=c++23", "-O1", "-w", f"-I{tree}", tree / "compiler/sample/sample.cpp", "-o", root / "sample"], check=True)

    def said(number):
        done = subprocess.run([root / "sample"], capture_output=True, env={"PHEP_MUTANT": str(number)})
        return done.returncode, done.stdout

    plain = said(0)
    same("the sample", plain, (0, b"6 1 0 2 3\n"))
    mutants = json.loads((tree / "mutants.json").read_text())
    for kind, (count, alive) in WANTED.items():
        of_kind = [mutant for mutant in mutants if mutant["kind"] == kind]
        same(f"{kind}: how many", len(of_kind), count)
        same(f"{kind}: alive", {f"{m['text']} {m['way']}" for m in of_kind if said(m["id"]) == plain}, alive)
    same("kinds", {mutant["kind"] for mutant in mutants}, set(WANTED))

close()
