method textDocument/hover
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
-> textDocument/hover {"at": "law.phep@notify#2"}
?? Basis: Clause 1, Article 23
?? Notify the breach
-> textDocument/hover {"at": "law.phep@PDPL@23.1"}
?? Clause 1, Article 23 of Law No. 91/2025/QH15
-> textDocument/hover {"at": "law.phep@told_at#2"}
?? Leak.told_at : instant?
-> textDocument/hover {"at": "law.phep@grave#2"}
-> textDocument/hover {"at": "law.phep@x.harm is slight"}
?? x : Leak
-> textDocument/hover {"at": "law.phep@when"}
-> textDocument/hover {"in": "law.phep", "position": {"line": 900, "character": 0}}
-> textDocument/hover {"in": "nowhere.phep", "position": {"line": 0, "character": 0}}
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
-> textDocument/hover {"at": "bad.phep@notify"}
