#!/usr/bin/env bash
# 60 generated programs whose unknown facts are held against brute force over all completions.
# A larger run: python3 tests/oracles/unknowns.py build --programs 2000.
PYTHONDONTWRITEBYTECODE=1 exec python3 tests/oracles/unknowns.py "$1" --programs 60
