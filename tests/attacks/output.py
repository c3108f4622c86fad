"""What is shown, where hostile words stand in what is read."""

import csv
import html.parser
import io
import json
import os
import re
import xml.etree.ElementTree as ET

from harness import FINDINGS, INVALID, IO, MIB, OK, REFUSED, attack, check

ESCAPES = "\x1b[31m\x1b]0;owned\x07\x9b1A\u202e\u2066"
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1)) &amp; ]]> \" '"

POLICY = """module policy
use vn.calendar
counting vn.civil_code
calendar vn.state
instrument LAW {
  number "1/1"  rank law  title vi "%(w)s" en "%(w)s"
  in_force from 2026-01-01  source S1
  outline 1..9 { 1 vi "%(w)s" en "%(w)s" }
    @1 digest vi "%(w)s" en "%(w)s"
}
source S1 { title "%(w)s" url "javascript:alert(1)" kind gazette read 2026-01-01 }
party p vi "%(w)s" en "%(w)s"
/// %(w)s
record R { on : instant vi "%(w)s" en "%(w)s"  done : instant?  s : text vi "%(w)s" en "%(w)s" }
duty tell(r: R) {
  vi "%(w)s" en "%(w)s"
  cites LAW@1
  bearer p
  trigger r.on
  due 72 hours after trigger
  done r.done
}
decision d(r: R) { vi "%(w)s" en "%(w)s"
  norms tell(r)
  s = r.s
}
test "%(w)s" {
  as_of 2026-03-10T09:00+07:00
  let r = R { on: 2026-03-01T09:00+07:00, done: null, s: "%(w)s" }
  expect tell(r) is fulfilled
}
"""
FACTS = {"on": "2026-03-01T09:00+07:00", "done": None}


