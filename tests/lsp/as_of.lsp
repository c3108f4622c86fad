=== the day is a setting pull refresh
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
party controller vi "bên kiểm soát"   en "controller"
record Leak { found_at : instant  told_at : instant? }
duty notify(x: Leak) {
  vi "Thông báo"   en "Notify"
  cites PDPL@23.1   bearer controller   trigger x.found_at
  due 72 hours after trigger
  done x.told_at
}
decision report(x: Leak) { norms notify(x) }
test "told late" {
  as_of 2026-03-10T09:00+07:00
  let x = Leak { found_at: 2026-03-01T08:00+07:00, told_at: null }
  expect notify(x) is violated
}
--- open law.phep
-> textDocument/diagnostic {"in": "law.phep"}
!! in force
-> phep/obligations {"at": "law.phep@told late"}
?? violated
>> workspace/didChangeConfiguration {"settings": {"phep": {"language": "en", "asOf": "2025-06-01"}}}
<< phep/changed
--- asked workspace/semanticTokens/refresh
--- asked workspace/inlayHint/refresh
--- asked workspace/codeLens/refresh
--- asked workspace/diagnostic/refresh
-> textDocument/diagnostic {"in": "law.phep"}
?? not yet in force on 1 June 2025
-> phep/obligations {"in": "law.phep"}
?? not_yet
>> workspace/didChangeConfiguration {"settings": {"phep": {"language": "en", "asOf": "soon"}}}
<< window/showMessage
-> textDocument/diagnostic {"in": "law.phep"}
?? not yet in force on 1 June 2025
-> workspace/executeCommand {"command": "phep.setAsOf", "arguments": ["2026-03-02"]}
-> phep/obligations {"at": "law.phep@told late"}
?? pending
-> workspace/executeCommand {"command": "phep.setAsOf", "arguments": [""]}
-> textDocument/diagnostic {"in": "law.phep"}
!! in force
=== others are told of a change
--- file base.phep
module base
record Order { amount : int 0..1_000 }
rule big(o: Order) : bool = o.amount >= 100
--- file user.phep
module user
use base
test "big" {
  as_of 2026-03-01T08:00+07:00
  let o = Order { amount: 200 }
  expect big(o) is true
}
--- open base.phep
--- open user.phep
-> phep/runTests {"items": [{"uri": "{root}/user.phep"}], "coverage": true}
?? passed
--- edit base.phep ">= 100" ">= 300"
<< phep/changed
-> phep/runTests {"items": [{"uri": "{root}/user.phep"}], "coverage": false}
?? failed
=== what the day has to do with amendments pull
--- file law.phep
module law
instrument OLD {
  number "13/2023/NĐ-CP"   rank decree
  title vi "Nghị định cũ"   en "Old decree"
  in_force from 2023-07-01 until 2026-01-01   outline 1..44
}
instrument NEW {
  number "356/2025/NĐ-CP"   rank decree
  title vi "Nghị định mới"   en "New decree"
  in_force from 2026-01-01   outline 1..40
  repeals OLD
}
party controller vi "bên kiểm soát"   en "controller"
record Leak { found_at : instant  told_at : instant? }
duty notify(x: Leak) {
  vi "Thông báo"   en "Notify"
  cites OLD@16   bearer controller   trigger x.found_at   done x.told_at
}
--- open law.phep
-> workspace/executeCommand {"command": "phep.setAsOf", "arguments": ["2026-03-02"]}
-> textDocument/diagnostic {"in": "law.phep"}
?? no longer in force on 2 March 2026
?? repealed by `NEW`
=== another instrument repeals, suspends, lets lapse
--- file law.phep
module law
instrument OLD {
  number "1/2020/QH14"   rank law
  title vi "Luật cũ"   en "Old law"
  in_force from 2021-01-01   outline 1..20
}
instrument ND1 {
  number "2/2020/NĐ-CP"   rank decree
  title vi "Nghị định"   en "Decree"
  in_force from 2021-01-01   outline 1..9   details OLD
}
instrument NEW {
  number "3/2026/QH16"   rank law
  title vi "Luật mới"   en "New law"
  in_force from 2026-01-01   outline 1..20
  repeals OLD@16   repeals OLD from 2026-07-01
}
instrument PLAN {
  number "4/2025"   rank law
  title vi "Dự thảo"   en "Draft"
  in_force from 2022-01-01   outline 1..20
  draft   repeals OLD
}
party anyone vi "mọi người"   en "anyone"
record Case { kept : bool }
duty repealed_part(c: Case) { vi "a" en "a"  cites OLD@16.1  bearer anyone  met when c.kept }
duty whole_later(c: Case)   { vi "b" en "b"  cites OLD@5     bearer anyone  met when c.kept }
duty detailed(c: Case)      { vi "c" en "c"  cites ND1@3     bearer anyone  met when c.kept }
--- open law.phep
>> workspace/didChangeConfiguration {"settings": {"phep": {"language": "en", "asOf": "2026-03-01"}}}
<< phep/changed
--- asked workspace/diagnostic/refresh
-> textDocument/diagnostic {"in": "law.phep"}
>> workspace/didChangeConfiguration {"settings": {"phep": {"language": "en", "asOf": "2026-07-01"}}}
<< phep/changed
-> textDocument/diagnostic {"in": "law.phep"}
