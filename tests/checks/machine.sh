#!/usr/bin/env bash
# What phep writes for machines: SARIF by its published schema and read back, drafting lints, JSON by the schemas that
# `phep schema` prints, completions in bash, zsh and fish, manual pages, the workflow of the reference.
# PHEP_UPDATE=1 records the pictures of lints anew.
set -uo pipefail
. "$(dirname "$0")/../scratch.sh" "$1"
microsoft=$root/tests/machine/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
[ -f "$microsoft" ] ||
  (cd "$root/tests/machine" && npm ci --ignore-scripts --no-audit --no-fund) >"$scratch/npm" 2>&1 || cat "$scratch/npm"
read_back() { node "$root/tests/machine/read.mjs" "$@"; }
# to FILE CODE COMMAND…: what the command writes goes into the file, and it ends with that code.
to() {
  local file=$1 code=$2 got=0
  shift 2
  "$@" >"$file" 2>"$scratch/err" </dev/null || got=$?
  if [ "$got" -eq "$code" ]; then passed=$((passed + 1)); else
    failed=$((failed + 1)); echo "$*: ended with $got, wanted $code"; tail -n 5 "$scratch/err"; fi
}
# same WHAT ONE OTHER: two texts are equal, and there is something in them.
same() {
  if [ "$2" = "$3" ] && [ -n "$2" ]; then passed=$((passed + 1)); else
    failed=$((failed + 1)); echo "$1: they differ"; diff <(echo "$2") <(echo "$3") | head -n 8; fi
}
# words FILE WORDS: the file holds them.
words() { grep -qF -- "$2" "$1"; }

# ---- SARIF: every diagnostic of the suite, in both languages ----
cd "$root" || exit 1
to "$scratch/all.sarif" 1 phep check tests/data/check --format sarif
holds "SARIF of check is valid and reads back" read_back sarif "$scratch/all.sarif" "$root"
to "$scratch/all.vi.sarif" 1 phep check tests/data/check --format sarif --lang vi
holds "SARIF of check in Vietnamese" read_back sarif "$scratch/all.vi.sarif" "$root"
same "fingerprints do not depend on the language" "$(read_back prints "$scratch/all.sarif")" "$(read_back prints "$scratch/all.vi.sarif")"
to "$scratch/verify.sarif" 1 phep verify tests/data/verify/norms.phep --all --format sarif
to "$scratch/read.txt" 0 read_back sarif "$scratch/verify.sarif" "$root"
holds "proofs and findings" words "$scratch/read.txt" "3 fail, 0 open, 7 pass, "
to "$scratch/lint.sarif" 1 phep lint tests/data/lint --format sarif
to "$scratch/read.txt" 0 read_back sarif "$scratch/lint.sarif" "$root"
holds "an allowed lint is suppressed" words "$scratch/read.txt" ", 1 suppressed"
to "$scratch/broken.sarif" 3 phep verify tests/data/check/cannot_compare.phep --format sarif
holds "SARIF of sources with errors" read_back sarif "$scratch/broken.sarif" "$root"
holds "the run says that it could not be done" words "$scratch/broken.sarif" '"executionSuccessful": false'
sed 's/"version": "2.1.0"/"version": "2.0.0"/' "$scratch/lint.sarif" >"$scratch/old.sarif"
holds "the validator refuses another version" fails read_back sarif "$scratch/old.sarif" "$root"
sed 's/"startColumn": /"startColumn": 1/' "$scratch/lint.sarif" >"$scratch/moved.sarif"
holds "the reader sees a column that is wrong" fails read_back sarif "$scratch/moved.sarif" "$root"
# Microsoft's own validator: an error is what breaks the standard; its warnings ask for full stops and a home page.
chmod u+x "$microsoft"
# judged FILE: the validator has read the file; ends with 1 if it finds an error.
judged() {
  DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$microsoft" validate "$1" >"$scratch/judged.txt" 2>&1
  grep -q "1 files scanned" "$scratch/judged.txt" && ! grep ": error " "$scratch/judged.txt"
}
for file in all all.vi verify lint broken; do holds "no error in $file.sarif" judged "$scratch/$file.sarif"; done
sed 's/"startColumn": /"startColumn": -/' "$scratch/lint.sarif" >"$scratch/negative.sarif"
holds "a column that cannot be is an error" fails judged "$scratch/negative.sarif"
holds "and it is told of" words "$scratch/judged.txt" "less than the minimum"
ends 2 "" phep test tests/reports/clock.phep --format sarif
ends 0 "" phep check tests/reports/clock.phep --format human

