"""Hostile facts, cases and certificates."""

import calendar
import datetime
import json

from harness import FINDINGS, INTEGRITY, INVALID, IO, LIMIT, MIB, OK, REFUSED, USAGE, attack, check

SOURCE = """record Inner { n : int  d : decimal  s : text }
record R {
  n : int
  small : int 0..100
  d : decimal
  m : money<VND>
  s : text
  on : date?
  at : instant?
  inner : Inner
  list : list<Inner> max 5
}
decision d(r: R) { n = r.n  d = r.d  m = r.m  s = r.s  other = r.inner.n }
"""


def refused(tools, facts, *words):
    return tools.decide(SOURCE, facts).ends(INVALID).says(*words)


@attack(3, "a million brackets of JSON")
def deep(tools):
    for opening in ("[", '{"inner":', '{"x":[', '{"list":['):
        for closing in ("", {"[": "]", '{"inner":': "}", '{"x":[': "]}", '{"list":[': "]}"}[opening]):
            for count in (65, 1_000, 1_000_000):
                said = tools.decide(SOURCE, opening * count + closing * count, stack=512 << 10, seconds=10)
                said.ends(INVALID)
    rows = "\n".join(["[" * 500_000, '{"n":' * 100_000, '{"n":1}'])
    path = tools.write("a.phep", SOURCE)
    said = tools.phep("eval", path, "--batch", "--facts", "-", "--as-of", "2026-03-10", stdin=rows).ends(FINDINGS)
    check(said.out.count(b"\n") == 3, "not a line a row:", said.out[:400])


@attack(3, "facts that nest as deep as their types")
def typed(tools):
    records = "record R0 { n : int }\n" + "".join("record R%d { r : R%d }\n" % (i, i - 1) for i in range(1, 71))
    for depth in (63, 64, 70):
        source = records + "decision d(r: R%d) { x = r.%sn }\n" % (depth, "r." * depth)
        said = tools.decide(source, '{"r":' * depth + '{"n":1}' + "}" * depth).ends(OK if depth == 63 else INVALID)
        check(depth == 63 or "P6108" in said.text and "`" + "/r" * 64 + "`" in said.text, depth, "levels:", said.text)


@attack(3, "deep JSON wherever else JSON is read")
def deep_elsewhere(tools):
    bomb = "[" * 900_000
    object_bomb = '{"a":' * 200_000
    path = tools.write("p/a.phep", SOURCE)
    for text in (bomb, object_bomb, bomb + "]" * 900_000, object_bomb[:-5] + "1" + "}" * 199_999, '{"certificate":' + "[" * 490_000 + "]" * 490_000 + "}"):
        text = text[: 1_000_000]
        tools.write("p/phep.json", text)
        tools.phep("check", tools.scratch / "p").ends(FINDINGS).says("P6005")
        (tools.scratch / "p/phep.json").unlink()
        tools.phep("explain", path, "--decision", "d", "--facts", "-", "--as-of", "2026-03-10", "--certificate", tools.write("c.json", text),
                   stdin="{}").ends(*REFUSED)
        tools.phep("build", path, "--target", "native", "--layout", tools.write("l.json", text), "--out", tools.scratch / "o").ends(*REFUSED)
        tools.phep("test", path, "--coverage", "--coverage-merge", tools.write("m.json", text)).ends(*REFUSED)
        tools.phep("inspect", tools.write("x.wasm", text)).ends(OK, *REFUSED)
    tools.write("p/c.cases.jsonl", '{"name":"a","as_of":"2026-01-01","facts":%s}\n{"name":"b","expect":%s}\n{"readings":%s}\n' %
                ((bomb[:30_000] + "]" * 30_000,) * 3))
    tools.write("p/a.phep", SOURCE + 'cases "c.cases.jsonl"\n')
    tools.phep("check", path).ends(FINDINGS)
    tools.phep("test", path).ends(*REFUSED)
    tools.write("p/c.cases.jsonl", '{"name":"a","as_of":"2026-01-01","facts":{},"expect":{"n":%s}}\n' % (bomb[:30_000] + "]" * 30_000))
    for command in ("check", "test"):
        tools.phep(command, path, stack=512 << 10).ends(*REFUSED).says("P6108")
    table = "n,inner,list\n1,%s,%s\n" % ('"' + '{""n"":' * 20_000 + '"', "[" * 60_000)
    tools.phep("eval", tools.write("b.phep", SOURCE), "--batch", "--input", "csv", "--facts", "-", "--as-of", "2026-03-10", stdin=table).ends(FINDINGS)
    tools.phep("ask", path, "--decision", "d", "--as-of", "2026-03-10", stdin=bomb + "\n").ends(OK, *REFUSED)


