#!/usr/bin/env bash
# npm packages, built, installed into an empty project and used there, and in a page of a browser.
#   tests/checks/npm.sh BUILD [COUNT]      COUNT vectors a package, 1,000 of them if it is not given
set -euo pipefail
build=$(realpath "$1")
count=${2:-1000}
cd "$(dirname "${BASH_SOURCE[0]}")/../packages/npm"
[ -d node_modules/playwright-core ] || npm ci --ignore-scripts --no-audit --no-fund
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
node check.mjs "$build" "$scratch" "$count"
