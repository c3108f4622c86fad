"""Phép's server and two others as shipped, behind one face: start, open, edit until the answer is there."""

import pathlib
import time

from gestures import Document
from languages import Cpp, Phep, TypeScript
from pipes import Pipes

CAPABILITIES = {
    "workspace": {"configuration": False, "workspaceFolders": True, "diagnostics": {"refreshSupport": True},
                  "symbol": {"resolveSupport": {"properties": ["location.range"]}},
                  "workspaceEdit": {"documentChanges": True}},
    "textDocument": {
        "synchronization": {"didSave": True}, "diagnostic": {"relatedDocumentSupport": False},
        "publishDiagnostics": {"versionSupport": True},
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "refactor", "source"]}},
                       "dataSupport": True, "resolveSupport": {"properties": ["edit"]}},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
        "rename": {"prepareSupport": True},
    },
    "experimental": {"phep": {"commands": ["phep.runTests", "phep.showReferences"]}},
}


class Server:
    name = ""
    language = None
    pulls = False
    versions = True  # of published diagnostics

    def __init__(self, command, root, options=None):
        self.root = pathlib.Path(root)
        begin = time.perf_counter_ns()
        self.pipes = Pipes(command, cwd=root)
        capabilities = dict(CAPABILITIES)
        if not self.pulls:
            capabilities["textDocument"] = {k: v for k, v in capabilities["textDocument"].items() if k != "diagnostic"}
        number, data = self.pipes.request_bytes("initialize", {
            "processId": None, "rootUri": self.root.as_uri(), "locale": "en", "capabilities": capabilities,
            "workspaceFolders": [{"uri": self.root.as_uri(), "name": "bench"}], "initializationOptions": options or {},
        })
        self.pipes.write(data)
        self.initialised, moment = self.pipes.answer_at(number)
        self.start_ms = (moment - begin) / 1e6
        self.begun = time.perf_counter_ns()
        self.pipes.notify("initialized", {})

    def stop(self):
        self.pipes.stop()

    def open(self, path, text=None):
        path = self.root / path
        document = Document(path.as_uri(), path.read_text() if text is None else text, self.language.language_id)
        self.pipes.notify("textDocument/didOpen", document.item())
        return document

    def close(self, document):
        self.pipes.notify("textDocument/didClose", {"textDocument": {"uri": document.uri}})

    def ask(self, method, params, change=None):
        """The answer, and the milliseconds from the first byte out (of the change, if one goes before) to the last in."""
        before = b"" if change is None else self.pipes.notification_bytes("textDocument/didChange", change)
        number, data = self.pipes.request_bytes(method, params)
        begin = time.perf_counter_ns()
        self.pipes.write(before + data)
        answer, moment = self.pipes.answer_at(number)
        return answer, (moment - begin) / 1e6

    def change(self, change):
        self.pipes.notify("textDocument/didChange", change)

    def published(self, uri, version, wanted, begin):
        """Diagnostics pushed for a document: of this version where the server tells it, else the first as wanted."""
        def mine(message):
            if message.get("method") != "textDocument/publishDiagnostics":
                return False
            params = message["params"]
            if params["uri"] != uri or (self.versions and params.get("version") != version):
                return False
            return wanted is None or wanted(params["diagnostics"])
        message, moment = self.pipes.wait(mine)
        return message["params"]["diagnostics"], (moment - begin) / 1e6

    def diagnose(self, document, change=None, wanted=None):
        """The diagnostics of the document as it is, after the change."""
        if self.pulls:
            answer, ms = self.ask("textDocument/diagnostic", {"textDocument": {"uri": document.uri}}, change)
            while answer.get("error", {}).get("code") == -32802:  # overtaken by the file system's news: once more
                answer, more = self.ask("textDocument/diagnostic", {"textDocument": {"uri": document.uri}})
                ms += more
            return answer["result"]["items"], ms
        if not self.versions:
            self.pipes.forget()  # what was published before cannot be told from what comes
        begin = time.perf_counter_ns()
        if change is not None:
            self.change(change)
        return self.published(document.uri, document.version, wanted, begin)


class PhepServer(Server):
    name = "phep-lsp"
    language = Phep()
    pulls = True

    def __init__(self, root, binary):
        super().__init__([str(binary)], root)


class Clangd(Server):
    name = "clangd"
    language = Cpp()

    def __init__(self, root, _):
        super().__init__(["clangd-19"], root)


class TsServer(Server):
    name = "typescript-language-server"
    language = TypeScript()
    versions = False

    def __init__(self, root, modules):
        command = ["node", str(modules / "typescript-language-server" / "lib" / "cli.mjs"), "--stdio"]
        super().__init__(command, root, {"tsserver": {"path": str(modules / "typescript" / "lib")}})
