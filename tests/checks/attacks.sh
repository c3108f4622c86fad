#!/usr/bin/env bash
# Hostile inputs of every kind against the built programs; tests/RELIABILITY.md lists them.
PYTHONDONTWRITEBYTECODE=1 exec python3 tests/attacks/run.py "$1"
