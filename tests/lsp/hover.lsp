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
=== law
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
    @23.1 digest vi "Báo trong 72 giờ" en "Told within 72 hours"
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
-> textDocument/hover {"at": "law.phep@PDPL@23.1"}
?? Article 23 of Law No. 91/2025/QH15: Notice of breaches
?? Told within 72 hours
?? detailed by Decree No. 356/2025/NĐ-CP, from 2026-01-01
?? In force: from 2026-01-01
-> textDocument/hover {"at": "law.phep@OLD@23.1"}
?? repealed by
>> workspace/didChangeConfiguration {"settings": {"phep": {"asOf": "2026-03-10"}}}
-> textDocument/hover {"at": "law.phep@OLD@23.1"}
?? NO LONGER in force
-> textDocument/hover {"at": "law.phep@23 vi"}
?? Notice of breaches
-> textDocument/hover {"at": "law.phep@digest vi"}
?? Told within 72 hours
-> textDocument/hover {"at": "law.phep@people"}
?? Range: 0..1000000
-> textDocument/hover {"at": "law.phep@harm     :"}
?? mức độ gây hại
?? Values: none; slight; grave
-> textDocument/hover {"at": "law.phep@register"}
?? On 2026-03-10: NO LONGER in force
-> textDocument/hover {"at": "law.phep@working days"}
?? Only working days of the calendar are counted
-> textDocument/hover {"at": "law.phep@72 hours after"}
?? Clause 1, Article 147 of the Civil Code
-> textDocument/hover {"at": "law.phep@due 72"}
?? 72 hours
--- edit law.phep "72 hours after trigger" "7 days after 2026-03-07"
-> textDocument/hover {"at": "law.phep@7 days"}
?? Clause 5, Article 148 of the Civil Code
?? Saturday 14 March 2026
=== law that hangs on a reading, and what other texts do to it
--- file law.phep
module law
use eu.calendar
counting eu.reg_1182_71
calendar eu.weekends
reading EARLY { early vi "sớm" en "early", late vi "muộn" en "late" } default early basis "The text says both." cites MAIN@1
instrument MAIN { number "1/2025/QH15" rank law title vi "Luật chính" en "Main act" in_force from 2026-01-01 outline 1..9 }
instrument OPEN {
  number "2/2025/NĐ-CP" rank decree title vi "Nghị định mở" en "Open decree"
  in_force from if EARLY is early then 2026-01-01 else 2026-06-01
  details MAIN@2
  outline 1..9
}
instrument NEXT {
  number "3/2026/QH15" rank law title vi "Luật sau" en "Next act" in_force from 2027-01-01
  repeals MAIN@3 cites @1
  outline 1..9
}
instrument STOP {
  number "4/2026/QH15" rank resolution title vi "Nghị quyết" en "Resolution" in_force from 2026-02-01
  suspends MAIN@4 through 2026-12-31 cites @1
  outline 1..9
}
party firm vi "hãng" en "firm"
record Leak { at : instant  told : instant? }
duty report(x: Leak) {
  vi "Báo" en "Report" cites OPEN@1 bearer firm trigger x.at
  due 72 hours after trigger
  done x.told
}
duty hold(x: Leak) {
  vi "Giữ" en "Hold" cites MAIN@3, MAIN@4, MAIN@2 bearer firm trigger x.at
  due 2 weeks after trigger
  done x.told
}
--- open law.phep
-> workspace/executeCommand {"command": "phep.setAsOf", "arguments": ["2026-03-02"]}
-> textDocument/hover {"at": "law.phep@OPEN@1"}
?? depends on a reading
-> textDocument/hover {"at": "law.phep@MAIN@4, MAIN"}
?? on 2026-03-02: SUSPENDED
?? suspended by
-> textDocument/hover {"at": "law.phep@MAIN@3,"}
?? repealed by
-> textDocument/hover {"at": "law.phep@MAIN@2 bearer"}
?? detailed by
-> textDocument/hover {"at": "law.phep@72 hours"}
?? Runs by the hour; rest days are not left out (Regulation (EEC, Euratom) No 1182/71)
-> textDocument/hover {"at": "law.phep@2 weeks"}
?? Regulation (EEC, Euratom) No 1182/71
-> textDocument/hover {"at": "law.phep@2026-02-01"}
?? 29 days before the day that is looked at
-> textDocument/hover {"at": "law.phep@2026-06-01"}
?? 91 days after the day that is looked at
-> workspace/executeCommand {"command": "phep.setAsOf", "arguments": ["2027-01-01"]}
-> textDocument/hover {"at": "law.phep@MAIN@4, MAIN"}
?? on 2027-01-01: in force
-> textDocument/hover {"at": "law.phep@MAIN@3,"}
?? on 2027-01-01: NO LONGER in force
=== days vi
--- file days.phep
module days
use vn.calendar
calendar vn.state
rule a() : date = 2026-03-03
rule b() : date = 2026-03-07
rule c() : date = 2026-04-30
rule d() : date = 2026-08-22
rule e() : instant = 2026-03-02T23:30+07:00
rule f() : date = 2031-03-03
--- open days.phep
-> textDocument/hover {"at": "days.phep@2026-03-03"}
?? thứ Ba
?? Ngày làm việc
-> textDocument/hover {"at": "days.phep@2026-03-07"}
?? Ngày nghỉ hằng tuần
-> textDocument/hover {"at": "days.phep@2026-04-30"}
?? Ngày nghỉ
-> textDocument/hover {"at": "days.phep@2026-08-22"}
-> textDocument/hover {"at": "days.phep@2026-03-02T"}
?? 23 giờ 30 phút
-> textDocument/hover {"at": "days.phep@2031-03-03"}
?? Lịch không bao quát ngày này
>> workspace/didChangeConfiguration {"settings": {"phep": {"asOf": "2026-03-01", "language": "vi"}}}
-> textDocument/hover {"at": "days.phep@2026-03-03"}
?? 2 ngày sau ngày đang xét
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
