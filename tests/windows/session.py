"""A conversation with one server about a folder of two texts with CRLF: what is asked, for run.py to hold answers against
each other."""

import json
import pathlib
import time
import unicodedata
import urllib.parse

from client import Client, Ended

DRIVE = "/z%3A"  # Wine's name of the disk of this machine, spelled as VS Code spells drives
SPELLINGS = ("/z:", "/Z:", "/Z%3A")  # as others do
CREATED, DELETED = 1, 3  # LSP's FileChangeType

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


class Session:
    """One server with a folder of its own; `drive` is how a URI spells the disk of this machine."""

    def __init__(self, server, drive, folder):
        self.drive = drive
        # As some disks spell it, letters and marks apart.
        self.root = pathlib.Path(folder) / unicodedata.normalize("NFD", "thư mục")
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

    def format(self, name):
        options = {"tabSize": 2, "insertSpaces": True}
        return self.request("textDocument/formatting", {**self.in_file(name), "options": options})

    def in_file(self, name):
        return {"textDocument": {"uri": self.uri(name)}}

    def actions(self, name, first, last=None):
        """What is offered from one place to another, edits included."""
        start, end = self.place(name, first), self.place(name, last or first)
        where = {"start": start["position"], "end": end["position"]}
        return self.request("textDocument/codeAction", {**self.in_file(name), "range": where, "context": {"diagnostics": []}})

    def other_spellings(self):
        """What is said of the document under other spellings of its address: always the same."""
        asked = self.place("mine.phep", "severity")
        said = self.request("textDocument/hover", asked)
        for drive in SPELLINGS if self.drive else ():
            asked["textDocument"] = {"uri": self.uri("mine.phep").replace(self.drive, drive, 1)}
            other = self.request("textDocument/hover", asked)
            if other != said:
                raise ValueError("%s: %s" % (asked["textDocument"]["uri"], json.dumps(other, ensure_ascii=False)))
        return said

    def end(self):
        self.request("shutdown")
        self.client.notify("exit")
        return "exit code %s" % self.client.process.wait(Client.patience)
