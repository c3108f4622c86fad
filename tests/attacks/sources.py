"""Hostile sources: depth, size, bytes, look-alikes, and programs that would cost more than they say."""

import random
import re
import tempfile

from harness import FINDINGS, INVALID, LIMIT, MIB, OK, REFUSED, attack, check

SMALL_STACK = 512 << 10


def deep(tools, text, name="a.phep", codes=(FINDINGS,), seconds=20):
    """Checked and formatted on a small stack: neither crashes nor hangs."""
    said = tools.check_text(text, name, stack=SMALL_STACK, seconds=seconds).ends(*codes)
    tools.phep("fmt", "--check", tools.scratch / name, stack=SMALL_STACK, seconds=seconds).ends(OK, *REFUSED)
    return said


@attack(1, "a million brackets of any kind")
def brackets(tools):
    for opening in ("(", "[", "{", "(-", "not (", "f(", "R { a: ", "if true then (", "some (x in "):
        count = 1_000_000 // len(opening)
        deep(tools, "rule a() : int = " + opening * count + "\n").says("P1006")
    deep(tools, "rule a() : int = " + "(" * 300_000 + "1" + ")" * 300_000).says("P1006")
    deep(tools, "rule a() : int = " + "(" * 200 + "1" + ")" * 200 + "\n", codes=(OK,))


