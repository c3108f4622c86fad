=== a fact is declared, here and in another file pull
--- file law.phep
module law
record Leak {
  found_at : instant
}
record Line { a : bool }
--- file other.phep
module other
use law
rule f(x: Leak) : bool = x.reported
rule g(y: Line) : bool = y.told
--- open other.phep
-> textDocument/codeAction {"over": "other.phep@reported", "context": {"diagnostics": []}}
--- apply "declare the fact `reported` in `Leak`"
-> textDocument/codeAction {"over": "other.phep@told", "context": {"diagnostics": []}}
--- apply "declare the fact `told` in `Line`"
-> textDocument/foldingRange {"in": "other.phep"}
-> textDocument/diagnostic {"in": "other.phep"}
!! P2005
=== the basis is cited pull
--- file law.phep
module law
instrument SAMPLE {
  number "0/0000"   rank decree
  title vi "Văn bản mẫu" en "Sample text"
  in_force from 2026-01-01   outline 1..9
}
party finder vi "người phát hiện" en "finder"
record Leak { found_at : instant  told_at : instant? }
duty notify(x: Leak) {
  vi "Báo" en "Tell"   bearer finder   trigger x.found_at   done x.told_at
}
--- open law.phep
-> textDocument/codeAction {"over": "law.phep@notify", "context": {"diagnostics": [], "only": ["quickfix"]}}
--- apply "cite the basis: complete the provision after `SAMPLE@`"
--- edit law.phep "SAMPLE@" "SAMPLE@2"
-> textDocument/diagnostic {"in": "law.phep"}
!! P7016
=== a contradiction becomes an exception pull
--- file law.phep
module law
record R { x : bool }
rule f(r: R) : int {
  default 0
  case a: 1 when r.x
  case b: 2 when r.x
}
quy tắc g(r: R) : int {
  mặc định 0
  trường hợp một: 1 khi r.x
  trường hợp hai: 2 khi r.x
}
--- open law.phep
-> textDocument/codeAction {"over": "law.phep@b: 2", "context": {"diagnostics": []}}
--- apply "make `b` an exception to `a`"
-> textDocument/codeAction {"over": "law.phep@hai: 2", "context": {"diagnostics": []}}
--- apply "make `hai` an exception to `một`"
-> textDocument/diagnostic {"in": "law.phep"}
!! P4004
=== what repeats or never applies goes pull
--- file law.phep
module law
record R { x : bool  n : int 0..9 }
rule f(r: R) : int {
  default 0
  case a: 1 when r.x
  case b: 1 when r.x
  case c: 2 when r.n > 10
}
--- open law.phep
-> textDocument/codeAction {"over": "law.phep@b: 1", "context": {"diagnostics": []}}
--- apply "remove `b`"
-> textDocument/codeAction {"over": "law.phep@c: 2", "context": {"diagnostics": []}}
--- apply "remove `c`"
-> textDocument/diagnostic {"in": "law.phep"}
!! P4005
!! P4002
=== missing cases pull
--- file law.phep
module law
enum Harm { none  slight  grave }
record R { harm : Harm }
rule f(r: R) : int {
  case none: 0 when r.harm is none
}
--- open law.phep
-> textDocument/codeAction {"over": "law.phep@f(r", "context": {"diagnostics": []}}
--- apply "add the missing cases, to be filled in"
--- edit law.phep "?" "1"
--- edit law.phep "?" "2"
-> textDocument/diagnostic {"in": "law.phep"}
!! P4003
=== lines at the head that a deadline needs pull
--- file law.phep
module law
party finder vi "người phát hiện" en "finder"
record Leak { found_at : instant  told_at : instant? }
duty notify(x: Leak) {
  vi "Báo" en "Tell"   bearer finder   trigger x.found_at   done x.told_at
  due 5 working days after trigger
}
--- open law.phep
-> textDocument/codeAction {"over": "law.phep@5 working days", "context": {"diagnostics": [], "only": ["quickfix"]}}
--- apply "add the line `counting vn.civil_code`"
-> textDocument/codeAction {"over": "law.phep@5 working days", "context": {"diagnostics": [], "only": ["quickfix"]}}
--- apply "add the line `calendar vn.state`"
-> textDocument/diagnostic {"in": "law.phep"}
!! P7021
!! P7022
=== numbers and dates as people write them, letters that look alike pull
--- file law.phep
module law
rule f(n: int) : bool = n > 1.000.000
rule g(d: date) : bool = d > 01/3/2026
rule Ðiều(n: int) : bool = n > 1
--- open law.phep
-> textDocument/codeAction {"over": "law.phep@1.000.000", "context": {"diagnostics": []}}
--- apply "write `1_000_000`"
-> textDocument/codeAction {"over": "law.phep@01/3/2026", "context": {"diagnostics": []}}
--- apply "write `2026-03-01`"
-> textDocument/codeAction {"over": "law.phep@Ðiều", "context": {"diagnostics": []}}
--- apply "write `Điều`"
-> textDocument/diagnostic {"in": "law.phep"}
!! P10
=== days and working days
--- file law.phep
module law
use vn.calendar
counting vn.civil_code
calendar vn.state
party finder vi "người phát hiện" en "finder"
record Leak { found_at : instant  told_at : instant? }
duty notify(x: Leak) {
  vi "Báo" en "Tell"   bearer finder   trigger x.found_at   done x.told_at
  due 5 days after trigger
}
nghĩa vụ báo(x: Leak) {
  vi "Báo" en "Tell"   bearer finder   trigger x.found_at   done x.told_at
  hạn 5 ngày làm việc sau trigger
}
--- open law.phep
-> textDocument/codeAction {"over": "law.phep@5 days", "context": {"diagnostics": [], "only": ["refactor.rewrite"]}}
--- apply "count working days only"
-> textDocument/codeAction {"over": "law.phep@ngày làm việc", "context": {"diagnostics": [], "only": ["refactor.rewrite"]}}
--- apply "count all days"
=== points in the order of the statute
--- file law.phep
module law
instrument A {
  number "0/0000"   rank decree
  title vi "Văn bản mẫu" en "Sample text"
  in_force from 2026-01-01   outline 1..9
}
rule f(n: int) : bool {
  cites A@2.1.e, A@2.1.đ, @2.1.d, A@10, A@2.1
  default n > 1
}
rule g(n: int) : bool {
  cites A@1, A@2
  default n > 1
}
--- open law.phep
-> textDocument/codeAction {"at": "law.phep@A@2.1.e", "range": {"start": {"line": 7, "character": 10}, "end": {"line": 7, "character": 10}}, "context": {"diagnostics": [], "only": ["refactor.rewrite"]}}
--- apply "put the provisions in the order of the statute"
-> textDocument/codeAction {"over": "law.phep@A@1", "context": {"diagnostics": [], "only": ["refactor.rewrite"]}}
!! order of the statute
=== a rule is put in where it is called pull
--- file law.phep
module law
record R { x : bool  n : int 0..9 }
rule many(r: R, least: int) : bool = r.n > least and r.x
rule f(r: R) : bool = not many(r, 3 + 1)
rule g(r: R) : bool {
  default false
  case a: true when r.x
}
rule h(r: R) : bool = g(r)
--- open law.phep
-> textDocument/codeAction {"over": "law.phep@many(r, 3", "context": {"diagnostics": [], "only": ["refactor.inline"]}}
--- apply "put the formula of `many` here"
-> textDocument/codeAction {"over": "law.phep@g(r)", "context": {"diagnostics": [], "only": ["refactor.inline"]}}
!! refactor
-> textDocument/diagnostic {"in": "law.phep"}
!! "severity": 1
=== what replaces a provision is cited pull
--- file law.phep
module law
instrument OLD {
  number "13/2023/NĐ-CP"   rank decree
  title vi "Nghị định cũ"   en "Old decree"
  in_force from 2023-07-01   outline 1..44
}
instrument NEW {
  number "356/2025/NĐ-CP"   rank decree
  title vi "Nghị định mới"   en "New decree"
  in_force from 2026-01-01   outline 1..40
  replaces OLD@16 with NEW@12 from 2026-02-01
}
rule f(n: int) : bool {
  cites OLD@16
  default n > 1
}
--- open law.phep
-> textDocument/codeAction {"over": "law.phep@OLD@16#2", "context": {"diagnostics": [], "only": ["quickfix"]}}
--- apply "cite what replaces it, `NEW@12`"
-> textDocument/codeAction {"over": "law.phep@OLD@16", "context": {"diagnostics": [], "only": ["quickfix"]}}
!! replaces it
=== a case is kept for the old text and one begun for the new pull
--- file law.phep
module law
instrument OLD {
  number "13/2023/NĐ-CP"   rank decree
  title vi "Nghị định cũ"   en "Old decree"
  in_force from 2023-07-01   outline 1..44
}
instrument NEW {
  number "356/2025/NĐ-CP"   rank decree
  title vi "Nghị định mới"   en "New decree"
  in_force from 2026-01-01   outline 1..40
  replaces OLD@16 with NEW@12 from 2026-02-01
}
record R { x : bool }
rule f(r: R) : int {
  default 0
  case a: 1 when r.x  cites OLD@16
}
rule g(r: R) : int { default 0  case b: 2 when r.x cites OLD@16 }
--- open law.phep
-> textDocument/codeAction {"over": "law.phep@OLD@16#2", "context": {"diagnostics": [], "only": ["quickfix"]}}
--- apply "keep it for the old text, and add a case under `NEW@12` from 2026-02-01"
--- edit law.phep "?" "3"
-> textDocument/codeAction {"over": "law.phep@OLD@16#3", "context": {"diagnostics": [], "only": ["quickfix"]}}
--- apply "keep it for the old text, and add a case under `NEW@12` from 2026-02-01"
--- edit law.phep "?" "4"
-> textDocument/diagnostic {"in": "law.phep"}
!! "severity": 1
=== what nobody uses goes, with its documentation pull
--- file law.phep
record R { x : bool  y : bool }

