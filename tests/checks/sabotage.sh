#!/usr/bin/env bash
# Flips one lowering at a time: the suite must go red for every one of the 21, and stay green for none flipped.
set -uo pipefail
build=$1
passed=0
failed=0
for n in $(seq 0 21); do
  code=0
  "$build/bin/phep_generated" --programs 6 --cases 60 --closely 20 --partial --quiet --engine interp,jit --sabotage "$n" >/dev/null 2>&1 || code=$?
  if [ "$code" -eq 0 ]; then
    "$build/bin/phep" test tests/data/run --engine interp,jit --sabotage "$n" >/dev/null 2>&1 || code=$?
  fi
  # 1 is what a run returns that found a disagreement; anything else is a defect of the run itself.
  if { [ "$n" -eq 0 ] && [ "$code" -eq 0 ]; } || { [ "$n" -ne 0 ] && [ "$code" -eq 1 ]; }; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "sabotage $n: the suite ended with $code"
  fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
