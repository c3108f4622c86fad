#!/usr/bin/env python3
"""How fast the language server is, at its pipes; beside it clangd and typescript-language-server on equal workspaces.

    ./dev bench lsp [--quick] [--readme] [--sizes 1,10,100] [--keystrokes N] [--requests N] [--peer-keystrokes N] [--only REGEX]
                    [--no-peers] [--out FILE]

Every answer is checked: diagnostics equal those of a second server that is given the whole text anew, or a known name is
unknown when it was made so. Writes tests/results/lsp_bench.json and prints a table; --readme puts it into lsp/README.md.
"""

import argparse
import json
import pathlib
import re
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import asks  # noqa: E402
import rows  # noqa: E402
import servers  # noqa: E402
import starts  # noqa: E402
import table  # noqa: E402

TOP = pathlib.Path(__file__).resolve().parents[3]


def arguments():
    p = argparse.ArgumentParser()
    p.add_argument("build", type=pathlib.Path)
    p.add_argument("--quick", action="store_true", help="a look: few samples, the two small sizes")
    p.add_argument("--readme", action="store_true")
    p.add_argument("--sizes")
    p.add_argument("--keystrokes", type=int, help="a row; 2,000 if nothing is said")
    p.add_argument("--requests", type=int)
    p.add_argument("--starts", type=int)
    p.add_argument("--pastes", type=int)
    p.add_argument("--peer-keystrokes", type=int)
    p.add_argument("--soak", type=int)
    p.add_argument("--only", default="", help="rows whose names hold this regular expression")
    p.add_argument("--no-peers", action="store_true")
    p.add_argument("--peers", type=pathlib.Path, help="node_modules of typescript-language-server")
    p.add_argument("--out", type=pathlib.Path, default=TOP / "tests/results/lsp_bench.json")
    a = p.parse_args()
    full = {"sizes": "1,10,100", "keystrokes": 2000, "requests": 200, "starts": 10, "pastes": 40, "peer_keystrokes": 200, "soak": 100_000}
    quick = {"sizes": "1,10", "keystrokes": 48, "requests": 12, "starts": 3, "pastes": 4, "peer_keystrokes": 8, "soak": 1000}
    for name, value in (quick if a.quick else full).items():
        if getattr(a, name) is None:
            setattr(a, name, value)
    a.sizes = [int(one) for one in a.sizes.split(",")]
    a.binary = (a.build / "bin/phep-lsp").resolve()
    return a


