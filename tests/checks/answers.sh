#!/usr/bin/env bash
# What people read and type: answers as `phep eval` words them, the questions of `phep ask` for facts of every kind and what
# it refuses, and what an explanation says of terms, readings, pairs of changes and certificates.
set -uo pipefail
. "$(dirname "$0")/../scratch.sh" "$1"
cd "$scratch" || exit 1

# asks DECISION LANGUAGE "TYPED" -- WORDS…: the interview of that decision of facts.phep, with these lines typed.
asks() {
  local decision=$1 language=$2
  printf '%b' "$3" >typed.txt
  shift 4
  typed=typed.txt tells 0 phep ask facts.phep --decision "$decision" --as-of 2026-03-10 --lang "$language" -- "$@"
}

# ---- questions, and answers that are refused ----
cat >facts.phep <<'PHEP'
module facts
use vn.calendar
counting vn.civil_code
calendar vn.state
enum Step { stop vi "ngừng" en "stop"  fix vi "khắc phục" en "repair"  tell vi "báo" en "tell" }
record Batch { on : date vi "ngày nhận" en "received on"  people : int 0..100 vi "số người" en "persons" }
record Firm {
  cost    : money<VND> 0 VND..5_000_000 VND  vi "chi phí"        en "cost"
  founded : date 2020-01-01..2027-12-31      vi "ngày lập"       en "founded on"
  grace   : duration                         vi "gia hạn"        en "period of grace"
  share   : decimal                          vi "tỷ lệ"          en "share"
  steps   : set<Step>                        vi "biện pháp"      en "steps taken"
  batches : list<Batch> max 3                vi "lô"             en "batch"
  audits  : list<date> max 4                 vi "ngày kiểm tra"  en "audit"
}
rule dear(f: Firm) : bool = f.cost > 1_000_000 VND
rule last(f: Firm) : instant = f.grace after 2026-03-02
decision of_money(f: Firm) { a = dear(f)  b = dear(f)  c = dear(f)  d = dear(f)  e = dear(f) }
decision of_day(f: Firm) { old = f.founded < 2024-01-01 }
decision of_term(f: Firm) { last = last(f) }
decision of_share(f: Firm) { much = f.share > 12.5% }
decision of_set(f: Firm) { stopped = stop in f.steps }
decision of_records(f: Firm) { people = sum (x in f.batches : x.people) }
decision of_dates(f: Firm) { first = min (x in f.audits : x) }
PHEP
asks of_money en 'x\n6,000,000\n2,000,000\n' -- "[1 · 1 open] Cost /cost for: a b c and 2 more an amount in VND between VND 0 and VND 5,000,000" \
  "✗ needs a whole number, as 3,000,000" "✗ must lie between VND 0 and VND 5,000,000" "a true"
asks of_money vi '6000000\n2.000.000\n' -- "Chi phí /cost cần cho: a b c và 2 kết luận khác số tiền bằng VND, từ 0 đồng đến 5.000.000 đồng" \
  "✗ phải từ 0 đồng đến 5.000.000 đồng" "a đúng"
asks of_day en '2019-12-31\n2023-05-05\n' -- "between 1 January 2020 and 31 December 2027; \`?\` if unknown" "✗ must lie between 1 January 2020 and 31 December 2027" "old true"
asks of_day vi '31/12/2019\n5/5/2024\n' -- "ngày, ví dụ 2026-03-10 hoặc 10/3/2026, từ 01/01/2020 đến 31/12/2027" "✗ phải từ 01/01/2020 đến 31/12/2027" "old sai"
asks of_term en 'soon\n3 working days\n' -- "a period, as 3 working days" "✗ needs a period, as 3 working days" "last 24:00 Thursday 2026-03-05"
asks of_term vi 'mai\n3 ngày làm việc\n' -- "khoảng thời gian, ví dụ 3 ngày làm việc" "✗ cần một khoảng thời gian" "last 24:00 thứ Năm 2026-03-05"
asks of_share en '1,234\n5%\n' -- "a number, as 12.5 or 5%" "✗ may be a thousand or a fraction; write 1234 or 1.234" "much false"
asks of_share vi '1.234\n12,6%\n' -- "một số, ví dụ 12,5 hoặc 5%" "✗ có thể hiểu là hàng nghìn hoặc là phần thập phân; viết 1234 hoặc 1,234" "much đúng"
asks of_share en "$(printf '1%.0s' {1..50})"'\n5%\n' -- "✗ is too long" "much false"
asks of_set en ',\nstp\nrepair, tell\n' -- "1 stop: stop 2 fix: repair 3 tell: tell" "those of these that hold, with commas between; or \`none\`" \
  "✗ nothing is chosen; \`none\` is nothing" "✗ there is no choice \`stp\`" "stopped false"
