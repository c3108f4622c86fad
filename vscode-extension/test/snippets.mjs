// The snippets, one below another with their placeholders as they come, are two programs that check and pass.
//   node vscode-extension/test/snippets.mjs build/bin/phep
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const phep = process.argv[2];
const snippets = JSON.parse(readFileSync(new URL('../snippets/phep.json', import.meta.url), 'utf8'));

function filled(body) {
  const defaults = new Map();
  return body.join('\n')
    .replace(/\$\{(\d+):([^}]*)\}/g, (_, place, text) => defaults.get(place) ?? (defaults.set(place, text), text))
    .replace(/\$\d+/g, '');
}

const programs = {
  'english.phep': ['module', 'record', 'rule', 'duty', 'decision', 'test table'],
  'vietnamese.phep': ['mô đun', 'dữ kiện', 'nghĩa vụ', 'quyết định', 'kiểm thử bảng'],
};
const folder = mkdtempSync(join(tmpdir(), 'phep-snippets-'));
let passed = 0, failed = 0;
const unused = Object.keys(snippets).filter((name) => !Object.values(programs).flat().includes(name));
for (const [file, names] of Object.entries(programs)) {
  const path = join(folder, file);
  writeFileSync(path, names.map((name) => filled(snippets[name].body)).join('\n'));
  for (const verb of ['check', 'test']) {
    const run = spawnSync(phep, [verb, path, '--lang', 'en'], { encoding: 'utf8' });
    const good = run.status === 0 && (verb === 'check' || /[1-9]\d* passed, 0 failed/.test(run.stdout + run.stderr));
    console.log(`${good ? 'ok' : 'not ok'} ${verb} ${file}`);
    if (good) ++passed;
    else {
      ++failed;
      console.log(run.stdout + run.stderr);
    }
  }
}
if (unused.length) {
  ++failed;
  console.log(`not ok no program holds the snippets ${unused.join(', ')}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
