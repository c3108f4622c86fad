"""The rows that ask something: method, parameters, what the right answer must hold."""

import itertools
import time

import gestures
from rows import Samples, must


def repeated(server, count, ask, right):
    samples = Samples(server)
    for _ in range(count):
        answer = samples.take(ask)
        must("result" in answer and right(answer["result"]), "not the answer", str(answer)[:300])
    return samples


def at(document, place):
    return {"textDocument": {"uri": document.uri}, "position": place}


def asking(server, count, method, params, right):
    return repeated(server, count, lambda: server.ask(method, params), right)


def labels_of(result):
    items = result["items"] if isinstance(result, dict) else result
    return {item["label"].strip() for item in items}


def completion(server, document, count, cases):
    """Letters are typed, the first list is awaited, the letters are taken back. `cases`: place, letters, expected label."""
    samples = Samples(server)
    for place, letters, label in itertools.islice(itertools.cycle(cases), count):
        change = document.change(place, 0, letters)
        after = {"line": place["line"], "character": place["character"] + len(letters)}
        answer = samples.take(lambda c=change, a=after: server.ask("textDocument/completion", at(document, a), c))
        must(answer.get("result") and label in labels_of(answer["result"]), "no such completion", label, str(answer)[:300])
        server.change(document.change(place, len(letters), ""))
    return samples


