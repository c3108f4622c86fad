#!/usr/bin/env bash
# `phep eval --batch`: streams of rows, good, wrong and hostile; their order, errors, exit codes and memory.
set -uo pipefail
build=$(cd "$1" && pwd)
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export PATH=$build/bin:$PATH LC_ALL=C.UTF-8 NO_COLOR=1 PHEP_LANG=en
data=$root/tests/data/batch
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
passed=0
failed=0

good() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); printf '%s\n' "$*"; }
# same WHAT A B: two files of the same bytes, and not empty.
same() { if [ -s "$2" ] && cmp -s "$2" "$3"; then good; else bad "$1: $2 and $3 differ"; diff <(head -n 3 "$2" | cut -c1-300) <(head -n 3 "$3" | cut -c1-300); fi; }
# is WHAT WANTED GOT
is() { if [ "$2" = "$3" ]; then good; else bad "$1: wanted $2, got $3"; fi; }
batch() { phep eval "$data/shop.phep" --batch --as-of 2026-03-10 "$@"; }

# ---- the same facts as NDJSON and as tables, on every engine, by any number of threads ----
for shape in ', \n' '; \r\n' '\t \n'; do
  read -r separator line_break <<<"$shape"
  [ "$separator" = '\t' ] && separator=$'\t'
  python3 "$data/rows.py" . 200 "$separator" "$line_break"
  batch --facts rows.ndjson --engine interp --jobs 1 >interp.out; is "good rows end with 0" 0 $?
  is "an answer a row" 200 "$(wc -l <interp.out)"
  for engine in jit native interp,jit,native; do
    batch --facts rows.ndjson --engine "$engine" >engine.out
    same "$engine" interp.out engine.out
  done
  for jobs in 2 3 7; do
    batch --facts - --jobs "$jobs" <rows.ndjson >jobs.out
    same "--jobs $jobs" interp.out jobs.out
    batch --facts - --input csv --jobs "$jobs" <rows.csv >table.out
    same "a table, --jobs $jobs" interp.out table.out
  done
  batch --facts rows.csv >table.out
  same "a table separated by $separator" interp.out table.out
done
head -n 15 rows.ndjson >some.ndjson
batch --facts some.ndjson --engine all --jobs 2 >all.out; is "all engines agree" 0 $?
head -n 15 interp.out >some.out
same "all engines" some.out all.out
while read -r row; do phep eval "$data/shop.phep" --facts - --as-of 2026-03-10 --format json <<<"$row"; done <some.ndjson >single.out
same "one by one" some.out single.out

# ---- spellings of a stream ----
a='{"paid":true,"on":"2026-01-01"}'
b='{"paid":false}'
printf '%s\n%s\n' "$a" "$b" | batch --facts - >plain.out
printf '\xef\xbb\xbf%s\r\n\r\n  \n%s' "$a" "$b" | batch --facts - >odd.out; is "byte order mark, CRLF, blank lines, no last line break" 0 $?
same "byte order mark, CRLF, blank lines" plain.out odd.out
printf 'paid,on\r\ntrue,2026-01-01\r\n"false",\r\n' | batch --facts - --input csv >odd.out
same "a table with CRLF" plain.out odd.out
printf '\xef\xbb\xbf"paid"\t"on"\n"true"\t"2026-01-01"\nfalse\t' | batch --facts - --input csv >odd.out
same "a table with a mark and tabs" plain.out odd.out
: | batch --facts - >empty.out; is "nothing at all" "0 0" "$? $(wc -c <empty.out)"
printf 'paid,on\n' | batch --facts - --input csv >empty.out; is "a header alone" "0 0" "$? $(wc -c <empty.out)"
printf 'paid\n""\n' | batch --facts - --input csv >quoted.out; is "a quoted empty cell is a row" "1" "$(grep -c '"missing":' quoted.out)"

