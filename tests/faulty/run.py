#!/usr/bin/env python3
"""Faulty policies made by a script: norms of the library with one bug each, which `phep` must find; their correct twins
raise nothing.

    tests/faulty/run.py BUILD [--policies 40] [--seed FIRST] [--draw N] [--bugs A,B] [--report FILE] [--unchanged] [--tell]

A policy is the norm's module in a copy of the library, with the tests beside it and the cases of the second reading
(stdlib/blind), less those that name what was changed. Found is what `check`, `test` or `verify` ends with 1 for, naming the
norm or its lines; else a case among the first 20 of `gen`, if its answer is not the twin's. `--unchanged` makes no bug: then
nothing may be found.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import bugs
import policy

LIBRARY = pathlib.Path(__file__).resolve().parents[2] / "stdlib"
# A moment to set out from, for norms that no test is left for.
AS_OF = "2026-10-01T09:00:00+07:00"
PROPOSED = 20


def named(norm, text):
    return re.search(rf"\b{re.escape(norm.qualified)}\b", text)


class Project:
    """A copy of the library with some files written anew; what its commands say."""

    def __init__(self, phep, folder, path, files):
        self.phep = phep
        self.folder = folder
        self.path = path
        self.text = files[path]
        for file, content in files.items():
            (folder / file).write_text(content)
        self.tests = [file for file in files if file.suffix == ".phep"]

    def run(self, command, *words):
        """Exit code and what it prints."""
        done = subprocess.run([self.phep, command, *words], cwd=self.folder, capture_output=True,
                              text=True, env={**os.environ, "CI": "1"})  # nothing is recalled
        if done.returncode not in (0, 1, 3):
            raise SystemExit(f"phep {command} {' '.join(map(str, words))} ended with {done.returncode}: {done.stderr}")
        return done.returncode, done.stdout

    def findings(self, command, norm):
        """What a command that ends with 1 says of the norm, each as a text; None where it ends otherwise."""
        words = {"check": [], "test": ["--jobs", "1", "--no-progress"], "verify": ["--filter", self._filter(norm)]}[command]
        code, said = self.run(command, *(self.tests if command == "test" else [self.path]), "--json", *words)
        if code != 1:
            return None
        return set(getattr(self, f"_{command}")(json.loads(said), norm))

    def _lines(self, norm):
        """Of the norm in this text, from 1."""
        for one in policy.Module(self.path, self.text).norms():
            if one.name == norm.name:
                return range(one.first + 1, one.last + 2)
        return range(0)

    def _check(self, said, norm):
        for one in said["diagnostics"]:
            if one["severity"] != "error":
                continue
            if one["at"]["start"]["line"] in self._lines(norm) or named(norm, one["en"]):
                yield f"{one['code']} {one['en']}"

    def _filter(self, norm):
        """What to ask proofs about: the norm alone, or its module where properties ask for it."""
        module = policy.Module(self.path, self.text)
        return module.name if policy.properties_of(module, norm.name) else norm.qualified

    def _is_property(self, title, norm):
        """Whether a title, with its claim's number behind it or not, is that of a property that asks for the norm."""
        return re.sub(r" \[\d+\]$", "", title) in policy.properties_of(policy.Module(self.path, self.text), norm.name)

    def _test(self, said, norm):
        for test in said["tests"]:
            if any(named(norm, json.dumps(one, ensure_ascii=False)) for one in test["failures"]) or (
                    test["failures"] and self._is_property(test["title"], norm)):
                yield test["title"]

    def _verify(self, said, norm):
        for one in said["results"]:
            # A clause of the norm, as its deadlines, is named behind it: "m.tell.due".
            own = norm.qualified in (one["subject"], one.get("part")) or one["subject"].startswith(norm.qualified + ".")
            if one["verdict"] in ("refuted", "vacuous") and (own or (
                    one["question"] == "property" and self._is_property(one["subject"], norm))):
                yield f"{one['question']} {one['subject']} {one.get('part', '')}"

    def proposals(self, norm):
        """The first cases that `gen` proposes for the norm."""
        words = [self.path, "--decision", norm.name, "--count", str(PROPOSED)]
        code, said = self.run("gen", *words) if self.asked(norm) else self.run("gen", *words, "--as-of", AS_OF)
        return [json.loads(line) for line in said.splitlines()] if code == 0 else []

    def asked(self, norm):
        return any(f"{norm.name}(" in line for first, last in
                   policy.Module(self.path, self.text).blocks(policy.TEST.match)
                   for line in policy.Module(self.path, self.text).lines[first:last])

    def answer(self, norm, case, command="eval"):
        facts = self.folder / "facts.json"
        facts.write_text(json.dumps(case["facts"], ensure_ascii=False))
        law = ["--law-date", case["law_date"]] if "law_date" in case else []
        return self.run(command, self.path, "--decision", norm.name, "--facts", facts, "--as-of", case["as_of"], "--format",
                        "json" if command == "eval" else "human", *law)


