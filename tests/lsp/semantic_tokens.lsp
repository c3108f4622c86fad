method textDocument/semanticTokens/full
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