asks of_set vi ',\n1,3\n' -- "1 stop: ngừng 2 fix: khắc phục 3 tell: báo" "các lựa chọn, cách nhau bằng dấu phẩy; hoặc \`không có\`" "✗ chưa chọn gì" "stopped đúng"
asks of_records en '4\n2\n101\n40\n2\n' -- "how many there are, at most 3; or \`none\`" "✗ at most 3 of them" "[2 · 2 open] Batch (no. 1): persons /batches/0/people" \
  "✗ must lie between 0 and 100" "[3 · 1 open] Batch (no. 2): persons /batches/1/people" "people 42"
asks of_records vi '2\n40\n2\n' -- "có bao nhiêu, nhiều nhất 3; hoặc \`không có\`" "Lô (mục thứ 2): số người /batches/1/people" "people 42"
asks of_dates en '2026-02-03; 2026-01-01\n' -- "at most 4 of them with semicolons between, each: a day, as 2026-03-10" "first 2026-01-01"
asks of_dates vi '1/1/2026; x\n1/2/2026;1/1/2026\n' -- "nhiều nhất 4 mục, cách nhau bằng dấu chấm phẩy; mỗi mục: ngày" "✗ cần một ngày có thật" "first 2026-01-01"

# ---- answers in words ----
cat >more.phep <<'PHEP'
module more
use vn.calendar
counting vn.civil_code
calendar vn.state
instrument LAW { number "1/2025/QH15" rank law title vi "Luật thử" en "Trial law" in_force from 2026-01-01 outline 1..9 }
record Firm {
  makes : bool           vi "có sản xuất" en "makes"
  at    : instant        vi "lúc xảy ra"  en "moment"
  from  : date           vi "ngày tính"   en "counted from"
  n     : int 0..100     vi "số"          en "number"
  told  : instant?       vi "lúc báo"     en "told"
}
party maker vi "nhà sản xuất" en "maker" held by (f: Firm) when f.makes cites LAW@1
party seller vi "người bán" en "seller" held by (f: Firm) when not f.makes cites LAW@2
enum Size { small vi "nhỏ" en "small"  large vi "lớn" en "large" }
rule size(f: Firm) : Size { vi "Quy mô" en "Size" default small case big: large when f.n > 10 }
rule frame(f: Firm) : range<money<VND>> { vi "Khung" en "Frame" default 1_000 VND..2_000 VND case big: 3_000 VND..4_000 VND when f.n > 10 }
rule quotient(f: Firm) : int { vi "Thương" en "Quotient" default 100 / f.n rounded down }
rule last(f: Firm) : instant { vi "Hạn" en "Deadline" default 18 months after f.from }
rule term(f: Firm) : duration { default 3 working days case big: 5 months when f.n > 10 }
duty tell(f: Firm) {
  vi "Báo" en "Tell" cites LAW@3 confidence B bearer any of maker, seller
  trigger f.at due 72 hours after trigger done f.told
  sanction main: fine at least 5_000 VND cites LAW@4
}
decision answers(f: Firm) { size = size(f)  frame = frame(f)  quotient = quotient(f)  last = last(f)  term = term(f)  norms tell(f) }
PHEP
echo '{"makes":true,"at":"2026-03-02T08:00+07:00","from":"2026-03-01","n":0,"told":null}' >none.json
echo '{"at":"2026-03-02T08:00+07:00","from":"2026-02-02","n":20,"told":null}' >some.json
answer=(phep eval more.phep --as-of 2026-03-06)
tells 0 "${answer[@]}" --facts none.json -- "Size: small" "Frame: from 1,000 VND to 2,000 VND" "Quotient: cannot be computed: a division by zero (more.quotient)" \
  "Deadline: 24:00 Wednesday 2027-09-01 (+07:00) or 24:00 Friday 2027-09-03 (+07:00), awaiting national_day_2027" "term 3 working days" \
  "bearer maker (Article 1 of Law No. 1/2025/QH15)" "confidence B" "fine at least 5,000 VND (Article 4 of Law No. 1/2025/QH15)"
