#!/usr/bin/env bash
# What `phep report` and `phep graph` hand to people, read back by other programs and opened in a browser.
#   tests/checks/handouts.sh BUILD
set -uo pipefail
build=$(realpath "$1")
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export PATH=$build/bin:$PATH LC_ALL=C.UTF-8 NO_COLOR=1 PHEP_LANG=en
[ -x /usr/bin/chromium ] || { echo "no browser: install Debian's package chromium"; echo "0 passed, 1 failed"; exit 1; }
[ -d "$root/tests/handouts/node_modules/axe-core" ] ||
  npm ci --prefix "$root/tests/handouts" --ignore-scripts --no-audit --no-fund >/dev/null
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cp "$root"/tests/handouts/office.* "$scratch"
cp -r "$root/stdlib/cases" "$scratch/cases"
cd "$scratch" || exit 1
. "$root/tests/tally.sh"

reads() { holds "read.py $*" python3 "$root/tests/handouts/read.py" "$@"; }
night=vn.entry.breach_clocks.breach_clocks

# ---- one file of invented cases, a folder of real ones, one case of facts alone ----
for lang in vi en; do
  holds "report $lang" phep report office.phep --lang $lang -o office.$lang.html
  holds "register $lang" phep report office.phep --register --lang $lang -o register.$lang.html
  holds "csv $lang" phep report office.phep --format csv --lang $lang -o office.$lang.csv
  holds "ics $lang" phep report office.phep --format ics --lang $lang -o office.$lang.ics
  holds "json $lang" phep report office.phep --format json --lang $lang -o office.$lang.json
  reads json office.$lang.json
  reads csv office.$lang.csv office.$lang.json
  reads ics office.$lang.ics office.$lang.json
  for page in office register; do reads html $page.$lang.html; done
done
holds "a folder" phep report cases --lang vi -o folder.html
reads html folder.html
holds "the same to the byte" cmp <(phep report office.phep --format ics) office.en.ics
holds "no mark" phep report office.phep --register --format csv --no-bom -o bare.csv
reads bare bare.csv
holds "a later moment" phep report office.cases.jsonl --of office.phep --as-of 2026-03-11T09:00+07:00 --only 'rò rỉ' --format ics -o later.ics
holds "a moment" phep report office.cases.jsonl --of office.phep --only 'rò rỉ' --format ics -o sooner.ics
reads same sooner.ics later.ics
python3 -c 'import json; print(json.dumps(json.loads(open("cases/facts/tet_leak.breach_clocks.cases.jsonl").readline())["facts"]))' >leak.json
holds "facts alone" phep report leak.json --of $night --as-of 2026-02-24T09:00+07:00 --lang vi -o leak.html
reads html leak.html
ends 0 "CÒN HẠN" phep report office.phep --only 'rò rỉ' --lang vi

# ---- graphs ----
for format in svg json dot; do
  holds "graph as $format" phep graph office.phep office_duties office.cases.jsonl --only 'rò rỉ' --lang vi --format $format -o office.$format
  holds "a real graph as $format" phep graph vn.pdpl.breach breach_report "$root/tests/demo/breach.json" --as-of 2026-09-10T09:00+07:00 \
    --lang en --format $format -o breach.$format
done
reads svg office.svg office.json
reads taken office.json
reads svg breach.svg breach.json
reads taken breach.json
for part in "--norm tell" "--taken"; do
  # shellcheck disable=SC2086
  holds "graph $part" phep graph office.phep office_duties office.cases.jsonl --only 'rò rỉ' $part -o part.svg
  # shellcheck disable=SC2086
  holds "graph $part" phep graph office.phep office_duties office.cases.jsonl --only 'rò rỉ' $part --format json -o part.json
  reads svg part.svg part.json
done
holds "a large graph" phep graph vn.entry.breach_clocks breach_clocks leak.json --as-of 2026-02-24T09:00+07:00 --lang vi -o clocks.svg
holds "a large graph" phep graph vn.entry.breach_clocks breach_clocks leak.json --as-of 2026-02-24T09:00+07:00 --lang vi --format json -o clocks.json
reads svg clocks.svg clocks.json
holds "the same picture to the byte" cmp <(phep graph office.phep office_duties) <(phep graph office.phep office_duties)

