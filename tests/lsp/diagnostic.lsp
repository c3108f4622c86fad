method textDocument/diagnostic
=== happy pull
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
--- file wrong.phep
module wrong
use law
use vn.pdpl.terms
rule f(x: Leak) : bool = x.harm is gave
--- open wrong.phep
-> textDocument/diagnostic {"in": "wrong.phep"}
?? `Harm` has no member `gave`
-> textDocument/diagnostic {"in": "law.phep"}
-> textDocument/diagnostic {"in": "law.phep", "previousResultId": "#2"}
?? unchanged
--- edit wrong.phep "gave" "grave"
-> textDocument/diagnostic {"in": "wrong.phep"}
!! gave
=== broken pull
--- file bad.phep
module bad
record Leak { found_at : instant }
duty notify(x: Leak) {
  applies when x.
  vi "chưa xong
}
record Half { harm :
--- open bad.phep
-> textDocument/diagnostic {"in": "bad.phep"}
=== in Vietnamese vi pull
--- file wrong.phep
module wrong
rule f(x: Leak) : bool = true
--- open wrong.phep
-> textDocument/diagnostic {"in": "wrong.phep"}
?? không
>> workspace/didChangeConfiguration {"settings": {"phep": {"language": "en"}}}
-> textDocument/diagnostic {"in": "wrong.phep"}
!! không
=== overtaken by an edit pull
--- file a.phep
module a
rule f() : bool = true
--- open a.phep
--- hold
--- start textDocument/diagnostic {"in": "a.phep"}
--- edit a.phep "true" "1"
--- release
--- reply
?? retriggerRequest
-> textDocument/diagnostic {"in": "a.phep"}
