#!/usr/bin/env bash
# What a person meets at the command line: new projects, projects of several modules, exit codes, help, misspelt words.
set -uo pipefail
build=$(cd "$1" && pwd)
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export PATH=$build/bin:$PATH LC_ALL=C.UTF-8 NO_COLOR=1 PHEP_LANG=en
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
passed=0
failed=0

# ends CODE WORDS COMMAND…: the command ends with that code, and what it says holds the words ("" for any).
ends() {
  local code=$1 words=$2 got=0 said
  shift 2
  said=$("$@" 2>&1 </dev/null) || got=$?
  if [ "$got" -eq "$code" ] && { [ -z "$words" ] || grep -qF -- "$words" <<<"$said"; }; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf '%s\n    ended with %s, wanted %s and "%s"; it said:\n' "$*" "$got" "$code" "$words"
    head -n 12 <<<"$said" | sed 's/^/      /'
  fi
}
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
json phep law show PDLP --json
json phep check min-en --json
json phep test min-vi --json
json phep version --json
json phep fmt --check min-vi --json
json phep explain P7001 --json

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