# ---- the readers notice: each file made wrong in one place ----
notices() { holds "noticed: $1" fails python3 "$root/tests/handouts/read.py" "${@:2}"; }
sed "s/'=1+1/=1+1/" office.en.csv >wrong.csv
notices "a formula" csv wrong.csv office.en.json
sed '2s/,A,,/,B,,/' office.en.csv >wrong.csv
notices "another confidence" csv wrong.csv office.en.json
sed '0,/^DTSTAMP:2026/s//DTSTAMP:2025/' office.en.ics >wrong.ics
notices "another stamp" ics wrong.ics office.en.json
tr -d '\r' <office.en.ics >wrong.ics
notices "lines that end in LF" ics wrong.ics office.en.json
sed 's/\\,/,/' office.en.ics >wrong.ics
notices "a comma that is not escaped" ics wrong.ics office.en.json
python3 - <<'PY'
import re
text = open("office.svg", encoding="utf-8").read()
places = re.findall(r'class="box" x="[\d.]+" y="[\d.]+"', text)
open("wrong.svg", "w", encoding="utf-8").write(text.replace(places[1], places[0]))
PY
notices "two boxes in one place" svg wrong.svg office.json
sed 's/<caption>/<p>/; s,</caption>,</p>,' office.en.html >wrong.html
notices "a table without its caption" html wrong.html
sed "s/default-src 'none'/default-src 'self'/" office.en.html >wrong.html
notices "a weaker policy" html wrong.html
rm wrong.*

# ---- what is wrong is said, in both languages ----
mkdir empty
ends 2 "--of is missing" phep report leak.json
ends 2 "thiếu --of" phep report leak.json --lang vi
ends 2 "--as-of is missing" phep report leak.json --of $night
ends 2 'did you mean `office_duties`?' phep report leak.json --of office.phep --decision office_dutys --as-of 2026-03-10
ends 2 'có phải `office_duties`?' phep graph office.phep office_dutys --lang vi
ends 2 "no case has a name" phep report office.phep --only "a case of somebody else"
ends 2 "several cases" phep graph office.phep office_duties office.cases.jsonl
ends 2 'did you mean `tell`?' phep graph office.phep office_duties --norm tel
ends 2 "--taken needs a case" phep graph office.phep office_duties --taken
ends 2 "--decision needs --of" phep report office.phep --decision office_duties
ends 2 "not as ics" phep report office.phep --register --format ics
ends 3 "no module in empty" phep report empty
ends 3 "không mô đun nào trong empty" phep report empty --lang vi
ends 3 "no case (.json, .jsonl, .csv) in empty" phep report empty --of office.phep
ends 3 "names no case file" phep report "$root/tests/demo/../data/run/readme.phep"
echo '{"leak":{"peple":5}}' >wrong.json
ends 3 "P6" phep report wrong.json --of office.phep --as-of 2026-03-10
ends 3 '"en": "P6' phep report wrong.json --of office.phep --as-of 2026-03-10 --format json
echo '{"name":"no moment","facts":{}}' >wrong.jsonl
ends 3 "P6208" phep report wrong.jsonl --of office.phep
ends 74 "nowhere" phep report nowhere.json --of office.phep --as-of 2026-03-10
ends 74 "cannot write" phep report office.phep -o nowhere/report.html
ends 74 "không ghi được" phep graph office.phep office_duties -o nowhere/graph.svg --lang vi

# ---- in a browser; screenshots stay in the build ----
mkdir -p "$build/handouts"
cp ./*.html ./*.svg ./*.ics "$build/handouts"
node "$root/tests/handouts/look.mjs" "$build/handouts/shots" ./office.vi.html ./office.en.html ./register.vi.html ./leak.html ./folder.html \
  ./office.svg ./breach.svg ./clocks.svg ./office.vi.ics >looked.txt 2>&1
cat looked.txt
passed=$((passed + $(sed -nE 's/^([0-9]+) passed.*/\1/p' looked.txt | grep . || echo 0)))
failed=$((failed + $(sed -nE 's/.* ([0-9]+) failed$/\1/p' looked.txt | tail -n 1 | grep . || echo 1)))

tally
