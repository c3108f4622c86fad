"""Hostile conversations with the language server."""

import json
import os
import random
import subprocess
import threading
import time

from harness import MIB, Broken, Ended, attack, check

SOURCE = "rule f() : int = 1\nrule g() : int = f() + 1\n"


def frame(server, body):
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    server.send_bytes(b"Content-Length: %d\r\n\r\n" % len(body) + body)


def error_of(reply):
    return reply.get("error", {}).get("code")


@attack(26, "headers that lie about the length")
def headers(tools):
    for header in (b"Content-Length: -5\r\n\r\n", b"Content-Length: 99999999999999999999999\r\n\r\n", b"X: 1\r\n\r\n", b"\n\n", b"Content-Length: 0x10\r\n\r\n",
                   b"Content-Length: 1 0\r\n\r\n", b"Content-Length:\r\n\r\n", b"Content-Length: NaN\r\n\r\n", b":\r\n\r\n", b"\0" * 100 + b"\r\n\r\n",
                   b"x" * 100_000 + b"\r\n\r\n"):
        with tools.language_server() as server:
            server.send_bytes(header)
            check(error_of(server.response(None, 10)) in (-32700, -32600), header[:60])
            server.begin()
            server.lives()


@attack(26, "bodies too large are refused before they come")
def bodies(tools):
    for length in (64 * MIB + 1, 2 << 30, 1 << 63, (1 << 64) - 1):
        with tools.language_server() as server:
            server.begin()
            before = server.resident()
            server.send_bytes(b"Content-Length: %d\r\n\r\n" % length)
            check(error_of(server.response(None, 10)) == -32600, length, "was not refused at once")
            server.send_bytes(b" " * MIB)
            time.sleep(0.1)
            check(server.resident() < before + 64 * MIB, "it took memory for", length)
            server.process.stdin.close()
            check(server.process.wait(10) in (0, 1), "it did not end with its input")
    with tools.language_server() as server:
        server.begin()
        server.send_bytes(b"Content-Length: %d\r\n\r\n" % (64 * MIB + 10) + b" " * (64 * MIB + 10))
        check(error_of(server.response(None, 10)) == -32600)
        server.lives()


@attack(27, "JSON nested a million deep in every place of a message")
def deep(tools):
    bomb = b"[" * 1_000_000 + b"]" * 1_000_000
    nested = b'{"a":' * 300_000 + b"1" + b"}" * 300_000
    with tools.language_server() as server:
        server.begin(tools.scratch)
        for value in (bomb, nested):
            for body in (b'{"jsonrpc":"2.0","id":900,"method":"textDocument/hover","params":%s}', b'{"jsonrpc":"2.0","id":%s,"method":"shutdown"}',
                         b'{"jsonrpc":"2.0","id":1,"result":%s}', b'{"jsonrpc":"2.0","id":1,"error":%s}', b"%s",
                         b'{"jsonrpc":"2.0","method":"workspace/didChangeConfiguration","params":{"settings":%s}}',
                         b'{"jsonrpc":"2.0","id":901,"method":"nothing","params":%s}', b'{"jsonrpc":"2.0","id":902,"method":"workspace/executeCommand",'
                         b'"params":{"command":"phep.runTest","arguments":[%s]}}'):
                frame(server, body % value)
                check(error_of(server.response(None, 20)) == -32600, "not refused:", body[:60])
        server.lives()


@attack(4, "a key twice in a message, or a NUL and more behind it")
def twice(tools):
    with tools.language_server() as server:
        server.begin(tools.scratch)
        for body, code in ((b'{"jsonrpc":"2.0","id":900,"method":"nothing","method":"shutdown"}', -32600),
                           (b'{"jsonrpc":"2.0","id":900,"method":"nothing","params":{"a":[{"b":1,"\\u0062":2}]}}', -32600),
                           (b'{"jsonrpc":"2.0","id":900,"method":"nothing"}\0{"jsonrpc":"2.0","id":901,"method":"shutdown"}', -32700)):
            frame(server, body)
            check(error_of(server.response(None, 20)) == code, "not refused:", body)
        server.lives()