@attack(4, "the same key twice")
def twice(tools):
    refused(tools, '{"n":1,"n":2}', "n")
    refused(tools, '{"n":1,"\\u006e":2}')
    refused(tools, '{"inner":{"n":1,"n":1}}')
    refused(tools, '{"list":[{"n":1,"s":"a","n":3}]}')
    tools.decide("record R { quả : int }\ndecision d(r: R) { x = r.quả }\n", '{"qu\u1ea3":1,"qua\u0309":2}').ends(INVALID)
    path = tools.write("c.phep", SOURCE + 'cases "c.cases.jsonl"\n')
    tools.write("c.cases.jsonl", '{"name":"a","name":"b","as_of":"2026-01-01"}\n')
    tools.phep("check", path).ends(FINDINGS)
    tools.phep("eval", path, "--batch", "--input", "csv", "--facts", "-", "--as-of", "2026-03-10", stdin="n,n\n1,2\n").ends(INVALID)


@attack(4, "a key twice wherever else JSON is read, or a NUL and more behind it")
def twice_elsewhere(tools):
    path = tools.write("p/a.phep", SOURCE)
    for text in ('{"library":false,"library":true}', '{"name":"a","n\\u0061me":"b"}', '{"$schema":{"a":[{"b":1,"b":2}]}}', '{"name":"a"}\0{"other":1}'):
        tools.write("p/phep.json", text)
        tools.phep("check", path).ends(FINDINGS).says("P6005")
    (tools.scratch / "p/phep.json").unlink()
    tools.phep("build", path, "--target", "native", "--out", tools.scratch / "o").ends(OK)
    layout = (tools.scratch / "o/d.layout.json").read_text()
    for text, code in ((layout, OK), (layout.replace('"layout":', '"layout": 1, "layout":', 1), INVALID), (layout + "\0 ", INVALID)):
        tools.phep("build", path, "--target", "native", "--layout", tools.write("l.json", text), "--out", tools.scratch / "o").ends(code)
    path = tools.write("b.phep", "record R { n : int }\ndecision d(r: R) { x = r.n }\ntest \"t\" { as_of 2026-03-10T00:00+07:00 expect d(R { n: 1 }).x == 1 }\n")
    words = (path, "--decision", "d", "--facts", tools.write("f.json", '{"n":1}'))
    answer = tools.phep("eval", *words, "--as-of", "2026-03-10", "--json", "--certificate").ends(OK).out.decode()
    for text, code in ((answer, OK), (answer.replace('"as_of":', '"as_of":"2026-03-10T00:00:00Z","as_of":', 1), INVALID),
                       (answer.replace('"outputs":', '"outputs":{},"outputs":', 1), INVALID)):
        tools.phep("explain", *words, "--certificate", tools.write("c.json", text)).ends(code)
    report = tools.phep("test", path, "--coverage", "--coverage-format", "json").ends(OK).out.decode()
    for text, code in ((report, OK), (report.replace('"hits":', '"hits":{},"hits":', 1), INVALID)):
        tools.phep("test", path, "--coverage", "--coverage-merge", tools.write("m.json", text[text.index("{"):])).ends(code)
    path = tools.write("c.phep", SOURCE + 'cases "c.cases.jsonl"\n')
    tools.write("c.cases.jsonl", '{"name":"a","as_of":"2026-01-01","facts":{},"expect":{"n":{"a":1,"\\u0061":2}}}\n')
    tools.phep("check", path).ends(FINDINGS).says("/expect/n/a")
    rows = 'n,list\n1,"[{""n"":1,""n"":2}]"\n'
    tools.phep("eval", tools.write("e.phep", SOURCE), "--batch", "--input", "csv", "--facts", "-", "--as-of", "2026-03-10", stdin=rows).ends(FINDINGS)