tells 0 "${answer[@]}" --facts none.json --lang vi -- "Quy mô: nhỏ" "Thương: không tính được: chia cho 0 (more.quotient)" "Khung: từ 1.000 VND đến 2.000 VND" "Hạn: 24:00 thứ Tư 2027-09-01 (+07:00) hoặc 24:00 thứ Sáu 2027-09-03 (+07:00), chờ national_day_2027" \
  "term 3 ngày làm việc" "chủ thể nhà sản xuất (Điều 1 Luật số 1/2025/QH15)" "độ tin cậy B" "phạt tiền tối thiểu 5.000 VND (Điều 4 Luật số 1/2025/QH15)"
# Who makes is not known: who is bound is not known either. 18 months after 2 February 2026 end on Monday 2 August 2027.
tells 0 "${answer[@]}" --facts some.json -- "Size: large" "Frame: from 3,000 VND to 4,000 VND" "Quotient: 5" "Deadline: 24:00 Monday 2027-08-02" "term 5 months" "bearer unknown"
tells 0 "${answer[@]}" --facts some.json --lang vi -- "term 5 tháng" "chủ thể chưa rõ"
node -e 'for (const name of ["clauses_breached", "ends_late"]) {
  const read = JSON.parse(require("fs").readFileSync(process.argv[1] + "/" + name + ".json", "utf8"));
  require("fs").writeFileSync(name + ".json", JSON.stringify({ ...read.facts, ...(name === "ends_late" ? { storm: true } : {}) }));
}' "$root/tests/data/explain"
clauses=(phep eval "$root/tests/data/explain/clauses.phep" --facts clauses_breached.json --as-of 2026-09-01T09:00+07:00)
tells 0 "${clauses[@]}" -- "arises from the breach of: Report the incident" "given up 2026-05-04" "proof operator" "fine from 20,000,000 VND to 40,000,000 VND"
tells 0 "${clauses[@]}" -- "why no answer in time"
tells 0 "${clauses[@]}" --lang vi -- "lý do không trả lời trong thời hạn"
tells 0 "${clauses[@]}" --lang vi -- "phát sinh do vi phạm: Báo cáo sự cố" "thôi giữ 2026-05-04" "chứng minh bên vận hành" "phạt tiền từ 20.000.000 VND đến 40.000.000 VND"
ends=(phep eval "$root/tests/data/explain/ends.phep" --decision late_report --facts ends_late.json --as-of 2026-06-25T08:00+07:00)
tells 0 "${ends[@]}" -- "LATE 8 d 7 h 30 min 15 s Report the incident" "excused yes"
tells 0 "${ends[@]}" --lang vi -- "TRỄ HẠN 8 ngày 7 giờ 30 phút 15 giây Báo cáo sự cố" "miễn trách có"

