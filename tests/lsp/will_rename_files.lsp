method workspace/willRenameFiles
=== happy
--- file phep.json
{ "name": "policy" }
--- file law/leaks.phep
module law.leaks
record Leak { found_at : instant  people : int 0..9 }
rule many(x: Leak) : bool = x.people > 3
decision report(x: Leak) { many = many(x) }
cases "leaks.cases.jsonl" of report
--- file law/leaks.cases.jsonl
{"as_of":"2026-03-10","facts":{"people":5},"expect":{"many":true}}
--- file other.phep
module other
use law.leaks
rule more(x: Leak) : bool = law.leaks.many(x)
--- open other.phep
-> workspace/willRenameFiles {"files": [{"oldUri": "{root}/law/leaks.phep", "newUri": "{root}/law/spills/all.phep"}]}
?? law.spills.all
-> workspace/willRenameFiles {"files": [{"oldUri": "{root}/law", "newUri": "{root}/statutes"}]}
?? statutes.leaks
-> workspace/willRenameFiles {"files": [{"oldUri": "{root}/law/leaks.cases.jsonl", "newUri": "{root}/law/old/first.cases.jsonl"}]}
?? old/first.cases.jsonl
-> workspace/willRenameFiles {"files": [{"oldUri": "{root}/law/leaks.phep", "newUri": "{root}/law/no name.phep"}]}
-> workspace/willRenameFiles {"files": [{"oldUri": "{root}/notes.txt", "newUri": "{root}/more.txt"}]}
=== broken
--- file bad.phep
module bad
use other
duty notify(x: Leak) {
  applies when x.
  vi "chưa xong
--- file other.phep
module other
--- open bad.phep
-> workspace/willRenameFiles {"files": [{"oldUri": "{root}/other.phep", "newUri": "{root}/another.phep"}]}
?? another
