// Prints P3-N as a policy with one test: node print_rules.mjs DATA N > P3-N.phep. DATA is what the generator of tests/bench wrote:
// rules as [{id, when: [atom], unless: [atom] | null}], documents, and which rules hold for each.
//
// A set holds at most 64 members, so rules are printed in groups of 64: a rule of the language, and an output, each.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const GROUP = 64;
const [, , data, size] = process.argv;
const first = (file) => readFileSync(join(data, file), 'utf8').split('\n', 1)[0];
const rules = JSON.parse(readFileSync(join(data, 'policy', `P3-${size}.rules.json`), 'utf8'));
const document = JSON.parse(first('P3.ndjson'));
const holding = new Set(first(`P3-${size}.expected`).split(' ').filter(Boolean).map(Number));
const lines = [];
const range = (n) => [...Array(n).keys()];

const atom = (a) => {
  const fact = `c.${a[1]}`;
  switch (a[0]) {
    case 'fact': return fact;
    case 'not': return `not ${atom(a[1])}`;
    case 'lt': return `${fact} < ${a[2]}`;
    case 'ge': return `${fact} >= ${a[2]}`;
    case 'eq': return `${fact} is ${a[2]}`;
    case 'in': return `${fact} in {${a[2].join(', ')}}`;
    default: throw new Error(`no such atom: ${a[0]}`);
  }
};
const all = (atoms) => atoms.map(atom).join(' and ');

lines.push(`// ${rules.length} rules over forty facts. No law: P3 of tests/bench/WORKLOAD.md.`, 'module p3', '');
lines.push('enum Kind { v0  v1  v2  v3  v4  v5  v6  v7 }');
const groups = range(Math.ceil(rules.length / GROUP)).map((g) => rules.slice(g * GROUP, (g + 1) * GROUP));
groups.forEach((group, g) => lines.push(`enum Hit${g} { ${group.map((r) => `r${r.id}`).join(' ')} }`));
lines.push('', 'record Case {');
for (const i of range(13)) lines.push(`  b${i} : bool`);
for (const i of range(15)) lines.push(`  i${i} : int -2_147_483_648..2_147_483_647`);
for (const i of range(12)) lines.push(`  e${i} : Kind`);
lines.push('}', '');
groups.forEach((group, g) => {
  lines.push(`rule hits${g}(c: Case) : set<Hit${g}> {`, '  picks   all');
  for (const r of group) {
    lines.push(`  case    k${r.id}: r${r.id} when ${all(r.when)}`);
    if (r.unless) lines.push(`  except  k${r.id} as x${r.id}: lifted when ${all(r.unless)}`);
  }
  lines.push('}');
});
lines.push('', 'decision p3(c: Case) {');
groups.forEach((_, g) => lines.push(`  hits${g} = hits${g}(c)`));
lines.push('}', '', 'test "the first document" {', '  as_of  2026-03-10T09:00+07:00');
lines.push(`  let    c = Case { ${Object.entries(document).map(([name, value]) => `${name}: ${value}`).join(', ')} }`);
groups.forEach((group, g) => {
  lines.push(`  expect hits${g}(c) == {${group.filter((r) => holding.has(r.id)).map((r) => `r${r.id}`).join(', ')}}`);
});
lines.push('}');
process.stdout.write(`${lines.join('\n')}\n`);
