method inlayHint/resolve
=== happy lazy
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
-> textDocument/inlayHint {"over": "law.phep@3_500_000_000 VND"}
!! tooltip
-> inlayHint/resolve {"label": "3 billion 500 million đồng", "position": {"line": 23, "character": 72}, "data": {"uri": "{root}/law.phep"}}
?? 3,500,000,000
-> inlayHint/resolve {"label": "something else", "position": {"line": 23, "character": 72}, "data": {"uri": "{root}/law.phep"}}
!! tooltip
-> inlayHint/resolve {"label": "something else", "position": {"line": 23, "character": 72}, "data": {}}
=== broken
--- file bad.phep
module bad
record Half { harm :
--- open bad.phep
-> inlayHint/resolve {"label": "Tue", "position": {"line": 1, "character": 2}, "data": {"uri": "{root}/bad.phep"}}
