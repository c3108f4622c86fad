"""Default logic against an evaluator written from the language's description alone (REFERENCE.md §8 and §16.2).

  python3 defaults.py BUILD [--rules 5000] [--cases 8] [--seed 1] [--engine interp]

Each rule has cases, exceptions, exceptions of exceptions, exceptions to several nodes and to the whole rule, nodes
that are not in force, guards that may be in error; it agrees, or picks the highest, the lowest or all. Each is decided
on complete facts. The evaluator below follows the text node by node; it shares nothing with the compiler.
"""

import argparse
import random

from ask import Asked, Tally

MEMBERS = ["low", "mid", "high", "top"]
FLAGS = [f"b{i}" for i in range(6)]
RULES_IN_A_PROGRAM = 25

HEAD = """instrument OLD {
  number "1/0000"  rank decree
  title vi "Cũ" en "Old"
  in_force from 2020-01-01 until 2025-01-01
  outline 1..9
}
instrument NOW {
  number "2/0000"  rank law
  title vi "Mới" en "New"
  in_force from 2025-01-01
  outline 1..9
}
enum Level ordered { low  mid  high  top }
record Case { b0 : bool  b1 : bool  b2 : bool  b3 : bool  b4 : bool  b5 : bool  k : int 0..9  d : int -1..1 }
"""


class Node:
    """A case or an exception."""

    def __init__(self, label, targets, whole, conclusion, guard, in_force):
        self.label, self.targets, self.whole = label, targets, whole
        self.conclusion, self.guard, self.in_force = conclusion, guard, in_force  # a member, or None: lifted


class Rule:
    def __init__(self, chance):
        self.picks = chance.choice([None, None, "highest", "lowest", "all"])
        self.kind = "set<Level>" if self.picks == "all" else chance.choice(["Level", "int"])
        self.values = MEMBERS if self.kind != "int" else [10, 20, 30, 40]
        self.fallback = chance.choice(self.values) if chance.random() < 0.7 else None
        self.nodes = []
        guards = set()
        for i in range(chance.randint(1, 4)):
            self._add(chance, f"c{i}", [], False, guards, may_lift=False)
        for i in range(chance.choice([0, 1, 1, 2, 3, 4, 5])):
            whole = chance.random() < 0.15
            count = 0 if whole else min(len(self.nodes), chance.choice([1, 1, 1, 2, 3]))
            targets = chance.sample([n.label for n in self.nodes], count)
            self._add(chance, f"e{i}", targets, whole, guards, may_lift=True)

    def _add(self, chance, label, targets, whole, guards, may_lift):
        guard = None
        while guard is None or guard.text in guards:
            guard = Guard(chance)
        guards.add(guard.text)
        conclusion = None if may_lift and chance.random() < 0.4 else chance.choice(self.values)
        in_force = chance.random() > 0.12
        self.nodes.append(Node(label, targets, whole, conclusion, guard, in_force))

    def text(self, name, chance):
        lines = [f"rule {name}(c: Case) : {self.kind} {{"]
        parts = []
        if self.picks:
            parts.append(f"  picks {self.picks}")
        if self.fallback is not None:
            value = f"{{{self.fallback}}}" if self.picks == "all" else self.fallback
            parts.append(f"  default {value}")
        for node in self.nodes:
            cites = "NOW@1" if node.in_force else "OLD@1"
            conclusion = "lifted" if node.conclusion is None else node.conclusion
            if node.label.startswith("c"):
                head = f"case {node.label}"
            else:
                head = "except " + (", ".join(node.targets) + " " if node.targets else "") + f"as {node.label}"
            parts.append(f"  {head}: {conclusion} when {node.guard.text}  cites {cites}")
        chance.shuffle(parts)  # order never matters
        return "\n".join(lines + parts + ["}", ""])


class Guard:
    """A condition with its meaning; sometimes one that is an error on some facts."""

    def __init__(self, chance):
        shape = chance.randrange(12)
        if shape < 5:
            flags = chance.sample(FLAGS, chance.choice([1, 1, 2]))
            signs = [chance.random() < 0.7 for _ in flags]
            word = chance.choice([" and ", " or "])
            self.text = word.join(f"c.{f}" if s else f"not c.{f}" for f, s in zip(flags, signs))
            both = all if word == " and " else any
            self.holds = lambda facts: both(facts[f] == s for f, s in zip(flags, signs))
        elif shape < 9:
            limit, sign = chance.randint(1, 8), chance.choice([">=", "<"])
            flag = chance.choice(FLAGS)
            self.text = f"c.k {sign} {limit} and c.{flag}"
            self.holds = lambda facts: facts[flag] and (facts["k"] >= limit) == (sign == ">=")
        elif shape < 11:
            limit = chance.randint(1, 8)
            self.text = f"c.k != {limit}"
            self.holds = lambda facts: facts["k"] != limit
        else:
            limit = chance.randint(1, 8)
            self.text = f"{limit} / c.d > 0"
            self.holds = lambda facts: Wrong("division_by_zero") if facts["d"] == 0 else facts["d"] > 0


