#!/usr/bin/env bash
# What `phep test`, `phep test --mutate` and `phep verify` tell: of properties, recorded cases, mistakes, pairs, in each
# of their formats, in both languages, and on a terminal.
set -uo pipefail
. "$(dirname "$0")/../scratch.sh" "$1"
cd "$scratch" || exit 1

cat >orders.phep <<'PHEP'
module orders
record Order { amount : int 0..1_000 vi "số lượng" en "amount"  express : bool vi "nhanh" en "express" }
enum Size ordered { small vi "nhỏ" en "small"  large vi "lớn" en "large" }
rule size(o: Order) : Size {
  default small
  case    big: large when o.amount >= 100 and not o.express
}
rule unasked(o: Order) : bool = o.amount > 5
property "express orders are small" { for all o: Order where o.express  expect size(o) == small }
property "all are small" { for all o: Order  expect size(o) == small }
property "nothing to prove" { for all o: Order where o.amount > 2_000  expect size(o) == small }
test "two hundred" { as_of 2026-03-01T08:00+07:00  let o = Order { amount: 200, express: false }  expect size(o) is large }
decision order_size(o: Order) { size = size(o) }
PHEP

# ---- properties: proved is passed; refuted, and about nothing, is failed ----
tells 1 phep test orders.phep -- "orders.phep:10:46 all are small" "a case in which it does not" '{"amount":100,"express":false}' \
  "orders.phep:11:72 nothing to prove" 'no case fulfils `where`' "2 passed, 2 failed"
tells 1 phep test orders.phep --lang vi -- "mong đợi   đúng trong mọi trường hợp" "có trường hợp không đúng" 'không trường hợp nào thỏa `where`'
tells 0 phep test orders.phep --only express -- "1 passed, 0 failed"
tells 1 phep test orders.phep --only small -- "1 passed, 1 failed"
tells 2 phep test orders.phep --only "all are smal1" -- 'did you mean `all are small`?'
tells 1 phep test orders.phep --format tap -- "1..4" "ok 2 - orders.phep: express orders are small" "not ok 3 - orders.phep: all are small"
tells 1 phep test orders.phep --format github -- "::error file=orders.phep,line=10,col=46,title=all are small::"
phep test orders.phep --format junit >orders.xml
holds "properties are test cases in JUnit" python3 - <<'PY'
import xml.etree.ElementTree as tree
suite = tree.parse("orders.xml").getroot()[0]
cases = {case.get("name"): case for case in suite}
assert suite.get("tests") == "4" and suite.get("failures") == "2"
assert len(cases["express orders are small"]) == 0 and cases["all are small"].get("line") == "10"
assert cases["nothing to prove"][0].get("message") == "holds in every case"
PY
phep test orders.phep --json >orders.json
shows orders.json 'it.tests.filter((one) => one.passed).map((one) => one.title).join() === "two hundred,express orders are small"'
shows orders.json 'it.tests.length === 4 && it.tests.find((one) => one.title === "all are small").failures[0].found === "a case in which it does not"'
for k in 1 2 3; do phep test orders.phep --shard $k/3 --format tap; done | grep -cE "^(not )?ok" >shards.txt
holds "shards share out properties" grep -qx 4 shards.txt

tells 1 phep verify orders.phep -- "error[P8008]: there is a case in which the property “all are small” does not hold" \
  "lint[P8009]: no case fulfils the \`where\` of the property “nothing to prove”" "1 refuted, 1 vacuous, 0 not decided"
tells 1 phep verify orders.phep --all --lang vi -- "đã chứng minh: express orders are small · tính chất" "1 không có gì để chứng minh"
# The case that refutes is a test that passes as it is printed.
phep verify orders.phep 2>/dev/null | sed -n '/^test /,/^}/p' >found.txt
holds "a case is printed" grep -q 'amount: 100, express: false' found.txt
sed '/^property "/d' orders.phep >again.phep
cat found.txt >>again.phep
sed -i 's/^module orders/module again/' again.phep
tells 0 phep test again.phep -- "2 passed, 0 failed"
phep verify orders.phep --all --format sarif >orders.sarif 2>/dev/null
shows orders.sarif 'it.runs[0].results.some((one) => one.ruleId === "P8008" && one.kind === "fail")'
shows orders.sarif 'it.runs[0].results.some((one) => one.ruleId === "P8008" && one.kind === "pass" && one.message.text.includes("express orders are small"))'
shows orders.sarif 'it.runs[0].results.some((one) => one.ruleId === "P8002" && one.kind === "pass")'
phep verify orders.phep --all --json >verified.json
shows verified.json 'it.results.find((one) => one.verdict === "refuted").facts.amount === 100'
shows verified.json 'it.results.find((one) => one.verdict === "vacuous").subject === "nothing to prove"'

