"""Reads what `phep report` and `phep graph` write, as other programs would, and holds it against their JSON.

usage: read.py csv FILE REPORT.json | bare FILE | ics FILE REPORT.json | same FILE FILE | svg FILE GRAPH.json | taken FILE
       | html FILE | json REPORT.json
Ends with an assertion where something is wrong.
"""

import csv
import html.parser
import io
import json
import re
import sys
import xml.etree.ElementTree as xml
from datetime import datetime, timedelta, timezone
from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"
COLUMNS = 12


def load(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))


def table(path, marked):
    data = Path(path).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") == marked, "the byte order mark"
    text = data.decode("utf-8-sig")
    assert text.endswith("\r\n"), "the last line has no end"
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    # A reader that knows the rules gets back what a writer that knows them would write.
    assert text.count("\r\n") == len(rows), "a cell with a line break, or a bare LF"
    assert all(len(row) == COLUMNS for row in rows), [len(row) for row in rows]
    return rows


def unguarded(cell):
    """What the cell said before it was guarded; a cell that a spreadsheet would run fails."""
    assert not re.match(r"[ ]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\t\r]", cell), f"a formula: {cell!r}"
    return cell[1:] if re.match(r"'[ ]*[=+\-@]", cell) else cell


def read_csv(path, report):
    rows = table(path, True)
    assert len(set(rows[0])) == COLUMNS, "two columns of one name"
    wanted = load(report)["register"]
    keys = ["case", "obligation", "provision", "bearer", "addressee", "form", "due", None, "fine", "confidence", "owner", "evidence"]
    assert len(rows) - 1 == len(wanted) > 0, (len(rows), len(wanted))
    for row, one in zip(rows[1:], wanted):
        cells = [unguarded(cell) for cell in row]
        for cell, key in zip(cells, keys):
            assert key is None or cell == one[key], (key, cell, one[key])
        assert cells[7] and cells[10:] == ["", ""]


def bare(path):
    table(path, False)


def unfolded(path):
    """The content lines of a calendar, read strictly."""
    data = Path(path).read_bytes()
    assert data.endswith(b"\r\n") and b"\r" not in data.replace(b"\r\n", b"") and b"\n" not in data.replace(b"\r\n", b"")
    lines = []
    for octets in data.split(b"\r\n")[:-1]:
        assert 0 < len(octets) <= 75, len(octets)
        octets.decode("utf-8")  # folded between code points
        if octets.startswith(b" "):
            lines[-1] += octets[1:]
        else:
            lines.append(octets)
    return [line.decode("utf-8") for line in lines]


def text_value(value):
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), f"not escaped: {value}"
    assert not re.search(r"(?<!\\)(?:\\\\)*\\[^\\;,nN]", value), f"a strange escape: {value}"
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def events(path):
    lines = unfolded(path)
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-1] == "END:VCALENDAR"
    assert "VERSION:2.0" in lines and any(line.startswith("PRODID:") for line in lines)
    out, open_parts = [], []
    for line in lines:
        name, value = re.fullmatch(r"([A-Z-]+(?:;[A-Z]+=[A-Z]+)?):(.*)", line).groups()
        if name == "BEGIN":
            open_parts.append(value)
            if value == "VEVENT":
                out.append({})
        elif name == "END":
            assert open_parts.pop() == value
        elif open_parts[-1] == "VEVENT":
            assert name not in out[-1], f"{name} twice"
            out[-1][name] = text_value(value) if name in ("SUMMARY", "DESCRIPTION", "CATEGORIES") else value
    return out


