method textDocument/prepareCallHierarchy
method callHierarchy/incomingCalls
method callHierarchy/outgoingCalls
=== happy
--- file law.phep
module law
use vn.calendar
counting vn.civil_code
calendar vn.state

instrument PDPL {
  number "91/2025/QH15"   rank law
  title vi "Luật Bảo vệ dữ liệu cá nhân"   en "Law on Personal Data Protection"
  in_force from 2026-01-01
  outline 1..22
          23 vi "Thông báo vi phạm quy định về bảo vệ dữ liệu cá nhân" en "Notice of breaches" { 1..3 }
          24..39
}
instrument OLD {
  number "13/2023/NĐ-CP"   rank decree
  title vi "Nghị định về bảo vệ dữ liệu cá nhân"   en "Decree on Personal Data Protection"
  in_force from 2023-07-01 until 2026-01-01
  outline 1..44
}
instrument NEW {
  number "356/2025/NĐ-CP"   rank decree
  title vi "Nghị định quy định chi tiết"   en "Decree on details"
  in_force from 2026-01-01
  outline 1..40
  details PDPL@23.1
  repeals OLD
}
party controller vi "bên kiểm soát dữ liệu"   en "controller"
action notice vi "thông báo" en "notice"
/// What is known of a leak.
record Leak {
  found_at : instant    vi "thời điểm phát hiện"   en "moment of finding"
  told_at  : instant?
  people   : int 0..1000000
  harm     : Harm       vi "mức độ gây hại"   en "harm done"
}
enum Harm { none  slight vi "nhẹ" en "slight"  grave vi "nặng" en "grave" }

/// Cases of PDPL@23.1 are told in full.
rule grave(x: Leak) : bool {
  cites PDPL@23.1
  default false
  case harm: true when x.harm is grave
  case many: true when x.people > 100
  except many as few: false when x.people < 200
}
duty notify(x: Leak) {
  vi "Thông báo vi phạm"   en "Notify the breach"
  cites PDPL@23.1   bearer controller   action notice   trigger x.found_at
  applies when grave(x)
  exempt small: when x.harm is slight cites PDPL@23.2
  due 5 working days after trigger
  done x.told_at
}
duty register(x: Leak) {
  cites OLD@23.1   bearer controller   trigger x.found_at
  due 72 hours after trigger   done x.told_at
}
decision leak_report(x: Leak) { norms notify(x), register(x) }
--- file other.phep
module other
use law
/// As PDPL@23.1 has it, and its PDPL@23.
rule graver(x: Leak) : bool = grave(x) and x.people > 5 cites PDPL@23
decision mine(x: Leak) { norms notify(x) }
test "told in time" {
  as_of 2026-03-10T09:00+07:00
  let x = Leak { found_at: 2026-03-02T09:00+07:00, told_at: 2026-03-03T09:00+07:00, people: 5, harm: grave }
  expect notify(x) is fulfilled
}
--- open law.phep
--- open other.phep
-> textDocument/prepareCallHierarchy {"at": "law.phep@notify"}
?? Notify the breach
-> callHierarchy/incomingCalls {"item": {"name": "notify", "kind": 5, "uri": "{root}/law.phep", "range": {"start": {"line": 46, "character": 5}, "end": {"line": 46, "character": 11}}, "selectionRange": {"start": {"line": 46, "character": 5}, "end": {"line": 46, "character": 11}}}}
?? leak_report
?? told in time
-> callHierarchy/outgoingCalls {"item": {"name": "notify", "kind": 5, "uri": "{root}/law.phep", "range": {"start": {"line": 46, "character": 5}, "end": {"line": 46, "character": 11}}, "selectionRange": {"start": {"line": 46, "character": 5}, "end": {"line": 46, "character": 11}}}}
?? Leak.found_at
?? grave
-> callHierarchy/incomingCalls {"item": {"name": "notify", "kind": 5, "uri": "{root}/law.phep", "range": {"start": {"line": 33, "character": 5}, "end": {"line": 33, "character": 11}}, "selectionRange": {"start": {"line": 33, "character": 2}, "end": {"line": 33, "character": 8}}}}
?? graver
-> textDocument/prepareCallHierarchy {"at": "law.phep@controller"}
=== broken
--- file bad.phep
module bad
record Leak { found_at : instant }
duty notify(x: Leak) {
  applies when x.
  vi "chưa xong
}
record Half { harm :
--- open bad.phep
-> textDocument/prepareCallHierarchy {"at": "bad.phep@notify"}
-> callHierarchy/incomingCalls {"item": {"name": "notify", "kind": 5, "uri": "{root}/bad.phep", "range": {"start": {"line": 2, "character": 5}, "end": {"line": 2, "character": 11}}, "selectionRange": {"start": {"line": 2, "character": 5}, "end": {"line": 2, "character": 11}}}}
-> callHierarchy/outgoingCalls {"item": {"name": "notify", "kind": 5, "uri": "{root}/bad.phep", "range": {"start": {"line": 2, "character": 5}, "end": {"line": 2, "character": 11}}, "selectionRange": {"start": {"line": 2, "character": 5}, "end": {"line": 2, "character": 11}}}}
