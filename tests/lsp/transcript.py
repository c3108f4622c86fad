"""Reads a transcript, plays it, and writes down what was said."""

import difflib
import itertools
import json
import pathlib
import re
import tempfile
import urllib.parse

from client import Client, Ended

CAPABILITIES = {
    "general": {"positionEncodings": ["utf-16"]},
    "window": {"workDoneProgress": True},
    "workspace": {"workspaceFolders": True, "workspaceEdit": {"documentChanges": True, "changeAnnotationSupport": {}}},
    "experimental": {"phep": {"commands": ["phep.runTests", "phep.showReferences"]}},
    "textDocument": {
        "publishDiagnostics": {"relatedInformation": True, "tagSupport": {"valueSet": [1, 2]}},
        "hover": {"contentFormat": ["markdown"]},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
    },
}


# Of a section: the client speaks Vietnamese, offers UTF-8, pulls diagnostics, can do nothing, has no folder, has not
# begun, shows virtual documents, has ranges, edits, words of lenses, tooltips and documentation resolved when they are
# wanted, takes every refresh that the server may ask for, is told of progress however short the work, has watchers
# registered, settings asked for, documents shown and edits made, or shows nothing of diagnostics but their words. Lines
# end with CRLF; or as they are written wherever the section is played, since it counts bytes.
OPTIONS = {"vi", "utf8", "pull", "plain", "alone", "early", "content", "lazy", "refresh", "progress", "asks",
           "bare", "crlf", "bytes"}


class Section:
    def __init__(self, name, options):
        self.name, self.options, self.steps = name, options, []

    def files(self):
        """The files that are there before the server begins: those that stand first."""
        return list(itertools.takewhile(lambda s: s[0] == "---" and s[1].startswith("file "), self.steps))


class Script:
    """`methods` and `sections` of one .lsp file. A step is (mark, words, lines below it)."""

    def __init__(self, path):
        self.methods, self.sections = [], []
        for line in path.read_text(encoding="utf-8").split("\n"):
            if not self.sections:
                if line.startswith("method "):
                    self.methods.append(line.split()[1])
                if not line.startswith("=== "):
                    continue
            if line.startswith("=== "):
                words = line[4:].split()
                options = []
                while len(words) > 1 and words[-1] in OPTIONS:
                    options.append(words.pop())
                self.sections.append(Section(" ".join(words), options))
            elif line[:3] in ("-> ", ">> ", "<< ", "?? ", "!! ") or line.startswith("--- "):
                mark, _, rest = line.partition(" ")
                self.sections[-1].steps.append((mark, rest, []))
            elif self.sections[-1].steps:
                self.sections[-1].steps[-1][2].append(line)

    def section(self, name):
        return next((s for s in self.sections if s.name == name), None)


def without_library_places(value):
    """The same without where things stand in the library: what is written above them is no matter of these tests."""
    if isinstance(value, list):
        return [without_library_places(one) for one in value]
    if not isinstance(value, dict):
        return value
    if re.match(r"phep:/?vn/", str(value.get("uri", ""))):
        places = ("range", "selectionRange", "begin", "end", "offset")
        value = {key: "in the library" if key in places else one for key, one in value.items()}
    return {key: without_library_places(one) for key, one in value.items()}


def units(text):
    return len(text.encode("utf-16-le")) // 2


