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
=== places
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
--- file place.phep
module place
use law
use vn.pd
du
record Note { on : Lea }
duty tell(x: Leak) {
  cites PDPL@23.1
  be
  bearer con
  trigger x.f
  applies when x.harm is
  due 5 wor
  d
}
rule p(x: Leak) : bool = notify(x) is 
rule q(x: Leak) : bool = x.harm in { gr
rule s(x: Leak) : bool = true cites O
rule t(x: Leak) : bool = true cites OLD@4
rule u(x: Leak) : bool = true cites noti
test "one" {
  as_of 2026-03-10T09:00+07:00
  let x = Leak { people: 5, h
  let y = Leak { harm: sl
}
// be
--- open place.phep
-> textDocument/completion {"after": "place.phep@use vn.pd"}
?? vn.pdpl.breach
-> textDocument/completion {"after": "place.phep@vn.pd\ndu"}
?? duty
-> textDocument/completion {"after": "place.phep@Lea"}
?? Leak
-> textDocument/completion {"after": "place.phep@  be"}
?? bearer
-> textDocument/completion {"after": "place.phep@bearer con"}
?? controller
-> textDocument/completion {"after": "place.phep@x.f"}
?? found_at
!! people
-> textDocument/completion {"after": "place.phep@harm is\n "}
-> textDocument/completion {"after": "place.phep@notify(x) is "}
?? fulfilled
-> textDocument/completion {"after": "place.phep@5 wor"}
?? working days
-> textDocument/completion {"after": "place.phep@{ gr"}
?? grave
-> textDocument/completion {"after": "place.phep@cites O"}
?? 13/2023/NĐ-CP
-> textDocument/completion {"after": "place.phep@OLD@4"}
!! tags
-> textDocument/completion {"after": "place.phep@cites noti"}
?? PDPL@23
>> workspace/didChangeConfiguration {"settings": {"phep": {"asOf": "2026-03-10"}}}
-> textDocument/completion {"after": "place.phep@cites O"}
?? tags
-> textDocument/completion {"after": "place.phep@OLD@4"}
?? tags
-> textDocument/completion {"after": "place.phep@people: 5, h"}
?? harm
-> textDocument/completion {"after": "place.phep@harm: sl"}
?? slight
-> textDocument/completion {"after": "place.phep@// be"}
!! bearer
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