@attack(5, "numbers that fit nowhere")
def numbers(tools):
    for text in ("1e400", "-1e400", "9223372036854775808", "-9223372036854775809", "1.5", "1e2", "NaN", "Infinity", "0x10", "01", "+1", "1_000", "--1",
                 "1.", ".5", "true", '"1"', "9" * 1_000_000):
        refused(tools, '{"n":%s}' % text)
    for text in ('{"amount":"0.1","currency":"VND"}', "0.1", '{"amount":"1","currency":"USD"}', '{"amount":"9999999999999999999","currency":"VND"}', '"3.5"'):
        refused(tools, '{"m":%s}' % text)
    for text in ('"1e400"', '"1.0000000001"', "1e400", '"' + "1" * 60 + '"', '"NaN"'):
        refused(tools, '{"d":%s}' % text)
    refused(tools, '{"small":101}')
    refused(tools, '{"small":-1}')
    whole = {"n": 9223372036854775807, "small": 1, "d": "0.1", "m": {"amount": "3", "currency": "VND"}, "s": "", "on": None, "at": None,
             "inner": {"n": -9223372036854775808, "d": "0.3", "s": ""}, "list": []}
    said = tools.decide(SOURCE, whole, "--json").ends(OK)
    answer = json.loads(said.out)["outputs"]
    check(answer["n"] == 9223372036854775807 and answer["d"] == "0.1", "a number changed:", answer)
    tools.decide("record R { d : decimal }\ndecision d(r: R) { tenth = r.d + r.d + r.d == 0.3 }\n", {"d": "0.1"}, "--json").ends(OK).says('"tenth":true')
    said = tools.decide(SOURCE, dict(whole, n=0), "--json").ends(OK)
    minus = tools.decide(SOURCE, json.dumps(dict(whole, n=0)).replace('"n": 0', '"n": -0'), "--json")
    check(minus.code == INVALID or minus.out == said.out, "-0 is another zero:", minus.text)


@attack(6, "YAML is not read", absent=True)
def yaml(tools):
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join("%s: &%s [%s]\n" % (b, b, ",".join(["*" + a] * 9)) for a, b in zip("abcdefgh", "bcdefghi"))
    for text in (bomb, "n: no\n", "<<: *x\n", "n: !!python/object/apply:os.system ['true']\n"):
        path = tools.write("a.phep", SOURCE)
        tools.phep("eval", path, "--facts", tools.write("f.yaml", text), "--as-of", "2026-03-10").ends(INVALID).says("[P61")
        tools.write("c.phep", SOURCE + 'cases "f.yaml"\n')
        tools.phep("check", tools.scratch / "c.phep").ends(FINDINGS).says("[P62")


@attack(19, "data that looks like code, keys that mean something elsewhere")
def data(tools):
    for key in ("__proto__", "constructor", "__type", "$ref", "$where", "toString", "", "n\\u0000", "$judgments\\u0000", "../n"):
        refused(tools, '{"%s":{"n":1}}' % key)
    for text in ("'); DROP TABLE x; --", "${7*7}", "{{7*7}}", "$(id)", "`id`", "%s%n%n", "r.n == 1", "\\u202e", "=1+1"):
        said = tools.decide(SOURCE, '{"s":"%s"}' % text, "--json").ends(OK)
        wanted = json.loads('"%s"' % text)
        check(json.loads(said.out)["outputs"]["s"] == wanted, "the text changed:", said.text)