# A property that asks no rule is refuted by a case, too; its amounts are written as in the source, 500.50 USD and not 50050.
cat >cheap.phep <<'PHEP'
module cheap
record Sale { price : money<USD> 0 USD..1_000 USD vi "giá" en "price" }
rule price(s: Sale) : money<USD> = s.price
property "cheap" { for all s: Sale  expect s.price < 500.50 USD }
property "cheap by a rule" { for all s: Sale  expect price(s) < 500.50 USD }
PHEP
tells 1 phep verify cheap.phep -- 'test "cheap" { as_of' "let s = Sale { price: 500.50 USD } // what was to hold does not hold here" \
  "expect price(s) == 500.50 USD" "2 refuted"
# Of a list of at most two there is no third element to be told of.
cat >pair.phep <<'PHEP'
module pair
use vn.calendar
counting vn.civil_code
calendar vn.state
instrument LAW { number "1/2025/QH15" rank law title vi "Luật" en "Law" in_force from 2026-01-01 outline 1..9 }
party firm vi "doanh nghiệp" en "firm"
record Item { at : instant vi "lúc" en "at"  told : instant? vi "báo" en "told" }
record All { items : list<Item> max 2 vi "mục" en "item" }
duty tell(i: Item) { vi "Báo" en "Tell" cites LAW@1 bearer firm trigger i.at due 3 days after trigger done i.told }
decision report(a: All) { norms tell(i) for each i in a.items }
PHEP
tells 0 phep diff pair.phep --law-date 2026-02-01 --law-date 2026-06-01 -- "0 regions change, 2 unchanged, 0 not decided"

# ---- recorded cases: what is wanted and what is found, key by key ----
sed -n '/^module/,/^enum/p; /^rule size/,/^}/p; /^decision/p' orders.phep | sed 's/^module orders/module cased/' >cased.phep
echo 'cases "cased.cases.jsonl" of order_size' >>cased.phep
cat >cased.cases.jsonl <<'JSON'
{"name":"wrong","as_of":"2026-03-10T08:00+07:00","facts":{"amount":99,"express":false},"expect":{"size":"large"}}
{"name":"seen once","as_of":"2026-03-10T08:00+07:00","facts":{"amount":99,"express":false},"unreviewed":true}
{"name":"seen twice","as_of":"2026-03-10T08:00+07:00","facts":{"amount":99,"express":false},"unreviewed":true,"expect":{"size":"small"}}
{"name":"seen twice","as_of":"2026-03-10T08:00+07:00","facts":{"amount":99,"express":true},"unreviewed":true,"expect":{"size":"small"}}
JSON
tells 1 phep test cased.phep -- "cased.cases.jsonl:1:" 'size: "large"' "3 unreviewed (0 differ" "0 passed, 1 failed"
tells 1 phep test cased.phep --format junit -- 'skipped="3"' '<skipped message="unreviewed"/>'
tells 1 phep test cased.phep --accept "seen once" --by "Nguyễn Thị A" -- "this case expects nothing yet: run --update first"
tells 1 phep test cased.phep --accept "seen once" --by "Nguyễn Thị A" --lang vi -- "trường hợp này chưa ghi mong đợi gì: chạy --update trước"
tells 1 phep test cased.phep --accept "seen twice" --by "Nguyễn Thị A" -- '2 unreviewed cases are called `seen twice`'
tells 0 phep test cased.phep --update -- "recorded"
tells 0 phep test cased.phep --accept "seen once" --by "Nguyễn Thị A" -- "accepted"
tells 1 phep test cased.phep -- "2 unreviewed (0 differ" "1 passed, 1 failed"
# Two cases of one name are told apart in a report.
tells 0 phep report cased.phep --format json -- '"seen twice"' '"seen twice (2)"'
cp "$root/tests/data/explain/ends.phep" ends.phep
echo 'cases "ends.cases.jsonl" of late_report' >>ends.phep
cat >ends.cases.jsonl <<'JSON'
{"name":"kept","as_of":"2026-03-10T08:00+07:00","facts":{"found_at":"2026-03-02T08:00+07:00","lost_on":null},"expect":{"keep_log":{"status":"violated","through":"2026-04-02T17:00:00Z","binds":true,"ended":"2026-03-09"}}}
JSON
tells 1 phep test ends.phep -- '- status: "violated"' '+ status: "met"' "  binds: true" '- ended: "2026-03-09"' '  through: "2026-04-02T17:00:00Z"'

