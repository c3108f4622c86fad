"""Decimals, money and ints against Python's `decimal`, which knows nothing of Phép, and the published rows of
decimal_rows.txt against both.

  python3 decimals.py BUILD [--operations 100000] [--seed 1] [--engine interp,jit]

One program holds every operation as an output; each random case is one row of operands for all of them. Python
computes exactly (200 digits; quotients by ROUND_05UP, after which one more rounding is right) and rounds once.
"""

import argparse
import decimal
import pathlib
import random
from decimal import Decimal

from ask import Asked, Tally

MODES = {
    "half_up": decimal.ROUND_HALF_UP,
    "half_even": decimal.ROUND_HALF_EVEN,
    "up": decimal.ROUND_UP,
    "down": decimal.ROUND_DOWN,
    "ceiling": decimal.ROUND_CEILING,
    "floor": decimal.ROUND_FLOOR,
}
EXACT = decimal.Context(prec=200, rounding=decimal.ROUND_05UP, Emax=9999, Emin=-9999,
                        traps=[decimal.DivisionByZero, decimal.InvalidOperation])
decimal.setcontext(EXACT)
LIMIT = Decimal(10) ** 29
NANO = Decimal("0.000000001")
KINDS = ["division_by_zero", "needs_rounding", "overflow"]  # the least wins


class Wrong(Exception):
    """An error as a value: its kind is its first argument."""


# ---- what the operations mean --------------------------------------------------------------------

def multiplied(a, b):
    return EXACT.multiply(Decimal(a), Decimal(b))


def divided(a, b):
    if b == 0:
        raise Wrong("division_by_zero")
    return EXACT.divide(Decimal(a), Decimal(b))


def rounded(value, mode, quantum):
    """The nearest multiple of the quantum, by the mode."""
    steps = EXACT.divide(value, quantum).quantize(Decimal(1), rounding=MODES[mode], context=EXACT)
    return EXACT.multiply(steps, quantum)


def as_decimal(value):
    """A decimal holds what is below 10^29 and has nine places."""
    if abs(value) >= LIMIT:
        raise Wrong("overflow")
    if value != rounded(value, "down", NANO):
        raise Wrong("needs_rounding")
    return value


def as_word(value):
    if not -2**63 <= value < 2**63:
        raise Wrong("overflow")
    return int(value)


def as_rounded_word(value):
    if abs(value) >= LIMIT:
        raise Wrong("overflow")
    return as_word(value)


def least_wrong(*parts):
    """Values of several parts; of several errors the least."""
    values, wrong = [], []
    for part in parts:
        try:
            values.append(part())
        except Wrong as error:
            wrong.append(error.args[0])
    if wrong:
        raise Wrong(min(wrong, key=KINDS.index))
    return values


# ---- the operations ------------------------------------------------------------------------------

