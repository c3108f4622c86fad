#!/usr/bin/env bash
# Measures Phép among policy engines and hand-written baselines on the workload of tests/bench, and judges the figures.
#   tests/engines/run.sh BUILD [--quick] [--full] [--rounds N] [--ms N] [--only a,b] [--policies P1,P3-100]
# Everything goes to BUILD/bench-engines: the peers, the documents, what is built, results.json, and the tables in report.md.
# Without --only: ours, the baselines and the best peers; --full takes every peer.
set -euo pipefail
build=$(realpath "${1:?usage: tests/engines/run.sh BUILD [OPTION]...}")
shift
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
scratch=$build/bench-engines
phep=$build/bin/phep
mkdir -p "$scratch"

rounds=7
ms=200
only=cpp-custom,cpp-simdjson,cpp-bitmap,cpp-columns,wasm-c,js,casl,json-logic,cel-js,zen,cedar-wasm
policies=
extra=()
while [ $# -gt 0 ]; do
  case $1 in
    --quick) rounds=2 ms=50 only=cpp-custom,cpp-simdjson,cpp-bitmap,wasm-c,js ;;
    --full) only= ;;
    --rounds) rounds=$2; shift ;;
    --ms) ms=$2; shift ;;
    --only) only=$2; shift ;;
    --policies) policies=$2 extra+=(--policies "$2"); shift ;;
    *) echo "tests/engines/run.sh: no option \`$1\`" >&2; exit 2 ;;
  esac
  shift
done

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }

# The peers, the documents and the baselines, once for each state of the workload.
state=$(sha256sum tests/engines/bench.sha256 | cut -c1-16)
if [ ! -e "$scratch/.ready-$state" ]; then
  say "peers and baselines (some minutes; log: $scratch/setup.log)"
  tests/bench/setup.sh "$scratch" >"$scratch/setup.log" 2>&1 || { tail -n 40 "$scratch/setup.log" >&2; exit 1; }
  touch "$scratch/.ready-$state"
fi

say "ours"
tests/engines/build.sh "$phep" "$scratch"

say "instructions"
tests/engines/count.sh "$scratch" "${policies//P4/}" >"$scratch/counts.json"

say "rounds"
export BENCH_OURS=$scratch/ours OURS_LIB=$scratch/ours/libours.so
OURS_VERSION=$("$phep" --version | head -n 1)
export OURS_VERSION
EXTRA_CONTESTANTS="ours-wasm=node $PWD/tests/bench/lib/driver.mjs ../../engines/wasm"
EXTRA_CONTESTANTS+=";ours-columns=$scratch/ours/columns;ours-columns-unknown=$scratch/ours/columns --unknown"
EXTRA_CONTESTANTS+=";ours-ndjson=node $PWD/tests/engines/ndjson.mjs $phep"
export EXTRA_CONTESTANTS
[ -z "$only" ] || extra+=(--only "ours-native,ours-wasm,ours-columns,ours-columns-unknown,ours-ndjson,$only")
node tests/bench/run.mjs "$scratch" --rounds "$rounds" --ms "$ms" --p4-ms 4000 --check-ms 10000 "${extra[@]}" \
  --out "$scratch/results.json" >"$scratch/tables.md"
"$scratch/ours/P2n/duties" "$scratch/ours/P2n" "$scratch/data" --rounds "$rounds" >"$scratch/duties.json"

for how in "" --unknown; do "$scratch/ours/distinct" "$scratch/ours/P2" $how; done >"$scratch/distinct.json"

node tests/engines/judge.mjs "$scratch" >"$scratch/judged.md"
cat "$scratch/tables.md" "$scratch/judged.md" | tee "$scratch/report.md"
