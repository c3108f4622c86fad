method textDocument/prepareRename
method textDocument/rename
=== happy
--- file phep.json
{ "name": "policy" }
--- file law.phep
module law
use vn.calendar
counting vn.civil_code
calendar vn.state
enum Harm { none  slight vi "nhẹ" en "slight"  grave }
/// What is known of a leak.
record Acts closed { filed_at : instant? }
record Leak {
  found_at : instant
  people   : int 0..1_000
  harms    : set<Harm>
  acts     : Acts
}
reading K_01 { strict, lenient } default strict basis "two readings"
rule harmful(x: Leak) : bool by judgment { basis "no term" }
rule severity(x: Leak) : Harm {
  default none
  case many: grave when x.people >= 100 and harmful(x)
  case few: slight when x.people >= 10 and K_01 is lenient
}
party finder
duty notify(x: Leak) {
  bearer finder   trigger x.found_at
  applies when severity(x) is grave
  due 72 hours after trigger
  done x.acts.filed_at
}
decision leak_report(x: Leak) { level = severity(x)   norms notify(x) }
cases "leaks.cases.jsonl" of leak_report
cases "more leaks.csv" of leak_report
--- file leaks.cases.jsonl
{"name":"grave people","as_of":"2026-03-10","readings":{"K_01":"strict"},"facts":{"found_at":"2026-03-01T08:00+07:00","people":200,"harms":["grave","slight"],"acts":{"filed_at":null},"$judgments":{"harmful":true}},"expect":{"level":"grave","notify":"violated","notify.due":"2026-03-04T08:00+07:00"}}

{"as_of":"2026-03-10","readings":{"law.K_01":"lenient"},"facts":{"people":20},"expect":{"level":"slight"}}
--- file more leaks.csv
name,as_of,people,harms,acts.filed_at,reading K_01,expect level,"expect notify.due"
people,2026-03-10,5,slight|grave,null,strict,none,
--- file mine.phep
module mine
use law
rule worse(x: Leak) : bool = x.people > 500 and severity(x) is grave
test "many people" {
  as_of  2026-03-01T08:00+07:00
  let    a = Leak { people: 501, harms: { grave } }
  expect worse(a)
}
--- open law.phep
-> textDocument/prepareRename {"at": "law.phep@people"}
-> textDocument/rename {"at": "law.phep@people", "newName": "số_người"}
?? leaks.cases.jsonl
-> textDocument/rename {"at": "law.phep@grave", "newName": "severe"}
-> textDocument/rename {"at": "law.phep@notify", "newName": "inform"}
-> textDocument/rename {"at": "law.phep@harmful", "newName": "hurtful"}
-> textDocument/rename {"at": "law.phep@K_01", "newName": "K_02"}
-> textDocument/rename {"at": "law.phep@lenient", "newName": "mild"}
-> textDocument/rename {"at": "law.phep@filed_at", "newName": "sent_at"}
-> textDocument/rename {"at": "mine.phep@x: Leak", "newName": "leak"}
!! law.phep
-> textDocument/prepareRename {"at": "mine.phep@a = Leak"}
=== in recorded cases of lists, sets and several parameters
--- file phep.json
{ "name": "policy" }
--- file law.phep
module law
enum Mark { plain  hot }
record Part { mark : Mark  marks : set<Mark>  size : int 0..9 }
record Whole { parts : list<Part> max 3  days : list<date> max 2  note : text }
record Buyer { age : int 0..120 }
rule large(w: Whole, b: Buyer) : bool = some(p in w.parts: p.size > 4 and p.mark is hot) and b.age > 17
decision sale(w: Whole, b: Buyer, at: date) { large = large(w, b)  then = at }
cases "sale.cases.jsonl" of sale
cases "sale.csv" of sale
--- file sale.cases.jsonl
{"as_of":"2026-03-10","facts":{"w":{"note":"a \"hot\" ] note, size","days":["2026-03-01"],"parts":[{"mark":"hot","marks":["plain","hot"],"size":5},{"marks":[],"size":1,"mark":"plain"}]},"b":{"age":20},"at":"2026-03-01"},"expect":{"large":true}}
{"as_of":"2026-03-10","facts":{"w":{"parts":[]},"b":{"age":20,"more":{"hot":["size"]}},"other":{"size":1}},"expect":{"large":false}}
{"as_of":"2026-03-10","facts":{"w":{"parts":"hot"},"b":[{"age":1}]},"expect":{"large":false}}
--- file sale.csv
as_of,w.note,w.parts,b.age,at,w.size,x.age,b.age.x,at.,expect large
2026-03-10,hot,[],20,2026-03-01,1,1,1,,true
2026-03-10,"a, ""hot"" size","[{""mark"": ""hot"", ""size"": 5, ""marks"": [""plain"", ""hot""]}, {""size"": 1}]",20,2026-03-01,1,1,1,,true
2026-03-10,hot,"[{""size"": ""hot""]",20,2026-03-01,1,1,1,,true
--- open law.phep
-> textDocument/rename {"at": "law.phep@size", "newName": "weight"}
?? sale.cases.jsonl
-> textDocument/rename {"at": "law.phep@hot", "newName": "warm"}
?? sale.cases.jsonl
-> textDocument/rename {"at": "law.phep@age", "newName": "how_old"}
?? sale.csv
-> textDocument/rename {"at": "law.phep@w: Whole, b: Buyer, at", "newName": "whole"}
?? sale.csv
-> textDocument/rename {"at": "law.phep@parts", "newName": "pieces"}
?? sale.csv
=== refused
--- file law.phep
module law
use vn.calendar
use vn.pdpl.breach
calendar vn.state
record Leak { found_at : instant  told_at : instant? }
rule f(x: Leak) : bool = exists x.told_at
rule g(y: Leak) : bool = f(y)
rule h(b: Breach) : bool = b.may_harm
--- open law.phep
-> textDocument/prepareRename {"at": "law.phep@may_harm"}
?? library
-> textDocument/rename {"at": "law.phep@Breach", "newName": "Accident"}
?? library
-> textDocument/prepareRename {"at": "law.phep@module"}
-> textDocument/rename {"at": "law.phep@found_at", "newName": "told_at"}
?? already names
-> textDocument/rename {"at": "law.phep@f(x", "newName": "Severity"}
-> textDocument/rename {"at": "law.phep@f(x", "newName": "g"}
?? already names
-> textDocument/rename {"at": "law.phep@f(x", "newName": "severity"}
-> textDocument/rename {"at": "law.phep@f(x", "newName": "two words"}
-> textDocument/rename {"at": "law.phep@f(x", "newName": ""}
-> textDocument/rename {"at": "law.phep@f(x", "newName": "rule"}
?? keyword
-> textDocument/rename {"at": "law.phep@f(x", "newName": "f"}
=== in Vietnamese vi
--- file law.phep
module law
use vn.pdpl.breach
rule h(b: Breach) : bool = b.may_harm
--- open law.phep
-> textDocument/prepareRename {"at": "law.phep@may_harm"}
?? thư viện pháp luật
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
-> textDocument/rename {"at": "bad.phep@Leak", "newName": "Spill"}
-> textDocument/prepareRename {"at": "bad.phep@Leak"}
=== names of files that are composed otherwise
--- file law.phep
module law
record Leak { harmful : bool }
--- file giấy.phep
module giấy
use law
rule tells(x: Leak) : bool = x.harmful
--- open law.phep
-> textDocument/rename {"at": "law.phep@Leak", "newName": "Breach"}
?? gia%CC%82%CC%81y.phep
