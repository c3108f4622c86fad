"""Unknown facts against brute force over all completions (REFERENCE.md §16.2).

  python3 unknowns.py BUILD [--programs 2000] [--cases 6] [--seed 1] [--engine interp]

Small programs; complete facts of which some are left out; every combination of representatives of what was left out,
decided one by one. An output or a norm's status must be known exactly when all of them agree, and else ask for the
facts that matter, each of them and no other, in the asking order. Where the combinations are more than 1,024 the
answer may be inexact: then it must not ask for what was stated, nor leave out what was seen to matter.
"""

import argparse
import itertools
import math
import random
from fractions import Fraction

from ask import Asked, Tally

LIMIT = 1024
LEVELS, MARKS = ["low", "mid", "high"], ["red", "green"]
DAYS = ["2026-01-10", "2026-02-11", "2026-03-05"]

HEAD = """use vn.calendar
counting vn.civil_code
calendar vn.state
instrument NOW {
  number "2/0000"  rank law
  title vi "Mới" en "New"
  in_force from 2025-01-01
  outline 1..9
}
party firm vi "doanh nghiệp" en "firm"
enum Level ordered { low  mid  high }
enum Mark { red  green }
record Item { live : bool  size : int 0..10 }
record Case {
  a : bool  b : bool  c : bool  d : bool
  level : Level  mark : Mark  k : int 0..20  n : int 0..1_000
  gone : date?  day : date  start : instant
  items : list<Item> max 3
}
rule weighed(r: Case) : bool by judgment
"""


def next_day(day, step):
    """The day before or after; no constant stands at the end of a month."""
    return f"{day[:8]}{int(day[8:]) + step:02}"


class Program:
    """A random program, and the constants that each field is compared with."""

    def __init__(self, chance):
        self._chance = chance
        self.constants = {"k": set(), "n": set(), "size": set(), "gone": set(), "day": set()}
        body = [f"rule flag(r: Case) : bool = {self._bool(3)}\n", self._levels(),
                f"rule number_of(r: Case) : int = {self._int(2)}\n", self._duty(), self._prohibition()]
        chance.shuffle(body)
        self.source = HEAD + "".join(body) + """decision report(r: Case) {
  flag = flag(r)
  grade = grade(r)
  number_of = number_of(r)
  norms keep(r), avoid(r)
}
"""

    def _constant(self, field, values):
        value = self._chance.choice(values)
        self.constants[field].add(value)
        return value

    def _leaf(self):
        pick = self._chance.choice
        kind = self._chance.randrange(13)
        if kind < 3:
            return f"r.{pick('abcd')}"
        if kind == 3:
            return f"r.level {pick(['is', 'is not', '>=', '<'])} {pick(LEVELS)}"
        if kind == 4:
            return f"r.mark is {pick(MARKS)}"
        if kind < 7:
            return f"r.k {pick(['<', '>=', '==', '!='])} {self._constant('k', range(1, 20))}"
        if kind == 7:
            return f"r.n {pick(['<', '>='])} {self._constant('n', range(1, 1000))}"
        if kind == 8:
            return f"exists r.gone and r.gone < {self._constant('gone', DAYS)}"
        if kind == 9:
            return f"r.day >= {self._constant('day', DAYS)}"
        if kind == 10:
            return "exists r.gone" if self._chance.random() < 0.5 else "weighed(r)"
        # A constant is one that the program holds, no other.
        test = "i.live" if self._chance.random() < 2 / 3 else f"i.size >= {self._constant('size', range(1, 10))}"
        if kind == 11:
            return f"{pick(['some (i in r.items where', 'all (i in r.items :'])} {test})"
        return f"at least {pick([1, 2])} of (i in r.items where {test})"

    def _bool(self, depth):
        if depth == 0 or self._chance.random() < 0.2:
            return f"({self._leaf()})"
        kind = self._chance.randrange(7)
        if kind < 3:
            return f"({self._bool(depth - 1)} and {self._bool(depth - 1)})"
        if kind < 6:
            return f"({self._bool(depth - 1)} or {self._bool(depth - 1)})"
        return f"(not {self._bool(depth - 1)})"

    def _int(self, depth):
        if depth == 0:
            return self._chance.choice(["1", "2", "5", "count (i in r.items where i.live)"])
        kind = self._chance.randrange(3)
        if kind == 0:
            return f"({self._int(depth - 1)} + {self._int(depth - 1)})"
        if kind == 1:
            return f"max({self._int(depth - 1)}, {self._int(depth - 1)})"
        return f"(if {self._bool(2)} then {self._int(depth - 1)} else {self._int(depth - 1)})"

    def _levels(self):
        chance = self._chance
        picks = chance.choice(["", "", "  picks highest\n", "  picks lowest\n"])
        lines = [f"  default {chance.choice(LEVELS)}\n"] if chance.random() < 0.8 else []
        cases = chance.randint(1, 3)
        conditions = set()
        while len(conditions) < cases:  # the checker refuses two cases of one condition
            condition = self._bool(1)
            if condition not in conditions:
                lines.append(f"  case c{len(conditions)}: {chance.choice(LEVELS)} when {condition}\n")
            conditions.add(condition)
        for i in range(chance.randint(0, 2)):
            target = chance.choice(["", f"c{chance.randrange(cases)} "])
            conclusion = chance.choice(["lifted"] + LEVELS)
            lines.append(f"  except {target}as e{i}: {conclusion} when {self._bool(1)}\n")
        return "rule grade(r: Case) : Level {\n" + picks + "".join(lines) + "}\n"

    def _norm(self, kind, name, clauses):
        exempt = f"  exempt x: when {self._bool(1)}  cites NOW@2\n" if self._chance.random() < 0.7 else ""
        return (f'{kind} {name}(r: Case) {{\n  vi "Mẫu" en "Sample"\n  cites NOW@1\n  bearer firm\n'
                f"{clauses}{exempt}}}\n")

    def _duty(self):
        return self._norm("duty", "keep", f"  applies when {self._bool(1)}\n  met when {self._bool(2)}\n")

    def _prohibition(self):
        return self._norm("prohibition", "avoid", f"  trigger r.start\n  breached when {self._bool(2)}\n")

    def representatives(self, field):
        """What stands for all values of a number or date: the constants and their neighbours."""
        if field in ("gone", "day"):
            return sorted({next_day(c, s) for c in self.constants[field] for s in (-1, 0, 1)})
        top = {"k": 20, "n": 1000, "size": 10}[field]
        return sorted({v for c in self.constants[field] for v in (c - 1, c, c + 1) if 0 <= v <= top})


