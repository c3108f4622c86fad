method textDocument/signatureHelp
=== happy
--- file law.phep
module law
use vn.calendar
counting vn.civil_code
calendar vn.state

instrument SAMPLE {
  number "0/0000"   rank decree
  title vi "Văn bản mẫu" en "Sample text"
  in_force from 2026-01-01   outline 1..9
}
party finder vi "người phát hiện" en "finder"
enum Harm { none  grave }
record Leak {
  found_at : instant
  told_at  : instant?
  people   : int 0..1_000
  harm     : Harm
  fine     : money<VND>
}
rule severity(x: Leak, least: int) : Harm {
  vi "Mức độ" en "Severity"
  cites SAMPLE@2
  default none
  case many: grave when x.people >= least and x.fine > 3_500_000_000 VND
}
/// Tells whoever watches.
duty notify(x: Leak) {
  vi "Báo" en "Tell"   cites SAMPLE@1   bearer finder   trigger x.found_at
  applies when severity(x, 100) is grave
  due 72 hours after trigger   done x.told_at
}
decision leak_report(x: Leak) { norms notify(x) }
test "never told" {
  as_of  2026-03-10T09:00+07:00
  let    a = Leak { found_at: 2026-03-01T08:00+07:00, told_at: null, people: 200, harm: grave, fine: 3_500_250_000 VND }
  expect notify(a) is violated
  expect severity(a, 100) is grave
}
--- open law.phep
-> textDocument/signatureHelp {"after": "law.phep@severity(x, "}
?? least: int
?? Basis: SAMPLE@2
-> textDocument/signatureHelp {"after": "law.phep@notify("}
-> textDocument/signatureHelp {"after": "law.phep@due 72 hours "}
?? Clause 1, Article 147
--- edit law.phep "72 hours after trigger" "15 working days before trigger"
-> textDocument/signatureHelp {"after": "law.phep@15 working days before "}
?? Clause 2, Article 147
--- edit law.phep "x.people >= least" "count (p in "
-> textDocument/signatureHelp {"after": "law.phep@count (p in "}
?? how many
-> textDocument/signatureHelp {"at": "law.phep@module"}
=== in Vietnamese vi
--- file law.phep
module law
use vn.calendar
counting vn.civil_code
calendar vn.state

instrument SAMPLE {
  number "0/0000"   rank decree
  title vi "Văn bản mẫu" en "Sample text"
  in_force from 2026-01-01   outline 1..9
}
party finder vi "người phát hiện" en "finder"
enum Harm { none  grave }
record Leak {
  found_at : instant
  told_at  : instant?
  people   : int 0..1_000
  harm     : Harm
  fine     : money<VND>
}
rule severity(x: Leak, least: int) : Harm {
  vi "Mức độ" en "Severity"
  cites SAMPLE@2
  default none
  case many: grave when x.people >= least and x.fine > 3_500_000_000 VND
}
/// Tells whoever watches.
duty notify(x: Leak) {
  vi "Báo" en "Tell"   cites SAMPLE@1   bearer finder   trigger x.found_at
  applies when severity(x, 100) is grave
  due 72 hours after trigger   done x.told_at
}
decision leak_report(x: Leak) { norms notify(x) }
test "never told" {
  as_of  2026-03-10T09:00+07:00
  let    a = Leak { found_at: 2026-03-01T08:00+07:00, told_at: null, people: 200, harm: grave, fine: 3_500_250_000 VND }
  expect notify(a) is violated
  expect severity(a, 100) is grave
}
--- open law.phep
-> textDocument/signatureHelp {"after": "law.phep@due 72 hours "}
?? khoản 1 Điều 147 Bộ luật Dân sự
=== terms by whatever law counts them
--- file state.phep
module state
use vn.calendar
counting vn.civil_code
calendar vn.state
rule soon(at: date) : instant = 2 weeks after at
rule ago(at: date) : instant = 15 days before at
rule both(a: int, b: int, c: date) : bool = a > b
--- file union.phep
module union
use eu.calendar
use state
counting eu.reg_1182_71
calendar eu.weekends
rule soon(at: date) : instant = 2 weeks after at
rule more(at: date) : bool = both((1 + 2) * 3, 2, at) and both(1, 2, at) and soon(at) > as_of
--- file bare.phep
module bare
rule soon(at: date) : instant = 2 weeks after at
--- open state.phep
--- open union.phep
--- open bare.phep
-> textDocument/signatureHelp {"after": "state.phep@2 weeks after "}
?? A last day that is a rest day moves to the end of the next working day
?? Clauses 5 and 6, Article 148
-> textDocument/signatureHelp {"after": "state.phep@15 days before "}
!! moves to the end of
?? Clause 6, Article 148
-> textDocument/signatureHelp {"after": "union.phep@2 weeks after "}
?? Counted by Regulation (EEC, Euratom) No 1182/71
-> textDocument/signatureHelp {"after": "union.phep@both((1 + 2) * 3, 2, "}
?? c: date
-> textDocument/signatureHelp {"after": "bare.phep@2 weeks after "}
?? does not say by what law terms are counted
=== terms by whatever law counts them, in Vietnamese vi
--- file union.phep
module union
use eu.calendar
counting eu.reg_1182_71
calendar eu.weekends
rule soon(at: date) : instant = 2 weeks after at
--- file state.phep
module state
use vn.calendar
counting vn.civil_code
calendar vn.state
rule soon(at: date) : instant = 2 weeks after at
rule slowly(at: date) : instant = 3 working days after at
--- file bare.phep
module bare
rule soon(at: date) : instant = 2 weeks after at
--- open union.phep
--- open bare.phep
--- open state.phep
-> textDocument/signatureHelp {"after": "union.phep@2 weeks after "}
?? Tính theo Quy định (EEC, Euratom) số 1182/71
-> textDocument/signatureHelp {"after": "bare.phep@2 weeks after "}
?? Tệp chưa nói thời hạn tính theo luật nào
-> textDocument/signatureHelp {"after": "state.phep@2 weeks after "}
?? khoản 5 và khoản 6 Điều 148 Bộ luật Dân sự
-> textDocument/signatureHelp {"after": "state.phep@3 working days after "}
?? Chỉ tính ngày làm việc
!! khoản 5
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
-> textDocument/signatureHelp {"after": "bad.phep@notify("}