class Bench:
    def __init__(self, asked):
        self.asked = asked
        self.rows = []  # {row, size, server, n, p50, …}

    def wanted(self, name):
        return re.search(self.asked.only, name) is not None

    def keep(self, name, size, samples, server="phep-lsp", **more):
        """Rows of one name and size are one row: samples add up."""
        wall, cpu = (samples.wall, samples.cpu) if isinstance(samples, rows.Samples) else samples
        row = {"row": name, "size": size, "server": server, **table.figures(wall), "cpu": table.figures(cpu), **more}
        if isinstance(samples, rows.Samples):
            row["equal_to_a_fresh_server"] = samples.checked
        self.rows.append(row)
        self.write()
        print(table.line(row), file=sys.stderr, flush=True)

    def write(self):
        """What was measured so far: a run that breaks off loses no more than the row at which it did."""
        a = self.asked
        asked = ("sizes", "keystrokes", "requests", "starts", "pastes", "peer_keystrokes", "soak", "only")
        result = {"command": "./dev bench lsp", "machine": table.machine(a.peers),
                  "asked": {name: getattr(a, name) for name in asked}, "rows": self.rows}
        a.out.parent.mkdir(parents=True, exist_ok=True)
        a.out.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return result

    # ---- Phép ----

    def make(self, root):
        return servers.PhepServer(root, self.asked.binary)

    def workspace(self, kloc):
        a = self.asked
        language = servers.PhepServer.language
        root = rows.write_workspace(language.workspace(kloc) | {"long.phep": language.long(1000)})
        server = self.make(root)
        oracle = rows.Oracle(lambda: self.make(root))
        size = f"{kloc} kLOC"
        try:
            document = server.open(language.path(5 * kloc))
            server.diagnose(document)
            server.ask("workspace/symbol", {"query": "floor_of"})  # all is read
            if self.wanted("keystroke"):
                self.keep("keystroke", size, rows.keystrokes(server, document, a.keystrokes, oracle))
            if self.wanted("all cite, open files"):
                base = server.open("base.phep")
                opened = [server.open(language.path(n)) for n in range(3, 8)]
                self.keep("the instrument that all cite, open files", size, rows.all_open(server, base, [document, *opened], a.requests // 2))
                citing = [(root / language.path(n)).as_uri() for n in range(10 * kloc)]
                self.keep("the instrument that all cite, whole workspace", size,
                          rows.whole_workspace(server, base, citing, max(4, a.requests // 10)))
            if self.wanted("requests"):
                for name, samples in asks.everything(server, document, server.open("long.phep"), a.requests, kloc).items():
                    self.keep(name, size, samples)
            if self.wanted("memory"):
                resident = server.pipes.resident_mb()
                self.rows.append({"row": "memory", "size": size, "server": "phep-lsp", "resident_mb": round(resident, 1),
                                  **starts.soak(server, document, a.soak)})
                print(self.rows[-1], file=sys.stderr)
        finally:
            server.stop()
            oracle.stop()
            shutil.rmtree(root)

    def cold(self, kloc):
        size = f"{kloc} kLOC"
        if self.wanted("start"):
            root = rows.write_workspace(servers.PhepServer.language.workspace(1))
            self.keep("start to initialize", size, starts.start_to_initialize(lambda: self.make(root), self.asked.starts))
            shutil.rmtree(root)
        if self.wanted("cold"):
            found, resident = starts.cold(self.make, kloc, servers.PhepServer.language, self.asked.starts)
            for name, samples in found.items():
                self.keep(name, size, samples, **({"resident_mb": round(resident, 1)} if "closed" in name else {}))

    def long(self, lines):
        a = self.asked
        language = servers.PhepServer.language
        root = rows.write_workspace(language.workspace(1))
        server = self.make(root)
        oracle = rows.Oracle(lambda: self.make(root))
        size = f"{lines:,} lines"
        try:
            document = server.open("long.phep", language.long(lines))
            server.diagnose(document)
            self.keep("keystroke", size, rows.keystrokes(server, document, a.keystrokes, oracle))
            self.keep("keystroke, brace open in line 1", size, rows.broken_keystrokes(server, document, a.keystrokes, oracle, "rule open {\n"))
            self.keep("keystroke, string open in line 1", size, rows.broken_keystrokes(server, document, a.keystrokes, oracle, '"\n'))
            self.keep("paste of 2,000 lines, and its undoing", size, rows.pastes(server, document, a.pastes, oracle))
        finally:
            server.stop()
            oracle.stop()
            shutil.rmtree(root)

    # ---- the others ----

    def peer(self, make, kloc):
        a = self.asked
        language = make.language
        root = rows.write_workspace(language.workspace(kloc) | {"long" + pathlib.Path(language.path(0)).suffix: language.long(1000)})
        server = make(root, a.peers)
        size = f"{kloc} kLOC"
        try:
            document = server.open(language.path(5 * kloc))
            server.ask("textDocument/documentSymbol", {"textDocument": {"uri": document.uri}})
            if server.versions:
                server.diagnose(document)
            server.pipes.forget()
            self.keep("start to initialize", size, ([server.start_ms], [0]), server.name)
            if self.wanted("keystroke"):
                self.keep("keystroke", size, rows.keystrokes(server, document, a.peer_keystrokes, None, labels=False), server.name)
            if self.wanted("requests"):
                for name, samples in asks.of_peer(server, document, max(10, a.requests // 4)).items():
                    self.keep(name, size, samples, server.name)
            self.rows.append({"row": "memory", "size": size, "server": server.name, "resident_mb": round(server.pipes.resident_mb(), 1)})
        finally:
            server.stop()
            shutil.rmtree(root)

    def peer_long(self, make, lines):
        language = make.language
        root = rows.write_workspace(language.workspace(1))
        server = make(root, self.asked.peers)
        try:
            document = server.open("long" + pathlib.Path(language.path(0)).suffix, language.long(lines))
            server.ask("textDocument/documentSymbol", {"textDocument": {"uri": document.uri}})
            if server.versions:
                server.diagnose(document)
            self.keep("keystroke", f"{lines:,} lines", rows.keystrokes(server, document, self.asked.peer_keystrokes, None, labels=False), server.name)
        finally:
            server.stop()
            shutil.rmtree(root)


def main():
    a = arguments()
    bench = Bench(a)
    for kloc in a.sizes:
        bench.cold(kloc)
        bench.workspace(kloc)
    if bench.wanted("long"):
        for lines in (5000, 20_000):
            bench.long(lines)
    if not a.no_peers:
        for make in (servers.Clangd, servers.TsServer):
            for kloc in a.sizes:
                bench.peer(make, kloc)
            if bench.wanted("long"):
                for lines in (5000, 20_000):
                    bench.peer_long(make, lines)
    text = table.markdown(bench.write())
    print(text)
    if a.readme:
        table.splice(TOP / "lsp/README.md", "bench", text)


if __name__ == "__main__":
    main()
