#!/usr/bin/env bash
# What `./dev deep mutants` writes into our own sources, on a file whose mutants are known (../mutants).
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$(dirname "${BASH_SOURCE[0]}")/../mutants/run.py"
