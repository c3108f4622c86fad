#!/usr/bin/env bash
# What commands say where they cannot go on: limits of a decision, files that cannot be written or read, cases that are wrong,
# questions that no solver decides. Each in both languages where its words are its own, by exit code, and nothing half written.
set -uo pipefail
. "$(dirname "$0")/../scratch.sh" "$1"
cd "$scratch" || exit 1

touch file

# ---- a duty that has come up more than 1,024 times ----
cat >often.phep <<'PHEP'
module often
use vn.calendar
counting vn.civil_code
calendar vn.state
instrument LAW { number "1/2025/QH15" rank law title vi "Luật thử" en "Trial law" in_force from 2026-01-01 outline 1..9 }
party firm vi "doanh nghiệp" en "firm"
record Log { on : date vi "ngày ghi" en "written on" }
record Firm {
  begun : date             vi "ngày bắt đầu" en "begun on"
  logs  : list<Log> max 9  vi "nhật ký"      en "log"
  small : bool             vi "nhỏ"          en "small"
}
duty write_log(f: Firm) { vi "Ghi nhật ký" en "Write the log" cites LAW@1 bearer firm due every 1 day from f.begun done l.on for each l in f.logs }
decision firm_log(f: Firm) { small = f.small  norms write_log(f) }
PHEP
echo '{"begun":"2000-01-03","logs":[],"small":false}' >old.json
when=(--as-of 2026-03-10)
en="a limit was hit while deciding" vi="vượt giới hạn khi đánh giá"
says 4 "$en" "$vi" phep eval often.phep --facts old.json "${when[@]}"
says 4 "$en" "$vi" phep explain often.phep --facts old.json "${when[@]}"
says 4 "$en" "$vi" phep ask often.phep --facts old.json "${when[@]}"
says 4 "old: $en" "old: $vi" phep report old.json --of often.phep "${when[@]}"
says 4 "$en" "$vi" phep bench often.phep --facts old.json "${when[@]}" --engine interp --time 5
echo 'cases "often.jsonl" of firm_log' >>often.phep
echo '{"name":"old","as_of":"2026-03-10T08:00+07:00","facts":{"begun":"2000-01-03","logs":[],"small":false},"unreviewed":true}' >often.jsonl
cp often.jsonl before
says 4 "old: $en" "old: $vi" phep test often.phep --update
holds "nothing is recorded of it" cmp often.jsonl before
sed -i '$d' often.phep
# Of 900 days before, all can be told.
echo '{"begun":"2023-09-22","logs":[],"small":false}' >new.json
ends 0 "Write the log" phep eval often.phep --facts new.json "${when[@]}"

