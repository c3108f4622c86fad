method textDocument/formatting
=== happy
--- file untidy.phep
module untidy


record Leak   { found_at : instant
   told_at:instant?
}
rule f(x:Leak):bool=exists x.told_at
--- open untidy.phep
-> textDocument/formatting {"in": "untidy.phep", "options": {"tabSize": 2, "insertSpaces": true}}
-> textDocument/formatting {"in": "closed.phep", "options": {"tabSize": 2, "insertSpaces": true}}
=== lines that end with CRLF crlf
--- file untidy.phep
module untidy
record Leak   { found_at : instant
   told_at:instant?
}
--- open untidy.phep
-> textDocument/formatting {"in": "untidy.phep", "options": {"tabSize": 2, "insertSpaces": true}}
!! module untidy
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
-> textDocument/formatting {"in": "bad.phep", "options": {"tabSize": 2, "insertSpaces": true}}
=== while the analysis is busy
--- file a.phep
module a
party   p
--- open a.phep
--- hold
-> textDocument/formatting {"in": "a.phep", "options": {"tabSize": 2, "insertSpaces": true}}
?? party p
--- release
