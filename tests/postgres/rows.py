"""Typed rows of a decision in PostgreSQL against the command line's answers to the same facts as JSON.

  rows.py PHEP FILE NAME ABI.json [COUNT]"""

import datetime as dt
import json
import random
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

phep, file, name, abi = sys.argv[1], sys.argv[2], sys.argv[3], json.loads(Path(sys.argv[4]).read_text())
count = 150
UNITS = ["hours", "days", "working_days", "weeks", "months", "quarters", "years"]
MOMENTS = ["2026-01-01T00:00:00Z", "2026-09-02T23:59:59.999+07:00", "2027-03-08T09:30:00+07:00"]
CLOSED = {"acts"}  # records in which a missing key would mean "not done"


def sql(query):
    run = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"], input=query, text=True, capture_output=True)
    if run.returncode != 0:
        sys.exit(run.stderr[:3000])
    return run.stdout.splitlines()


def columns_of(type_name):
    rows = sql(f"select attname || chr(9) || format_type(atttypid, atttypmod) from pg_attribute"
               f" where attrelid = '{type_name}'::regclass and attnum > 0 order by attnum")
    return [row.split("\t") for row in rows]


def quoted(text):
    return "'" + str(text).replace("'", "''") + "'"


class Drawing:
    """Random facts as JSON and as SQL at once."""

    def __init__(self, rng):
        self.rng = rng

    def struct(self, struct_name, type_name):
        fields, columns = abi["structs"][struct_name]["fields"], iter(columns_of_cached(type_name))
        made, cells = {}, []
        for field in fields:
            _, sql_type = next(columns)
            optional = field.get("optional", False)
            if optional:
                next(columns)
            state = self.rng.random()
            if state < 0.12:
                cells.append("NULL")
                cells += ["NULL"] * optional
            elif optional and state < 0.4:
                self.put(made, field["path"], None)
                cells += ["NULL", "true"]
            else:
                value, text = self.value(field, sql_type)
                self.put(made, field["path"], value)
                cells.append(text)
                cells += [self.rng.choice(["NULL", "false"])] * optional
        for key in CLOSED & set(made):
            made[key]["$partial"] = True
        for key in CLOSED:
            if any(field["path"].startswith(f"/{key}/") for field in fields):
                made.setdefault(key, {})["$partial"] = True
        return made, f"ROW({', '.join(cells)})::{type_name}"

    def put(self, at, path, value):
        *around, last = path.split("/")[1:]
        for step in around:
            at = at.setdefault(step, {})
        at[last] = value

    def value(self, field, sql_type):
        rng, kind = self.rng, field["kind"]
        if kind == "bool":
            value = rng.random() < 0.6
            return value, quoted(str(value).lower())
        if kind in ("int", "money"):
            least, most = field.get("least", -(1 << 63)), field.get("most", (1 << 63) - 1)
            value = rng.choice([least, most, max(least, min(most, rng.randint(-50, 2000)))])
            return ({"amount": str(value), "currency": field["currency"]} if kind == "money" else value), quoted(value)
        if kind in ("decimal", "amount"):
            value = rng.choice(["0", "0.000000001", "-1.5", "123456789.25", "9" * 29, "-12345678901234567890.123456789"])
            return value, quoted(value)
        if kind == "date":
            value = (dt.date(2026, 1, 1) + dt.timedelta(days=rng.randint(-60, 500))).isoformat()
            return value, quoted(value)
        if kind == "instant":
            value = (dt.datetime(2026, 1, 1) + dt.timedelta(days=rng.randint(-60, 500), milliseconds=rng.randint(0, 86_399_999)))
            value = value.isoformat(timespec="milliseconds") + "+07:00"
            return value, quoted(value)
        if kind == "duration":
            n, unit = rng.randint(0, 90), rng.choice(UNITS)
            return {"n": n, "unit": unit}, quoted(f"{n} {unit}")
        if kind == "text":
            value = rng.choice(["", "a", "Đặng O'Brien", "tab\tand \"quotes\"", "🙂"])
            return value, quoted(value)
        if kind == "enum":
            value = rng.choice(abi["enums"][field["enum"]])
            return value, quoted(value)
        if kind == "set":
            value = [member for member in abi["enums"][field["enum"]] if rng.random() < 0.5]
            return value, quoted("{" + ",".join(value) + "}")
        assert kind == "list", kind
        element, many = sql_type.removesuffix("[]"), rng.randint(0, min(field["most"], 4))
        items = abi["structs"][field["items"]]["fields"]
        if len(items) == 1 and items[0]["path"] == "":
            drawn = [self.value(items[0], element) for _ in range(many)]
        else:
            drawn = [self.struct(field["items"], element) for _ in range(many)]
        return [one for one, _ in drawn], f"ARRAY[{', '.join(text for _, text in drawn)}]::{sql_type}"