class Leaf:
    """One thing that may be left out: its path, its representatives, and how it is stated."""

    def __init__(self, path, values, state):
        self.path, self.values, self.state = path, values, state


def leaves_of(program, items):
    """Every leaf of the facts but the trigger, which is always stated."""
    def plain(path, key, values, inside=None):
        def state(facts, value):
            (facts if inside is None else facts["items"][inside])[key] = value
        return [Leaf(path, values, state)]

    def number(path, key, inside=None):
        return plain(path, key, program.representatives(key) or [3], inside)

    out = []
    for key in "abcd":
        out.append(plain(f"/{key}", key, [False, True]))
    out += [plain("/level", "level", LEVELS), plain("/mark", "mark", MARKS), number("/k", "k"), number("/n", "n")]
    out.append(plain("/day", "day", program.representatives("day") or [DAYS[0]]))

    def judge(facts, value):
        facts["$judgments"] = {"weighed": value}
    out.append([Leaf("/$judgments/weighed", [False, True], judge)])

    def exist(facts, value):
        if not value:
            facts["gone"] = None

    def date_it(facts, value):
        if "gone" not in facts:
            facts["gone"] = value
    dates = program.representatives("gone") or [DAYS[0]]
    out.append([Leaf("/gone", [False, True], exist), Leaf("/gone", dates, date_it)])
    for i in range(items):
        out.append(plain(f"/items/{i}/live", "live", [False, True], i))
        out.append(number(f"/items/{i}/size", "size", i))
    return out


def stated(groups, items, choose):
    """Facts with the chosen value of each leaf."""
    facts = {"start": "2026-02-01T00:00:00Z", "items": [{} for _ in range(items)]}
    for group in groups:
        for leaf in group:
            value = choose(leaf)
            if value is not None:
                leaf.state(facts, value)
    return facts


def outcomes(answer):
    """Part → what it came to: an output's value, a norm's status."""
    parts = {**answer["outputs"], **{name: norm["status"] for name, norm in answer["norms"].items()}}
    return {name: repr(value) for name, value in parts.items()}


def asked_for(answer, name):
    """The facts that a part asks for, and whether it is inexact; None if it is known."""
    if name in answer["norms"]:
        part = answer["norms"][name]
        if part["status"] not in ("undetermined", "open"):
            return None
        return part["missing"], part.get("$inexact", False), part["status"]
    part = answer["outputs"][name]
    if not isinstance(part, dict) or "$unknown" not in part:
        return None
    return part["$unknown"], part.get("$inexact", False), None


def expected_missing(leaves, table):
    """The leaves that matter, in the asking order, each path once. `table`: combination → outcome."""
    settled, matters = [], []
    for i, leaf in enumerate(leaves):
        by_value, by_rest = {}, {}
        for key, outcome in table.items():
            by_value.setdefault(key[i], set()).add(outcome)
            by_rest.setdefault(key[:i] + key[i + 1:], set()).add(outcome)
        settled.append(Fraction(sum(len(found) == 1 for found in by_value.values()), len(leaf.values)))
        matters.append(any(len(found) > 1 for found in by_rest.values()))
    order = sorted((i for i in range(len(leaves)) if matters[i]), key=lambda i: (-settled[i], leaves[i].path.encode()))
    return list(dict.fromkeys(leaves[i].path for i in order))


