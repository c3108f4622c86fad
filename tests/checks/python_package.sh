#!/usr/bin/env bash
# The package for Python: installed without an index into an empty environment, checked by mypy, its examples run, its
# values refused where they are wrong; and the same answers as the interpreter's, to the byte.
set -uo pipefail
build=$(cd "$1" && pwd)
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
here=$root/tests/packages
phep=$build/bin/phep
export LC_ALL=C.UTF-8 PHEP_LANG=en PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
. "$root/tests/tally.sh"

holds "build breach" "$phep" build vn.pdpl.breach --decision breach_report --target python --out breach
holds "build every kind" "$phep" build "$here/every_kind.phep" --target python --package-version 1.2.3 --out kinds
holds "build again" "$phep" build "$here/every_kind.phep" --target python --package-version 1.2.3 --out again
holds "the same bytes" cmp kinds/*.whl again/*.whl
holds "a zip" /usr/bin/python3 -m zipfile -t kinds/*.whl

# ---- an empty environment ----
holds "venv" /usr/bin/python3 -m venv env
holds "install" env/bin/pip install --no-index --no-compile breach/*.whl kinds/*.whl
holds "consistent" env/bin/pip check
holds "version" env/bin/python -c 'import every_kind; assert every_kind.__version__ == "1.2.3"'
# RECORD's digests are of the files that were installed.
holds "record" env/bin/python - <<'PY'
import base64, hashlib, importlib.metadata as metadata
files = [file for file in metadata.files("every_kind") if file.hash and "every_kind" in str(file)]
assert len(files) >= 10
for file in files:
    digest = base64.urlsafe_b64encode(hashlib.sha256(file.read_binary()).digest()).rstrip(b"=").decode()
    assert digest == file.hash.value, file
PY
library=$(ls env/lib/python3*/site-packages/every_kind/libevery_kind.so)
holds "the platform's tag: no C library is needed" fails sh -c "readelf -dW '$library' | grep NEEDED"
holds "the platform's tag: no symbol is" fails sh -c "nm -D --undefined-only '$library' | grep ."
for package in breach:breach_report kinds:every_kind; do
  example=${package%%:*}/example_${package#*:}.py
  holds "$example" env/bin/python "$example"
  holds "mypy --strict $example" /usr/bin/python3 -m mypy --strict --cache-dir "$scratch/mypy" --python-executable env/bin/python "$example"
done
cat >wrong.py <<'PY'
import datetime as dt
from every_kind import Policy
Policy.load().decide({"count": "three"}, as_of=dt.datetime.now(dt.timezone.utc))
PY
holds "mypy refuses a fact of another type" fails /usr/bin/python3 -m mypy --strict --cache-dir "$scratch/mypy" \
  --python-executable env/bin/python wrong.py
holds "values" env/bin/python "$here/python_values.py"
# The same wheel beside Debian's NumPy and pandas.
holds "venv with pandas" /usr/bin/python3 -m venv --system-site-packages --without-pip beside
holds "install beside pandas" env/bin/pip --python beside/bin/python install --no-index --no-compile kinds/*.whl
holds "columns" beside/bin/python "$here/python_columns.py"

# ---- the same answers as the interpreter's ----
# same NAME FILE: cases through decide_text, and through Python's values and dataclasses.
same() {
  local name=$1 file=$2
  "$phep" build "$file" --decision "$name" --target native --out abi 2>/dev/null
  python3 "$here/cases.py" write "abi/$name.abi.json" 11 1200 >"$name.cases"
  "$build/bin/phep_answers" "$file" "$name" <"$name.cases" >"$name.wanted"
  env/bin/python "$here/python_cases.py" "$name" "abi/$name.abi.json" <"$name.cases" >"$name.got"
  holds "$name answers" python3 "$here/cases.py" compare "$name.wanted" "$name.got"
  cat "$scratch/said"
}
same breach_report vn.pdpl.breach
same every_kind "$here/every_kind.phep"
# One wrong byte is noticed.
sed '700s/"status":"\(.\)/"status":"\1\1/; 700s/"code":"/"code":"x/' every_kind.wanted >wrong.wanted
holds "one wrong byte was put there" fails cmp -s every_kind.wanted wrong.wanted
holds "one wrong byte" fails python3 "$here/cases.py" compare wrong.wanted every_kind.got

# ---- the vectors that each package brings ----
site=$(env/bin/python -c 'import every_kind, pathlib; print(pathlib.Path(every_kind.__file__).parents[1])')
for name in breach_report every_kind; do
  holds "$name vectors" env/bin/python -m "$name.conformance"
  holds "$name vectors' kinds" python3 "$here/kinds.py" "$site/$name/conformance.jsonl"
  python3 "$here/plant.py" "$site/$name/conformance.jsonl" planted.jsonl
  holds "$name: one wrong byte" sh -c "! env/bin/python -m $name.conformance planted.jsonl >said2 2>&1 && grep -q ' 1 failed' said2"
done

tally