# Told seven and a quarter seconds late; asked at a moment that is no full minute either.
echo '{"makes":true,"at":"2026-03-02T08:00+07:00","from":"2026-03-01","n":5,"told":"2026-03-05T08:00:07.250+07:00"}' >seconds.json
seconds=(phep eval more.phep --as-of 2026-03-06T10:30:05+07:00 --facts seconds.json)
tells 0 "${seconds[@]}" -- "as of 10:30:05 Friday 2026-03-06 (+07:00)" "LATE 7 s 250 ms Tell" "due 08:00 Thursday 2026-03-05" "done 08:00:07.250 Thursday 2026-03-05 (+07:00)"
tells 0 "${seconds[@]}" --lang vi -- "tại 10:30:05 thứ Sáu 2026-03-06 (+07:00)" "TRỄ HẠN 7 giây 250 mili giây Báo" "đã làm 08:00:07,250 thứ Năm 2026-03-05 (+07:00)"
# Amounts are in minor units: 1250 is 12.50 USD, half as much again 18.75 USD.
node -e 'process.stdout.write(JSON.stringify(JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).facts))' "$root/tests/data/explain/amounts.json" >amounts.json
amounts=("$root/tests/data/explain/amounts.phep" --facts amounts.json --as-of 2026-06-01)
tells 0 phep eval "${amounts[@]}" -- "Pay: 12.50 USD" "more 18.75 USD" "Frame of the fine: from 10,000,000 VND to 20,000,000 VND"
tells 0 phep eval "${amounts[@]}" --lang vi -- "Chi trả: 12,50 USD" "more 18,75 USD"
# What is forbidden and permitted, whom nothing binds and why, values that are sets, a deadline that awaits a calendar.
facts_of() { node -e 'process.stdout.write(JSON.stringify(JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).facts))' "$root/tests/data/explain/$1.json" >"$1.json"; }
facts_of acts_kept
facts_of acts_unknown
facts_of counts_slow
acts=(phep eval "$root/tests/data/explain/acts.phep")
tells 0 "${acts[@]}" --facts acts_kept.json --as-of 2026-08-03T09:00+07:00 -- "measures fence, guard" "GRANTED Transfer data abroad" "NOT AVAILABLE Inspect the trader" "FULFILLED Do not sell data" \
  "EXEMPT Count the batch [/batches/0] (Clause 9, Article 1 of Law No. 0/0000/QH): batch of fewer than three" "FULFILLED Report the trade due 24:00 Monday 2026-07-13 (+07:00) done 24:00 Monday 2026-07-13 (+07:00) why eu"
tells 0 "${acts[@]}" --facts acts_kept.json --as-of 2026-08-03T09:00+07:00 --lang vi -- "measures rào chắn, canh gác" "Kiểm đếm lô [/batches/0] (khoản 9 Điều 1 Luật số 0/0000/QH): lô dưới ba người"
tells 0 "${acts[@]}" --facts acts_unknown.json --as-of 2026-03-20T09:00+07:00 -- "measures unknown, needs /measures" "UNDETERMINED Count the batch [/batches]"
tells 0 phep eval "$root/tests/data/explain/counts.phep" --facts counts_slow.json --as-of 2026-01-05T09:00+07:00 -- "due 24:00 Saturday 2027-01-02 (+07:00) or later, awaiting calendar 2027"
tells 0 phep eval "$root/tests/data/explain/counts.phep" --facts counts_slow.json --as-of 2026-01-05T09:00+07:00 --lang vi -- "24:00 thứ Bảy 2027-01-02 (+07:00) hoặc muộn hơn, chờ calendar 2027"
# `--json` is `--format json`, also of a case.
phep explain "${amounts[@]}" --json >flag.json
phep explain "${amounts[@]}" --format json >format.json
if [ -s flag.json ] && cmp -s flag.json format.json; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "explain --json is not --format json"; fi
# What an explanation says of what cannot be computed.
tells 0 phep explain more.phep --as-of 2026-03-06 --facts none.json -- "Quotient [cannot be computed: a division by zero]"
tells 0 phep explain more.phep --as-of 2026-03-06 --facts none.json --lang vi -- "Thương [không tính được: chia cho 0]"

