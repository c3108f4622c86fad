#!/usr/bin/env bash
# validate.sh SBOM: by CycloneDX's own library, which brings the schema.
set -euo pipefail
file=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")"
[ -d node_modules/@cyclonedx ] || npm ci --ignore-scripts --no-audit --no-fund >/dev/null
node validate.mjs "$file"
