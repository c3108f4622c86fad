#!/usr/bin/env bash
# Memory and answers over 2,000,000 decisions and 2,000 keystrokes (../soak); `./dev deep soak` goes on fifty times as long. A program
# that forgets memory is found out.
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$(dirname "${BASH_SOURCE[0]}")/../soak/run.py" "$1" --native 2000000 --interp 100000 --edits 2000 --parts 50 --prove
