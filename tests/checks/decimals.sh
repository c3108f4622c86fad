#!/usr/bin/env bash
# 20,000 operations on decimals, money and ints against Python's `decimal`, and 1,731 published rows.
# A larger run: python3 tests/oracles/decimals.py build --operations 100000.
PYTHONDONTWRITEBYTECODE=1 exec python3 tests/oracles/decimals.py "$1" --operations 20000
