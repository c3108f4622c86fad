#!/usr/bin/env python3
"""Asks that every boundary that a norm of the library can meet is met by a test, that nothing is called impossible that a test meets, and that
every outlined provision is encoded or left out with a reason.
    cells.py PHEP
The program carries the library without its cases: what it answers by itself misses none either. A cell that is `n/a` may be met only by a test that supposes the law of another day: such cells are named here, with the reason.
"""
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

STDLIB = Path(__file__).resolve().parents[2] / "stdlib"
SUPPOSED = {
    ("vn.ai.infrastructure.review_strategy", "last_instant"): "three years from 2023, as if the Law had been there: those from 2026 end past the calendar",
}


def page(command, library=STDLIB):
    raw = subprocess.run([sys.argv[1], "law", command, "--json", "--stdlib", str(library), "--in", str(library)], capture_output=True, text=True, check=True)
    return json.loads(raw.stdout)


def without_cases(folder):
    """The library as the program carries it: no worked cases, no second reading, no files of cases."""
    copy = Path(folder) / "stdlib"
    shutil.copytree(STDLIB, copy, ignore=shutil.ignore_patterns("*.jsonl"))
    shutil.rmtree(copy / "cases")
    shutil.rmtree(copy / "blind")
    for path in copy.rglob("*.phep"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r'^(?:cases|tệp dữ liệu) "[^"\n]*\.jsonl".*\n', "", text, flags=re.M), encoding="utf-8")
    return copy


def main():
    passed, failed = 0, []
    unused = set(SUPPOSED)
    for one in page("coverage")["instruments"]:
        failed += [f"{left['citation']}: neither encoded nor left out with a reason" for left in one["missing"]]
        passed += one["outline"]["provisions"] - len(one["missing"])
    for norm in page("matrix")["norms"]:
        for cell in norm["cells"]:
            key = (norm["name"], cell["cell"])
            if cell["state"] == "missing":
                failed.append(f"{key[0]} {key[1]}: no test meets it")
            elif cell["state"] == "n/a" and "test" in cell and key not in SUPPOSED:
                failed.append(f"{key[0]} {key[1]}: n/a ({cell['reason']['key']}), though {cell['test']['path']}:{cell['test']['line']} meets it")
            else:
                passed += 1
            if "test" in cell and cell["state"] == "n/a":
                unused.discard(key)
    with tempfile.TemporaryDirectory() as folder:
        for norm in page("matrix", without_cases(folder))["norms"]:
            failed += [f"{norm['name']} {cell['cell']}: only cases meet it" for cell in norm["cells"] if cell["state"] == "missing"]
            passed += not any(cell["state"] == "missing" for cell in norm["cells"])
    failed += [f"{name} {cell}: supposed by no test any more" for name, cell in sorted(unused)]
    for line in failed:
        print(line)
    print(f"cells  {passed} passed  {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
