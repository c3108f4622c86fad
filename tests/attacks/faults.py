"""Faults of the machine: full disks, closed pipes, signals, memory that runs out, caches that rot."""

import json
import os
import pathlib
import random
import re
import signal
import subprocess
import time

from harness import FINDINGS, INVALID, IO, LIMIT, MIB, OK, REFUSED, ROOT, Broken, attack, check

SOURCE = "record R { a : int }\ndecision d(r: R) { x = r.a }\ntest \"t\" { as_of 2026-01-01T00:00+07:00 expect d(R { a: 1 }).x == 1 }\n"
UGLY = "rule   f( ) : int=1\n" * 2_000


@attack(32, "a full disk")
def full(tools):
    source = tools.write("a.phep", SOURCE)
    for words in (("version",), ("law", "show", "PDPL@23.1"), ("explain", "P2001"), ("check", source, "--json"), ("test", source, "--json")):
        with open("/dev/full", "wb") as sink:
            said = tools.phep(*words, out=sink)
        said.ends(IO).says("the output cannot be written")
    rows = b'{"a":1}\n' * 100
    with open("/dev/full", "wb") as sink:
        tools.phep("eval", source, "--batch", "--facts", "-", "--as-of", "2026-03-10", stdin=rows, out=sink).ends(IO)


@attack(32, "a disk of 64 KB")
def small(tools):
    source = tools.write("a.phep", SOURCE)
    disk = tools.scratch / "disk"
    disk.mkdir()
    ugly = tools.write("ugly.phep", UGLY)
    script = 'mount -t tmpfs -o size=64k none "$1" && cp "$3" "$1/u.phep" && "$0" build "$2" --target wasm --out "$1/out"; echo "code $?"; ls -laR "$1"; head -c 60000 /dev/zero >"$1/fill"; ' \
             '"$0" fmt "$1/u.phep"; echo "code $?"; cmp "$3" "$1/u.phep" && echo same; ls -a "$1"'
    said = tools.run("unshare", "--mount", "--map-root-user", "sh", "-c", script, tools.program, disk, source, ugly)
    said.says("code 74", "same")
    check(".part" not in said.text and said.text.count("code 74") == 2, said.text)
    check(not any(line.endswith(".wasm") for line in said.out.decode().splitlines()), "half a module:", said.text)


@attack(32, "a read-only folder, and a cache that cannot be written")
def read_only(tools):
    source = tools.write("w/a.phep", SOURCE + "rule   f( ) : int=1\n")
    script = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1"; shift; exec "$@"'

    def caged(*words, env=None):
        return tools.run("unshare", "--mount", "--map-root-user", "sh", "-c", script, "sh", tools.scratch / "w", tools.program, *words, env=env)

    before = source.read_bytes()
    caged("fmt", source).ends(IO)
    caged("build", source, "--target", "wasm", "--out", tools.scratch / "w/out", ).ends(IO)
    check(source.read_bytes() == before and os.listdir(tools.scratch / "w") == ["a.phep"], "something changed")
    # A file that nobody may write stays, though its folder would let it be replaced; for root, too.
    protected = tools.write("f/a.phep", SOURCE + "rule   f( ) : int=1\n")
    before = protected.read_bytes()
    protected.chmod(0o444)
    tools.phep("fmt", protected).ends(IO).says("Permission denied")
    check(protected.read_bytes() == before, "a protected file was written")
    good = tools.write("g/a.phep", SOURCE)
    tools.phep("test", good, "--changed", env={"XDG_CACHE_HOME": "/proc"}).ends(OK).says("1 passed")
    tools.phep("test", good, "--changed", env={"XDG_CACHE_HOME": "", "HOME": ""}).ends(OK).says("1 passed")


@attack(33, "caches that are corrupt, hostile, or somebody else's")
def caches(tools):
    source = tools.write("a.phep", SOURCE)
    cache = tools.scratch / "cache/phep/passed.json"

    def test():
        return tools.phep("test", source, "--changed", env={"XDG_CACHE_HOME": str(tools.scratch / "cache")}, seconds=20)

    test().ends(OK).says("1 passed")
    whole = cache.read_bytes()
    for text in (b"", b"null", b"[", b"\xff" * 1000, b"[" * 1_000_000, b'{"a":' * 200_000, b"{" + b'"x":1,' * 100_000 + b'"y":1}', whole[:-5], b"\0" * 100, b" " * (17 * MIB),
                 json.dumps({str(source): "0" * 64}).encode(), json.dumps({str(source): {"a": []}}).encode()):
        cache.write_bytes(text)
        test().ends(OK).says("1 passed")
    victim = tools.write("victim", "mine\n")
    for planted in (cache, cache.with_name("passed.json.part")):
        if planted.exists() or planted.is_symlink():
            planted.unlink()
        os.symlink(victim, planted)
        test().ends(OK)
        check(victim.read_text() == "mine\n", "written through", planted.name)
    if cache.is_symlink():
        cache.unlink()
    cache.unlink(missing_ok=True)
    cache.mkdir()
    test().ends(OK, IO)


