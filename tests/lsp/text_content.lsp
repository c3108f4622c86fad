method workspace/textDocumentContent
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
-> workspace/textDocumentContent {"uri": "law:law.PDPL/23.1"}
?? Clause 1, Article 23
?? other.graver
-> workspace/textDocumentContent {"uri": "law:law.OLD?on=2026-03-10&lang=vi"}
?? KHÔNG có hiệu lực
-> workspace/textDocumentContent {"uri": "law:law.PDPL/23.1?view=history&lang=vi"}
-> workspace/textDocumentContent {"uri": "law:law.PDPL/23?view=cited-by"}
-> workspace/textDocumentContent {"uri": "law:vn.instruments.pdpl.PDPL/7.1.%C4%91?lang=vi"}
?? điểm đ khoản 1 Điều 7
-> workspace/textDocumentContent {"uri": "law:NONE/1"}
?? no such instrument
-> workspace/textDocumentContent {"uri": "phep:/vn/nowhere.phep"}
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
-> workspace/textDocumentContent {"uri": "law:bad.PDPL/23.1"}