# ---- terms that are counted in other ways, or cannot be counted yet ----
cat >terms.phep <<'PHEP'
module terms
use vn.calendar
counting vn.civil_code
calendar vn.state
instrument LAW { number "1/2025/QH15" rank law title vi "Luật thử" en "Trial law" in_force from 2026-01-01 outline 1..9 }
party firm vi "doanh nghiệp" en "firm"
record Leak {
  at    : instant   vi "lúc xảy ra"      en "moment"
  told  : instant?  vi "lúc báo"         en "told"
  small : bool      vi "doanh nghiệp nhỏ" en "small firm"
  grace : duration  vi "thời hạn được giao" en "term that was set"
}
duty as_set(l: Leak) { vi "Theo hạn được giao" en "As it was set" cites LAW@2 bearer firm trigger l.at due l.grace after trigger done l.told }
duty long_one(l: Leak) { vi "Sau 60 ngày làm việc" en "After 60 working days" cites LAW@3 bearer firm trigger l.at due 60 working days after trigger done l.told }
duty chosen(l: Leak) {
  vi "Tùy quy mô" en "By size" cites LAW@4 bearer firm trigger l.at
  due if l.small then 20 days after trigger else 10 days after trigger
  done l.told
}
decision leak_terms(l: Leak) { norms as_set(l), long_one(l), chosen(l) }
PHEP
echo '{"at":"2026-03-02T08:00+07:00","told":null}' >open.json
told=(phep explain terms.phep --facts open.json --as-of 2026-03-10)
tells 0 "${told[@]}" -- "Term: “term that was set”: not known" "The end cannot be worked out from what is known" "Which way of counting applies is not known" "? “small firm”: not known"
tells 0 "${told[@]}" --lang vi -- "Thời hạn: “thời hạn được giao”: chưa biết" "Chưa đủ dữ kiện để tính ngày cuối" "Chưa biết cách tính nào áp dụng"
# From 3 March: 60 working days end on 28 May 2026, behind 24 weekend days, Hung Kings' day (Sunday 26 April, so the 27th), 30 April and 1 May.
tells 0 "${told[@]}" --norm long_one -- "The term's last day: Thursday 28 May 2026"

# ---- readings and certificates ----
cat >read.phep <<'PHEP'
module read
use vn.calendar
counting vn.civil_code
calendar vn.state
instrument LAW { number "1/2025/QH15" rank law title vi "Luật thử" en "Trial law" in_force from 2026-01-01 outline 1..9 }
reading K { short vi "ba ngày" en "three days", long vi "mười ngày" en "ten days" } default short basis "No term is named." cites LAW@1
    vi "Thời hạn bao lâu?" en "How long is the term?"
record Leak { at : date vi "ngày xảy ra" en "day of the leak"  people : int 0..1_000 vi "số người" en "persons" }
rule last(l: Leak) : instant { vi "Hạn" en "Deadline" default if K is short then 3 days after l.at else 10 days after l.at }
rule share(l: Leak) : int { vi "Phần" en "Part" default l.people - (if K is short then 3 else 10) }
decision leak_read(l: Leak) { last = last(l)  share = share(l) }
PHEP
echo '{"at":"2026-03-02","people":50}' >read.json
cat >rate.phep <<'PHEP'
module rate
use vn.calendar
counting vn.civil_code
calendar vn.state
instrument LAW { number "1/2025/QH15" rank law title vi "Luật thử" en "Trial law" in_force from 2026-01-01 outline 1..9 }
reading K { low vi "thấp" en "low", high vi "cao" en "high" } default low basis "No rate is named." cites LAW@1
record Sale { price : money<USD> vi "giá" en "price"  on : date vi "ngày" en "day" }
rule fee(s: Sale) : money<USD> { vi "Phí" en "Fee" default if K is low then 2 * s.price else 3 * s.price }
rule until(s: Sale) : date { vi "Đến ngày" en "Until" default if K is low then s.on + 1 month else s.on + 2 months }
rule left(s: Sale) : date? { vi "Còn lại" en "Left" default if K is low then s.on else null }
decision rate_read(s: Sale) { fee = fee(s)  until = until(s)  left = left(s) }
PHEP
echo '{"price":{"amount":"150","currency":"USD"},"on":"2026-03-02"}' >rate.json
tells 0 phep eval rate.phep --facts rate.json --as-of 2026-03-10 --each-reading -- "“Fee”: USD 4.50 (instead of USD 3.00)" "“Until”: 2 May 2026 (instead of 2 April 2026)" "“Left”: none (instead of 2 March 2026)"
tells 0 phep eval rate.phep --facts rate.json --as-of 2026-03-10 --each-reading --lang vi -- "“Phí”: 4,50 USD (thay vì 3,00 USD)" "“Còn lại”: không có (thay vì 02/3/2026)"
tells 0 phep eval read.phep --facts read.json --as-of 2026-03-10 --each-reading -- "long: ten days" "“Deadline”: 24:00 on Thursday 12 March 2026 (instead of 24:00 on Thursday 5 March 2026)" "“Part”: 40 (instead of 47)"
tells 0 phep eval read.phep --facts read.json --as-of 2026-03-10 --each-reading --lang vi -- "long: mười ngày" "“Hạn”: 24 giờ 00 phút, thứ Năm, ngày 12/3/2026 (thay vì 24 giờ 00 phút, thứ Năm, ngày 05/3/2026)"
phep explain read.phep --facts read.json --as-of 2026-03-10 --format json >read.out
tells 0 node -e 'const [one] = JSON.parse(require("fs").readFileSync("read.out", "utf8")).readings; console.log(one.name, one.option, one.text, one.basis, one.others[0].option, one.others[0].text)' \
  -- "K short three days No term is named." "long ten days"
