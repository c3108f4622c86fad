"""Plays every transcript of this folder; README.md says how they are written. Closes with "N passed, N failed"."""

import json
import os
import pathlib
import subprocess
import sys

from client import Client
from transcript import Player, Script

FOLDER = pathlib.Path(__file__).parent


class Suite:
    def __init__(self, build):
        self.server = str(build / "bin" / "phep-lsp")
        self.methods = json.loads(subprocess.run([self.server, "--methods"], stdout=subprocess.PIPE, check=True).stdout)
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
        player.reply(player.client.request(method, player.expand(params)))
        player.client.kill()
        return player

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
            player.reply(reply) if "error" in reply else player.record("<- answered")
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
        player.reply(player.client.response(number))
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
            parts.append((section.name, player))
        for method in script.methods:
            happy = script.section("happy")
            for play in (self.early, self.malformed, self.cancelled):
                parts.append(("%s of %s" % (play.__name__, method), play(method, happy)))
        self.compare(path, parts)
        return script

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

    # ---- table, capabilities, transcripts ----

    def hold_against_each_other(self, scripts):
        player = Player(self.server)
        player.initialize()
        advertised = player.capabilities
        player.end()
        problems = []
        rows = [m for m in self.methods if not m["for_tests"]]
        for row in rows:
            at = advertised
            for key in row["capability"].split("/")[1:]:
                if key == "-":  # a list of names
                    at = row["name"] if row["name"] in (at or []) else None
                else:
                    at = at.get(key) if isinstance(at, dict) else None
            if at is None:
                problems.append("%s is not advertised at %s" % (row["name"], row["capability"]))
        tops = {row["capability"].split("/")[1] for row in rows if row["capability"]}
        for key in advertised:
            if key not in tops | {"positionEncoding"}:
                problems.append("%s is advertised, and no row of the table offers it" % key)
        played = " ".join(s[1] for script in scripts for section in script.sections for s in section.steps)
        covered = {m for script in scripts for m in script.methods}
        for row in rows:
            if row["request"] and row["name"] not in covered | {"initialize", "shutdown"}:
                problems.append("%s has no transcript with a line `method %s`" % (row["name"], row["name"]))
            elif row["name"] not in covered and row["name"].split("/")[-1] not in played + "initialize initialized exit shutdown didOpen didClose didChange cancelRequest settings":
                problems.append("%s stands in no transcript" % row["name"])
        for script in scripts:
            for method in script.methods:
                if script.section("broken") is None:
                    problems.append("%s has no section `broken`" % method)
        self.count("methods, capabilities and transcripts", problems)


def main():
    suite = Suite(pathlib.Path(sys.argv[1]).resolve())
    names = sys.argv[2:]
    paths = [FOLDER / (name + ".lsp") for name in names] or sorted(FOLDER.glob("*.lsp"))
    scripts = [suite.play(path) for path in paths]
    if not names:
        suite.parent_that_dies()
        suite.hold_against_each_other(scripts)
    print("%d passed, %d failed" % (suite.passed, suite.failed))
    return 1 if suite.failed else 0


if __name__ == "__main__":
    sys.exit(main())
