#!/usr/bin/env bash
# What a person meets at the command line: new projects, projects of several modules, exit codes, help, misspelt words.
set -uo pipefail
build=$(cd "$1" && pwd)
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export PATH=$build/bin:$PATH LC_ALL=C.UTF-8 NO_COLOR=1 PHEP_LANG=en
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
. "$root/tests/tally.sh"

# json COMMAND…: what it writes to standard output is one JSON value.
json() {
  if { "$@" 2>/dev/null </dev/null || true; } | node -e 'JSON.parse(require("fs").readFileSync(0, "utf8"))' 2>/dev/null; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "$*: no JSON"
  fi
}

# ---- new projects ----
for language in en vi; do
  for template in min ai-risk personal-data; do
    project=$template-$language
    ends 0 "$project" phep new "$project" --template "$template" --lang "$language"
    ends 0 "" phep check "$project"
    ends 0 "0 errors, 0 warnings" phep check "$project" --lang en
    ends 0 " passed, 0 failed" phep test "$project" --engine all
    ends 0 "" phep fmt --check "$project"
    ends 74 "" phep new "$project"
    [ "$(grep -c "$project" "$project/README.md" "$project/phep.json" | grep -c ':0$')" -eq 0 ] && passed=$((passed + 1)) ||
      { failed=$((failed + 1)); echo "$project: the name was not filled in"; }
  done
done
ends 0 "" phep new deeper/still/here
# The library and the suite's programs are laid out as the formatter lays them out.
ends 0 "" phep fmt --check "$root/stdlib" "$root/tests/data/run"
ends 0 " passed, 0 failed" phep test deeper/still/here
ends 2 "" phep new ""
ends 2 "" phep new 'a"b'
ends 2 "" phep new ..
ends 2 "personal-data" phep new x --template personal
json phep new project-in-json --json

# ---- a project of several modules, tested from wherever one stands ----
cd min-en/cases || exit 1
ends 0 "8 passed, 0 failed" phep test ..
ends 0 "8 passed, 0 failed" phep test ../policy_tests.phep
ends 0 "policy.answer_complaint" phep law cited-by RULES@2.1
cd "$scratch" || exit 1
ends 0 "8 passed, 0 failed" phep test "$scratch/min-en"
ends 0 "8 passed, 0 failed" phep test ./min-en/../min-en/policy_tests.phep
printf '{"nmae":"x"}' >min-en/phep.json
ends 1 "name, library" phep check min-en
ends 3 "P6005" phep test min-en
printf '{"library":"yes"}' >min-en/phep.json
ends 1 "P6005" phep check min-en
printf 'not json' >min-en/phep.json
ends 1 "P6005" phep check min-en
printf '\xff' >min-en/phep.json
ends 1 "P6005" phep check min-en
printf '{}' >min-en/phep.json
ends 0 "" phep check min-en

# A project around the folder that one stands in, where a module imports its neighbour by its whole name.
mkdir -p around/inner/deep
printf '{"name":"around"}' >around/phep.json
printf 'module inner.deep.other\nrule two() : int = 2\n' >around/inner/deep/other.phep
printf 'module inner.deep.user\nuse inner.deep.other\nrule four() : int = two() + two()\ntest "four" { as_of 2026-01-01T00:00+07:00 expect four() == 4 }\n' >around/inner/deep/user.phep
cd around/inner/deep || exit 1
ends 0 "0 errors" phep check user.phep
ends 0 "1 passed, 0 failed" phep test .
ends 0 "1 passed, 0 failed" phep test ../deep/user.phep
cd .. || exit 1
ends 0 "1 passed, 0 failed" phep test deep
cd "$scratch" || exit 1

