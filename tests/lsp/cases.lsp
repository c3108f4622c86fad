method phep/tests
method phep/runTests
method phep/explain
method phep/obligations
method phep/exceptions
method phep/timeline
=== happy
--- file phep.json
{"name": "policy"}
--- file leaks.cases.jsonl
{"name":"two days late","as_of":"2026-03-10T09:00+07:00","facts":{"found_at":"2026-03-01T08:00+07:00","told_at":"2026-03-06T08:00+07:00","harm":"grave"},"expect":{"notify":"late"}}
{"name":"wrongly expected","as_of":"2026-03-10T09:00+07:00","facts":{"found_at":"2026-03-01T08:00+07:00","told_at":null,"harm":"grave"},"expect":{"notify":"fulfilled","notify.due":"2026-03-04T08:00+07:00"}}
--- file law.phep
module law

use vn.calendar
counting vn.civil_code
calendar vn.state

instrument PDPL {
  number "91/2025/QH15"   rank law
  title vi "Luật Bảo vệ dữ liệu cá nhân"   en "Law on Personal Data Protection"
  in_force from 2026-01-01   outline 1..39
}
party controller   vi "bên kiểm soát"   en "controller"
enum Harm ordered { none  slight  grave }
record Leak {
  found_at : instant    vi "thời điểm phát hiện"   en "moment of finding"
  told_at  : instant?   vi "thời điểm báo"   en "moment of telling"
  harm     : Harm
}
rule severity(x: Leak) : Harm {
  default none
  case bad: grave when x.harm is grave
  except bad as old: slight when x.found_at < 2026-01-15T00:00+07:00
}
duty notify(x: Leak) {
  vi "Thông báo vi phạm"   en "Notify the breach"
  cites PDPL@23.1   bearer controller   trigger x.found_at
  applies when x.harm is grave
  exempt told_before: when x.harm is slight
  due 72 hours after trigger
  done x.told_at
}
decision leak_report(x: Leak) { norms notify(x) }

