#!/usr/bin/env bash
# One WebAssembly module in engines of several makers: SpiderMonkey, wabt's interpreter, and C that wasm2c made of it. Each
# answers the vectors as the interpreter of the language does, to the byte. V8 has checks of its own (npm.sh, v8.sh).
#   tests/checks/wasm.sh BUILD [COUNT]      COUNT vectors a module, 100 of them if it is not given
set -uo pipefail
build=$(cd "$1" && pwd)
count=${2:-100}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
here=$root/tests/wasm
export LC_ALL=C.UTF-8 PHEP_LANG=en PYTHONDONTWRITEBYTECODE=1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
. "$root/tests/tally.sh"
for program in gjs wasm2c; do
  command -v "$program" >/dev/null || { echo "no $program: ./dev setup installs it"; echo "0 passed, 1 failed"; exit 1; }
done

# all COUNT COMMAND…: so many vectors pass, and none fails.
all() { "${@:2}" >all.out 2>&1; local code=$?; cat all.out; [ "$code" = 0 ] && grep -q "^$1 passed, 0 failed" all.out; }
# notices COMMAND…: exactly one vector fails.
notices() { "$@" >notices.out 2>&1; grep -q ' passed, 1 failed' notices.out; }

spidermonkey() { gjs -m "$here/decide.js" "$scratch/$1" "$1" "$2"; }
wabt() { "$build/bin/phep_wasm_vectors" "$scratch/$1/$1.wasm" "$1" "$2"; }
translated() { "$build/bin/phep_wasm_vectors" "$scratch/$1/policy.so" "$1" "$2"; }

# wasm2c makes much C of a module, and compilers take long to optimise it.
translate() {
  (cd "$1" && wasm2c "$1.wasm" -n policy -o policy.c &&
    cc -O0 -w -fPIC -shared -I. -I"$here" -I/usr/share/wabt/wasm2c -DNAME="$1" -DHEADER='"policy.h"' \
      "$here/translated.c" policy.c /usr/share/wabt/wasm2c/wasm-rt-impl.c -o policy.so -lm)
}

for one in "breach_report:vn.pdpl.breach" "every_kind:$root/tests/packages/every_kind.phep"; do
  name=${one%%:*} source=${one#*:}
  holds "build $name" "$build/bin/phep" build "$source" --decision "$name" --target npm --vectors 5 --out "$name"
  "$build/bin/phep_vectors" "$source" --decision "$name" --count "$count" >"$name.jsonl"
  head -n 40 "$name.jsonl" >some.jsonl
  python3 "$root/tests/packages/plant.py" some.jsonl "$name.planted.jsonl"
  holds "translate $name" translate "$name"
  for engine in spidermonkey wabt translated; do
    holds "$name, $engine" all "$count" "$engine" "$name" "$name.jsonl"
    holds "$name, $engine: one wrong byte" notices "$engine" "$name" "$name.planted.jsonl"
  done
done

tally
