method textDocument/semanticTokens/full
method textDocument/semanticTokens/full/delta
method textDocument/semanticTokens/range
=== happy
--- file law.phep
module law
use vn.calendar
calendar vn.state

instrument PDPL {
  number "91/2025/QH15"   rank law
  title vi "Luật Bảo vệ dữ liệu cá nhân"   en "Law on Personal Data Protection"
  in_force from 2026-01-01   outline 1..39
}
party controller vi "bên kiểm soát dữ liệu"   en "controller"
/// What is known of a leak.
/// Times are as the finder states them.
record Leak {
  found_at : instant    vi "thời điểm phát hiện"   en "moment of finding"
  told_at  : instant?
  harm     : Harm
}
enum Harm { none  slight vi "nhẹ" en "slight"  grave }

/// To whoever watches over the law.
duty notify(x: Leak) {
  vi "Thông báo vi phạm"   en "Notify the breach"
  cites PDPL@23.1   bearer controller   trigger x.found_at
  applies when x.harm is grave
  exempt small: when x.harm is slight
  due 72 hours after trigger
  done x.told_at
}
decision leak_report(x: Leak) { norms notify(x) }
--- open law.phep
-> textDocument/semanticTokens/full {"in": "law.phep"}
-> textDocument/semanticTokens/full/delta {"in": "law.phep", "previousResultId": "1"}
?? "edits": []
--- edit law.phep "72 hours" "7 days"
-> textDocument/semanticTokens/full/delta {"in": "law.phep", "previousResultId": "2"}
-> textDocument/semanticTokens/full/delta {"in": "law.phep", "previousResultId": "1"}
!! edits
-> textDocument/semanticTokens/range {"in": "law.phep", "range": {"start": {"line": 11, "character": 0}, "end": {"line": 12, "character": 0}}}
=== by day
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
--- open law.phep
-> textDocument/semanticTokens/range {"in": "law.phep", "range": {"start": {"line": 40, "character": 0}, "end": {"line": 62, "character": 0}}}
>> workspace/didChangeConfiguration {"settings": {"phep": {"asOf": "2026-03-10"}}}
-> textDocument/semanticTokens/range {"in": "law.phep", "range": {"start": {"line": 40, "character": 0}, "end": {"line": 62, "character": 0}}}
>> workspace/didChangeConfiguration {"settings": {"phep": {"asOf": "2025-03-10"}}}
-> textDocument/semanticTokens/range {"in": "law.phep", "range": {"start": {"line": 40, "character": 0}, "end": {"line": 62, "character": 0}}}
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
-> textDocument/semanticTokens/full {"in": "bad.phep"}
-> textDocument/semanticTokens/full/delta {"in": "bad.phep", "previousResultId": "1"}
-> textDocument/semanticTokens/range {"over": "bad.phep@duty notify"}
=== utf8 utf8
--- file a.phep
module a
party p vi "bên 𝄞 kiểm soát"   en "controller" // đ
--- open a.phep
-> textDocument/semanticTokens/full {"in": "a.phep"}
=== utf16
--- file a.phep
module a
party p vi "bên 𝄞 kiểm soát"   en "controller" // đ
--- open a.phep
-> textDocument/semanticTokens/full {"in": "a.phep"}
