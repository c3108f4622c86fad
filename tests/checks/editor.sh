#!/usr/bin/env bash
# The editor's grammar against the lexer, and the snippets against the checker.
#   tests/checks/editor.sh BUILD
set -euo pipefail
build=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/../../vscode-extension"
[ -d node_modules/vscode-textmate ] || npm ci --ignore-scripts --no-audit --no-fund
node scripts/grammar.mjs

passed=0
failed=0
for program in "grammar.mjs $build/bin/phep_words" "snippets.mjs $build/bin/phep"; do
  # shellcheck disable=SC2086
  output=$(node test/$program) || true
  echo "$output"
  line=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' <<<"$output" | tail -n 1)
  [ -n "$line" ] || line="0 passed, 1 failed"
  passed=$((passed + ${line%% *}))
  bad=${line#*, }
  failed=$((failed + ${bad%% *}))
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
