"""Sessions for the target of that name: what the client says in the transcripts of ../lsp, a message a line, of files below file:///fuzz."""

import json
import pathlib
import sys
import urllib.parse

LSP = pathlib.Path(__file__).resolve().parent.parent / "lsp"
sys.path.insert(0, str(LSP))
from transcript import Player, Script  # noqa: E402


class Heard(Player):
    """A player that remembers what it sends. There is no disk where it will be said again: a file that lies there is opened."""

    def __init__(self, server, options):
        super().__init__(server, options)
        self.sent, send = [], self.client.send

        def heard(message):
            self.sent.append(message)
            send(message)

        self.client.send = heard

    def do_file(self, name, below):
        super().do_file(name, below)
        document = {"uri": self.uri(name), "languageId": "phep", "version": 0, "text": self.texts[name]}
        self.sent.append({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": document}})

    def text(self):
        here = self.disk + urllib.parse.quote(str(self.root))
        lines = (json.dumps(message, ensure_ascii=False) for message in self.sent)
        return "\n".join(lines).replace(here, "file:///fuzz").encode()


def sessions(server):
    """The sessions of all sections, as bytes. `server`: the path of phep-lsp."""
    for path in sorted(LSP.glob("*.lsp")):
        for section in Script(path).sections:
            player = Heard(str(server), section.options)
            files = section.files()
            player.play(files)
            if "early" not in section.options:
                player.initialize()
            player.play(section.steps[len(files):])
            player.end()
            yield player.text()
