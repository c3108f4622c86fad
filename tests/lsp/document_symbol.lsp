method textDocument/documentSymbol
=== happy
--- file law.phep
module law
use vn.calendar
calendar vn.state

instrument PDPL {
  number "91/2025/QH15"   rank law
  title vi "Luật Bảo vệ dữ liệu cá nhân"   en "Law on Personal Data Protection"
  in_force from 2026-01-01   outline 1..39 { 23 vi "Thông báo vi phạm" en "Notice of breaches" { 1..4 } }
  @23.1 digest vi "Báo cơ quan" en "The authority is told"
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
-> textDocument/documentSymbol {"in": "law.phep"}
?? Notify the breach
?? Article 23
?? Notice of breaches
?? Clause 1, Article 23
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
-> textDocument/documentSymbol {"in": "bad.phep"}
?? notify
=== flat plain
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
-> textDocument/documentSymbol {"in": "law.phep"}
?? containerName
