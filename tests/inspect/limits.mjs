// A module whose meter runs out says so, from any depth, and can be asked again: node limits.mjs MODULE.wasm NAME FACTS
// Each limit is a copy of the module whose entries set the meter to it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [file, name, facts] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'phep-limits-'));
const text = execFileSync('wasm2wat', [file], { encoding: 'utf8', maxBuffer: 2 ** 28 });
const meter = [...text.matchAll(/\(global \(;(\d+);\) \(mut i64\)/g)].at(-1)[1];
const whole = text.match(new RegExp(`i64\\.const (\\d+)\\n\\s*global\\.set ${meter}\\b`))[1];

function withLimit(limit) {
  const [wat, wasm] = [join(folder, 'one.wat'), join(folder, 'one.wasm')];
  writeFileSync(wat, text.replaceAll(`i64.const ${whole}\n`, `i64.const ${limit}\n`));
  execFileSync('wat2wasm', [wat, '-o', wasm]);
  return new WebAssembly.Instance(new WebAssembly.Module(readFileSync(wasm)), {}).exports;
}

// The status and the answer of one call.
function decide(exports, json) {
  const bytes = new TextEncoder().encode(json);
  const at = (exports.__heap_base.value + 15) & ~15;
  const out = (at + 64 + bytes.length + 15) & ~15;
  const need = out + (1 << 21);
  if (exports.memory.buffer.byteLength < need)
    exports.memory.grow(Math.ceil((need - exports.memory.buffer.byteLength) / 65536));
  const view = new DataView(exports.memory.buffer);
  for (let i = 0; i < 64; i += 4) view.setUint32(at + i, 0, true);
  view.setUint32(at, 32, true);
  view.setBigInt64(at + 8, 1773108000000n, true);
  view.setInt32(at + 16, -0x80000000, true);
  new Uint8Array(exports.memory.buffer).set(bytes, at + 64);
  const status = exports[`${name}_decide_json`](at + 64, bytes.length, at, out, 1 << 20, at + 48, out + (1 << 20), 1 << 20);
  const size = view.getUint32(at + 48, true);
  return { status, answer: status === 0 ? Buffer.from(exports.memory.buffer, out, size).toString() : '' };
}

const wanted = decide(withLimit(whole), facts).answer;
let [passed, failed, limits] = [0, 0, 0];
const check = (what, holds) => {
  if (holds) return void (passed += 1);
  failed += 1;
  console.log(`${what} failed`);
};
check('an answer', wanted.startsWith('{"as_of"'));
// Twice over the same instance: were the stack not given back, a later call would end beyond it.
for (const limit of [1, 2, 3, 5, 8, 13, 30, 100, 300, 1000, 3000, 10_000, 100_000, 10_000_000]) {
  const exports = withLimit(limit);
  for (const json of [facts, '{}', facts, '{"x":1}', facts]) {
    const { status, answer } = decide(exports, json);
    if (status === 4) limits += 1;
    check(`limit ${limit}`, status === 4 || (json !== facts && (status === 0 || status === 2)) || (status === 0 && answer === wanted));
  }
}
const poor = withLimit(50);
for (let i = 0; i < 20_000; ++i) decide(poor, facts);
check('20,000 calls that ran out', decide(poor, facts).status === 4);
check('some ran out and some did not', limits > 10 && limits < 60);
rmSync(folder, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
