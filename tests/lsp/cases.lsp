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