@attack(27, "unknown methods, wrong types, wrong order")
def order(tools):
    with tools.language_server() as server:
        check(error_of(server.request("textDocument/hover", {})) == -32002, "a request before initialize")
        server.notify("textDocument/didOpen", {"textDocument": {"uri": "file:///x.phep", "text": "a"}})
        server.begin(tools.scratch)
        check(error_of(server.request("initialize", {"capabilities": {}})) == -32600, "initialized twice")
        check(error_of(server.request("no/such/method")) == -32601)
        check(error_of(server.request("$/nothing")) == -32601)
        server.notify("no/such/notification", {"a": [1]})
        for junk in (b"", b"x", b"1", b"null", b"[]", b"[[]]", b'"a"', b'{"jsonrpc":"1.0","id":1,"method":"shutdown"}', b'{"id":1}', b'{"jsonrpc":"2.0","id":{},"method":"a"}',
                     b'{"jsonrpc":"2.0","method":1}', b'\xff\xfe', b'{"jsonrpc":"2.0","id":1e400,"method":"a"}', b'{"jsonrpc":"2.0","id":1.5,"method":"a"}',
                     b'{"a":1,"a":2}'):
            frame(server, junk)
        frame(server, {"jsonrpc": "2.0", "id": 777, "result": None})
        frame(server, {"jsonrpc": "2.0", "id": "never asked", "error": {"code": 1}})
        for number in (5_000_001, 5_000_001, "text", -1, 2**53):
            frame(server, {"jsonrpc": "2.0", "id": number, "method": "workspace/symbol", "params": {"query": "zzz"}})
        for wrong in (None, [], 1, "x", {"textDocument": 1}, {"textDocument": {"uri": 5}}, {"textDocument": {"uri": "file:///x"}, "position": {"line": -1, "character": -1}},
                      {"textDocument": {"uri": "file:///x"}, "position": {"line": 1e300, "character": "a"}}, {"textDocument": {"uri": "no uri"}}):
            check("error" in server.request("textDocument/hover", wrong), "no error for", wrong)
        server.lives()


@attack(27, "mutated conversations")
def mutated(tools):
    source = random.Random(27)
    tools.write("a.phep", SOURCE)
    uri = "file://%s/a.phep" % tools.scratch
    seeds = [{"jsonrpc": "2.0", "id": 1, "method": method, "params": {"textDocument": {"uri": uri, "version": 1}, "position": {"line": 1, "character": 3},
              "range": {"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 2}}, "context": {"diagnostics": []}, "newName": "h",
              "contentChanges": [{"text": "rule"}], "query": "f", "command": "phep.runTest", "arguments": [{"uri": uri}], "positions": [{"line": 0, "character": 1}]}}
             for method in ("textDocument/hover", "textDocument/rename", "textDocument/codeAction", "textDocument/didChange", "textDocument/completion",
                            "workspace/symbol", "textDocument/inlayHint", "textDocument/selectionRange", "workspace/executeCommand", "textDocument/semanticTokens/range",
                            "workspace/willRenameFiles", "textDocument/prepareCallHierarchy", "phep/obligations", "textDocument/inlineValue")]
    with tools.language_server() as server:
        server.begin(tools.scratch)
        server.open(uri, SOURCE)
        for i in range(400):
            text = bytearray(json.dumps(dict(source.choice(seeds), id=10_000 + i)).encode())
            for _ in range(source.randrange(1, 6)):
                at = source.randrange(len(text))
                text[at : at + source.randrange(3)] = source.choice([b"", b"-", b"9" * 20, b"null", b"\xff", b'"', b"{", b"}", b"0", b"1e9", b"[]", b"\\u0000", b"\\ud800"])
            frame(server, bytes(text))
        server.lives()


@attack(28, "edits that cannot be")
def edits(tools):
    uri = "file://%s/a.phep" % tools.scratch

    def change(server, version, *changes):
        server.notify("textDocument/didChange", {"textDocument": {"uri": uri, "version": version}, "contentChanges": list(changes)})

    def at(line, start, end, text, last=None):
        return {"range": {"start": {"line": line, "character": start}, "end": {"line": last if last is not None else line, "character": end}}, "text": text}

    for bad in (at(70, 0, 0, "x", 71), at(0, 5, 2, "x"), at(1, 0, 0, "x", 0), at(2**31, 0, 0, "x"), at(0, 0, 2**31, "x", 2**31)):
        with tools.language_server() as server:
            server.begin(tools.scratch)
            server.open(uri, SOURCE)
            change(server, 2, bad)
            told = server.notification("window/showMessage", 10)
            check("out of step" in told["params"]["message"], told)
            check("error" in server.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}}), "it answers about a text that is lost")
            change(server, 3, {"text": SOURCE})
            check(len(server.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})["result"]) == 2, "a whole text does not mend it")
            server.lives()
    with tools.language_server() as server:
        server.begin(tools.scratch)
        server.notify("textDocument/didChange", {"textDocument": {"uri": uri + "x", "version": 1}, "contentChanges": [{"text": "a"}]})
        server.open(uri, '// 𝄞𝄞\nrule f() : int = 1\n', 5)
        change(server, 6, at(0, 4, 4, "y"))  # inside of a pair
        change(server, 3, at(0, 0, 0, "y"))  # a version that goes back
        told = server.notification("window/showMessage", 10)
        check("out of step" in told["params"]["message"], told)
        change(server, 2, at(0, 0, 10**9, "// z"))  # beyond the line: its end, as the specification has it
        shown = server.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
        check("result" in shown or "error" in shown)
        server.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        server.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        server.lives()


