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
=== what shows only when a decision is lowered
--- file deep.phep
module deep
record A { x : bool }
record B { a : list<A> max 2 }
record C { b : list<B> max 2 }
record D { c : list<C> max 2 }
record E { d : list<D> max 2 }
record F { e : list<E> max 2 }
decision deep(f: F) { value = count (e in f.e) }
--- open deep.phep
<< textDocument/publishDiagnostics P5004
?? stands inside more than 4 lists
--- edit deep.phep "a : list<A> max 2" "a : A"
>> textDocument/didSave {"in": "deep.phep"}
<< textDocument/publishDiagnostics deep.phep
!! P5004
=== special law that a decision misses is imported by a quick fix
--- file phep.json
{"library": true}
--- file general.phep
module general
record Case { grave : bool }
rule score(c: Case) : int {
  default 1
  case bad: 3 when c.grave
}
--- file later.phep
module later
use general
special rule general.score(c: Case) { except bad as ours: 2 }
--- file report.phep
module report
use general
decision report(c: Case) { score = score(c) }
--- open later.phep
--- open report.phep
<< textDocument/publishDiagnostics P5030
-> textDocument/codeAction {"over": "report.phep@report(", "context": {"diagnostics": [], "only": ["quickfix"]}}
?? misses the special law
--- apply "add the line `use later`"
>> textDocument/didSave {"in": "report.phep"}
<< textDocument/publishDiagnostics report.phep
!! P5030
