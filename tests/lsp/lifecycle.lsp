=== from beginning to end alone
-> no/such/method {}
>> $/somethingNew {"unknown": true}
>> no/such/notification {}
-> initialize {"capabilities": {}}
?? -32600
>> $/setTrace {"value": "verbose"}
--- stop
=== before initialize early
-> textDocument/hover {"textDocument": {"uri": "file:///x.phep"}, "position": {"line": 0, "character": 0}}
?? -32002
>> textDocument/didOpen {"textDocument": {"uri": "file:///x.phep", "languageId": "phep", "version": 1, "text": ""}}
-> initialize {"capabilities": {}, "processId": null}
?? positionEncoding
>> initialized {}
--- stop
=== initialize and shutdown, too soon and malformed early
-> shutdown {}
?? -32002
-> initialize []
?? -32602
-> initialize {"capabilities": 42}
?? -32602
>> initialized {}
-> textDocument/hover {"textDocument": {"uri": "file:///x.phep"}, "position": {"line": 0, "character": 0}}
?? -32002
-> initialize {"capabilities": {}, "processId": null, "rootUri": 42, "workspaceFolders": 42, "locale": 42}
?? positionEncoding
>> initialized {}
>> $/cancelRequest {"id": 1}
-> shutdown {"unknown": true}
>> exit {}
--- ended
=== after shutdown alone
-> shutdown {}
-> textDocument/hover {"textDocument": {"uri": "file:///x.phep"}, "position": {"line": 0, "character": 0}}
?? -32600
>> exit {}
--- ended
=== exit without shutdown alone
>> exit {}
--- ended
=== what is malformed alone
--- raw "Content-Length: 3\r\n\r\n{]}"
--- answer
--- raw "Content-Length: ten\r\n\r\n"
--- answer
--- raw "Content-Length: 2\r\n\r\n[]"
--- answer
--- raw "Content-Length: 99999999999999999999\r\n\r\n"
--- answer
--- raw "Content-Length: 514\r\n\r\n[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
--- answer
--- raw "content-length: 20\r\nContent-Type: x\r\n\r\n{\"jsonrpc\":\"2.0\"   }"
--- answer
-> no/such/method {}
=== a defect of ours alone
-> phep/fail {}
?? -32603
-> no/such/method {}
?? -32601
