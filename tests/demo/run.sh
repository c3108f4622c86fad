#!/usr/bin/env bash
# Two cases from the library, decided by the interpreter, in memory, as a shared library and as WebAssembly.
# The canonical answers must be the same bytes; then the same answer for people, in Vietnamese and in English.
#   tests/demo/run.sh PHEP
set -euo pipefail
phep=$(realpath "${1:?usage: tests/demo/run.sh PHEP}")
cd "$(dirname "${BASH_SOURCE[0]}")"

engines=(interp jit native wasm)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bold=$(printf '\033[1m') plain=$(printf '\033[0m') color=always
[ -t 1 ] || { bold='' plain='' color=never; }

# decide MODULE DECISION FACTS AS_OF: every engine's answer into $work, compared byte by byte.
decide() {
  local module=$1 decision=$2 facts=$3 as_of=$4 engine
  local question=("$module" --decision "$decision" --facts "$facts" --as-of "$as_of")
  printf '%s── %s%s\n' "$bold" "$5" "$plain"
  printf '%s of %s, %s\n\n' "$decision" "$module" "tests/demo/$facts"
  for engine in "${engines[@]}"; do
    "$phep" eval "${question[@]}" --engine "$engine" --certificate --format json >"$work/$engine.json"
    [ -s "$work/$engine.json" ] || { echo "$engine gave no answer" >&2; exit 1; }
    cmp "$work/interp.json" "$work/$engine.json" || {
      echo "$engine and the interpreter differ: that is a defect of Phép" >&2
      exit 1
    }
  done
  "$phep" eval "${question[@]}" --lang vi --color "$color"
  echo
  "$phep" eval "${question[@]}" --lang en --color "$color"
  printf '\ninterp = jit = native = wasm: %s bytes, certificate included, sha256 %.16s…\n\n' \
    "$(stat -c %s "$work/interp.json")" "$(sha256sum <"$work/interp.json")"
}

decide vn.pdpl.breach breach_report breach.json 2026-09-10T09:00+07:00 \
  'A leak found on the eve of National Day  ·  Lộ dữ liệu trước ngày Quốc khánh'
decide vn.ai.incidents incident_report incident.json 2026-09-12T09:00+07:00 \
  'A credit-scoring system fails  ·  Hệ thống chấm điểm tín dụng gặp sự cố'

printf '%sBoth cases were decided natively and in WebAssembly, with the same bytes.%s\n' "$bold" "$plain"
