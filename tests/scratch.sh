# Where scripts of tests/checks that try commands begin, sourced by them with the build: `. "$(dirname "$0")/../scratch.sh"`. It gives
# `build`, `root`, an empty folder `scratch` that goes when they end, a cache in it, one day and one language, and tally.sh.
build=$(cd "$1" && pwd)
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export PATH=$build/bin:$PATH LC_ALL=C.UTF-8 NO_COLOR=1 PHEP_LANG=en PHEP_TODAY=2026-05-27
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export XDG_CACHE_HOME=$scratch/cache
. "$root/tests/tally.sh"
