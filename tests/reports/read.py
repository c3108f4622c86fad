"""Reads what `phep test` writes for other tools, as they would, and holds the readings against each other.

usage: read.py junit FILE PASSED FAILED SKIPPED | tap FILE PASSED FAILED | cobertura FILE | lcov FILE COBERTURA
       | html FILE | mutation FILE | mistakes FILE | coverage FILE
Ends with an assertion where something is wrong.
"""

import html.parser
import json
import re
import sys
import xml.etree.ElementTree as xml
from pathlib import Path


def junit(path, passed, failed, skipped):
    root = xml.parse(path).getroot()
    assert root.tag == "testsuites", root.tag
    counts = {"passed": 0, "failure": 0, "skipped": 0}
    for suite in root:
        assert suite.tag == "testsuite", suite.tag
        cases = suite.findall("testcase")
        assert len(cases) == int(suite.get("tests")), "a suite that counts wrongly"
        assert len(suite.findall("testcase/failure")) == int(suite.get("failures"))
        assert len(suite.findall("testcase/skipped")) == int(suite.get("skipped"))
        for case in cases:
            assert case.get("name") and case.get("classname") and float(case.get("time")) >= 0
            assert int(case.get("line")) >= 1
            outcome = [child.tag for child in case]
            assert len(outcome) <= 1, outcome
            counts[outcome[0] if outcome else "passed"] += 1
            for failure in case.findall("failure"):
                assert failure.text.strip() and failure.get("message")
    assert counts == {"passed": int(passed), "failure": int(failed), "skipped": int(skipped)}, counts
    assert int(root.get("failures")) == int(failed)


def tap(path, passed, failed):
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    assert lines[0] == "TAP version 14", lines[0]
    plan = int(re.fullmatch(r"1\.\.(\d+)", lines[1])[1])
    points = [re.fullmatch(r"(ok|not ok) (\d+) - (.*)", line) for line in lines[2:] if not line.startswith("  ")]
    assert all(points), "a line that is no test point"
    assert [int(point[2]) for point in points] == list(range(1, plan + 1)), "numbers do not run from 1 to the plan"
    real = [point for point in points if not re.search(r"(?<!\\)# TODO", point[3])]
    assert sum(point[1] == "ok" for point in real) == int(passed), "passed"
    assert sum(point[1] == "not ok" for point in real) == int(failed), "failed"


def content_model(model):
    """A DTD content model as a regular expression over `name;` of each child."""
    if model in ("EMPTY", "(#PCDATA)"):
        return re.compile("")
    return re.compile(re.sub(r"[\w-]+", lambda name: f"(?:{name[0]};)", model).replace(",", ""))


def read_dtd():
    text = re.sub(r"<!--.*?-->", "", (Path(__file__).parent / "cobertura-04.dtd").read_text(encoding="utf-8"), flags=re.S)
    models = {name: content_model(model) for name, model in re.findall(r"<!ELEMENT (\S+) (.+?)>", text, flags=re.S)}
    attributes = {}
    for name, body in re.findall(r"<!ATTLIST (\S+) (.+?)>", text, flags=re.S):
        attributes[name] = dict(re.findall(r"([\w-]+) CDATA (#REQUIRED|\"[^\"]*\")", body))
    return models, attributes


def cobertura(path):
    models, attributes = read_dtd()
    root = xml.parse(path).getroot()
    lines = {}
    for element in root.iter():
        assert element.tag in models, f"no element {element.tag}"
        children = "".join(f"{child.tag};" for child in element)
        assert models[element.tag].fullmatch(children), f"{element.tag} holds {children}"
        allowed = attributes.get(element.tag, {})
        assert set(element.keys()) <= set(allowed), element.attrib
        assert {name for name, need in allowed.items() if need == "#REQUIRED"} <= set(element.keys()), element.attrib
    assert root.tag == "coverage"
    for one in root.iter("class"):
        lines[one.get("filename")] = {int(line.get("number")): int(line.get("hits")) for line in one.iter("line")}
        hit = sum(hits > 0 for hits in lines[one.get("filename")].values())
        rate = hit / len(lines[one.get("filename")])
        assert abs(rate - float(one.get("line-rate"))) < 1e-4, "a rate that is not that of the lines"
    total = sum(map(len, lines.values()))
    assert total == int(root.get("lines-valid")) and total > 0
    assert sum(hits > 0 for file in lines.values() for hits in file.values()) == int(root.get("lines-covered"))
    return lines