class Trial:
    """One case with gaps, and the completions that were asked beside it."""

    def __init__(self, program, chance, asked, most):
        self.program = program
        items = chance.randint(0, 2)
        groups = leaves_of(program, items)
        whole = {id(leaf): chance.choice(leaf.values) for group in groups for leaf in group}
        chance.shuffle(groups)
        gaps, size = [], 1
        for group in groups:
            room = math.prod(len(leaf.values) for leaf in group)
            if size * room <= most and (len(gaps) < 9 or most > LIMIT):
                gaps.append(group)
                size *= room
        self.leaves = [leaf for group in gaps for leaf in group]
        missing = {id(leaf) for leaf in self.leaves}
        self.facts = stated(groups, items, lambda leaf: None if id(leaf) in missing else whole[id(leaf)])
        self.place = asked.case(self.facts)
        keys = itertools.product(*(leaf.values for leaf in self.leaves))
        self.exact = size <= LIMIT
        if not self.exact:  # samples, each with a neighbour that differs in one leaf
            keys = []
            for _ in range(12):
                one = tuple(chance.choice(leaf.values) for leaf in self.leaves)
                at = chance.randrange(len(one))
                keys += [one, one[:at] + (chance.choice(self.leaves[at].values),) + one[at + 1:]]
        self.completions = []
        for key in keys:
            chosen = dict(zip((id(leaf) for leaf in self.leaves), key))
            facts = stated(groups, items, lambda leaf: chosen.get(id(leaf), whole[id(leaf)]))
            self.completions.append((key, asked.case(facts)))

    def judge(self, answers, tally, seen):
        answer = answers[self.place]
        for place in [self.place] + [place for _, place in self.completions]:
            if "outputs" not in answers[place]:
                tally.check(False, f"refused: {answers[place]} for {self.facts}")
                return
        decided = [(key, outcomes(answers[place])) for key, place in self.completions]
        for name, outcome in outcomes(answer).items():
            table = {key: parts[name] for key, parts in decided}
            found = asked_for(answer, name)
            if self.exact:
                self._exact(name, outcome, table, found, tally, seen)
            else:
                self._inexact(name, outcome, decided, found, tally, seen)

    def _tell(self, name, what):
        return f"{name}: {what}\n  facts {self.facts}\n{self.program.source[len(HEAD):]}"

    def _exact(self, name, outcome, table, found, tally, seen):
        agreed = set(table.values())
        if len(agreed) == 1:
            seen["known"] += 1
            tally.check(outcome in agreed, self._tell(name, f"all completions give {agreed}, the answer is {outcome}"))
            return
        seen["unknown"] += 1
        wanted = expected_missing(self.leaves, table)
        if found is None:
            tally.check(False, self._tell(name, f"known as {outcome}, but completions give {agreed}"))
            return
        asks, inexact, status = found
        tally.check(asks == wanted, self._tell(name, f"asks for {asks}, what matters is {wanted}"))
        tally.check(not inexact, self._tell(name, "inexact, though no bound was hit"))
        if status is not None:
            judgments = all(path.startswith("/$judgments") for path in wanted)
            tally.check(status == ("open" if judgments else "undetermined"), self._tell(name, status))

    def _inexact(self, name, outcome, decided, found, tally, seen):
        if found is None:
            seen["known of many"] += 1
            tally.check(all(parts[name] == outcome for _, parts in decided),
                        self._tell(name, f"known as {outcome}, but a completion differs"))
            return
        asks, inexact, _ = found
        seen["inexact" if inexact else "exact of many"] += 1
        paths = {leaf.path for leaf in self.leaves}
        tally.check(set(asks) <= paths, self._tell(name, f"asks for what was stated: {asks}"))
        for (one, before), (other, after) in zip(decided[::2], decided[1::2]):
            changed = [self.leaves[i].path for i in range(len(one)) if one[i] != other[i]]
            if before[name] != after[name]:
                tally.check(changed[0] in asks, self._tell(name, f"does not ask for {changed[0]}, which matters"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--programs", type=int, default=60)
    parser.add_argument("--cases", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", default="interp")
    args = parser.parse_args()
    asked = Asked(args.build, args.engine)
    trials = []
    for n in range(args.programs):
        chance = random.Random(args.seed * 1_000_003 + n)
        program = Program(chance)
        asked.program(program.source)
        for i in range(args.cases):
            most = 10**9 if i == 0 else chance.choice([4, 16, 64, 160])
            trials.append(Trial(program, chance, asked, most))
    answers = asked.answers()
    tally = Tally()
    seen = {name: 0 for name in ("known", "unknown", "inexact", "exact of many", "known of many")}
    for trial in trials:
        trial.judge(answers, tally, seen)
    print(f"{args.programs} programs, {len(trials)} cases, {len(answers)} decisions; parts: {seen}")
    for name, count in seen.items():
        tally.check(count > 0, f"never happened: {name}")
    tally.close()


main()