def written(words):
    return POLICY % {"w": words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")}


@attack(37, "escape sequences in arguments")
def arguments(tools):
    source = tools.write("a.phep", "rule f() : int = 1\n")
    bad = "x" + ESCAPES
    for words in ((bad,), ("check", bad), ("check", "--" + bad), ("eval", source, "--decision", bad, "--facts", "-", "--as-of", "2026-03-10"),
                  ("eval", source, "--facts", bad, "--as-of", "2026-03-10"), ("eval", source, "--facts", "-", "--as-of", bad), ("explain", bad), ("law", "show", bad),
                  ("law", "search", bad), ("law", bad), ("new", bad), ("new", "a/" + bad + "/b"), ("test", source, "--engine", bad), ("test", source, "--filter", bad),
                  ("test", source, "--accept", bad, "--by", bad), ("build", source, "--target", bad), ("build", source, "--out", bad, "--target", "wasm"), ("inspect", bad), ("verify", bad),
                  ("fmt", bad), ("diff", bad), ("gen", bad), ("ask", bad, "--as-of", "2026-03-10"), ("ask", "vn." + bad), ("help", bad), ("eval", source, "--reading", bad + "=" + bad, "--facts",
                  "-", "--as-of", "2026-03-10"), ("check", source, "--stdlib", bad), ("law", "coverage", "--instrument", bad), ("law", "index", "--by", bad)):
        for language in ("en", "vi"):
            tools.phep(*words, env={"PHEP_LANG": language}).ends(OK, *REFUSED)
    tools.phep("check", b"\xff\xfe\x1b[31m").ends(IO)


@attack(37, "any bytes for any option of any command")
def options(tools):
    source = tools.write("a.phep", "rule f() : int = 1\n")
    listed = re.compile(r"^ +(?:-\w,? ?)?(--[a-z][a-z-]+)", re.M)
    commands = re.findall(r"^  ([a-z]+) {2,}\S", tools.phep("--help").ends(OK).text, re.M)
    check(len(commands) > 20, "the commands are listed otherwise:", commands)
    tried = 0
    for command in commands:
        for option in sorted(set(listed.findall(tools.phep(command, "--help").ends(OK).text)) - {"--help", "--watch"}):
            tools.phep(command, source, option, b"x\xff\xed\xa0\x80\x1b[31m", stdin="{}").ends(OK, *REFUSED)
            tried += 1
        tools.phep(command, b"x\xff\xed\xa0\x80\x1b[31m", stdin="{}").ends(OK, *REFUSED)
    check(tried > 150, "the options are listed otherwise:", tried)


@attack(37, "escape sequences in names of files and folders")
def paths(tools):
    name = "a\x1b[31m\u202e\x9b.phep"
    text = 'rule f() : int = nothing\ntest "t" { as_of 2026-01-01T00:00+07:00 expect f() == 2 }\n'
    tools.write("p/" + name, text)
    for words in (("check",), ("fmt", "--check"), ("fmt",), ("test",), ("verify",), ("check", "--json"), ("test", "--json"), ("law", "index", "--by", "article", "--in")):
        tools.phep(*words, tools.scratch / "p").ends(OK, *REFUSED)
    tools.write("p/" + name, text.replace("nothing", "1"))
    for words in (("test",), ("test", "--format", "tap"), ("test", "--format", "junit"), ("test", "--format", "github"), ("test", "--coverage"), ("test", "--mutate"), ("fmt", "--check"),
                  ("test", "--slowest", "3")):
        tools.phep(*words, tools.scratch / "p").ends(OK, *REFUSED)
    raw = os.path.join(os.fsencode(tools.scratch / "p"), b"\xff\xfe.phep")
    with open(raw, "wb") as file:
        file.write(b"rule   f() : int=1\n")
    for words in (("check",), ("check", "--json"), ("fmt", "--check"), ("fmt", "--check", "--json"), ("test",), ("test", "--json"), ("test", "--format", "junit"), ("verify", "--json"),
                  ("test", "--coverage", "--json"), ("test", "--mutate", "--json")):
        said = tools.phep(*words, tools.scratch / "p").ends(OK, *REFUSED)
        said.out.decode("utf-8")  # also where a name is no UTF-8


@attack(37, "escape sequences in sources and facts")
def texts(tools):
    source = tools.write("policy.phep", written("x" + ESCAPES))
    said = tools.phep("check", source).ends(FINDINGS)
    clean = "\x1b"
    check(clean not in said.text)
    # Escapes that a source may hold in a text: by facts.
    good = tools.write("good.phep", written("plain"))
    facts = json.dumps(dict(FACTS, s="x" + ESCAPES))
    for words in (("eval",), ("explain",), ("eval", "--each-reading"), ("explain", "--format", "html")):
        for language in ("en", "vi"):
            tools.phep(words[0], good, "--decision", "d", *words[1:], "--facts", "-", "--as-of", "2026-03-10", "--lang", language, stdin=facts).ends(OK)
    for wrong in ('{"%s":1}', '{"on":"%s"}', '{"s":{"%s":1}}', '{"s":1,"%s":"%s"}'):
        text = wrong.replace("%s", ESCAPES)
        tools.phep("eval", good, "--facts", "-", "--as-of", "2026-03-10", stdin=text).ends(INVALID)
        tools.phep("eval", good, "--facts", "-", "--as-of", "2026-03-10", stdin=json.dumps({ESCAPES: 1})).ends(INVALID)
        tools.phep("eval", good, "--batch", "--facts", "-", "--as-of", "2026-03-10", stdin=text + "\n" + json.dumps({ESCAPES: 1}) + "\n").ends(FINDINGS)
    tools.phep("eval", good, "--batch", "--input", "csv", "--facts", "-", "--as-of", "2026-03-10", stdin="%s,s\n1,2\n" % ESCAPES).ends(INVALID)
    tools.phep("eval", good, "--batch", "--input", "csv", "--facts", "-", "--as-of", "2026-03-10", stdin="on,s\n%s,%s\n" % (ESCAPES, ESCAPES)).ends(FINDINGS)
    tools.phep("ask", good, "--as-of", "2026-03-10", stdin=("x" + ESCAPES + "\n") * 6).ends(OK)
    cases = {"name": ESCAPES, "as_of": "2026-03-10", "facts": dict(FACTS, s=ESCAPES), "expect": {"tell": "fulfilled", "s": ESCAPES + "?"}}
    tools.write("c.cases.jsonl", json.dumps(cases) + "\n" + json.dumps({ESCAPES: 1}) + "\n" + json.dumps(dict(cases, expect={ESCAPES: ESCAPES})) + "\n")
    tools.write("good.phep", written("plain") + 'cases "c.cases.jsonl"\n')
    for words in (("check",), ("test",), ("test", "--format", "tap"), ("test", "--format", "junit"), ("test", "--format", "github"), ("test", "--coverage")):
        tools.phep(*words, good).ends(*REFUSED)
    tools.write("c.cases.jsonl", json.dumps(cases) + "\n")
    for words in (("check",), ("test",), ("test", "--format", "tap"), ("test", "--format", "junit"), ("test", "--format", "github"), ("test", "--coverage"), ("test", "--slowest", "2")):
        tools.phep(*words, good).ends(OK, *REFUSED)
    tools.write("p/phep.json", json.dumps({ESCAPES: 1, "name": ESCAPES}))
    tools.write("p/a.phep", "rule f() : int = 1\n")
    tools.phep("check", tools.scratch / "p").ends(FINDINGS)


def leb(number):
    out = b""
    while True:
        byte, number = number & 127, number >> 7
        out += bytes([byte | (128 if number else 0)])
        if not number:
            return out


def module(*sections):
    return b"\0asm\x01\0\0\0" + b"".join(bytes([kind]) + leb(len(body)) + body for kind, body in sections)


@attack(37, "escape sequences in artefacts")
def artefacts(tools):
    for name in (ESCAPES.encode(), b"\xff\xfe\x1b[31m", b"\x1b" * 5000):
        word = leb(len(name)) + name
        export = b"\x01" + word + b"\x02\x00"
        for sections in (((5, b"\x01\x00\x01"), (7, export)), ((0, word + b"data"),), ((2, b"\x01" + word + word + b"\x02\x00\x01"),)):
            path = tools.write("x.wasm", module(*sections))
            for words in (("inspect",), ("inspect", "--verify"), ("inspect", "--json"), ("inspect", "--verify", "--json")):
                tools.phep(*words, path).ends(OK, *REFUSED)
    elf = bytearray(open(tools.program, "rb").read(200_000))
    tools.phep("inspect", tools.write("cut.so", bytes(elf))).ends(OK, *REFUSED)


class Page(html.parser.HTMLParser):
    """Tags, attributes and texts of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.handlers, self.words = set(), [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        for name, value in attrs:
            if name.startswith("on"):
                self.handlers.append((tag, name))
            if name in ("href", "src", "action", "formaction", "xlink:href"):
                self.links.append(value or "")

    handle_startendtag = handle_starttag

    def handle_data(self, data):
        self.words.append(data)


def harmless(text, words):
    page = Page(text)
    check(not page.tags & {"script", "img", "iframe", "object", "embed", "form", "base", "link"}, "it has", page.tags)
    check(not page.handlers, "it has handlers", page.handlers)
    check(not [one for one in page.links if not re.match(r"https?://|#|$", one)], "it links to", page.links)
    check(words in "".join(page.words), "the words are not shown as they are")
    check("Content-Security-Policy" in text and "default-src 'none'" in text, "it has no strict policy")


@attack(36, "script in everything that an HTML page shows")
def pages(tools):
    source = tools.write("policy.phep", written(MARKUP))
    tools.phep("check", source).ends(OK, FINDINGS)
    facts = json.dumps(dict(FACTS, s=MARKUP))
    shown = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    for language in ("en", "vi"):
        said = tools.phep("explain", source, "--decision", "d", "--facts", "-", "--as-of", "2026-03-10", "--format", "html", "--lang", language, stdin=facts).ends(OK)
        harmless(said.out.decode(), shown)
        out = tools.scratch / ("map.%s.html" % language)
        tools.phep("test", source, "--coverage", "--coverage-format", "html", "--out", out, "--lang", language).ends(OK, FINDINGS)
        harmless(out.read_text(encoding="utf-8"), "")
    tools.write("phep.json", "{}")
    review = tools.phep("law", "review", "--instrument", "LAW", "--out", tools.scratch / "sheets", "--in", tools.scratch, memory=16384 * MIB, seconds=60).ends(OK, *REFUSED)
    sheets = list((tools.scratch / "sheets").rglob("*.html"))
    check(sheets, "no sheet was written", review.text[:600])
    for sheet in sheets:
        harmless(sheet.read_text(encoding="utf-8"), shown)


@attack(36, "formulas in cells of tables")
def cells(tools):
    tools.write("phep.json", "{}")
    for title in ("=cmd|'/c calc'!A1", "@SUM(A1)"):
        tools.write("policy.phep", written("x").replace('test "x"', 'test "%s"' % title).replace("done: null", "done: 2026-03-04T09:00+07:00"))
        said = tools.phep("law", "matrix", "--csv", "--in", tools.scratch, memory=16384 * MIB, seconds=60)
        check(said.code in (OK, FINDINGS), said.text[:400])
        rows = list(csv.reader(io.StringIO(said.out.decode())))
        check(len(rows) > 1 and all(len(row) == 7 for row in rows), "not seven cells a row", rows[:2])
        check(all(cell[:1] not in ("=", "+", "-", "@", "\t", "\r") for row in rows for cell in row), "a formula stands in", [r for r in rows if r[4]][:3])
        check(any("'" + title in row for row in rows), "the title is not shown")


@attack(36, "links and markup in hovers")
def hovers(tools):
    words = "[run](command:workbench.action.terminal.new) <img src=x onerror=alert(1)> [f](file:///etc/passwd) ![i](http://evil.example/x.png)"
    uri = "file://%s/policy.phep" % tools.scratch
    text = written(words)
    with tools.language_server() as server:
        server.begin(tools.scratch, textDocument={"hover": {"contentFormat": ["markdown"]}})
        server.open(uri, text)
        for line, row in enumerate(text.split("\n")):
            for at in {row.find(word) for word in ("R ", "tell", "LAW", "S1", "r.on", "p vi")} - {-1}:
                reply = server.request("textDocument/hover", {"textDocument": {"uri": uri}, "position": {"line": line, "character": at}}, timeout=20)
                value = re.sub(r"```[\s\S]*?```", "", reply["result"]["contents"]["value"]) if reply.get("result") else ""
                check(not re.search(r"(?<!\\)\]\(", value), "a link in", value)
                check(not re.search(r"(?<!\\)<", value), "markup in", value)
        links = server.request("textDocument/documentLink", {"textDocument": {"uri": uri}})["result"]
        for link in links or []:
            target = server.request("documentLink/resolve", link).get("result", {}).get("target", "")
            check(target.split(":")[0] in ("", "https", "http", "law", "phep", "file"), "a link leads to", target)
            check("javascript" not in target and "command" not in target, "a link leads to", target)
        server.lives()


@attack(36, "the extension shows no page of its own and trusts no Markdown", absent=True)
def webviews(tools):
    from harness import ROOT
    for path in sorted((ROOT / "vscode-extension/src").glob("*.ts")):
        text = tools.read("vscode-extension/src/" + path.name)
        check(not re.search(r"createWebview|registerWebview|isTrusted *[=:] *true|isTrusted *[=:] *\{|supportHtml *[=:] *true|\beval\(|new Function", text), path.name)


@attack(38, "names of tests that would end what they stand in")
def reports(tools):
    titles = ["]]> <a/>", "a%0A::error file=x::y", "::error::x", "a\\nok 7 - b", "a # SKIP", "a # TODO", "\\\\", "\\\" onload=", "<![CDATA[", "&#0;", "a,b:c", "\uffff", "1..9"]
    source = "rule f() : int = 1\n" + "".join('test "%s" { as_of 2026-01-01T00:00+07:00 expect f() == 2 }\n' % title for title in titles)
    path = tools.write("p/a,b%0A::error::<x>]]>&.phep", source)
    said = tools.phep("test", path, "--format", "junit").ends(FINDINGS)
    suite = ET.fromstring(said.out.decode())
    cases = suite.findall(".//testcase")
    wanted = [title.replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\") for title in titles]
    check(len(cases) == len(titles), len(cases), "cases")
    for case, title in zip(cases, wanted):
        if title != "\uffff":
            check(case.get("name") == title, case.get("name"), "is not", title)
    said = tools.phep("test", path, "--format", "tap").ends(FINDINGS)
    lines = said.out.decode().splitlines()
    check(lines[1] == "1..%d" % len(titles), lines[:2])
    check(len([line for line in lines if re.match(r"(not )?ok\b", line)]) == len(titles), "tests were added")
    check(not any(re.search(r"(?<!\\)#", line) for line in lines if line.startswith("not ok")), "a directive")
    said = tools.phep("test", path, "--format", "github").ends(FINDINGS)
    lines = [line for line in said.out.decode().splitlines() if line.startswith("::")]
    check(len(lines) == len(titles), "commands were added:", lines[:3])
    for line in lines:
        head = line[2:].split("::", 1)[0]
        check(re.fullmatch(r"error file=[^,:]*,line=\d+,col=\d+,title=[^,:]*", head), "it was injected:", head)
    newline = tools.write("q/a\nok 9 - x\n::error::y.phep", source)
    for form in ("tap", "github", "junit"):
        said = tools.phep("test", newline, "--format", form)
        check(said.code == FINDINGS and b"\nok 9" not in said.out and b"\n::error::y" not in said.out, form, "lets a file's name begin a line")
