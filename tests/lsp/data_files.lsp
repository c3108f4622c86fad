=== case files are told of once all is read
--- file phep.json
{ "name": "policy" }
--- file leaks.cases.jsonl
{"name":"wrong fact","as_of":"2026-03-10","facts":{"people":"five"},"expect":{"many":true}}
{"name":"unknown fact","as_of":"2026-03-10","facts":{"peple":5},"expect":{"many":true}}
--- file law.phep
module law
record Leak { people : int 0..9 }
rule many(x: Leak) : bool = x.people > 3
decision report(x: Leak) { many = many(x) }
cases "leaks.cases.jsonl" of report
cases "nowhere.cases.jsonl" of report
<< textDocument/publishDiagnostics leaks.cases
<< textDocument/publishDiagnostics law.phep
--- file leaks.cases.jsonl
{"name":"good","as_of":"2026-03-10","facts":{"people":5},"expect":{"many":true}}
>> workspace/didChangeWatchedFiles {"changes": [{"uri": "{root}/leaks.cases.jsonl", "type": 2}]}
<< textDocument/publishDiagnostics leaks.cases
!! P
=== a manifest
--- file phep.json
{ "nam": "policy" }
--- file law.phep
module law
rule f() : bool = true
<< textDocument/publishDiagnostics phep.json
?? P6
--- file phep.json
{ "name": "policy" }
>> workspace/didChangeWatchedFiles {"changes": [{"uri": "{root}/phep.json", "type": 2}]}
<< textDocument/publishDiagnostics phep.json
!! P6
