#!/usr/bin/env bash
# What `./dev deep coverage` reads of clang's reports, on a room whose coverage is known (../covered).
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$(dirname "${BASH_SOURCE[0]}")/../covered/run.py"
