"""What clang's source coverage says of our own code, by room.

A room is a folder of `compiler` or of `lsp`. Not counted are the arms that cannot be taken while the code is right:
lines that are PHEP_UNREACHABLE(), the sentence of a PHEP_CHECK, the branches of its condition, and the side of a `switch` that no
case names (a switch over an enum names all, or does not compile). They are counted apart.
"""

import collections
import json
import os
import re
import subprocess

LLVM = "/usr/lib/llvm-19/bin/"
MACRO = re.compile(r"\bPHEP_(UNREACHABLE|CHECK)\(")
DEFINED = re.compile(r"^#define PHEP_(?:UNREACHABLE|CHECK)\((?:.*\\\n)*.*$", re.M)
SWITCH = re.compile(r"^ *switch \(", re.M)


def arms(text):
    """Of a source: the lines that are not counted, and the lines whose branches are not (numbers from 1)."""
    lines, branches = set(), set()

    def number(at):
        return text.count("\n", 0, at) + 1

    for found in DEFINED.finditer(text):
        lines.update(range(number(found.start()), number(found.end()) + 1))
    branches.update(number(found.end()) for found in SWITCH.finditer(text))
    for found in MACRO.finditer(text):
        if text[text.rfind("\n", 0, found.start()) + 1:found.start()].lstrip().startswith(("//", "#define")):
            continue
        at, depth = found.end(), 1
        while depth:
            depth += {"(": 1, ")": -1}.get(text[at], 0)
            at += 1
        first, last = number(found.start()), number(at)
        branches.update(range(first, last + 1))
        lines.update(range(first if found[1] == "UNREACHABLE" else first + 1, last + 1))
    return lines, branches


def exported(profile, programs, *options):
    """What llvm-cov exports of programs that ran with a merged profile."""
    first, *others = programs
    command = [LLVM + "llvm-cov", "export", "--instr-profile", profile, first, *(f"--object={other}" for other in others), *options]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def merged(profile, raw):
    """Merges profiles into one file; those that a killed program left half written are passed over, and said."""
    done = subprocess.run([LLVM + "llvm-profdata", "merge", "--sparse", "--failure-mode=all", "-o", profile, *raw], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stderr.count("warning:")


def read_lcov(text):
    """{file: ({line: times}, [(line, times)])}: lines, and the two sides of each branch."""
    files = {}
    for row in text.splitlines():
        tag, _, rest = row.partition(":")
        if tag == "SF":
            lines, branches = files.setdefault(rest, ({}, []))
        elif tag == "DA":
            line, times = map(int, rest.split(",")[:2])
            lines[line] = lines.get(line, 0) + times
        elif tag == "BRDA":
            line, _, _, times = rest.split(",")
            branches.append((int(line), 0 if times == "-" else int(times)))
    return files


def room_of(path):
    parts = path.split("/")
    return parts[0] + "/" + parts[1] if len(parts) > 2 else parts[0]


def by_room(root, profile, programs):
    """{room: {"lines": [reached, all], "branches": …, "mcdc": …, "arms": n}}, and {file: [line, …]} of lines not reached.

    mcdc: conditions that alone changed their decision, of all that could.
    """
    root = os.path.join(os.path.realpath(root), "")
    rooms = collections.defaultdict(lambda: {"lines": [0, 0], "branches": [0, 0], "mcdc": [0, 0], "arms": 0})
    unreached = {}

    def ours(path):
        path = os.path.realpath(path)
        inside = path.removeprefix(root) if path.startswith(root) else ""
        return inside if inside.startswith(("compiler/", "lsp/")) and "/build/" not in path else ""

    for path, (lines, branches) in read_lcov(exported(profile, programs, "--format=lcov")).items():
        name = ours(path)
        if not name:
            continue
        with open(path, encoding="utf-8") as file:
            skipped, plain = arms(file.read())
        room = rooms[room_of(name)]
        kept = {line: times for line, times in lines.items() if line not in skipped}
        sides = [times for line, times in branches if line not in plain]
        room["arms"] += len(lines) - len(kept) + len(branches) - len(sides)
        for kind, counts in (("lines", kept.values()), ("branches", sides)):
            room[kind][0] += sum(times > 0 for times in counts)
            room[kind][1] += len(counts)
        if missed := sorted(line for line, times in kept.items() if not times):
            unreached[name] = missed
    for file in json.loads(exported(profile, programs, "--summary-only"))["data"][0]["files"]:
        if name := ours(file["filename"]):
            conditions = file["summary"].get("mcdc", {"count": 0, "covered": 0})
            rooms[room_of(name)]["mcdc"][0] += conditions["covered"]
            rooms[room_of(name)]["mcdc"][1] += conditions["count"]
    return dict(sorted(rooms.items())), unreached


def unshown(root, profile, programs, files):
    """[(file, line, decision, [n, …])] of files: the decisions, as one line of text, of which some conditions, counted from 1, were never
    seen to decide alone."""
    root = os.path.realpath(root)
    out = []
    for file in json.loads(exported(profile, programs, *(os.path.join(root, name) for name in files)))["data"][0]["files"]:
        path = os.path.realpath(file["filename"])
        with open(path, encoding="utf-8") as source:
            text = source.read().splitlines()
        for first, begin, last, end, *_, conditions in file.get("mcdc_records", []):
            rows = text[first - 1:last]
            rows[-1] = rows[-1][:end - 1]
            rows[0] = rows[0][begin - 1:]
            if missed := [n for n, shown in enumerate(conditions, 1) if not shown]:
                out.append((os.path.relpath(path, root), first, " ".join(row.strip() for row in rows), missed))
    return sorted(out)


def spans(lines):
    """[3, 4, 5, 9] as "3-5, 9"."""
    out = []
    for line in lines:
        if out and out[-1][1] == line - 1:
            out[-1][1] = line
        else:
            out.append([line, line])
    return ", ".join(f"{first}-{last}" if last > first else str(first) for first, last in out)
