#!/usr/bin/env bash
# Command by command: what it says to a line that it cannot serve, in both languages and with the exit code of the
# reference, and what it does with options that change the law that is asked, the certificate or the way of telling.
set -uo pipefail
. "$(dirname "$0")/../scratch.sh" "$1"
cd "$scratch" || exit 1

# silent WORDS COMMAND…: what the command says, with whatever code, does not hold the words, and is not empty.
silent() {
  local words=$1 said
  shift
  said=$("$@" 2>&1 </dev/null)
  if [ -n "$said" ] && ! grep -qF -- "$words" <<<"$said"; then passed=$((passed + 1)); else
    failed=$((failed + 1)); echo "$*: says \"$words\", or nothing"; fi
}

cat >leak.phep <<'PHEP'
module leak
use vn.calendar
counting vn.civil_code
calendar vn.state
instrument LAW { number "1/2025/QH15" rank law title vi "Luật thử" en "Trial law" in_force from 2026-01-01 outline 1..9 }
instrument BILL { number "5/2027/QH15" rank law title vi "Dự thảo" en "Bill" draft in_force from 2027-07-01 outline 1..9 }
party firm vi "doanh nghiệp" en "firm"
reading K { strict vi "mười người" en "ten persons", loose vi "một trăm người" en "a hundred persons" } default strict
    basis "The text names no number." cites LAW@1 vi "Bao nhiêu là nhiều?" en "How many are many?"
record Leak {
  at     : instant      vi "lúc xảy ra"  en "moment of the leak"
  told   : instant?     vi "lúc báo"     en "moment of the report"
  people : int 0..1_000 vi "số người"    en "persons"
}
rule many(l: Leak) : bool {
  vi "Nhiều người"  en "Many persons"
  default false
  case    big: true when l.people >= (if K is strict then 10 else 100)  cites LAW@2
}
duty tell(l: Leak) {
  vi "Báo cơ quan"  en "Tell the authority"  cites LAW@3  bearer firm  trigger l.at
  applies when many(l)
  due 72 hours after trigger
  done l.told
}
duty tell_soon(l: Leak) {
  vi "Báo theo dự thảo"  en "Tell under the bill"  cites BILL@1  bearer firm  trigger l.at
  due 24 hours after trigger
  done l.told
}
decision leak_report(l: Leak) { many = many(l)  norms tell(l), tell_soon(l) }
PHEP
printf 'module wrong\nrule f() : int = "x"\ndecision d() { a = f() }\n' >wrong.phep
echo '{"at":"2026-03-02T08:00+07:00","told":null,"people":50}' >facts.json
echo '{"at":"2026-03-02T08:00+07:00","told":null,"people":5}' >few.json
echo '{"at":"2026-03-02T08:00+07:00","told":null,"people":5000}' >refused.json
touch file
mkdir empty
as_of=(--as-of 2026-03-10)
given=(--facts facts.json "${as_of[@]}")

# ---- a library that is not there: no command goes on with the embedded one ----
while IFS= read -r line; do
  # shellcheck disable=SC2086
  ends 74 "no such folder: nowhere" phep $line --stdlib nowhere
done <<'LINES'
ask leak.phep --as-of 2026-03-10
bench leak.phep --as-of 2026-03-10
build leak.phep --target wasm --out out
bundle make . --sequence 1 --out b.tar
bundle verify b.tar --unsigned
bundle unpack b.tar --unsigned --out out
check leak.phep
completions bash
diff leak.phep --law-date 2026-01-01 --law-date 2026-02-01
eval leak.phep --facts facts.json --as-of 2026-03-10
fmt leak.phep
gen leak.phep --as-of 2026-03-10
graph leak.phep leak_report
inspect b.wasm
law show LAW
lint leak.phep
man check
new made
report facts.json --of leak.phep --as-of 2026-03-10
schema check
test leak.phep
verify leak.phep
version
LINES
if [ -e made ] || [ -e out ] || [ -e b.tar ]; then failed=$((failed + 1)); echo "something was written"; else passed=$((passed + 1)); fi

