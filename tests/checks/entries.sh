#!/usr/bin/env bash
# An entry decision of the library from C, with all facts and with half of them: the interpreter's answers, and generated
# code decides where all is given. What it costs: ./dev bench entries.
PYTHONDONTWRITEBYTECODE=1 exec python3 tests/bench/entries/run.py "$1" --quick
