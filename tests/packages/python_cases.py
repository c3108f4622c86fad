"""Answers cases through an installed Python package: python_cases.py PACKAGE ABI.json < cases > answers.

A case is a line "AS_OF<tab>facts"; an answer "STATUS<tab>JSON<tab>typed answer", where facts went in as Python's values and
the answer came back as dataclasses."""

import datetime as dt
import importlib
import json
import sys
from decimal import Decimal

from cases import canonical

package = importlib.import_module(sys.argv[1])
with open(sys.argv[2], encoding="utf-8") as file:
    abi = json.load(file)
UTC = dt.timezone.utc


def instant_of(text):
    if "T24:00" in text:
        return dt.datetime.fromisoformat(text.replace("T24:00", "T00:00")) + dt.timedelta(days=1)
    return dt.datetime.fromisoformat(text)


def python_value(field, value):
    if value is None:
        return None
    kind = field["kind"]
    if kind == "money":
        return int(value["amount"] if isinstance(value, dict) else value)
    if kind == "decimal":
        return Decimal(str(value))
    if kind == "date":
        return dt.date.fromisoformat(value)
    if kind == "instant":
        return instant_of(value)
    if kind == "duration":
        return package.Duration(value["n"], value["unit"])
    if kind == "set":
        return frozenset(value)
    if kind == "list":
        return [python_facts(field["items"], item) for item in value]
    return value


def python_facts(name, value):
    facts = json.loads(json.dumps(value))
    for field in abi["structs"][name]["fields"]:
        at, steps = facts, field["path"].split("/")[1:]
        for step in steps[:-1]:
            at = at.get(step, {})
        if steps[-1] in at:
            at[steps[-1]] = python_value(field, at[steps[-1]])
    return facts


def instant_text(value):
    text = value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return text + (f".{value.microsecond // 1000:03}" if value.microsecond else "") + "Z"


def plain(kind, value):
    if value is None or kind in ("bool", "int", "text", "enum"):
        return value
    if kind == "money":
        return {"amount": str(value), "currency": "VND"}
    if kind == "decimal":
        return format(value, "f")
    if kind == "date":
        return value.isoformat()
    if kind == "instant":
        return instant_text(value)
    if kind == "duration":
        return {"n": value.n, "unit": value.unit}
    return sorted(value)


def out_view(kind, out):
    if isinstance(out, package.Known):
        return plain(kind, out.value)
    if isinstance(out, package.Error):
        return {"$error": {"at": out.at, "kind": out.kind}}
    if isinstance(out, package.OneOf):
        return {"$awaiting": list(out.awaiting), "$one_of": [plain(kind, one) for one in out.values]}
    view = {"$unknown": list(out.missing)}
    if out.inexact:
        view["$inexact"] = True
    if isinstance(out, package.Between):
        for key, end in (("$at_least", out.least), ("$at_most", out.most)):
            if end is not None:
                view[key] = plain(kind, end)
    return view


def truth(value):
    return "unknown" if value is None else value


def moment(value):
    return instant_text(value) if isinstance(value, dt.datetime) else value.isoformat()


def due_view(due):
    if due.at is not None:
        return instant_text(due.at)
    view = {"$awaiting": list(due.awaiting)}
    if due.one_of:
        view["$one_of"] = [instant_text(one) for one in due.one_of]
    if due.earliest is not None:
        view["$from"] = instant_text(due.earliest)
    if due.latest is not None:
        view["$up_to"] = instant_text(due.latest)
    return view


def sanction_view(row):
    view = {"applies": truth(row.applies), "kind": row.kind}
    for key, bound in (("from", row.least), ("to", row.most)):
        if bound is not None:
            view[key] = out_view("money", bound)
    if row.limitation is not None:
        view["limitation"] = instant_text(row.limitation)
    if row.time_barred is not False:
        view["time_barred"] = truth(row.time_barred)
    return view


def norm_view(norm):
    view = {"status": norm.status, "binds": truth(norm.binds)}
    optional = {
        "$error": norm.error and {"at": norm.error.at, "kind": norm.error.kind},
        "$inexact": norm.inexact or None,
        "by_ms": None if norm.by is None else norm.by // dt.timedelta(milliseconds=1),
        "done": norm.done and moment(norm.done),
        "due": norm.due and due_view(norm.due),
        "excused": None if norm.excused is False else truth(norm.excused),
        "missing": list(norm.missing) or None,
        "since": norm.since and instant_text(norm.since),
        "until": norm.until and instant_text(norm.until),
        "why": list(norm.why) or None,
        "sanctions": {label: sanction_view(row) for label, row in norm.sanctions.items()} or None,
    }
    view.update({key: value for key, value in optional.items() if value is not None})
    return view


def answer_view(answer):
    kinds = {row["name"]: row["kind"] for row in abi["result"]["outputs"]}
    norms = {}
    for name, value in vars(answer.norms).items():
        norms.update({key: norm_view(norm) for key, norm in (value if isinstance(value, dict) else {name: value}).items()})
    return {"norms": norms, "outputs": {name: out_view(kinds[name], out) for name, out in vars(answer.outputs).items()}}


policy = package.Policy.load()
for line in sys.stdin.buffer.read().split(b"\n")[:-1]:
    as_of, text = line.split(b"\t", 1)
    when = dt.datetime.fromtimestamp(0, UTC) + dt.timedelta(milliseconds=int(as_of))
    try:
        answer = policy.decide_text(text, as_of=when)
        typed = policy.decide(python_facts(abi["facts"], json.loads(text)), as_of=when)
        view = canonical(answer_view(typed)) if typed.text == answer else b"other text"
        sys.stdout.buffer.write(b"0\t" + answer + b"\t" + view + b"\n")
    except package.FactsError as error:
        sys.stdout.buffer.write(b"2\t" + error.text + b"\n")
    except package.LimitError:
        sys.stdout.buffer.write(b"4\t\n")
