"""Ten classes of bugs that a person makes in a policy. Each is a function of a norm, and of the law around it, that gives its
sites: the places at which the bug can be made, of which one is drawn."""

import dataclasses
import random
import re
from collections.abc import Callable

TERM = re.compile(r"\b(\d[\d_]*) (hour|working day|day|week|month|quarter|year)s?\b")
MONEY = re.compile(r"\b([\d_]+) VND\b")
DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b(?!T)")

# What is written in place of the right unit.
OTHER_UNITS = {"hour": ["days", "working days"], "working day": ["days", "hours"], "day": ["working days", "months"],
               "week": ["months", "working days"], "month": ["days", "weeks"], "quarter": ["months"], "year": ["months"]}


@dataclasses.dataclass(frozen=True)
class Site:
    """lines: the module's with the bug; twin: the lines of the correct twin where that is not the module itself; names:
    whether an expectation names what was changed; tells: the change in a few words."""
    lines: list[str]
    tells: str
    names: Callable[[str], bool]
    twin: list[str] | None = None


def nothing(_):
    return False


def member(norm, *members):
    """An expectation asks for such a part of the norm's answer."""
    of = re.compile(rf"\b{norm.name}\b.*\.(?:{'|'.join(members)})\b")
    return lambda said: bool(of.search(said))


def status(norm, words, label):
    of = re.compile(rf"\b{norm.name}\b.*\bis (?:not )?(?:{words})\([^)]*\b{label}\b")
    return lambda said: bool(of.search(said))


def either(*rules):
    return lambda said: any(rule(said) for rule in rules)


def naming(norm, clause):
    """Who names a clause: asks for what it alone gives (an end, figures), or calls it by its label. A status names none:
    `is late` and `is deferred` are what a norm comes to."""
    if clause.word in {"due", "kept"}:
        return member(norm, "due", "hạn", "through", "until", "ended")
    if clause.word == "exempt":
        return status(norm, "exempt|được_miễn", clause.label)
    if clause.word == "deferred":
        return member(norm, "until")
    if clause.word == "sanction":
        return member(norm, rf"(?:sanctions|chế_tài)\.{clause.label}")
    if clause.label:
        return either(member(norm, clause.label), status(norm, r"\w+", clause.label))
    return nothing


def replaced(norm, clause, text):
    lines = norm.module.lines
    return lines[:clause.first] + text.split("\n") + lines[clause.last + 1:]


def left_out(norm, clause):
    lines = norm.module.lines
    return lines[:clause.first] + lines[clause.last + 1:]


def changes(norm, clauses, found, others):
    """A site for every match of `found` in the clauses and everything that `others(match)` puts in its place."""
    for clause in clauses:
        for match in found.finditer(clause.text):
            if clause.text.count('"', 0, match.start()) % 2:
                continue
            for other in others(match):
                text = clause.text[:match.start()] + other + clause.text[match.end():]
                yield Site(replaced(norm, clause, text), f"{clause.word}: {match[0]} -> {other}", naming(norm, clause))


def wrong_unit(norm, _):
    yield from changes(norm, norm.of("due", "extend", "kept", "deferred"), TERM,
                       lambda term: [f"{term[1]} {unit}" for unit in OTHER_UNITS[term[2]]])


def missed_exemption(norm, _):
    for clause in norm.of("exempt"):
        yield Site(left_out(norm, clause), f"no exemption {clause.label}", naming(norm, clause))


def a_flag(norm):
    """A fact of yes or no that the norm is about, one the norm does not read already if there is such a one."""
    body = "\n".join(norm.module.lines[norm.first:norm.last])
    flags = [f"{name}.{flag}" for name, type in norm.params for flag in norm.module.flags(type)]
    unread = [flag for flag in flags if not re.search(rf"\b{re.escape(flag)}\b", body)]
    return (unread or flags or [None])[0]