# ---- asking for facts ----
# asks ANSWERS CODE WORDS COMMAND…: with these lines typed, the command ends with that code and its words hold the others.
asks() {
  local answers=$1 code=$2 words=$3 got=0 said
  shift 3
  said=$(printf '%s' "$answers" | "$@" 2>&1) || got=$?
  if [ "$got" -eq "$code" ] && { [ -z "$words" ] || grep -qF -- "$words" <<<"$said"; }; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf '%s\n    ended with %s, wanted %s and "%s"; it said:\n' "$*" "$got" "$code" "$words"
    tail -n 20 <<<"$said" | sed 's/^/      /'
  fi
}
# holds FILE JSON: the file is this value.
holds() {
  if node -e 'const fs=require("fs"), a=require("assert");
      a.deepStrictEqual(JSON.parse(fs.readFileSync(process.argv[1], "utf8")), JSON.parse(process.argv[2]))' "$1" "$2" 2>/dev/null; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "$1 is not $2: $(cat "$1" 2>&1)"
  fi
}
cat >asked.phep <<'END'
module asked
use vn.calendar
counting vn.civil_code
calendar vn.state
instrument LAW { number "1/2025/QH15" rank law title vi "Luật thử" en "Trial law" in_force from 2026-01-01 outline 1..9 }
party firm vi "bên giữ" en "holder"
enum Kind { mild vi "nhẹ" en "mild"  grave vi "nghiêm trọng" en "grave" }
record Acts closed { told_at : instant? vi "thời điểm báo" en "moment of the report" }
record Leak {
  kind     : Kind vi "mức độ" en "gravity"
  people   : int 0..1_000_000 vi "số người" en "people affected"
  found_at : instant vi "thời điểm phát hiện" en "moment of detection"
  acts     : Acts
}
duty tell(l: Leak) {
  vi "Báo cơ quan" en "Tell the authority" cites LAW@1 bearer firm
  trigger l.found_at
  applies when l.kind is grave or l.people >= 1_000
  due 72 hours after trigger
  done l.acts.told_at
}
decision leaks(l: Leak) { norms tell(l) }
END
ask=(phep ask asked.phep --as-of 2026-04-01 --lang en)
# What decides nothing is never asked: a grave leak needs no number of people. Which fact comes first is the asking order's.
whole='{"acts":{"$partial":true,"told_at":"2026-03-04T08:00+07:00"},"found_at":"2026-03-02T09:30+07:00","kind":"grave"}'
cat >known.json <<'END'
{"kind":"grave"}
END
moments=$'2026-03-04 08:00\n2026-03-02 09:30\n'  # of the report, of detection: neither is finite, so by path
asks "$moments" 0 "no other can change the outcome" "${ask[@]}" --facts known.json --out whole.json
holds whole.json "$whole"
asks "" 0 "FULFILLED" "${ask[@]}" --facts whole.json
asks "" 0 "0 facts were asked" "${ask[@]}" --facts whole.json
asks $'yesterday\n'"$moments" 0 "needs a day and an hour" "${ask[@]}" --facts known.json
asks $'2026-03-02\n'"$moments" 0 "needs the hour" "${ask[@]}" --facts known.json
asks $'\n'"$moments" 0 "nothing was answered" "${ask[@]}" --facts known.json
asks $'2026-02-30 09:00\n'"$moments" 0 "FULFILLED" "${ask[@]}" --facts known.json
asks $'2026-03-04 08:00\n<\nnone\n2026-03-02 09:30\n' 0 "VIOLATED" "${ask[@]}" --facts known.json
asks $'chưa\n9h30 2/3/2026\n' 0 "VI PHẠM" phep ask asked.phep --as-of 2026-04-01 --facts known.json --lang vi
asks $'2026-03-04 08:00\n?\n' 0 "could still change the outcome" "${ask[@]}" --facts known.json
asks $'2026-03-04 08:00\n?\n' 6 "" "${ask[@]}" --facts known.json --definite
asks "" 0 "could still change the outcome" "${ask[@]}" --facts known.json
# Broken off, taken up again.
asks $'2026-03-04 08:00\n.\n' 0 "" "${ask[@]}" --facts known.json --out half.json
holds half.json '{"acts":{"$partial":true,"told_at":"2026-03-04T08:00+07:00"},"kind":"grave"}'
asks $'2026-03-02 09:30\n' 0 "FULFILLED" "${ask[@]}" --facts half.json --out half.json
holds half.json "$whole"
asks "$moments" 2 "add --facts half.json" "${ask[@]}" --facts known.json --out half.json
holds half.json "$whole"
echo '{"acts":{"told_at":"2026-03-04T08:00+07:00"},"found_at":"2026-03-02T09:30+07:00"}' >kindless.json
# The number comes first: more of its representatives settle the matter.
asks $'12\nfatal\n2\n' 0 "there is no choice" "${ask[@]}" --facts kindless.json
asks $'12\ngrave\n' 0 "FULFILLED" "${ask[@]}" --facts kindless.json
asks $'2,000,000\n12\nmild\n' 0 "must lie between 0 and 1,000,000" "${ask[@]}" --facts kindless.json
asks $'12\nnghiem trong\n' 0 "ĐÃ THỰC HIỆN" phep ask asked.phep --as-of 2026-04-01 --facts kindless.json --lang vi
asks $'12\ngrave\n' 0 "Clause" "${ask[@]}" --facts kindless.json --explain
# What a breach costs is part of the outcome: a status that is known does not end the questions.
sed 's/^  acts     : Acts/&\n  alone    : bool vi "cá nhân" en "an individual"/
     s/^  done l.acts.told_at/&\n  sanction main: fine up to 100_000_000 VND halved when l.alone  cites LAW@2/' asked.phep >fined.phep
