"""Defences taken away, one at a time, and the tests that must turn red for it.

A sabotage names tests of attacks and replaces texts of our sources. What it replaces in C++ asks `SABOTAGED`, so that one copy of the
sources holds all of them and PHEP_SABOTAGED chooses (tests/deep/sabotage.py); texts that tests read themselves are replaced for them alone.
Each text stands in its file exactly once, or the sabotage is an error: it cannot rot unseen.
"""

import collections
import dataclasses
import zlib

from harness import ATTACKS, ROOT

CHOICE = "compiler/base/sabotaged.h"  # of the copy
CODE = (".cpp", ".h")


@dataclasses.dataclass
class Sabotage:
    number: int  # from 1 on
    text: str  # what is no longer so
    tests: list  # names of attacks, each of which turns red
    edits: list  # (file, text there, replacement)

    @property
    def choice(self):
        """How it is chosen. Not by its place, so that one more leaves what was compiled of the others as it is."""
        return zlib.crc32(self.text.encode()) & 0x7FFFFFFF

    @property
    def attacks(self):
        return sorted({one.number for one in ATTACKS if one.name in self.tests})

    def texts(self):
        """The files that tests read themselves, as it leaves them."""
        out = {}
        for path, before, after in self.edits:
            if not path.endswith(CODE):
                out[path] = replaced(out.get(path) or (ROOT / path).read_text(encoding="utf-8"), path, before, after)
        return out


SABOTAGES = []


def sabotage(text, tests, *edits):
    SABOTAGES.append(Sabotage(len(SABOTAGES) + 1, text, [tests] if isinstance(tests, str) else tests, list(edits)))


def replaced(text, path, before, after):
    if text.count(before) != 1:
        raise ValueError(f"{path} holds {text.count(before)} times: {before}")
    return text.replace(before, after)


def written(tree):
    """Writes all sabotages into a copy of the sources."""
    by_file = collections.defaultdict(list)
    for one in SABOTAGES:
        for path, before, after in one.edits:
            if path.endswith(CODE):
                by_file[path].append((before, after.replace("SABOTAGED", f"phep_sabotaged({one.choice})")))
    for path, edits in by_file.items():
        text = (tree / path).read_text(encoding="utf-8")
        for before, after in edits:
            text = replaced(text, path, before, after)
        (tree / path).write_text(f'#include "{CHOICE}"\n' + text, encoding="utf-8")
    (tree / CHOICE).write_text((ROOT / "tests/attacks/sabotaged.h").read_text(encoding="utf-8"), encoding="utf-8")


def problems(tested):
    """What is wrong with the list; `tested`: the numbers that need a sabotage."""
    out = [] if len({one.choice for one in SABOTAGES}) == len(SABOTAGES) else ["two sabotages are chosen alike"]
    names = collections.Counter(one.name for one in ATTACKS)
    files = {}
    for one in SABOTAGES:
        out += [f"no attack is called {name}" for name in one.tests if names[name] != 1]
        for path, before, after in one.edits:
            text = files.get(path) or (ROOT / path).read_text(encoding="utf-8")
            if text.count(before) != 1:
                out.append(f"{path} holds {text.count(before)} times what “{one.text}” replaces: {before}")
            files[path] = text.replace(before, after)
        asked = {path for path, _, after in one.edits if path.endswith(CODE) and "SABOTAGED" in after}
        out += [f"“{one.text}” is not chosen in {path}" for path in {path for path, *_ in one.edits if path.endswith(CODE)} - asked]
    there = {number for one in SABOTAGES for number in one.attacks}
    return out + [f"attack {number} has no sabotage" for number in tested if number not in there]
