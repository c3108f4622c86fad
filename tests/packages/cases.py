"""Cases for packages, and answers held against the interpreter's.

    cases.py write ABI.json SEED COUNT > cases       a case is a line "AS_OF<tab>facts"
    cases.py compare WANTED GOT                      lines "STATUS<tab>answer[<tab>typed answer]"
"""

import datetime as dt
import json
import random
import re
import sys

DAY = 86_400_000
UNITS = ["hours", "days", "working_days", "weeks", "months", "quarters", "years"]
# Days beside which deadlines, holidays and laws turn.
EDGES = [dt.date(2026, 1, 1), dt.date(2026, 2, 16), dt.date(2026, 3, 1), dt.date(2026, 4, 30), dt.date(2026, 7, 1),
         dt.date(2026, 9, 2), dt.date(2027, 1, 1), dt.date(2027, 9, 2)]
WORDS = ["", "a", "Đặng", "tab\tand \"quotes\"", "x" * 40, "\u0001", "🙂"]


def days(rng):
    if rng.random() < 0.3:
        return rng.choice(EDGES) + dt.timedelta(days=rng.randint(-1, 1))
    return dt.date(2026, 1, 1) + dt.timedelta(days=rng.randint(-60, 700))


def instant(rng):
    moment = dt.datetime.combine(days(rng), dt.time(rng.randint(0, 23), rng.randint(0, 59)))
    style = rng.randint(0, 3)
    if style == 0:
        return moment.isoformat(timespec="minutes") + "+07:00"
    if style == 1:
        return moment.isoformat(timespec="seconds") + "Z"
    if style == 2:
        return moment.isoformat(timespec="seconds") + f".{rng.randint(0, 999):03}-03:30"
    return moment.strftime("%Y-%m-%dT24:00+07:00")


def whole(rng, field):
    least, most = field.get("least", -(1 << 63)), field.get("most", (1 << 63) - 1)
    if rng.random() < 0.3:
        return rng.choice([least, most])
    return rng.randint(max(least, -10_000), min(most, 10_000)) if least <= 10_000 and most >= -10_000 else least


def value(rng, abi, field):
    kind = field["kind"]
    if field.get("optional") and rng.random() < 0.3:
        return None
    if kind == "bool":
        return rng.random() < 0.6
    if kind == "int":
        return whole(rng, field)
    if kind == "money":
        amount = whole(rng, field)
        return rng.choice([{"amount": str(amount), "currency": field["currency"]}, amount, str(amount)])
    if kind in ("decimal", "amount"):
        number = rng.choice(["0", "0.000000001", "-1.5", "123456789.25", str(rng.randint(-999, 999)), "9" * 29])
        return number
    if kind == "date":
        return days(rng).isoformat()
    if kind == "instant":
        return instant(rng)
    if kind == "duration":
        return {"n": rng.randint(0, 40), "unit": rng.choice(UNITS)}
    if kind == "text":
        return rng.choice(WORDS)
    if kind == "enum":
        return rng.choice(abi["enums"][field["enum"]])
    if kind == "set":
        return [one for one in abi["enums"][field["enum"]] if rng.random() < 0.5]
    if kind == "list":
        return [record(rng, abi, field["items"], 0.1) for _ in range(rng.randint(0, field["most"]))]
    raise ValueError(kind)


def record(rng, abi, name, gaps):
    facts = {}
    for field in abi["structs"][name]["fields"]:
        if rng.random() < gaps:
            continue
        at = facts
        steps = field["path"].split("/")[1:]
        for step in steps[:-1]:
            at = at.setdefault(step, {})
        at[steps[-1]] = value(rng, abi, field)
    return facts


def places(facts, at=()):
    """Every place in a value, the innermost last."""
    found = [at] if at else []
    inner = facts.items() if isinstance(facts, dict) else enumerate(facts) if isinstance(facts, list) else ()
    for key, one in inner:
        found += places(one, at + (key,))
    return found


def put(facts, place, new):
    for key in place[:-1]:
        facts = facts[key]
    facts[place[-1]] = new


