method textDocument/codeAction
method codeAction/resolve
=== happy lazy
--- file law.phep
module law
use vn.calendar
use vn.instruments.pdpl
counting vn.civil_code

instrument SAMPLE {
  number "0/0000"   rank decree
  title vi "Văn bản mẫu" en "Sample text"
  in_force from 2026-01-01   outline 1..9
}
party finder vi "người phát hiện" en "finder"
enum Harm { none  grave }
record Acts closed { filed_at : instant? }
record Leak { found_at : instant  people : int 1..100  harm : Harm  fine : money<VND>  acts : Acts  notes : text }
/// Says how bad it is.
duty notify(x: Leak) {
  vi "Báo" en "Tell"   bearer finder   trigger x.found_at   applies when x.people > 10 and x.harm is grave
  due 72 hours after trigger   done x.acts.filed_at
}
--- open law.phep
-> textDocument/codeAction {"over": "law.phep@use vn.calendar", "context": {"diagnostics": []}}
-> codeAction/resolve {"title": "remove the `use` line", "kind": "quickfix", "data": {"uri": "{root}/law.phep", "range": {"start": {"line": 1, "character": 4}, "end": {"line": 1, "character": 15}}, "place": 0}}
?? "newText": ""
-> textDocument/codeAction {"over": "law.phep@notify", "context": {"diagnostics": []}}
?? allow P7016 until 2026-06-08
-> codeAction/resolve {"title": "allow P7016 until 2026-06-08, with a reason", "kind": "quickfix", "data": {"uri": "{root}/law.phep", "range": {"start": {"line": 15, "character": 5}, "end": {"line": 15, "character": 11}}, "place": 1}}
?? // phép: allow P7016 until 2026-06-08
-> codeAction/resolve {"title": "something else", "kind": "quickfix", "data": {"uri": "{root}/law.phep", "range": {"start": {"line": 15, "character": 5}, "end": {"line": 15, "character": 11}}, "place": 0}}
-> textDocument/codeAction {"over": "law.phep@notify", "context": {"diagnostics": [], "only": ["source.fixAll"]}}
-> textDocument/codeAction {"over": "law.phep@x.people > 10", "context": {"diagnostics": [], "only": ["refactor.extract"]}}
?? refactor.extract
-> textDocument/codeAction {"over": "law.phep@notify", "context": {"diagnostics": [], "only": ["refactor"]}}
=== with edits
--- file law.phep
module law
record Leak { found_at : instant  people : int 1..100 }
enum Harm { none  grave }
rule harm(x: Leak, least: int) : Harm {
  default none
  case many: grave when x.people > least and x.people < 50
}
rule condition(x: Leak) : bool = harm(x, 3) is graev
--- open law.phep
-> textDocument/codeAction {"over": "law.phep@graev", "context": {"diagnostics": []}}
?? use `grave`
--- edit law.phep "graev" "grave"
-> textDocument/codeAction {"over": "law.phep@x.people > least", "context": {"diagnostics": [], "only": ["refactor"]}}
?? condition_2(x, least)
-> textDocument/codeAction {"over": "law.phep@x.people >", "context": {"diagnostics": [], "only": ["refactor.extract"]}}
!! refactor
-> textDocument/codeAction {"over": "law.phep@record", "context": {"diagnostics": [], "only": ["refactor"]}}
=== in Vietnamese vi
--- file law.phep
module law
use vn.calendar
record Leak { found_at : instant }
--- open law.phep
-> textDocument/codeAction {"over": "law.phep@vn.calendar", "context": {"diagnostics": []}}
?? bỏ dòng
=== what an allowance does pull
--- file law.phep
module law
record Leak { found_at : instant  told_at : instant? }
party finder vi "người phát hiện" en "finder"
// phép: allow P7016 until 2026-03-11 "?"
duty notify(x: Leak) {
  vi "Báo" en "Tell"   bearer finder   trigger x.found_at   done x.told_at
}
--- open law.phep
-> textDocument/diagnostic {"in": "law.phep"}
!! cites no provision
--- edit law.phep "2026-03-11" "2026-03-10"
-> textDocument/diagnostic {"in": "law.phep"}
?? cites no provision
?? expired on 2026-03-10
=== library
-> textDocument/codeAction {"textDocument": {"uri": "phep:vn/calendar.phep"}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}, "context": {"diagnostics": []}}
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
-> textDocument/codeAction {"over": "bad.phep@applies when x.", "context": {"diagnostics": []}}
-> codeAction/resolve {"title": "something", "kind": "quickfix", "data": {"uri": "{root}/bad.phep", "range": {"start": {"line": 3, "character": 2}, "end": {"line": 3, "character": 17}}, "place": 0}}
