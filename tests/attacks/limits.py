"""The table of limits in the reference (section 16.7): each row is exceeded, and what is said names the limit."""

import json
import re
import sys

from harness import FINDINGS, INTEGRITY, INVALID, IO, LIMIT, MIB, OK, ROOT, USAGE, attack, check

sys.path.insert(0, str(ROOT / "tests" / "bundle"))
from archive import END, entry  # noqa: E402

TABLE = "grammar/REFERENCE.md"
LIMITS = {}


def limit(what):
    """A row by its first cell; the function gives what the second cell must hold."""

    def register(function):
        LIMITS[what] = function
        return function

    return register


RECORD = "record R { a : int }\ndecision d(r: R) { x = r.a }\n"
LAW = 'instrument LAW { number "1/1" rank law title vi "l" en "l" in_force from 2024-01-01 outline 1..9 }\nparty p vi "p" en "p"\n'
TIME = "use vn.calendar\ncounting vn.civil_code\ncalendar vn.state\n"


def decided(tools, source, facts="{}"):
    return tools.decide(source, facts, seconds=30)


@limit("bytes of one source, facts file, case file or standard input")
def file_bytes(tools):
    tools.check_text(" " * (16 * MIB + 1)).ends(IO).says("16 MiB")
    source = tools.write("a.phep", RECORD)
    tools.phep("eval", source, "--facts", tools.write("f.json", " " * (16 * MIB + 1)), "--as-of", "2026-03-10").ends(IO).says("16 MiB")
    tools.phep("eval", source, "--facts", "-", "--as-of", "2026-03-10", stdin=b" " * (16 * MIB + 1)).ends(IO).says("16 MiB")
    return "16 MiB"


@limit("bytes of `phep.json`")
def manifest(tools):
    tools.write("phep.json", "{" + " " * MIB + "}")
    tools.check_text("rule f() : int = 1\n").ends(FINDINGS).says("P6005", "1 MiB")
    return "1 MiB"


@limit("bytes of one case of a case file")
def case(tools):
    tools.write("c.cases.jsonl", '{"name":"%s","as_of":"2026-01-01"}\n' % ("x" * 65_600))
    tools.check_text(RECORD + 'cases "c.cases.jsonl"\n').ends(FINDINGS).says("P6205", "64 KiB")
    return "64 KiB"


@limit("bytes of one row of a batch")
def row(tools):
    source = tools.write("a.phep", RECORD)
    said = tools.phep("eval", source, "--batch", "--facts", "-", "--as-of", "2026-03-10", stdin=b'{"a":' + b" " * (16 * MIB) + b"1}\n", seconds=30)
    said.ends(FINDINGS).says("too_large")
    return "16 MiB"


@limit("bytes of an artefact that `inspect` reads")
def artefact(tools):
    path = tools.scratch / "x.wasm"
    with open(path, "wb") as file:
        file.truncate(256 * MIB + 1)
    tools.phep("inspect", path).ends(IO).says("256 MiB")
    return "256 MiB"


def bundled(tools, files, name="leak"):
    """`bundle make` of a project with these files besides."""
    tools.write("p/phep.json", json.dumps({"name": name}))
    tools.write("p/a.phep", "rule f() : int = 1\n")
    for path, text in files.items():
        tools.write("p/" + path, text)
    return tools.phep("bundle", "make", tools.scratch / "p", "--sequence", "1", "--out", tools.scratch / "x.tar")


@limit("bytes of a bundle, of its manifest")
def bundle(tools):
    bundled(tools, {"a.csv": b"x" * 9 * MIB, "b.csv": b"x" * 9 * MIB}).ends(LIMIT).says("P6415", "16 MiB")
    path = tools.write("y.tar", b"\0" * (16 * MIB + 1))
    tools.phep("bundle", "verify", path, "--unsigned").ends(IO).says("16 MiB")
    tools.phep("bundle", "verify", tools.write("z.tar", entry("bundle.json", b" " * (MIB + 1)) + END), "--unsigned").ends(LIMIT).says("P6415", "1 MiB")
    return "16 MiB, 1 MiB"


@limit("files of a bundle")
def bundle_files(tools):
    bundled(tools, {"%04d.csv" % i: "" for i in range(4_100)}).ends(LIMIT).says("P6415", "4,096")
    return "4,096"


