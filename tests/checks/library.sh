#!/usr/bin/env bash
# The library against the table of norms, its layers and sizes, the names of the last release, its entry decisions, its leaves, the options
# of its readings, what its tests were worked out from, its boundaries and its calendars, also on days that no published year offers; and what
# `phep check` and `phep lint` find in it, which is nothing.
#   tests/checks/library.sh BUILD
set -uo pipefail
build=$1
passed=0
failed=0

# count COMMAND: adds what it says in its last line, "NAME  N passed  M failed".
count() {
  local out good bad
  out=$("$@" 2>&1)
  echo "$out"
  good=$(tail -n 1 <<<"$out" | sed -nE 's/^\w+ +([0-9]+) passed.*/\1/p')
  bad=$(tail -n 1 <<<"$out" | sed -nE 's/.* ([0-9]+) failed$/\1/p')
  if [ -z "$good" ] || [ -z "$bad" ]; then good=0 bad=1; fi
  passed=$((passed + good))
  failed=$((failed + bad))
}

count python3 tests/library/rows.py "$build"
count python3 tests/library/layers.py
count python3 tests/library/names.py
count python3 tests/library/entries.py "$build/bin/phep"
count python3 tests/library/leaves.py
count python3 tests/library/readings.py
count python3 tests/library/hand.py
count python3 tests/library/cells.py "$build/bin/phep"
count python3 tests/library/calendars.py "$build/bin/phep"
count python3 tests/library/other_days.py "$build/bin/phep"
count python3 tests/library/clean.py "$build/bin/phep"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
