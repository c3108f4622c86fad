#!/usr/bin/env python3
"""Compares the library with the table of norms, row by row and field by field.
    rows.py BUILD [--list] [--field NAME]
Every row of stdlib/rows.csv has a place in the library, every place is a row of the table, and each field says the same in
both, or stdlib/rows.differences.csv says why it does not. A reason that no difference needs any more fails too, and so does a fine of a
decree whose row of a limitation it does not tell.
"""
import argparse
import csv
import json
import re
import subprocess
import sys
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STDLIB = ROOT / "stdlib"
KNOWN_THROUGH = "2026-11-21"
MOST_EXCLUDED = 90
FIELDS = ["place", "citation", "provision", "kind", "bearer", "term", "fine", "base", "from", "to", "confidence", "sources", "condition"]

NORMS = {"duty", "prohibition", "permission", "power", "encouragement", "elect"}
# How a row of each kind may stand in the library.
STANDS_AS = {
    "duty": {"duty"}, "prohibition": {"prohibition"}, "permission": {"permission", "elect"}, "power": {"power"},
    "encouragement": {"encouragement"}, "sanction": {"sanction"}, "cap": {"sanction", "case"}, "note": {"unencoded"},
    "exemption": {"exemption", "permission", "elect", "rule", "exception"},
    "definition": {"rule", "case", "judgment", "enum", "record", "closed list", "item", "party", "instrument", "exception"},
    "scope": {"rule", "case", "exception", "instrument", "exemption"}, "limitation": {"sanction", "rule", "case"},
    "transition": {"duty", "permission", "deferral", "rule", "case", "overlay"},
    "deeming": {"rule", "case", "exception", "permission"}, "counting": {"rule", "case", "exception", "judgment", "calendar", "permission"},
    "conflict": {"rule", "case", "exception", "reading", "overlay"},
    "temporal": {"rule", "case", "deferral", "instrument", "overlay", "reading", "calendar"}, "condition": NORMS | {"rule", "case", "judgment"},
}
# Who is no private party: what only these must do may be left out.
PUBLIC = {
    "authority", "state_body", "national_assembly", "government", "prime_minister", "most", "mps", "minister", "cyber_force", "ministry", "province",
    "data_authority", "eu_supervisor", "ai_fund", "ai_committee",
}

def named(qualified):
    return qualified.rsplit(".", 1)[-1]


def spread(citation):
    """`D330@48.3.a..@48.3.c` as its three provisions."""
    name, _, rest = citation.partition("@")
    if ".." not in rest:
        return [citation]
    first, last = rest.split("..@")
    stem, low = first.rpartition(".")[::2]
    high = last.rpartition(".")[2]
    if low.isdigit() and high.isdigit():
        steps = [str(n) for n in range(int(low), int(high) + 1)]
    else:
        letters = "abcdđeghiklmnopqrstuvxy"
        steps = list(letters[letters.index(low) : letters.index(high) + 1])
    return [f"{name}@{stem}.{step}" if stem else f"{name}@{step}" for step in steps]


def plain(citation):
    return citation.split("#")[0]


def clause_of(run):
    """The clause whose points these are, where they run from its first: that is the clause itself."""
    return run.split("..")[0].rpartition(".")[0] if ".." in run and re.search(r"\.[a1]\.\.", run) else ""


def within(narrow, wide):
    """A citation of the provision itself or of a part of it; a bare name is the whole instrument."""
    narrow, wide = plain(narrow), plain(wide)
    return narrow == wide or narrow.startswith(wide + (".", "@")["@" not in wide])


def in_force(clauses):
    """First and last day of what holds only while every list of intervals does; None where a reading decides."""
    first, last = "", ""
    for intervals in clauses:
        if any(i.get("depends_on_reading") for i in intervals):
            return None
        starts = [i["from"] or "" for i in intervals]
        ends = [i["until"] for i in intervals]
        first = max(first, min(starts))
        if all(ends):
            day = str(date.fromisoformat(max(ends)) - timedelta(1))
            last = min(last, day) if last else day
    return first, last