# ---- mistakes made on purpose ----
cat >twins.phep <<'PHEP'
module twins
record Order { amount : int 0..10 vi "số lượng" en "amount" }
rule large(o: Order) : bool = o.amount > 3 and o.amount > 2
test "four" { as_of 2026-03-01T08:00+07:00  let o = Order { amount: 4 }  expect large(o) }
test "three" { as_of 2026-03-01T08:00+07:00  let o = Order { amount: 3 }  expect not large(o) }
decision order_large(o: Order) { large = large(o) }
PHEP
tells 0 phep test again.phep --mutate --no-search -- "no test asks for it" "no case was found that tells them apart" "3 untested"
tells 0 phep test again.phep --mutate --no-search --lang vi -- "không kiểm thử nào hỏi tới" "không tìm thấy trường hợp nào phân biệt" "3 không ai hỏi tới"
tells 0 phep test again.phep twins.phep --mutate --mutate-file ./twins.phep --no-search -- "twins.phep:3:48" "5 / 8" "0 untested"
holds "no other file is changed" sh -c '! phep test again.phep twins.phep --mutate --mutate-file twins.phep --no-search 2>&1 | grep "^again.phep"'
tells 2 phep test again.phep --mutate --mutate-file nowhere.phep -- "no file of --mutate-file is among the paths"
tells 2 phep test again.phep --mutate --mutate-file nowhere.phep --lang vi -- "không tệp nào trong --mutate-file thuộc các đường dẫn đã nêu"
# What more than 3 says, more than 2 says as well: no case tells three of the mistakes apart, and that is proved.
tells 0 phep test twins.phep --mutate --mutate-prove -- "100.0 % (5 / 5)" "3 are proved: no case that knows all facts tells them apart"
tells 0 phep test twins.phep --mutate --mutate-prove --lang vi -- "3 được chứng minh là không trường hợp nào phân biệt được"
# 7 times 6 and 13 times 73 make 991: the solver finds the one case that no search near the tests meets. Of five and less
# none makes 991.
cat >sums.phep <<'PHEP'
module sums
record Pair { a : int 0..100 vi "số thứ nhất" en "first"  b : int 0..100 vi "số thứ hai" en "second" }
rule meets(p: Pair) : bool = p.a * 7 + p.b * 13 == 991 and p.a > 5
test "neither" { as_of 2026-03-01T08:00+07:00  let p = Pair { a: 1, b: 1 }  expect not meets(p) }
test "both" { as_of 2026-03-01T08:00+07:00  let p = Pair { a: 19, b: 66 }  expect meets(p) }
decision pair_meets(p: Pair) { meets = meets(p) }
PHEP
tells 0 phep test sums.phep --mutate -- "== 991 and p.a > 6" "no case was found that tells them apart"
tells 0 phep test sums.phep --mutate --mutate-prove -- 'told apart near "meets"' '"facts":{"a":6,"b":73}' "2 are proved"

# Cases beside recorded ones tell mistakes apart: an element less, another number or member in an element, another member of a
# set, under the reading of the case. That an answer rests on no reading any more, nobody can expect: no case tells it.
cat >near.phep <<'PHEP'
module near
enum Kind { plain vi "thường" en "plain"  secret vi "mật" en "secret" }
reading K { strict vi "chặt" en "strict", loose vi "lỏng" en "loose" } default strict
    basis "The text names no number." vi "Bao nhiêu?" en "How many?"
