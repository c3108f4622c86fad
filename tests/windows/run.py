"""Drives the server for Windows under Wine: run.py LINUX_SERVER WINDOWS_BUILD [TRANSCRIPT…]. First one session with both
servers, whose answers are held against each other; then the transcripts of ../lsp, against what is recorded there. Closes
with "N passed, N failed"."""

import importlib.util
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse

LSP = pathlib.Path(__file__).parent.parent / "lsp"
sys.path.insert(0, str(LSP))
import transcript  # noqa: E402
from client import Client, Ended  # noqa: E402

DRIVE = "/z%3A"  # Wine's name of the disk of this machine, spelled as VS Code spells drives
CREATED, DELETED = 1, 3  # LSP's FileChangeType
# Wine starts slowly on a busy machine.
Client.patience = 180
SETTING = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml=", "LC_ALL": "C.UTF-8"}

LAW = """module law
enum Harm { none  slight vi "nhẹ" en "slight"  grave }
/// What is known of a leak.
record Leak { people : int 0..1_000  harms : set<Harm> }
rule severity(x: Leak) : Harm {
  default none
  case many: grave when x.people >= 100
  case few: slight when x.people >= 10
}
"""
MINE = """module mine
use law
rule worse(x: Leak) : bool = x.people > 500 and severity(x) is grave
rule wrong(x: Leak) : bool = x.nobody > 500
rule half(x: Leak) : int = true
"""
LATER = """module later
use law
rule many(x: Leak) : bool = x.people > 900
"""


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