echo '{"acts":{},"found_at":"2026-03-02T09:30+07:00","kind":"grave"}' >late.json
asks "" 0 "1 that is unknown could still change" phep ask fined.phep --as-of 2026-04-01 --lang en --facts late.json
asks $'yes\n' 0 "no other can change the outcome" phep ask fined.phep --as-of 2026-04-01 --lang en --facts late.json
asks $'yes\n' 0 "1 fact was asked" phep ask fined.phep --as-of 2026-04-01 --lang en --facts late.json
# Who determined a judgment, and on the day that is asked about.
cat >judged.phep <<'END'
module judged
use vn.calendar
counting vn.civil_code
calendar vn.state
instrument LAW { number "1/2025/QH15" rank law title vi "Luật thử" en "Trial law" in_force from 2026-01-01 outline 1..9 }
record Leak { at : instant vi "lúc xảy ra" en "when" }
rule grave(l: Leak) : bool by judgment { vi "nghiêm trọng" en "grave" basis "no number is set" cites LAW@1 }
decision leak(l: Leak) { answer = grave(l) }
END
asks $'yes\n' 0 "--author NAME" phep ask judged.phep --as-of 2026-04-01 --lang en
asks $'yes\n' 0 "no other can change the outcome" phep ask judged.phep --as-of 2026-04-01 --lang en --author "Nguyễn Thị A" --out judged.json
holds judged.json '{"$judgments":{"grave":{"author":"Nguyễn Thị A","on":"2026-04-01","value":true}}}'
asks "" 0 "0 facts were asked" phep ask judged.phep --as-of 2026-05-01 --lang en --facts judged.json
asks "" 2 "--as-of" phep ask asked.phep
asks "" 2 "standard input" "${ask[@]}" --facts -
asks "" 2 "there is no decision" "${ask[@]}" --decision other
asks "" 0 "Tell the authority" "${ask[@]}"
asks "." 0 "vn.pdpl.breach" phep ask vn.pdpl.breach.breach_report --as-of 2026-09-10 --json
echo '{"kind":"odd"}' >odd.json
asks "" 3 "one of" "${ask[@]}" --facts odd.json
asks "" 74 "" "${ask[@]}" --facts nowhere.json
ends 0 "" phep ask --help

# ---- case files ----
sed -i 's/"fulfilled"/"late"/' min-en/cases/complaints.cases.jsonl
ends 1 "answered on the last day" phep test min-en
sed -i 's/"late"/"lat"/' min-en/cases/complaints.cases.jsonl
ends 1 'use `late`' phep check min-en
ends 3 "P6211" phep test min-en
ends 0 "" phep check "$root/tests/data/cases/good.phep"
ends 0 "5 passed, 0 failed" phep test "$root/tests/data/cases/good.phep" --engine all

# ---- fixes ----
printf 'use vn.calendar\nuse vn.instruments.pdpl\n\nrule f() : int = 1  cites D330@54.3\n' >fixable.phep
cp fixable.phep before.phep
ends 0 "1 fix in 1 file" phep check --fix fixable.phep
ends 0 "0 fixes in 0 files" phep check --fix fixable.phep
ends 1 "" cmp -s fixable.phep before.phep

