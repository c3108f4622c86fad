"""Keystrokes at the language server's pipes, for long; the gestures are those that `./dev bench lsp` measures."""

import pathlib
import shutil
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "bench" / "lsp"))

import gestures  # noqa: E402
import servers  # noqa: E402

LINES = 2000
PLACES = 40  # blocks that are typed at, one after another
# A person who stops typing: seconds after which the server has done what it leaves for then (it warms up, and keeps what it read).
PAUSE = 3
LONG = 20_000  # edits of a session with pauses in between, too


def session(binary, count, parts):
    """Yields what run.py keeps of each part; then how many answers were not those expected."""
    language = servers.PhepServer.language
    files = language.workspace(1)
    root = pathlib.Path(tempfile.mkdtemp(prefix="phep-soak-")).resolve()
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    server = servers.PhepServer(root, binary)
    try:
        document = server.open("long.phep", language.long(LINES))
        server.diagnose(document)
        time.sleep(PAUSE)
        yield from typed(server, document, count, parts)
    finally:
        server.stop()
        shutil.rmtree(root)


def typed(server, document, count, parts):
    blocks = gestures.blocks_of(document)
    wrong = done = 0
    begun, expected = {}, {}
    for part in range(parts):
        number = blocks[part % PLACES * len(blocks) // PLACES]
        keys = begun.setdefault(number, gestures.typing(document, number))
        times = []
        # A part ends where the name that is typed at is known again.
        for change, unknown, _ in keys:
            items, ms = server.diagnose(document, change)
            times.append(ms)
            done += 1
            wrong += expected.setdefault((number, unknown), facts_of(items)) != facts_of(items)
            wrong += any(item.get("severity") == 1 for item in items) != unknown
            if len(times) >= count // parts and not unknown:
                break
        if part == parts - 1 or (count >= LONG and part % (parts // 10) == parts // 10 - 1):
            time.sleep(PAUSE)
        server.pipes.forget()
        times.sort()
        yield {"done": done, "kb": round(server.pipes.resident_mb() * 1024), "p50": round(times[len(times) // 2], 3),
               "p99": round(times[len(times) * 99 // 100], 3)}
    yield {"wrong": wrong}


def facts_of(items):
    """What is said, wherever it stands: lines do not move, columns behind the typed word do."""
    return [(item.get("code"), item["range"]["start"]["line"]) for item in items]
