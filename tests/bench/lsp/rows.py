"""What is measured: for each row a function that yields samples, each checked to be the right answer."""

import itertools
import random
import tempfile
import pathlib

import gestures


class Wrong(Exception):
    """An answer came, and it was not the right one."""


def must(condition, *what):
    if not condition:
        raise Wrong(*what)


def write_workspace(files):
    root = pathlib.Path(tempfile.mkdtemp(prefix="phep-bench-")).resolve()
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


class Samples:
    """Milliseconds by the clock and on processors, of one row."""

    def __init__(self, server):
        self.server = server
        self.wall = []
        self.cpu = []
        self.checked = 0

    def take(self, run):
        """Runs one gesture that gives (answer, milliseconds)."""
        before = self.server.pipes.cpu_ns()
        answer, ms = run()
        self.wall.append(ms)
        self.cpu.append((self.server.pipes.cpu_ns() - before) / 1e6)
        return answer


# ---- keystrokes --------------------------------------------------------------------------------


def is_unknown(items):
    return any(item.get("severity") == 1 for item in items)


class Oracle:
    """A second server that is told the whole text anew: what the first one says must equal it."""

    def __init__(self, make):
        self.server = make()

    def items(self, document):
        other = gestures.Document(document.uri, document.text, document.language_id)
        self.server.pipes.notify("textDocument/didOpen", other.item())
        items, _ = self.server.diagnose(other)
        self.server.close(other)
        return items

    def stop(self):
        self.server.stop()


def places(document):
    """Blocks at the top, in the middle and at the end."""
    blocks = gestures.blocks_of(document)
    return list(dict.fromkeys([blocks[0], blocks[len(blocks) // 2], blocks[-1]]))


def keystrokes(server, document, count, oracle=None, labels=True):
    """Keystrokes to the changed, correct answer. A server that pushes without versions is timed on changes only."""
    samples = Samples(server)
    timed = server.versions or server.pulls
    wheres = places(document)
    for at, number in enumerate(wheres):
        expected = {}
        share = count // len(wheres) + (at < count % len(wheres))
        done = 0
        for change, unknown, new in gestures.typing(document, number, labels):
            if done >= share and not unknown and not new:
                server.diagnose(document, change) if timed else server.change(change)
                break
            if not timed and not new:
                server.change(change)
                continue
            wanted = None if timed else lambda items, u=unknown: is_unknown(items) == u
            items = samples.take(lambda c=change, w=wanted: server.diagnose(document, c, w))
            done += 1
            if oracle is not None and (unknown not in expected or random.random() < 0.005):
                expected[unknown] = oracle.items(document)
                samples.checked += 1
            if unknown in expected:
                must(items == expected[unknown], "diagnostics differ from a fresh server's", document.uri, items[:2],
                     expected[unknown][:2])
            else:
                must(is_unknown(items) == unknown, "the known diagnostic", document.uri, unknown, items[:2])
    return samples


def broken_keystrokes(server, document, count, oracle, opener):
    """The same with a brace or a string left open in the first line."""
    server.diagnose(document, document.change({"line": 0, "character": 0}, 0, opener))
    try:
        return keystrokes(server, document, count, oracle, labels=False)
    finally:
        server.diagnose(document, document.change({"line": 0, "character": 0}, len(opener), ""))


def pastes(server, document, count, oracle):
    """2,000 lines put in and taken out again; every other time a name in them is unknown."""
    samples = Samples(server)
    right = server.language.paste(2000)
    wrong = right.replace("x.harmful800003 ", "x.harmful800003q ").replace("x.harmful800003)", "x.harmful800003q)")
    must(wrong != right, "nothing to make wrong")
    place = {"line": document.find(f"// Ghi chú {places(document)[1 % len(places(document))]}")["line"], "character": 0}
    expected = {}
    for turn in itertools.count():
        if turn >= count and turn % 4 == 0:
            return samples
        state = turn % 4
        text = right if state < 2 else wrong
        change = document.change(place, 0, text) if turn % 2 == 0 else document.change(place, len(text), "")
        wanted = lambda items, s=state: is_unknown(items) == (s == 2)  # noqa: E731
        items = samples.take(lambda c=change, w=wanted: server.diagnose(document, c, None if server.pulls else w))
        if oracle is not None and state not in expected:
            expected[state] = oracle.items(document)
            samples.checked += 1
        must(items == expected[state] if state in expected else wanted(items), "after a paste", state, items[:2])


# ---- a change of what all cite -----------------------------------------------------------------


def toggles(base):
    """Changes of the instrument's name and back. Yields (didChange, whether citations are wrong now)."""
    wrong = False
    while True:
        place = base.find("instrument QCX", behind=True)
        wrong = not wrong
        yield base.change(place, 0 if wrong else 1, "q" if wrong else ""), wrong


def all_open(server, base, documents, count):
    """The instrument that all cite is renamed: diagnostics of every open document."""
    samples = Samples(server)
    for change, wrong in itertools.islice(toggles(base), count + count % 2):
        def run(c=change):
            total = 0.0
            answers = []
            for i, document in enumerate(documents):
                items, ms = server.diagnose(document, c if i == 0 else None)
                total += ms
                answers.append(items)
            return answers, total
        for items in samples.take(run):
            must(is_unknown(items) == wrong, "an open document that cites", wrong, items[:2])
    return samples


def whole_workspace(server, base, citing, count):
    """The same until the held workspace/diagnostic has told of every file."""
    samples = Samples(server)
    number, data = server.pipes.request_bytes(
        "workspace/diagnostic", {"previousResultIds": [], "partialResultToken": "all"})
    server.pipes.write(data)
    server.ask("workspace/symbol", {"query": "floor_of"})
    server.pipes.forget()
    for change, wrong in itertools.islice(toggles(base), count + count % 2):
        samples.take(lambda c=change, w=wrong: heard(server, citing, w, c))
    server.pipes.notify("$/cancelRequest", {"id": number})
    server.pipes.answer(number)
    return samples


def heard(server, files, wrong, change=None, begin=None):
    """Until each of so many files was told of as it is now."""
    import time
    left = set(files)
    begin = begin or time.perf_counter_ns()
    if change is not None:
        server.change(change)
    moment = begin
    while left:
        message, moment = server.pipes.wait(
            lambda m: m.get("method") == "$/progress" and m["params"]["token"] == "all", 120)
        for item in message["params"]["value"]["items"]:
            if is_unknown(item["items"]) == wrong:
                left.discard(item["uri"])
    return None, (moment - begin) / 1e6