# ---- files that cannot be written: a name that leaves no room for another beside it ----
long=$(printf 'x%.0s' {1..245})
printf 'module fixed\nuse vn.calendar\nuse vn.terms.actions\nrule one() : int = 1\n' >"$long.phep"
cp "$long.phep" before
says 74 "cannot write $long.phep: File name too long" "không ghi được: " phep check "$long.phep" --fix
holds "check --fix leaves it as it was" cmp "$long.phep" before
cp "$root/tests/data/lint/drafting.phep" "$long.phep"
says 74 "cannot write $long.phep: File name too long" "không ghi được: " phep lint "$long.phep" --fix
holds "lint --fix leaves it as it was" cmp "$long.phep" "$root/tests/data/lint/drafting.phep"
rm "$long.phep"
long=${long:0:240}
cat >noted.phep <<PHEP
module noted
record Order { amount : int 0..1_000 vi "số lượng" en "amount" }
decision order(o: Order) { many = o.amount > 10 }
cases "$long.jsonl" of order
PHEP
echo '{"name":"first","as_of":"2026-03-10T08:00+07:00","facts":{"amount":99},"expect":{"many":true},"unreviewed":true}' >"$long.jsonl"
cp "$long.jsonl" before
says 74 "cannot write $long.jsonl" "không ghi được $long.jsonl" phep test noted.phep --accept first --by "Nguyễn Thị A"
sed 's/"many":true/"many":false/' before >"$long.jsonl"
cp "$long.jsonl" before
ends 74 "cannot write $long.jsonl" phep test noted.phep --update
holds "what was recorded is as it was" cmp "$long.jsonl" before
ls ./*.part >/dev/null 2>&1 && { failed=$((failed + 1)); echo "half a file was left"; }

cat >orders.phep <<'PHEP'
module orders
record Order { amount : int 0..1_000 vi "số lượng" en "amount" }
rule many(o: Order) : bool = o.amount > 10
test "eleven" { as_of 2026-03-01T08:00+07:00  let o = Order { amount: 11 }  expect many(o) }
decision order(o: Order) { many = many(o) }
PHEP
says 74 "cannot write file/x: Not a directory" "không ghi được file/x" phep test orders.phep --coverage --out file/x
mkdir -p pages/phep-check.1
says 74 "cannot write pages/phep-check.1: Is a directory" "không ghi được pages/phep-check.1" phep man --out pages
mkdir made && cp orders.phep made/ && echo '{"name":"made"}' >made/phep.json
says 74 "cannot write file/x: Not a directory" "không ghi được file/x" phep bundle make made --sequence 1 --out file/x
ends 0 "" phep bundle make made --sequence 1 --out made.tar
says 74 "cannot write file/x: Not a directory" "không ghi được file/x" phep bundle unpack made.tar --unsigned --out out --taken file/x
holds "without a record nothing is unpacked" test ! -e out

# ---- builds that cannot be made as they are asked for ----
says 2 "--debug-info goes with --target native only" "--debug-info chỉ dùng với --target native" phep build orders.phep --target wasm --debug-info --out out
echo '{"x"' >made/order.layout.json
says 3 "order.layout.json: not a facts layout" "order.layout.json: không đọc được như một bố cục dữ kiện" phep build made/orders.phep --target wasm --out out
holds "nothing is built over a layout that cannot be read" test ! -e out

# ---- what was kept of checks is bounded: the oldest goes ----
mkdir -p "$XDG_CACHE_HOME/phep/checked"
truncate -s 20M "$XDG_CACHE_HOME/phep/checked/old.json"
touch -d 2020-01-01 "$XDG_CACHE_HOME/phep/checked/old.json"
ends 0 "0 errors" env CI= phep check orders.phep
holds "the oldest is gone" test ! -e "$XDG_CACHE_HOME/phep/checked/old.json"
holds "what was just kept is there" sh -c 'ls "$1"/*.json' sh "$XDG_CACHE_HOME/phep/checked"

# ---- cases that are missing or wrong, by every command that reads them ----
sed 's/^module orders/module gone/; /^test/d' orders.phep >gone.phep
echo 'cases "gone.jsonl" of order' >>gone.phep
cat >>gone.phep <<'PHEP'
instrument LAW { number "1/2025/QH15" rank law title vi "Luật thử" en "Trial law" in_force from 2026-01-01 outline 1..9 }
PHEP
mkdir law && cp gone.phep law/
for line in "test gone.phep" "test gone.phep --mutate" "report gone.phep" "report law" "gen gone.phep --as-of 2026-03-10" "law matrix --in law"; do
  # shellcheck disable=SC2086
  says 3 'the file `gone.jsonl` cannot be read' "lỗi[P6201]" phep $line
done
says 74 "cannot read nowhere.jsonl: No such file" "không đọc được nowhere.jsonl" phep report nowhere.jsonl --of orders.phep
echo '{"name":"first","as_of":"2026-03-10T08:00+07:00","facts":{"amount":"x"},"expect":{"many":true}}' >law/gone.jsonl
says 3 "error[P6" "lỗi[P6" phep law matrix --in law
echo '{"amount":"x"}' >bad.json
phep eval orders.phep --facts bad.json --as-of 2026-03-10 --json >refused.json
shows refused.json 'it.error.at === "/amount" && it.error.code === "wrong_type"'
# A file that declares nothing stands for what it uses.
printf 'module all_of_it\nuse orders\n' >all_of_it.phep
echo '{"amount":11}' >eleven.json
ends 0 "many        true" phep eval all_of_it.phep --facts eleven.json --as-of 2026-03-10
says 74 "no such folder: nowhere" "không có thư mục nào như vậy: nowhere" phep explain P2001 --stdlib nowhere
phep graph orders.phep order --json >flag.json
phep graph orders.phep order --format json >format.json
holds "graph --json is --format json" cmp flag.json format.json
shows flag.json 'it.decision === "orders.order"'

# ---- what no solver decides: neither passed nor failed ----
cat >cubes.phep <<'PHEP'
module cubes
record Trio { a : int 1..1_000_000  b : int 1..1_000_000  c : int 1..1_000_000 }
rule cubes(t: Trio) : bool = t.a * t.a * t.a + t.b * t.b * t.b == t.c * t.c * t.c
property "no cube is two cubes" { for all t: Trio  expect not cubes(t) }
test "ones" { as_of 2026-03-01T08:00+07:00  let t = Trio { a: 1, b: 1, c: 1 }  expect not cubes(t) }
decision trio(t: Trio) { cubes = cubes(t) }
PHEP
tells 0 phep test cubes.phep -- "? cubes.phep:4:52 no cube is two cubes not decided: fact times fact" "1 not decided" "1 passed, 0 failed"
tells 0 phep test cubes.phep --lang vi -- "chưa xác định: fact times fact" "1 chưa xác định" "1 passed, 0 failed"
tells 0 phep test cubes.phep --format junit -- 'skipped="1"' '<skipped message="not decided: fact times fact"/>'
says 0 "0 proved, 0 refuted, 0 vacuous, 1 not decided" "0 đã chứng minh, 0 bị bác bỏ, 0 không có gì để chứng minh, 1 chưa xác định" phep verify cubes.phep
tells 0 phep verify cubes.phep --all -- "not decided: no cube is two cubes · property: fact times fact"
tells 0 phep verify cubes.phep --all --lang vi -- "chưa xác định: no cube is two cubes · tính chất: fact times fact"
phep verify cubes.phep --format sarif >cubes.sarif
shows cubes.sarif 'it.runs[0].results.length === 1 && it.runs[0].results[0].kind === "open"'
shows cubes.sarif 'it.runs[0].results[0].message.text === "not decided: `no cube is two cubes`: fact times fact"'

# ---- what proofs find may be allowed, and SARIF says by what ----
cat >allowed.phep <<'PHEP'
module allowed
record Order { amount : int 0..1_000 vi "số lượng" en "amount"  express : bool vi "nhanh" en "express" }
// phép: allow P8009 until 2999-01-01 "kept for larger orders"
property "nothing to prove" { for all o: Order where o.amount > 2_000  expect o.express }
rule price(o: Order) : int {
  case small: 1 when o.amount < 10
}
decision price_of(o: Order) { price = price(o) }
PHEP
tells 1 phep verify allowed.phep -- "P8001" "concludes nothing" "1 refuted, 1 vacuous, 0 not decided"
ends 1 "" sh -c 'phep verify allowed.phep 2>&1 | grep P8009'
phep verify allowed.phep --format sarif >allowed.sarif 2>/dev/null
shows allowed.sarif 'it.runs[0].results.find((one) => one.ruleId === "P8009").suppressions[0].justification === "kept for larger orders"'
shows allowed.sarif 'it.runs[0].results.find((one) => one.ruleId === "P8001").suppressions.length === 0'

tally
