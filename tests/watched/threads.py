#!/usr/bin/env python3
"""What runs in threads, under ThreadSanitizer (README.md): threads.py BUILD [--seed 1] [--only A,B] [--quick] [--report FILE]

BUILD/tsan holds the programs of the preset `tsan`.
"""

import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/portability"), str(ROOT / "tests/lsp")]

import run as portability  # noqa: E402
from client import Client  # noqa: E402

FOUND = 66  # the exit code of a program that the sanitizer complains of
MODULE = "stdlib/vn/pdpl/breach.phep"


class Watch:
    def __init__(self, asked):
        self.asked, self.build = asked, asked.build.resolve()
        self.tsan = self.build / "tsan/bin"
        self.scratch = pathlib.Path(tempfile.mkdtemp(prefix="phep-threads-"))
        self.rows = {}

    def environment(self, name):
        options = f"exitcode={FOUND} halt_on_error=0 log_path={self.scratch / name}.found suppressions={ROOT}/tests/watched/tsan.supp"
        return dict(os.environ, TSAN_OPTIONS=options, PHEP_LANG="en", PHEP_TODAY="2026-03-10", XDG_CACHE_HOME=str(self.scratch))

    def found(self, name):
        """The sanitizer's complaints about a step."""
        return [text for path in sorted(self.scratch.glob(name + ".found.*")) for text in [path.read_text(errors="replace")] if "WARNING" in text]

    def keep(self, name, count, wrong, told=""):
        complaints = self.found(name)
        self.rows[name] = {"done": count, "wrong": int(bool(wrong)), "races": sum(text.count("WARNING:") for text in complaints)}
        print(f"{name}: {self.rows[name]}", flush=True)
        if wrong:
            print(told[-2000:])
        for text in complaints[:2]:
            print(text[:6000])

    def step(self, name, count, *command, codes=(0,)):
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, env=self.environment(name), cwd=ROOT)
        self.keep(name, count, done.returncode not in (*codes, FOUND), done.stdout + done.stderr)
        return done.stdout

    # ---- the steps ----

    def crowd(self):
        of = 400 if self.asked.quick else 40
        program = portability.built(self.build, "thread")
        recording = portability.recorded(self.build, 20)
        said = self.step("crowd", 64, *program, "crowd", recording, self.asked.seed % of, of, 64)
        print(said.strip())
        # The same program with a race in it.
        done = subprocess.run([*program, "crowd", str(recording), "0", "1", "0"], capture_output=True, env=self.environment("plant"))
        self.rows["plant"] = {"done": 1, "wrong": int(done.returncode != FOUND or not self.found("plant")), "races": 0}
        print(f"a planted race is found: {self.found('plant') != []}")

    def tests(self):
        engines = "interp" if self.asked.quick else "interp,jit,native"
        paths = ["stdlib/vn/pdpl"] if self.asked.quick else ["stdlib/vn/pdpl", "stdlib/vn/ai", "tests/data/run"]
        self.step("tests", 4, self.tsan / "phep", "test", *paths, "--engine", engines, "--jobs", "4")

    def batch(self):
        count = 200 if self.asked.quick else 5000
        rows = ROOT / "tests/data/batch/rows.py"
        subprocess.run([sys.executable, rows, self.scratch, str(count), ",", "\\n"], check=True, cwd=self.scratch, stdout=subprocess.DEVNULL)
        said = set()
        for engine in ("interp", "native"):
            for jobs in (1, 2, 4):
                said.add(self.step(f"batch-{engine}-{jobs}", count, self.tsan / "phep", "eval", "tests/data/batch/shop.phep", "--batch", "--as-of",
                                   "2026-03-10", "--facts", self.scratch / "rows.ndjson", "--engine", engine, "--jobs", jobs))
        self.keep("batch", count, len(said) != 1 or not all(said), "the answers differ")

    def edits(self):
        sessions = 3 if self.asked.quick else 60
        self.step("edits", sessions, self.tsan / "phep_edits", "--sessions", sessions, "--edits", 8, "--seed", self.asked.seed * 1000)

    def server(self):
        """Edits, requests and cancellations without waiting; at the end each request was answered."""
        turns = 60 if self.asked.quick else 600
        dice = random.Random(self.asked.seed)
        text = (ROOT / MODULE).read_text()
        path = self.scratch / "breach.phep"
        path.write_text(text)
        client = Client([str(self.tsan / "phep-lsp")], self.environment("server"))
        client.patience = 120
        client.request("initialize", {"processId": None, "rootUri": self.scratch.as_uri(), "capabilities": {}, "workspaceFolders": None})
        client.notify("initialized")
        where = {"textDocument": {"uri": path.as_uri()}}
        client.notify("textDocument/didOpen", {"textDocument": {"uri": path.as_uri(), "languageId": "phep", "version": 1, "text": text}})
        lines = text.split("\n")
        asked = []
        for turn in range(turns):
            line = dice.randrange(len(lines))
            at = {"line": line, "character": 0}
            if turn % 3 == 0:
                put = dice.choice(["// x", "a", " ", ""])
                client.notify("textDocument/didChange", {"textDocument": {"uri": path.as_uri(), "version": turn + 2}, "contentChanges": [
                    {"range": {"start": at, "end": at}, "text": put},
                    {"range": {"start": at, "end": {"line": line, "character": len(put)}}, "text": ""}]})
            method = dice.choice(["hover", "documentSymbol", "semanticTokens/full", "completion", "definition", "foldingRange", "codeLens"])
            asked.append(client.start("textDocument/" + method, {**where, "position": at}))
            if turn % 5 == 0:
                client.notify("$/cancelRequest", {"id": dice.choice(asked)})
            if turn % 50 == 49:
                asked.append(client.start("workspace/symbol", {"query": "b"}))
        answered = 0
        for number in asked:
            reply = client.wait(lambda message, n=number: message.get("id") == n and "method" not in message)
            answered += "result" in reply or reply["error"]["code"] in (-32800, -32801, -32802)
        client.request("shutdown")
        client.notify("exit")
        code = client.process.wait(120)
        self.keep("server", len(asked), answered != len(asked) or code not in (0, FOUND), f"{answered} of {len(asked)}, ended with {code}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="crowd,tests,batch,edits,server")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--report")
    asked = parser.parse_args()
    watch = Watch(asked)
    for name in asked.only.split(","):
        getattr(watch, name)()
    failed = sum(row["wrong"] + bool(row["races"]) for row in watch.rows.values())
    if asked.report:
        pathlib.Path(asked.report).write_text(json.dumps(watch.rows))
    print(f"{len(watch.rows) - min(failed, len(watch.rows))} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