# ---- exit codes and messages ----
facts=$root/tests/demo/breach.json
decide=(phep eval vn.pdpl.breach --decision breach_report --facts "$facts" --as-of 2026-09-10)
ends 0 "" "${decide[@]}"
ends 1 "" "${decide[@]}" --fail-on late,violated
ends 0 "" "${decide[@]}" --fail-on exempt
ends 2 'did you mean `late`' "${decide[@]}" --fail-on lat
ends 0 "" "${decide[@]}" --definite
echo '{}' >nothing.json
ends 6 "" phep eval vn.pdpl.breach --decision breach_report --facts nothing.json --as-of 2026-09-10 --definite
echo '{"rol":1}' >wrong.json
ends 3 'use `role`' phep eval vn.pdpl.breach --decision breach_report --facts wrong.json --as-of 2026-09-10
ends 2 "--as-of" phep eval vn.pdpl.breach --decision breach_report --facts nothing.json
ends 74 "" phep check nowhere.phep
ends 74 'did you mean `vn.pdpl.breach`?' phep eval vn.pdpl.breech --facts - --as-of 2026-03-10 --lang en
ends 2 "breach_report, finance_leak_report" phep eval vn.pdpl.breach --facts - --as-of 2026-03-10 --lang en
ends 2 'did you mean `check`' phep chekc
ends 2 'did you mean `law`' phep lwa
ends 2 "" phep law shwo PDPL
ends 2 "" phep
ends 2 "" phep check
ends 0 "look up the law" phep --help
ends 0 "tra cứu văn bản" phep --help --lang vi
ends 0 "look up the law" phep help
ends 0 "what cites a provision" phep help law
ends 2 'did you mean `test`' phep help tset
ends 0 "language" phep --version

# ---- law ----
ends 0 "vn.pdpl.breach.notify_authority" phep law show khoản 1 điều 23 luật 91/2025
ends 0 "KHÔNG" phep law show PDPL@23.1 --as-of 2025-06-01 --lang vi
ends 0 "AIL@12.2.b" phep law show điều 12.2.b luật ttnt
ends 0 "Which instrument?" phep law show điều 9.2
ends 2 'did you mean `PDPL`' phep law show PDLP@23
ends 2 "PDPL@1 … PDPL@39" phep law show PDPL@99
ends 2 "" phep law show khoản 1
ends 2 "" phep law show $'\xff'
ends 0 "" phep law search sự cố nghiêm trọng
ends 0 "vn.ai.incidents.serious" phep law search su co nghiem trong
ends 1 "did you mean" phep law search authorty
ends 0 "2026-01-01" phep law history D356
ends 0 "phep:vn/calendar.phep" phep law cited-by LAB@112
json phep law show PDPL@23.1 --json
json phep law search breach --json
json phep law history D356 --format json
json phep law cited-by PDPL --json
json phep law export --json
json phep law coverage --json
ends 0 "1..39" phep law coverage --instrument PDPL
ends 0 "what is named here may be only a part" phep law coverage
ends 0 "not known, ≥ 58" phep law coverage --instrument L64
ends 0 "1..39" phep law coverage --instrument 91/2025/qh15 --missing --lang vi
ends 2 'did you mean `PDPL`' phep law coverage --instrument PDLP
json phep law show PDLP --json

# ---- boundaries, sheets, indexes: of a small library of its own, whose cells are known by hand ----
cp -r "$root/tests/data/matrix" matrix
ends 0 "12 passed, 0 failed" phep test matrix
phep law matrix --in matrix --csv | tr -d '\r' | cut -d, -f1-5 >cells.csv
ends 0 "" diff cells.csv "$root/tests/data/matrix/cells.csv"
ends 0 "6 norms" phep law matrix --in matrix
ends 0 "last instant in time; just late; day before force" phep law matrix --in matrix --missing
ends 0 "vừa quá hạn" phep law matrix --in matrix --missing --lang vi
json phep law matrix --in matrix --json
ends 0 "0 norms" phep law matrix --in matrix --instrument PEN
ends 2 'did you mean `PEN`' phep law matrix --in matrix --instrument PNE
ends 0 "sheets/LAW-2.en.html" phep law review LAW@2 --out sheets --in matrix
ends 0 "five days [4]" cat sheets/LAW-2.en.html
ends 0 "due 5 days after trigger" cat sheets/LAW-2.en.html
ends 0 "Người rà soát" cat sheets/LAW-2.vi.html
ends 0 "LAW-6.vi.html" phep law review --instrument LAW --out sheets --in matrix
ends 2 "no provision is named" phep law review --out sheets --in matrix
ends 2 "" phep law review LAW@2 --in matrix
ends 0 "## 24 hours" phep law index --by deadline --in matrix
ends 0 "## bên giữ" phep law index --by bearer --in matrix --lang vi
ends 0 "## Article 6" phep law index --by article --in matrix
ends 2 "" phep law index --by norm --in matrix
json phep law index --by bearer --in matrix --json
# ---- the heap of a command may grow into large pages; a stream of cases stays small ----
echo '{"people":1}' >stream.ndjson
printf 'module stream\nrule large(people: int) : bool = people > 5\ndecision d(people: int) { large = large(people) }\n' >stream.phep
stream=(eval stream.phep --batch --input ndjson --facts stream.ndjson --as-of 2026-03-10)
ends 0 MADV_HUGEPAGE strace -f -e trace=madvise "$build/bin/phep" check stream.phep
ends 0 '"large":false' strace -f -e trace=madvise "$build/bin/phep" "${stream[@]}"
ends 1 "" sh -c '"$@" 2>&1 | grep MADV_HUGEPAGE' sh strace -f -e trace=madvise "$build/bin/phep" "${stream[@]}"

