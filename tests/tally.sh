# How the scripts of tests/checks count, sourced by them: `. "$root/tests/tally.sh"`, then holds, ends, says, tells, shows, and `tally` at the end.
passed=0
failed=0

# holds NAME COMMAND…: the command succeeds.
holds() {
  local name=$1
  shift
  if "$@" >"$scratch/said" 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "$name: failed"
    tail -n 30 "$scratch/said"
  fi
}
fails() { ! "$@"; }

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

# says CODE "ENGLISH" "VIETNAMESE" COMMAND…: it ends with the code in both languages, and says the words of each.
says() {
  local code=$1 en=$2 vi=$3
  shift 3
  ends "$code" "$en" "$@" --lang en
  ends "$code" "$vi" "$@" --lang vi
}

# tells CODE COMMAND… -- WORDS…: it ends with the code, and says all of the words; blanks and line breaks count as one. What is
# typed at it stands in the file `typed`, if there is one.
tells() {
  local code=$1 got=0 missing=() said command=() word
  shift
  while [ "$1" != -- ]; do command+=("$1"); shift; done
  shift
  said=$("${command[@]}" 2>&1 <"${typed:-/dev/null}") || got=$?
  said=$(tr -s ' \n' ' ' <<<"$said")
  for word in "$@"; do grep -qF -- "$(tr -s ' ' <<<"$word")" <<<"$said" || missing+=("$word"); done
  if [ "$got" -eq "$code" ] && [ ${#missing[@]} -eq 0 ]; then passed=$((passed + 1)); else
    failed=$((failed + 1))
    printf '%s\n    ended with %s, wanted %s; missing: %s\n' "${command[*]}" "$got" "$code" "${missing[*]}"
    fold -sw 110 <<<"$said" | head -n 20 | sed 's/^/      /'
  fi
}

# shows FILE JAVASCRIPT: of the JSON in the file, as `it`, the expression is true.
shows() {
  if node -e 'const it = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")); process.exit(eval(process.argv[2]) ? 0 : 1)' "$1" "$2"; then
    passed=$((passed + 1)); else failed=$((failed + 1)); echo "$1: not $2"; head -c 300 "$1"; fi
}

# The line that every check closes with, and its exit code.
tally() {
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}
