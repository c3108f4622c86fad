#!/usr/bin/env python3
"""Public names and leaves are append-only: what a release has, every later one has too.
    names.py [--release | --first]
Compares the library with release.json; --release writes what stands now into it, when a release is made, and refuses to
drop anything that the last one had. Before there was a release, --first writes it as often as need be.
"""
import json
import sys
from pathlib import Path

from declarations import modules

RELEASE = Path(__file__).with_name("release.json")


def names():
    """Each qualified name with its kind; leaves of records and members of enumerations and readings below it."""
    out = {}
    for module in modules():
        for one in module.declarations:
            entry = {"kind": one.kind}
            if one.kind == "record":
                entry["leaves"] = {name: kind for name, kind, _ in one.fields()}
            elif one.kind in ("enum", "reading"):
                entry["members"] = one.members()
            out[one.qualified] = entry
    return out


def lost(before, now):
    """What the release had and the library has no more."""
    for name, entry in before.items():
        if name not in now:
            yield f"{name}: is gone"
            continue
        if now[name]["kind"] != entry["kind"]:
            yield f"{name}: was a {entry['kind']}, is a {now[name]['kind']}"
        for leaf in entry.get("leaves", {}):
            if leaf not in now[name].get("leaves", {}):
                yield f"{name}.{leaf}: is gone"
        for member in entry.get("members", []):
            if member not in now[name].get("members", []):
                yield f"{name}.{member}: is gone"


def main():
    now = names()
    before = json.loads(RELEASE.read_text(encoding="utf-8")) if RELEASE.exists() else {}
    if "--first" in sys.argv[1:]:
        before = {}
    failed = list(lost(before, now))
    for line in failed:
        print(line)
    if {"--release", "--first"} & set(sys.argv[1:]) and not failed:
        before = now
        RELEASE.write_text(json.dumps(now, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    passed = sum(1 + len(e.get("leaves", {})) + len(e.get("members", [])) for e in before.values())
    print(f"names  {max(passed - len(failed), 0)} passed  {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