class Place:
    def __init__(self, kind, at, node, norm=None, rule=None):
        self.kind, self.at, self.node, self.norm = kind, at, node, norm
        self.told = [named(s) for s in (rule or {}).get("sources", [])]
        self.cites = [c for one in node.get("cites", []) for c in spread(one["citation"])]
        self.seen = [c for one in node.get("see", []) for c in spread(one["citation"])]
        self.rows = node.get("rows", [])
        self.confidence = node.get("confidence")
        self.sources = [named(s) for s in node.get("sources", [])]
        self.force = in_force(node["force"]) if node.get("force") else None

    @property
    def bearers(self):
        node = self.norm or self.node
        parties = list(node.get("bearer", {}).get("parties", []))
        for fallback in node.get("bearer", {}).get("fallback", []):
            parties += fallback["parties"]
        return {named(p["name"]) for p in parties}


def places_of(law):
    out = []

    def add(kind, at, node, norm=None, rule=None):
        place = Place(kind, at, node, norm, rule)
        if place.rows:
            out.append(place)

    for norm in law["norms"]:
        add(norm["kind"], norm["name"], norm)
        for part, kind in (("sanctions", "sanction"), ("exemptions", "exemption"), ("deferrals", "deferral")):
            for node in norm.get(part, []):
                add(kind, f"{norm['name']}.{node['label']}", node, norm)
    for rule in law["rules"]:
        add(rule["kind"], rule["name"], {**rule, "cites": rule["cites"] + rule.get("default_cites", [])})
        for case in rule["cases"]:
            # Where the rule names the row, its cases say by which provisions.
            named_here = case if case["rows"] or rule["cites"] else {**case, "rows": rule["rows"]}
            add("case" if case["kind"] == "case" else "exception", f"{rule['name']}.{case['label']}", named_here, rule=rule)
    for left in law["unencoded"]:
        add("unencoded", left["at"]["path"], left)
    for reading in law["readings"]:
        add("reading", reading["name"], reading)
    for party in law["parties"]:
        for held in party["held"]:
            add("party", party["name"], held)
    for entries in law["lists"]:
        add("item", entries["name"], entries)
        for item in entries["items"]:
            add("item", f"{entries['name']}.{item['label']}", item, rule=entries)
    for calendar in law["calendars"]:
        add("calendar", calendar["name"], calendar)
        for day in calendar["days"]:
            add("calendar", f"{calendar['name']}.{day['first']}", day)
    for election in law["elections"]:
        add("elect", election["name"], election)
    ended = defaultdict(list)  # what ends whole instruments
    for one in law["instruments"]:
        for relation in one["relations"]:
            if relation["kind"] in ("repeals", "replaces"):
                start = relation["from"] or one["force"][0]["from"]
                ended[relation["target"]["citation"]].append({"kind": relation["kind"], "force": [[{"from": start, "until": None}]]})
    for one in law["instruments"]:
        sources = [source["name"] for source in one["sources"]]
        add("overlay" if one["overlay"] else "instrument", f":{one['name']}", {**one, "sources": sources, "changes": ended[one["name"]],
             "force": [one["force"]] if one["force"] else None})
    return out


UNITS = {
    "hour": "hours", "working day": "working days", "day": "days", "week": "weeks", "month": "months", "quarter": "quarters", "year": "years",
    "giờ": "hours", "ngày làm việc": "working days", "ngày": "days", "tuần": "weeks", "tháng": "months", "quý": "quarters", "năm": "years",
}


def terms_in(text):
    found = {(int(n), UNITS[unit]) for n, unit in re.findall(rf"\b(\d+) ({'|'.join(UNITS)})s?\b", text)}
    # A number of months or years that is a fact of the case.
    found |= {(int(n), unit) for unit, n in re.findall(r"(hours|days|months|years)\w*(?: if_absent \d+)?\)? (?:>=|>|<|<=|==) (\d+)\b", text)}
    return found


