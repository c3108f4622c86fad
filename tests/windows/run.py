"""Drives the server for Windows under Wine: run.py LINUX_SERVER WINDOWS_BUILD [TRANSCRIPT…]. First one session with both
servers, whose answers are held against each other; then the transcripts of ../lsp, with CRLF, against what is recorded there.
Closes with "N passed, N failed"."""

import importlib.util
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

LSP = pathlib.Path(__file__).parent.parent / "lsp"
sys.path.insert(0, str(LSP))
import transcript  # noqa: E402
from client import Client, Ended  # noqa: E402
from session import DRIVE, Session  # noqa: E402

# Wine starts slowly on a busy machine.
Client.patience = 180
SETTING = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml=", "LC_ALL": "C.UTF-8"}


def server_under_wine(build):
    """A program that is the server for Windows, run by Wine with a folder of its own."""
    # Debian's package keeps it off the PATH.
    wine = shutil.which("wine64") or "/usr/lib/wine/wine64"
    if not os.access(wine, os.X_OK):
        raise SystemExit("no Wine: install Debian's package wine64\n0 passed, 1 failed")
    os.environ.update(SETTING, WINEPREFIX=str(build / "wine"))
    (build / "wine").mkdir(exist_ok=True)
    program = build / "bin" / "phep-lsp"
    program.write_text('#!/bin/sh\nexec "%s" "%s.exe" "$@"\n' % (wine, program))
    program.chmod(0o755)
    return wine, str(program)


# What is done, in order: a name, the step, and what its answer must hold on Linux, so that no two silences agree.
STEPS = [
    ("initialize", lambda s: s.initialize(), '"positionEncoding": "utf-16"'),
    ("diagnostics of a text with CRLF", lambda s: s.open("mine.phep"), "P2005"),
    ("diagnostics of what it imports", lambda s: s.open("law.phep"), "P7009"),
    ("a fix in another file", lambda s: s.actions("mine.phep", "nobody"), '"newText": " nobody : bool "'),
    ("a test is offered", lambda s: s.actions("law.phep", "x.people", "default"), '"newText": "\\n\\ntest'),
    ("hover", lambda s: s.request("textDocument/hover", s.place("mine.phep", "severity")), "rule severity"),
    ("completion", lambda s: s.request("textDocument/completion", s.place("mine.phep", "nobody")), '"label": "people"'),
    ("definition", lambda s: s.request("textDocument/definition", s.place("mine.phep", "severity")), "{root}/law.phep"),
    ("references", lambda s: s.request("textDocument/references", {
        **s.place("law.phep", "people"), "context": {"includeDeclaration": True}}), "{root}/mine.phep"),
    ("prepare rename", lambda s: s.request("textDocument/prepareRename", s.place("law.phep", "people")), '"placeholder"'),
    ("rename", lambda s: s.request("textDocument/rename", {
        **s.place("law.phep", "people"), "newName": "số_người"}), "{root}/mine.phep"),
    ("outline", lambda s: s.request("textDocument/documentSymbol", s.in_file("law.phep")), '"name": "severity"'),
    ("semantic tokens", lambda s: s.request("textDocument/semanticTokens/full", s.in_file("law.phep")), '"data": [0, '),
    ("folding", lambda s: s.request("textDocument/foldingRange", s.in_file("law.phep")), '"endLine": 7'),
    ("workspace symbol", lambda s: s.request("workspace/symbol", {"query": "severity"}), "{root}/law.phep"),
    ("an edit", lambda s: s.edit("mine.phep", "nobody", "people"), '[{"code": "P3001"'),
    ("formatting", lambda s: s.format("law.phep"), "  case    few: slight when x.people >= 10\\r\\n"),
    ("an import of a file that is not there", lambda s: s.imports_later(), "P6001"),
    ("a file created outside", lambda s: s.create(), '[{"code": "P3001"'),
    ("a file deleted outside", lambda s: s.delete(), "P6001"),
    ("the library of law", lambda s: s.request("workspace/symbol", {"query": "breach_report"}), "phep:/vn/pdpl/breach.phep"),
    ("drives as others spell them", lambda s: s.other_spellings(), "rule severity"),
    ("shutdown and exit", lambda s: s.end(), "exit code 0"),
]