phep eval read.phep --facts read.json --as-of 2026-03-10 --certificate --json >answer.json
sed 's/"read\.K":"short"/"read.K":"short","read.J":"short"/' answer.json >other.json
tells 5 phep explain read.phep --facts read.json --certificate other.json -- "there is no reading read.J"
tells 5 phep explain read.phep --facts read.json --certificate other.json --lang vi -- "không có cách hiểu read.J"
sed -E 's/"bits":"[0-9a-f]*"/"bits":"00000000000000000000000000000000000000000000000000000000000000000001"/' answer.json >long.json
tells 5 phep explain read.phep --facts read.json --certificate long.json -- "the certificate is damaged: it has another number of bits"
tells 5 phep explain read.phep --facts read.json --certificate long.json --lang vi -- "chứng thư bị hỏng: số bit không khớp"

# Under another reading a value is a set, not known, or cannot be computed.
cat >kinds.phep <<'PHEP'
module kinds
use vn.calendar
counting vn.civil_code
calendar vn.state
instrument LAW { number "1/2025/QH15" rank law title vi "Luật thử" en "Trial law" in_force from 2026-01-01 outline 1..9 }
reading K { narrow vi "hẹp" en "narrow", wide vi "rộng" en "wide" } default narrow basis "The text is silent." cites LAW@1
enum Step { stop vi "ngừng" en "stop"  fix vi "khắc phục" en "repair" }
record Firm { n : int 0..100 vi "số" en "number"  m : int 0..100 vi "số khác" en "other number" }
rule steps(f: Firm) : set<Step> { vi "Biện pháp" en "Steps" default if K is narrow then {} else {stop, fix} }
rule part(f: Firm) : int { vi "Phần" en "Part" default if K is narrow then f.n else 100 / f.n rounded down }
rule other(f: Firm) : int { vi "Số khác" en "Other" default if K is narrow then 7 else f.m }
decision kinds_read(f: Firm) { steps = steps(f)  part = part(f)  other = other(f) }
PHEP
echo '{"n":0}' >kinds.json
kinds=(phep eval kinds.phep --facts kinds.json --as-of 2026-03-10 --each-reading)
tells 0 "${kinds[@]}" -- "“Steps”: repair and stop (instead of none)" "“Part”: cannot be computed: a division by zero (instead of 0)" "“Other”: not known (instead of 7)"
tells 0 "${kinds[@]}" --lang vi -- "“Biện pháp”: khắc phục và ngừng (thay vì không có mục nào)" "“Phần”: không tính được: chia cho 0 (thay vì 0)" "“Số khác”: chưa biết (thay vì 7)"