@attack(20, "a decision's name is looked up, nothing else")
def names(tools):
    path = tools.write("a.phep", SOURCE)
    tools.phep("eval", path, "--decision", "d", "--facts", "-", "--as-of", "2026-03-10", stdin="{}").ends(OK)
    for name in ("d'; --", "../d", "d/../../x", "a.phep:d", "%64", "d\x1b[31m", "d\n", "*", "d" * 100_000, "\u202ed"):
        tools.phep("eval", path, "--decision", name, "--facts", "-", "--as-of", "2026-03-10", stdin="{}").ends(USAGE)
        tools.phep("build", path, "--decision", name, "--target", "wasm", "--out", tools.scratch / "out").ends(USAGE)
    tools.phep("eval", "vn.pdpl.breach/../../../etc/passwd", "--facts", "-", "--as-of", "2026-03-10", stdin="{}").ends(IO)
    check(not (tools.scratch / "out").exists(), "something was built")


@attack(18, "another library is another release")
def library(tools):
    from harness import ROOT
    import shutil
    shutil.copytree(ROOT / "stdlib", tools.scratch / "law")
    words = ("vn.pdpl.breach", "--decision", "breach_report", "--facts", ROOT / "tests/demo/breach.json", "--as-of", "2026-09-10T09:00+07:00", "--json")
    whole = tools.phep("eval", *words, "--certificate").ends(OK)
    path = tools.write("answer.json", whole.out)
    tools.phep("explain", *words, "--certificate", path).ends(OK)
    source = tools.scratch / "law/vn/pdpl/breach.phep"
    text = source.read_text(encoding="utf-8")
    check("72 hours" in text, "the term is written otherwise")
    source.write_text(text.replace("72 hours", "73 hours"), encoding="utf-8")
    said = tools.phep("--stdlib", tools.scratch / "law", "explain", *words, "--certificate", path)
    if said.code == USAGE:
        said = tools.phep("explain", *words, "--certificate", path, "--stdlib", tools.scratch / "law")
    said.ends(INTEGRITY)


@attack(44, "what another version wrote is refused, and why")
def versions(tools):
    path = tools.write("a.phep", SOURCE)
    for text in ('{"layout":2,"structs":{}}', '{"layout":1,"structs":{"a.R":[{"path":"n","bit":4294967295,"offset":4294967295}]}}', '{"layout":-1}', "[]", ""):
        tools.phep("build", path, "--target", "native", "--layout", tools.write("l.json", text), "--out", tools.scratch / "o").ends(*REFUSED)
    tools.phep("build", path, "--target", "native", "--out", tools.scratch / "first", seconds=60).ends(OK)
    layout = json.loads((tools.scratch / "first/d.layout.json").read_text())
    for version, code in ((layout["layout"], OK), (layout["layout"] + 1, INVALID)):  # … and by nothing else
        text = json.dumps(dict(layout, layout=version))
        said = tools.phep("build", path, "--target", "native", "--layout", tools.write("l.json", text), "--out", tools.scratch / "o", seconds=60).ends(code)
        check(code == OK or "layout" in said.text, "it does not say why:", said.text)
    for text in ('{"format":"phep-coverage/999"}', '{"coverage":{}}', "null", '{"coverage":{"version":-1}}'):
        tools.phep("test", path, "--coverage", "--coverage-merge", tools.write("m.json", text)).ends(*REFUSED)
    certificate = {"as_of": "2026-03-10T00:00:00Z", "bits": "", "release": "f" * 64}
    tools.phep("explain", path, "--decision", "d", "--facts", "-", "--as-of", "2026-03-10", "--certificate", tools.write("c.json", json.dumps(certificate)),
               stdin="{}").ends(INVALID, INTEGRITY)
    for head in (b"\0asm\x02\0\0\0", b"\x7fELF\x01", b"\0asm\x01\0\0\0" + b"\xff" * 100, b"PHEPIMG\xff" + b"\0" * 64):
        tools.phep("inspect", "--verify", tools.write("x.wasm", head)).ends(INTEGRITY, INVALID)
        tools.phep("inspect", tools.scratch / "x.wasm").ends(OK, *REFUSED)


