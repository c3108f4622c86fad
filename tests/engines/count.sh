#!/usr/bin/env bash
# Instructions a decision takes, by callgrind: ours, cpp-custom, cpp-simdjson and the bitmap index on the same documents.
# Prints one JSON object; nothing of it hangs on what else the machine does.
#   tests/engines/count.sh SCRATCH [P1,P3-100]
set -euo pipefail
scratch=$(realpath "$1")
policies=${2:-P1,P2,P3-10,P3-100,P3-1000,P3-10000}
native=$scratch/native
ours=$scratch/ours
log=$scratch/count.log
: >"$log"

# collected FUNCTION COMMAND...: instructions inside FUNCTION and all that it calls.
collected() {
  local function=$1
  shift
  valgrind --tool=callgrind --callgrind-out-file=/dev/null --collect-atstart=no "--toggle-collect=$function" "$@" \
    2>&1 | tee -a "$log" | sed -nE 's/.*Collected : ([0-9]+).*/\1/p'
}

# count CONTESTANT LIBRARY POLICY MODE DOCUMENTS
count() {
  local instructions
  [ -e "$2" ] || return 0
  instructions=$(collected "bench_decide_$4" "$native/driver" "$2" --policy "$3" --data "$scratch/data" --mode "$4" --check --docs "$5")
  [ -n "$instructions" ] || return 0
  printf '%s{"contestant":"%s","policy":"%s","mode":"%s","instructions":%s}' "$comma" "$1" "$3" "$4" "$((instructions / $5))"
  comma=$',\n'
}

duties() {
  local instructions documents
  documents=$(wc -l <"$scratch/data/P2.ndjson")
  instructions=$(collected "$2" "$ours/P2n/duties" "$ours/P2n" "$scratch/data" --once "$1")
  printf ',\n{"contestant":"%s","policy":"P2n","mode":"object","instructions":%s}' "$3" "$((instructions / documents))"
}

comma=
echo '['
for policy in ${policies//,/ }; do
  for mode in object text; do
    documents=200
    [ "$policy" != P3-10000 ] || documents=20
    count ours-native "$ours/libours.so" "$policy" "$mode" "$documents"
    count cpp-custom "$native/cpp-custom.$policy.so" "$policy" "$mode" "$documents"
    count cpp-simdjson "$native/cpp-simdjson.$policy.so" "$policy" "$mode" "$documents"
  done
done
# The bitmap index is compiled for this very processor, of which callgrind may not know every instruction: then there is no row.
for policy in P3-1000 P3-10000; do
  case ,$policies, in *,$policy,*) count cpp-bitmap "$native/cpp-bitmap.$policy.so" "$policy" object 20 || true ;; esac
done
duties ours p2n_decide ours-native
duties hand hand_duties by-hand
printf '\n]\n'
