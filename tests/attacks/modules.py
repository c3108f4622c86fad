"""Hostile projects: imports, paths, links, folders."""

import os

from harness import FINDINGS, INVALID, IO, MIB, OK, REFUSED, USAGE, attack, check

SMALL_STACK = 512 << 10
SECRET = "hush hush\nroot:x:0\n"


@attack(13, "cycles of imports, and a module that uses itself")
def cycles(tools):
    tools.write("p/phep.json", "{}")
    tools.write("p/a.phep", "module a\nuse a\nrule f() : int = 1\n")
    tools.phep("check", tools.scratch / "p").ends(FINDINGS).says("P6003", "a.phep")
    for i in range(500):
        tools.write("q/m%03d.phep" % i, "module m%03d\nuse m%03d\nrule f() : int = 1\n" % (i, (i + 1) % 500))
    tools.write("q/phep.json", "{}")
    said = tools.phep("check", tools.scratch / "q", stack=SMALL_STACK).ends(FINDINGS)
    check(said.text.count("P6003") == 1, "told", said.text.count("P6003"), "times")


@attack(13, "modules that use each other in a row, and files with many uses")
def rows(tools):
    count = 3_000
    tools.write("p/phep.json", "{}")
    for i in range(count):
        tools.write("p/m%d.phep" % i, "module m%d\n%srule f%d() : int = 1\n" % (i, "use m%d\n" % (i + 1) if i + 1 < count else "", i))
    tools.phep("check", tools.scratch / "p/m0.phep", stack=SMALL_STACK, seconds=40).ends(OK, FINDINGS)
    tools.check_text("module a\n" + "use nowhere.at.all\n" * 20_000, seconds=30).ends(FINDINGS)
    tools.check_text("module a\n" + "".join("use nowhere%d\n" % i for i in range(5_000)), seconds=30).ends(FINDINGS)


@attack(13, "links that lead in a circle")
def circles(tools):
    tools.write("p/a.phep", "rule f() : int = 1\n")
    os.symlink("..", tools.scratch / "p/up")
    os.symlink("b.phep", tools.scratch / "p/b.phep")
    os.symlink(".", tools.scratch / "p/here")
    said = tools.phep("check", tools.scratch / "p").ends(OK)
    said.says("1 file")
    tools.phep("check", tools.scratch / "p/b.phep").ends(IO)
    tools.check_text("use here.here.here.a\nrule g() : int = f()\n", "p/c.phep").ends(OK, FINDINGS)


@attack(14, "paths of case files that leave the project")
def data_paths(tools):
    tools.write("secret.csv", SECRET)
    tools.write("p/phep.json", "{}")
    inside = "record R { a : int }\ndecision d(r: R) { x = r.a }\n"
    for path in ("../secret.csv", "../../../../../../etc/passwd", "x/../../secret.csv", "..\\\\secret.csv", "C:secret.csv", "file://host/share.csv",
                 "\\\\\\\\host\\\\share.csv"):
        said = tools.check_text(inside + 'cases "%s"\n' % path, "p/a.phep").ends(FINDINGS)
        said.says("P62").keeps("hush")
        tools.phep("test", tools.scratch / "p/a.phep").ends(*REFUSED).keeps("hush", "root:")
    for path in ("/etc/passwd", str(tools.scratch / "secret.csv"), "./secret.csv", "//host/share.csv"):  # within the project, there is none
        tools.check_text(inside + 'cases "%s"\n' % path, "p/a.phep").ends(FINDINGS).says("P62").keeps("hush", "root:")


@attack(14, "links that leave the project")
def links(tools):
    secret = tools.write("outside/secret.phep", SECRET)
    tools.write("outside/cases.csv", SECRET)
    tools.write("p/phep.json", "{}")
    os.symlink("../outside/secret.phep", tools.scratch / "p/a.phep")
    said = tools.phep("check", tools.scratch / "p").ends(IO).keeps("hush")
    said.says("a.phep", "link")
    os.remove(tools.scratch / "p/a.phep")
    os.symlink("../outside", tools.scratch / "p/out")
    tools.check_text("use out.secret\nrule f() : int = 1\n", "p/b.phep").ends(FINDINGS).says("P6001").keeps("hush")
    source = "record R { a : int }\ndecision d(r: R) { x = r.a }\n"
    tools.check_text(source + 'cases "out/cases.csv"\n', "p/b.phep").ends(FINDINGS).keeps("hush")
    os.symlink("../outside/cases.csv", tools.scratch / "p/c.csv")
    tools.check_text(source + 'cases "c.csv"\n', "p/b.phep").ends(FINDINGS).keeps("hush")
    os.symlink("../outside/secret.phep", tools.scratch / "p/named.phep")
    tools.phep("check", tools.scratch / "p/named.phep").ends(FINDINGS).says("hush")  # who names it means it
    os.remove(tools.scratch / "p/phep.json")
    os.symlink(secret, tools.scratch / "p/phep.json")
    tools.phep("check", tools.scratch / "p/b.phep").ends(OK, FINDINGS).keeps("hush")
    # … and what stays within is read.
    tools.write("q/phep.json", "{}")
    tools.write("q/real.phep", "rule f() : int = 1\n")
    os.symlink("real.phep", tools.scratch / "q/alias.phep")
    tools.phep("check", tools.scratch / "q").ends(OK).says("2 files")