# ---- folders and files that cannot be read or written ----
says 74 "no .phep file in empty" "không có tệp .phep nào trong empty" phep check empty
says 74 "cannot read nowhere.json" "không đọc được nowhere.json" phep explain leak.phep --facts nowhere.json "${as_of[@]}"
says 74 "cannot read nowhere.json" "không đọc được nowhere.json" phep explain leak.phep "${given[@]}" --certificate nowhere.json
says 74 "cannot read nowhere.json" "không đọc được nowhere.json" phep bench leak.phep "${as_of[@]}" --facts nowhere.json
says 74 "cannot read nowhere.json" "không đọc được nowhere.json" phep bench leak.phep "${given[@]}" --engine interp --time 5 --baseline nowhere.json
says 74 "cannot read nowhere.json" "không đọc được nowhere.json" phep report nowhere.json --of leak.phep "${as_of[@]}"
says 74 "cannot write file/x" "không ghi được file/x" phep gen leak.phep "${as_of[@]}" --count 2 --out file/x
ends 74 "Not a directory" phep new file/x
ends 74 "file/x" phep new file/x --lang vi
says 2 "fmt does not read standard input" "fmt chưa đọc từ đầu vào chuẩn" phep fmt -
says 3 "no case in none.ndjson" "không có trường hợp nào trong none.ndjson" sh -c ': >none.ndjson; phep bench leak.phep --as-of 2026-03-10 --facts none.ndjson "$@"' sh
# The language server beside the program is the one that is meant.
mkdir alone && cp "$build/bin/phep" alone/
says 74 "cannot run the language server $scratch/alone/phep-lsp: No such file" "không chạy được máy chủ ngôn ngữ $scratch/alone/phep-lsp" alone/phep lsp
printf '#!/bin/sh\necho "server: $*"\n' >alone/phep-lsp
chmod +x alone/phep-lsp
ends 0 "server: --version" alone/phep lsp -- --version
ends 0 "speaks LSP on stdin" "$build/bin/phep-lsp" --help

# ---- sources with errors: they are shown, and nothing is decided ----
for line in "eval wrong.phep --facts facts.json --as-of 2026-03-10" "explain wrong.phep --facts facts.json --as-of 2026-03-10" \
  "gen wrong.phep --as-of 2026-03-10" "report wrong.phep" "law review LAW@1 --in . --out sheets" "diff wrong.phep --law-date 2026-01-01 --law-date 2026-02-01"; do
  # shellcheck disable=SC2086
  says 3 "error[P3001]: expected int, found text" "lỗi[P3001]" phep $line
done
phep lint wrong.phep --format sarif >wrong.sarif 2>/dev/null
shows wrong.sarif 'it.runs[0].invocations[0].executionSuccessful === false && it.runs[0].invocations[0].exitCode === 3'
shows wrong.sarif 'it.runs[0].invocations[0].toolExecutionNotifications[0].message.text === "the sources have errors, so drafting is not looked at"'
shows wrong.sarif 'it.runs[0].results.some((one) => one.ruleId === "P3001")'
# A name that is no plain URI is written as one.
cp wrong.phep 'luật 100%.phep'
phep check 'luật 100%.phep' --format sarif >named.sarif 2>/dev/null
shows named.sarif 'it.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri === "lu%E1%BA%ADt%20100%25.phep"'
rm 'luật 100%.phep'

# ---- readings and drafts: the answer changes with them, and a wrong name is refused ----
ends 0 "VIOLATED  Tell the authority" phep eval leak.phep "${given[@]}"
ends 0 "plain" sh -c 'phep eval leak.phep "$@" --reading K=loose | grep -q VIOLATED || echo plain' sh "${given[@]}"
ends 0 "leak.K = loose" phep eval leak.phep "${given[@]}" --reading leak.K=loose
says 2 'this decision rests on no reading `K=lose`' 'quyết định này không dựa trên cách hiểu `K=lose`' phep eval leak.phep "${given[@]}" --reading K=lose
says 2 'rests on no reading `J=strict`' 'không dựa trên cách hiểu `J=strict`' phep ask leak.phep "${as_of[@]}" --reading J=strict
later=(--facts facts.json --as-of 2027-08-10 --law-date 2027-07-10)
ends 0 "Tell under the bill (Article 1" phep eval leak.phep "${later[@]}"
silent "VIOLATED  Tell under the bill" phep eval leak.phep "${later[@]}"
ends 0 "VIOLATED  Tell under the bill" phep eval leak.phep "${later[@]}" --suppose BILL
says 0 "supposing   Bill to be in force" "giả định    Dự thảo được coi là đã có hiệu lực" phep eval leak.phep "${later[@]}" --suppose leak.BILL
says 2 'this decision rests on no draft called `BIL`' 'quyết định này không dựa vào dự thảo nào tên là `BIL`' phep eval leak.phep "${given[@]}" --suppose BIL
says 0 "A what-if: the draft “Bill” is treated as in force" "Giả định: dự thảo “Dự thảo” được coi là đã có hiệu lực" \
  phep explain leak.phep "${later[@]}" --suppose BILL
