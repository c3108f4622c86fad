#!/usr/bin/env bash
# The packaged extension in VS Code's own workbench, driven by a browser. What is missing fails.
#   tests/checks/workbench.sh BUILD
set -euo pipefail
build=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
[ -x /usr/bin/chromium ] || { echo "no browser: install Debian's package chromium"; echo "0 passed, 1 failed"; exit 1; }

# The package is the one that `./dev package` writes: its server is linked from the objects that are there.
ninja -C "$build" phep-lsp-static
vscode-extension/scripts/package.sh "$build/bin/phep-lsp-static" "$build/phep-linux-x64.vsix"
node tests/workbench/run.mjs "$build/phep-linux-x64.vsix" "$build/bin/phep" "$build/workbench"