record Part { n : int 0..9 vi "số" en "number"  kinds : set<Kind> vi "loại" en "kinds" }
record Whole {
  parts : list<Part> max 3 vi "phần" en "parts"
  kinds : set<Kind> vi "loại" en "kinds"
  price : money<VND>? vi "giá" en "price"
  wait  : duration vi "chờ" en "wait"
  name  : text vi "tên" en "name"
  days  : list<date> max 2 vi "ngày" en "days"
  known : bool? vi "biết" en "known"
}
rule many(w: Whole) : bool = count(p in w.parts) > 1
rule heavy(w: Whole) : bool = some(p in w.parts: p.n > 4)
rule hidden(w: Whole) : bool = secret in w.kinds and plain in w.kinds
rule cheap(w: Whole) : bool = w.price if_absent 9 VND < 10 VND
rule secret_part(w: Whole) : bool = some(p in w.parts: secret in p.kinds)
rule few(w: Whole) : bool = count(p in w.parts) < (if K is strict then 3 else 2)
decision whole(w: Whole) { many = many(w)  heavy = heavy(w)  hidden = hidden(w)  cheap = cheap(w)  secret = secret_part(w)  few = few(w) }
cases "near.cases.jsonl" of whole
PHEP
cat >near.cases.jsonl <<'JSON'
{"name":"three","as_of":"2026-03-01T08:00+07:00","facts":{"parts":[{"n":1,"kinds":[]},{"n":2,"kinds":[]},{"n":3,"kinds":[]}],"kinds":["plain"],"price":{"amount":"20","currency":"VND"},"wait":{"n":3,"unit":"days"},"name":"A","days":["2026-03-01"],"known":true},"expect":{"many":true,"heavy":false,"hidden":false,"cheap":false,"secret":false,"few":false}}
{"name":"none","as_of":"2026-03-01T08:00+07:00","readings":{"K":"loose"},"facts":{"parts":[],"kinds":[],"price":null,"wait":{"n":3,"unit":"days"},"name":"A","days":[],"known":null},"expect":{"many":false,"heavy":false,"hidden":false,"cheap":true,"secret":false,"few":true}}
{"name":"open","as_of":"2026-03-01T08:00+07:00","readings":{"K":"loose"},"facts":{"parts":[],"price":null,"wait":{"n":3,"unit":"days"},"name":"A","days":[]},"expect":{"many":false,"missing":["/kinds"]}}
JSON
tells 0 phep test near.phep -- "3 passed, 0 failed"
tells 0 phep test near.phep --mutate -- 'told apart near "three": many true → false' '"parts":[{"kinds":[],"n":1},{"kinds":[],"n":2}],' \
  'heavy true → false' '"parts":[{"kinds":[],"n":5},{"kinds":[],"n":2},{"kinds":[],"n":3}]' 'secret false → true' '{"kinds":["plain"],"n":1}' \
  'told apart near "none": hidden false → true' '"kinds":["secret"]' 'few true → false' "(if K is strict then 3 else 3)" "no case was found that tells them apart"
holds "no answer as a whole is expected" fails sh -c 'phep test near.phep --mutate 2>&1 | grep -F "\"expect\":{\"answer\""'
# What is proposed is a case that can be recorded.
phep test near.phep --mutate 2>&1 | sed -n 's/^    \({"name":.*\)$/\1/p' >proposed.jsonl
holds "cases are proposed" test -s proposed.jsonl
sed 's/"name":"[a-z]*"/"name":"proposed"/' proposed.jsonl >>near.cases.jsonl
tells 0 phep test near.phep -- ", 0 failed"

# ---- pairs of duty and prohibition ----
norms=$root/tests/data/verify/norms.phep
tells 1 phep verify "$norms" --pairs -- "both may bind: verify.norms.keep_all_logs · verify.norms.no_keeping" \
  "never bind together: verify.norms.keep_all_logs · verify.norms.small_keep_nothing" \
  "2 pairs of duty and prohibition: 1 never bind together, 1 may, 0 not decided"
tells 1 phep verify "$norms" --pairs --lang vi -- "cả hai cùng ràng buộc: verify.norms.keep_all_logs" "không bao giờ cùng ràng buộc: " \
  "2 cặp nghĩa vụ và điều cấm: 1 không bao giờ cùng ràng buộc, 1 có thể, 0 chưa xác định"
phep verify "$norms" --pairs --json >pairs.json
shows pairs.json 'JSON.stringify(it).includes("\"joined_pairs\":{\"not_decided\":0,\"proved\":1,\"refuted\":1}")'

# ---- on a terminal ----
# terminal COMMAND: what it writes to a terminal of its own.
terminal() { TERM=xterm script -qefc "$1" /dev/null </dev/null; }
terminal "phep test again.phep cased.phep" >seen.txt
holds "how many files are done" grep -qF "2 done" seen.txt
holds "and it is wiped away" grep -qF $'\r\e[K' seen.txt
terminal "phep test again.phep cased.phep --no-progress" >seen.txt
holds "--no-progress" fails grep -qF " done" seen.txt
echo '{"amount":100,"express":false}' >rows.ndjson
terminal "phep eval orders.phep --batch --input ndjson --facts rows.ndjson --as-of 2026-03-10 --engine interp" >seen.txt
holds "how many rows are done" grep -qF " rows, 0 refused, 0 MiB" seen.txt
terminal "phep eval orders.phep --batch --input ndjson --facts rows.ndjson --as-of 2026-03-10 --engine interp --lang vi" >seen.txt
holds "in Vietnamese" grep -qF " hàng, 0 bị từ chối, 0 MiB" seen.txt
terminal "phep eval orders.phep --batch --input ndjson --facts rows.ndjson --as-of 2026-03-10 --engine interp --no-progress" >seen.txt
holds "rows without progress" fails grep -qF " rows, " seen.txt

tally
