#!/usr/bin/env bash
# What `phep inspect` shows and proves: modules that keep their promises, mutants that break one each, a meter that runs
# out, and builds that are equal to the byte.
set -uo pipefail
build=$(cd "$1" && pwd)
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
here=$root/tests/inspect
phep=$build/bin/phep
export LC_ALL=C.UTF-8 PHEP_LANG=en PYTHONDONTWRITEBYTECODE=1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
. "$root/tests/tally.sh"

# counted NAME COMMAND…: a program that closes with "N passed, N failed".
counted() {
  local name=$1 line
  shift
  "$@" >"$scratch/said" 2>&1
  line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$scratch/said" | tail -n 1)
  [ -n "$line" ] || line="0 passed, 1 failed"
  passed=$((passed + ${line%% passed*}))
  line=${line##*, }
  failed=$((failed + ${line%% failed*}))
  [ "${line%% failed*}" = 0 ] || { echo "$name:"; tail -n 40 "$scratch/said"; }
}

law=(vn.pdpl.breach --decision breach_report)
kinds=$root/tests/packages/every_kind.phep
holds "build" "$phep" build "$root/tests/data/run/readme.phep" --target wasm --out leak
holds "build a package" "$phep" build "${law[@]}" --target npm --vectors 5 --out breach
holds "build every kind" "$phep" build "$kinds" --target wasm --out kinds
for module in leak/leak_report.wasm breach/breach_report.wasm kinds/every_kind.wasm; do
  holds "$module is proved" "$phep" inspect "$module" --verify
done
holds "says so in Vietnamese" sh -c "'$phep' inspect leak/leak_report.wasm --verify --lang vi | grep -q 'đã chứng minh'"
holds "what is inside" sh -c "'$phep' inspect breach/breach_report.wasm | tee inside | grep -q 'vn.pdpl.breach.breach_report'"
for words in 'memory  ' 'meter  ' 'release  ' 'law known until' 'at most  .* steps' '/detected_at instant' 'phep_abi_version'; do
  holds "shows $words" grep -q "$words" inside
done
holds "as JSON" sh -c "'$phep' inspect breach/breach_report.wasm --format json | python3 -c '
import json, sys
got = json.load(sys.stdin)
decision = got[\"decisions\"][0]
assert got[\"form\"] == \"wasm\" and decision[\"bound\"] > 0 and got[\"least_memory\"] == got[\"most_memory\"]
assert (decision[\"bound\"] + 1) << 32 == got[\"meter\"], got
assert {\"path\": \"/detected_at\", \"kind\": \"instant\"} in decision[\"facts\"]
assert sum(part[\"bytes\"] for part in got[\"parts\"] if part[\"name\"] in (\"Code\", \"Data\")) < got[\"bytes\"]
'"
holds "a native library" "$phep" build "${law[@]}" --target native --out native
holds "what is in a native library" sh -c "'$phep' inspect native/libbreach_report.so | grep -q 'at most'"
holds "a native library is not verified" sh -c "'$phep' inspect native/libbreach_report.so --verify; test \$? = 5"
holds "no file" sh -c "'$phep' inspect nowhere.wasm; test \$? = 74"

# ---- the same bytes again, from another place ----
mkdir elsewhere && cp "$kinds" elsewhere/
holds "build again" sh -c "cd elsewhere && '$phep' build every_kind.phep --target wasm --out ../again"
holds "equal to the byte" cmp kinds/every_kind.wasm again/every_kind.wasm
holds "build the package again" "$phep" build "${law[@]}" --target npm --vectors 5 --out breach-again
holds "packages equal to the byte" diff -r breach breach-again
holds "build the library again" "$phep" build "${law[@]}" --target native --out native-again
holds "libraries equal to the byte" diff -r native native-again

counted "mutants" python3 "$here/mutants.py" "$phep" leak/leak_report.wasm "$scratch" "$root/tests/data/inspect/mutants"
facts='{"found_at":"2026-02-14T09:30+07:00","told_at":null,"harmful":true}'
counted "limits" node "$here/limits.mjs" leak/leak_report.wasm leak_report "$facts"

tally
