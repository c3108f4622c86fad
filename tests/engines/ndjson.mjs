// Phép's command line as a contestant of P4 in text mode: `phep eval --batch --jobs 1` over a file of 1,000,000 documents, its
// start included, answers written to a pipe. The exec protocol of tests/bench/README.md:  node ndjson.mjs PHEP --policy P --data DIR ...
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const argv = process.argv.slice(2), phep = argv[0];
const option = (name, otherwise) => { const i = argv.indexOf(`--${name}`); return i < 0 ? otherwise : argv[i + 1]; };
const say = (object) => console.log(JSON.stringify(object));
const source = join(dirname(fileURLToPath(import.meta.url)), 'policies', 'P2.phep');
const folder = resolve(option('data', '.')), documents = join(folder, 'P2.ndjson');
const args = (file) => ['eval', source, '--batch', '--facts', file, '--input', 'ndjson', '--as-of', '2026-03-10T09:00+07:00', '--jobs', '1'];
const policy = option('policy', 'P4');

function told(line) {
  const { level, due, obligations } = JSON.parse(line).outputs;
  return `${level} ${due} ${obligations.join(',')}`;
}

if (option('mode', 'text') !== 'text') {
  say({ unavailable: 'text mode only' });
} else if (argv.includes('--check') && policy === 'P2') {
  const got = spawnSync(phep, args(documents), { maxBuffer: 1 << 30, encoding: 'utf8' }).stdout.trimEnd().split('\n');
  const want = readFileSync(join(folder, 'P2.expected'), 'utf8').split('\n').filter((line) => line);
  say({ checked: want.length, wrong: want.filter((line, i) => got[i] === undefined || told(got[i]) !== line).length, version: process.env.OURS_VERSION });
} else if (argv.includes('--batch') && policy === 'P4') {
  const text = readFileSync(documents), rows = text.toString().trimEnd().split('\n').length;
  const scratch = mkdtempSync(join(tmpdir(), 'rows-')), file = join(scratch, 'rows.ndjson');
  for (let i = 0; i < Math.ceil(Number(option('batch')) / rows); i++) appendFileSync(file, text);
  const began = performance.now();
  const child = spawn(phep, args('-'), { stdio: [openSync(file, 'r'), 'pipe', 'inherit'] });
  let cases = 0;
  child.stdout.on('data', (bytes) => { for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) cases++; });
  child.on('close', () => { say({ cases, seconds: (performance.now() - began) / 1000 }); rmSync(scratch, { recursive: true }); });
} else {
  say({ unavailable: 'not timed by the case' });
}
