#!/usr/bin/env bash
# Runs every test of a build and closes with "N passed, N failed". A test is a doctest case, a `test` block or table
# row of a .phep file, or one named check of this script.
#   tests/run.sh BUILD [NAME…]      those of them alone
#   tests/run.sh BUILD --list       their names
set -uo pipefail
build=$1
shift
asked=("$@")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
phep=$build/bin/phep
logs=$build/logs
mkdir -p "$logs"

passed=0
failed=0
heading=

say() { heading=$*; }

# among WORD WORDS…
among() {
  local word=$1 other
  shift
  for other in "$@"; do [ "$other" != "$word" ] || return 0; done
  return 1
}

# wanted NAME: whether it is to be run; if so, what it stands under has been said.
wanted() {
  if [ "${asked[0]:-}" = --list ]; then
    echo "$1"
    return 1
  fi
  [ ${#asked[@]} -eq 0 ] || among "$1" "${asked[@]}" || return
  [ -z "$heading" ] || printf '\033[1m==>\033[0m %s\n' "$heading" >&2
  heading=
}

if [ ${#asked[@]} -gt 0 ] && [ "${asked[0]}" != --list ]; then
  mapfile -t names < <(tests/run.sh "$build" --list)
  for name in "${asked[@]}"; do
    among "$name" "${names[@]}" || { echo "no test \`$name\`; \`tests/run.sh $build --list\` names them" >&2; exit 2; }
  done
fi

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
  wanted "$name" || return
  "$build/bin/$name" >"$log" 2>&1 || code=$?
  line=$(grep -a '\[doctest\] test cases:' "$log" | sed 's/\x1b\[[0-9;]*m//g' | tail -n 1)
  count "$name" "$log" "$(sed -nE 's/.*\| *([0-9]+) passed.*/\1/p' <<<"$line" | grep . || echo 0)" \
    "$(sed -nE 's/.*\| *([0-9]+) failed.*/\1/p' <<<"$line" | grep . || echo 0)" "$code"
}

# Any program that closes with "N passed, N failed".
closing() {
  local name=$1 log=$logs/test-${1// /-}.log code=0 line
  wanted "$name" || return
  shift
  "$@" >"$log" 2>&1 || code=$?
  line=$(grep -aE '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1)
  count "$name" "$log" "$(sed -nE 's/^([0-9]+) passed.*/\1/p' <<<"$line" | grep . || echo 0)" \
    "$(sed -nE 's/.* ([0-9]+) failed.*/\1/p' <<<"$line" | grep . || echo 0)" "$code"
}

say "unit, golden and house tests"
doctest phep_tests
say "code generation"
doctest phep_codegen_tests
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

[ "${asked[0]:-}" != --list ] || exit 0

# The next line is read by continuous integration.
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
