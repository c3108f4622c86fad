#!/usr/bin/env bash
# The Python package on a local cluster of Dask's: NDJSON and CSV in partitions, two workers, the command line's answers.
#   tests/checks/dask.sh BUILD [ROWS]      with ROWS: also how many of them a second, by one worker and by two
set -uo pipefail
build=$(cd "$1" && pwd)
rows=${2:-0}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
here=$root/tests/dask
shop=$root/tests/data/batch/shop.phep
phep=$build/bin/phep
export LC_ALL=C.UTF-8 PHEP_LANG=en PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
. "$root/tests/tally.sh"

holds "build" "$phep" build "$shop" --target python --vectors 5 --out shop
# Dask and pandas are Debian's; the package alone is installed beside them.
holds "venv" /usr/bin/python3 -m venv --system-site-packages env
holds "install" env/bin/pip install --no-index --no-compile shop/*.whl
python3 "$root/tests/data/batch/rows.py" . 400 , '\n'
holds "partitions" python3 "$here/rows.py" split . 5
# The command line is given the same partitions, one after another.
for kind in ndjson csv; do
  for part in part-*."$kind"; do
    "$phep" eval "$shop" --batch --as-of 2026-03-10T00:00+07:00 --facts "$part" --no-progress 2>/dev/null
  done >"$kind.wanted"
done
holds "a cluster decides" env/bin/python "$here/rows.py" decide .
for kind in ndjson csv; do
  holds "$kind: the command line's answers" python3 "$here/rows.py" compare "$kind.wanted" "$kind.got"
  cat said
  sed '100s/"outputs":{"at"/"outputs":{"At"/' "$kind.got" >"$kind.planted"
  holds "$kind: one wrong byte was put there" fails cmp -s "$kind.got" "$kind.planted"
  holds "$kind: one wrong byte" fails python3 "$here/rows.py" compare "$kind.wanted" "$kind.planted"
done

# ---- rows a second ----
if [ "$rows" -gt 0 ]; then
  python3 "$root/tests/data/batch/rows.py" . 1000 , '\n' known
  env/bin/python "$here/rows.py" speed . "$rows"
fi

tally