@attack(1, "a million nested words without brackets")
def words(tools):
    for word in ("not ", "- ", "exists ", "if true then 1 else ", "5% of "):
        deep(tools, "rule a() : int = " + word * (1_000_000 // len(word)) + "1\n").says("P1006")
    for word in ("{ 1 ", "case a: 1 ", "except ", "duty ", "record R ", "test "):
        deep(tools, "rule a() : int = 1\n" + word * (500_000 // len(word)))


def chain(head, link, count, tail=""):
    """Declarations of which each names the next."""
    return head + "".join(link.replace("@", str(i)).replace("#", str(i + 1)) for i in range(count)) + tail.replace("@", str(count))


LAW = """instrument LAW { number "1/1" rank law title vi "l" en "l" in_force from 2026-01-01 outline 1..9 }
"""


@attack(1, "20,000 declarations in a row that name each other")
def chains(tools):
    count = 20_000
    rows = {
        "rules": ("", "rule r@() : int = r#()\n", 'rule r@() : int = 1\ntest "t" { as_of 2026-01-01T00:00+07:00 expect r0() == 1 }\n'),
        "records": ("", "record R@ { a : R# }\n", "record R@ { a : int }\ndecision d(r: R0) { x = r.a.a.a }\n"),
        "actions": ("", "action a@ within a# vi \"a\" en \"a\"\n", "action a@ vi \"a\" en \"a\"\n"),
        "parties": (LAW, "party p@ vi \"p\" en \"p\" held by p# cites LAW@1\n", "party p@ vi \"p\" en \"p\"\n"),
        "instruments": ("", 'instrument I@ { number "@/1" rank law title vi "l" en "l" in_force from 2026-01-01 repeals I# outline 1..9 }\n',
                        'instrument I@ { number "@/1" rank law title vi "l" en "l" in_force from 2026-01-01 outline 1..9 }\n'),
        "lets": ("rule r(n: int) : int {\n", "  let v@ = v# + n\n", "  let v@ = n\n  default v0\n}\n"),
        "exceptions": ("rule r(n: int) : int {\n  default 0\n  case c0: 1 when n > 0\n", "  except c@ as c#: lifted when n > @\n", "}\n"),
        "breaches": (LAW + 'party p vi "p" en "p"\nrecord F { b : bool  on : instant }\n',
                     "duty d@(f: F) { vi \"d\" en \"d\" cites LAW@1 bearer p on breach d#(f) due 1 day after trigger done f.on }\n",
                     "duty d@(f: F) { vi \"d\" en \"d\" cites LAW@1 bearer p trigger f.on due 1 day after trigger done f.on }\n"),
    }
    for name, (head, link, tail) in rows.items():
        size = 4_000 if name in ("instruments", "parties", "breaches") else count
        text = chain(head, link, size, tail)
        deep(tools, text, name + ".phep", codes=(OK, FINDINGS), seconds=40)
        # … and decided, where that is not refused.
        tools.phep("test", tools.scratch / (name + ".phep"), stack=SMALL_STACK, seconds=40).ends(OK, FINDINGS, INVALID, LIMIT)


@attack(2, "lines and files of ten megabytes")
def large(tools):
    ten = 10 * MIB
    for text in ("// " + "x" * ten, "\n" * ten, " " * ten, "x" * ten, "1" * ten, '"' + "x" * ten, "/" * ten, "@" * (ten // 8), "\r" * ten,
                 "| " * (ten // 8), 'rule a() : text = "' + "x" * ten + '"\n'):
        tools.check_text(text, seconds=60, memory=4096 * MIB).ends(OK, FINDINGS)


@attack(2, "a hundred thousand operators in a row")
def operators(tools):
    for operator in (" + ", " and ", " or ", " * ", " == ", " if_absent ", ", "):
        deep(tools, "rule a() : int = " + "1" + (operator + "1") * 100_000 + "\n", codes=(FINDINGS,), seconds=40)
    deep(tools, "rule a() : int = x" + ".a" * 100_000 + "\n", seconds=40)
    deep(tools, "use a" + ".a" * 100_000 + "\n", seconds=40)
    deep(tools, "rule a() : bool = 1 in {" + "1, " * 100_000 + "1}\n", codes=(OK, FINDINGS), seconds=40)
    deep(tools, "enum E { " + " ".join("m%d" % i for i in range(50_000)) + " }\n", codes=(OK, FINDINGS), seconds=40)
    deep(tools, "rule a(" + ", ".join("p%d: int" % i for i in range(50_000)) + ") : int = 1\n", codes=(OK, FINDINGS), seconds=40)


@attack(2, "a file over the limit of size")
def over(tools):
    tools.check_text(" " * (16 * MIB + 1)).ends(FINDINGS, LIMIT, 74).says("16 MiB")


@attack(8, "ill-formed UTF-8 is an error at its place")
def utf8(tools):
    bad = {
        "overlong": b"\xc0\xaf", "overlong of three": b"\xe0\x80\xaf", "surrogate": b"\xed\xa0\x80", "beyond": b"\xf4\x90\x80\x80",
        "alone": b"\x80", "cut short": b"\xe1\xba", "five bytes": b"\xf8\x88\x80\x80\x80", "latin-1": "điều".encode("utf-8")[1:],
    }
    for name, data in bad.items():
        said = tools.check_text(b"module a\n// " + data + b"\nrule f() : int = 1\n").ends(FINDINGS)
        check("2:4" in said.text, name, "is not placed:", said.text)
    for data in ("rule f() : int = 1\n".encode("utf-16"), "rule f() : int = 1\n".encode("utf-16-be"), b"rule f\x00() : int = 1\n"):
        tools.check_text(data).ends(FINDINGS)
    before = tools.write("b.phep", b"rule  f() : int = 1 // \xff\n")
    tools.phep("fmt", before).ends(INVALID)
    check(before.read_bytes() == b"rule  f() : int = 1 // \xff\n", "a file that is not UTF-8 was rewritten")
    tools.check_text(b"\xef\xbb\xbfrule f() : int = 1\n").ends(OK, FINDINGS)


@attack(9, "what a reader cannot see, or takes for another letter")
def unseen(tools):
    for point in "\u202e\u2066\u200b\u200d\u2060\ufeff\u061c\u200e\u00ad":
        for text in ("rule a%sb() : int = 1\n", "// %s\nrule f() : int = 1\n", 'rule f() : text = "%s"\n', "module a%s\n"):
            said = tools.check_text(text % point)
            said.ends(FINDINGS)
            check(re.search(r"(error|warning)\[P10", said.text), "nothing is said of", repr(point), said.text)
    tools.check_text("rule \u0110iều() : int = 1\n").ends(OK)
    for twin in ("\u00d0iều", "аbc", "\u0391bc"):  # Eth for Đ; Cyrillic and Greek a
        said = tools.check_text("rule %s() : int = 1\n" % twin).ends(OK, FINDINGS)
        check(re.search(r"(error|warning)\[P10", said.text), twin, "passes unseen:", said.text)


@attack(10, "one name however it was typed")
def composed(tools):
    tools.check_text("rule qu\u1ea3() : int = 1\nrule f() : int = qua\u0309()\n").ends(OK)
    tools.check_text("rule qu\u1ea3() : int = 1\nrule qua\u0309() : int = 2\n").ends(FINDINGS).says("P2")
    tools.decide("record R { a : text }\ndecision d(r: R) { same = r.a == \"qu\u1ea3\" }\n", {"a": "qua\u0309"}).ends(OK)


@attack(10, "a million combining marks in a row")
def marks(tools):
    run = "a" + "\u0301\u0323" * 500_000
    for text in ("rule %s() : int = 1\n", "// %s\n", 'rule f() : text = "%s"\n', "module %s\n", "// phép: allow P7016 until 2027-01-01 \"%s\"\n"):
        tools.check_text(text % run, seconds=20).ends(OK, FINDINGS)
    tools.phep("fmt", "--check", tools.write("b.phep", 'rule f() : text = "%s"\n' % run), seconds=20).ends(OK, *REFUSED)
    tools.decide("record R { a : text }\ndecision d(r: R) { x = r.a }\n", {"a": run}, seconds=20).ends(OK, *REFUSED)
    tools.phep("law", "search", "a" + "\u0301\u0323" * 20_000, seconds=20).ends(OK, *REFUSED)
    tools.phep("law", "show", "a" + "\u0301\u0323" * 20_000, seconds=20).ends(OK, *REFUSED)


@attack(12, "rules that double at every call")
def doubling(tools):
    text = "rule r0(n: int) : int = n\n" + "".join("rule r%d(n: int) : int = r%d(n) + r%d(n + 1)\n" % (i, i - 1, i - 1) for i in range(1, 60))
    text += "record R { n : int 0..9 }\ndecision d(r: R) { x = r59(r.n) }\ntest \"t\" { as_of 2026-01-01T00:00+07:00 expect r59(1) == 1 }\n"
    tools.check_text(text).ends(OK, FINDINGS)
    tools.decide(text, {"n": 1}, seconds=20).ends(*REFUSED)
    tools.phep("test", tools.scratch / "a.phep", seconds=20).ends(*REFUSED)
    tools.phep("build", tools.scratch / "a.phep", "--target", "native", "--out", tools.scratch / "out", seconds=30).ends(*REFUSED)


@attack(12, "lists within lists, as long as may be")
def products(tools):
    text = """record D { n : int 0..9 }
record C { ds : list<D> max 65535 }
record B { cs : list<C> max 65535 }
record A { bs : list<B> max 65535 }
decision d(a: A) { x = sum (b in a.bs : sum (c in b.cs : sum (e in c.ds : e.n))) }
"""
    tools.check_text(text).ends(OK, FINDINGS)
    tools.decide(text, {"bs": [{"cs": [{"ds": [{"n": 3}]}]}]}, seconds=20).ends(OK, *REFUSED)
    tools.decide(text, {}, seconds=20).ends(OK, *REFUSED)


@attack(12, "tables, cases and outlines that would be compared each with each")
def quadratic(tools):
    rows = "".join("    | %d | %d || %d |\n" % (i, i % 7, i) for i in range(5_000))
    tools.check_text("record R { a : int 0..9_999  b : int 0..9 }\nrule f(r: R) : int {\n  table {\n    | r.a | r.b ||\n" + rows + "  }\n}\n",
                     seconds=30).ends(OK, FINDINGS)
    nested = "1..5000 { 1..5000 { 1..5000 { a..y } } }"
    tools.check_text('instrument LAW { number "1/1" rank law title vi "l" en "l" in_force from 2026-01-01 outline %s }\n' % nested,
                     seconds=30).ends(OK, FINDINGS)
    cases = "".join("  case c%d: %d when r.a > %d and r.a < %d\n" % (i, i, i, i + 2) for i in range(3_000))
    tools.check_text("record R { a : int 0..9_999 }\nrule f(r: R) : int {\n  default 0\n" + cases + "}\n", seconds=30).ends(OK, FINDINGS)


@attack(12, "a proof that is too hard says so")
def proofs(tools):
    facts = "".join("  a%d : int 0..1_000_000\n" % i for i in range(8))
    text = "record R {\n%s}\nrule f(r: R) : int {\n  case x: 1 when r.a0 * r.a1 * r.a2 == r.a3 * r.a4 + 7 and r.a5 * r.a5 == r.a6 * r.a7 + 3\n}\n" % facts
    tools.phep("verify", tools.write("a.phep", text), "--steps", "100000", seconds=60).ends(OK, FINDINGS).says("not decided")
    # Sums that split no way, as far as anybody finds out: the budget ends it.
    dice = random.Random(12)
    sums = []
    for _ in range(4):
        weights = [dice.randrange(1, 100) for _ in range(30)]
        sums.append(" + ".join("%d * r.a%d" % (weight, i) for i, weight in enumerate(weights)) + " == %d" % (sum(weights) // 2))
    facts = "".join("  a%d : int 0..1\n" % i for i in range(30))
    text = "record R {\n%s}\nrule f(r: R) : int {\n  default 0\n  case x: 1 when %s\n}\n" % (facts, " and ".join(sums))
    tools.phep("verify", tools.write("b.phep", text), "--steps", "20000", seconds=60).ends(OK, FINDINGS).says("not decided", "budget")


@attack(12, "unknown facts by the hundred")
def unknowns(tools):
    facts = "".join("  a%d : bool\n" % i for i in range(60))
    either = " or ".join("(r.a%d and r.a%d)" % (i, (i * 7 + 3) % 60) for i in range(60))
    for condition in (either, " and ".join("(%s)" % part for part in (either, either.replace("and", "or")))):
        tools.decide("record R {\n%s}\ndecision d(r: R) { x = %s }\n" % (facts, condition), {}, seconds=20).ends(OK, LIMIT)


@attack(21, "a formatted program is the same program", )
def formatting(tools):
    source = random.Random(7)
    words = ["rule", "f", "(", ")", ":", "int", "=", "1", "+", "// c", "\n", "record", "R", "{", "}", "a", "duty", '"x"', "|", "||", "case",
             "when", "not", "and", "@1", "PDPL@1.2", "quy tắc", "nếu", "\t", "  ", "\r\n", "/// d", ",", ".", "2026-01-01", "%"]
    for i in range(60):
        text = "".join(source.choice(words) + source.choice(["", " ", "\n"]) for _ in range(source.randrange(1, 60)))
        path = tools.write("f%d.phep" % i, text)
    tools.write("sub/good.phep", "module  good\nrule   f( n : int):int=n+1 // one\n\n\n\nrule g() : int = f(1)\n"
                'test "t" { as_of 2026-01-01T00:00+07:00 expect g()==2 }\n')
    texts = {path: path.read_bytes() for path in tools.scratch.rglob("*.phep")}
    tools.phep("fmt", tools.scratch).ends(OK, INVALID)
    once = {path: path.read_bytes() for path in texts}
    check(any(once[path] != texts[path] for path in texts), "nothing was formatted")
    tools.phep("fmt", tools.scratch).ends(OK, INVALID)
    check(once == {path: path.read_bytes() for path in texts}, "formatting twice gives another text")
    for path, text in texts.items():
        told = tools.phep("check", path).ends(OK, FINDINGS)
        if told.code == FINDINGS and "P1" in told.text and "error" in told.text:
            check(path.read_bytes() == text or once[path] == text or "P10" not in told.text, path, "has errors of syntax and was rewritten")
    tools.phep("test", tools.scratch / "sub").ends(OK).says("1 passed")


@attack(46, "600 lexical errors are told 100 times")
def lexical(tools):
    said = tools.check_text("rule f() : int = 1\n" + "` \n" * 600).ends(FINDINGS)
    check(said.text.count("error[") <= 101, "it told", said.text.count("error["))
    said.says("99")
    said = tools.check_text("rule f() : int = 1\n" + "` \n" * 1_000_000, seconds=30).ends(FINDINGS)
    check(len(said.out + said.err) < 200_000, "it said", len(said.out + said.err), "bytes")


@attack(48, "programs of strangers read what they were given with")
def given(tools):
    tools.write("secret.csv", "hush hush\n")
    tools.write("p/phep.json", "{}")
    inside = "record R { a : int }\ndecision d(r: R) { x = r.a }\n"
    files = ("../secret.csv", "../../../../../../etc/passwd", str(tools.scratch / "secret.csv"), "c.csv")
    texts = [inside + 'cases "%s"\n' % one for one in files] + ["use %s\n" % one + inside for one in ("up.secret", "etc.passwd", "secret")]
    tools.write("p/c.csv", "a\n1\n")
    log = tools.scratch / "trace"
    for text, words in ((text, words) for text in texts for words in (("check",), ("test",), ("build", "--target", "wasm", "--out", tools.scratch / "p/out"))):
        path = tools.write("p/a.phep", text)
        tools.run("strace", "-f", "-qq", "-y", "-e", "trace=open,openat", "-o", log, tools.program, words[0], path, *words[1:]).ends(OK, *REFUSED)
        opened = re.findall(r'= \d+<([^>]*)>', log.read_text(encoding="utf-8", errors="replace"))
        check(any(one.endswith("/a.phep") for one in opened), "nothing was traced")
        for one in opened:
            own = one.startswith((str(tools.scratch / "p") + "/", str(tools.scratch / ".cache") + "/", tempfile.gettempdir() + "/phep-link-", "/lib/", "/usr/lib/", "/sys/", "/proc/"))
            check(own or one in (str(tools.scratch / "p"), "/etc/ld.so.cache", "/etc/localtime"), words[0], "read", one)


@attack(48, "compiling for strangers is bounded in time and memory")
def strangers(tools):
    source = random.Random(48)
    tokens = ["rule ", "record ", "enum ", "duty ", "decision ", "test ", "instrument ", "calendar ", "reading ", "party ", "{", "}", "(", ")", ":", ",",
              "int", "bool", ">", "max 9", "case", "when", "not ", "and ", "1", "0.5", "2026-02-30", '"', '"x"', "@1.2", "a", "b", "R", "=", "\n"]
    for i in range(25):
        text = "".join(source.choice(tokens) + source.choice(["", " "]) for _ in range(source.randrange(2_000, 20_000)))
        tools.check_text(text, seconds=10, memory=1024 * MIB).ends(OK, FINDINGS)
