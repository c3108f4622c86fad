"""Plays every transcript of this folder; README.md says how they are written. Closes with "N passed, N failed"."""

import json
import os
import pathlib
import subprocess
import sys
import time

from client import Client
from transcript import Player, Script

FOLDER = pathlib.Path(__file__).parent
NOT_INITIALIZED, INVALID_PARAMS, DEFECT, CANCELLED = -32002, -32602, -32603, -32800
READER = 0  # the lane that answers before anything can be cancelled or broken
UNSAID = {"initialize", "shutdown"}  # requests of every server
GIVES_NOTHING = {"workspace/willDeleteFiles"}  # it tells, and answers null
TAKES_ANYTHING = {"workspace/didChangeConfiguration"}
# By which verbs of a transcript a notification is sent.
VERBS = {
    "open": "textDocument/didOpen", "edit": "textDocument/didChange", "close": "textDocument/didClose",
    "cancel": "$/cancelRequest",
}


class Suite:
    def __init__(self, build):
        self.server = str(build / "bin" / "phep-lsp")
        table = json.loads(subprocess.run([self.server, "--methods"], stdout=subprocess.PIPE, check=True).stdout)
        self.methods, self.told = table["methods"], set(table["told"])
        self.heard = set()  # of what servers told
        self.passed, self.failed = 0, 0

    def count(self, name, problems):
        if problems:
            self.failed += 1
            print("%s\n    %s" % (name, "\n    ".join(problems)))
        else:
            self.passed += 1

    # ---- sections that need no script ----

    @staticmethod
    def request_of(section, method):
        """The steps before the first request of this method, and its parameters."""
        for i, (mark, rest, below) in enumerate(section.steps):
            name, _, params = rest.partition(" ")
            starts = mark == "---" and name == "start" and params.split(" ")[0] == method
            if starts:
                name, _, params = params.partition(" ")
            if name == method and (mark == "->" or starts):
                text = (params + "\n".join(below)).strip()
                return section.steps[:i], json.loads(text) if text else {}
        raise SystemExit("section happy has no request of " + method)

    def early(self, method, happy):
        player = Player(self.server, happy.options)
        player.play(happy.files())
        _, params = self.request_of(happy, method)
        player.record("-> " + method)
        self.refused(player, player.client.request(method, player.expand(params)), NOT_INITIALIZED)
        player.client.kill()
        return player

    @staticmethod
    def refused(player, reply, code):
        player.reply(reply)
        if reply.get("error", {}).get("code") != code:
            player.failures.append("it was not refused with %d" % code)

    def malformed(self, method, happy):
        player = Player(self.server, happy.options)
        player.play(happy.files())
        player.initialize()
        steps, params = self.request_of(happy, method)
        player.play([s for s in steps[len(happy.files()) :] if s[0] == "---"])
        good = player.expand(params)
        for bad in [[], "text", {}] + [dict(good, **{key: 42}) for key in good]:
            shown = bad if not isinstance(bad, dict) else {k: v for k, v in bad.items() if v == 42}
            player.record("-> %s %s" % (method, json.dumps(shown)))
            number = player.client.start(method, bad)
            reply = player.client.response(number)
            if isinstance(bad, list) or "error" in reply:  # a member may be one that need not be there
                self.refused(player, reply, INVALID_PARAMS)
            else:
                player.record("<- answered")
        player.end()
        return player

    def cancelled(self, method, happy):
        player = Player(self.server, happy.options)
        player.play(happy.files())
        player.initialize()
        steps, params = self.request_of(happy, method)
        player.play([s for s in steps[len(happy.files()) :] if s[0] == "---"])
        lane = next(m["lane"] for m in self.methods if m["name"] == method)
        player.do_hold("formatting" if lane == 4 else "", [])
        player.record("-> " + method)
        number = player.client.start(method, player.expand(params))
        player.client.notify("$/cancelRequest", {"id": number})
        self.refused(player, player.client.response(number), CANCELLED)
        player.do_release("", [])
        player.end()
        return player

    # ---- a transcript ----

    def play(self, path):
        script = Script(path)
        parts = []
        for section in script.sections:
            player = Player(self.server, section.options)
            player.play(section.files())
            if "early" not in section.options:
                player.initialize()
            player.play(section.steps[len(section.files()) :])
            player.end()
            self.look_at_replies(script, section, player)
            parts.append((section.name, player))
        for method in script.methods:
            happy = script.section("happy")
            for play in (self.early, self.malformed, self.cancelled):
                parts.append(("%s of %s" % (play.__name__, method), play(method, happy)))
        self.compare(path, parts)
        self.heard.update(*(player.client.told for _, player in parts))
        return script

    @staticmethod
    def look_at_replies(script, section, player):
        """A happy path leads somewhere, a broken file is asked about too, and nothing is a defect of ours."""
        for method, reply in player.replies:
            if reply.get("error", {}).get("code") == DEFECT and method != "phep/fail":
                player.failures.append("%s met a defect" % method)
        for method in script.methods if section.name in ("happy", "broken") else []:
            replies = [reply for name, reply in player.replies if name == method]
            if not replies:
                player.failures.append("nothing asks for " + method)
            elif section.name == "happy" and method not in GIVES_NOTHING:
                if not any(reply.get("result") not in (None, [], {}) for reply in replies):
                    player.failures.append("%s finds nothing" % method)

    def compare(self, path, parts):
        actual = "".join("=== %s\n%s\n" % (name, "\n".join(player.said)) for name, player in parts)
        out = path.with_suffix(".out")
        if os.environ.get("PHEP_UPDATE"):
            out.write_text(actual, encoding="utf-8")
        recorded = out.read_text(encoding="utf-8") if out.exists() else ""
        sections = dict(s.partition("\n")[::2] for s in ("\n" + recorded).split("\n=== ")[1:])
        for name, player in parts:
            problems = list(player.failures)
            said = "\n".join(player.said)
            if sections.get(name, "").rstrip("\n") != said:
                problems.append("not what %s records; it said:\n%s" % (out.name, said[:3000]))
            self.count("%s, %s" % (path.name, name), problems)

    def parent_that_dies(self):
        parent = subprocess.Popen(["sleep", "600"])
        client = Client([self.server])
        client.request("initialize", {"processId": parent.pid, "capabilities": {}})
        parent.kill()
        parent.wait()
        try:
            code = client.process.wait(timeout=10)
            self.count("the server ends with its parent", [] if code == 1 else ["it ended with %d" % code])
        except subprocess.TimeoutExpired:
            self.count("the server ends with its parent", ["it went on"])
        client.kill()

    def library_is_warm(self):
        """Once nobody asks, the library is checked: the first question about law checks no module any more."""
        text = "module a\nuse vn.instruments.pdpl\nrule f() : bool {\n  cites PDPL@23.1\n  default true\n}\n"
        client = Client([self.server])
        client.request("initialize", {"processId": None, "capabilities": {}})
        client.notify("initialized")
        client.notify("textDocument/didOpen", {
            "textDocument": {"uri": "untitled:a", "languageId": "phep", "version": 1, "text": text}})
        law = FOLDER.parents[1] / "stdlib"  # the cases about it are no part of the library that a program carries
        library = sum(1 for area in ("vn", "eu") for _ in (law / area).rglob("*.phep*"))
        until, now = time.monotonic() + 60, 0
        while now <= library and time.monotonic() < until:
            time.sleep(0.2)
            now = client.request("phep/stats")["result"]["checked"]
        hover = client.request("textDocument/hover", {"textDocument": {"uri": "untitled:a"}, "position": {"line": 3, "character": 13}})
        problems = [] if now > library else ["%d modules are checked while nobody asks" % now]
        if "2026" not in json.dumps(hover):
            problems.append("no hover: %s" % json.dumps(hover))
        if client.request("phep/stats")["result"]["checked"] != now:
            problems.append("the hover has checked modules")
        client.stop()
        self.count("the library is warm before somebody asks", problems)

    def tasks_replace_diagnostics(self):
        """A problem that a task finds and the server too is one entry: the editor keeps them by the same owner."""
        package = json.loads((FOLDER.parents[1] / "vscode-extension/package.json").read_text(encoding="utf-8"))
        owner = self.advertised()["diagnosticProvider"]["identifier"]
        problems = ["%s: the owner is not %s" % (one["name"], owner)
                    for one in package["contributes"]["problemMatchers"]
                    if one["owner"] != owner or one["applyTo"] != "closedDocuments"]
        self.count("problem matchers and diagnostics", problems)

    # ---- notifications, which nobody answers ----

    def notifications(self):
        """Each is passed over before initialize; malformed, it is reported and nothing more."""
        for row in self.methods:
            name = row["name"]
            if row["request"] or row["for_tests"] or name in ("exit", "initialized"):
                continue
            client = Client([self.server])
            problems = []
            client.notify(name, {"settings": {"phep": {"language": "vi"}}})
            if client.request("no/such/method").get("error", {}).get("code") != NOT_INITIALIZED or client.told:
                problems.append("something was said of it before initialize")
            client.request("initialize", {"capabilities": {}, "processId": None})
            client.notify("initialized")
            for bad in ([], "text", {"textDocument": 42, "event": 42, "files": 42, "changes": 42}):
                client.notify(name, bad)
                if name not in TAKES_ANYTHING:
                    said = client.notification("window/logMessage")["params"]["message"]
                    self.heard.add("window/logMessage")  # a transcript may end before it hears of what the analysis refused
                    if not said.startswith(name + ": "):
                        problems.append("what was said of %s is %s" % (json.dumps(bad), said))
            document = {"uri": "untitled:a", "languageId": "phep", "version": 1, "text": "rule f() : bool = true\n"}
            client.notify("textDocument/didOpen", {"textDocument": document})
            if not client.request("textDocument/documentSymbol", {"textDocument": {"uri": "untitled:a"}}).get("result"):
                problems.append("the server was lost")
            if client.stop() != 0:
                problems.append("the server did not end with 0")
            self.count("%s, early and malformed" % name, problems)

    # ---- table, capabilities, transcripts ----

    def advertised(self):
        player = Player(self.server)
        player.initialize()
        player.end()
        return player.capabilities

    @staticmethod
    def at(value, pointer):
        """What stands at a JSON pointer whose last step may be `-`, a list of names; None: nothing."""
        for key in pointer.split("/")[1:]:
            value = value if key == "-" else value.get(key) if isinstance(value, dict) else None
        return value

    def table_against_capabilities(self, advertised):
        rows = [m for m in self.methods if not m["for_tests"]]
        problems = []
        for row in rows:
            found = self.at(advertised, row["capability"])
            if row["request"] and not row["capability"] and row["name"] not in UNSAID:
                problems.append("nothing is said of " + row["name"])
            if found in (None, False) or (row["capability"].endswith("/-") and row["name"] not in found):
                problems.append("%s is not advertised at %s" % (row["name"], row["capability"]))
        pointers = {row["capability"] for row in rows}
        tops = {pointer.split("/")[1] for pointer in pointers if pointer}
        problems += ["%s is advertised, and no row offers it" % key for key in advertised if key not in tops | {"positionEncoding"}]
        # What makes clients ask more than the method of the capability itself.
        more = {"resolveProvider", "prepareProvider", "delta", "range", "rangesSupport", "workspaceDiagnostics"}

        def walk(value, pointer):
            for key, inner in value.items() if isinstance(value, dict) else ():
                if key in more and pointer + "/" + key not in pointers:
                    problems.append("%s/%s is advertised, and no row offers it" % (pointer, key))
                walk(inner, pointer + "/" + key)

        walk(advertised, "")
        for group in ("workspace/fileOperations", "experimental/phep"):
            for key in self.at(advertised, "/" + group) or {}:
                if not any(pointer.startswith("/%s/%s" % (group, key)) for pointer in pointers):
                    problems.append("/%s/%s is advertised, and no row offers it" % (group, key))
        self.count("methods and capabilities", problems)

    def table_against_transcripts(self, scripts):
        problems = []
        steps = [step for script in scripts for section in script.sections for step in section.steps]
        told = {"initialized", "exit"} | {rest.split(" ")[0] for mark, rest, _ in steps if mark == ">>"}
        told |= {VERBS[rest.split(" ")[0]] for mark, rest, _ in steps if mark == "---" and rest.split(" ")[0] in VERBS}
        asked = {rest.split(" ")[0] for mark, rest, _ in steps if mark == "->"}
        covered = [method for script in scripts for method in script.methods]
        for row in self.methods:
            name = row["name"]
            if row["for_tests"]:
                continue
            if not row["request"] and name not in told:
                problems.append("%s stands in no transcript" % name)
            if row["request"] and row["lane"] == READER and name not in asked:
                problems.append("%s stands in no transcript" % name)
            if row["request"] and row["lane"] != READER and name not in covered:
                problems.append("%s has no transcript with a line `method %s`" % (name, name))
        known = {row["name"] for row in self.methods}
        problems += ["`method %s`, and the table has no such row" % name for name in covered if name not in known]
        problems += ["`method %s` stands twice" % name for name in set(covered) if covered.count(name) > 1]
        for script in scripts:
            if script.methods and script.section("broken") is None:
                problems.append("%s has no section `broken`" % ", ".join(script.methods))
        problems += ["no transcript makes the server tell " + name for name in sorted(self.told - self.heard)]
        problems += ["the server tells %s, and no table says so" % name for name in sorted(self.heard - self.told)]
        self.count("methods and transcripts", problems)

    def words_against_transcripts(self, advertised):
        """What is advertised by name is met in some transcript: commands, kinds of actions, kinds and turns of tokens."""
        recorded = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.out"))
        problems = []
        for command in advertised["executeCommandProvider"]["commands"]:
            if '"command": "%s"' % command not in recorded:
                problems.append("the command %s stands in no transcript" % command)
        for kind in advertised["codeActionProvider"]["codeActionKinds"]:
            if '"kind": "%s"' % kind not in recorded:
                problems.append("no action of kind %s stands in any transcript" % kind)
        self.count("words and transcripts", problems)


def main():
    suite = Suite(pathlib.Path(sys.argv[1]).resolve())
    names = sys.argv[2:]
    paths = [FOLDER / (name + ".lsp") for name in names] or sorted(FOLDER.glob("*.lsp"))
    scripts = [suite.play(path) for path in paths]
    if not names:
        suite.parent_that_dies()
        suite.notifications()
        suite.library_is_warm()
        suite.tasks_replace_diagnostics()
        advertised = suite.advertised()
        suite.table_against_capabilities(advertised)
        suite.table_against_transcripts(scripts)
        suite.words_against_transcripts(advertised)
    print("%d passed, %d failed" % (suite.passed, suite.failed))
    return 1 if suite.failed else 0


if __name__ == "__main__":
    sys.exit(main())
