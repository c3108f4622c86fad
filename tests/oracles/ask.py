"""Cases to Phép, answers from it: the Python side of `phep_oracles answers`."""

import json
import subprocess
import sys

HAPPENED_LONG_AGO = 1772000000000  # 2026-02-25, for programs to which the moment does not matter


class Asked:
    """Programs and their cases, decided in one run."""

    def __init__(self, build, engine="interp"):
        self._command = [f"{build}/bin/phep_oracles", "answers", "--engine", engine]
        self._lines = []
        self._programs = []

    def program(self, source, decision="report"):
        self._programs.append(len(self._lines))
        self._lines.append({"program": source, "decision": decision})

    def case(self, facts, **options):
        """The place of the case's answer in the list that `answers` gives."""
        self._lines.append({"facts": facts, "as_of": HAPPENED_LONG_AGO, **options})
        return len(self._lines) - 1

    def answers(self):
        text = "".join(json.dumps(line) + "\n" for line in self._lines)
        ran = subprocess.run(self._command, input=text, capture_output=True, text=True, check=False)
        answers = [json.loads(line) for line in ran.stdout.splitlines()]
        if ran.returncode != 0 or len(answers) != len(self._lines):
            sys.exit(f"phep_oracles ended with {ran.returncode} after {len(answers)} of "
                     f"{len(self._lines)} lines\n{ran.stderr[-2000:]}")
        for at in self._programs:
            if "errors" in answers[at]:
                sys.exit(f"{self._lines[at]['program'][-20_000:]}\nis not valid:\n{answers[at]['errors']}")
        return answers


class Tally:
    """Checks counted, with the first failures in words."""

    def __init__(self):
        self.passed = self.failed = 0

    def check(self, good, told):
        if good:
            self.passed += 1
            return
        self.failed += 1
        if self.failed <= 20:
            print(told)

    def close(self):
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(0 if self.failed == 0 else 1)
