#!/usr/bin/env bash
# Random edit sessions: after every edit all that is asked of a file equals a fresh reading and check. And a reading in
# part that skips one word, or a check in part that skips one declaration, must be found out.
set -uo pipefail
build=$1
code=0
out=$("$build/bin/phep_edits" --sessions 300 --edits 12) || code=$?
echo "$out"
line=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' <<<"$out" | tail -n 1)
passed=$(sed -nE 's/^([0-9]+) passed.*/\1/p' <<<"$line" | grep . || echo 0)
failed=$(sed -nE 's/.* ([0-9]+) failed$/\1/p' <<<"$line" | grep . || echo 0)
if [ "$code" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi

# 1 is what a run returns that found a difference; anything else is a defect of the run itself.
found_out() {
  local code=0
  "$build/bin/phep_edits" --sessions 20 --edits 6 "$1" >/dev/null 2>&1 || code=$?
  if [ "$code" -eq 1 ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "$1: the sessions ended with $code"
  fi
}
found_out --skip-one-word
found_out --skip-one-declaration
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
