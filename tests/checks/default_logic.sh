#!/usr/bin/env bash
# 5,000 generated rules of cases and exceptions against an evaluator written from the language's description.
# A larger run: python3 tests/oracles/defaults.py build --rules 50000 --cases 20.
PYTHONDONTWRITEBYTECODE=1 exec python3 tests/oracles/defaults.py "$1" --rules 5000 --cases 4
