=== watchers and settings asks refresh
--- settings {"language": "vi", "asOf": "2026-03-10"}
--- file a.phep
module a
rule f() : bool = nothing
--- open a.phep
<< textDocument/publishDiagnostics không
--- asked client/registerCapability
--- asked workspace/configuration
--- settings {"language": "en", "asOf": "2026-13-45"}
>> workspace/didChangeConfiguration {"settings": null}
<< window/showMessage
<< textDocument/publishDiagnostics no
--- asked workspace/configuration
=== settings that come by themselves
--- file a.phep
module a
rule f() : bool = nothing
--- open a.phep
<< textDocument/publishDiagnostics
>> workspace/didChangeConfiguration {"settings": {"phep": {"language": "vi"}}}
<< textDocument/publishDiagnostics không
=== what a diagnostic needs of the client bare
--- file law.phep
module law
use vn.calendar
record Leak { found_at : instant }
rule f(x: Leak) : bool = exists x.found
--- open law.phep
<< textDocument/publishDiagnostics
!! relatedInformation
!! tags
=== pages about diagnostics content
--- file law.phep
module law
rule f() : bool = nothing
--- open law.phep
<< textDocument/publishDiagnostics
?? phep:/explain/P2001
-> workspace/textDocumentContent {"uri": "phep:/explain/P2001"}
-> workspace/textDocumentContent {"uri": "phep:/explain/P9999"}
-> workspace/textDocumentContent {"uri": "phep:/explain/Pfoo"}
=== a trace
--- file a.phep
module a
rule f() : bool = true
--- open a.phep
<< textDocument/publishDiagnostics
>> $/setTrace {"value": "messages"}
-> textDocument/hover {"at": "a.phep@f()"}
<< $/logTrace
>> $/setTrace {"value": "verbose"}
-> textDocument/formatting {"in": "a.phep", "options": {"tabSize": 2, "insertSpaces": true}}
<< $/logTrace
>> $/setTrace {"value": "off"}
-> phep/stats {}
?? "textDocument/hover"
=== a new file is given its first line asks
--- file phep.json
{ "name": "policy" }
--- file law/old.phep
module law.old
--- empty law/new.phep
>> workspace/didCreateFiles {"files": [{"uri": "{root}/law/new.phep"}, {"uri": "{root}/law/old.phep"}]}
<< workspace/applyEdit
?? module law.new
=== a page is shown asks content
--- file a.phep
module a
-> workspace/executeCommand {"command": "phep.showPage", "arguments": ["law:vn.instruments.pdpl.PDPL/23.1"]}
<< window/showDocument
-> workspace/executeCommand {"command": "phep.showPage", "arguments": ["https://example.org"]}
-> workspace/executeCommand {"command": "phep.showPage", "arguments": [{"uri": 3}]}
=== a page is not shown to who shows none
--- file a.phep
module a
-> workspace/executeCommand {"command": "phep.showPage", "arguments": ["law:vn.instruments.pdpl.PDPL/23.1"]}
