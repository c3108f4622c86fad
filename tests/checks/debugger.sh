#!/usr/bin/env bash
# A debugger stops at lines of law in optimised code: `phep build --debug-info`.
set -uo pipefail
build=$(cd "$1" && pwd)
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
phep=$build/bin/phep
export LC_ALL=C.UTF-8 PHEP_LANG=en
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cp "$root/tests/engines/policies/P2.phep" "$scratch"
cd "$scratch" || exit 1
. "$root/tests/tally.sh"

holds "build" "$phep" build P2.phep --target native --debug-info --out told
holds "build without" "$phep" build P2.phep --target native --out plain
for made in told plain; do
  holds "$made: a caller" gcc -O1 -I$made "$root/tests/packages/stop_here.c" -L$made -lp2 -Wl,-rpath,"$scratch/$made" -o $made-caller
  holds "$made: it decides" ./$made-caller
done
for made in told plain; do objcopy -O binary -j .text $made/libp2.so $made.text; done
holds "the same code" cmp told.text plain.text
# The names that are kept show it: parts of the runtime that a policy cannot reach are not there.
answers_norms() { nm -C "$1" | grep 'put_sanctions' >/dev/null; }
holds "no norms, nothing that answers norms" fails answers_norms told/libp2.so
holds "build with norms" "$phep" build "$root/tests/engines/policies/P2n.phep" --target native --debug-info --out norms
holds "norms, and what answers them" answers_norms norms/libp2n.so
holds "nothing is told where nobody asked" fails sh -c 'readelf -SW plain/libp2.so | grep debug'
ends 2 "goes with --target native only" "$phep" build P2.phep --target wasm --debug-info --out no

# stops MADE TEXT: the debugger stops in the code of the line with this text, and shows it.
stops() {
  local line
  line=$(grep -nF -- "$2" P2.phep | head -n 1 | cut -d: -f1)
  gdb -nx -batch -iex 'set debuginfod enabled off' -iex 'set breakpoint pending on' -ex "break P2.phep:$line" -ex run ./"$1-caller" >gdb.out 2>&1
  cat gdb.out
  grep -qE "^Breakpoint 1, .* at P2\.phep:$line$" gdb.out && grep -qF -- "$2" gdb.out
}
for text in 'case    scoring: true' 'except  minors as study' 'case    critical: true' 'case   o02: O02' 'except o05 as small' \
  'except o09 as watch' 'case   o11: O11'; do
  holds "stops at $text" stops told "$text"
done
holds "without --debug-info it does not" fails stops plain 'case   o11: O11'

tally