class Session:
    """One server with a folder of its own; `drive` is how a URI spells the disk of this machine."""

    def __init__(self, server, drive, folder):
        self.drive = drive
        self.root = pathlib.Path(folder) / "thư mục"
        self.root.mkdir(parents=True)
        self.texts = {}
        for name, text in (("law.phep", LAW), ("mine.phep", MINE)):
            self.write(name, text)
        self.client = Client([server])

    def write(self, name, text):
        self.texts[name] = text.replace("\n", "\r\n")
        (self.root / name).write_bytes(self.texts[name].encode())

    def uri(self, name=""):
        return "file://" + self.drive + urllib.parse.quote(str(self.root / name))

    def place(self, name, words):
        before = self.texts[name][: self.texts[name].index(words)]
        line = before[before.rfind("\n") + 1 :]
        return {
            "textDocument": {"uri": self.uri(name)},
            "position": {"line": before.count("\n"), "character": len(line.encode("utf-16-le")) // 2},
        }

    def request(self, method, params=None):
        reply = self.client.request(method, params)
        return reply["result"] if "result" in reply else reply

    def diagnostics(self, name):
        return self.request("textDocument/diagnostic", self.in_file(name))["items"]

    def told(self, name):
        """The diagnostics that are told of a file unasked, the next time."""
        message = self.client.wait(
            lambda m: m.get("method") == "textDocument/publishDiagnostics" and m["params"]["uri"] == self.uri(name)
        )
        return message["params"]["diagnostics"]

    def initialize(self):
        can = {"textDocument": {"publishDiagnostics": {"relatedInformation": True}, "hover": {"contentFormat": ["markdown"]}},
               "workspace": {"workspaceEdit": {"documentChanges": True}}}
        root = {"uri": self.uri(), "name": "policy"}
        result = self.request("initialize", {"processId": None, "rootUri": self.uri(), "workspaceFolders": [root],
                                             "capabilities": can, "locale": "vi"})
        self.client.notify("initialized")
        return result

    def open(self, name):
        document = {"uri": self.uri(name), "languageId": "phep", "version": 1, "text": self.texts[name]}
        self.client.notify("textDocument/didOpen", {"textDocument": document})
        return self.told(name)

    def edit(self, name, old, new):
        """What stands between is told as VS Code tells it: a range of the text with its carriage returns."""
        start = self.place(name, old)["position"]
        end = {"line": start["line"], "character": start["character"] + len(old)}
        self.texts[name] = self.texts[name].replace(old, new, 1)
        self.client.notify("textDocument/didChange", {
            "textDocument": {"uri": self.uri(name), "version": 2},
            "contentChanges": [{"range": {"start": start, "end": end}, "text": new}]})
        return self.diagnostics(name)

    def tell(self, name, kind):
        self.client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": self.uri(name), "type": kind}]})

    def imports_later(self):
        return self.edit("mine.phep", "use law", "use law\r\nuse later")

    def awaited(self, name, code, there):
        """The diagnostics of a file as soon as one with this code is there, or no more: files are read beside questions."""
        end = time.monotonic() + Client.patience
        while time.monotonic() < end:
            items = self.diagnostics(name)
            if any(item["code"] == code for item in items) == there:
                return items
            time.sleep(0.05)
        raise Ended("%s: %s did not %s" % (name, code, "come" if there else "go"))

    def create(self):
        self.write("later.phep", LATER)
        self.tell("later.phep", CREATED)
        return self.awaited("mine.phep", "P6001", False)

    def delete(self):
        (self.root / "later.phep").unlink()
        self.tell("later.phep", DELETED)
        return self.awaited("mine.phep", "P6001", True)

    def in_file(self, name):
        return {"textDocument": {"uri": self.uri(name)}}

    def end(self):
        self.request("shutdown")
        self.client.notify("exit")
        return self.client.process.wait(Client.patience)


FORMAT = {"options": {"tabSize": 2, "insertSpaces": True}}
# What is done, in order: a name, the step, and what its answer must hold on Linux, so that no two silences agree.
STEPS = [
    ("initialize", lambda s: s.initialize(), "positionEncoding"),
    ("diagnostics of a text with CRLF", lambda s: s.open("mine.phep"), "P3"),
    ("diagnostics of what it imports", lambda s: s.open("law.phep"), "P7"),
    ("hover", lambda s: s.request("textDocument/hover", s.place("mine.phep", "severity")), "severity"),
    ("completion", lambda s: s.request("textDocument/completion", s.place("mine.phep", "nobody")), "people"),
    ("definition", lambda s: s.request("textDocument/definition", s.place("mine.phep", "severity")), "law.phep"),
    ("references", lambda s: s.request("textDocument/references", {
        **s.place("law.phep", "people"), "context": {"includeDeclaration": True}}), "mine.phep"),
    ("prepare rename", lambda s: s.request("textDocument/prepareRename", s.place("law.phep", "people")), "range"),
    ("rename", lambda s: s.request("textDocument/rename", {**s.place("law.phep", "people"), "newName": "số_người"}), "mine.phep"),
    ("outline", lambda s: s.request("textDocument/documentSymbol", s.in_file("law.phep")), "severity"),
    ("semantic tokens", lambda s: s.request("textDocument/semanticTokens/full", s.in_file("law.phep")), "data"),
    ("folding", lambda s: s.request("textDocument/foldingRange", s.in_file("law.phep")), "startLine"),
    ("workspace symbol", lambda s: s.request("workspace/symbol", {"query": "severity"}), "law.phep"),
    ("an edit", lambda s: s.edit("mine.phep", "nobody", "people"), "P3"),
    ("formatting", lambda s: s.request("textDocument/formatting", {**s.in_file("law.phep"), **FORMAT}), "newText"),
    ("an import of a file that is not there", lambda s: s.imports_later(), "later"),
    ("a file created outside", lambda s: s.create(), "P3"),
    ("a file deleted outside", lambda s: s.delete(), "P6001"),
    ("code actions", lambda s: s.request("textDocument/codeAction", {
        **s.in_file("mine.phep"), "range": {"start": {"line": 0, "character": 0}, "end": {"line": 5, "character": 0}},
        "context": {"diagnostics": []}}), ""),
    ("the library of law", lambda s: s.request("workspace/symbol", {"query": "breach_report"}), "phep:"),
    ("shutdown and exit", lambda s: s.end(), "0"),
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
