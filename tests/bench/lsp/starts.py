"""Starting, indexing, memory: rows that need a server of their own, and what it costs to sit and to go on."""

import shutil
import time

from rows import Samples, heard, keystrokes, must, write_workspace


def start_to_initialize(make, count):
    wall, cpu = [], []
    for _ in range(count):
        server = make()
        wall.append(server.start_ms)
        cpu.append(server.pipes.cpu_ns() / 1e6)
        server.stop()
    return wall, cpu


def spoiled(files):
    """A name unknown in every tenth file: which ones."""
    wrong = []
    for path in sorted(files):
        if path.endswith("9.phep") and path.startswith("g"):
            number = 2 * int(path.split("/m")[1][:4])
            files[path] = files[path].replace(f"x.harmful{number} ", f"x.harmful{number}q ", 1)
            wrong.append(path)
    return wrong


def cold(make, kloc, language, count):
    """From `initialized` to references, symbols and citations of closed files; to all closed files' diagnostics; to the
    first right hover over a citation. name → (wall, cpu)."""
    files = language.workspace(kloc)
    wrong = spoiled(files)
    root = write_workspace(files)
    blocks = 20 * kloc
    rows = {"cold index complete": ([], []), "all closed files' diagnostics": ([], []), "start to first correct hover": ([], []),
            "formatting (1 kLOC), during indexing": ([], [])}
    resident = 0.0
    try:
        for _ in range(count):
            for name, (wall, cpu) in rows.items():
                server = make(root)
                try:
                    times = {"cold index complete": index, "all closed files' diagnostics": diagnostics,
                             "start to first correct hover": hover, "formatting (1 kLOC), during indexing": crooked}[name](
                        server, blocks, wrong)
                    wall += times
                    cpu.append(server.pipes.cpu_ns() / 1e6)
                    if name == "all closed files' diagnostics":
                        resident = max(resident, server.pipes.resident_mb())
                finally:
                    server.stop()
    finally:
        shutil.rmtree(root)
    return rows, resident


def since(server):
    return (time.perf_counter_ns() - server.begun) / 1e6


def index(server, blocks, _):
    base = server.open("base.phep")
    kept = {"textDocument": {"uri": base.uri}, "context": {"includeDeclaration": False}}
    answer, _ = server.ask("textDocument/references", kept | {"position": base.find("floor_of")})
    must(len(answer["result"]) >= blocks, "references", len(answer["result"]))
    answer, _ = server.ask("textDocument/references", kept | {"position": base.find("QCX")})
    must(len(answer["result"]) >= 3 * blocks, "citations", len(answer["result"]))
    answer, _ = server.ask("workspace/symbol", {"query": f"weight{blocks - 1}"})
    must(any(one["name"].find(f"weight{blocks - 1}") >= 0 for one in answer["result"]), "symbols")
    return [since(server)]


def diagnostics(server, _, wrong):
    _, data = server.pipes.request_bytes("workspace/diagnostic", {"previousResultIds": [], "partialResultToken": "all"})
    server.pipes.write(data)
    heard(server, [(server.root / path).as_uri() for path in wrong], True)
    out = [since(server)]
    server.ask("workspace/symbol", {"query": "floor_of"})
    return out


def hover(server, *_):
    document = server.open(server.language.path(3))
    place = document.find("PDPL@23.1", behind=True)
    place["character"] -= 1
    answer, _ = server.ask("textDocument/hover", {"textDocument": {"uri": document.uri}, "position": place})
    must("2026" in str(answer), "hover", str(answer)[:200])
    return [since(server) + server.start_ms]


def crooked(server, *_):
    """Formatting a crooked text of 1,000 lines while the folder is read."""
    document = server.open("long.phep", server.language.long(1000).replace("module long", "module   long", 1))
    params = {"textDocument": {"uri": document.uri}, "options": {"tabSize": 2, "insertSpaces": True}}
    out = []
    for _ in range(4):
        answer, ms = server.ask("textDocument/formatting", params)
        must(answer.get("result"), "formatting", str(answer)[:200])
        out.append(ms)
    return out


def soak(server, document, count):
    """Many edits in a row: growth of memory in %, drift of p95 in %, and wake-ups in the quiet second after."""
    keystrokes(server, document, 200)
    server.pipes.forget()
    before = server.pipes.resident_mb()
    samples = keystrokes(server, document, count)
    after = server.pipes.resident_mb()
    tenth = max(count // 10, 1)
    early = sorted(samples.wall[:tenth])[int(tenth * 0.95) - 1]
    late = sorted(samples.wall[-tenth:])[int(tenth * 0.95) - 1]
    time.sleep(2)
    server.pipes.forget()
    wakeups = server.pipes.wakeups()
    time.sleep(5)
    return {"edits": count, "growth_percent": round(100 * (after / before - 1), 2),
            "p95_drift_percent": round(100 * (late / early - 1), 1), "wakeups_in_5_s": server.pipes.wakeups() - wakeups}
