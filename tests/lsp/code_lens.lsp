method textDocument/codeLens
method codeLens/resolve
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
--- file other.phep
module other
use law
rule worse(x: Leak) : bool = severity(x, 3) is grave
test "worse" {
  as_of  2026-03-10T09:00+07:00
  let    a = Leak { found_at: 2026-03-01T08:00+07:00, told_at: null, people: 200, harm: grave, fine: 0 VND }
  expect severity(a, 1) is none
}
--- open law.phep
-> textDocument/codeLens {"in": "law.phep"}
?? run test
?? in force from 2026-01-01
-> codeLens/resolve {"over": "law.phep@severity", "data": {"uri": "{root}/law.phep", "kind": "tests"}}
?? 2 tests
?? other.phep
-> codeLens/resolve {"over": "law.phep@SAMPLE", "data": {"uri": "{root}/law.phep", "kind": "cited"}}
?? cited by 2
-> codeLens/resolve {"over": "law.phep@leak_report", "data": {"uri": "{root}/law.phep", "kind": "tests"}}
?? 0 tests
-> codeLens/resolve {"over": "law.phep@severity", "data": {"uri": "{root}/law.phep", "kind": "other"}}
-> phep/runTests {"items": [{"uri": "{root}/law.phep"}], "coverage": true}
-> textDocument/codeLens {"in": "law.phep"}
?? coverage 100 % (1 of 1)
?? coverage 50 % (1 of 2)
--- edit law.phep "Tells" "Told"
-> textDocument/codeLens {"in": "law.phep"}
!! coverage
=== cases with numbers are all looked for
--- file law.phep
module law
record Leak { people : int 0..1_000_000 }
rule size(x: Leak) : int {
  default 0
  case c9: 9    when x.people == 9
  case c10: 10  when x.people == 10
  case c11: 11  when x.people == 11
}
decision leak_report(x: Leak) { size = size(x) }
test "ten" {
  as_of  2026-03-10T09:00+07:00
  expect size(Leak { people: 10 }) == 10
}
--- open law.phep
-> phep/runTests {"items": [{"uri": "{root}/law.phep"}], "coverage": true}
-> textDocument/codeLens {"in": "law.phep"}
?? of 6)
=== hidden while it is broken
--- file law.phep
module law
test "t" { as_of 2026-03-10T09:00+07:00  expect 1 == 1 }
--- open law.phep
-> textDocument/codeLens {"in": "law.phep"}
?? run test
--- edit law.phep "expect 1" "expect"
--- edit law.phep "1 }" " }"
-> textDocument/codeLens {"in": "law.phep"}
!! run test
=== in Vietnamese, for a client without commands vi plain
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
-> textDocument/codeLens {"in": "law.phep"}
?? hiệu lực từ 2026-01-01
!! phep.runTests
-> codeLens/resolve {"over": "law.phep@severity", "data": {"uri": "{root}/law.phep", "kind": "tests"}}
?? 1 kiểm thử
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
-> textDocument/codeLens {"in": "bad.phep"}
-> codeLens/resolve {"over": "bad.phep@notify", "data": {"uri": "{root}/bad.phep", "kind": "tests"}}