def spoiled(rng, facts):
    """Facts with one thing wrong, as bytes."""
    facts = json.loads(json.dumps(facts))
    spots = places(facts)
    kind = rng.randint(0, 9) if spots else 9
    if kind <= 3:
        put(facts, rng.choice(spots), rng.choice([None, 7, "?", [], {}, True, 1.5, "2026-02-30", "2026-03-01T10:00", -99]))
    elif kind == 4:
        facts["nobody_knows_this"] = 1
    text = json.dumps(facts, ensure_ascii=rng.random() < 0.3).encode()
    if kind == 5:
        return text[: rng.randint(0, len(text) - 1)]
    if kind == 6:
        return text + b" x"
    if kind == 7:
        return text.replace(b'"', b'"\xff', 1)
    if kind == 8:
        return text.replace(b'"', b'"\\ud800', 1)
    if kind == 9:
        return text[:-1] + (b"," if facts else b"") + b'"a":1,"a":1}'
    return text


def write(abi_path, seed, count):
    with open(abi_path, encoding="utf-8") as file:
        abi = json.load(file)
    rng = random.Random(seed)
    for _ in range(count):
        facts = record(rng, abi, abi["facts"], rng.choice([0, 0, 0.1, 0.4]))
        as_of = int(dt.datetime.combine(days(rng), dt.time(), dt.timezone.utc).timestamp()) * 1000
        as_of += rng.choice([0, DAY - 1, rng.randint(0, DAY)])
        text = spoiled(rng, facts) if rng.random() < 0.2 else json.dumps(facts, ensure_ascii=rng.random() < 0.3).encode()
        sys.stdout.buffer.write(str(as_of).encode() + b"\t" + text + b"\n")


NORM_KEYS = {"$error", "$inexact", "binds", "by_ms", "done", "due", "excused", "missing", "since", "status", "until", "why"}
SANCTION_KEYS = {"applies", "from", "kind", "limitation", "time_barred", "to"}


def typed_view(answer):
    """What typed answers say of the same, in canonical form."""
    norms = {}
    for key, norm in answer["norms"].items():
        norms[key] = {name: one for name, one in norm.items() if name in NORM_KEYS}
        if "sanctions" in norm:
            norms[key]["sanctions"] = {
                label: {name: one for name, one in row.items() if name in SANCTION_KEYS}
                for label, row in norm["sanctions"].items()}
    return {"norms": norms, "outputs": answer["outputs"]}


def canonical(value):
    """Canonical JSON: escapes are \\", \\\\ and \\u00xx alone."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    short = {"t": "0009", "n": "000a", "r": "000d", "b": "0008", "f": "000c"}
    return re.sub(r"\\(.)", lambda found: "\\u" + short[found[1]] if found[1] in short else found[0], text).encode()


def compare(wanted_path, got_path):
    with open(wanted_path, "rb") as file:
        wanted = file.read().split(b"\n")[:-1]
    with open(got_path, "rb") as file:
        got = file.read().split(b"\n")[:-1]
    same = int(len(wanted) == len(got) and len(wanted) > 0)
    bad = 1 - same
    refused = 0
    for want, have in zip(wanted, got):
        status, text = want.split(b"\t", 1)
        refused += status == b"2"
        have_status, have_text, *typed = have.split(b"\t")
        fine = (status, text) == (have_status, have_text)
        if fine and typed:
            view = canonical(typed_view(json.loads(text))) if status == b"0" else b""
            if view != typed[0]:
                fine, text, have_text = False, view, typed[0]
        if fine:
            same += 1
            continue
        bad += 1
        if bad <= 3:
            at = next((i for i, (a, b) in enumerate(zip(text, have_text)) if a != b), min(len(text), len(have_text)))
            print(f"wanted {status!r} …{text[max(0, at - 80):at + 80]!r}\nfound  {have_status!r} …{have_text[max(0, at - 80):at + 80]!r}")
    print(f"{same} same, {bad} differ, {refused} refused")
    return 1 if bad or refused * 20 < len(wanted) else 0


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        sys.exit(compare(sys.argv[2], sys.argv[3]))
