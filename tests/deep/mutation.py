#!/usr/bin/env python3
"""Mistakes made in the library on purpose: how many do the hand-written expectations notice, and what of the others?

    ./dev deep mutation

Each survivor is listed and judged: the case that would notice it, or why the solver decided nothing. Those that it proves to
answer every case with known facts as the law does are counted apart. Wanted: a score of 0.9.
"""

import argparse
import json
import pathlib
import resource
import subprocess
import sys
import time

from trees import git, is_changed, trees

WANTED = 0.9
ROOMS = ["compiler", "stdlib"]

parser = argparse.ArgumentParser()
parser.add_argument("build")
parser.add_argument("--result", default="tests/results/mutation.json")
asked = parser.parse_args()
if is_changed(*ROOMS):
    sys.exit("the sources differ from the commit that the result would name: commit first")


def processor():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(*more):
    """What the command says, and the seconds that it took, of the clock and of processors."""
    begun, before = time.monotonic(), processor()
    done = subprocess.run([f"{asked.build}/bin/phep", "test", "stdlib", "--mutate", "--json", *more], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"phep test --mutate ended with code {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout)["mutation"], {"clock": round(time.monotonic() - begun), "processors": round(processor() - before)}


def judged(one):
    """One survivor in a line: what changes in the text, and what tells it apart, if anything."""
    witness, out = one["witness"], {key: one[key] for key in ("definition", "fault", "path", "line", "cites")}
    out["change"] = [*(f"- {line.strip()}" for line in one["removed"]), *(f"+ {line.strip()}" for line in one["added"])]
    if one["verdict"] == "untested":
        out["judged"] = "no test asks for it"
    elif witness is None:
        out["judged"] = f"not decided: {one['undecided']}"
    elif witness["posed"]:
        out["judged"] = f"nobody expects {witness['key']} of `{witness['near']}`: {json.dumps(witness['lawful'], ensure_ascii=False)}"
    else:
        out["judged"] = (f"a case near `{witness['near']}`: {witness['key']} "
                         f"{json.dumps(witness['lawful'], ensure_ascii=False)}, not {json.dumps(witness['wrong'], ensure_ascii=False)}")
    return out


_, quick = run("--no-search")
found, whole = run("--mutate-prove")
survivors = [judged(one) for one in found["survivors"]]
norms = [one for one in found["by_definition"] if one["norm"]]
counted = [one["killed"] + one["survived"] + one["untested"] + one["equal"] for one in norms]
result = {
    "command": "./dev deep mutation",
    "commit": git("rev-parse", "--short=12", "HEAD"),
    "rooms": trees(ROOMS),
    "seconds": quick, "seconds_with_search_and_proofs": whole,
    **{key: found[key] for key in ("score", "mutants", "killed", "survived", "untested", "same_program", "equal", "no_program",
                                   "cases", "cases_left_out", "by_fault")},
    "norms": len(norms), "norms_with_8_mutants": sum(n >= 8 for n in counted), "mutants_a_norm": round(sum(counted) / max(1, len(norms)), 1),
    "survivors": survivors,
}
path = pathlib.Path(asked.result)
path.parent.mkdir(parents=True, exist_ok=True)
path.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
print(f"score {found['score']:.4f}: {found['killed']} of {found['killed'] + found['survived'] + found['untested']}, "
      f"{found['equal']} proved equal, {len(survivors)} survivors, {quick['clock']} s ({quick['processors']} s of processors), "
      f"with search and proofs {whole['clock']} s ({whole['processors']} s)")
print(f"{found['killed']} passed, {found['survived'] + found['untested']} failed")
sys.exit(0 if found["score"] >= WANTED else 1)
