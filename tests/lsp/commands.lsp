method workspace/executeCommand
method textDocument/inlineValue
=== happy
--- file law.phep
module law
record Order {
  amount  : int 0..1_000
  express : bool
}
enum Size ordered { small  large }
rule size(o: Order) : Size {
  default small
  case big: large when o.amount >= 100 and not o.express
}
test "large" {
  as_of 2026-03-01T08:00+07:00
  let o = Order { amount: 200, express: false }
  expect size(o) is large
}
--- open law.phep
-> workspace/executeCommand {"command": "phep.runTest", "arguments": [{"uri": "{root}/law.phep", "id": "large"}]}
?? passed
-> workspace/executeCommand {"command": "phep.explain", "arguments": [{"uri": "{root}/law.phep", "id": "large"}]}
?? markdown
-> workspace/executeCommand {"command": "phep.explainRow", "arguments": [{"uri": "{root}/law.phep"}]}
?? -32602
-> textDocument/inlineValue {"in": "law.phep", "range": {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}, "context": {"frameId": 0, "stoppedLocation": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}}}
-> workspace/executeCommand {"command": "phep.runHere", "arguments": [{"uri": "{root}/law.phep", "id": "large"}]}
-> textDocument/inlineValue {"in": "law.phep", "range": {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}, "context": {"frameId": 0, "stoppedLocation": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}}}
?? amount = 200
?? = large
-> textDocument/inlineValue {"in": "law.phep", "range": {"start": {"line": 0, "character": 0}, "end": {"line": 6, "character": 0}}, "context": {"frameId": 0, "stoppedLocation": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}}}
!! amount = 200
-> workspace/executeCommand {"command": "phep.runHere"}
-> textDocument/inlineValue {"in": "law.phep", "range": {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}, "context": {"frameId": 0, "stoppedLocation": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}}}
-> workspace/executeCommand {"command": "phep.setAsOf", "arguments": ["2026-02-30"]}
?? -32602
-> workspace/executeCommand {"command": "no.such"}
=== broken
--- file bad.phep
module bad
test "half {
--- open bad.phep
-> workspace/executeCommand {"command": "phep.runHere", "arguments": [{"uri": "{root}/bad.phep", "id": "half"}]}
-> textDocument/inlineValue {"in": "bad.phep", "range": {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}, "context": {}}