@limit("bytes of a path in a bundle, of one step of it")
def bundle_paths(tools):
    bundled(tools, {"s" * 97 + ".csv": "x"}).ends(INVALID).says("P6409", "150", "100")
    (tools.scratch / "p" / ("s" * 97 + ".csv")).unlink()
    bundled(tools, {"s" * 50 + "/" + "t" * 50 + "/" + "u" * 46 + ".csv": "x"}).ends(INVALID).says("P6409")
    return "150, 100"


@limit("bytes of a signature or a public key")
def signature(tools):
    bundled(tools, {}).ends(OK)
    key = tools.write("k.pub", "untrusted comment: x\nRWQ" + "A" * 53 + "\n")
    tools.write("x.tar.minisig", "untrusted comment: " + "x" * (16 << 10) + "\n")
    tools.phep("bundle", "verify", tools.scratch / "x.tar", "--key", key).ends(INTEGRITY).says("P6401")
    tools.write("k.pub", "untrusted comment: " + "x" * (16 << 10) + "\nRWQ" + "A" * 53 + "\n")
    tools.phep("bundle", "verify", tools.scratch / "x.tar", "--key", key).ends(INTEGRITY).says("P6402")
    return "16 KiB"


@limit("nesting in a source")
def nesting(tools):
    tools.check_text("rule f() : int = " + "(" * 257 + "1" + ")" * 257 + "\n").ends(FINDINGS).says("P1006", "256")
    return "256"


@limit("nesting in facts")
def facts_nesting(tools):
    decided(tools, RECORD, '{"a":' * 70 + "1" + "}" * 70).ends(INVALID)
    decided(tools, RECORD, '{"a":' + "[" * 70).ends(INVALID)
    return "64"


@limit("nesting in other files of JSON")
def other_nesting(tools):
    path = tools.write("a.phep", RECORD)
    for levels, code in ((60, OK), (70, FINDINGS)):
        tools.write("phep.json", '{"$schema":' + "[" * levels + "]" * levels + "}")
        tools.phep("check", path).ends(code)
    (tools.scratch / "phep.json").unlink()
    return "64"


@limit("diagnostics of one file's syntax")
def diagnostics(tools):
    said = tools.check_text("rule f() : int = 1\n" + "` \n" * 600).ends(FINDINGS).says("99")
    check(said.text.count("error[") <= 100, said.text.count("error["))
    return "100"


@limit("steps of one decision")
def steps(tools):
    text = "rule r0(n: int) : int = n\n" + "".join("rule r%d(n: int) : int = r%d(n) + r%d(n + 1)\n" % (i, i - 1, i - 1) for i in range(1, 34))
    decided(tools, text + "record R { n : int }\ndecision d(r: R) { x = r33(r.n) }\n").ends(INVALID).says("P5015", "4,294,967,295")
    return "4,294,967,295"


@limit("depth of calls")
def calls(tools):
    text = "rule r0(n: int) : int = n\n" + "".join("rule r%d(n: int) : int = r%d(n + 1)\n" % (i, i - 1) for i in range(1, 70))
    decided(tools, text + "record R { n : int }\ndecision d(r: R) { x = r69(r.n) }\n").ends(INVALID).says("P5002", "64")
    return "64"


@limit("facts of one decision")
def slots(tools):
    fields = "".join("  f%d : int\n" % i for i in range(65_600))
    decided(tools, "record R {\n%s}\ndecision d(r: R) { x = r.f0 }\n" % fields).ends(INVALID).says("P5009", "65535")
    return "65,535"


@limit("elements of one list")
def elements(tools):
    said = tools.check_text("record I { a : int }\nrecord R { l : list<I> max 70000 }\ndecision d(r: R) { x = count (i in r.l) }\n")
    if said.code == OK:
        said = decided(tools, "record I { a : int }\nrecord R { l : list<I> max 70000 }\ndecision d(r: R) { x = count (i in r.l) }\n").ends(INVALID)
    said.says("65")
    return "65,535"


@limit("lists within lists")
def lists(tools):
    text = "record L0 { a : int }\n" + "".join("record L%d { l : list<L%d> max 2 }\n" % (i, i - 1) for i in range(1, 7))
    decided(tools, text + "decision d(r: L6) { x = count (a in r.l) }\n").ends(INVALID).says("P5004", "4")
    return "4"