# ---- columns beyond the basic plane, lines that move, fixes applied by another hand ----
mkdir "$scratch/project" "$scratch/project/ours"
cd "$scratch/project" || exit 1
cat >wide.phep <<'PHEP'
module wide
use vn.calendar
rule one() : int = 1
test "𝔸 ⚖️ 𠀋" { as_of 2026-01-01T00:00+07:00  expect onn() == 1 }
PHEP
to wide.sarif 1 phep check wide.phep --format sarif
holds "columns count UTF-16 units" read_back sarif wide.sarif .
cp "$root/tests/data/check/allowances.phep" .
to before.sarif 0 phep check allowances.phep --format sarif
holds "allowances are suppressions with their reasons" read_back sarif before.sarif .
holds "their reasons" words before.sarif "the decree is being amended"
sed -i '1i // one\n// two\n// three' allowances.phep
to after.sarif 0 phep check allowances.phep --format sarif
same "fingerprints of moved lines" "$(read_back prints before.sarif)" "$(read_back prints after.sarif)"
if cmp -s before.sarif after.sarif; then failed=$((failed + 1)); echo "nothing moved"; else passed=$((passed + 1)); fi
printf 'module fixed\nuse vn.calendar\nuse vn.terms.actions\nrule one() : int = 1\n' >fixed.phep
cp fixed.phep ours/
to fixed.sarif 0 phep check fixed.phep --format sarif
holds "fixes are applied" read_back fix fixed.sarif .
holds "check --fix" phep check ours/fixed.phep --fix
same "fixes from SARIF and by --fix" "$(cat fixed.phep)" "$(cat ours/fixed.phep)"

# ---- drafting lints: pictures, choice, fixes ----
cd "$root" || exit 1
for language in en vi; do
  to /dev/null 1 phep lint tests/data/lint/drafting.phep --lang "$language"
  if [ "${PHEP_UPDATE:-}" = 1 ]; then cp "$scratch/err" "tests/data/lint/drafting.$language.txt"; fi
  same "drafting lints in $language" "$(cat "$scratch/err")" "$(cat "tests/data/lint/drafting.$language.txt")"
done
ends 1 "1 drafting lints" phep lint tests/data/lint/drafting.phep --select P7508
ends 1 "P7501" phep lint tests/data/lint/drafting.phep --ignore P7508,P7509 --statistics
ends 2 "no code of a drafting lint" phep lint tests/data/lint/drafting.phep --select P2001
ends 3 "" phep lint tests/data/check/cannot_compare.phep
cp tests/data/lint/drafting.phep "$scratch/project/drafting.phep"
cd "$scratch/project" || exit 1
ends 1 "fixed 1 in 1 files" phep lint drafting.phep --fix
ends 0 "0 drafting lints" phep lint drafting.phep --select P7508
ends 0 "4 passed, 0 failed" phep test drafting.phep
for template in min ai-risk personal-data; do
  phep new "fresh-$template" --template "$template" >/dev/null
  ends 0 "0 drafting lints" phep lint "fresh-$template"
done
sed -i 's/allow P7510 until 2999-01-01/allow P7510 until 2026-05-27/' drafting.phep
ends 1 "\`later\`" phep lint drafting.phep
ends 0 "P6013" phep check drafting.phep
sed -i 's/^party  later.*//' drafting.phep
sed -i 's/allow P7510 until 2026-05-27/allow P7510 until 2999-01-01/' drafting.phep
ends 1 "P6014" phep lint drafting.phep
ends 0 "0 warnings" phep check drafting.phep

