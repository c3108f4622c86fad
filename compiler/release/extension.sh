#!/usr/bin/env bash
# Fetches what the extension is packed with, so that packing itself needs no network: extension.sh OUT
set -euo pipefail
out=$(realpath -m "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/../../vscode-extension"
[ -d node_modules/@vscode/vsce ] || npm ci --ignore-scripts --no-audit --no-fund
mkdir -p "$out"
# The packer wants Node 20; package.sh looks for it beside the package.
node --input-type=module -e 'const { fittingNode } = await import("../tests/workbench/install.mjs"); console.log(fittingNode(process.argv[1]));' "$out/workbench"
