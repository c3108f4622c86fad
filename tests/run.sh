#!/usr/bin/env bash
# Runs every test of a build and closes with "N passed, N failed". A test is a doctest case, a `test` block or table
# row of a .phep file, or one named check of this script.
#   tests/run.sh BUILD
set -uo pipefail
build=$1
cd "$(dirname "${BASH_SOURCE[0]}")/.."
phep=$build/bin/phep
logs=$build/logs
mkdir -p "$logs"

passed=0
failed=0

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }

# count NAME LOG PASSED FAILED EXIT: adds a program's own counts; a program that died counts as one failure.
count() {
  local name=$1 log=$2 good=$3 bad=$4 code=$5
  if [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
  if [ "$good" -eq 0 ] && [ "$bad" -eq 0 ]; then bad=1; echo "$name ran no test" >>"$log"; fi
  passed=$((passed + good))
  failed=$((failed + bad))
  printf '    %-44s %6d passed %4d failed\n' "$name" "$good" "$bad" >&2
  if [ "$bad" -ne 0 ]; then tail -n 80 "$log" >&2; fi
}

# A doctest program.
doctest() {
  local name=$1 log=$logs/test-$1.log code=0 line
  "$build/bin/$name" >"$log" 2>&1 || code=$?
  line=$(grep -a '\[doctest\] test cases:' "$log" | sed 's/\x1b\[[0-9;]*m//g' | tail -n 1)
  count "$name" "$log" "$(sed -nE 's/.*\| *([0-9]+) passed.*/\1/p' <<<"$line" | grep . || echo 0)" \
    "$(sed -nE 's/.*\| *([0-9]+) failed.*/\1/p' <<<"$line" | grep . || echo 0)" "$code"
}

# Any program that closes with "N passed, N failed".
closing() {
  local name=$1 log=$logs/test-${1// /-}.log code=0 line
  shift
  "$@" >"$log" 2>&1 || code=$?
  line=$(grep -aE '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1)
  count "$name" "$log" "$(sed -nE 's/^([0-9]+) passed.*/\1/p' <<<"$line" | grep . || echo 0)" \
    "$(sed -nE 's/.* ([0-9]+) failed.*/\1/p' <<<"$line" | grep . || echo 0)" "$code"
}

# One check: a command that must succeed.
check() {
  local name=$1 log=$logs/test-${1// /-}.log code=0
  shift
  "$@" >"$log" 2>&1 || code=$?
  if [ "$code" -eq 0 ]; then count "$name" "$log" 1 0 0; else count "$name" "$log" 0 1 "$code"; fi
}

say "unit, golden and house tests"
doctest phep_tests
say "code generation"
[ -x "$build/bin/phep_codegen_tests" ] && doctest phep_codegen_tests
say "the library of law, on every engine"
kept=(env XDG_CACHE_HOME="$(realpath "$build")/cache") # compiled code stays in the build, not in the user's cache
closing "stdlib" "${kept[@]}" "$phep" test stdlib --engine interp,jit,native
# WebAssembly: everything runs in V8 (checks/v8.sh), and one test in ten of the chapters in wabt's interpreter, too,
# which takes minutes for a case of an entry decision.
shopt -s extglob
closing "stdlib in wasm" "${kept[@]}" "$phep" test stdlib/!(vn|cases|*.*) stdlib/vn/!(entry) --engine interp,wasm --shard 1/10
say "programs of the test suite, on every engine"
closing "programs" "$phep" test tests/data/run --engine all
for script in tests/checks/*.sh; do
  [ -e "$script" ] || continue
  name=$(basename "$script" .sh)
  say "$name"
  closing "$name" bash "$script" "$build"
done

# The next line is read by continuous integration.
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