def scope_only(guard):
    """A guard that asks for no more than whom and what the text reaches."""
    atoms = re.split(r"\b(?:and|or|và|hoặc)\b", guard)
    kinds = r"(?:\w*scope\w*|in_\w+|bound_\w+|eu_\w+|is_\w+|as_\w+|operates|controls_\w+|runs_\w+|supplier|classified_kind|named_by_\w+|to_be_stored|holds_\w+|weighty|regulated|asks_for_itself)\("
    return all(re.match(rf"[\s(]*(?:not )?(?:{kinds}|\w+\.(?:role|in_vietnam|state_user|set_up_here|technology|office|provider)\b|\w+ in \w+\.parts\b|\w+\.state_body\b)", atom) for atom in atoms)


class Library:
    def __init__(self, phep):
        raw = subprocess.run([phep, "law", "export", "--json", "--stdlib", str(STDLIB), "--in", str(STDLIB)], capture_output=True, text=True, check=True)
        self.law = json.loads(raw.stdout)
        self.texts = {str(p.relative_to(STDLIB)): p.read_text(encoding="utf-8") for p in sorted(STDLIB.rglob("*.phep"))}
        self.places = places_of(self.law)
        self.by_row = defaultdict(list)
        for place in self.places:
            for row in place.rows:
                self.by_row[row].append(place)
        self.urls, self.defaults, self.grades, self.bodies, self.drafts = {}, {}, {}, {}, set()
        for text in self.texts.values():
            for name, body in re.findall(r"^source (\w+) \{(.*?)^\}", text, re.M | re.S):
                url = re.search(r'url\s+"([^"]*)"', body)
                self.urls[name] = url[1] if url else ""
            for name, body in re.findall(r"^(?:instrument|overlay) (\w+) \{(.*?)^\}", text, re.M | re.S):
                self.bodies[name] = body
        for one in self.law["instruments"]:
            self.defaults[one["name"]] = [s["name"] for s in one["sources"]]
            self.grades[one["name"]] = one["confidence"]
            self.urls.update({s["name"]: s["url"] for s in one["sources"]})
            if one["draft"]:
                self.drafts.add(one["name"])
        self.rules = defaultdict(dict)
        for rule in self.law["rules"]:
            module, _, name = rule["name"].rpartition(".")
            self.rules[name][module] = rule

    def reach(self, texts, module, depth=5):
        """What the texts say, with the rules that they call."""
        seen, queue, out = set(), [t for t in texts if t], []
        for _ in range(depth):
            calls = []
            for text in queue:
                out.append(text)
                for name in set(re.findall(r"\b([a-z_]\w*)\b", text)) & set(self.rules) - seen:
                    seen.add(name)
                    homes = self.rules[name]
                    for rule in [homes[module]] if module in homes else homes.values():
                        calls += [rule.get("body"), rule.get("default"), self.block(rule)]
                        calls += [t for c in rule["cases"] for t in (c["value"], c["when"])]
            queue = [c for c in calls if c]
        return " \n ".join(out)

    def words(self, place):
        node = place.node
        parts = [node.get(k) for k in ("trigger", "applies", "text", "when", "body", "default", "value")]
        parts += [d["text"] for d in node.get("due", [])] + node.get("extensions", []) + node.get("outcomes", [])
        for k in ("exemptions", "deferrals"):
            parts += [x.get("text") or x.get("when") for x in node.get(k, [])]
        parts += [t for c in node.get("cases", []) for t in (c["value"], c["when"])]
        return self.reach(parts + [self.block(node)], self.module(place))

    def block(self, node):
        """A declaration as it is written, for what the export does not tell."""
        at = node.get("at")
        if not at or "name" not in node:
            return None
        lines = self.texts.get(re.sub(r"^(?:phep:|.*stdlib/)", "", at["path"]), "").splitlines()[at["line"] - 1 :]
        end = next((i for i, line in enumerate(lines) if i and not line.startswith("   " if "{" not in lines[0] else " ")), len(lines))
        return re.sub(r'"[^"]*"|//.*', "", "\n".join(lines[:end]))

    @staticmethod
    def module(place):
        return (place.norm or place.node).get("name", place.at).rpartition(".")[0]

    def ends(self, place):
        """Its last day of force, also where another text takes its provisions away."""
        days = []
        for change in place.node.get("changes", []):
            starts = in_force(change["force"]) if change["kind"] in ("repeals", "replaces") else None
            if starts and starts[0]:
                days.append(str(date.fromisoformat(starts[0]) - timedelta(1)))
        return min([d for d in [place.force[1], *days] if d], default="")

    def sources(self, place):
        names = place.sources or [s for c in place.cites for s in self.defaults.get(c.split("@")[0], [])]
        names = [*names, *place.told]
        return set(names) | {self.urls.get(n, "") for n in names}

    def confidence(self, place):
        if place.confidence:
            return place.confidence
        if place.kind in ("instrument", "overlay"):
            return self.grades.get(place.at.rpartition(":")[2]) or "A"
        grades = [self.grades.get(c.split("@")[0]) for c in place.cites]
        return max([g for g in grades if g], default="A")

    def base(self, place):
        if not place.node["individual_when"]:
            return "organisation"  # the figures as written; halved, if at all, in so many words
        return {"organisations": "organisation", "individuals": "individual", None: ""}[place.node["figures_for"]]