def operations():
    """name → (expression, type of the output, what Python makes of a case)."""
    out = {}

    def add(name, expression, kind, compute):
        out[name] = (expression, kind, compute)

    add("sum", "c.a + c.b", "decimal", lambda c: as_decimal(EXACT.add(c.a, c.b)))
    add("difference", "c.a - c.b", "decimal", lambda c: as_decimal(EXACT.subtract(c.a, c.b)))
    add("product", "c.a * c.b", "decimal", lambda c: as_decimal(multiplied(c.a, c.b)))
    add("quotient", "c.a / c.b", "decimal", lambda c: as_decimal(divided(c.a, c.b)))
    add("opposite", "-c.a", "decimal", lambda c: -c.a)
    add("least", "min(c.a, c.b)", "decimal", lambda c: min(c.a, c.b))
    add("most", "max(c.a, c.b)", "decimal", lambda c: max(c.a, c.b))
    for name, sign, test in (("below", "<", lambda a, b: a < b), ("same", "==", lambda a, b: a == b),
                             ("at_least", ">=", lambda a, b: a >= b)):
        add(name, f"c.a {sign} c.b", "bool", lambda c, test=test: test(c.a, c.b))
    add("mixed", "c.i * c.a + c.j", "decimal",
        lambda c: as_decimal(EXACT.add(as_decimal(multiplied(c.i, c.a)), c.j)))
    add("percent", "2.5% of c.a", "decimal", lambda c: as_decimal(multiplied(Decimal("0.025"), c.a)))
    add("nested", "c.a * c.b + c.a / c.b", "decimal", lambda c: as_decimal(EXACT.add(
        *least_wrong(lambda: as_decimal(multiplied(c.a, c.b)), lambda: as_decimal(divided(c.a, c.b))))))

    add("int_sum", "c.i + c.j", "int", lambda c: as_word(c.i + c.j))
    add("int_difference", "c.i - c.j", "int", lambda c: as_word(c.i - c.j))
    add("int_product", "c.i * c.j", "int", lambda c: as_word(c.i * c.j))
    add("int_quotient", "c.i / c.j", "decimal", lambda c: as_decimal(divided(c.i, c.j)))
    add("int_opposite", "-c.i", "int", lambda c: as_word(-c.i))
    add("int_below", "c.i < c.a", "bool", lambda c: c.i < c.a)

    add("money_sum", "c.m + c.n", "VND", lambda c: as_word(c.m + c.n))
    add("money_difference", "c.m - c.n", "VND", lambda c: as_word(c.m - c.n))
    add("money_product", "c.m * c.j", "VND", lambda c: as_word(c.m * c.j))
    add("money_times", "3 times c.m", "VND", lambda c: as_word(c.m * 3))
    add("money_opposite", "-c.m", "VND", lambda c: as_word(-c.m))
    add("money_least", "min(c.m, c.n)", "VND", lambda c: min(c.m, c.n))
    add("total", "sum (x in c.xs : x.m)", "VND", lambda c: as_word(sum(c.xs)))
    add("amount_below", "c.m * c.a < c.n * c.b", "bool", lambda c: (lambda v: v[0] < v[1])(least_wrong(
        lambda: as_decimal(multiplied(c.m, c.a)), lambda: as_decimal(multiplied(c.n, c.b)))))

    for mode in MODES:
        for places in (0, 1, 2, 6, 9):
            quantum = Decimal(1).scaleb(-places)
            to = f"rounded {mode} to {places} places"
            add(f"{mode}_{places}_value", f"c.a {to}", "decimal",
                lambda c, m=mode, q=quantum: as_decimal(rounded(c.a, m, q)))
            add(f"{mode}_{places}_product", f"c.a * c.b {to}", "decimal",
                lambda c, m=mode, q=quantum: as_decimal(rounded(multiplied(c.a, c.b), m, q)))
            add(f"{mode}_{places}_quotient", f"c.a / c.b {to}", "decimal",
                lambda c, m=mode, q=quantum: as_decimal(rounded(divided(c.a, c.b), m, q)))
        one = Decimal(1)
        add(f"{mode}_whole", f"c.a rounded {mode}", "int",
            lambda c, m=mode: as_rounded_word(rounded(c.a, m, one)))
        add(f"{mode}_int_quotient", f"c.i / c.j rounded {mode}", "int",
            lambda c, m=mode: as_rounded_word(rounded(divided(c.i, c.j), m, one)))
        add(f"{mode}_money", f"c.m * c.a rounded {mode}", "VND",
            lambda c, m=mode: as_rounded_word(rounded(multiplied(c.m, c.a), m, one)))
        add(f"{mode}_share", f"2.5% of c.m rounded {mode}", "VND",
            lambda c, m=mode: as_rounded_word(rounded(multiplied(c.m, Decimal("0.025")), m, one)))
        add(f"{mode}_money_quotient", f"c.m / c.b rounded {mode}", "VND",
            lambda c, m=mode: as_rounded_word(rounded(divided(c.m, c.b), m, one)))
        add(f"{mode}_thousands", f"c.m * c.a rounded {mode} to 1_000 VND", "VND",
            lambda c, m=mode: as_rounded_word(rounded(multiplied(c.m, c.a), m, Decimal(1000))))
        add(f"{mode}_money_thousands", f"c.m rounded {mode} to 1_000 VND", "VND",
            lambda c, m=mode: as_rounded_word(rounded(Decimal(c.m), m, Decimal(1000))))
        add(f"{mode}_cents", f"c.u * c.a rounded {mode}", "EUR",
            lambda c, m=mode: as_rounded_word(rounded(multiplied(c.u, c.a), m, one)))
        add(f"{mode}_five_cents", f"c.u / c.j rounded {mode} to 0.05 EUR", "EUR",
            lambda c, m=mode: as_rounded_word(rounded(divided(c.u, c.j), m, Decimal(5))))
        add(f"{mode}_amounts", f"c.m * c.a + c.n * c.b rounded {mode}", "VND",
            lambda c, m=mode: as_rounded_word(rounded(as_decimal(EXACT.add(*least_wrong(
                lambda: as_decimal(multiplied(c.m, c.a)),
                lambda: as_decimal(multiplied(c.n, c.b))))), m, one)))
    return out


PHEP_TYPES = {"VND": "money<VND>", "EUR": "money<EUR>"}


def program(ops):
    lines = ["record Item { m : money<VND> }",
             "record Case {",
             "  a : decimal  b : decimal  i : int  j : int",
             "  m : money<VND>  n : money<VND>  u : money<EUR>  xs : list<Item> max 4",
             "}"]
    for name, (expression, kind, _) in ops.items():
        lines.append(f"rule op_{name}(c: Case) : {PHEP_TYPES.get(kind, kind)} = {expression}")
    lines.append("decision report(c: Case) {")
    lines += [f"  o_{name} = op_{name}(c)" for name in ops]
    return "\n".join(lines + ["}", ""])


# ---- operands ------------------------------------------------------------------------------------

