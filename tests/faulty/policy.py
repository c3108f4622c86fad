"""A module's text as its norms, their clauses and its tests; written with the English keywords (`phep fmt`)."""

import dataclasses
import json
import pathlib
import re

NORM = re.compile(r"^(duty|prohibition|permission|power|encouragement) (\w+)\((.*)\) \{$")
TEST = re.compile(r"^test (table )?\"")
PROPERTY = re.compile(r"^property \"(.*)\" \{")


@dataclasses.dataclass(frozen=True)
class Clause:
    """Lines [first, last] of the module, from 0; `word` is the clause's first."""
    first: int
    last: int
    word: str
    label: str
    text: str


@dataclasses.dataclass(frozen=True)
class Norm:
    """Lines [first, last] of the module, from 0."""
    module: "Module"
    kind: str
    name: str
    params: tuple[tuple[str, str], ...]
    first: int
    last: int
    clauses: tuple[Clause, ...]

    @property
    def qualified(self):
        return f"{self.module.name}.{self.name}"

    def of(self, *words):
        return [clause for clause in self.clauses if clause.word in words]


class Module:
    def __init__(self, path, text):
        self.path = path
        self.lines = text.split("\n")
        self.name = next((line.split()[1] for line in self.lines if line.startswith("module ")), path.stem)
        self.uses = [line.split()[1] for line in self.lines if line.startswith("use ")]

    def blocks(self, opens):
        """Declarations whose first line `opens` accepts, as (first, last)."""
        first = None
        for at, line in enumerate(self.lines):
            if first is None and opens(line):
                first = at
            if first is not None and line == "}":
                yield first, at
                first = None

    def norms(self):
        for first, last in self.blocks(NORM.match):
            kind, name, params = NORM.match(self.lines[first]).groups()
            pairs = tuple(tuple(part.split(":")) for part in re.sub(r"\s", "", params).split(",") if ":" in part)
            yield Norm(self, kind, name, pairs, first, last, tuple(clauses(self.lines, first + 1, last)))

    def flags(self, record):
        """The facts of type `bool` of a record that is declared here."""
        for first, last in self.blocks(lambda line: re.match(rf"record {record}\b.*\{{$", line)):
            return [match[1] for line in self.lines[first:last] if (match := re.match(r"  (\w+) +: bool\b(?!\?)", line))]
        return []


def clauses(lines, first, end):
    """A clause begins two blanks deep, what goes on with it stands deeper."""
    begins = [at for at in range(first, end) if re.match(r"  \w", lines[at])]
    for at, following in zip(begins, [*begins[1:], end]):
        last = following - 1
        while last > at and (not lines[last].strip() or lines[last].strip().startswith("//")):
            last -= 1
        text = "\n".join(lines[at:last + 1])
        label = re.match(r"  \w+ +(\w+): ", text)
        yield Clause(at, last, text.split()[0], label[1] if label else "", text)


def read(folder):
    """All modules below a folder."""
    return [Module(path.relative_to(folder), path.read_text())
            for path in sorted(pathlib.Path(folder).rglob("*.phep"))]


def without_tests(text, names):
    """The text without the tests that name a clause; `names(said)` is asked of each expectation as it reads in one
    line. A row of a table is a test. Also, how many are gone."""
    module = Module(pathlib.Path("x"), text)
    gone = set()
    dropped = 0
    for first, last in module.blocks(TEST.match):
        body = module.lines[first:last + 1]
        rows = [at for at, line in enumerate(body) if line.startswith("  |")]
        steps = body[1:rows[0]] if rows else body[1:-1]
        expectations = re.split(r"\n  expect ", "\n" + "\n".join(steps))[1:]
        if any(names(" ".join(one.split())) for one in expectations):
            gone |= set(range(first, last + 1))
            dropped += max(1, len(rows) - 1)
            continue
        if not rows:
            continue
        heads = cells(body[rows[0]])
        named = [row for row in rows[1:] if any(
            cell != "_" and names(f"{head} {cell}") for head, cell in zip(heads, cells(body[row])))]
        dropped += len(named)
        gone |= set(range(first, last + 1)) if len(named) == len(rows) - 1 else {first + row for row in named}
    for first, last in module.blocks(PROPERTY.match):
        claims = re.split(r"\n  expect ", "\n".join(module.lines[first + 1:last]))[1:]
        if any(names(" ".join(one.split())) for one in claims):
            gone |= set(range(first, last + 1))
            dropped += 1
    return "\n".join(line for at, line in enumerate(module.lines) if at not in gone), dropped


def properties_of(module, name):
    """The titles of the properties that ask for a norm, whatever they are called."""
    out = set()
    for first, last in module.blocks(PROPERTY.match):
        if re.search(rf"\b{re.escape(name)}\(", "\n".join(module.lines[first + 1:last])):
            out.add(PROPERTY.match(module.lines[first])[1])
    return out


def second_reading(modules, folder, of, names):
    """The case files of decisions of the module `of` that stand elsewhere in the library, less the cases that name a
    clause: by path, with the module that asks for them; and how many cases are gone."""
    out = {}
    gone = 0
    for module in modules:
        asked = [line for line in module.lines if re.match(rf'cases ".*" of {re.escape(of)}\.\w+$', line)]
        if not asked:
            continue
        for line in asked:
            path = module.path.parent / line.split('"')[1]
            cases = (folder / path).read_text().splitlines()
            left = [case for case in cases if not any(map(names, said(json.loads(case))))]
            gone += len(cases) - len(left)
            if left:
                out[path] = "\n".join(left) + "\n"
        kept = [line for line in asked if module.path.parent / line.split('"')[1] in out]
        text = [f"module {module.name}", f"use {of}", *kept]
        if len(text) > 2:
            out[module.path] = "\n".join(text) + "\n"
    return out, gone


def said(case):
    """The expectations of a recorded case, as a test would write them."""
    for key, value in case.get("expect", {}).items():
        norm, _, members = key.partition(".")
        whole = value.items() if isinstance(value, dict) and not members else [(members, value)]
        for name, one in whole:
            labels = ", ".join(one) if isinstance(one, list) else one
            yield f"{norm}(x).{name} is {labels}" if name else f"{norm}(x) is {labels}"
            if name == "why":
                yield f"{norm}(x) is exempt({labels})"


def cells(row):
    """What is asked in a row of a test: the cells to the right of `||`."""
    return [cell.strip() for cell in row.split("||", 1)[-1].split("|")[:-1]]