cache = {}


def columns_of_cached(type_name):
    if type_name not in cache:
        cache[type_name] = columns_of(type_name)
    return cache[type_name]


def moment(text):
    return dt.datetime.fromisoformat(text.replace("Z", "+00:00"))


def same_value(kind, wanted, got):
    if kind in ("money",):
        return Decimal(wanted["amount"]) == got
    if kind in ("decimal", "amount"):
        return Decimal(wanted) == got
    if kind == "instant":
        return moment(wanted) == moment(got)
    if kind == "duration":
        return f"{wanted['n']} {wanted['unit']}" == got
    if kind == "set":
        return sorted(wanted) == sorted(got)
    return wanted == got


def wrongs(answer, row):
    result = abi["result"]
    if row["error"] is not None:
        yield f"error {row['error']}"
        return
    if sorted(answer.get("missing", [])) != sorted(row["missing"]):
        yield f"missing {answer.get('missing')} {row['missing']}"
    for output in result["outputs"]:
        key = output["name"]
        column = key if key in row else key + "_"
        wanted, got, error = answer["outputs"][key], row[column], row[column + "_error"]
        absent = row.get(column + "_absent")
        special = next(iter(wanted), "") if isinstance(wanted, dict) else ""
        if wanted is None:
            holds = got is None and absent is True and error is None
        elif isinstance(wanted, dict) and "$unknown" in wanted:
            holds = got is None and absent is None and error is None
        elif special == "$error":
            holds = got is None and error == wanted["$error"]["kind"]
        elif special in ("$one_of", "$awaiting"):
            holds = got is None and error == "undecided"
        else:
            holds = got is not None and same_value(output["kind"], wanted, got) and error is None and not absent
        if not holds:
            yield f"{key}: {wanted} but {got}, absent {absent}, error {error}"
    for norm in result["norms"]:
        key = norm["key"]
        repeated = "each" in norm or "times" in norm
        rows = {k: v for k, v in answer["norms"].items() if k == key or k.startswith(key + "[")}
        if not repeated:
            pairs = [(answer["norms"][key], row[key + "_status"], row[key + "_binds"], row[key + "_due"])]
        elif row[key + "_status"] is None:
            if not any(one["status"] == "undetermined" for one in rows.values()):
                yield f"{key}: {rows} but null"
            continue
        else:
            if len(rows) != len(row[key + "_status"]):
                yield f"{key}: {len(rows)} results, but {row[key + '_status']}"
                continue
            ordered = [rows[one] for one in sorted(rows, key=lambda text: (len(text), text))]
            pairs = list(zip(ordered, row[key + "_status"], row[key + "_binds"], row[key + "_due"]))
        for wanted, status, binds, due in pairs:
            wanted_due = wanted.get("due") if isinstance(wanted.get("due"), str) else None
            wanted_binds = wanted.get("binds") if isinstance(wanted.get("binds"), bool) else None
            same_due = (due is None) == (wanted_due is None) and (due is None or moment(due) == moment(wanted_due))
            if (wanted.get("status") or "error") != status or wanted_binds != binds or not same_due:
                yield f"{key}: {wanted} but {status}, {binds}, {due}"


rng = random.Random(20261126)
different = compared = 0
for as_of in MOMENTS:
    drawing = Drawing(rng)
    cases = [drawing.struct(next(iter(n for n in abi["structs"] if abi["structs"][n].get("layout") is not None)),
                            f"{name}_facts") for _ in range(count)]
    lines = "".join(json.dumps(facts, ensure_ascii=False) + "\n" for facts, _ in cases)
    run = subprocess.run([phep, "eval", file, "--decision", name, "--batch", "--facts", "-", "--input", "ndjson", "--as-of", as_of,
                          "--no-progress"], input=lines, text=True, capture_output=True)
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    if len(answers) != count:
        sys.exit(f"{len(answers)} answers: {run.stderr[:2000]}")
    values = ",\n".join(f"({i}, {row})" for i, (_, row) in enumerate(cases))
    rows = sql(f"set timezone = 'UTC'; select to_json(d) from (values {values}) as c(i, facts),"
               f" lateral {name}(c.facts, as_of => '{as_of}') d order by c.i")
    for (facts, row_sql), answer, row in zip(cases, answers, rows):
        compared += 1
        found = list(wrongs(answer, json.loads(row, parse_float=Decimal)))
        if found:
            different += 1
            if different <= 3:
                print(f"{json.dumps(facts, ensure_ascii=False)}\n{row_sql}\n  " + "\n  ".join(found[:6]))
print(f"{compared} rows, {different} different")
sys.exit(different != 0 or compared != count * len(MOMENTS))