# ---- the meaning, from the text ------------------------------------------------------------------

class Wrong(Exception):
    """An error as a value."""

    def __eq__(self, other):
        return isinstance(other, Wrong) and self.args == other.args

    __hash__ = Exception.__hash__


NOTHING, LIFTED = "nothing", "lifted"


def agreed(conclusions):
    """What several conclusions agree on; an error in one of them is the result."""
    wrong = [c for c in conclusions if isinstance(c, Wrong)]
    if wrong:
        return min(wrong, key=lambda w: w.args)
    some = [c for c in conclusions if c is not NOTHING]
    if not some:
        return NOTHING
    return some[0] if all(c == some[0] for c in some) else Wrong("conflict")


def concluded(rule, node, facts):
    """What a node concludes: nothing, lifted, a value, or an error."""
    holds = node.guard.holds(facts)
    if isinstance(holds, Wrong):
        return holds
    if not holds:
        return NOTHING
    exceptions = [n for n in rule.nodes if n.in_force and node.label in n.targets]
    narrowed = agreed([concluded(rule, n, facts) for n in exceptions])
    if narrowed is LIFTED:
        return NOTHING
    if narrowed is not NOTHING:
        return narrowed
    return LIFTED if node.conclusion is None else node.conclusion


def value_of(rule, facts):
    alive = [n for n in rule.nodes if n.in_force]
    default = rule.fallback
    if default is None:
        default = [] if rule.picks == "all" else Wrong("gap")
    elif rule.picks == "all":
        default = [default]
    whole = agreed([concluded(rule, n, facts) for n in alive if n.whole])
    if whole is LIFTED:
        return default
    if whole is not NOTHING:
        return [whole] if rule.picks == "all" and not isinstance(whole, Wrong) else whole
    cases = [concluded(rule, n, facts) for n in alive if not n.whole and not n.targets]
    wrong = [c for c in cases if isinstance(c, Wrong)]
    if rule.picks is None or wrong:
        result = agreed(wrong or cases)
        return default if result is NOTHING else result
    some = [c for c in cases if c is not NOTHING]
    if not some:
        return default
    if rule.picks == "all":
        return sorted(set(some))
    extreme = max if rule.picks == "highest" else min
    return extreme(some, key=rule.values.index)


def facts_of(chance):
    facts = {flag: chance.random() < 0.55 for flag in FLAGS}
    facts["k"] = chance.randint(0, 9)
    facts["d"] = chance.choice([-1, 0, 1, 1])
    return facts


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--rules", type=int, default=5000)
    parser.add_argument("--cases", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", default="interp")
    args = parser.parse_args()
    asked = Asked(args.build, args.engine)
    batches = []
    for batch in range(-(-args.rules // RULES_IN_A_PROGRAM)):
        chance = random.Random(args.seed * 1_000_003 + batch)
        rules = [Rule(chance) for _ in range(RULES_IN_A_PROGRAM)]
        source = HEAD + "".join(rule.text(f"r{i}", chance) for i, rule in enumerate(rules))
        outputs = "".join(f"  r{i} = r{i}(c)\n" for i in range(len(rules)))
        asked.program(source + "decision report(c: Case) {\n" + outputs + "}\n")
        for _ in range(args.cases):
            facts = facts_of(chance)
            batches.append((source, rules, facts, asked.case(facts)))
    answers = asked.answers()
    tally = Tally()
    seen = {}
    for source, rules, facts, place in batches:
        outputs = answers[place].get("outputs", {})
        for i, rule in enumerate(rules):
            wanted = value_of(rule, facts)
            found = outputs.get(f"r{i}")
            shape = wanted.args[0] if isinstance(wanted, Wrong) else "value"
            seen[shape] = seen.get(shape, 0) + 1
            if isinstance(wanted, Wrong):
                wanted, found = wanted.args[0], found.get("$error", {}).get("kind") if isinstance(found, dict) else found
            tally.check(found == wanted, f"the text gives {wanted}, Phép {found}, for {facts}\n"
                        + rule.text(f"r{i}", random.Random(0)))
    print(f"{len(batches) // args.cases * RULES_IN_A_PROGRAM} rules, {args.cases} cases each: {seen}")
    for shape in ("value", "conflict", "gap", "division_by_zero"):
        tally.check(shape in seen, f"{shape} never happened")
    tally.close()


main()