OUTSIDE = "rule f() : int = topsecret\n"
ASKED = ("textDocument/diagnostic", "textDocument/documentSymbol", "textDocument/semanticTokens/full", "textDocument/formatting", "textDocument/foldingRange",
         "textDocument/documentLink", "textDocument/hover", "textDocument/definition", "textDocument/codeLens", "workspace/textDocumentContent",
         "textDocument/references", "textDocument/inlayHint", "textDocument/completion")


def ask_all(server, uri):
    for method in ASKED:
        reply = server.request(method, {"textDocument": {"uri": uri}, "uri": uri, "position": {"line": 0, "character": 18}, "options": {"tabSize": 2, "insertSpaces": True},
                                        "context": {"includeDeclaration": True}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}}, timeout=20)
        yield method, reply


@attack(30, "requests about files outside the folders")
def outside(tools):
    tools.write("w/a.phep", SOURCE)
    tools.write("outside.phep", OUTSIDE)
    tools.write("w-other/x.phep", OUTSIDE)
    os.symlink("../outside.phep", tools.scratch / "w/link.phep")
    os.symlink("..", tools.scratch / "w/up")
    base = "file://%s" % tools.scratch
    with tools.language_server() as server:
        server.begin(tools.scratch / "w")
        for uri in (base + "/outside.phep", base + "/w/../outside.phep", base + "/w/%2e%2e/outside.phep", base + "/w/./.././outside.phep", base + "/w-other/x.phep",
                    base + "/w/link.phep", base + "/w/up/outside.phep", "file:///etc/passwd", "file:///proc/self/environ", "file:///dev/zero", "file:///%s/outside.phep" % tools.scratch,
                    "file://host%s/outside.phep" % tools.scratch):
            for method, reply in ask_all(server, uri):
                check(not reply.get("result") or reply["result"] in ({"items": []}, []), uri, method, "answers", str(reply)[:200])
                check("topsecret" not in json.dumps(reply), uri, method, "tells")
        server.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": base + "/outside.phep", "type": 1}, {"uri": base + "/w/link.phep", "type": 1}]})
        found = server.request("workspace/symbol", {"query": ""})
        check("topsecret" not in json.dumps(found) and "outside" not in json.dumps(found), "symbols of outside")
        check(server.request("textDocument/documentSymbol", {"textDocument": {"uri": base + "/w/a.phep"}})["result"], "what is inside is refused, too")
        server.lives()
        check("topsecret" not in json.dumps(server.waiting), "it told of what is outside")


@attack(29, "strange URIs")
def uris(tools):
    tools.write("w/a.phep", SOURCE)
    base = "file://%s/w" % tools.scratch
    with tools.language_server() as server:
        server.begin(tools.scratch / "w")
        for uri in (base + "/a.phep%00", base + "/a.phep%00/x.phep", "file://host/share/a.phep", "file://%s/a.phep" % "x" * 3, "file://" + base[7:] + "%2fa.phep%00",
                    "vscode-vfs://github/a.phep", "git:/a.phep?%7B%7D", "http://example.org/a.phep", "data:text/plain,rule", "file:", "file://", "file:///", "//", ":", "%",
                    "file:///%ff%fe", "file:///c:con", "file:///C:/con.phep", "file://%2e%2e/x", "x" * 100_000, "file:///" + "a/" * 50_000, "file:///" + "../" * 50_000 + "etc/passwd",
                    "javascript:alert(1)", "phep:../../etc/passwd", "phep:/etc/passwd", "law:../../x", "untitled:../../etc/passwd"):
            for method, reply in ask_all(server, uri):
                check("root:" not in json.dumps(reply), uri, method)
                if "%00" in uri or "host" in uri or "passwd" in uri:
                    check(not reply.get("result") or reply["result"] in ({"items": []}, []), uri[:80], method, "answers", str(reply)[:200])
        # Other schemes are buffers: known while they are open, and by the URI that they were opened with.
        for uri in ("untitled:Untitled-1", "git:/w/a.phep?x", "vscode-vfs://github/o/r/a.phep"):
            server.open(uri, "rule h() : int = nothing\n")
            told = server.wait(lambda m: m.get("method") == "textDocument/publishDiagnostics" and m["params"]["diagnostics"], 20)
            check(told["params"]["uri"] == uri, "opened", uri, "told of", told["params"]["uri"])
            server.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        server.lives()


