#!/usr/bin/env bash
# Builds what Phép brings to the bench: each policy natively and as WebAssembly, the adaptors around them, and costs.json, what
# building cost. What is newer than the compiler and its sources is left alone.
#   tests/engines/build.sh PHEP SCRATCH [artefacts]      artefacts: only what artefacts.mjs looks at
set -euo pipefail
phep=$(realpath "$1")
scratch=$(realpath "$2")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
ours=$scratch/ours
costs=$ours/costs
mkdir -p "$costs"

# stale FILE SOURCE...: FILE is missing or older than a source.
stale() {
  local file=$1 source
  shift
  for source in "$@"; do [ "$file" -nt "$source" ] || return 0; done
  return 1
}

cost() {
  local name=$1
  shift
  python3 tests/engines/cost.py "$@" >"$costs/$name.json" 2>"$costs/$name.log" || { tail -n 40 "$costs/$name.log" >&2; exit 1; }
}

# policy NAME SOURCE TARGET...
policy() {
  local name=$1 source=$2 target
  shift 2
  for target in "$@"; do
    stale "$costs/$name.$target.json" "$phep" "$source" || continue
    echo "$name, $target" >&2
    cost "$name.$target" "$phep" build "$source" --target "$target" --out "$ours/$name"
  done
}

sizes="10 100 1000 10000"
if [ "${3:-}" = artefacts ]; then
  sizes=10000
else
  policy P1 tests/engines/policies/P1.phep native wasm
  policy P2n tests/engines/policies/P2n.phep native
fi
policy P2 tests/engines/policies/P2.phep native wasm
for n in $sizes; do
  source=$ours/P3-$n.phep
  ! stale "$source" "$scratch/data/MANIFEST" tests/engines/print_rules.mjs ||
    node tests/engines/print_rules.mjs "$scratch/data" "$n" >"$source"
  policy "P3-$n" "$source" native wasm
done

# Checking 10,000 rules; and code for them in memory: the test of the first document by it, less the same by interpretation.
large=$ours/P3-10000.phep
if stale "$costs/jit.json" "$phep" "$large"; then
  cost check "$phep" check "$large"
  cost interpreter "$phep" test "$large" --engine interp
  cost jit "$phep" test "$large" --engine jit
fi

# Loading 10,000 rules: the fastest of some processes.
g++ -O2 -std=c++20 -Wall -Wextra tests/engines/native/load.cpp -o "$ours/load" -ldl
for _ in 1 2 3 4 5 6 7; do "$ours/load" "$ours/P3-10000/libp3.so" p3_decide; done | sort -g | head -n 1 >"$costs/load"
[ "${3:-}" != artefacts ] || exit 0

include=(-I. -I"$ours/P2n")
version=$("$phep" --version | head -n 1)
clang++-19 -O2 -std=c++20 -fno-exceptions -march=x86-64-v2 -fPIC -shared "${include[@]}" \
  tests/engines/native/duties_hand.cpp -o "$ours/P2n/libhand.so"
g++ -O2 -std=c++20 -Wall -Wextra "${include[@]}" tests/engines/native/{duties,built}.cpp -o "$ours/P2n/duties" -ldl
g++ -O2 -std=c++20 -Wall -Wextra -fPIC -shared "-DPHEP_VERSION_TEXT=\"$version\"" "${include[@]}" \
  tests/engines/native/{adaptor,answer,built}.cpp -o "$ours/libours.so" -ldl

g++ -O2 -std=c++20 -Wall -Wextra "-DPHEP_VERSION_TEXT=\"$version\"" "${include[@]}" \
  tests/engines/native/{columns,built}.cpp -o "$ours/columns" -ldl
g++ -O2 -std=c++20 -Wall -Wextra "${include[@]}" tests/engines/native/{distinct,built}.cpp -o "$ours/distinct" -ldl