class Player:
    disk = "file://"  # how a URI begins before the path of a file
    line_end = "\n"  # how texts break their lines, on the disk and in the editor

    def __init__(self, server, options=()):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name) / "policy"
        self.root.mkdir()
        self.options = set(options)
        for option, end in (("crlf", "\r\n"), ("bytes", "\n")):
            if option in self.options:
                self.line_end = end
        self.texts, self.versions, self.said, self.failures = {}, {}, [], []
        self.opened = set()  # addresses of documents
        self.started, self.last, self.hashes = None, None, []
        self.replies = []  # (method, what came)
        self.client = Client([server, "--test-hold"] + ["--test-progress"] * ("progress" in self.options))

    # ---- texts and places ----

    def text_of(self, lines):
        return self.broken("\n".join(lines).rstrip("\n") + "\n")

    def broken(self, text):
        """The text with its lines broken as those of all texts here."""
        return text.replace("\n", self.line_end)

    def uri(self, name):
        if ":" in name:
            return name
        return self.disk + urllib.parse.quote(str(self.root / name))

    def position(self, name, offset):
        before = self.texts[name][:offset]
        line = before[before.rfind("\n") + 1 :]
        width = len(line.encode()) if "utf8" in self.options else units(line)
        return {"line": before.count("\n"), "character": width}

    def find(self, name, words):
        words, number = (words.rsplit("#", 1) + ["1"])[:2] if re.search(r"#\d+$", words) else (words, 1)
        words, at = self.broken(words), -1
        for _ in range(int(number)):
            at = self.texts[name].index(words, at + 1)
        return at, words

    def expand(self, params):
        if isinstance(params, list):
            return [self.expand(one) for one in params]
        if isinstance(params, str):
            if re.fullmatch(r"#\d+", params):
                return self.hashes[int(params[1:]) - 1]
            return params.replace("{root}", self.disk + urllib.parse.quote(str(self.root)))
        if not isinstance(params, dict):
            return params
        out = {}
        for key, value in params.items():
            if key in ("at", "after") and isinstance(value, str):
                name, _, words = value.partition("@")
                start, words = self.find(name, words)
                out["textDocument"] = {"uri": self.uri(name)}
                out["position"] = self.position(name, start + (len(words) if key == "after" else 0))
            elif key == "over" and isinstance(value, str):
                name, _, words = value.partition("@")
                start, words = self.find(name, words)
                out["textDocument"] = {"uri": self.uri(name)}
                out["range"] = {
                    "start": self.position(name, start),
                    "end": self.position(name, start + len(words)),
                }
            elif key == "in":
                out["textDocument"] = {"uri": self.uri(value)}
            else:
                out[key] = self.expand(value)
        return out

    # ---- what is written down ----

    def shown(self, value):
        text = json.dumps(without_library_places(value), ensure_ascii=False, indent=1, sort_keys=True)
        # A range takes one line: it is read as one thing.
        text = re.sub(
            r'\{\s*"end": \{\s*"character": (\d+),\s*"line": (\d+)\s*\},\s*"start": \{\s*"character": (\d+),\s*"line": (\d+)\s*\}\s*\}',
            r'"\4:\3-\2:\1"',
            text,
        )
        text = re.sub(r"\[\s*(-?\d+(?:,\s*-?\d+)*)\s*\]", lambda m: "[" + re.sub(r",\s*", ",", m[1]) + "]", text)
        # Hashes hold the folder's name: what counts is which are equal.
        text = re.sub(r'"(?:resultId|value)": "([0-9a-f]{16})"', lambda m: m[0].replace(m[1], self.hash_name(m[1])), text)
        text = re.sub(r"(a defect of phep-lsp: )\S*/", r"\1", text)  # where the source lay when it was built
        text = text.replace(json.dumps(self.line_end)[1:-1], "\\n")  # how it is recorded
        text = re.sub(r'"(ms|p50|p95|p99|resident|checked)": [\d.e-]+', r'"\1": 0', text)  # never the same
        text = re.sub(r"[\d.]+ ms\b", "0 ms", text)
        text = re.sub(r"[0-9a-f]{64}", "…", text)  # a release: of the compiler and its library
        return text.replace(self.disk + urllib.parse.quote(str(self.root)), "{root}").replace(str(self.root), "{root}")

    def hash_name(self, digits):
        if digits not in self.hashes:
            self.hashes.append(digits)
        return "#%d" % (self.hashes.index(digits) + 1)

    def record(self, line, value=None):
        self.said.append(line)
        if value is not None:
            self.said.append(self.shown(value))

    def reply(self, message):
        self.answer = message.get("result")
        body = {k: v for k, v in message.items() if k in ("result", "error")}
        self.last = self.shown(body.get("error", body.get("result")))
        self.record("<- error" if "error" in body else "<-")
        self.said.append(self.last)

    # ---- playing ----

    def initialize(self):
        capabilities = json.loads(json.dumps(CAPABILITIES))
        if "utf8" in self.options:
            capabilities["general"]["positionEncodings"] = ["utf-8", "utf-16"]
        if "pull" in self.options:
            capabilities["textDocument"]["diagnostic"] = {}
        if "refresh" in self.options:
            for key in ("diagnostics", "semanticTokens", "inlayHint", "codeLens", "inlineValue"):
                capabilities["workspace"][key] = {"refreshSupport": True}
        if "asks" in self.options:
            capabilities["workspace"]["applyEdit"] = True
            capabilities["window"]["showDocument"] = {"support": True}
            capabilities["workspace"].update(didChangeWatchedFiles={"dynamicRegistration": True}, configuration=True)
        if "bare" in self.options:
            del capabilities["textDocument"]["publishDiagnostics"]
        if "content" in self.options:
            capabilities["workspace"]["textDocumentContent"] = {}
            capabilities["textDocument"]["publishDiagnostics"]["codeDescriptionSupport"] = True
        if "lazy" in self.options:
            capabilities["workspace"]["symbol"] = {"resolveSupport": {"properties": ["location.range"]}}
            capabilities["textDocument"]["codeAction"] = {"resolveSupport": {"properties": ["edit"]}}
            capabilities["textDocument"]["inlayHint"] = {"resolveSupport": {"properties": ["tooltip"]}}
            words = {"resolveSupport": {"properties": ["documentation"]}}
            capabilities["textDocument"]["completion"] = {"completionItem": words}
        if "plain" in self.options:
            capabilities["textDocument"] = {}
            del capabilities["experimental"]
        params = {"processId": None, "capabilities": capabilities, "locale": "vi" if "vi" in self.options else "en"}
        if "alone" not in self.options:
            params["workspaceFolders"] = [{"uri": self.uri(""), "name": "policy"}]
        self.capabilities = self.client.request("initialize", params)["result"]["capabilities"]
        self.client.notify("initialized")

    def step(self, mark, rest, below):
        if mark == "---":
            return self.act(rest, below)
        method, _, params = rest.partition(" ")
        params = (params + "\n".join(below)).strip()
        if mark == "??" or mark == "!!":
            if (rest in (self.last or "")) != (mark == "??"):
                self.failures.append("%s %s" % (mark, rest))
            return
        if mark == "<<":
            message = self.client.wait(
                lambda m: m.get("method") == method and not self.overtaken(m)
                and params in json.dumps(m["params"], ensure_ascii=False)
            )
            self.client.waiting = [m for m in self.client.waiting if not self.overtaken(m)]
            self.last = self.shown(message["params"])
            self.record("<< " + method)
            return self.said.append(self.last)
        value = json.loads(params) if params else {}
        if mark == "->":
            self.record("-> " + rest)
            reply = self.client.request(method, self.expand(value))
            self.replies.append((method, reply))
            self.reply(reply)
        elif mark == ">>":
            self.record(">> " + rest)
            self.client.notify(method, self.expand(value))

    def overtaken(self, message):
        """Whether it speaks of a file as it lies on the disk, which is open by now: a server that was quick read it before."""
        params = message.get("params", {})
        return (message.get("method") == "textDocument/publishDiagnostics" and "version" not in params
                and params["uri"] in self.opened)

    def act(self, rest, below):
        verb, _, rest = rest.partition(" ")
        getattr(self, "do_" + verb)(rest, below)

    def do_file(self, name, below):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self.texts[name] = self.text_of(below)
        path.write_text(self.texts[name], encoding="utf-8", newline="")

    def do_asked(self, method, below):
        """How often the server has asked this of the client."""
        self.record("asked %s: %d" % (method, sum(m["method"] == method for m in self.client.asked)))

    def do_settings(self, rest, below):
        """What the client answers from now on when it is asked for its settings."""
        self.client.settings = json.loads(rest)

    def do_empty(self, name, below):
        """A file on the disk without a letter in it."""
        self.do_file(name, [])
        (self.root / name).write_text("", encoding="utf-8")

    def do_delete(self, name, below):
        (self.root / name).unlink()

    def do_open(self, rest, below):
        name = rest.removesuffix(" <<")
        if name != rest:
            self.texts[name] = self.text_of(below)
        self.versions[name] = 1
        self.opened.add(self.uri(name))
        self.client.notify(
            "textDocument/didOpen",
            {"textDocument": {"uri": self.uri(name), "languageId": "phep", "version": 1, "text": self.texts[name]}},
        )

    def do_edit(self, rest, below):
        name, _, texts = rest.partition(' "')
        texts = '"' + texts
        old, new = (self.broken(one) for one in json.loads("[" + texts.replace('" "', '","') + "]"))
        at, old = self.find(name, old)
        span = {"start": self.position(name, at), "end": self.position(name, at + len(old))}
        self.versions[name] += 1
        self.texts[name] = self.texts[name][:at] + new + self.texts[name][at + len(old) :]
        self.client.notify(
            "textDocument/didChange",
            {
                "textDocument": {"uri": self.uri(name), "version": self.versions[name]},
                "contentChanges": [{"range": span, "text": new}],
            },
        )

    def offset(self, name, position):
        lines = self.texts[name].split("\n")
        line = lines[position["line"]]
        column = next(i for i in range(len(line) + 1) if units(line[:i]) >= position["character"])
        return sum(len(one) + 1 for one in lines[: position["line"]]) + column

    def do_apply(self, rest, below):
        """Makes the edits of the action with this title out of the last reply; what the lines are now is recorded."""
        title = json.loads(rest)
        action = next((one for one in self.answer if one["title"] == title), None)
        if action is None:
            return self.failures.append("not offered: " + title)
        self.record("applied " + title)
        for change in action["edit"]["documentChanges"]:
            name = urllib.parse.unquote(change["textDocument"]["uri"].removeprefix(self.uri(""))).lstrip("/")
            old = self.texts[name]
            for edit in sorted(change["edits"], key=lambda one: self.offset(name, one["range"]["start"]), reverse=True):
                begin, end = (self.offset(name, edit["range"][side]) for side in ("start", "end"))
                new = self.broken(edit["newText"].replace(self.line_end, "\n"))  # as editors do
                self.texts[name] = self.texts[name][:begin] + new + self.texts[name][end:]
            lines = (text.split(self.line_end) for text in (old, self.texts[name]))
            diff = difflib.unified_diff(*lines, name, name, n=0, lineterm="")
            self.said.extend(line for line in diff if not line.startswith("@@"))
            if name in self.versions:
                self.versions[name] += 1
                document = {"uri": self.uri(name), "version": self.versions[name]}
                whole = {"textDocument": document, "contentChanges": [{"text": self.texts[name]}]}
                self.client.notify("textDocument/didChange", whole)
            else:
                (self.root / name).write_text(self.texts[name], encoding="utf-8", newline="")
                watched = {"changes": [{"uri": self.uri(name), "type": 2}]}
                self.client.notify("workspace/didChangeWatchedFiles", watched)

    def do_close(self, name, below):
        self.opened.discard(self.uri(name))
        self.client.notify("textDocument/didClose", {"textDocument": {"uri": self.uri(name)}})

    def do_start(self, rest, below):
        method, _, params = rest.partition(" ")
        self.record("-> " + rest)
        self.started = self.client.start(method, self.expand(json.loads(params or "{}")))
        self.started_method = method

    def do_cancel(self, rest, below):
        self.client.notify("$/cancelRequest", {"id": self.started})

    def do_reply(self, rest, below):
        reply = self.client.response(self.started)
        self.replies.append((self.started_method, reply))
        self.reply(reply)

    def do_raw(self, rest, below):
        self.record("raw " + rest)
        self.client.send_bytes(json.loads(rest).encode())

    def do_answer(self, rest, below):
        """A response without an id of ours: to what could not be read."""
        self.reply(self.client.wait(lambda m: "id" in m and m["id"] is None and "method" not in m))

    def do_stop(self, rest, below):
        self.record("exit code %s" % self.client.stop())

    def do_ended(self, rest, below):
        self.record("exit code %s" % self.client.process.wait(timeout=10))

    def do_hold(self, rest, below):
        self.held = self.client.start("phep/holdFormatting" if rest == "formatting" else "phep/hold", {})

    def do_release(self, rest, below):
        self.client.notify("$/cancelRequest", {"id": self.held})

    def play(self, steps):
        try:
            for mark, rest, below in steps:
                self.step(mark, rest, below)
        except (Ended, BrokenPipeError) as ended:
            self.failures.append("after %s: %s" % (self.said[-1] if self.said else "the beginning", ended))

    def end(self):
        if self.client.process.poll() is None and self.client.stop() != 0:
            self.failures.append("the server did not end with 0")
        self.client.kill()
        self.folder.cleanup()