@limit("unknown leaves of one call")
def leaves(tools):
    source = "record I { b : bool }\nrecord R { l : list<I> max 6000 }\ndecision d(r: R) { x = count (i in r.l where i.b) }\n"
    decided(tools, source, json.dumps({"l": [{}] * 4_200})).ends(LIMIT).says("limit")
    return "4,096"


@limit("regions of combinations tried for one output")
def regions(tools):
    either = " or ".join("(r.a%d and r.b%d)" % (i, i) for i in range(14))
    facts = "".join("  a%d : bool\n  b%d : bool\n" % (i, i) for i in range(14))
    said = tools.decide("record R {\n%s}\ndecision d(r: R) { x = %s }\n" % (facts, either), {}, "--json").ends(OK)
    check(b"inexact" in said.out, said.text)
    return "1,024"


@limit("dated determinations of one call")
def determinations(tools):
    source = LAW + "record I { a : int }\nrecord R { l : list<I> max 400 }\nrule grave(i: I) : bool by judgment { vi \"g\" en \"g\" basis \"b\" cites LAW@1 }\n" \
                   "decision d(r: R) { x = count (i in r.l where grave(i)) }\n"
    one = {"$judgments": {"grave": {"value": True, "author": "A", "on": "2026-01-01"}}, "a": 1}
    decided(tools, source, json.dumps({"l": [one] * 300})).ends(LIMIT).says("limit")
    return "256"