class Operands:
    """One case: near zero, near the limits, near halves, and anything between."""

    def __init__(self, chance):
        self.a, self.b = self._decimal(chance), self._decimal(chance)
        if chance.random() < 0.05:
            self.b = self.a
        self.i, self.j = self._word(chance), self._word(chance)
        self.m, self.n, self.u = self._word(chance), self._word(chance), self._word(chance)
        self.xs = [self._word(chance) for _ in range(chance.randrange(5))]

    @staticmethod
    def _decimal(chance):
        sign = chance.choice("  -").strip()
        shape = chance.randrange(8)
        if shape == 0:
            return Decimal(sign + chance.choice(["0", "1", "0.5", "2.5", "0.000000001", "0.1", "3", "0.05"]))
        if shape == 1:
            return Decimal(sign + "99999999999999999999999999999.999999999")
        if shape == 2:  # halves
            return Decimal(f"{sign}{chance.randrange(10**6)}.{chance.choice(['5', '05', '25', '005', '50000001'])}")
        whole = chance.randrange(10 ** chance.randrange(1, 30)) if shape < 5 else chance.randrange(10**6)
        places = chance.randrange(10)
        return Decimal(f"{sign}{whole}.{chance.randrange(10**places):0{max(places, 1)}}")

    @staticmethod
    def _word(chance):
        shape = chance.randrange(6)
        if shape == 0:
            return chance.choice([0, 1, -1, 2, 3, 5, 10, 1000, 2**63 - 1, -2**63, 2**62, 2**32])
        size = chance.choice([10, 10**4, 10**9, 10**18]) if shape > 1 else 3 * 10**9 + 1
        return chance.randrange(-size // 3, size)

    def facts(self):
        vnd = lambda v: {"amount": str(v), "currency": "VND"}  # noqa: E731
        return {"a": text_of(self.a), "b": text_of(self.b), "i": self.i, "j": self.j, "m": vnd(self.m),
                "n": vnd(self.n), "u": {"amount": str(self.u), "currency": "EUR"},
                "xs": [{"m": vnd(x)} for x in self.xs]}


def text_of(value):
    """Canonical notation of a decimal: no exponent, no needless zeros."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def canonical(value, kind):
    if kind == "decimal":
        return text_of(value)
    if kind in PHEP_TYPES:
        return {"amount": str(int(value)), "currency": kind}
    return value


# ---- published rows ------------------------------------------------------------------------------

SIGNS = {"add": "c.a + c.b", "subtract": "c.a - c.b", "multiply": "c.a * c.b", "divide": "c.a / c.b",
         "min": "min(c.a, c.b)", "max": "max(c.a, c.b)", "minus": "-c.a", "quantize": "c.a",
         "compare": "if c.a < c.b then -1.0 else if c.a == c.b then 0.0 else 1.0"}


def check_rows(args, tally):
    """Every published row by Phép."""
    text = pathlib.Path(__file__).with_name("decimal_rows.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in text.splitlines() if not line.startswith("#")]
    names, lines = {}, []
    for operation, mode, places, *_ in rows:
        if (operation, mode, places) in names:
            continue
        names[operation, mode, places] = name = f"r{len(names)}"
        to = "" if mode == "-" else f" rounded {mode} to {places} places"
        lines.append(f"rule op_{name}(c: Case) : decimal = {SIGNS[operation]}{to}\n")
    asked = Asked(args.build, args.engine)
    asked.program("record Case { a : decimal  b : decimal }\n" + "".join(lines) + "decision report(c: Case) {\n"
                  + "".join(f"  {name} = op_{name}(c)\n" for name in names.values()) + "}\n")
    places_of = [asked.case({"a": a, "b": "0" if b == "-" else b}) for _, _, _, a, b, _ in rows]
    answers = asked.answers()
    for row, place in zip(rows, places_of):
        found = answers[place]["outputs"][names[row[0], row[1], row[2]]]
        if isinstance(found, dict):
            found = found.get("$error", {}).get("kind", found)
        tally.check(found == row[5], f"{' '.join(row)}: Phép has {found}")
    print(f"{len(rows)} published rows")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--operations", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", default="interp,jit")
    args = parser.parse_args()
    ops = operations()
    asked = Asked(args.build, args.engine)
    asked.program(program(ops))
    cases = []
    for n in range(-(-args.operations // len(ops))):
        operands = Operands(random.Random(args.seed * 1_000_003 + n))
        cases.append((operands, asked.case(operands.facts())))
    answers = asked.answers()
    tally = Tally()
    seen = {kind: 0 for kind in KINDS}
    for operands, place in cases:
        outputs = answers[place].get("outputs")
        if outputs is None:
            tally.check(False, f"{operands.facts()}: {answers[place]}")
            continue
        for name, (expression, kind, compute) in ops.items():
            found = outputs[f"o_{name}"]
            try:
                wanted = canonical(compute(operands), kind)
            except Wrong as error:
                seen[error.args[0]] += 1
                wanted, found = error.args[0], found.get("$error", {}).get("kind", found) \
                    if isinstance(found, dict) else found
            tally.check(found == wanted, f"{expression}: Python has {wanted}, Phép {found}, for {operands.facts()}")
    print(f"{len(ops)} operations, {len(cases)} cases; errors among them: {seen}")
    for kind, count in seen.items():
        tally.check(count > 0, f"{kind} never happened")
    check_rows(args, tally)
    tally.close()


main()