# ---- what was clean before is not read again, unless something that it rests on has changed ----
memory=$scratch/cache/phep/checked
kept=(env -u CI "XDG_CACHE_HOME=$scratch/cache" PHEP_TODAY=2026-11-01 phep check kept)
phep new kept --template min --lang en >/dev/null 2>&1
mkdir kept/inner
printf 'module inner.part\n\nrule is_adult(age: int) : bool = age >= 18\n' >kept/inner/part.phep
printf 'module uses\nuse inner.part\n\nrule may(age: int) : bool = is_adult(age)\n' >kept/uses.phep
files=$(find kept -name '*.phep' | wc -l)
ends 0 "$files files, 0 errors" "${kept[@]}"
ends 0 "$files files" "${kept[@]}" --fix
ends 0 '"results": []' "${kept[@]}" --format sarif
# What was kept is made to tell lies, so that one sees where it is believed.
sed -i 's/"checked": [0-9]*/"checked": 4242/' "$memory"/*.json
ends 0 "4242 files, 0 errors" "${kept[@]}"
ends 0 "4242 tệp, 0 lỗi" "${kept[@]}" --lang vi
ends 0 '"diagnostics": []' "${kept[@]}" --json
ends 0 "$files files" "${kept[@]}" --no-cache
ends 0 "$files files" env CI=true "XDG_CACHE_HOME=$scratch/cache" PHEP_TODAY=2026-11-01 phep check kept
ends 0 "$files files" env -u CI "XDG_CACHE_HOME=$scratch/cache" PHEP_TODAY=2026-11-02 phep check kept
touch kept/inner/part.phep
ends 0 "4242 files" "${kept[@]}"
sed -i 's/>= 18/>= "18"/' kept/inner/part.phep
ends 1 "inner/part.phep" "${kept[@]}"
sed -i 's/>= "18"/>= 18/' kept/inner/part.phep
ends 0 "4242 files" "${kept[@]}"
mv kept/inner/part.phep outside.phep && ln -s ../../outside.phep kept/inner/part.phep
ends 74 "" "${kept[@]}"
rm kept/inner/part.phep && mv outside.phep kept/inner/part.phep
cp kept/uses.phep kept/other.phep && sed -i 's/module uses/module other/' kept/other.phep
ends 0 "$((files + 1)) files" "${kept[@]}"
rm kept/other.phep
ends 0 "4242 files" "${kept[@]}"
printf '{"name":"inner"}' >kept/inner/phep.json
ends 0 "lint[P6004]" "${kept[@]}"
rm kept/inner/phep.json
ends 0 "4242 files" "${kept[@]}"
for lie in "" "[]" '{"files":{},"inside":[]}' '{"files":7,"inside":[],"checked":4242}' '{"files":{},"inside":[7],"checked":4242}' '{"files":{"/etc/hostname":7},"inside":[],"checked":4242}'; do
  for one in "$memory"/*.json; do printf '%s' "$lie" >"$one"; done
  ends 0 "$files files" "${kept[@]}"
done
ends 0 "$files files" env -u CI XDG_CACHE_HOME=/dev/null phep check kept
# A name that is no UTF-8 is checked like any other, and nothing is kept of it.
rm -r "$memory" && mkdir odd && cp kept/inner/part.phep $'odd/\xff.phep'
for _ in 1 2; do ends 0 "1 file, 0 errors" env -u CI "XDG_CACHE_HOME=$scratch/cache" phep check odd; done
ends 0 "0 passed, 0 failed" env -u CI "XDG_CACHE_HOME=$scratch/cache" phep test odd --changed
[ ! -e "$memory" ] && passed=$((passed + 1)) || { failed=$((failed + 1)); echo "a name that is no UTF-8 was kept"; }

json phep check min-en --json
json phep test min-vi --json
json phep version --json
json phep fmt --check min-vi --json
json phep explain P7001 --json

tally
