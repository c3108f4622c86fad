"""What the deep checks saw last, as tables: ../RELIABILITY.md has them, and `../checks/attacks.sh` fails when they are not current."""

import json
import pathlib
import string

from trees import ROOT, changed_since

RESULTS = ROOT / "tests/results"

# check: what of its result is told; of a list, how many.
SEEN = {
    "generated": "{programs:,} programs, {cases:,} cases by interpreter, machine code and V8, {cases_in_wabt:,} in wabt: {disagreements} disagreements",
    "differential": "{programs:,} of {of:,} programs, {cases:,} cases by the interpreter and machine code: {disagreements} disagreements",
    "edits": "{sessions:,} sessions, {edits:,} edits read in part and whole: {wrong} differ",
    "turned": "{drawn} proved verdicts: {turned} turned by a mistake",
    "proofs": "{programs:,} programs, {cases:,} cases by formulas and by the interpreter: {wrong} differ",
    "verdicts": "{verdicts:,} verdicts, {not_decided} not decided, {pairs} pairs, {finds} findings",
    "mutation": "{mutants:,} mistakes in the library, {killed:,} noticed",
    "faulty": "{policies} faulty policies, {found} found, {twins_that_raise} alarms about correct twins",
    "diff": "{cases:,} cases, {changed:,} changed between the laws of six days, {outside} outside of what `phep diff` told",
    "portability": "{shares} of {of} shares: {answers:,} answers on five machines, {differ} differ",
    "coverage": "every test of `./dev test`; below, by room",
    "mutants": "of {written:,} written those drawn met {met}; below, by room",
    "sabotage": "{sabotages} defences taken away: {red} tests turned red, {green} stayed green",
    "threads": "{rounds} rounds, {steps} steps: {races} races, {wrong} wrong",
    "memory": "{rounds} rounds, {runs} runs: {found} found, {wrong} wrong",
    "soak": "{runs} runs: {wrong} wrong, {grown} grown; [interpreter](results/soak-interp.svg), [compiled](results/soak-native.svg), [edits](results/soak-edits.svg)",
    "alloc": "{shares} of {of} shares: {tried:,} failures tried, {broken} broken",
    "fuzz": "below, by target",
}

HEADING = "## Deep checks"
NO_RESULT = "**no result**"


def result_of(name):
    """What a check wrote; none where it has not run, or wrote less than is told of it now."""
    path = RESULTS / f"{name}.json"
    one = json.loads(path.read_text()) if path.exists() else {}
    return one if one and all(field is None or field in one for _, field, _, _ in string.Formatter().parse(SEEN[name])) else None


def without_result():
    """Checks of which nobody has seen anything."""
    return [name for name in SEEN if result_of(name) is None]


def rooms_of(one):
    """Each {room: tree} that a result rests on: its own, and those of each look at each target."""
    yield one.get("rooms", {})
    for target in one["targets"].values() if "targets" in one else ():
        yield from target.get("rooms", {}).values()


def changed(one):
    """The rooms of which another state was seen than there is, in the order they are named."""
    return list(dict.fromkeys(room for rooms in rooms_of(one) for room in changed_since(rooms)))


def share(counts, kind):
    some, every = counts[kind]
    return f"{100 * some / every:.1f}" if every else "-"


def by_room(coverage, mutants):
    """Coverage of each room in percent, and what became of its mutants."""
    yield from ("| room | lines % | branches % | MC/DC % | mutants | noticed % | judged equivalent | alive |",
                "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for room, counts in coverage["rooms_reached"].items():
        ends = mutants["by_room"].get(room)
        cells = ["", "", "", ""]
        if ends:
            every, noticed = sum(ends.values()), ends.get("noticed", 0) + ends.get("time", 0)
            cells = [every, f"{100 * noticed / every:.1f}", ends.get("equivalent", 0), ends.get("survived", 0) + ends.get("unreached", 0)]
        yield f"| `{room}` | " + " | ".join(map(str, [*(share(counts, kind) for kind in ("lines", "branches", "mcdc")), *cells])) + " |"
    if "interpreter" in coverage:
        yield from ("", "Conditions of the interpreter that were never seen to decide alone: {left}, beside {cannot} that cannot, each with its reason in "
                    "`covered/interpreter.py`.".format(**coverage["interpreter"]))


def by_target(fuzz):
    """Of each target of fuzzing: speed, lines reached of its own files, planted faults."""
    yield from ("| target | executions a second | crashes | own lines reached % | planted faults found, after s |", "| --- | ---: | ---: | ---: | --- |")
    for target, one in sorted(fuzz["targets"].items()):
        plants = ", ".join("not found" if after is None else f"{after:g}" for after in one.get("plants", {}).values())
        reached = share(one["reached"], "lines") if "reached" in one else "-"
        speed = f"{one['per_second']:,}" if "per_second" in one else "-"  # looked at for planted faults alone
        yield f"| `{target}` | {speed} | {one.get('crashes', '-')} | {reached} | {plants} |"
    slow = {target: one["slow"] for target, one in sorted(fuzz["targets"].items()) if "slow" in one}
    yield from ("", "Fewer than 1,000 inputs a second, since each takes:", "", *(f"- `{target}`: {why}." for target, why in slow.items()))


def tables():
    """Lines of Markdown."""
    results = {name: result_of(name) for name in SEEN}
    yield from (HEADING, "",
                "What `./dev deep NAME` and `./dev fuzz` saw when they ran last. Where folders that a check rests on have changed since, they are named.", "",
                "| check | saw | at | changed since |", "| --- | --- | --- | --- |")
    for name, seen in SEEN.items():
        one = results[name]
        if one is None:
            yield f"| `{name}` | {NO_RESULT} | | |"
        else:
            counts = {key: len(value) if isinstance(value, list) else value for key, value in one.items()}
            yield f"| `{name}` | {seen.format(**counts)} | {one['commit']} | {', '.join(f'`{room}`' for room in changed(one))} |"
    if "rooms_reached" in (results["coverage"] or {}) and "by_room" in (results["mutants"] or {}):  # not stopped on their way
        yield from ("", "## What tests reach and notice of our own code", "", *by_room(results["coverage"], results["mutants"]))
    if results["fuzz"]:
        yield from ("", "## Fuzzing", "", *by_target(results["fuzz"]))
    yield ""
