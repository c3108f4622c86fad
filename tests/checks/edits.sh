#!/usr/bin/env bash
# Random edit sessions under AddressSanitizer: after every edit all that is asked of a file equals a fresh reading and
# check, and no byte is read or written that is not the program's. A reading in part that skips one word, a check in part
# that skips one declaration and a read of memory that was given back must be found out.
set -uo pipefail
build=$1
code=0
out=$("$build/edits/bin/phep_edits" --sessions 300 --edits 12 2>&1) || code=$?
echo "$out"
line=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' <<<"$out" | tail -n 1)
passed=$(sed -nE 's/^([0-9]+) passed.*/\1/p' <<<"$line" | grep . || echo 0)
failed=$(sed -nE 's/.* ([0-9]+) failed$/\1/p' <<<"$line" | grep . || echo 0)
if [ "$code" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi

# 1 is what a run returns that found a difference, 86 what the sanitizer ends it with here.
found_out() {
  local program=$1 plant=$2 expected=$3 code=0
  ASAN_OPTIONS=exitcode=86 "$program" --sessions 20 --edits 6 "$plant" >/dev/null 2>&1 || code=$?
  if [ "$code" -eq "$expected" ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "$plant: the sessions ended with $code"
  fi
}
found_out "$build/bin/phep_edits" --skip-one-word 1
found_out "$build/bin/phep_edits" --skip-one-declaration 1
found_out "$build/edits/bin/phep_edits" --read-after-free 86
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
