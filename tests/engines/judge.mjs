// Judges a run: node judge.mjs SCRATCH prints what is asked of Phép beside what was measured, as ratios within that run.
// Fastest samples decide; medians stand beside them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printArtefacts } from './artefacts.mjs';

const scratch = process.argv[2];
const read = (file) => JSON.parse(readFileSync(join(scratch, file), 'utf8'));
const results = read('results.json'), counts = read('counts.json'), duties = read('duties.json');
const policies = ['P1', 'P2', 'P3-10', 'P3-100', 'P3-1000', 'P3-10000'];
const peers = ['cedar-wasm', 'zen', 'casl', 'json-logic', 'cel-js', 'json-rules-engine', 'feelin', 'cerbos'];

const print = (line) => process.stdout.write(`${line}\n`);
const ns = (x) => x === undefined ? '' : x < 1000 ? `${x.toPrecision(3)} ns` : x < 1e6 ? `${(x / 1e3).toPrecision(3)} µs` : `${(x / 1e6).toPrecision(3)} ms`;
const rounded = (x) => x < 10 ? x.toFixed(2) : x.toFixed(0);
const median = (xs) => xs.sort((a, b) => a - b)[xs.length >> 1];

function timed(contestant, policy, mode) {
  const rounds = (results.time[`${contestant}|${policy}|${mode}`] ?? []).filter((x) => x.median_ns);
  if (rounds.length === 0) return undefined;
  return { min: Math.min(...rounds.map((x) => x.min_ns)), median: median(rounds.map((x) => x.median_ns)) };
}

// ---- against those written by hand ----

print('\n### Judged: beside those written by hand\n');
print('| what | ours, fastest | median | beside | fastest | median | ratio | of medians | asked | |');
print('| --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | --- | --- |');
function beside(what, ours, name, hand, most, slack = 0) {
  if (!ours || !hand) { print(`| ${what} | | | ${name} | | | | | | not measured |`); return; }
  const met = ours.min <= hand.min * most || ours.min <= hand.min + slack;
  const asked = `≤ ${most}x${slack ? ` or +${slack} ns` : ''}`;
  print(`| ${what} | ${ns(ours.min)} | ${ns(ours.median)} | ${name} | ${ns(hand.min)} | ${ns(hand.median)} | ${rounded(ours.min / hand.min)} | ${rounded(ours.median / hand.median)} | ${asked} | ${met ? 'met' : 'missed'} |`);
}
for (const p of policies) beside(`${p}, typed`, timed('ours-native', p, 'object'), 'cpp-custom', timed('cpp-custom', p, 'object'), 1.2, 5);
for (const p of policies) beside(`${p}, text`, timed('ours-native', p, 'text'), 'cpp-simdjson', timed('cpp-simdjson', p, 'text'), 1);
for (const p of policies) beside(`${p}, wasm from bytes`, timed('ours-wasm', p, 'text'), 'wasm-c', timed('wasm-c', p, 'text'), 1.2);
for (const p of policies) beside(`${p}, wasm from objects`, timed('ours-wasm', p, 'object'), 'wasm-c', timed('wasm-c', p, 'object'), 1.2);
beside('P3-10000, typed', timed('ours-native', 'P3-10000', 'object'), 'cpp-bitmap', timed('cpp-bitmap', 'P3-10000', 'object'), 1.2);
const duty = (arm) => ({ min: duties[arm].min_ns, median: duties[arm].median_ns });
beside('P2n, twelve duties, typed', duty('ours'), 'by hand', duty('hand'), 1.3);

// ---- against the best peer ----