# Where no reading decides, that is said.
tells 0 phep eval more.phep --as-of 2026-03-06 --facts some.json --each-reading -- "The answer rests on no unsettled reading."
tells 0 phep eval more.phep --as-of 2026-03-06 --facts some.json --each-reading --lang vi -- "Kết quả không dựa vào cách hiểu nào còn chưa ngã ngũ."

# ---- more choices than are shown; more pairs of changes than are tried ----
{
  echo 'module many'
  echo 'enum Place {'
  for i in {1..34}; do printf '  p%02d vi "nơi %d" en "place %d"\n' "$i" "$i" "$i"; done
  echo '}'
  echo 'record Firm { at : Place vi "trụ sở" en "seat" }'
  echo 'rule far(f: Firm) : bool = f.at is p34'
  echo 'decision where_it_is(f: Firm) { far = far(f) }'
} >many.phep
echo 'place 34' >typed.txt
typed=typed.txt tells 0 phep ask many.phep --as-of 2026-03-10 -- "30 p30: place 30 … of 34 choices; type a word to find one" "far true"
echo 'nơi 34' >typed.txt
typed=typed.txt tells 0 phep ask many.phep --as-of 2026-03-10 --lang vi -- "30 p30: nơi 30 … trong 34 lựa chọn; gõ một từ để tìm" "far đúng"
{
  sed -n "2,5p" kinds.phep
  echo 'party firm vi "doanh nghiệp" en "firm"'
  echo 'record Firm {'
  for i in {10..59}; do printf '  a%d : bool vi "việc %d" en "deed %d"\n' "$i" "$i" "$i"; done
  echo '}'
  printf 'duty do_all(f: Firm) { vi "Làm đủ" en "Do all" cites LAW@1 bearer firm met when f.a10'
  for i in {11..59}; do printf ' and f.a%d' "$i"; done
  echo ' }'
  echo 'decision firm_all(f: Firm) { norms do_all(f) }'
} >all.phep
{ printf '{"a10":false'; for i in {11..59}; do printf ',"a%d":false' "$i"; done; echo '}'; } >none_done.json
tells 0 phep explain all.phep --facts none_done.json --as-of 2026-03-10 -- "The search for the smallest change stopped at its stated bound: there may be others"
tells 0 phep explain all.phep --facts none_done.json --as-of 2026-03-10 --lang vi -- "Việc tìm thay đổi nhỏ nhất đã dừng ở giới hạn tính toán: có thể còn thay đổi khác"

# ---- where one fact flips nothing, two do ----
cat >pairs.phep <<'PHEP'
module pairs
use vn.calendar
counting vn.civil_code
calendar vn.state
instrument LAW { number "1/2025/QH15" rank law title vi "Luật thử" en "Trial law" in_force from 2026-01-01 outline 1..9 }
party firm vi "doanh nghiệp" en "firm"
record Firm { a : bool vi "đã đăng ký" en "registered"  b : bool vi "đã công bố" en "published" }
duty both(f: Firm) { vi "Làm cả hai" en "Do both" cites LAW@1 bearer firm met when f.a and f.b }
decision firm_both(f: Firm) { norms both(f) }
PHEP
echo '{"a":false,"b":false}' >neither.json
tells 0 phep explain pairs.phep --facts neither.json --as-of 2026-03-10 -- "No single fact flips the result; these pairs do." \
  "If “registered”: yes (instead of no) and “published”: yes (instead of no), the result is MET"
tells 0 phep explain pairs.phep --facts neither.json --as-of 2026-03-10 --lang vi -- "Không dữ kiện đơn lẻ nào làm đổi kết quả; các cặp sau đây thì có." "“đã đăng ký”: có (thay vì không) và “đã công bố”: có (thay vì không)"
tells 0 phep explain P2001 -- "P2001"
tells 0 phep explain P2001 --lang vi -- "P2001"

tally