def strangers(place, table):
    """Provisions that a place rests on and that none of its rows names, neither itself nor a whole that holds it."""
    wholes = [whole for r in place.rows if r in table for whole in table[r]["citation"].split()]
    told = [plain(c) for whole in wholes for c in [*spread(whole), clause_of(whole)] if c]
    return [c for c in place.cites if not any(within(c, t) for t in told)] if told else []


def pairs(row, left, right):
    if not row[left]:
        return []
    return list(zip(row[left].split(";"), row[right].split(";")))


def differences(row, library, table):
    """Each field that says something else in the library: (field, what the table says, what the library says)."""
    places = library.by_row.get(row["id"], [])
    if not places:
        yield "place", "a norm", "nothing"
        return
    if all(p.kind == "unencoded" for p in places):
        if "note" not in row["kind"].split(";"):
            yield "place", row["kind"], "unencoded"
        return
    held = [p for p in places if p.kind != "unencoded"]
    norms = [p for p in held if p.kind in NORMS]

    cites = {c for p in held for c in p.cites + p.seen}
    cites |= {p.at.rpartition(":")[2] for p in held if p.kind in ("instrument", "overlay")}  # a row of a whole instrument
    missing = []
    for whole in row["citation"].split():
        clause = clause_of(whole)
        if not clause or clause not in {plain(c) for c in cites}:
            missing += [c for c in spread(whole) if not any(within(given, c) for given in cites)]
    if missing:
        near = sorted(c for c in cites if c.split("@")[0] == row["citation"].split("@")[0]) or sorted(cites)
        yield "citation", " ".join(missing), " ".join(near) or "no provision"

    strange = {c for p in held if p.rows[0] == row["id"] for c in strangers(p, table)}
    if strange:
        yield "provision", row["citation"], " ".join(sorted(strange))

    kinds = {p.kind for p in held}
    for kind in row["kind"].split(";"):
        if not kinds & STANDS_AS[kind]:
            yield "kind", kind, " ".join(sorted(kinds))

    if norms and row["bearer"] and not {"definition", "scope", "counting", "conflict"} & set(row["kind"].split(";")):
        bound = {b for p in norms for b in p.bearers}
        if bound != set(row["bearer"].split(";")):
            yield "bearer", row["bearer"], " ".join(sorted(bound))

    said = {(int(n), u.replace("_", " ")) for n, u in pairs(row, "n", "unit")}
    known = set()
    for place in held:
        known |= terms_in(library.words(place))
        if place.norm:
            known |= terms_in(library.words(Place("duty", "", place.norm)))
    if said - known:
        yield "term", "; ".join(f"{n} {u}" for n, u in sorted(said - known)), "; ".join(f"{n} {u}" for n, u in sorted(known)) or "no term"
    for place in norms:  # a term of the code that no row of the norm says
        allowed = set()
        for other in place.rows:
            if other in table:
                allowed |= {(int(n), u.replace("_", " ")) for n, u in pairs(table[other], "n", "unit")}
        written = set()
        for due in place.node.get("due", []):
            written |= terms_in(library.reach([due["text"]], library.module(place)))
        if written - allowed and row["id"] == place.rows[0]:
            yield "term", "no such term", f"{named(place.at)}: " + "; ".join(f"{n} {u}" for n, u in sorted(written - allowed))

    fines = [p for p in held if p.kind == "sanction" and p.node["kind"] == "fine"]
    said = {(int(low), int(high)) for low, high in pairs(row, "min", "max")}
    if said and "sanction" in kinds:
        found, free = set(), ""
        for place in fines:
            low, high = place.node["from"], place.node["to"]
            if high and "amount" in high:
                found.add((int(low["amount"]) if low and "amount" in low else 0, int(high["amount"])))
            free += library.reach([place.node["text"], place.node["when"]], library.module(place))
        numbers = {int(n.replace("_", "")) for n in re.findall(r"\b(\d[\d_]*)(?= VND)", free)}
        lost = {f for f in said - found if not {n for n in f if n} <= numbers}
        wrong = {f for f in found - said if f != (0, 0)}
        if lost:
            yield "fine", " ".join(f"{a}..{b}" for a, b in sorted(lost)), " ".join(f"{a}..{b}" for a, b in sorted(found)) or "none"
        if wrong:
            yield "fine", " ".join(f"{a}..{b}" for a, b in sorted(said)), " ".join(f"{a}..{b}" for a, b in sorted(wrong))
        bases = {library.base(p) for p in fines} - {""}
        if row["base"] and bases != {row["base"]}:
            yield "base", row["base"], " ".join(sorted(bases)) or "none"

    starts, ends = set(), set()
    for place in held:
        if not place.force:
            continue
        # What two rows say together is in force only while both are; a text that is only referred to counts for nothing.
        own = {c.split("@")[0] for c in place.cites} or {place.at.rpartition(":")[2]}
        rows = [table[r] for r in place.rows if r in table and (r == row["id"] or table[r]["citation"].split("@")[0] in own)]
        named_here = row["citation"].split("@")[0] in own
        starts.add((place.force[0], max([r["from"] for r in rows if r["from"][:1].isdigit() and (named_here or r is not row)], default="")))
        ends.add((library.ends(place), min([r["to"] for r in rows if r["to"][:1].isdigit() and (named_here or r is not row)], default="")))
    if row["from"][:1].isdigit() and starts and not any(a == b for a, b in starts):
        yield "from", row["from"], " ".join(sorted(a for a, _ in starts))
    if row["to"][:1] not in ("K", "u") and ends and not any(a == b for a, b in ends):
        yield "to", row["to"] or "open", " ".join(sorted(a or "open" for a, _ in ends))

    name = row["citation"].split("@")[0]
    if row["from"] == "never" and name not in library.drafts:
        yield "from", "never", "no draft"
    if row["to"].startswith("K-"):
        reading = row["to"].replace("-", "_")
        if reading not in library.reach([library.bodies.get(name, "")], "") and not any(reading in library.words(p) for p in held):
            yield "to", row["to"], "does not hang on that reading"

    grades = {library.confidence(p) for p in held}
    if row["confidence"] not in grades:
        yield "confidence", row["confidence"], " ".join(sorted(grades))

    told = {s for p in held for s in library.sources(p)}
    absent = [s for s in row["sources"].split() if s not in told]
    if absent and any(p.cites for p in held):
        yield "sources", " ".join(absent), " ".join(sorted(s for s in told if s and not s.startswith("http")))

    if norms and set(row["kind"].split(";")) <= {"duty", "prohibition", "permission", "power", "encouragement"}:
        guarded = [p for p in norms if p.node.get("applies")]
        if row["condition"] == "stated" and all(not p.node.get("applies") and not p.node.get("trigger") and not p.node.get("exemptions") and not p.node.get("outcomes") for p in norms):
            yield "condition", "stated", "no guard"
        if row["condition"] != "stated" and guarded and not any(scope_only(p.node.get("applies") or "is_(") for p in norms):
            yield "condition", row["condition"], "; ".join(sorted({p.node["applies"] for p in guarded}))