@attack(31, "10,000 requests at once, half of them cancelled")
def storm(tools):
    tools.write("a.phep", SOURCE)
    uri = "file://%s/a.phep" % tools.scratch
    with tools.language_server() as server:
        server.begin(tools.scratch)
        server.open(uri, SOURCE)
        server.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
        methods = ("textDocument/hover", "textDocument/documentSymbol", "textDocument/foldingRange", "textDocument/documentHighlight")
        messages = []
        for i in range(10_000):
            body = json.dumps({"jsonrpc": "2.0", "id": 20_000 + i, "method": methods[i % 4],
                               "params": {"textDocument": {"uri": uri}, "position": {"line": 1, "character": 18}}}).encode()
            messages.append(b"Content-Length: %d\r\n\r\n" % len(body) + body)
            if i % 2:
                body = json.dumps({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 20_000 + i}}).encode()
                messages.append(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        server.send_bytes(b"".join(messages))
        seen = set()
        while len(seen) < 10_000:
            message = server.wait(lambda m: isinstance(m.get("id"), int) and m["id"] >= 20_000 and "method" not in m, 30)
            check(message["id"] not in seen, "answered twice")
            check("result" in message or error_of(message) in (-32800, -32801, -32802), message)
            seen.add(message["id"])
        server.lives()


@attack(31, "a client that sends and never reads")
def deaf(tools):
    tools.write("a.phep", SOURCE * 50)
    uri = "file://%s/a.phep" % tools.scratch
    process = subprocess.Popen([tools.server], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        sent = [0]

        def send(message):
            body = json.dumps(dict(message, jsonrpc="2.0")).encode()
            process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
            process.stdin.flush()

        def flood():
            try:
                send({"id": 0, "method": "initialize", "params": {"capabilities": {}, "rootUri": "file://%s" % tools.scratch}})
                send({"method": "initialized", "params": {}})
                for i in range(200_000):
                    send({"id": i + 1, "method": "textDocument/semanticTokens/full", "params": {"textDocument": {"uri": uri}}})
                    sent[0] += 1
            except (BrokenPipeError, ValueError, OSError):
                pass

        thread = threading.Thread(target=flood, daemon=True)
        thread.start()
        thread.join(8)
        with open("/proc/%d/statm" % process.pid, encoding="ascii") as file:
            resident = int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")
        check(resident < 512 * MIB, "it grew to", resident // MIB, "MiB")
        check(sent[0] < 30_000, "it took", sent[0], "requests that nobody will read the answers of")
        # Whoever reads again gets an answer for each.
        process.stdin = process.stdin
    finally:
        process.kill()
        process.wait()
    check(process.returncode == -9, "it had died:", process.returncode)


@attack(32, "5,000 changed files, some gone, some replaced by folders")
def many(tools):
    for i in range(1_500):
        tools.write("w/m%d.phep" % i, "module m%d\nrule f%d() : int = 1\n" % (i, i))
    base = "file://%s/w/" % tools.scratch
    with tools.language_server() as server:
        server.begin(tools.scratch / "w")
        server.request("workspace/symbol", {"query": "f1"}, timeout=60)
        for i in range(0, 1_500, 3):
            os.remove(tools.scratch / ("w/m%d.phep" % i))
        (tools.scratch / "w/m0.phep").mkdir()
        os.symlink("m1.phep", tools.scratch / "w/m3.phep")
        changes = [{"uri": base + "m%d.phep" % (i % 2_000), "type": 1 + i % 3} for i in range(5_000)]
        server.notify("workspace/didChangeWatchedFiles", {"changes": changes})
        found = server.request("workspace/symbol", {"query": "f1499"}, timeout=60)
        check("error" not in found, found)
        gone = server.request("workspace/symbol", {"query": "f1497"}, timeout=60)
        check("m1497" not in json.dumps(gone), "a file that is gone is found")
        server.lives()


@attack(46, "600 lexical errors while typing")
def lexical(tools):
    uri = "file://%s/a.phep" % tools.scratch
    with tools.language_server() as server:
        server.begin(tools.scratch)
        server.open(uri, SOURCE)
        server.notify("textDocument/didChange", {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [{"text": SOURCE + "` \n" * 600}]})
        told = server.wait(lambda m: m.get("method") == "textDocument/publishDiagnostics" and m["params"]["diagnostics"], 20)
        check(len(told["params"]["diagnostics"]) <= 101, "it told", len(told["params"]["diagnostics"]))
        server.lives()


@attack(47, "3,000 edits do not make it grow")
def long_session(tools):
    uri = "file://%s/a.phep" % tools.scratch
    text = "".join("rule r%d(n: int) : int = n + %d\n" % (i, i) for i in range(100))
    with tools.language_server() as server:
        server.begin(tools.scratch)
        server.open(uri, text)
        sizes = []
        for i in range(3_000):
            line = i * 7 % 100
            server.notify("textDocument/didChange", {"textDocument": {"uri": uri, "version": i + 2}, "contentChanges": [
                {"range": {"start": {"line": line, "character": 5}, "end": {"line": line, "character": 5}}, "text": "x"},
                {"range": {"start": {"line": line, "character": 5}, "end": {"line": line, "character": 6}}, "text": ""}]})
            if i % 50 == 49:
                server.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}}, timeout=30)
                sizes.append(server.resident())
        first, last = max(sizes[10:20]), sizes[-1]
        check(last < first * 1.05 + 4 * MIB, "from", first // MIB, "to", last // MIB, "MiB")
        server.lives()


HOSTILE_HOME = "rule f() : int = 1\n"


def hostile(server, tools):
    """A session that asks for all that may touch the system."""
    base = "file://%s/w" % tools.scratch
    server.begin(tools.scratch / "w", workspace={"configuration": False, "applyEdit": True}, window={"showDocument": {"support": True}})
    server.notify("workspace/didChangeConfiguration", {"settings": {"phep": {"executable": "/bin/sh", "serverPath": "/bin/sh", "language": "en"}}})
    server.open(base + "/a.phep", SOURCE + 'source S { title "t" url "file:///etc/passwd" kind gazette read 2026-01-01 }\ntest "t" { as_of 2026-01-01T00:00+07:00 expect f() == 1 }\n')
    for uri in (base + "/a.phep", "file:///etc/passwd", "http://127.0.0.1:9/x.phep", "file://127.0.0.1/share/x.phep"):
        for _ in ask_all(server, uri):
            pass
    for command in ("phep.runTest", "phep.explainTest", "phep.runTests", "../../bin/sh", "phep.explain"):
        server.request("workspace/executeCommand", {"command": command, "arguments": [{"uri": base + "/a.phep", "id": "t"}, "; id"]}, timeout=20)
    server.notify("workspace/didCreateFiles", {"files": [{"uri": base + "/new.phep"}]})
    server.lives()


@attack(35, "a hostile session starts nothing, connects nowhere, writes nothing")
def traced(tools):
    tools.write("w/a.phep", SOURCE)
    tools.write("w/phep.json", '{"name":"w","executable":"/bin/sh"}')
    tools.write("w/.vscode/settings.json", '{"phep.executable":"/bin/sh"}')
    before = tools.files()
    log = tools.scratch / "trace"
    calls = "execve,execveat,fork,vfork,socket,connect,bind,open,openat,openat2,creat,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,symlink,symlinkat,link,linkat,truncate,chmod,fchmodat,kill,ptrace"
    with tools.language_server(wrap=("strace", "-f", "-qq", "-e", "trace=" + calls, "-o", str(log))) as server:
        server.patience = 60
        hostile(server, tools)
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    check(any("openat" in line for line in lines), "nothing was traced")
    forks = [line for line in lines if "execve(" in line]
    check(len(forks) == 1, "it started", forks)
    for line in lines:
        call = line.split(None, 1)[1] if line[:1].isdigit() else line
        if call.startswith(("open", "creat")):
            check("O_WRONLY" not in call and "O_RDWR" not in call and "O_CREAT" not in call, "it opened for writing:", line)
        elif not call.startswith(("execve(", "+++", "---", "<...", "exit")):
            raise Broken("it called: " + line)
    check([name for name in tools.files() if name != "trace"] == before, "files appeared")


@attack(35, "the same session without a network and with a read-only disk")
def caged(tools):
    tools.write("w/a.phep", SOURCE)
    with tools.language_server(wrap=("unshare", "--net", "--mount", "--map-root-user", "sh", "-c", 'mount -o remount,ro,bind / 2>/dev/null; exec "$0"')) as server:
        server.patience = 60
        hostile(server, tools)
