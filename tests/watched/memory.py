#!/usr/bin/env python3
"""The interpreter, the runtime's unit tests and some commands under valgrind (README.md):
memory.py BUILD [--seed 1] [--only cases,units,commands] [--quick] [--report FILE]
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/portability"))

import run as portability  # noqa: E402

FOUND = 66
UNITS = ["*runtime_*", "*interpret_*", "*decision_layout*", "*answer_text*"]
QUICK = ["*interpret_norm*", "*runtime_json_read*", "*runtime_decimal*", "*runtime_byte_order*"]
SOURCE = "record R { a : int }\ndecision d(r: R) { x = r.a }\ntest \"t\" { as_of 2026-01-01T00:00+07:00 expect d(R { a: 1 }).x == 1 }\n"
PLANT = "#include <stdio.h>\n#include <stdlib.h>\nint main(void) { int *p = malloc(8); return puts(*p ? \"a\" : \"b\") < 0; }\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="cases,units,commands")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--report")
    asked = parser.parse_args()
    build, only = asked.build.resolve(), asked.only.split(",")
    env = dict(os.environ, PHEP_LANG="en", PHEP_TODAY="2026-03-10")
    rows = {}
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)

        def watched(name, *command, codes=(0,)):
            log = scratch / f"{name}.log"
            done = subprocess.run(["valgrind", "-q", f"--error-exitcode={FOUND}", f"--log-file={log}", "--track-origins=yes", *map(str, command)],
                                  capture_output=True, text=True, env=dict(env, XDG_CACHE_HOME=folder), cwd=ROOT)
            told = log.read_text(errors="replace")
            rows[name] = {"found": int(done.returncode == FOUND or bool(told.strip())), "wrong": int(done.returncode not in (*codes, FOUND))}
            print(f"{name}: {rows[name]} {(done.stdout.strip().splitlines() or [''])[-1][:150]}", flush=True)
            if rows[name]["found"] and name != "plant":
                print(told[:5000])
            if rows[name]["wrong"]:
                print((done.stdout + done.stderr)[-1500:])

        if "cases" in only:
            of = 2000 if asked.quick else 100
            watched("cases", *portability.built(build, "memory"), "replay", portability.recorded(build, 20), asked.seed % of, of)
        if "units" in only:
            which = QUICK if asked.quick else UNITS
            watched("units", build / "bin/phep_tests", "--source-file=" + ",".join(which), "--test-case-exclude=*agree with the native*")
        if "commands" in only:
            source, facts = scratch / "a.phep", scratch / "f.json"
            source.write_text(SOURCE)
            facts.write_text('{"a":1}')
            phep = build / "bin/phep"
            watched("check", phep, "check", source)
            watched("eval", phep, "eval", source, "--engine", "interp", "--facts", facts, "--as-of", "2026-03-10")
            watched("fmt", phep, "fmt", source)
        # What is read before it is written must be found.
        (scratch / "plant.c").write_text(PLANT)
        subprocess.run(["gcc", "-O0", "-w", "-o", scratch / "plant", scratch / "plant.c"], check=True)
        watched("plant", scratch / "plant")
        rows["plant"] = {"found": 0, "wrong": int(not rows["plant"]["found"])}
    failed = sum(row["found"] + row["wrong"] > 0 for row in rows.values())
    if asked.report:
        pathlib.Path(asked.report).write_text(json.dumps(rows))
    print(f"{len(rows) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