def moment(event):
    if "DTSTART" in event:
        return datetime.strptime(event["DTSTART"], "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
    first = datetime.strptime(event["DTSTART;VALUE=DATE"], "%Y%m%d")
    end = datetime.strptime(event["DTEND;VALUE=DATE"], "%Y%m%d")
    assert end - first == timedelta(days=1), "not one day"
    # The day ends at 00:00 of the next one in Vietnam.
    return (end - timedelta(hours=7)).replace(tzinfo=timezone.utc)


def instants(due):
    if isinstance(due, dict):
        return [one for key in ("$one_of", "$from", "$up_to") if key in due for one in (due[key] if key == "$one_of" else [due[key]])]
    return [due] if due else []


def ics(path, report):
    found = events(path)
    assert len({event["UID"] for event in found}) == len(found), "an identifier twice"
    wanted = []
    for case in load(report)["cases"]:
        as_of = datetime.fromisoformat(case["explanation"]["as_of"].replace("Z", "+00:00"))
        for norm in case["explanation"]["norms"]:
            result = norm["result"]
            done = norm["status"] in ("fulfilled", "met", "granted", "available", "not_granted", "not_available", "exempt",
                                      "not_in_force", "not_applicable") or "done" in result
            if not done:
                wanted += [(norm["label"], one, as_of) for one in instants(result.get("due", result.get("through")))]
    assert len(found) == len(wanted) > 0, (len(found), len(wanted))
    for event, (label, due, as_of) in zip(found, wanted):
        assert label in event["SUMMARY"], (label, event["SUMMARY"])
        assert moment(event) == datetime.fromisoformat(due.replace("Z", "+00:00")), (label, due, event)
        stamp = datetime.strptime(event["DTSTAMP"], "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
        assert stamp == as_of, "stamped with another moment"


def same(one, other):
    """Two calendars of the same cases at other moments: the same entries by name."""
    assert {event["UID"] for event in events(one)} == {event["UID"] for event in events(other)}
    assert {event["DTSTAMP"] for event in events(one)} != {event["DTSTAMP"] for event in events(other)}


def boxes(root):
    out = []
    for node in root.iter(SVG + "g"):
        if node.get("class", "").startswith("node "):
            rect = node.find(SVG + "rect")
            out.append(tuple(float(rect.get(key)) for key in ("x", "y", "width", "height")))
    return out


def svg(path, graph):
    text = Path(path).read_text(encoding="utf-8")
    root = xml.fromstring(text)
    assert root.tag == SVG + "svg" and root.get("role") == "img"
    names = {node.get("id"): node for node in root if node.get("id")}
    assert all(names[name].text.strip() for name in root.get("aria-labelledby").split())
    assert not re.search(r"<script|href|url\(|\son\w+=", text), "something that runs or is fetched"
    data = load(graph)
    found = boxes(root)
    assert len(found) == len(data["nodes"]) > 3
    width, height = float(root.get("width")), float(root.get("height"))
    for i, (x, y, w, h) in enumerate(found):
        assert x >= 0 and y >= 0 and x + w <= width and y + h <= height, "a box that is cut off"
        for a, b, c, d in found[:i]:
            assert x + w < a or a + c < x or y + h < b or b + d < y, "two boxes touch"
    edges = [node for node in root.iter(SVG + "path") if "edge" in node.get("class", "").split()]
    assert len(edges) == len(data["edges"])
    taken = sum("taken" in node.get("class").split() for node in edges)
    assert taken == sum(edge["taken"] for edge in data["edges"])


def taken(graph):
    """The taken path hangs together: from each norm or output that was taken a way leads back to facts."""
    data = load(graph)
    nodes = {node["id"]: node for node in data["nodes"]}
    assert any(node["taken"] for node in data["nodes"]), "nothing was taken"
    used = {end for edge in data["edges"] if edge["taken"] for end in (edge["from"], edge["to"])}
    for node in data["nodes"]:
        if node["sort"] in ("fact", "judgment", "rule") and node["taken"]:
            assert node["id"] in used, node
    assert all(nodes[name]["taken"] for name in used), "an edge between what was not taken"


class Page(html.parser.HTMLParser):
    VOID = {"meta", "br", "link", "img"}

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links, self.levels, self.policy, self.language = [], [], [], [], "", ""
        self.tables, self.captions, self.heads = 0, 0, 0

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        assert tag not in ("script", "link", "iframe", "object", "embed", "form", "img"), tag
        assert not any(name.startswith("on") or name == "style" for name in given), given
        for name in ("src", "href", "action"):
            assert not given.get(name) or given[name].startswith("#"), given
        if tag == "html":
            self.language = given["lang"]
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"]
        if "id" in given:
            self.ids.append(given["id"])
        if given.get("href"):
            self.links.append(given["href"][1:])
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        self.tables += tag == "table"
        self.captions += tag == "caption"
        self.heads += tag == "thead"
        if tag == "th":
            assert given.get("scope") in ("col", "row"), given
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag


def page(path):
    text = Path(path).read_text(encoding="utf-8")
    seen = Page()
    seen.feed(text)
    seen.close()
    assert not seen.open, seen.open
    assert seen.policy.startswith("default-src 'none'; style-src 'sha256-") and "unsafe" not in seen.policy
    assert seen.language in ("vi", "en")
    assert len(set(seen.ids)) == len(seen.ids), "an id twice"
    assert set(seen.links) <= set(seen.ids), set(seen.links) - set(seen.ids)
    assert seen.tables == seen.captions == seen.heads > 0
    assert seen.levels[0] == 1 and seen.levels.count(1) == 1
    for before, after in zip(seen.levels, seen.levels[1:]):
        assert after <= before + 1, "a heading level is left out"


def report_json(path):
    data = load(path)
    assert data["report"] == 1 and data["cases"]
    for case in data["cases"]:
        assert case["name"] and case["explanation"]["explanation"] == 1


if __name__ == "__main__":
    READERS = {"csv": read_csv, "bare": bare, "ics": ics, "same": same, "svg": svg, "taken": taken, "html": page, "json": report_json}
    READERS[sys.argv[1]](*sys.argv[2:])