def excluded(table, library):
    """Rows that stand only under `unencoded`, and those among them that may not."""
    left = [r for r in table.values() if library.by_row.get(r["id"]) and all(p.kind == "unencoded" for p in library.by_row[r["id"]])]
    bad = []
    for row in left:
        holds = row["from"][:1].isdigit() and row["from"] <= KNOWN_THROUGH and (not row["to"][:1].isdigit() or row["to"] >= KNOWN_THROUGH)
        private = set(row["bearer"].split(";")) - PUBLIC - {""}
        if {"duty", "prohibition"} & set(row["kind"].split(";")) and holds and row["confidence"] == "A" and private:
            bad.append(row["id"])
    return left, bad


def unlimited(library, table):
    """Penalties of a decree of fines without the limitation that its row tells, with another one, or not by its provision."""
    for row in table.values():
        if row["kind"] != "limitation" or not row["n"]:
            continue
        decree = row["citation"].split("@")[0]
        term = (int(row["n"]), row["unit"].replace("_", " "))
        for norm in library.law["norms"]:
            for node in norm.get("sanctions", []):
                cites = [one["citation"].split("@")[0] for one in node["cites"] or norm["cites"]]
                if decree not in cites or node["kind"] not in ("fine", "suspension", "warning"):
                    continue
                said = re.search(r"\b(?:limitation|thời hiệu)\b(.*)", node["text"])
                if not said or term not in terms_in(said[1]):
                    yield f"{named(norm['name'])}.{node['label']}: a {node['kind']} of {decree} without the limitation of {row['id']}"
                elif row["citation"] not in [one["citation"] for one in node["cites"]]:
                    yield f"{named(norm['name'])}.{node['label']}: a limitation that does not cite {row['citation']}"


