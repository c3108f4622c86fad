#!/usr/bin/env bash
# Measures; with --readme writes the table, and the answer of the README's own command, into README.md.
#   tests/bench/run.sh BUILD [--readme]
set -euo pipefail
build=$(realpath "${1:?usage: tests/bench/run.sh BUILD [--readme]}")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

ninja -C "$build" phep phep_bench >&2
"$build/bin/phep_bench" --phep "$build/bin/phep" --stdlib stdlib --out "$build/bench.json" --table "$build/bench.md" >/dev/null
cat "$build/bench.md"
[ "${2:-}" = --readme ] || exit 0

# The command as the README prints it, with the phep of this build.
command=$(awk '/^\$ echo/ { sub(/^\$ /, ""); on = 1 } /^```/ { on = 0 } on' README.md)
{
  echo '```text'
  PATH="$build/bin:$PATH" bash -c "$command"
  echo '```'
} >"$build/answer.md"

# splice MARK FILE: puts the file between <!-- MARK --> and <!-- /MARK -->.
splice() {
  awk -v mark="$1" -v file="$2" '
    $0 == "<!-- /" mark " -->" { skip = 0 }
    !skip { print }
    $0 == "<!-- " mark " -->" { while ((getline line < file) > 0) print line; skip = 1; found = 1 }
    END { if (!found || skip) exit 1 }' README.md >"$build/readme.new"
  cp "$build/readme.new" README.md
}
splice bench "$build/bench.md"
splice answer "$build/answer.md"
echo "README.md has the table and the answer" >&2
