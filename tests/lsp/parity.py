"""The same of every file, pulled, pushed and on the command line: codes, places, texts, fixes, notes; both languages."""

import json
import os
import pathlib
import subprocess
import sys
import urllib.parse

from client import Client

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEVERITY = {"error": 1, "warning": 2, "lint": 3, "note": 4}


def uri(path):
    return "file://" + urllib.parse.quote(str(path))


def place(data, offset):
    before = data[:offset]
    return [before.count(b"\n"), len(before) - before.rfind(b"\n") - 1]


def span(texts, at):
    if at is None:
        return None
    data = texts(at["path"])
    return [at["path"], place(data, at["start"]["offset"]), place(data, at["end"]["offset"])]


def on_the_command_line(phep, paths, texts):
    said = subprocess.run(
        [phep, "check", "--format", "json", *map(str, paths)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=dict(os.environ, PHEP_TODAY="2026-03-10"),
    )
    out = {str(path): {"vi": [], "en": []} for path in paths}
    for one in json.loads(said.stdout)["diagnostics"]:
        if one["at"] is None or one["at"]["path"] not in out:
            continue
        for language in ("vi", "en"):
            fixes = [
                [f[language], f["safe"], [[span(texts, e["at"]), e["text"]] for e in f["edits"]]] for f in one["fixes"]
            ]
            notes = [[span(texts, n["at"]) or span(texts, one["at"]), n[language]] for n in one["notes"]]
            out[one["at"]["path"]][language].append(
                [span(texts, one["at"])[1:], one["code"], SEVERITY[one["severity"]], one[language], notes, fixes]
            )
    return out


def range_of(json_range):
    return [[json_range[end]["line"], json_range[end]["character"]] for end in ("start", "end")]


def path_of(text):
    path = urllib.parse.unquote(text.split(":", 1)[1])
    return "phep:" + path.lstrip("/") if text.startswith("phep:") else path.removeprefix("//")


def in_the_editor(items):
    out = []
    for item in items:
        if item["source"] != "phep":  # failing tests: `phep test` tells those
            continue
        notes = [
            [[path_of(r["location"]["uri"]), *range_of(r["location"]["range"])], r["message"]]
            for r in item.get("relatedInformation", [])
        ]
        fixes = [
            [f["title"], f["safe"], [[[path_of(e["uri"]), *range_of(e["range"])], e["newText"]] for e in f["edits"]]]
            for f in item.get("data", {}).get("fixes", [])
        ]
        out.append([range_of(item["range"]), item["code"], item["severity"], item["message"], notes, fixes])
    return out


def editor(server, language, pull, folder, paths):
    client = Client([server])
    shown = {"relatedInformation": True, "tagSupport": {"valueSet": [1, 2]}}
    capabilities = {"general": {"positionEncodings": ["utf-8"]}, "textDocument": {"publishDiagnostics": shown}}
    if pull:
        capabilities["textDocument"]["diagnostic"] = shown
    client.request(
        "initialize",
        {"capabilities": capabilities, "locale": language, "workspaceFolders": [{"uri": uri(folder), "name": "x"}]},
    )
    client.notify("initialized")
    out = {}
    for path in paths:
        if pull:
            answer = client.request("textDocument/diagnostic", {"textDocument": {"uri": uri(path)}})
            out[str(path)] = in_the_editor(answer["result"]["items"])
        else:
            text = path.read_bytes().decode("utf-8")
            client.notify(
                "textDocument/didOpen",
                {"textDocument": {"uri": uri(path), "languageId": "phep", "version": 7, "text": text}},
            )
    for path in [] if pull else paths:
        last = client.wait(
            lambda m: m.get("method") == "textDocument/publishDiagnostics"
            and m["params"]["uri"] == uri(path)
            and m["params"].get("version") == 7
        )
        out[str(path)] = in_the_editor(last["params"]["diagnostics"])
    client.stop()
    return out


def readable(path):
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    cache = {}

    def texts(path):
        if path not in cache:
            own = ROOT / "stdlib" / path[5:] if path.startswith("phep:") else pathlib.Path(path)
            cache[path] = own.read_bytes()
        return cache[path]

    passed = failed = 0
    for folder in ("stdlib", "tests/data/check", "tests/data/malformed", "tests/data/run", "tests/data/project"):
        whole = ROOT / folder
        every = sorted(p for p in whole.rglob("*") if p.name.endswith((".phep", ".phep.md")) and readable(p))
        said = on_the_command_line(str(build / "bin" / "phep"), every, texts)
        for language in ("vi", "en"):
            for pull in (True, False):
                heard = editor(str(build / "bin" / "phep-lsp"), language, pull, whole, every)
                for path in every:
                    wanted = [d for d in said[str(path)][language] if not d[1].startswith("P62")]
                    if sorted(map(str, wanted)) == sorted(map(str, heard[str(path)])):
                        passed += 1
                        continue
                    failed += 1
                    if failed <= 8:
                        print("%s, %s, %s" % (path, language, "pulled" if pull else "pushed"))
                        for name, one, other in (("only on the command line", wanted, heard[str(path)]),
                                                 ("only in the editor", heard[str(path)], wanted)):
                            for d in one:
                                if d not in other:
                                    print("   %s: %s" % (name, d))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
