#!/usr/bin/env bash
# Plays the tutorials and the README: writes the files that they show, runs the commands of their ```console blocks and
# compares what a reader would see. PHEP_UPDATE=1 rewrites the outputs instead.
#
#   <!-- file: NAME -->    the next block becomes that file          <!-- append: NAME -->   is added to it
set -uo pipefail
build=$(cd "$1" && pwd)
export PATH=$build/bin:$PATH LC_ALL=C.UTF-8 NO_COLOR=1
unset PHEP_LANG
passed=0
failed=0

# play FILE FOLDER: one document, its commands run in FOLDER.
play() {
  local document=$1 folder=$2
  local target="" mode="" append=0 in_block="" command="" output="" rewritten="" line got=""
  local -a expected=()

  # The command that was read, against the lines that the document shows.
  settle() {
    [ -n "$command" ] || return 0
    output=$(cd "$folder" && bash -c "$command" 2>&1)
    got=$output
    if [ -n "${PHEP_UPDATE:-}" ]; then
      [ -n "$output" ] && rewritten+="$output"$'\n'
    else
      rewritten+=$(printf '%s\n' "${expected[@]}")$'\n'
      compare "$(printf '%s\n' "${expected[@]}")"
    fi
    command=""
    expected=()
  }
  compare() {
    if [ "$1" = "$got" ]; then
      passed=$((passed + 1))
    else
      failed=$((failed + 1))
      echo "$document: \$ $last"
      diff <(printf '%s\n' "$1") <(printf '%s\n' "$got") | sed 's/^/    /'
    fi
  }
  local last=""

  while IFS= read -r line || [ -n "$line" ]; do
    if [ -z "$in_block" ]; then
      rewritten+="$line"$'\n'
      case $line in
        '<!-- file: '*' -->') target=${line#<!-- file: }; target=${target% -->}; append=0 ;;
        '<!-- append: '*' -->') target=${line#<!-- append: }; target=${target% -->}; append=1 ;;
        '```console') in_block=console ;;
        '```'?*)
          in_block=other
          if [ -n "$target" ]; then
            mkdir -p "$(dirname "$folder/$target")"
            [ "$append" = 1 ] || : >"$folder/$target"
          fi
          ;;
      esac
      continue
    fi
    if [ "$line" = '```' ]; then
      [ "$in_block" = console ] && settle
      rewritten+="$line"$'\n'
      in_block=""
      target=""
      continue
    fi
    if [ "$in_block" = console ]; then
      if [ "${line:0:2}" = '$ ' ]; then
        settle
        command=${line:2}
        last=$command
        rewritten+="$line"$'\n'
      else
        expected+=("$line")
      fi
    else
      rewritten+="$line"$'\n'
      [ -n "$target" ] && printf '%s\n' "$line" >>"$folder/$target"
    fi
  done <"$document"
  if [ -n "${PHEP_UPDATE:-}" ]; then printf '%s' "$rewritten" >"$document"; fi
}

# The README's own command, against the answer below it (which ./dev bench --readme writes).
command=$(awk '/^\$ echo/ { sub(/^\$ /, ""); on = 1 } /^```/ { on = 0 } on' README.md)
expected=$(awk '/^<!-- answer -->/ { on = 1; next } /^<!-- \/answer -->/ { exit } on && !/^```/' README.md)
if [ -n "$command" ] && got=$(bash -c "$command" 2>&1) && [ "$got" = "$expected" ]; then
  passed=$((passed + 1))
else
  failed=$((failed + 1))
  echo "README.md: \$ $command"
  diff <(printf '%s\n' "$expected") <(printf '%s\n' "$got") | sed 's/^/    /'
fi

for language in en vi; do
  scratch=$(mktemp -d)
  export PHEP_LANG=$language
  play "grammar/TUTORIAL.$language.md" "$scratch"
  # Whatever the tutorial leaves behind is whole: no errors, and in the one layout.
  if (cd "$scratch" && phep check . >/dev/null 2>&1 && phep fmt --check . >/dev/null 2>&1); then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "grammar/TUTORIAL.$language.md: its files do not check, or are not formatted"
    (cd "$scratch" && phep check .; phep fmt --check .) 2>&1 | head -20
  fi
  rm -rf "$scratch"
done
unset PHEP_LANG

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