class Suite:
    def __init__(self):
        self.passed, self.failed = 0, 0

    def count(self, name, problem=""):
        if problem:
            self.failed += 1
            print("%s\n    %s" % (name, problem))
        else:
            self.passed += 1

    def step(self, name, act, wanted, linux, windows):
        ours, theirs = act(linux), act(windows)
        plain = [json.dumps(answer, ensure_ascii=False, sort_keys=True).replace(session.uri(), "{root}")
                 for answer, session in ((ours, linux), (theirs, windows))]
        if wanted not in plain[0]:
            self.count(name, "the server for Linux says nothing of %s: %s" % (wanted, plain[0][:2000]))
        elif plain[0] != plain[1]:
            self.count(name, "Linux:   %s\n    Windows: %s" % (plain[0][:2000], plain[1][:2000]))
        else:
            self.count(name)

    def version(self, servers):
        """Bytes as they are: no carriage return that the server did not write."""
        said = [subprocess.run([one, "--version"], stdout=subprocess.PIPE, timeout=600).stdout for one in servers]
        self.count("--version", "" if said[0] and said[0] == said[1] else repr(said))

    def session(self, servers):
        with tempfile.TemporaryDirectory() as folder:
            linux = Session(servers[0], "", pathlib.Path(folder) / "linux")
            windows = Session(servers[1], DRIVE, pathlib.Path(folder) / "windows")
            for name, act, wanted in STEPS:
                try:
                    self.step(name, act, wanted, linux, windows)
                except (Ended, OSError, ValueError, LookupError, subprocess.TimeoutExpired) as problem:
                    self.count(name, "%s: %s" % (type(problem).__name__, problem))
                    break
            linux.client.kill()
            windows.client.kill()

    def parent_that_dies(self, wine, server):
        """The parent is a server too: it needs no more than to be a process of Windows."""
        parent = Client([server])
        parent.request("no/such/method")
        listed = subprocess.run([wine, "winedbg", "--command", "info proc"], stdout=subprocess.PIPE, timeout=600).stdout
        number = re.search(r"([0-9a-f]+) +\d+ +'phep-lsp.exe'", listed.decode())
        client = Client([server])
        client.request("initialize", {"processId": int(number[1], 16) if number else None, "capabilities": {}})
        parent.kill()
        try:
            code = client.process.wait(Client.patience)
        except subprocess.TimeoutExpired:
            code = "nothing: it went on"
        self.count("the server ends with its parent", "" if code == 1 else "it ended with %s" % code)
        client.kill()

    def transcripts(self, build, names):
        spec = importlib.util.spec_from_file_location("transcripts", LSP / "run.py")
        played = importlib.util.module_from_spec(spec)  # its name is this file's
        spec.loader.exec_module(played)
        transcript.Player.disk = "file://" + DRIVE
        transcript.Player.line_end = "\r\n"
        suite = played.Suite(build)
        for path in [LSP / (name + ".lsp") for name in names] or sorted(LSP.glob("*.lsp")):
            suite.play(path)
        self.passed += suite.passed
        self.failed += suite.failed


def main(linux_server, build, *names):
    build = pathlib.Path(build).resolve()
    wine, server = server_under_wine(build)
    servers = (str(pathlib.Path(linux_server).resolve()), server)
    suite = Suite()
    suite.version(servers)
    suite.session(servers)
    suite.parent_that_dies(wine, server)
    suite.transcripts(build, names)
    print("%d passed, %d failed" % (suite.passed, suite.failed))
    return suite.failed > 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        raise SystemExit("usage: run.py LINUX_SERVER WINDOWS_BUILD [TRANSCRIPT…]")
    sys.exit(main(*sys.argv[1:]))