def main():
    args = argparse.ArgumentParser()
    args.add_argument("build")
    args.add_argument("--list", action="store_true", help="print every difference with its reason, if any")
    args.add_argument("--field", help="only this field")
    args = args.parse_args()
    phep = Path(args.build)
    library = Library(str(phep / "bin/phep" if phep.is_dir() else phep))
    with open(STDLIB / "rows.csv", encoding="utf-8") as file:
        table = {r["id"]: r for r in csv.DictReader(file)}
    reasons = {}
    with open(STDLIB / "rows.differences.csv", encoding="utf-8") as file:
        for one in csv.DictReader(file):
            reasons[one["id"], one["field"]] = one["why"]

    passed, failed = 0, []
    used = set()
    for row in table.values():
        found = [d for d in differences(row, library, table) if not args.field or d[0] == args.field]
        for field, ours, theirs in found:
            why = reasons.get((row["id"], field))
            used.add((row["id"], field))
            if args.list:
                print(f"{row['id']} {field}: table {ours} | library {theirs}" + (f" | {why}" if why else ""))
            elif not why:
                failed.append(f"{row['id']} {field}: the table says {ours}; the library says {theirs}")
        passed += len(FIELDS) - len({f for f, _, _ in found if (row["id"], f) not in reasons})
    for key in reasons:
        if key not in used and not args.field:
            failed.append(f"{key[0]} {key[1]}: a reason for no difference")
    for row_id in sorted(set(library.by_row) - set(table)):
        failed.append(f"{row_id}: a place without a row, in {library.by_row[row_id][0].at}")
    left, bad = excluded(table, library)
    if len(left) > MOST_EXCLUDED:
        failed.append(f"{len(left)} rows are excluded, at most {MOST_EXCLUDED} may be")
    failed += unlimited(library, table)
    failed += [f"{row_id}: excluded, though it binds a private party" for row_id in bad]
    for line in failed:
        print(line)
    print(f"rows: {len(table)}, excluded: {len(left)}, differences with a reason: {len(used & set(reasons))}", file=sys.stderr)
    print(f"rows  {passed} passed  {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