def formatting(server, document, count, options, right):
    """A letter is typed in a comment, at the top, in the middle, at the end in turns; then the text is laid out."""
    params = {"textDocument": {"uri": document.uri}, "options": options | {"insertSpaces": True}}
    numbers = gestures.blocks_of(document)
    places = [document.find(f"// Ghi chú {numbers[at]}", behind=True) for at in (0, len(numbers) // 2, -1)]
    samples = Samples(server)
    for turn in range(count):
        place, typed = places[turn // 2 % 3], turn % 2 == 0
        server.change(document.change(place, 0 if typed else 1, "x" if typed else ""))
        answer = samples.take(lambda: server.ask("textDocument/formatting", params))
        must("result" in answer and right(answer["result"]), "not the answer", str(answer)[:300])
    return samples


def crooked(server, document, count):
    """Something has to be done: one line is crooked."""
    line = document.find("module ")["line"]
    server.change(document.change({"line": line, "character": 6}, 0, "   "))
    samples = formatting(server, document, count, {"tabSize": 2}, bool)
    server.change(document.change({"line": line, "character": 6}, 3, ""))
    return samples


def cancels(server, slow_method, slow_params, count):
    """From $/cancelRequest to the reply of what was cancelled."""
    samples = Samples(server)
    for i in range(count):
        number, data = server.pipes.request_bytes(slow_method, slow_params)
        server.pipes.write(data)
        time.sleep(0.0005 * (i % 4))

        def run(n=number):
            begin = time.perf_counter_ns()
            server.pipes.notify("$/cancelRequest", {"id": n})
            answer, moment = server.pipes.answer_at(n)
            return answer, (moment - begin) / 1e6
        samples.take(run)
    return samples


def tokens_delta(server, document, count):
    """One letter in a comment, then the delta."""
    params = {"textDocument": {"uri": document.uri}}
    known = server.ask("textDocument/semanticTokens/full", params)[0]["result"]["resultId"]
    number = gestures.blocks_of(document)[0]
    place = document.find(f"// Ghi chú {number}", behind=True)
    samples = Samples(server)
    for turn in range(count):
        change = document.change(place, turn % 2, "" if turn % 2 else "x")
        server.diagnose(document, change)
        answer = samples.take(lambda: server.ask("textDocument/semanticTokens/full/delta", params | {"previousResultId": known}))
        must("edits" in answer["result"], "no delta", str(answer)[:200])
        known = answer["result"]["resultId"]
    return samples


def actions(server, document, count):
    """The menu at an unknown name, and the edit of its first fix."""
    number = gestures.blocks_of(document)[0]
    place = document.find(f"x.harmful{number}", behind=True)
    items, _ = server.diagnose(document, document.change(place, 0, "q"))
    item = next(item for item in items if item["severity"] == 1)
    params = {"textDocument": {"uri": document.uri}, "range": item["range"], "context": {"diagnostics": [item]}}
    menu = asking(server, count, "textDocument/codeAction", params, bool)
    action = server.ask("textDocument/codeAction", params)[0]["result"][0]
    resolve = asking(server, count, "codeAction/resolve", action, bool)
    server.diagnose(document, document.change(place, 1, ""))
    return menu, resolve


def everything(server, document, long, count, kloc):
    """Rows of one workspace: name → samples."""
    text = {"textDocument": {"uri": document.uri}}
    long_text = {"textDocument": {"uri": long.uri}}
    n = gestures.blocks_of(document)[1]
    rule = document.find(f"in_scope{n}(x) and x.")
    citation = document.find("PDPL@23.1", behind=True)
    citation["character"] -= 1
    typed = document.find(f"x.harmful{n}")
    typed["character"] += 2
    empty = {"line": document.find("calendar vn.state")["line"] + 1, "character": 0}
    row = document.find("QCX@", document.find(f"rule weight{n}")["line"], behind=True)
    files = 20 * kloc  # blocks of the workspace
    out = {}

    def both(name, *rows):
        total = Samples(server)
        for one in rows:
            total.wall += one.wall
            total.cpu += one.cpu
        out[name] = total

    def ask(method, params, right, times=count):
        return asking(server, times, method, params, right)
    out["completion, first list"] = completion(server, document, count, [
        (typed, "har", f"harmful{n}"), (empty, "nghia", "nghĩa vụ"), (typed, "enc", "encrypted")])
    call = document.find("floor_of(persons, ", document.find(f"rule base{n}(")["line"], behind=True)
    both("hover, signature help",
         ask("textDocument/hover", at(document, rule), lambda r: f"in_scope{n}" in str(r)),
         ask("textDocument/hover", at(document, citation), lambda r: "2026" in str(r)),
         ask("textDocument/signatureHelp", at(document, call), lambda r: "floor_of" in str(r)))
    both("definition, type definition, declaration",
         ask("textDocument/definition", at(document, rule), bool),
         ask("textDocument/typeDefinition", at(document, document.find(f"x.harmful{n}")), bool),
         ask("textDocument/declaration", at(document, citation), bool))
    name = document.find("floor_of")
    kept = {"context": {"includeDeclaration": False}}
    few = max(count // 4, 5)
    both("references, implementation, call hierarchy",
         ask("textDocument/references", at(document, name) | kept, lambda r: len(r) >= files, few),
         ask("textDocument/references", at(document, row) | kept, lambda r: len(r) >= 3 * files // 30, few),
         ask("textDocument/implementation", at(document, row), lambda r: r is not None, few),
         ask("callHierarchy/incomingCalls",
             {"item": server.ask("textDocument/prepareCallHierarchy", at(document, name))[0]["result"][0]},
             lambda r: len(r) >= files, few))
    out["rename, edits ready"] = ask("textDocument/rename", at(document, name) | {"newName": "least_of"},
                                     lambda r: str(r).count("least_of") >= files, few)
    both("document symbol, folding, selection, links (1 kLOC)",
         ask("textDocument/documentSymbol", long_text, lambda r: len(r) > 50),
         ask("textDocument/foldingRange", long_text, lambda r: len(r) > 50),
         ask("textDocument/selectionRange", long_text | {"positions": [{"line": 500, "character": 4}]}, bool),
         ask("textDocument/documentLink", long_text, lambda r: r is not None))
    out["semantic tokens, full (1 kLOC)"] = ask("textDocument/semanticTokens/full", long_text, lambda r: len(r["data"]) > 5000)
    out["semantic tokens, delta (1 kLOC)"] = tokens_delta(server, long, count)
    both("inlay hints, code lens",
         ask("textDocument/inlayHint", text | {"range": {"start": {"line": 0, "character": 0}, "end": {"line": 60, "character": 0}}},
             lambda r: r is not None),
         ask("textDocument/codeLens", text, bool))
    both("workspace symbol",
         ask("workspace/symbol", {"query": "weight"}, lambda r: len(r) >= min(files, 100)),
         ask("workspace/symbol", {"query": "muc do"}, lambda r: r is not None),
         ask("workspace/symbol", {"query": "d23k1"}, bool))
    out["code actions, menu"], out["code actions, resolve"] = actions(server, document, count)
    out["formatting (1 kLOC)"] = crooked(server, long, count)
    out["cancel acknowledged"] = cancels(server, "textDocument/rename", at(document, name) | {"newName": "least_of"}, count)
    test = server.ask("phep/tests", text)[0]["result"][0]["id"]
    out["run one test"] = ask("phep/runTests", {"items": [{"uri": document.uri, "id": test}], "coverage": False},
                              lambda r: r["results"][0]["status"] == "passed")
    return out


def of_peer(server, document, count):
    """The same gestures for the others."""
    n = gestures.blocks_of(document)[1]
    rule = document.find(f"in_scope{n}(x) && x.")
    typed = document.find(f"x.harmful{n}")
    typed["character"] += 2
    text = {"textDocument": {"uri": document.uri}}
    name = document.find(f"rule base{n}(" if server.name == "phep-lsp" else f"base{n}(")
    out = {"completion, first list": completion(server, document, count, [(typed, "har", f"harmful{n}"), (typed, "enc", "encrypted")])}
    out["hover, signature help"] = asking(server, count, "textDocument/hover", at(document, rule), bool)
    out["definition, type definition, declaration"] = asking(server, count, "textDocument/definition", at(document, rule), bool)
    out["references, implementation, call hierarchy"] = asking(
        server, count, "textDocument/references", at(document, name) | {"context": {"includeDeclaration": False}}, lambda r: r is not None)
    out["document symbol, folding, selection, links (1 kLOC)"] = asking(server, count, "textDocument/documentSymbol", text, bool)
    out["workspace symbol"] = asking(server, count, "workspace/symbol", {"query": "weight"}, lambda r: r is not None)
    out["formatting (1 kLOC)"] = formatting(server, document, count, {"tabSize": 4}, lambda r: r is not None)
    return out
