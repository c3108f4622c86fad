method textDocument/documentLink
method documentLink/resolve
=== happy
--- file a.phep
module a
use vn.calendar
use vn.instruments.pdpl
use b
source S {
  title "Một nguồn"   url "https://example.gov.vn/doc"   kind portal   read 2026-01-02
}
party p
duty d(x: F) { cites PDPL@23.1, X@3   bearer p   met when x.ok }
record F { ok : bool }
instrument X { number "1/2020/QH14"  rank law  title vi "Luật" en "Law"  in_force from 2020-01-01  outline 1..9  source S }
--- file b.phep
module b
--- open a.phep
-> textDocument/documentLink {"in": "a.phep"}
-> documentLink/resolve {"range": {"start": {"line": 8, "character": 21}, "end": {"line": 8, "character": 30}}, "data": {"uri": "{root}/a.phep"}}
?? "target":
-> documentLink/resolve {"range": {"start": {"line": 8, "character": 32}, "end": {"line": 8, "character": 35}}, "data": {"uri": "{root}/a.phep"}}
?? https://example.gov.vn/doc
-> documentLink/resolve {"range": {"start": {"line": 3, "character": 4}, "end": {"line": 3, "character": 5}}, "data": {"uri": "{root}/a.phep"}}
?? {root}/b.phep
-> documentLink/resolve {"range": {"start": {"line": 5, "character": 28}, "end": {"line": 5, "character": 54}}, "data": {"uri": "{root}/a.phep"}}
?? https://example.gov.vn/doc
=== pages content
--- file a.phep
module a
use vn.calendar
use vn.instruments.pdpl
use b
source S {
  title "Một nguồn"   url "https://example.gov.vn/doc"   kind portal   read 2026-01-02
}
party p
duty d(x: F) { cites PDPL@23.1, X@3   bearer p   met when x.ok }
record F { ok : bool }
instrument X { number "1/2020/QH14"  rank law  title vi "Luật" en "Law"  in_force from 2020-01-01  outline 1..9  source S }
--- file b.phep
module b
--- open a.phep
-> documentLink/resolve {"range": {"start": {"line": 8, "character": 32}, "end": {"line": 8, "character": 35}}, "data": {"uri": "{root}/a.phep"}}
?? law:a.X/3
-> textDocument/definition {"at": "a.phep@X@3"}
?? law:a.X/3
-> textDocument/declaration {"at": "a.phep@X@3"}
?? a.phep
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
-> textDocument/documentLink {"in": "bad.phep"}
-> documentLink/resolve {"range": {"start": {"line": 2, "character": 5}, "end": {"line": 2, "character": 11}}, "data": {"uri": "{root}/bad.phep"}}