@limit("pending groups of one program")
def groups(tools):
    pending = "".join('  pending g%d awaiting "g" { a { rest 2026-%02d-%02d } b { worked 2026-%02d-%02d } }\n' % (i, i % 12 + 1, i // 12 + 1, i % 12 + 1, i // 12 + 15) for i in range(40))
    source = "counting vn.civil_code\ncalendar c.c\ncalendar c.c {\n  zone \"+07:00\"\n  weekly rest saturday, sunday\n  covers from 2026-01-01 through 2026-12-31\n%s}\n" % pending
    source += LAW + "record R { on : instant  done : instant? }\nduty t(r: R) { vi \"t\" en \"t\" cites LAW@1 bearer p trigger r.on due 20 working days after trigger done r.done }\n" \
                    "decision d(r: R) { norms t(r) }\n"
    decided(tools, source, '{"on":"2026-01-01T00:00Z","done":null}').ends(INVALID).says("P5017", "32")
    return "32"


@limit("occurrences of a recurring duty")
def occurrences(tools):
    source = TIME + LAW + "record U { on : date }\nrecord R { on : date  us : list<U> max 5 }\nduty t(r: R) { vi \"t\" en \"t\" cites LAW@1 bearer p due every 1 day from r.on  done u.on for each u in r.us }\n" \
                          "decision d(r: R) { norms t(r) }\n"
    decided(tools, source, '{"on":"2020-01-01","us":[]}').ends(LIMIT).says("limit")
    tools.check_text(source.replace("from r.on", "from r.on at most 5_000 times")).ends(FINDINGS).says("1024")
    return "1,024"


@limit("extensions of one deadline")
def extensions(tools):
    rows = "".join("  extend e%d: once by 1 day when r.b  cites LAW@1\n" % i for i in range(11))
    source = TIME + LAW + "record R { on : instant  b : bool }\nduty t(r: R) {\n  vi \"t\" en \"t\"\n  cites LAW@1\n  bearer p\n  trigger r.on\n  due 1 day after trigger\n%s  done r.on\n}\n" % rows
    tools.check_text(source).ends(FINDINGS).says(" 9")
    return "9"


@limit("exemptions of one norm")
def exemptions(tools):
    rows = "".join("  exempt e%d: when r.b  cites LAW@1\n" % i for i in range(66))
    source = LAW + "record R { b : bool }\nduty t(r: R) {\n  vi \"t\" en \"t\"\n  cites LAW@1\n  bearer p\n%s  met when r.b\n}\ndecision d(r: R) { norms t(r) }\n" % rows
    decided(tools, source).ends(INVALID).says("P5013", "63")
    return "63"


@limit("readings that one decision rests on")
def readings(tools):
    rows = "".join("reading K%d { a, b } default a basis \"b\"\n" % i for i in range(70))
    either = " + ".join("f%d()" % i for i in range(70))
    rules = "".join("rule f%d() : int = if K%d is a then 1 else 2\n" % (i, i) for i in range(70))
    decided(tools, rows + rules + "record R { n : int }\ndecision d(r: R) { x = r.n + %s }\n" % either).ends(INVALID).says("P5014", "64")
    return "64"


@limit("members of an enum that a `set` may be of, items of a closed list")
def members(tools):
    tools.check_text("enum E { %s }\nrecord R { s : set<E> }\n" % " ".join("m%d" % i for i in range(70))).ends(FINDINGS).says("64")
    return "64"


@limit("articles of one range of an outline")
def outline(tools):
    tools.check_text('instrument LAW { number "1/1" rank law title vi "l" en "l" in_force from 2024-01-01 outline 1..6000 }\n').ends(FINDINGS)
    return "5,000"


@limit("digits of a money literal, places of a decimal")
def digits(tools):
    tools.check_text("rule f() : money<VND> = 1234567890123456789 VND\n").ends(FINDINGS)
    tools.check_text("rule f() : decimal = 0.1234567891\n").ends(FINDINGS).says("9")
    return "18, 9"


@limit("bytes of a citation that is looked up")
def citation(tools):
    tools.phep("law", "show", "điều " + "1" * 500).ends(USAGE, FINDINGS).says("400")
    return "400"


@limit("bytes of a project's name")
def project(tools):
    tools.phep("new", "x" * 101).ends(USAGE)
    return "100"


@limit("bytes of an LSP message, of its header")
def message(tools):
    with tools.language_server() as server:
        server.begin()
        server.send_bytes(b"Content-Length: %d\r\n\r\n" % (64 * MIB + 1))
        check("64 MiB" in server.response(None, 10)["error"]["message"])
    with tools.language_server() as server:
        server.begin()
        server.send_bytes(b"x" * 5_000 + b"\r\n\r\n")
        check("error" in server.response(None, 10))
    return "64 MiB, 4 KiB"


@limit("nesting in an LSP message")
def message_nesting(tools):
    with tools.language_server() as server:
        server.begin()
        body = b'{"jsonrpc":"2.0","id":1,"method":"x","params":' + b"[" * 300 + b"]" * 300 + b"}"
        server.send_bytes(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        check("256" in server.response(None, 10)["error"]["message"])
        server.lives()
    return "256"


@limit("LSP requests that wait for an answer")
def waiting(tools):
    from harness import Server
    tools.write("w/a.phep", "rule f() : int = 1\n")
    uri = "file://%s/w/a.phep" % tools.scratch
    with tools.language_server("--test-hold") as server:
        server.begin(tools.scratch / "w")
        server.open(uri, "rule f() : int = 1\n" * 4_000)
        messages = []
        for i in range(30_000):
            body = json.dumps({"jsonrpc": "2.0", "id": 50_000 + i, "method": "textDocument/semanticTokens/full", "params": {"textDocument": {"uri": uri}}}).encode()
            messages.append(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        server.send_bytes(b"".join(messages))
        refused = server.wait(lambda m: "16384" in m.get("error", {}).get("message", ""), 30)
        check(refused["error"]["code"] == -32803, refused)
    return "16,384"


def rows():
    """First and second cell of each row of the table."""
    text = (ROOT / TABLE).read_text(encoding="utf-8")
    section = text[text.index("### 16.7 Limits") : text.index("### 16.8 ")]
    found = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in section.splitlines() if line.startswith("| ")]
    return {row[0].strip("| "): row[1] for row in found[1:] if not row[0].startswith("---")}


@attack(48, "the table of limits lists what is tried here, and nothing else")
def listed(tools):
    check(set(rows()) == set(LIMITS), "only there:", sorted(set(rows()) - set(LIMITS)), "only here:", sorted(set(LIMITS) - set(rows())))


def registered(what, function):
    def test(tools):
        wanted = function(tools)
        check(re.sub(r"[^\w]", "", wanted) == re.sub(r"[^\w]", "", rows().get(what, "")), what, "is", wanted, "and the table says", rows().get(what))

    attack(0, "limit: " + what)(test)


for name, function in LIMITS.items():
    registered(name, function)
