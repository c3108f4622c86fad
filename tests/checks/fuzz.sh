#!/usr/bin/env bash
# Fuzz targets over their seeds, the crashes that were kept and seeded mutations of both; the fuzzer itself is `./dev
# fuzz`. A planted fault is noticed, so the targets do look.
set -uo pipefail
build=$(cd "$1" && pwd)
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
replay=$build/bin/phep_fuzz_replay
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
. "$root/tests/tally.sh"

for target in $("$replay" --list); do
  holds "$target" timeout 120 "$replay" "$target" --found "$scratch/$target"
  holds "$target has seeds" test -n "$(ls "$root/tests/fuzz/seeds/$target")"
done
for planted in parse check program image citation dates bundle; do
  holds "a fault planted in $planted" fails env PHEP_PLANT=1 "$replay" "$planted" --found "$scratch/planted"
done
tally