says 0 "✗ Law No. 5/2027/QH15 is a draft and not in force" "✗ Luật số 5/2027/QH15 mới là dự thảo, chưa có hiệu lực" \
  phep explain leak.phep "${later[@]}" --norm tell_soon
# Before the day on which it is planned to begin, the draft is not law either.
early=(--facts facts.json --as-of 2027-08-10 --law-date 2027-06-30 --suppose BILL)
says 0 "✓ “Bill”: a draft that is treated as in force" "✓ “Dự thảo”: dự thảo được coi là đã có hiệu lực" \
  phep explain leak.phep "${early[@]}" --norm tell_soon
silent "9999" phep explain leak.phep "${later[@]}" --norm tell_soon
says 0 "A what-if: the law of Saturday 10 July 2027 is applied" "Giả định: áp dụng luật của thứ Bảy, ngày 10/7/2027" \
  phep explain leak.phep "${later[@]}"
says 0 "Reading K" "Cách hiểu K" phep eval leak.phep "${given[@]}" --each-reading
says 0 "strict: ten persons  (in use)" "strict: mười người  (đang dùng)" phep eval leak.phep "${given[@]}" --each-reading
says 0 "loose: a hundred persons" "loose: một trăm người" phep eval leak.phep "${given[@]}" --each-reading
says 0 "“Many persons”: no (instead of yes)" "“Nhiều người”: không (thay vì có)" phep eval leak.phep "${given[@]}" --each-reading

# ---- explaining a case ----
says 2 "--as-of is missing" "thiếu --as-of" phep explain leak.phep --facts facts.json
says 3 "error[P6105]: \`/people\`" "lỗi[P6105]: \`/people\`" phep explain leak.phep --facts refused.json "${as_of[@]}"
says 2 'the decision has no norm `tel`; did you mean `tell`?' 'quyết định không có quy phạm `tel`; có phải `tell`?' phep explain leak.phep "${given[@]}" --norm tel
says 2 'the decision has no norm `appeal_at_once`' 'quyết định không có quy phạm `appeal_at_once`' phep explain leak.phep "${given[@]}" --norm appeal_at_once
silent "did you mean" phep explain leak.phep "${given[@]}" --norm appeal_at_once
phep eval leak.phep "${given[@]}" --certificate --json >answer.json
says 0 "replayed, every bit reproduced" "đã dựng lại, khớp từng bit" phep explain leak.phep --facts facts.json --certificate answer.json
says 5 "leak.many.big: certificate true, replay false" "leak.many.big: chứng thư đúng, dựng lại sai" phep explain leak.phep --facts few.json --certificate answer.json
echo '{"at":"2026-03-02T08:00+07:00","told":null}' >open.json
says 5 "leak.many.big: certificate true, replay unknown" "leak.many.big: chứng thư đúng, dựng lại chưa biết" phep explain leak.phep --facts open.json --certificate answer.json
says 5 "another law date" "khác ngày áp dụng luật giả định" sh -c 'sed "s/\"law_date\":null/\"law_date\":\"2026-02-01\"/; s/\"determinations\":\[\],\"readings\"/\"determinations\":[],\"law_date\":\"2026-02-01\",\"readings\"/" answer.json >dated.json
  phep explain leak.phep --facts facts.json --certificate dated.json --law-date 2026-02-02 "$@"' sh
ends 0 $'\e[1m' phep explain leak.phep "${given[@]}" --color always
silent $'\e[' phep explain leak.phep "${given[@]}"
ends 0 $'\e[1;31mVIOLATED\e[0m' phep eval leak.phep "${given[@]}" --color always
ends 0 $'\e[1;33mPENDING\e[0m' phep eval leak.phep --facts facts.json --as-of 2026-03-03 --color always

