#!/usr/bin/env bash
# Some allocations of some commands fail, once or from then on (../faults); `./dev deep alloc` lets each fail.
exec python3 "$(dirname "${BASH_SOURCE[0]}")/../faults/run.py" "$1" --every 3000 --seed 42
