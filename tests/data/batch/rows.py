#!/usr/bin/env python3
"""Random orders of shop.phep, the same ones twice: NDJSON and a table.

    rows.py FOLDER COUNT SEPARATOR LINE_BREAK [known]   writes rows.ndjson and rows.csv, from one seed

With "known" no fact is unknown.
"""
import json
import random
import sys

folder, count, separator, line_break = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4].encode().decode('unicode_escape')
draw = random.Random(20260310)
UNKNOWN, MISSING = object(), 0 if sys.argv[5:] == ['known'] else 0.1


def day():
    return f'{draw.randint(2024, 2029)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}'


def moment():
    return f'{day()}T{draw.randint(0, 23):02}:{draw.randint(0, 59):02}{draw.choice(["Z", "+07:00"])}'


def text():
    return ''.join(draw.choice(['a', 'Ă', '"', ',', ';', '\t', '\n', '\\', ' ', '😀', 'An']) for _ in range(draw.randint(1, 5)))


def visit():
    return {'on': day(), 'people': draw.randint(0, 1000), 'note': draw.choice([None, text()])}


# Column: the value as JSON writes it, and the cell (None: as JSON).
def sizes():
    return draw.choice(['small', 'medium', 'large'])


def practices():
    picked = [p for p in ['logs', 'training', 'transfer'] if draw.random() < 0.5]
    return picked, '|'.join(picked) or '-'


def money(most):
    amount = draw.randint(0, most)
    return {'amount': str(amount), 'currency': 'VND'}, f'{amount} VND'


def term():
    n, unit = draw.randint(0, 90), draw.choice(['hours', 'days', 'working_days', 'weeks', 'months', 'years'])
    return {'n': n, 'unit': unit}, f'{n} {unit}'


def same(make):
    def both():
        value = make()
        return value, value
    return both


def as_json(make):
    def both():
        value = make()
        return value, json.dumps(value, ensure_ascii=False)
    return both


def yes():
    value = draw.random() < 0.5
    return value, 'true' if value else 'false'


def number(most):
    def both():
        value = draw.randint(0, most)
        return value, str(value)
    return both


COLUMNS = [
    ('owner.name', same(text), False), ('paid', yes, False), ('pieces', number(2000), False), ('price', lambda: money(10**12), True),
    ('rate', same(lambda: draw.choice(['3', '0.3', '1', '-7.5', '0.000000001'])), False), ('bound', lambda: money(10**9), False),
    ('on', same(day), False), ('at', same(moment), True), ('term', term, True), ('size', same(sizes), False), ('practices', practices, False),
    ('owner.since', same(day), True), ('acts.filed_on', same(day), True), ('acts.told', yes, False),
    ('visits', as_json(lambda: [visit() for _ in range(draw.randint(0, 3))]), False),
    ('codes', as_json(lambda: [draw.randint(0, 20) for _ in range(draw.randint(0, 4))]), False),
]


def cell(value):
    if value == '' or not any(c in value for c in '",;\t\n\r'):
        return value
    return '"' + value.replace('"', '""') + '"'


header = []
for name, _, optional in COLUMNS:
    header += [name, f'{name}_absent'] if optional else [name]
table, lines = [separator.join(header)], []
for _ in range(count):
    facts, cells = {'acts': {'$partial': True}}, []
    for name, make, optional in COLUMNS:
        fate = draw.random()
        value, said = make()
        if fate < MISSING:
            value, said = UNKNOWN, ''
        elif optional and fate < 0.3:
            value, said = None, ''
        if value is not UNKNOWN:
            at = facts
            *way, last = name.split('.')
            for step in way:
                at = at.setdefault(step, {})
            at[last] = value
        cells.append(cell(said))
        if optional:
            cells.append('true' if value is None else draw.choice(['', 'false']))
    table.append(separator.join(cells))
    lines.append(json.dumps(facts, ensure_ascii=draw.random() < 0.2))
with open(f'{folder}/rows.csv', 'w', encoding='utf-8', newline='') as out:
    out.write(draw.choice(['', '\ufeff']) + line_break.join(table) + draw.choice(['', line_break]))
with open(f'{folder}/rows.ndjson', 'w', encoding='utf-8', newline='') as out:
    out.write('\n'.join(lines) + '\n')
