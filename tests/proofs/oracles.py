#!/usr/bin/env python3
"""Published verdicts on gaps and overlaps against those of `phep verify`.

    tests/proofs/oracles.py BUILD [FILE...]

In the files a comment above each rule names its source and the verdict: `gap`, `overlap`, both, or `sound`; `agrees` is an overlap of
equal conclusions, which is none here.
"""

import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parents[1] / "data/verify/oracles"
WRITTEN = re.compile(r"^// (.*): (gap|overlap|gap, overlap|gap, agrees|gap, vacuous|sound)\n(?:rule|quy tắc) (\w+)", re.M)
# What is proved of lists of a few elements is proved.
FOUND = {"proved": set(), "refuted": None, "vacuous": {"vacuous"}, "not_decided": {"not decided"}}


def verdicts(phep, path):
    """By rule: what is found of it."""
    done = subprocess.run([phep, "verify", path, "--json", "--no-cache"], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(f"phep verify {path} ended with {done.returncode}: {done.stderr}")
    out = {}
    for result in json.loads(done.stdout)["results"]:
        if result["question"] in ("gap", "overlap"):
            found = FOUND[result["verdict"]]
            out.setdefault(result["subject"].split(".")[-1], set()).update({result["question"]} if found is None else found)
    return out


def main():
    phep = pathlib.Path(sys.argv[1]).resolve() / "bin/phep"
    files = [pathlib.Path(one) for one in sys.argv[2:]] or sorted(HERE.glob("*.phep"))
    passed = failed = 0
    for path in files:
        found = verdicts(phep, path)
        written = WRITTEN.findall(path.read_text())
        unread = set(found) - {rule for _, _, rule in written}
        for rule in sorted(unread):
            print(f"{path.name}: no published verdict stands above {rule}")
        failed += len(unread)
        for source, verdict, rule in written:
            wanted = set(verdict.split(", ")) - {"sound", "agrees"}
            wanted = {"vacuous"} if "vacuous" in wanted else wanted
            if found.get(rule) == wanted:
                passed += 1
            else:
                failed += 1
                print(f"{path.name}: {source}: published {verdict}, found {', '.join(sorted(found.get(rule, {'nothing'}))) or 'sound'}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
