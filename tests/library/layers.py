#!/usr/bin/env python3
"""The order of the library: layers and their imports, sizes, closed lists, labels.
    layers.py
A module imports from the layers above its own and from its own layer, as the table in stdlib/README.md lists them, and never
in a ring; a file has at most 600 lines, a record at most 25 leaves, the list of actions at most 150 entries; every leaf has
labels in Vietnamese and English.
"""
import re
import sys

from declarations import STDLIB, modules, of_kind

MOST_LINES = 600
MOST_LEAVES = 25
MOST_ACTIONS = 150


def layers():
    """The patterns of the table, from the top."""
    text = (STDLIB / "README.md").read_text(encoding="utf-8")
    table = text.split("| layer | modules |", 1)[1].split("\n\n", 1)[0]
    out = []
    for row in re.findall(r"^\|[^|\n]+\|([^|\n]+)\|", table, re.M):
        patterns = re.findall(r"`([^`]+)`", row)
        if patterns:
            out.append([re.compile(re.escape(p).replace(r"\*", r".+").replace("<statute>", r"[^.]+").replace("<chapter>", ".+") + "$") for p in patterns])
    return out


def layer_of(name, table):
    """The narrowest pattern that holds the module decides: `vn.calendar` before `vn.<statute>.<chapter>`."""
    fits = [(len(p.pattern.replace("[^.]+", "").replace(".+", "")), i) for i, row in enumerate(table) for p in row if p.match(name)]
    return max(fits)[1] if fits else None


def leaves(record, records):
    """Fields that a person fills in; what is a record of its own is counted there."""
    return sum(re.sub(r"^(?:list|danh sách)<|[>?].*$", "", kind) not in records for _, kind, _ in record.fields())


def ring(graph):
    """A ring of imports, if there is one."""
    done, path = set(), []

    def visit(node):
        if node in path:
            return path[path.index(node) :] + [node]
        if node in done or node not in graph:
            return None
        path.append(node)
        for other in graph[node]:
            found = visit(other)
            if found:
                return found
        path.pop()
        done.add(node)
        return None

    for node in sorted(graph):
        found = visit(node)
        if found:
            return found
    return None


def main():
    everything = modules()
    table = layers()
    failed, passed = [], 0

    def check(good, message):
        nonlocal passed
        if good:
            passed += 1
        else:
            failed.append(message)

    at = {m.name: layer_of(m.name, table) for m in everything}
    for module in everything:
        check(at[module.name] is not None, f"{module.name}: in no layer")
        check(len(module.lines) <= MOST_LINES, f"{module.name}: {len(module.lines)} lines, at most {MOST_LINES}")
        for used in module.uses:
            check(used in at, f"{module.name}: imports {used}, which is not in the library")
            if used in at and None not in (at[used], at[module.name]):
                check(at[used] <= at[module.name], f"{module.name}: imports {used}, which is of a layer below")
    found = ring({m.name: sorted(m.uses) for m in everything})
    check(not found, "a ring of imports: " + " -> ".join(found or []))

    records = {r.name for r in of_kind(everything, "record")}
    for record in of_kind(everything, "record"):
        count = leaves(record, records)
        check(count <= MOST_LEAVES, f"{record.qualified}: {count} leaves, at most {MOST_LEAVES}")
        for name, _, labelled in record.fields():
            check(labelled, f"{record.qualified}.{name}: a label in Vietnamese or English is missing")

    actions = of_kind(everything, "action")
    check(len(actions) <= MOST_ACTIONS, f"{len(actions)} actions, at most {MOST_ACTIONS}")
    for action in actions:
        check(action.module == "vn.terms.actions", f"{action.qualified}: actions stand in vn.terms.actions")
        check(re.search(r"\bvi\s+\"", action.head) and re.search(r"\ben\s+\"", action.head), f"{action.qualified}: a label is missing")

    for line in failed:
        print(line)
    print(f"layers  {passed} passed  {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