def overlap(norm, _):
    """Two deadlines that hold at once: one loses its condition, or a longer one for some cases is added to the general one."""
    dues = norm.of("due")
    for clause in dues:
        if len(dues) > 1 and (when := re.search(r"\s+when (.*)$", clause.text, re.S)):
            yield Site(replaced(norm, clause, clause.text[:when.start()]), f"due {clause.label} whenever",
                       naming(norm, clause))
    flag = a_flag(norm)
    if len(dues) == 1 and flag and (term := TERM.search(dues[0].text)) and not dues[0].label:
        written = dues[0].text.split(None, 1)[1]
        number = int(term[1].replace("_", ""))
        longer = written.replace(term[0], f"{2 * number} {term[2]}s", 1)
        if "every" not in written and " when " not in written:
            yield Site(replaced(norm, dues[0], f"  due general: {written}\n  due longer: {longer} when {flag}"),
                       f"due: also {2 * number} {term[2]}s when {flag}", naming(norm, dues[0]))


def transition_gap(norm, law):
    """The text is renewed: the old one ends on a day, the new one begins the day after (`until` leaves out its day)."""
    if not norm.of("action") or norm.of("in_force") or len(norm.params) != 1 or "every" in "".join(
            clause.text for clause in norm.of("due")):
        return
    lines = norm.module.lines
    cites = norm.of("cites")[0]
    if law.ends(cites.text):
        return
    for year in (2028, 2029):
        def split(first_day):
            old = lines[norm.first:norm.last + 1]
            at = cites.last - norm.first + 1
            new = [old[0].replace(f"{norm.name}(", f"{norm.name}_renewed(", 1), *old[1:at],
                   f"  in_force from {first_day}", *old[at:]]
            old = [*old[:at], f"  in_force until {year}-06-30", *old[at:]]
            return lines[:norm.first] + old + new + lines[norm.last + 1:]
        yield Site(split(f"{year}-07-01"), f"until {year}-06-30, then from {year}-07-01", nothing,
                   split(f"{year}-06-30"))


def double_bind(norm, _):
    """What is a duty becomes prohibited too, in some cases where there is a fact to say so."""
    if norm.kind != "duty" or not norm.of("action") or not norm.of("bearer") or len(norm.params) != 1 or "every" in "".join(
            clause.text for clause in norm.of("due")):
        return
    name, type = norm.params[0]
    flag = a_flag(norm)
    ban = [f"prohibition {norm.name}_barred({name}: {type}) {{", '  vi "Không được làm"  en "Not to be done"']
    ban += [line for word in ("cites", "bearer", "action") for clause in norm.of(word)[:1] for line in clause.text.split("\n")]
    ban += [norm.of("trigger")[0].text] if norm.of("trigger") else []
    ban += [f"  applies when {flag}"] if flag else []
    ban += ["  breached when true", "}"]
    lines = norm.module.lines
    yield Site(lines[:norm.last + 1] + ban + lines[norm.last + 1:], f"also prohibited{f' when {flag}' if flag else ''}",
               nothing)


class Law:
    """What was repealed, by the modules that can cite it, and which instruments have an end."""

    def __init__(self, modules):
        self.of_module = {}
        self.ended = set()
        outlines = {}
        for module in modules:
            for first, last in module.blocks(lambda line: re.match(r"(?:instrument|overlay) \w+ \{$", line)):
                body = "\n".join(module.lines[first:last])
                if re.search(r"^  in_force .* (?:until|through) ", body, re.M):
                    self.ended.add(module.lines[first].split()[1])
                if outline := re.search(r"^  outline +(\d+)\.\.(\d+)", body, re.M):
                    outlines[module.lines[first].split()[1]] = (module.name, *map(int, outline.groups()))
        repealed = set()
        for module in modules:
            for line in module.lines:
                if match := re.match(r"  repeals +(.*?)(?: from .*| cites .*|$)", line):
                    repealed |= {one.strip() for one in match[1].split(",")}
        self.ended |= {one.split("@")[0] for one in repealed}
        for one in sorted(repealed):
            if one.split("@")[0] in outlines:
                module, first, last = outlines[one.split("@")[0]]
                provisions = [one] if "@" in one else [f"{one}@{n}" for n in range(first, last + 1)]
                self.of_module.setdefault(module, []).extend(provisions)

    def ends(self, cites):
        return any(instrument in self.ended for instrument in re.findall(r"\b([A-Z]\w*)\b", cites))

    def citable(self, module):
        return [one for used in [module.name, *module.uses] for one in self.of_module.get(used, [])]