# ---- JSON by its schemas ----
cp "$root"/tests/reports/clock.* .
ends 0 "law-matrix" phep schema
ends 2 "did you mean \`check\`" phep schema chek
facts='{"found_at":"2026-03-01T08:00+07:00","told_at":null,"people":2000,"secret":false}'
echo "$facts" >facts.json
printf '%s\n{"people":"x"}\n' "$facts" >rows.ndjson
# valid NAME CODE COMMAND…: what the command writes is valid by the schema of that name.
valid() {
  local name=$1 code=$2
  shift 2
  phep schema "$name" >"$scratch/$name.schema.json"
  to "$scratch/$name.json" "$code" "$@"
  documents+=("$name")
}
documents=()
at=(--as-of 2026-03-10T09:00+07:00)
valid error 2 phep explain P9 --json
valid check 1 phep check "$root/tests/data/check/cannot_compare.phep" --json
valid lint 1 phep lint drafting.phep --json
valid verify 1 phep verify "$root/tests/data/verify/rules.phep" --json
valid diff 1 phep diff "$root/tests/data/verify/norms.phep" --decision keep_all_logs --law-date 2025-12-31 --law-date 2026-06-01 --json
valid test 0 phep test clock.phep --json
valid coverage 0 phep test clock.phep --coverage --json
valid mutation 0 phep test clock.phep --mutate --mutate-sample 4 --seed 1 --no-search --json
valid eval 0 phep eval clock.phep --facts facts.json "${at[@]}" --json
valid eval-each-reading 0 phep eval clock.phep --facts facts.json "${at[@]}" --each-reading --json
valid ask 0 phep ask clock.phep --facts facts.json "${at[@]}" --json
valid explain 0 phep explain clock.phep --facts facts.json "${at[@]}" --format json
valid explain-code 0 phep explain P2001 --json
valid build 0 phep build clock.phep --target wasm --out out --json
valid inspect 0 phep inspect out/leaks.wasm --json
valid inspect-verify 0 phep inspect out/leaks.wasm --verify --json
mkdir packed && cp clock.* packed/ && echo '{"name":"packed"}' >packed/phep.json
valid bundle-make 0 phep bundle make packed --sequence 1 --out packed.bundle.tar --json
valid bundle 0 phep bundle verify packed.bundle.tar --unsigned --json
valid fmt 0 phep fmt clock.phep --json
# A library of two invented statutes, which is read at once.
mkdir -p small/vn
cp "$root"/tests/data/law/*.phep small/
cp "$root/stdlib/vn/calendar.phep" small/vn/
law() { phep law "$@" --stdlib small --json; }
valid law-show 0 law show SAMPLE@3
valid law-search 0 law search "rò rỉ"
valid law-history 0 law history SAMPLE@3
valid law-cited-by 0 law cited-by SAMPLE@3
valid law-export 0 law export
valid law-coverage 0 law coverage
valid law-matrix 0 law matrix
valid law-index 0 law index
valid law-review 0 law review SAMPLE@3 --out sheets
valid new 0 phep new made --json
valid man 0 phep man --out man1 --json
valid version 0 phep version --json
valid schema 0 phep schema --json
valid bench 0 phep bench clock.phep "${at[@]}" --time 20 --json
phep schema gen >"$scratch/gen.schema.json"
to "$scratch/gen.json" 0 phep gen clock.phep "${at[@]}" --count 3
holds "gen, line by line" read_back schema "$scratch/gen.schema.json" "$scratch/gen.json" lines
to rows.out 1 phep eval clock.phep --batch --facts rows.ndjson "${at[@]}"
phep schema eval-refused >"$scratch/eval-refused.schema.json"
tail -n 1 rows.out >refused.json
holds "a refused row" read_back schema "$scratch/eval-refused.schema.json" refused.json
head -n 1 rows.out >answered.json
holds "an answered row" read_back schema "$scratch/eval.schema.json" answered.json
# All at once: each document by its schema, and refused without any one of the keys that it requires.
read_back schemas "$scratch" "${documents[@]}" >"$scratch/valid.txt" 2>&1
good=$(grep -c '^valid ' "$scratch/valid.txt")
passed=$((passed + good))
failed=$((failed + ${#documents[@]} - good))
grep -v '^valid ' "$scratch/valid.txt"

# ---- bench ----
ends 0 "median" phep bench clock.phep "${at[@]}" --time 5 --engine interp
ends 0 "× " phep bench clock.phep "${at[@]}" --facts facts.json --time 5 --baseline "$scratch/bench.json"
sed 's/"median": [0-9.]*/"median": 0.001/' "$scratch/bench.json" >fast.json
ends 1 "" phep bench clock.phep "${at[@]}" --time 5 --baseline fast.json --threshold 5
ends 3 "no json result" phep bench clock.phep "${at[@]}" --time 5 --baseline facts.json
ends 3 "error[P6" phep bench clock.phep "${at[@]}" --facts rows.ndjson
ends 2 "--as-of" phep bench clock.phep

