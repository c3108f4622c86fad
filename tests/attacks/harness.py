"""What attacks are made of: programs run within bounds, and what is asserted of what they said."""

import dataclasses
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "lsp"))
from client import Client, Ended  # noqa: E402  (the client of the transcripts)

MIB = 1 << 20
# Exit codes of phep, as the reference has them; 70 is a defect and never here.
OK, FINDINGS, USAGE, INVALID, LIMIT, INTEGRITY, INDEFINITE, IO = 0, 1, 2, 3, 4, 5, 6, 74
REFUSED = (FINDINGS, USAGE, INVALID, LIMIT, INTEGRITY, INDEFINITE, IO)


class Broken(AssertionError):
    """A promise that was not kept."""


def check(true, *why):
    if not true:
        raise Broken(" ".join(str(one) for one in why)[:1500])


@dataclasses.dataclass
class Said:
    command: list
    code: int  # below zero: killed by that signal
    out: bytes
    err: bytes
    seconds: float
    hung: bool = False

    @property
    def text(self):
        return (self.out + self.err).decode("utf-8", "replace")

    def ends(self, *codes):
        """It ended by itself, with one of these codes, and said nothing that a terminal would obey."""
        words = " ".join(map(str, self.command))[:300]
        check(not self.hung, words, "did not end within", round(self.seconds), "s")
        check(self.code in codes, words, "ended with", self.code, "wanted", codes, "it said:", self.text[:800])
        self.plain()
        return self

    def says(self, *words):
        for word in words:
            check(word in self.text, "it does not say", repr(word), "but:", self.text[:800])
        return self

    def keeps(self, *secrets):
        for word in secrets:
            check(word not in self.text, "it says", repr(word), "in:", self.text[:800])
        return self

    def plain(self):
        """No control character but tabs and line breaks: none that moves a cursor, colours, or reorders. JSON is for programs, and escapes
        what JSON must."""
        for said in (self.out, self.err):
            controls = BELOW_BLANK if said[:1] in (b"{", b"[") else CONTROLS
            found = controls.search(said.decode("utf-8", "replace"))
            check(found is None, "a control character", repr(found and found.group()), "in", repr(said[:900]))
        return self


BELOW_BLANK = re.compile("[\x00-\x08\x0b-\x1f]")
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Tools:
    """The programs under attack, and a folder that is this test's alone."""

    def __init__(self, phep, lsp, scratch, texts=None):
        self.program, self.server, self.scratch = str(phep), str(lsp), pathlib.Path(scratch)
        self.texts = texts or {}  # in place of files of this repository

    # ---- files ----

    def write(self, name, text):
        path = self.scratch / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def read(self, name):
        """A text of this repository."""
        if name in self.texts:
            return self.texts[name]
        return (ROOT / name).read_text(encoding="utf-8")

    def files(self):
        return sorted(str(path.relative_to(self.scratch)) for path in self.scratch.rglob("*"))

    # ---- programs ----

    def run(self, *command, stdin=b"", seconds=20, memory=2048 * MIB, stack=None, env=None, cwd=None, out=None):
        """The command within bounds. `stack` in bytes; `out` a file in place of the pipe that is read."""
        bounds = ["prlimit", "--core=0", "--as=%d" % memory] + (["--stack=%d" % stack] if stack else []) + ["--"]
        environment = dict(os.environ, PHEP_LANG="en", PHEP_TODAY="2026-03-10", LC_ALL="C.UTF-8", NO_COLOR="1",
                           XDG_CACHE_HOME=str(self.scratch / ".cache"))
        environment.update(env or {})
        start = time.monotonic()
        process = subprocess.Popen(
            bounds + [str(word) if not isinstance(word, bytes) else word for word in command],
            stdin=stdin if hasattr(stdin, "fileno") else subprocess.PIPE, stdout=out or subprocess.PIPE, stderr=subprocess.PIPE,
            env=environment, cwd=cwd or self.scratch, start_new_session=True)
        given = None if hasattr(stdin, "fileno") else (stdin.encode() if isinstance(stdin, str) else stdin)
        hung = False
        try:
            said, told = process.communicate(given, timeout=seconds)
        except subprocess.TimeoutExpired:
            hung = True
            os.killpg(process.pid, signal.SIGKILL)
            said, told = process.communicate()
        return Said(list(command), process.returncode, said or b"", told or b"", time.monotonic() - start, hung)

    def phep(self, *words, **bounds):
        return self.run(self.program, *words, **bounds)

    def check_text(self, text, name="a.phep", **bounds):
        return self.phep("check", self.write(name, text), **bounds)

    def decide(self, source, facts, *words, name="a.phep", **bounds):
        """`eval` of the one decision of a source, facts at standard input."""
        path = self.write(name, source)
        if not isinstance(facts, (str, bytes)):
            facts = json.dumps(facts, ensure_ascii=False)
        return self.phep("eval", path, "--facts", "-", "--as-of", "2026-03-10", *words, stdin=facts, **bounds)

    def language_server(self, *words, wrap=(), env=None):
        return Server([*wrap, self.server, *words], self, env)


class Server(Client):
    """A language server under attack; `with` ends it whatever happened."""

    def __init__(self, command, tools, env=None):
        super().__init__(command, env)
        self.tools = tools

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()

    def begin(self, folder=None, **capabilities):
        params = {"processId": None, "capabilities": capabilities, "rootUri": None}
        if folder is not None:
            params["workspaceFolders"] = [{"uri": "file://" + str(folder), "name": "w"}]
        reply = self.request("initialize", params)
        self.notify("initialized")
        return reply

    def open(self, uri, text, version=1):
        self.notify("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "phep", "version": version, "text": text}})

    def lives(self):
        """It still answers, and ends as the protocol wants it."""
        try:
            reply = self.request("workspace/executeCommand", {"command": "no such"}, timeout=30)
            check("error" in reply, "after all that it answers", reply)
            check(self.stop() == 0, "it did not end with 0")
        except (Ended, BrokenPipeError, ConnectionResetError) as error:
            raise Broken("the server is gone: %s" % error) from None

    def resident(self):
        with open("/proc/%d/statm" % self.process.pid, encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")


# ---- the list ----

@dataclasses.dataclass
class Attack:
    number: int  # of the catalogue; 0: a fault beyond it
    name: str
    function: object
    absent: bool  # it shows that a door is closed


ATTACKS = []


def attack(number, name, absent=False):
    """Registers a test of the attack of this number."""

    def register(function):
        ATTACKS.append(Attack(number, name, function, absent))
        return function

    return register
