"""An open document and what fingers do to it. Columns are UTF-16, and all letters here are one unit."""

import itertools
import re

# What a Telex input method does to the text while `dieeuf 20` becomes `điều 20`: letters to take back, letters to put.
TELEX = [(0, "d"), (1, "đ"), (0, "i"), (0, "e"), (1, "ê"), (0, "u"), (2, "ều"), (0, " "), (0, "2"), (0, "0"), (0, " "),
         (0, "n"), (0, "g"), (0, "h"), (0, "i"), (0, "a"), (2, "ĩa"), (0, " "), (0, "v"), (0, "u"), (1, "ụ")]


class Document:
    def __init__(self, uri, text, language_id):
        self.uri = uri
        self.lines = text.split("\n")
        self.language_id = language_id
        self.version = 1

    @property
    def text(self):
        return "\n".join(self.lines)

    def item(self):
        return {"textDocument": {"uri": self.uri, "languageId": self.language_id, "version": self.version, "text": self.text}}

    def find(self, words, after=0, behind=False):
        """The place of the first `words` from the line `after` on."""
        for number in range(after, len(self.lines)):
            column = self.lines[number].find(words)
            if column >= 0:
                return {"line": number, "character": column + (len(words) if behind else 0)}
        raise ValueError(f"{words!r} stands nowhere")

    def change(self, place, take, put):
        """An edit as didChange tells it. `take`: letters after the place, which may reach over lines."""
        line, column = place["line"], place["character"]
        end_line, end_column = line, column + take
        while end_column > len(self.lines[end_line]):
            end_column -= len(self.lines[end_line]) + 1
            end_line += 1
        new = (self.lines[line][:column] + put + self.lines[end_line][end_column:]).split("\n")
        self.lines[line:end_line + 1] = new
        self.version += 1
        return {
            "textDocument": {"uri": self.uri, "version": self.version},
            "contentChanges": [{"range": {"start": place, "end": {"line": end_line, "character": end_column}}, "text": put}],
        }


def blocks_of(document):
    """The numbers of the blocks, in order."""
    return [int(found.group(1)) for line in document.lines if (found := re.match(r"// Ghi chú (\d+)", line))]


def typing(document, number, also_label=False):
    """Endless keystrokes at a block: half of them type in its comment, or in a label, and half make a name unknown and
    known again. Yields (didChange parameters, whether the name is unknown now, whether that is new)."""
    typed = {"comment": "", "label": ""}
    marks = {"comment": f"// Ghi chú {number}", "label": f'"Mức độ {number}'}
    telex = itertools.cycle(TELEX)
    unknown = False
    for turn in itertools.count():
        if turn % 2:
            name = f"x.harmful{number}"
            place = document.find(name, behind=True)
            unknown = not unknown
            yield document.change(place, 0 if unknown else 1, "q" if unknown else ""), unknown, True
            continue
        where = "label" if also_label and turn % 8 == 4 else "comment"
        mark = marks[where]
        place = document.find(mark, behind=True)
        place["character"] += len(typed[where])
        if len(typed[where]) > 60:  # a storm of undo
            take, put = len(typed[where]), ""
        else:
            take, put = next(telex)
            take = min(take, len(typed[where]))
        typed[where] = typed[where][:len(typed[where]) - take] + put
        place["character"] -= take
        yield document.change(place, take, put), unknown, False