@attack(14, "what is written stays where it was asked for")
def written(tools):
    source = tools.write("p/a.phep", "record R { a : int }\ndecision d(r: R) { x = r.a }\n")
    victim = tools.write("victim", "mine\n")
    out = tools.scratch / "p/out"
    out.mkdir()
    for name in ("d.wasm", "d.wasm.part", "d.h.part", "d.abi.json"):
        os.symlink(victim, out / name)
    tools.phep("build", source, "--target", "wasm", "--out", out, seconds=60).ends(OK)
    check(victim.read_text() == "mine\n", "a link was written through")
    check((out / "d.wasm").read_bytes().startswith(b"\0asm") and not (out / "d.wasm").is_symlink(), "the module is not there")
    os.symlink(victim, tools.scratch / "p/b.phep.part")
    tools.write("p/b.phep", "rule   f() : int=1\n")
    tools.phep("fmt", tools.scratch / "p/b.phep").ends(OK)
    check(victim.read_text() == "mine\n", "fmt wrote through a link")
    for name in ("../../x", "/tmp/x", "a/b", "..", "."):
        tools.phep("build", source, "--target", "c", "--package-name", name, "--vectors", "1", "--out", out / "c", seconds=60).ends(OK, *REFUSED)
    tools.phep("new", "../escaped/..").ends(USAGE)
    for words in (("check",), ("test", "--changed"), ("verify",)):  # caches in the folder of a stranger
        tools.phep(*words, tools.scratch / "p/a.phep", env={"XDG_CACHE_HOME": "cache", "HOME": "home"}).ends(OK)
    below = [name for name in tools.files() if not name.startswith(("p", "victim", ".cache"))]
    check(below == [], "written outside:", below)


@attack(14, "a device is not replaced by a file")
def devices(tools):
    source = tools.write("a.phep", "record R { a : int }\ndecision d(r: R) { x = r.a }\n")
    pipe = tools.scratch / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    tools.phep("gen", source, "--decision", "d", "--as-of", "2026-03-10", "--out", pipe).ends(OK)
    check(pipe.is_fifo(), "the pipe was replaced")
    os.close(reader)
    for path in ("/dev/zero", "/dev/urandom", pipe, "/dev/null"):
        tools.phep("check", path, seconds=5).ends(*REFUSED)
        tools.phep("eval", source, "--facts", path, "--as-of", "2026-03-10", seconds=5).ends(*REFUSED)
        tools.phep("inspect", path, seconds=5).ends(*REFUSED)


@attack(43, "twelve builds at once in one folder")
def together(tools):
    import concurrent.futures
    first = tools.write("a/one.phep", "record R { a : int }\ndecision d(r: R) { x = r.a }\n")
    second = tools.write("b/one.phep", "record R { a : int }\ndecision d(r: R) { x = r.a + 1 }\n" + "// padding\n" * 400)
    wanted = []
    for source, out in ((first, "x"), (second, "y")):
        tools.phep("build", source, "--target", "wasm", "--out", tools.scratch / out, seconds=60).ends(OK)
        wanted.append((tools.scratch / out / "d.wasm").read_bytes())
    out = tools.scratch / "together"
    # What is written waits before it takes its place, so that they do meet.
    slow = ("strace", "-qq", "-f", "-o", "/dev/null", "-e", "trace=rename", "-e", "inject=rename:delay_enter=200000")
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        runs = [pool.submit(tools.run, *slow, tools.program, "build", source, "--target", "wasm", "--out", out, seconds=60) for source in [first, second] * 4]
        for one in runs:
            one.result().ends(OK)
    check((out / "d.wasm").read_bytes() in wanted, "a mixture was written")
    check(not [name for name in os.listdir(out) if "part" in name], "parts are left:", os.listdir(out))
    shared = tools.scratch / "a/cache"
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        runs = [pool.submit(tools.phep, "test", first, "--changed", env={"XDG_CACHE_HOME": str(shared)}) for _ in range(8)]
        for one in runs:
            one.result().ends(OK, FINDINGS)


@attack(10, "two files whose names are one name")
def twins(tools):
    import unicodedata
    tools.write("p/phep.json", "{}")
    tools.write("p/luật.phep", "rule f() : int = 1\n")
    tools.write("p/" + unicodedata.normalize("NFD", "luật") + ".phep", "rule f() : int = 2\n")
    tools.write("p/b.phep", "use luật\nrule g() : int = f()\n")
    tools.phep("check", tools.scratch / "p").ends(OK, FINDINGS)