test "told too late" {
  as_of 2026-03-10T09:00+07:00
  let x = Leak { found_at: 2026-03-01T08:00+07:00, told_at: null, harm: grave }
  expect notify(x) is violated
  expect severity(x) is grave
}
test "wrongly expected" {
  as_of 2026-03-02T09:00+07:00
  let x = Leak { found_at: 2026-03-01T08:00+07:00, told_at: null, harm: grave }
  expect notify(x) is violated
}
test table "in rows" {
  as_of 2026-03-10T09:00+07:00
  let   x = Leak { found_at: at, told_at: null, harm: harm }
  | at                     | harm   || severity(x) |
  | 2026-03-01T08:00+07:00 | slight || none        |
  | 2026-01-10T08:00+07:00 | grave  || slight      |
  | 2026-03-01T08:00+07:00 | grave  || slight      |
}
cases "leaks.cases.jsonl" of leak_report
--- open law.phep
-> textDocument/diagnostic {"in": "law.phep"}
-> phep/tests {"in": "law.phep"}
?? in rows#3
?? two days late
-> phep/runTests {"items": [{"uri": "{root}/law.phep"}], "coverage": true}
?? leaks.cases.jsonl#2
-> phep/runTests {"items": [{"uri": "{root}/law.phep", "id": "in rows"}, {"uri": "{root}/law.phep", "id": "in rows#1"}], "coverage": false}
-> phep/runTests {"items": [{"uri": "{root}/law.phep", "id": "no such test"}], "coverage": false}
-> phep/explain {"in": "law.phep", "id": "wrongly expected"}
-> phep/explain {"in": "law.phep", "id": "no such test"}
-> phep/obligations {"at": "law.phep@told too late"}
-> phep/obligations {"at": "law.phep@told too late", "asOf": "2026-03-02"}
?? pending
-> phep/obligations {"in": "law.phep", "asOf": "2025-12-31"}
?? not_yet
-> phep/exceptions {"in": "law.phep"}
-> phep/exceptions {"at": "law.phep@severity"}
-> phep/exceptions {"at": "law.phep@2026-01-10T08"}
?? yields
-> phep/timeline {"at": "law.phep@told too late"}
-> phep/timeline {"in": "law.phep", "asOf": "2026-03-01"}
-> phep/timeline {"in": "law.phep", "asOf": "yesterday"}
=== what a special law adds, facts that are missing, and duties of elements
--- file phep.json
{"name": "policy"}
--- file general.phep
module general
use vn.calendar
counting vn.civil_code
calendar vn.state
instrument ACT { number "1/2025/QH15" rank law title vi "Luật chung" en "General act" in_force from 2026-01-01 outline 1..9 }
party holder vi "bên giữ" en "holder"
enum Harm ordered { none vi "không" en "none"  slight vi "nhẹ" en "slight"  grave vi "nặng" en "grave" }
record Leak {
  at     : instant       vi "lúc xảy ra" en "moment"
  told   : instant?      vi "lúc báo" en "moment of telling"
  people : int 0..1_000  vi "số người" en "persons"
  bank   : bool          vi "ngân hàng" en "bank"
}
record All { leaks : list<Leak> max 3 vi "vụ việc" en "leak" }
rule severity(x: Leak) : Harm {
  default none
  case many: grave when x.people >= 100  cites ACT@2  vi "nhiều người" en "many persons"
}
duty tell(x: Leak) {
  vi "Báo" en "Tell" cites ACT@1 bearer holder trigger x.at
  exempt few: when x.people < 5  cites ACT@3  vi "ít người" en "few persons"
  due 3 working days after trigger
  done x.told
}
decision report(a: All) { grave = some(x in a.leaks: severity(x) is grave)  norms tell(x) for each x in a.leaks }
test "two leaks" {
  as_of 2026-03-10T09:00+07:00
  let a = All { leaks: [Leak { at: 2026-03-02T08:00+07:00, told: null, people: 200, bank: false }, Leak { at: 2026-03-02T08:00+07:00, told: 2026-03-05T08:00+07:00, people: 200, bank: false }] }
  expect report(a).grave
}
cases "few.cases.jsonl" of report
--- file few.cases.jsonl
{"name":"refused","as_of":"2026-03-10","facts":{"leaks":[{"at":"2026-03-02T08:00+07:00","people":5000,"bank":false}]},"expect":{"tell":"violated"}}
--- file banks.phep
module banks
use vn.calendar
use general
counting vn.civil_code
calendar vn.state
instrument BANKS { number "2/2025/QH15" rank law title vi "Luật ngân hàng" en "Banking act" in_force from 2026-01-01 outline 1..9 }
special rule general.severity(x: Leak) {
  cites BANKS@1
  except many as guarded: slight when x.bank  cites BANKS@2  vi "được bảo vệ" en "guarded"
  except guarded as huge: lifted when x.people > 500  cites BANKS@3  vi "rất nhiều" en "very many"
}
special duty general.tell(x: Leak) {
  cites BANKS@4
  exempt watched: when x.bank and x.people < 50  cites BANKS@4  vi "được giám sát" en "watched"
  deferred slow: until 10 days after trigger when x.bank  cites BANKS@5  vi "chậm" en "slow"
}
test "a bank" {
  as_of 2026-03-10T09:00+07:00
  let x = Leak { at: 2026-03-02T08:00+07:00, told: null, people: 200, bank: true }
  expect severity(x) is slight
  expect tell(x) is deferred
}
test "a large bank" {
  as_of 2026-03-10T09:00+07:00
  let x = Leak { at: 2026-03-02T08:00+07:00, told: null, people: 600, bank: true }
  expect severity(x) is grave
}
test "not known whether it is a bank" {
  as_of 2026-03-10T09:00+07:00
  let x = Leak { at: 2026-03-02T08:00+07:00, told: null, people: 200 }
  expect severity(x) is unknown
  expect tell(x) is undetermined
}
--- open general.phep
--- open banks.phep
-> phep/exceptions {"at": "banks.phep@a bank"}
?? gives way to the exception: guarded
?? exempt: watched
?? deferred: slow
-> phep/exceptions {"at": "banks.phep@a large bank"}
?? gives way to the exception: very many
-> phep/exceptions {"at": "banks.phep@not known whether"}
?? facts are missing about the exception: guarded
-> phep/obligations {"at": "banks.phep@a bank"}
?? DEFERRED
-> phep/obligations {"at": "banks.phep@not known whether"}
?? unknown
-> phep/obligations {"at": "general.phep@two leaks"}
?? Tell – leak (no. 2)"
!! (no. 1): leak
-> phep/explain {"in": "banks.phep", "id": "a bank"}
?? Passed.
-> phep/tests {"in": "general.phep"}
-> phep/runTests {"items": [{"uri": "{root}/general.phep"}], "coverage": true}
?? few.cases.jsonl#1
=== Vietnamese vi
--- file law.phep
module law
record Order { amount : int 0..1_000 }
enum Size ordered { small  large }
rule size(o: Order) : Size {
  default small
  case big: large when o.amount >= 100
}
test "lớn" {
  as_of 2026-03-01T08:00+07:00
  let o = Order { amount: 200 }
  expect size(o) is small
}
--- open law.phep
-> phep/runTests {"items": [{"uri": "{root}/law.phep"}], "coverage": true}
?? cần
?? thấy đúng
-> phep/explain {"in": "law.phep", "id": "lớn"}
?? Không đạt
-> phep/timeline {"at": "law.phep@lớn"}
?? thời điểm xét
=== a text that changes
--- file law.phep
module law
record Order { amount : int 0..1_000 }
rule big(o: Order) : bool = o.amount >= 100
test "big" {
  as_of 2026-03-01T08:00+07:00
  let o = Order { amount: 200 }
  expect big(o) is true
}
test "big" {
  as_of 2026-03-01T08:00+07:00
  let o = Order { amount: 20 }
  expect big(o) is false
}
--- open law.phep
-> phep/tests {"in": "law.phep"}
?? big (2)
-> phep/runTests {"items": [{"uri": "{root}/law.phep"}], "coverage": false}
!! failed
--- edit law.phep ">= 100" ">= 300"
-> phep/runTests {"items": [{"uri": "{root}/law.phep"}], "coverage": false}
?? failed
=== broken
--- file bad.phep
module bad
record Order { amount : int 0..1_000 }
rule big(o: Order) : bool = o.amount >=
test "big" {
  as_of 2026-03-01T08:00+07:00
  let o = Order { amount: 200 }
  expect big(o) is true
}
test "half
--- open bad.phep
-> phep/tests {"in": "bad.phep"}
?? "big"
-> phep/runTests {"items": [{"uri": "{root}/bad.phep"}], "coverage": true}
?? errored
-> phep/runTests {"items": [{"uri": "{root}/nowhere.phep"}], "coverage": true}
-> phep/explain {"in": "bad.phep", "id": "big"}
-> phep/obligations {"at": "bad.phep@big"}
-> phep/exceptions {"at": "bad.phep@big"}
-> phep/timeline {"at": "bad.phep@big"}