# ---- absence: an empty cell is not known, also in a closed record; `_absent` says that there is none ----
missing() { printf '%s\n%s\n' "$1" "$2" | batch --facts - --input csv | node -e '
  const answer = JSON.parse(require("fs").readFileSync(0, "utf8"));
  process.stdout.write(answer.error?.code ?? String(answer.missing.includes(process.argv[1])) + " " + JSON.stringify(answer.outputs[process.argv[2]]));' "$3" "$4"; }
is "an empty cell is unknown" 'true {"$inexact":true,"$unknown":["/owner/since"]}' "$(missing owner.since,paid ,true /owner/since began)"
is "its companion says there is none" 'false null' "$(missing owner.since,owner.since_absent ,true /owner/since began)"
is "the companion alone" 'false null' "$(missing owner.since_absent,paid true,true /owner/since began)"
is "a companion that is false says nothing" 'true {"$inexact":true,"$unknown":["/owner/since"]}' "$(missing owner.since,owner.since_absent ,false /owner/since began)"
is "a value" 'false "2026-01-01"' "$(missing owner.since,owner.since_absent 2026-01-01,false /owner/since began)"
is "both" 'absent_with_value' "$(missing owner.since,owner.since_absent 2026-01-01,true /owner/since began)"
is "closed records keep their unknowns" 'true {"$unknown":["/acts/filed_on"]}' "$(missing acts.filed_on,acts.told,pieces ,true,5000 /acts/filed_on kind)"
is "a whole record as JSON" 'false null' "$(missing owner '"{""name"":""An"",""since"":null}"' /owner/since began)"

# ---- refused rows ----
for language in en vi; do
  batch --facts "$data/refused.csv" --lang "$language" --jobs 3 2>&1 >refused.out | sed "s|$data/||" >"refused.$language.txt"
  [ -z "${PHEP_UPDATE:-}" ] || cp "refused.$language.txt" "$data/"
  same "pictures in $language" "$data/refused.$language.txt" "refused.$language.txt"
done
[ -z "${PHEP_UPDATE:-}" ] || cp refused.out "$data/refused.out"
same "lines for what was refused" "$data/refused.out" refused.out
{ printf '{"items":[]}\n{"items":[{}'; printf ',{}%.0s' $(seq 4999); printf ']}\n'; } >wide.ndjson
for language in en vi; do
  phep eval "$data/wide.phep" --batch --as-of 2026-03-10 --facts - --engine interp,jit --lang "$language" <wide.ndjson 2>"limit.$language.txt" >limit.out
  [ -z "${PHEP_UPDATE:-}" ] || cp "limit.$language.txt" "$data/"
  same "a row beyond a limit, in $language" "$data/limit.$language.txt" "limit.$language.txt"
done
is "a row beyond a limit" '{"error":{"at":"","code":"limit","offset":13,"row":2}}' "$(sed -n 2p limit.out)"
rows() { printf '%s\n' "$a" '{"paid":1}' "$b" '{"nothing":1}'; }
# ends WHAT CODE LINES FLAGS…: by one thread and by several
ends() {
  local what=$1 code=$2 lines=$3 jobs got
  shift 3
  for jobs in 1 3; do
    rows | batch --facts - --jobs "$jobs" "$@" >ends.out 2>ends.err; got=$?
    is "$what, --jobs $jobs" "$code $lines" "$got $(wc -l <ends.out)"
  done
}
ends "report" 1 4
is "a line says row, byte and pointer" '{"error":{"at":"/paid","code":"wrong_type","offset":40,"row":2}}' "$(sed -n 2p ends.out)"
is "and standard error how many" "4 rows, 2 refused" "$(tail -n 1 ends.err)"
ends "skip" 0 2 --on-error skip
ends "stop" 3 1 --on-error stop
ends "--definite" 1 4 --definite
ends "--definite among good rows" 6 2 --definite --on-error skip
is "usage" 2 "$(batch --facts - --on-error never </dev/null >/dev/null 2>&1; echo $?)"
is "--jobs without --batch" 2 "$(phep eval "$data/shop.phep" --facts - --jobs 2 </dev/null >/dev/null 2>&1; echo $?)"
is "--each-reading" 2 "$(batch --facts - --each-reading </dev/null >/dev/null 2>&1; echo $?)"
is "a file that is not there" 74 "$(batch --facts nowhere.csv >/dev/null 2>&1; echo $?)"
is "an engine that is not there" 2 "$(batch --facts - --engine steam </dev/null >/dev/null 2>&1; echo $?)"
header() { printf '%s\n1\n' "$1" | batch --facts - --input csv 2>&1 >/dev/null | head -n 1; echo "${PIPESTATUS[1]}"; }
is "a column that is no fact" 'error[P6213]: the column `piecs` is no fact of the decision' "$(header piecs | head -n 1)"
is "a column twice" 'error[P6214]: the column `paid` stands here twice' "$(header paid,paid | head -n 1)"
is "a record and a part of it" 'error[P6214]: the column `owner` stands here twice' "$(header owner.name,owner | head -n 1)"
is "a companion of what is never absent" 'error[P6213]: the column `pieces_absent` is no fact of the decision' "$(header pieces_absent | head -n 1)"
is "a header that is wrong" 3 "$(header piecs | tail -n 1)"

# ---- hostile streams ----
# bytes NAME WANTED-CODES…: the codes of the lines, "-" for an answer
codes() { local what=$1 wanted=$2; shift 2
  batch --facts - "$@" 2>/dev/null | node -e 'for (const line of require("fs").readFileSync(0, "utf8").trimEnd().split("\n")) console.log(JSON.parse(line).error?.code ?? "-");' | tr '\n' ' ' >codes.out
  is "$what" "$wanted" "$(sed 's/ $//' codes.out)"; }
printf '{"paid":true}\n\x00\n{"owner":{"name":"\xff"}}\n{"paid":true\n[]\n{"paid":true}{}\n{"paid":true}\n' | codes "no JSON, no UTF-8, cut off" "- syntax bad_utf8 syntax wrong_type trailing_text -"
printf '{"owner":{"name":"\\ud800"}}\n{"paid":true,"paid":true}\n%s\n{"paid":true}\n' "$(printf '[%.0s' $(seq 300))" | codes "surrogates, keys twice, depth" "lone_surrogate duplicate_key depth -"
{ echo "$a"; printf '{"owner":{"name":"'; head -c 17000000 /dev/zero | tr '\0' x; printf '"}}\n'; echo "$a"; } >long.ndjson
codes "a row over 16 MiB" "- too_large -" <long.ndjson
codes "a row over 16 MiB, several threads" "- too_large -" --jobs 3 <long.ndjson
{ printf '{"owner":{"name":"'; head -c 16777195 /dev/zero | tr '\0' x; printf '"}}\n'; echo "$a"; } >just.ndjson
is "a row of 16 MiB" 16777217 "$(head -n 1 just.ndjson | wc -c)"
codes "a row of 16 MiB is read" "- -" <just.ndjson
{ head -c 40000000 /dev/zero | tr '\0' x; } | codes "one line without end" "too_large"
printf 'paid,owner.name\ntrue,"a\nb""c"\ntrue,x"y"\nfalse,"z\n' | codes "quotes in a table" "- stray_quote open_quote" --input csv
printf 'owner.name,visits\nx,"{""a"":1},""b"":2"\n\xff,\n"%s",\n' "$(printf 'a\x01b')" | codes "cells that are no JSON, no UTF-8, controls" "wrong_type bad_utf8 -" --input csv
printf 'pieces\n007\n-\n1e3\n99999999999999999999\n-0\n5\n' | codes "numbers" "wrong_type wrong_type wrong_type out_of_range wrong_type -" --input csv

# ---- pipes ----
mkdir known
python3 "$data/rows.py" known 1000 , '\n' known
for i in $(seq 100); do cat known/rows.ndjson; done >many.ndjson
batch --facts many.ndjson 2>closed.err | head -n 1 >/dev/null
is "a closed pipe is no error" "0 0" "${PIPESTATUS[0]} $(wc -c <closed.err)"
mkfifo slow
{ echo "$a"; sleep 20; } >slow &
writer=$!
batch --facts slow --jobs 2 >prompt.out & reader=$!
for _ in $(seq 50); do [ -s prompt.out ] && break; sleep 0.1; done
is "an answer comes before the stream ends" 1 "$(wc -l <prompt.out)"
kill "$writer"; wait "$writer" 2>/dev/null; wait "$reader"

# ---- memory: it does not grow with the stream ----
peak() { /usr/bin/env python3 -c '
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:], stdin=sys.stdin, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss if code == 0 else -1)' "$@"; }
measured() { peak phep eval "$data/shop.phep" --batch --as-of 2026-03-10 --facts - "$@"; }
few=$(measured --jobs 2 <known/rows.ndjson)
many=$(for i in $(seq 4); do cat many.ndjson; done | measured --jobs 2)
table=$({ head -n 1 known/rows.csv; for i in $(seq 200); do tail -n +2 known/rows.csv; echo; done; } | measured --input csv --jobs 2)
echo "peak memory: $few KiB for 1,000 rows, $many KiB for $(($(wc -c <many.ndjson) >> 18)) MiB, $table KiB for a table"
for large in "$many" "$table"; do
  if [ "$few" -gt 0 ] && [ "$large" -gt 0 ] && [ "$large" -lt $((few + 16384)) ]; then good; else bad "memory grows: $few KiB, then $large KiB"; fi
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