# ---- completions ----
phep completions bash >phep.bash
# completes WANTED WORD…: bash offers the wanted words, among others, for the last word of the line.
completes() {
  local wanted=$1 offered one missing=
  shift
  offered=$(bash --norc -c '. ./phep.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _phep; printf "%s\n" "${COMPREPLY[@]}"' bash "$@")
  for one in $wanted; do grep -qxF -- "$one" <<<"$offered" || missing+=" $one"; done
  if [ -z "$missing" ]; then passed=$((passed + 1)); else
    failed=$((failed + 1)); echo "bash: $*: missing$missing among: $(tr '\n' ' ' <<<"$offered" | head -c 300)"; fi
}
completes "check lint bench law help" phep ""
completes "check" phep ch
completes "--format --fix --help" phep check --
completes "human json sarif" phep check --format ""
completes "sarif" phep check --format = sa
completes "drafting.phep ours" phep check ""
completes "show cited-by matrix" phep law ""
completes "article bearer deadline" phep law index --by ""
completes "facts.json out" phep eval clock.phep --facts ""
completes "vn.pdpl.breach" phep eval vn.pdpl.br
completes "clock.phep" phep eval cl
completes "P7501" phep explain P75
completes "interp,jit" phep test clock.phep --engine interp,j
completes "violated late" phep eval clock.phep --fail-on ""
completes "bash zsh fish" phep completions ""
completes "lint law" phep help l
phep completions zsh >_phep
holds "zsh reads its script" zsh -n _phep
holds "zsh completes" zsh -f "$root/tests/machine/complete.zsh" "$PWD"
phep completions fish >phep.fish
holds "fish reads its script" fish --no-config -n phep.fish
fishes() { fish --no-config -c "source phep.fish; complete -C '$1'" | cut -f 1 | grep -qxF -- "$2"; }
while IFS='|' read -r line wanted; do holds "fish: $line" fishes "$line" "$wanted"; done <<'LINES'
phep |lint
phep check --format |sarif
phep law |cited-by
phep law index --by |bearer
phep check dr|drafting.phep
phep eval vn.pdpl.br|vn.pdpl.breach
phep explain P75|P7501
phep check --f|--format
LINES
# Only what fits: no module where a shell is named, no file of facts where sources are.
holds "fish: nothing else behind completions" fails fishes "phep completions " vn.pdpl.breach
holds "fish: no facts among sources" fails fishes "phep check fa" facts.json

# ---- manual pages ----
phep man --out man1 >/dev/null
phep man --out man1.vi --lang vi >/dev/null
same "a page a command" "$(find man1 -name '*.1' -printf '%f\n' | sort)" "$(find man1.vi -name '*.1' -printf '%f\n' | sort)"
holds "the page of phep law show" words man1/phep-law-show.1 'phep law show'
ends 0 "phep\\-lint" phep man lint
ends 2 "there is no command" phep man lnit
if command -v mandoc >/dev/null; then
  holds "mandoc finds nothing wrong" mandoc -T lint -W warning man1/*.1 man1.vi/*.1
fi
if command -v man >/dev/null; then
  # clean PAGE: man says nothing against it, and shows something.
  clean() { [ -s "$1" ] && man --warnings -l "$1" 2>"$scratch/man.err" | grep -q . && [ ! -s "$scratch/man.err" ] || { cat "$scratch/man.err"; false; }; }
  for page in man1/phep.1 man1/phep-test.1 man1.vi/phep-lint.1; do holds "man shows $page" clean "$page"; done
fi

# ---- the workflow of the reference: well-formed, and its commands do what it says ----
phep new policies >/dev/null
holds "the workflow is well-formed" read_back workflow "$root/grammar/REFERENCE.md"
read_back workflow "$root/grammar/REFERENCE.md" >commands.txt
if [ "$(wc -l <commands.txt)" -ge 5 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "the workflow calls phep in no five lines"; fi
while IFS= read -r line; do holds "$line" bash -c "$line"; done < <(grep -v -- --mutate commands.txt)
holds "what it uploads is there" read_back sarif check.sarif .

tally