@attack(39, "what facts hold is said to nobody who did not ask")
def secrets(tools):
    secret = "so-can-cuoc-079203001234"
    facts = {"n": 1, "small": 1, "d": "1", "m": None, "s": secret, "inner": {"n": 1}}
    source = SOURCE.replace("s = r.s  ", "")
    facts.pop("m")
    said = tools.decide(source, facts).ends(OK).keeps(secret)
    path = tools.write("rows.ndjson", "\n".join([json.dumps(facts)] * 50))
    tools.phep("eval", tools.scratch / "a.phep", "--batch", "--facts", path, "--as-of", "2026-03-10").ends(OK).keeps(secret)
    # Recorded cases hold facts, too; what is remembered of them is not what they say.
    tools.write("c.cases.jsonl", json.dumps({"name": "a", "as_of": "2026-03-10", "facts": facts, "expect": {"n": 1}}) + "\n")
    tools.write("with.phep", source + 'cases "c.cases.jsonl"\n')
    tools.phep("test", tools.scratch / "with.phep", "--changed").ends(OK).keeps(secret)
    check((tools.scratch / ".cache/phep/passed.json").exists(), "nothing was remembered")
    for found in tools.scratch.rglob("*"):
        if found.is_file() and found.name not in ("rows.ndjson", "c.cases.jsonl"):
            check(secret.encode() not in found.read_bytes(), found, "holds it")
    said = tools.phep("eval", tools.scratch / "a.phep", "--facts", "-", "--as-of", "2026-03-10", stdin=json.dumps(facts), memory=40 * MIB)
    check(secret not in said.text, "a crash tells it:", said.text)


@attack(40, "the ends of the calendar, as Python counts them")
def dates(tools):
    source = "use vn.calendar\ncounting vn.civil_code reading leap\ncalendar vn.state\n" \
             "reading leap { last_day_of_february, first_day_of_march } default last_day_of_february basis \"b\"\n" \
             "record R { a : date  n : int -400..400 }\ndecision d(r: R) { a_year = r.a + 1 year  a_month = r.a + 1 month  a_day = r.a + 1 day }\n"
    path = tools.write("a.phep", source)
    days = [datetime.date(y, m, d) for y in (1, 2, 4, 100, 400, 1582, 1900, 1999, 2000, 2023, 2024, 2026, 9998) for m, d in
            ((1, 1), (1, 29), (1, 30), (1, 31), (2, 28), (3, 31), (8, 31), (12, 31))]
    days += [datetime.date(y, 2, 29) for y in (4, 400, 2000, 2024, 9996)]

    def shifted(day, months):
        total = day.year * 12 + day.month - 1 + months
        year, month = divmod(total, 12)
        if year > 9999:
            return None
        return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))

    rows = "\n".join(json.dumps({"a": day.isoformat(), "n": 0}) for day in days)
    said = tools.phep("eval", path, "--batch", "--facts", "-", "--as-of", "2026-03-10", stdin=rows).ends(OK)
    answers = said.out.decode().splitlines()
    check(len(answers) == len(days), "answers are missing")
    for day, line in zip(days, answers):
        out = json.loads(line)["outputs"]
        for key, wanted in (("a_year", shifted(day, 12)), ("a_month", shifted(day, 1)), ("a_day", day + datetime.timedelta(1))):
            check(wanted is None or out[key] == wanted.isoformat(), day, key, out[key], "wanted", wanted)
    last = json.dumps({"a": "9999-12-31", "n": 0})
    said = tools.decide(source, last, "--json").ends(OK)
    check(said.out.count(b"date_out_of_range") == 3, "beyond the calendar:", said.text)
    for wrong in ("0000-01-01", "10000-01-01", "2023-02-29", "1900-02-29", "2026-13-01", "2026-00-01", "2026-1-1", "-001-01-01", "2026-01-01T00:00Z", ""):
        tools.decide(source, {"a": wrong, "n": 0}).ends(INVALID)
