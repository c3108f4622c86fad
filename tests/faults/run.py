#!/usr/bin/env python3
"""Allocations that fail (README.md): run.py BUILD [--every 1] [--seed 0] [--alike 1] [--closely] [--only check,eval,fmt,decades,server]
[--conversations 4] [--report FILE]

Of each command the allocations fail that no other came to by the same calls (`--alike 2`: the first two of such, `--alike 0`: all), of
these those whose number N has N % EVERY == SEED % EVERY.
"""

import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from server import Conversation

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = "record R { a : int }\ndecision d(r: R) { x = r.a }\ntest \"t\" { as_of 2026-01-01T00:00+07:00 expect d(R { a: 1 }).x == 1 }\n"
UGLY = "rule   f( ) : int=1\n"
OK, LIMIT, INTERNAL, IO = 0, 4, 70, 74
PATIENCE = 60  # seconds for one failure
FACTS = '{"a":1}'


class Faults:
    def __init__(self, phep, scratch):
        self.phep, self.scratch = phep, scratch
        self.shim = scratch / "fail.so"
        subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", self.shim, HERE / "fail.c", "-ldl"], check=True)
        for name, text in (("a.phep", SOURCE), ("f.json", FACTS), ("u.phep", UGLY)):
            (scratch / name).write_text(text)
        self.ends = collections.Counter()  # how it ended, by command
        self.allocations = self.ways = self.tried = self.broken = 0

    def run(self, words, out=subprocess.DEVNULL, patience=None, **env):
        env = dict(os.environ, LD_PRELOAD=str(self.shim), PHEP_LANG="en", PHEP_TODAY="2026-03-10", XDG_CACHE_HOME=str(self.scratch / "cache"),
                   LC_ALL="C.UTF-8", **{name: str(value) for name, value in env.items()})
        return subprocess.run([self.phep, *words], stdout=out, stderr=subprocess.PIPE, cwd=self.scratch, env=env, timeout=patience)

    def breaks(self, name, words):
        self.broken += 1
        if self.broken <= 20:
            print(f"{name}: {words}")

    # ---- every allocation ----

    def split(self, name, words, asked, written=None):
        """`written`: a file that the command rewrites."""
        out, log, count = self.scratch / "wanted", self.scratch / "log", self.scratch / "count"
        env = {}
        if written:
            old = written.read_bytes()
            with open(out, "wb") as file:
                self.run(words, file)
            (self.scratch / "new").write_bytes(written.read_bytes())
            if written.read_bytes() == old:
                sys.exit(f"{name} does not rewrite its file")
            written.write_bytes(old)
            env = {"FAIL_FILE": written, "FAIL_NEW": self.scratch / "new"}
        else:
            with open(out, "wb") as file:
                self.run(words, file)
        log.unlink(missing_ok=True)
        with open(self.scratch / "parent", "wb") as file:
            done = self.run(words, file, FAIL_EVERY=asked.every, FAIL_SHARE=asked.seed % asked.every,
                            FAIL_ALIKE=asked.alike, FAIL_LOG=log, FAIL_OUT=out, FAIL_SCRATCH=self.scratch,
                            FAIL_COUNT=count, **env)
        if done.returncode != OK or (self.scratch / "parent").read_bytes() != out.read_bytes():
            self.breaks(name, f"the process itself ended with {done.returncode}")
        if written:
            written.write_bytes(old)
        allocations, ways = map(int, count.read_text().split())
        self.allocations, self.ways = self.allocations + allocations, self.ways + ways
        for line in log.read_text().splitlines() if log.exists() else []:
            self.judge(name, line)

    def judge(self, name, line):
        _, mode, way, code, output, said, kept = line.split()
        self.tried += 1
        self.ends[f"{name} {mode} {way} {code}"] += 1
        if way == "exit" and int(code) == OK:
            good = output == "whole"
        else:
            good = way == "exit" and int(code) in (LIMIT, INTERNAL, IO) and output in ("none", "whole") and int(said) > 0
        if not good or kept != "1":
            self.breaks(name, line)

    # ---- decades ----

    def decades(self, name, words, closely, results=()):
        """`results`: files that may be there whole or not at all; `closely`: at more places."""
        count = self.scratch / "count"
        self.run(words, FAIL_COUNT=count)
        whole = {path: path.read_bytes() for path in results}
        if results and not all(whole.values()):
            sys.exit(f"{name} makes no files")
        total = int(count.read_text().split()[0])
        # Code is generated towards the end.
        places = [10**n for n in range(8) if 10**n <= total] + [total * n // 16 for n in range(11, 16)]
        if closely:
            places += [3 * place for place in places if 3 * place <= total] + [total * n // 100 for n in range(60, 100)]
        for at in sorted(set(places)):
            for mode in ("once", "on"):
                for path in results:
                    path.unlink(missing_ok=True)
                env = {"FAIL_ONCE": 1} if mode == "once" else {}
                self.tried += 1
                try:
                    done = self.run(words, subprocess.PIPE, PATIENCE, FAIL_AT=at, **env)
                except subprocess.TimeoutExpired:
                    self.ends[f"{name} {mode} hangs"] += 1
                    self.breaks(name, f"{at} {mode}: hangs")
                    continue
                self.ends[f"{name} {mode} {'exit' if done.returncode >= 0 else 'signal'} {abs(done.returncode)}"] += 1
                good = done.returncode == OK or (done.returncode in (LIMIT, INTERNAL, IO) and done.stderr)
                bad = [path.name for path, text in whole.items() if path.exists() and path.read_bytes() != text]
                if done.returncode == OK:
                    bad += [path.name for path in results if not path.exists()]
                parts = [path.name for path in self.scratch.rglob("*.part*")]
                if not good or bad or parts:
                    self.breaks(name, f"{at} {mode}: {done.returncode} {done.stderr[-300:]} {bad} {parts}")


    # ---- the language server ----

    def server(self, server, asked):
        ends, tried, broken = Conversation(server, self.shim, self.scratch, SOURCE).fail(asked.conversations, asked.seed)
        self.ends += ends
        self.tried += tried
        for words in broken:
            self.breaks("server", words)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--alike", type=int, default=1)
    parser.add_argument("--closely", action="store_true")
    parser.add_argument("--only", default="check,eval,fmt,decades,server")
    parser.add_argument("--conversations", type=int, default=4, help="of the server, each with a failure of its own")
    parser.add_argument("--report")
    asked = parser.parse_args()
    only = asked.only.split(",")
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder).resolve()
        faults = Faults(asked.build.resolve() / "bin/phep", scratch)
        facts = ["--facts", "f.json", "--as-of", "2026-03-10"]
        if "check" in only:
            faults.split("check", ["check", "a.phep"], asked)
        if "eval" in only:
            faults.split("eval", ["eval", "a.phep", "--engine", "interp", *facts], asked)
        if "fmt" in only:
            faults.split("fmt", ["fmt", "u.phep"], asked, scratch / "u.phep")
        if "decades" in only:
            faults.decades("jit", ["eval", "a.phep", "--engine", "jit", *facts], asked.closely)
            for target, name in (("native", "libd.so"), ("wasm", "d.wasm")):
                faults.decades(target, ["build", "a.phep", "--target", target, "--out", "made"], asked.closely, [scratch / "made" / name])
        if "server" in only:
            faults.server(asked.build.resolve() / "bin/phep-lsp", asked)
    for name, times in sorted(faults.ends.items()):
        print(f"{times:8} {name}")
    print(f"{faults.allocations} allocations in {faults.ways} ways, {faults.tried} failures tried")
    if asked.report:
        pathlib.Path(asked.report).write_text(json.dumps({"allocations": faults.allocations, "ways": faults.ways, "tried": faults.tried, "broken": faults.broken,
                                                          "ends": faults.ends}))
    print(f"{faults.tried - min(faults.broken, faults.tried)} passed, {faults.broken} failed")
    sys.exit(1 if faults.broken else 0)


if __name__ == "__main__":
    main()