# ---- lines that are refused before any command looks at them ----
says 2 "file is required" "thiếu file" phep eval
says 2 "--out is required" "thiếu --out" phep law review
says 2 "The following argument was not expected: --foo" 'không rõ `--foo` để làm gì' phep eval leak.phep "${given[@]}" --foo
says 2 "--jobs: Value x not in range 0 to 256" "--jobs: x không nằm trong khoảng từ 0 đến 256" phep test leak.phep --jobs x
says 2 "--target: foo not in {native," "--target: foo không thuộc {native," phep build leak.phep --target foo
says 2 "--seed requires --mutate" "--seed chỉ dùng cùng với --mutate" phep test leak.phep --seed 1
says 2 "excludes" "không dùng cùng với" phep test leak.phep --coverage --tag boundary
says 2 "--reading: needs NAME=OPTION" "--reading: cần TÊN=LỰA_CHỌN" phep eval leak.phep "${given[@]}" --reading K
says 2 "--law-date: needs a date such as 2026-03-10" "--law-date: cần ngày dạng 2026-03-10" phep diff leak.phep --law-date soon --law-date 2026-03-10
says 74 "no such folder: nowhere" "không có thư mục nào như vậy: nowhere" phep check leak.phep --stdlib nowhere

# ---- measuring, building, proposing ----
says 2 "no such engine: intrp" 'không có bộ máy `intrp`' phep bench leak.phep "${as_of[@]}" --engine intrp
says 3 "error[P6105]" "lỗi[P6105]" phep bench leak.phep --facts refused.json "${as_of[@]}" --engine interp --time 5
says 2 "--package-version needs three numbers, as 1.0.0" "--package-version cần ba số, ví dụ 1.0.0" phep build leak.phep --target c --package-version 1.0 --out out
says 2 "--update-from needs three numbers, as 1.0.0" "--update-from cần ba số, ví dụ 1.0.0" phep build leak.phep --target postgres --update-from 1 --out out
says 2 "no test asks this decision yet: give --as-of" "chưa có kiểm thử nào hỏi quyết định này: nêu --as-of" phep gen leak.phep

# ---- looking law up ----
says 2 "no provision is named" "chưa nêu điều khoản nào" phep law show ""
says 2 'lacks the number of an article' 'thiếu số của điều, khoản hoặc điểm' phep law show "điều"
says 2 'gives two numbers for one level' 'nêu hai số cho cùng một cấp' phep law show "điều 3 điều 4 PDPL"
phep law show "điều 9.2" --json >choices.json
shows choices.json 'it.choices.length > 5 && it.choices.every((one) => one.vi && one.en && one.number)'
rm wrong.phep
ends 74 "cannot write file/x/LAW-1." phep law review LAW@1 --in . --out file/x

# ---- what shows only when a decision is lowered ----
says 1 "stands inside more than 4 lists" "nằm trong hơn 4 danh sách" phep check "$root/tests/data/check/list_too_deep.phep"
# ---- the language of messages ----
ends 2 "Xem: phep --help" phep --lang=vi check
ends 2 "See: phep --help" env PHEP_LANG=fr LC_ALL= LC_MESSAGES= LANG=de_DE.UTF-8 phep check
ends 2 "Xem: phep --help" env PHEP_LANG=fr LC_ALL= LC_MESSAGES= LANG=vi_VN.UTF-8 phep check
ends 2 "See: phep --help" env -u PHEP_LANG -u LC_ALL -u LC_MESSAGES -u LANG phep check

# ---- asking: what is refused, taken back, kept ----
# asks ANSWERS CODE WORDS COMMAND…: with these lines typed it ends with the code and says the words.
asks() {
  local answers=$1
  printf '%s' "$answers" >typed
  shift
  ends "$1" "$2" sh -c '"$@" <typed' sh "${@:3}"
}
asks $'<\n' 0 "this is the first question" phep ask leak.phep "${as_of[@]}"
asks $'<\n' 0 "đây là câu đầu tiên" phep ask leak.phep "${as_of[@]}" --lang vi
asks $'50\n' 74 "cannot write file/x" phep ask leak.phep "${as_of[@]}" --out file/x
says 2 "--author is not valid UTF-8" "--author không phải UTF-8 hợp lệ" phep ask leak.phep "${as_of[@]}" --author $'\xff'
printf '50\n?\n2026-03-02 08:00\n' | phep ask leak.phep "${as_of[@]}" --json >asked.json 2>/dev/null
shows asked.json 'it.asked.length === 3 && it.asked[0].fact === "/people" && it.asked[0].value === 50'
shows asked.json 'it.asked.some((one) => one.unknown === true && !("value" in one))'
shows asked.json 'it.facts.people === 50'

tally