def judge(phep, modules, faulty, folders, unchanged):
    """By which commands a policy is found, and what its twin raises; how many of its tests are gone; and whether of what is
    not found a proposed case would be explained in other words."""
    norm, site = faulty.norm, faulty.site
    path = norm.module.path
    correct = "\n".join(site.twin or norm.module.lines)
    wrong = correct if unchanged else "\n".join(site.lines)
    others, _ = policy.second_reading(modules, LIBRARY, norm.module.name, bugs.nothing)
    twin = Project(phep, folders[0], path, {path: correct, **others})
    left, gone = policy.without_tests(wrong, site.names)
    others, more = policy.second_reading(modules, LIBRARY, norm.module.name, site.names)
    bug = Project(phep, folders[1], path, {path: left, **others})
    found, raised = [], []
    for command in ("check", "test", "verify"):
        known = twin.findings(command, norm)
        if known is not None:
            raised.append(command)
        news = bug.findings(command, norm)
        if news and news - (known or set()):
            found.append(command)
    explained = False
    if not found and bug.run("check", path)[0] == 0:
        proposals = bug.proposals(norm)
        if any(bug.answer(norm, one) != twin.answer(norm, one) for one in proposals):
            found.append("gen")
        else:
            explained = any(bug.answer(norm, one, "explain") != twin.answer(norm, one, "explain") for one in proposals)
    for folder in folders:
        for module in modules:
            if module.path in {path, *others}:
                (folder / module.path).write_text("\n".join(module.lines))
    return found, raised, gone + more, explained


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--policies", type=int, default=len(bugs.CLASSES))
    parser.add_argument("--seed", type=int, default=1, help="the number of the first policy")
    parser.add_argument("--draw", type=int, default=7, help="what the norms are drawn by")
    parser.add_argument("--bugs", help="only these classes, with commas between")
    parser.add_argument("--report")
    parser.add_argument("--unchanged", action="store_true")
    parser.add_argument("--tell", action="store_true", help="also show each change")
    asked = parser.parse_args()
    classes = tuple(asked.bugs.split(",")) if asked.bugs else tuple(bugs.CLASSES)
    phep = pathlib.Path(asked.build).resolve() / "bin/phep"
    total = {"policies": 0, "found": 0, "twins_that_raise": 0, "tests_left_out": 0, "drawn": {}, "found_in": {},
             "found_by": {}, "missed": {}, "raised": {}}

    def count(table, name, n=1):
        total[table][name] = total[table].get(name, 0) + n

    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        folders = [scratch / "twin", scratch / "faulty"]
        shutil.copytree(LIBRARY, folders[0])
        subprocess.run([phep, "fmt", "--keywords", "en", folders[0]], stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, check=True)
        shutil.copytree(folders[0], folders[1])
        modules = policy.read(folders[0])
        drawn = list(bugs.draw(modules, asked.seed - 1 + asked.policies, asked.draw, classes))[asked.seed - 1:]
        for faulty in drawn:
            found, raised, gone, explained = judge(phep, modules, faulty, folders, asked.unchanged)
            told = f"{faulty.number}. {faulty.bug}: {faulty.norm.qualified}: {faulty.site.tells}"
            total["policies"] += 1
            total["found"] += bool(found)
            total["twins_that_raise"] += bool(raised)
            total["tests_left_out"] += gone
            count("drawn", faulty.bug)
            count("found_in", faulty.bug, int(bool(found)))
            for command in found:
                count("found_by", command)
            if not found:
                count("missed", told + ("; `explain` words a proposed case otherwise" if explained else ""))
            if raised:
                count("raised", f"{faulty.norm.qualified}: {', '.join(raised)}")
            if asked.tell or not found or raised:
                print(f"{told}: {', '.join(found) or 'missed'}{'; the twin raises: ' + ', '.join(raised) if raised else ''}",
                      flush=True)
    if asked.report:
        pathlib.Path(asked.report).write_text(json.dumps(total, ensure_ascii=False))
    missed = total["policies"] - total["found"]
    print(f"{total['found']} passed, {missed + total['twins_that_raise']} failed")
    return 1 if missed or total["twins_that_raise"] else 0


if __name__ == "__main__":
    sys.exit(main())
