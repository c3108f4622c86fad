=== the buffer wins over the disk
--- file a.phep
module a
rule f() : bool = true
--- file b.phep
module b
use a
rule g() : bool = a.f()
--- open b.phep
<< textDocument/publishDiagnostics
--- open a.phep <<
module a
rule h() : bool = true
<< textDocument/publishDiagnostics b.phep
?? P2001
--- close a.phep
<< textDocument/publishDiagnostics b.phep
!! P2001
=== an impossible range
--- file a.phep
module a
rule f() : bool = true
--- open a.phep
<< textDocument/publishDiagnostics
>> textDocument/didChange {"textDocument": {"uri": "{root}/a.phep", "version": 2}, "contentChanges": [{"range": {"start": {"line": 70, "character": 0}, "end": {"line": 71, "character": 0}}, "text": "x"}]}
<< window/showMessage
>> textDocument/didChange {"textDocument": {"uri": "{root}/a.phep", "version": 3}, "contentChanges": [{"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "x"}]}
-> textDocument/hover {"in": "a.phep", "position": {"line": 1, "character": 5}}
?? out of step
--- close a.phep
--- open a.phep
-> textDocument/hover {"in": "a.phep", "position": {"line": 1, "character": 5}}
?? rule f
=== untitled, without a folder alone
>> textDocument/didOpen {"textDocument": {"uri": "untitled:Untitled-1", "languageId": "phep", "version": 1, "text": "rule f() : bool = nothing\n"}}
<< textDocument/publishDiagnostics
?? untitled:Untitled-1
=== names of files
--- file thư mục/dữ liệu.phep
module a
rule f() : bool = nothing
--- open thư mục/dữ liệu.phep
<< textDocument/publishDiagnostics
?? th%C6%B0%20m%E1%BB%A5c
--- edit thư mục/dữ liệu.phep "nothing" "true"
<< textDocument/publishDiagnostics
!! P2001
=== a name that the disk composes otherwise
--- file luật.phep
module a
rule f() : bool = true
--- file b.phep
module b
use luật
rule g() : bool = f()
--- open b.phep
<< textDocument/publishDiagnostics b.phep
!! P6001
--- open luật.phep
--- edit luật.phep "f()" "h()"
<< textDocument/publishDiagnostics b.phep
?? P2001
=== carriage returns and characters beyond the plane
--- file a.phep
module a
--- open a.phep
<< textDocument/publishDiagnostics
>> textDocument/didChange {"textDocument": {"uri": "{root}/a.phep", "version": 2}, "contentChanges": [{"text": "module a\r\nparty p vi \"𝄞\" en x\r\n"}]}
<< textDocument/publishDiagnostics
>> textDocument/didChange {"textDocument": {"uri": "{root}/a.phep", "version": 3}, "contentChanges": [{"range": {"start": {"line": 1, "character": 19}, "end": {"line": 1, "character": 20}}, "text": "\"y\""}]}
<< textDocument/publishDiagnostics
=== a module that appears and goes
--- file b.phep
module b
use a
rule g() : bool = a.f()
--- open b.phep
<< textDocument/publishDiagnostics
?? P6
--- file a.phep
module a
rule f() : bool = true
>> workspace/didChangeWatchedFiles {"changes": [{"uri": "{root}/a.phep", "type": 1}]}
<< textDocument/publishDiagnostics
!! P6
--- delete a.phep
>> workspace/didDeleteFiles {"files": [{"uri": "{root}/a.phep"}]}
<< textDocument/publishDiagnostics
?? P6
=== a folder is added alone
--- file a.phep
rule f() : bool = nothing
>> workspace/didChangeWorkspaceFolders {"event": {"added": [{"uri": "{root}", "name": "x"}], "removed": []}}
<< textDocument/publishDiagnostics
>> workspace/didChangeWorkspaceFolders {"event": {"added": [], "removed": [{"uri": "{root}", "name": "x"}]}}
<< textDocument/publishDiagnostics
>> workspace/didCreateFiles {"files": [{"uri": "{root}/b.phep"}]}
>> workspace/didRenameFiles {"files": [{"oldUri": "{root}/b.phep", "newUri": "{root}/c.phep"}]}
>> textDocument/didSave {"in": "a.phep"}