@attack(41, "a reader that closes the pipe")
def pipe(tools):
    source = tools.write("a.phep", SOURCE)
    rows = b'{"a":1}\n' * 200_000
    tools.write("rows", rows)
    for words in (["law", "export"], ["eval", source, "--batch", "--facts", tools.scratch / "rows", "--as-of", "2026-03-10"]):
        process = subprocess.Popen([tools.program, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tools.scratch)
        process.stdout.read(10)
        process.stdout.close()
        told = process.stderr.read()
        check(process.wait(30) == OK and not told, words, process.returncode, told)


@attack(41, "kill at every call that writes")
def killed(tools):
    source = tools.write("a.phep", SOURCE)
    ugly = tools.write("u.phep", UGLY)
    pretty = tools.write("p.phep", UGLY)
    tools.phep("fmt", pretty).ends(OK)
    good = pretty.read_bytes()
    out = tools.scratch / "out"
    tools.phep("build", source, "--target", "wasm", "--out", tools.scratch / "whole", seconds=60).ends(OK)
    whole = {name: (tools.scratch / "whole" / name).read_bytes() for name in os.listdir(tools.scratch / "whole")}
    for name in ("SIGKILL", "SIGTERM", "SIGINT"):
        for call in ("write", "rename", "close"):
            for n in (1, 2, 3, 4):
                ugly.write_text(UGLY)
                tools.run("strace", "-qq", "-f", "-o", "/dev/null", "-e", "trace=" + call, "-e", "inject=%s:signal=%s:when=%d" % (call, name, n), tools.program, "fmt", ugly)
                check(ugly.read_bytes() in (UGLY.encode(), good), "half a file after", name, "at", call, n)
    for n in (1, 4, 9):
        tools.run("strace", "-qq", "-f", "-o", "/dev/null", "-e", "trace=write", "-e", "inject=write:signal=SIGKILL:when=%d" % n, tools.program, "build", source, "--target", "wasm",
                  "--out", out, seconds=60)
        for name in os.listdir(out) if out.exists() else []:
            if not name.endswith(".part"):
                check((out / name).read_bytes() == whole[name], "half of", name, "after the write", n)


def heeds_interrupts():
    """What a shell starts in the background is told to pass over them, and passes that on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@attack(41, "Ctrl-C ends it")
def interrupted(tools):
    source = tools.write("a.phep", SOURCE)
    for words in (["eval", source, "--batch", "--facts", "-", "--as-of", "2026-03-10"], ["ask", source, "--as-of", "2026-03-10"], ["test", source, "--watch"]):
        process = subprocess.Popen([tools.program, *map(str, words)], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tools.scratch,
                                   preexec_fn=heeds_interrupts)
        time.sleep(1.0)
        process.send_signal(signal.SIGINT)
        try:
            check(process.wait(5) in (-2, 130, OK), words, process.returncode)
        finally:
            process.kill()
            process.wait()
            process.stdin.close()


@attack(42, "an abort ends with a sentence")
def aborted(tools):
    def told_by(program, process, told):
        check(process.returncode == 70 and "internal error / lỗi nội bộ" in told, program, process.returncode, told)

    source = tools.write("a.phep", SOURCE)
    process = subprocess.Popen([tools.program, "eval", source, "--batch", "--facts", "-", "--as-of", "2026-03-10"], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tools.scratch)
    process.stdin.write(b'{"a":1}\n' * 20_000)  # it answers before the end
    process.stdin.flush()
    check(process.stdout.read(1), "no answer")
    process.send_signal(signal.SIGABRT)
    told_by(tools.program, process, process.communicate(timeout=20)[1].decode())
    with tools.language_server() as server:
        server.begin()
        server.process.send_signal(signal.SIGABRT)
        told_by(tools.server, server.process, server.process.communicate(timeout=20)[1].decode())


@attack(42, "programs in which a defect cannot write where it likes")
def hardened(tools):
    cache = (pathlib.Path(tools.program).resolve().parents[1] / "CMakeCache.txt").read_text()
    for program in (tools.program, tools.server):
        text = tools.run("readelf", "--wide", "--file-header", "--segments", "--dynamic", "--dyn-syms", program).out.decode()
        check("__glibcxx_assert_fail" in text, program, "does not check indices")
        check(re.search(r"Type:\s+DYN", text) and re.search(r"GNU_STACK .* RW ", text), program, "lies at one place, or runs what its stack holds")
        if "CMAKE_BUILD_TYPE:STRING=Release" in cache:
            check("GNU_RELRO" in text and "NOW" in text, program, "can be told of other functions")
            check("__stack_chk_fail" in text and re.search(r"__mem\w+_chk", text), program, "does not check stacks, or sizes")


@attack(42, "calls that fail: reads, writes, opens, renames, closes")
def calls(tools):
    source = tools.write("a.phep", SOURCE)
    facts = tools.write("f.json", '{"a":1}')
    ugly = tools.write("u.phep", UGLY)
    tools.phep("fmt", ugly).ends(OK)
    good = ugly.read_text()

    def broken(call, error, n, *words):
        return tools.run("strace", "-qq", "-f", "-o", "/dev/null", "-P", tools.scratch / "a.phep", "-P", facts, "-P", ugly, "-P", "/dev/stdout",
                         "-e", "trace=" + call, "-e", "inject=%s:error=%s:when=%s" % (call, error, n), tools.program, *words)

    for call, error in (("read", "EIO"), ("openat", "EACCES"), ("openat", "EMFILE"), ("openat", "ENOENT")):
        broken(call, error, 1, "check", source).ends(OK, *REFUSED)
        broken(call, error, 1, "eval", source, "--facts", facts, "--as-of", "2026-03-10").ends(OK, *REFUSED)
    broken("read", "EINTR", 1, "check", source).ends(OK, *REFUSED)

    def injected(call, error, n):
        ugly.write_text(UGLY)
        said = tools.run("strace", "-qq", "-f", "-o", "/dev/null", "-e", "trace=" + call, "-e", "inject=%s:error=%s:when=%s" % (call, error, n), tools.program, "fmt", ugly)
        check(said.code in (OK, IO), call, error, n, "ended with", said.code, said.text)
        check(ugly.read_text() == (UGLY if said.code == IO else good), call, error, "left a file that it did not tell of")
        check(not [name for name in os.listdir(tools.scratch) if ".part" in name], "a part is left after", call, error)

    for error in ("ENOSPC", "EIO", "EDQUOT", "EINTR"):
        injected("write", error, 1)
    injected("rename", "EXDEV", 1)
    injected("rename", "EACCES", 1)


@attack(42, "allocations that fail, one or from one on")
def allocations(tools):
    shim = tools.scratch / "fail.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", shim, ROOT / "tests/faults/fail.c", "-ldl"], check=True)
    source = tools.write("a.phep", SOURCE)
    facts = tools.write("f.json", '{"a":1}')
    ugly = tools.write("u.phep", "rule   f( ) : int=1\n")
    commands = (("check", source), ("eval", source, "--facts", facts, "--as-of", "2026-03-10"), ("fmt", ugly))
    dice = random.Random(42)
    places = sorted({int(10 ** (dice.random() * 4.6 + 0.3)) for _ in range(16)})
    for words in commands:
        for n in places:
            for once in (False, True):
                ugly.write_text("rule   f( ) : int=1\n")
                env = {"LD_PRELOAD": str(shim), "FAIL_AT": str(n)}
                if once:
                    env["FAIL_ONCE"] = "1"
                said = tools.run("env", *("%s=%s" % pair for pair in env.items()), tools.program, *words)
                check(said.code in (OK, FINDINGS, INVALID, LIMIT, IO), words[0], "at", n, "once" if once else "on", "ended with", said.code, said.text[:300])


@attack(42, "little memory for large inputs")
def little(tools):
    for size in (96, 112, 128, 160, 224):  # less than the first, and the system does not even load it
        said = tools.check_text("rule f() : int = 1\n" * 60_000, memory=size * MIB, seconds=30)
        said.ends(OK, FINDINGS, LIMIT)