/// Nobody asks.
rule left(r: R) : bool = r.y

rule f(r: R) : bool = r.x
decision d(r: R) { f = f(r) }
--- open law.phep
-> textDocument/codeAction {"over": "law.phep@left", "context": {"diagnostics": [], "only": ["quickfix"]}}
--- apply "remove the declaration of `left`"
-> textDocument/diagnostic {"in": "law.phep"}
!! P2020
=== what nobody uses goes with one blank line, also of CRLF crlf
--- file law.phep
rule left(n: int) : bool = n > 1

rule f(n: int) : bool = n > 2
decision d(n: int) { f = f(n) }
--- open law.phep
-> textDocument/codeAction {"over": "law.phep@left", "context": {"diagnostics": [], "only": ["quickfix"]}}
?? "0:0-2:0"
=== letters and marks are put together
--- open law.phep <<
module law
/// nghĩa vụ
rule f(n: int) : bool = n > 1
-> textDocument/codeAction {"over": "law.phep@rule f", "context": {"diagnostics": [], "only": ["source.normalise"]}}
--- apply "put letters and marks together (NFC) in the whole file"
-> textDocument/codeAction {"over": "law.phep@rule f", "context": {"diagnostics": [], "only": ["source.normalise"]}}
!! NFC
=== in Vietnamese vi
--- file law.phep
module law
record Line { a : bool }
rule g(y: Line) : bool = y.told
--- open law.phep
-> textDocument/codeAction {"over": "law.phep@told", "context": {"diagnostics": []}}
?? khai báo dữ kiện `told` trong `Line`
=== a line for the head of a literate module stands where the law begins
--- file law.phep.md
# A shop

Its only duty.

```phep
party shop vi "cửa hàng" en "shop"
record Sale { sold_at : instant  told_at : instant? }
instrument SAMPLE {
  number "0/0000"   rank decree
  title vi "Văn bản mẫu" en "Sample text"
  in_force from 2026-01-01   outline 1..9
}
duty tell(s: Sale) {
  vi "Báo" en "Tell"   cites SAMPLE@1   bearer shop   trigger s.sold_at
  due 5 working days after trigger   done s.told_at
}
decision sale(s: Sale) { norms tell(s) }
```
--- open law.phep.md
-> textDocument/codeAction {"over": "law.phep.md@5 working days", "context": {"diagnostics": [], "only": ["quickfix"]}}
?? "5:0-5:0"
