=== reading files progress
--- file a.phep
module a
rule f() : bool = true
<< window/workDoneProgress/create
<< $/progress "begin"
<< $/progress "end"
=== a run of tests, stopped in its middle by its button progress
--- file law.phep
module law
rule f(n: int) : bool = n > 1
test table "many" {
  as_of 2026-03-10T09:00+07:00
  | n || f(n)    |
  | 2 || is true |
  | 3 || is true |
  | 1 || is true |
}
--- open law.phep
<< $/progress "end"
-> phep/stallRuns {}
--- start phep/runTests {"items": [{"uri": "{root}/law.phep"}], "coverage": false}
<< window/workDoneProgress/create phep/runTests
<< $/progress Running tests
>> window/workDoneProgress/cancel {"token": "phep/runTests/3"}
--- reply
?? -32800
<< $/progress "phep/runTests/3", "value": {"kind": "end"
-> phep/tests {"in": "law.phep"}
=== a run that says no word of progress, stopped in its middle
--- file law.phep
module law
rule f(n: int) : bool = n > 1
test table "many" {
  as_of 2026-03-10T09:00+07:00
  | n || f(n)    |
  | 2 || is true |
  | 3 || is true |
}
--- open law.phep
-> phep/stallRuns {}
--- start phep/runTests {"items": [{"uri": "{root}/law.phep"}], "coverage": false, "workDoneToken": 7}
--- cancel
--- reply
?? -32800
>> window/workDoneProgress/cancel {"token": "something else"}
-> phep/tests {"in": "law.phep"}
