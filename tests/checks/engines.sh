#!/usr/bin/env bash
# The bench among policy engines (`./dev bench engines`): its workload stands as it was taken over, and our policies of it are in
# order.
#   tests/checks/engines.sh BUILD
set -uo pipefail
build=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
passed=0
failed=0

verdict() { # NAME COMMAND...
  local name=$1
  shift
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED $name"; fi
}

as_taken_over() {
  (cd tests/bench && sha256sum --check --quiet ../engines/bench.sha256)
}
# Every file of the folders that were taken over whole is listed.
nothing_added() {
  diff <(cd tests/bench && find contestants contract lib -type f | LC_ALL=C sort) \
    <(awk '{ print $2 }' tests/engines/bench.sha256 | grep -E '^(contestants|contract|lib)/')
}
no_findings() {
  local said
  said=$("$build/bin/phep" check "$1" --json) && ! grep -q '"severity"' <<<"$said"
}

verdict "the workload as it was taken over" as_taken_over
verdict "nothing added to it" nothing_added
for policy in tests/engines/policies/*.phep; do
  verdict "$policy has no findings" no_findings "$policy"
done
verdict "our policies pass their tests" "$build/bin/phep" test tests/engines/policies --engine all
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