print('\n### Judged: beside the best peer of this run\n');
print('| what | ours, fastest | best peer | its fastest | times faster | asked | |');
print('| --- | ---: | --- | ---: | ---: | ---: | --- |');
const wanted = {
  text: { P1: 12, P2: 30, 'P3-10': 3.5, 'P3-100': 25, 'P3-1000': 200, 'P3-10000': 600 },
  object: { P1: 150, P2: 600, 'P3-10': 60, 'P3-100': 220, 'P3-1000': 300, 'P3-10000': 900 },
};
for (const mode of ['text', 'object']) for (const p of policies) {
  const ours = timed('ours-native', p, mode);
  const best = peers.map((name) => ({ name, ...timed(name, p, mode) })).filter((x) => x.min).sort((a, b) => a.min - b.min)[0];
  if (!ours || !best) continue;
  const times = best.min / ours.min, asked = wanted[mode][p];
  print(`| ${p}, ${mode === 'text' ? 'text' : 'typed'} | ${ns(ours.min)} | ${best.name} | ${ns(best.min)} | ${rounded(times)} | ${asked}x | ${times >= asked ? 'met' : 'missed'} |`);
}
const rate = (name, mode) => {
  const runs = (results.p4[`${name}|P4|${mode}`] ?? []).filter((x) => x.cases);
  return runs.length === 0 ? 0 : Math.max(...runs.map((x) => x.cases / x.seconds));
};
const million = (x) => `${(x / 1e6).toPrecision(3)} M/s`;
const bestPeer = peers.map((name) => ({ name, rate: rate(name, 'text') })).sort((a, b) => b.rate - a.rate)[0];
if (rate('ours-native', 'text') && bestPeer.rate) {
  const times = rate('ours-native', 'text') / bestPeer.rate;
  print(`| P4, text | ${million(rate('ours-native', 'text'))} | ${bestPeer.name} | ${million(bestPeer.rate)} | ${rounded(times)} | 45x | ${times >= 45 ? 'met' : 'missed'} |`);
}
const beside4 = (what, ours, oursMode, name, mode, least) => {
  const a = rate(ours, oursMode), b = rate(name, mode);
  if (!a || !b) return print(`| ${what} | | ${name} | | | | not measured |`);
  print(`| ${what} | ${million(a)} | ${name} | ${million(b)} | ${(a / b).toPrecision(2)} | ${least}x | ${a >= least * b ? 'met' : 'missed'} |`);
};
beside4('P4, Arrow columns', 'ours-columns', 'object', 'cpp-columns', 'object', 0.5);
beside4('P4, Arrow columns, 1 % of rows with an unknown', 'ours-columns-unknown', 'object', 'cpp-columns', 'object', 0.5);
beside4('P4, `phep eval --batch --jobs 1`, its start included', 'ours-ndjson', 'text', 'cpp-simdjson', 'text', 0.6);
for (const line of readFileSync(join(scratch, 'distinct.json'), 'utf8').trim().split('\n')) {
  const d = JSON.parse(line);
  print(`| ${d.rows / 1e6} M distinct rows as Arrow columns, in and out | ${million(d.rows_per_second)} | | ${d.gb_in_per_second.toFixed(2)} GB/s in | ${d.gb_per_second.toFixed(2)} GB/s in all | | ${d.wrong} of ${d.checked} wrong |`);
}
print('\nOPA and regorus cannot be installed here; `tests/bench/peers.md` has them as multiples of cpp-simdjson. P4 of `ours-native` is');
print('the entry for one case, called again and again.');

printArtefacts(scratch);

// ---- instructions ----

print('\n### Instructions a decision (callgrind)\n');
const contestants = [...new Set(counts.map((c) => c.contestant))];
print(`| policy | ${contestants.join(' | ')} |`);
print(`| --- | ${contestants.map(() => '---:').join(' | ')} |`);
for (const key of [...new Set(counts.map((c) => `${c.policy}|${c.mode}`))]) {
  const [policy, mode] = key.split('|');
  const cell = (name) => counts.find((c) => c.contestant === name && c.policy === policy && c.mode === mode)?.instructions ?? '';
  print(`| ${policy}, ${mode === 'text' ? 'text' : 'typed'} | ${contestants.map(cell).join(' | ')} |`);
}
