#!/usr/bin/env bash
# `NAME_batch`: Arrow columns into decisions, under AddressSanitizer and UndefinedBehaviorSanitizer; and a round trip through DuckDB.
set -uo pipefail
build=$(cd "$1" && pwd)
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$build/arrow
mkdir -p "$work"
cd "$work" || exit 1
fail() { echo "$*"; echo "0 passed, 1 failed"; exit 1; }
compiler=g++
command -v ccache >/dev/null && compiler="ccache g++"

for policy in batch/shop batch/flat; do
  "$build/bin/phep" build "$root/tests/data/$policy.phep" --target native --out "${policy#*/}" || fail "$policy is not built"
done
"$build/bin/phep" build "$root/tests/engines/policies/P2.phep" --target native --out p2 || fail "P2 is not built"

# The runtime and the test, each file once.
flags=(-O1 -g -std=c++20 -fsanitize=address,undefined -fno-sanitize-recover=undefined -Wall -Wextra "-I$root")
objects=()
for source in "$root"/compiler/runtime/*.cpp "$root"/tests/arrow/{columns_test,spellings,hostile,kernels}.cpp; do
  object=$(basename "$source" .cpp).o
  $compiler "${flags[@]}" -c "$source" -o "$object" || fail "$source does not compile"
  objects+=("$object")
done
g++ "${flags[@]}" "${objects[@]}" -o columns_test -ldl || fail "the test does not link"
./columns_test shop/libshop.so flat/libflat.so p2/libp2.so >columns.log 2>&1
code=$?
cat columns.log
good=$(sed -nE 's/^([0-9]+) passed, .*/\1/p' columns.log)
bad=$(sed -nE 's/.* ([0-9]+) failed$/\1/p' columns.log)
[ -n "$good" ] || fail "the test ended with $code"

# DuckDB, from the npm registry: its query as columns, our answers as a table of it.
if [ ! -e node_modules/@duckdb/node-bindings-linux-x64/libduckdb.so ]; then
  npm init -y >/dev/null 2>&1
  npm install --ignore-scripts --no-audit --no-fund @duckdb/node-bindings-linux-x64@1.5.6-r.1 >npm.log 2>&1 || cat npm.log
fi
g++ -O1 -g -std=c++20 -Wall -Wextra "-I$root" "$root/tests/arrow/duckdb_test.cpp" -o duckdb_test -ldl || fail "the DuckDB test does not compile"
./duckdb_test node_modules/@duckdb/node-bindings-linux-x64/libduckdb.so shop/libshop.so >duckdb.log 2>&1
cat duckdb.log
more=$(sed -nE 's/^([0-9]+) passed, .*/\1/p' duckdb.log)
worse=$(sed -nE 's/.* ([0-9]+) failed$/\1/p' duckdb.log)
[ -n "$more" ] || { more=0 worse=1; }
echo "$((good + more)) passed, $((bad + worse)) failed"
[ $((bad + worse)) -eq 0 ] && [ "$code" -eq 0 ]