def lcov(path, other):
    lines, at = {}, None
    branches = {}
    for row in Path(path).read_text(encoding="utf-8").splitlines():
        key, _, value = row.partition(":")
        if key == "SF":
            at = value
            lines[at], branches[at] = {}, []
        elif key == "DA":
            number, hits = value.split(",")
            lines[at][int(number)] = int(hits)
        elif key == "BRDA":
            number, block, branch, taken = value.split(",")
            assert int(number) >= 1 and int(block) >= 0 and int(branch) >= 0 and (taken == "-" or int(taken) >= 0)
            branches[at].append(taken)
        elif key == "LF":
            assert int(value) == len(lines[at])
        elif key == "LH":
            assert int(value) == sum(hits > 0 for hits in lines[at].values())
        elif key == "BRF":
            assert int(value) == len(branches[at])
        elif key == "BRH":
            assert int(value) == sum(taken not in ("-", "0") for taken in branches[at])
        elif row == "end_of_record":
            at = None
        else:
            assert key == "TN", row
    assert at is None and lines == cobertura(other), "two reports of one run that differ"


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.cells = [], 0

    def handle_starttag(self, tag, attrs):
        assert tag not in ("script", "iframe", "img", "link"), tag
        assert not any(name.startswith("on") or name == "src" for name, _ in attrs), attrs
        if tag != "meta":
            self.open.append(tag)
        self.cells += tag == "td"

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, tag


def page(path):
    reader = Page()
    text = Path(path).read_text(encoding="utf-8")
    reader.feed(text.removeprefix("<!DOCTYPE html>\n"))
    assert not reader.open and reader.cells > 8, (reader.open, reader.cells)
    assert "://" not in text, "it asks the network for something"


def mutation(path):
    report = json.loads(Path(path).read_text(encoding="utf-8"))["mutation"]
    counted = report["killed"] + report["survived"] + report["untested"]
    assert 0 <= report["score"] <= 1 and abs(report["score"] * counted - report["killed"]) < 1e-6
    assert report["mutants"] == counted + report["same_program"] + report["equal"] + report["no_program"]
    assert len(report["survivors"]) == report["survived"] + report["untested"]
    for part in ("killed", "survived", "untested"):
        assert sum(one[part] for one in report["by_definition"]) == report[part]
        assert sum(one[part] for one in report["by_fault"].values()) == report[part]
    for one in report["survivors"]:
        assert one["removed"] != one["added"], one
        assert one["line"] >= 1 and one["definition"]


def mistakes(path):
    """Prints the mistakes that no test notices, one a line: where, which, and how the line would read."""
    for one in json.loads(Path(path).read_text(encoding="utf-8"))["mutation"]["survivors"]:
        print(one["definition"], one["line"], one["fault"] + ":", " / ".join(" ".join(line.split()) for line in one["added"]) or "left out")


def coverage(path):
    report = json.loads(Path(path).read_text(encoding="utf-8"))["coverage"]
    for name, one in report["measures"].items():
        missing = sum(point["measure"] == name for point in report["missing"])
        assert one["of"] - one["seen"] == missing, name


if __name__ == "__main__":
    readers = {"junit": junit, "tap": tap, "cobertura": cobertura, "lcov": lcov, "html": page, "mutation": mutation,
               "mistakes": mistakes, "coverage": coverage}
    readers[sys.argv[1]](*sys.argv[2:])
