"""The language server whose allocations fail: a whole conversation, again and again, at drawn allocations.

It ends with code 4 and a sentence, or answers as if nothing had failed; what it wrote before are whole messages, each as it would have been.
Threads take the number of an allocation from each other, so a place is drawn anew for each run, and nothing is split.
"""

import collections
import pathlib
import random
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lsp"))
from client import Client, Ended  # noqa: E402

LIMIT = 4
URI = "file:///policy/a.phep"
DOCUMENT = {"textDocument": {"uri": URI}}
AT = {**DOCUMENT, "position": {"line": 1, "character": 23}}
EDIT = {"textDocument": {"uri": URI, "version": 2}, "contentChanges": [
    {"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "rule f() : int = b\n"}]}
PLACE = {"start": {"line": 0, "character": 17}, "end": {"line": 0, "character": 18}}


def converse(client, text):
    """The replies of a small session, one after another."""
    yield client.request("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
    client.notify("initialized")
    client.notify("textDocument/didOpen", {"textDocument": {"uri": URI, "languageId": "phep", "version": 1, "text": text}})
    for method, params in (("hover", AT), ("completion", AT), ("documentSymbol", DOCUMENT), ("semanticTokens/full", DOCUMENT), ("codeLens", DOCUMENT),
                           ("formatting", {**DOCUMENT, "options": {"tabSize": 2, "insertSpaces": True}})):
        yield client.request("textDocument/" + method, params)
    client.notify("textDocument/didChange", EDIT)
    yield client.request("textDocument/diagnostic", DOCUMENT)
    yield client.request("textDocument/codeAction", {**DOCUMENT, "range": PLACE, "context": {"diagnostics": []}})
    yield client.request("textDocument/rename", {**AT, "position": {"line": 2, "character": 9}, "newName": "other"})
    yield client.request("shutdown")
    client.notify("exit")


class Conversation:
    def __init__(self, server, shim, scratch, text):
        self.server, self.text, self.count = server, text, scratch / "allocations"
        self.environment = {"LD_PRELOAD": str(shim), "XDG_CACHE_HOME": str(scratch / "cache")}

    def run(self, **more):
        """Its code (None: it did not end), what it said on standard error, and the replies that came; what stopped the client, if anything."""
        client = Client([self.server], {**self.environment, **{name: str(value) for name, value in more.items()}})
        replies, wrong = [], None
        try:
            for reply in converse(client, self.text):
                replies.append(reply)
        except (Ended, BrokenPipeError):
            pass
        except Exception as error:  # a message that is none
            wrong = f"{type(error).__name__}: {error}"
        try:
            code = client.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            code = None
        said = b"" if code is None else client.process.stderr.read()
        client.kill()
        return code, said, replies, wrong

    def fail(self, runs, seed):
        """(ends, failures tried, what broke)"""
        code, said, whole, wrong = self.run(FAIL_COUNT=self.count)
        if code != 0 or said or wrong:
            sys.exit(f"the conversation itself ended with {code}: {said[-300:]} {wrong}")
        total, dice = int(self.count.read_text().split()[0]), random.Random(seed)
        ends, broken = collections.Counter(), []
        for _ in range(runs):
            at = dice.randrange(1, total + 1)
            for mode in ("once", "on"):
                code, said, replies, wrong = self.run(FAIL_AT=at, **({"FAIL_ONCE": 1} if mode == "once" else {}))
                ends[f"server {mode} {'signal' if code is not None and code < 0 else 'exit'} {code if code is None else abs(code)}"] += 1
                good = (code == 0 and replies == whole) or (code == LIMIT and said and replies == whole[:len(replies)])
                if not good or wrong:
                    broken.append(f"{at} {mode}: {code} {said[-300:]} {wrong or ''} after {len(replies)} replies")
        return ends, 2 * runs, broken
