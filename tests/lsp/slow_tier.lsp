=== failing tests of whoever imports what changed
--- file base.phep
module base
record Order { amount : int 0..1_000 }
rule big(o: Order) : bool = o.amount >= 100
--- file user.phep
module user
use base
test "big" {
  as_of 2026-03-01T08:00+07:00
  let o = Order { amount: 200 }
  expect big(o) is true
}
--- open base.phep
--- edit base.phep ">= 100" ">= 300"
<< textDocument/publishDiagnostics phép test
?? expected true, found false
--- edit base.phep ">= 300" ">= 200"
>> textDocument/didSave {"in": "base.phep"}
<< textDocument/publishDiagnostics user.phep
!! phép test
