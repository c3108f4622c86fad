method textDocument/completion
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
--- file other.phep
module other
use law
rule graver(x: Leak) : bool = x.harm is grave
decision mine(x: Leak) { norms notify(x) }
--- file typed.phep
module typed
use law
nghia
rule f(x: Leak) : bool = x.fo
rule g(x: Leak) : bool = x.harm is gr
rule h(x: Leak) : bool = lea
duty d(x: Leak) { cites PDPL@3 }
bkd
nghĩ
nghì
quy định ri
--- open typed.phep
-> textDocument/completion {"after": "typed.phep@nghia"}
?? nghĩa vụ
-> textDocument/completion {"after": "typed.phep@x.fo"}
?? found_at
-> textDocument/completion {"after": "typed.phep@is gr"}
?? grave
-> textDocument/completion {"after": "typed.phep@nghĩ"}
?? nghĩa vụ
-> textDocument/completion {"after": "typed.phep@nghì"}
!! nghĩa vụ
-> textDocument/completion {"after": "typed.phep@quy định ri"}
?? quy định riêng
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
-> textDocument/completion {"after": "bad.phep@x."}
