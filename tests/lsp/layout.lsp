method textDocument/rangeFormatting
method textDocument/rangesFormatting
method textDocument/onTypeFormatting
=== happy
--- file untidy.phep
module untidy


record Leak   { found_at : instant
   told_at:instant?
}
rule f(x:Leak):bool=exists x.told_at
rule g(x:Leak):bool=f(x)
--- open untidy.phep
-> textDocument/rangeFormatting {"over": "untidy.phep@rule f", "options": {"tabSize": 2, "insertSpaces": true}}
?? f(x: Leak)
!! g(x: Leak)
-> textDocument/rangeFormatting {"over": "untidy.phep@module untidy", "options": {"tabSize": 2, "insertSpaces": true}}
-> textDocument/rangesFormatting {"in": "untidy.phep", "ranges": [{"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 3}}, {"start": {"line": 6, "character": 0}, "end": {"line": 8, "character": 0}}], "options": {"tabSize": 2, "insertSpaces": true}}
?? g(x: Leak)
!! record
-> textDocument/rangesFormatting {"in": "untidy.phep", "ranges": [], "options": {"tabSize": 2, "insertSpaces": true}}
-> textDocument/onTypeFormatting {"at": "untidy.phep@told_at", "ch": "\n", "options": {"tabSize": 2, "insertSpaces": true}}
?? "  "
--- edit untidy.phep "rule f(x:Leak):bool=" "rule f(x:Leak):bool=\n"
-> textDocument/onTypeFormatting {"after": "untidy.phep@   told_at:instant?\n}", "ch": "}", "options": {"tabSize": 2, "insertSpaces": true}}
=== a new line
--- file new.phep
module new
record Leak {
found_at : instant
    }
rule f(x: Leak,
y: Leak) : bool = true
rule g(x: Leak) : bool {
  case one: true when {
  text "a
b"
--- open new.phep
-> textDocument/onTypeFormatting {"at": "new.phep@found_at", "ch": "\n", "options": {"tabSize": 2, "insertSpaces": true}}
?? "  "
-> textDocument/onTypeFormatting {"after": "new.phep@    }", "ch": "}", "options": {"tabSize": 2, "insertSpaces": true}}
?? ""
-> textDocument/onTypeFormatting {"at": "new.phep@y: Leak", "ch": "\n", "options": {"tabSize": 2, "insertSpaces": true}}
-> textDocument/onTypeFormatting {"at": "new.phep@  case one", "ch": "\n", "options": {"tabSize": 2, "insertSpaces": true}}
-> textDocument/onTypeFormatting {"after": "new.phep@found_at", "ch": "e", "options": {"tabSize": 2, "insertSpaces": true}}
=== literate
--- file law.phep.md
A text.

```phep
module law
record Leak {
found_at : instant
}
```
More text.
--- open law.phep.md
-> textDocument/onTypeFormatting {"at": "law.phep.md@found_at", "ch": "\n", "options": {"tabSize": 2, "insertSpaces": true}}
-> textDocument/onTypeFormatting {"at": "law.phep.md@More", "ch": "\n", "options": {"tabSize": 2, "insertSpaces": true}}
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
-> textDocument/rangeFormatting {"over": "bad.phep@duty", "options": {"tabSize": 2, "insertSpaces": true}}
-> textDocument/rangesFormatting {"in": "bad.phep", "ranges": [{"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}], "options": {"tabSize": 2, "insertSpaces": true}}
-> textDocument/onTypeFormatting {"at": "bad.phep@applies", "ch": "\n", "options": {"tabSize": 2, "insertSpaces": true}}
