#!/usr/bin/env bash
# What `phep fmt` promises, on every source of the repository and on 200 random programs over the whole grammar.
# A larger run: phep_oracles fmt --programs 10000.
set -uo pipefail
build=$1
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
code=0
"$build/bin/phep_oracles" fmt --programs 0 >"$logs/sources" &
"$build/bin/phep_oracles" fmt --programs 200 --no-sources >"$logs/programs" || code=1
wait $! || code=1
cat "$logs/sources" "$logs/programs"
awk '/^[0-9]+ passed, [0-9]+ failed$/ { passed += $1; failed += $3 } END { print passed " passed, " failed " failed" }' \
  "$logs/sources" "$logs/programs"
exit "$code"
