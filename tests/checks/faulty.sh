#!/usr/bin/env bash
# Faulty policies are found and their correct twins raise nothing; what changes between two laws lies in the regions of
# `phep diff`. A policy without a bug is not "found", and a region that is left out is noticed. At full size: ./dev deep.
set -uo pipefail
build=$1
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
. "$root/tests/tally.sh"
export PYTHONDONTWRITEBYTECODE=1

holds "bugs that are found whatever tests there are" \
  "$root/tests/faulty/run.py" "$build" --policies 3 --bugs "transition gap,currency mix,wrong bearer"
ends 1 "0 passed, 1 failed" "$root/tests/faulty/run.py" "$build" --policies 1 --bugs "double bind" --unchanged
holds "regions" "$root/tests/regions/run.py" "$build" --cases 60 --pairs 1 --moments 1
ends 1 "outside: " "$root/tests/regions/run.py" "$build" --cases 10 --pairs 1 --moments 1 --forget-a-region

tally
