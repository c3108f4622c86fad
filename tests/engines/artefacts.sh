#!/usr/bin/env bash
# What it costs to check and build the bench's policies, and how large and how soon ready the artefacts are, beside what is asked.
# Nothing of the peers is needed: a part of `./dev bench engines` that takes a minute.
#   tests/engines/artefacts.sh BUILD
set -euo pipefail
build=$(realpath "${1:?usage: tests/engines/artefacts.sh BUILD}")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
scratch=$build/bench-engines
mkdir -p "$scratch"
[ -e "$scratch/data/MANIFEST" ] || node tests/bench/gen.mjs "$scratch/data" >"$scratch/data.log"
rm -rf "$scratch/ours/costs"
uptime
tests/engines/build.sh "$build/bin/phep" "$scratch" artefacts
node tests/engines/artefacts.mjs "$scratch"
uptime
