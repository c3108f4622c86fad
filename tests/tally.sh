# How the scripts of tests/checks count, sourced by them: `. "$root/tests/tally.sh"`, then holds, ends, and `tally` at the end.
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

# The line that every check closes with, and its exit code.
tally() {
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}