def stale_citation(norm, law):
    cites = norm.of("cites")[0]
    if first := re.search(r"\b\w+@[\w.#]+", cites.text):
        for one in law.citable(norm.module):
            if one.split("@")[0] not in cites.text:
                text = cites.text[:first.start()] + one + cites.text[first.end():]
                yield Site(replaced(norm, cites, text), f"cites: {first[0]} -> {one}", member(norm, "cites"))


# What is compared with a moment: written as a day, named as one, or one of the evaluation's.
COMPARED = re.compile(r" (<=|>=|<|>) (?=\d{4}-\d\d-\d\d|[\w.]*(?:_on|_at)\b|trigger|law_date|as_of)")
AROUND = re.compile(r"((?:\b(?:hour|day|week|month|quarter|year)s?|\)) +)(after|before)\b")


def inverted_date(norm, _):
    """Before for after, a comparison of moments turned round, day and month changed places."""
    clauses = [clause for clause in norm.clauses
               if clause.word not in {"vi", "cites", "row", "bearer", "toward", "action", "sanction", "proof"}]
    turned = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
    yield from changes(norm, clauses, COMPARED, lambda found: [f" {turned[found[1]]} "])
    yield from changes(norm, norm.of("due", "kept", "deferred", "applies", "exempt", "met", "breached"), AROUND,
                       lambda found: [found[1] + ("before" if found[2] == "after" else "after")])
    yield from changes(norm, clauses, DATE, lambda found: [f"{found[1]}-{found[3]}-{found[2]}"]
                       if int(found[3]) <= 12 and found[2] != found[3] else [])


def currency_mix(norm, _):
    yield from changes(norm, norm.clauses, MONEY, lambda found: [f"{found[1]} USD"])


def dropped_grace(norm, _):
    for clause in [*norm.of("deferred", "extend"), *(one for one in norm.of("late") if "excused" in one.text)]:
        yield Site(left_out(norm, clause), f"no {clause.word} {clause.label}".strip(), naming(norm, clause))


def wrong_bearer(norm, _):
    """Another of the parties whom the module binds or addresses."""
    parties = re.compile(r"\b(?!(?:each|any|of|bearer|toward|anyone)\b)[a-z]\w*\b")
    there = {party for other in norm.module.norms() for clause in other.of("bearer", "toward")
             for party in parties.findall(clause.text.split("cites")[0])}
    for clause in norm.of("bearer"):
        bound = parties.findall(clause.text)
        for party in sorted(there - set(bound)):
            for one in bound:
                yield Site(replaced(norm, clause, re.sub(rf"\b{one}\b", party, clause.text, count=1)),
                           f"bearer: {one} -> {party}", member(norm, "bearer"))


CLASSES = {"wrong unit": wrong_unit, "missed exemption": missed_exemption, "overlap": overlap,
           "transition gap": transition_gap, "double bind": double_bind, "stale citation": stale_citation,
           "inverted date": inverted_date, "currency mix": currency_mix, "dropped grace": dropped_grace,
           "wrong bearer": wrong_bearer}


@dataclasses.dataclass(frozen=True)
class Faulty:
    number: int  # from 1
    bug: str
    norm: object
    site: Site


def draw(modules, count, seed, classes=tuple(CLASSES)):
    """`count` faulty policies of as many norms, the classes in turn; a seed draws the same of the same library."""
    law = Law(modules)
    norms = [norm for module in modules for norm in module.norms() if norm.of("cites")]
    orders = {}
    for bug in classes:
        random.Random(f"{seed} {bug}").shuffle(order := list(norms))
        orders[bug] = iter(order)
    taken = set()
    for number in range(1, count + 1):
        bug = classes[(number - 1) % len(classes)]
        for norm in orders[bug]:
            if norm.qualified in taken:
                continue
            if sites := list(CLASSES[bug](norm, law)):
                taken.add(norm.qualified)
                yield Faulty(number, bug, norm, random.Random(f"{seed} {norm.qualified}").choice(sites))
                break
