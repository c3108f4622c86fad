// Runs policy modules in V8: one process, many modules, one request a line on standard input.
//   {"load": path}                                        → {"module": n}
//   {"module": n, "name": NAME, "facts": text, "as_of": "ms", "law_date": days|null, "readings": [..], "flags": n}
//                                                         → {"status": n, "output": text}
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const OPTIONS_SIZE = 32;
const NO_DATE = -2147483648;
const SMALL_ARENA = 3;
const modules = [];

async function load(path) {
  const { instance } = await WebAssembly.instantiate(readFileSync(path), {});
  modules.push(instance.exports);
  return { module: modules.length - 1 };
}

// Memory behind the module's own data: facts, options, readings, answer, arena. Grown until the answer fits.
function run(request) {
  const policy = modules[request.module];
  const facts = new TextEncoder().encode(request.facts);
  const base = (policy.__heap_base.value + 15) & ~15;
  for (let room = 1 << 20; ; room *= 4) {
    const readings = base + OPTIONS_SIZE;
    const written = (readings + 4 * request.readings.length + 15) & ~15;
    const text = written + 16;
    const out = (text + facts.length + 64 + 15) & ~15;
    const arena = out + room;
    const end = arena + room;
    const missing = end - policy.memory.buffer.byteLength;
    if (missing > 0) policy.memory.grow(Math.ceil(missing / 65536));
    const view = new DataView(policy.memory.buffer);
    view.setUint32(base, OPTIONS_SIZE, true);
    view.setUint32(base + 4, request.flags, true);
    view.setBigInt64(base + 8, BigInt(request.as_of), true);
    view.setInt32(base + 16, request.law_date ?? NO_DATE, true);
    view.setUint32(base + 20, request.readings.length, true);
    view.setBigUint64(base + 24, BigInt(readings), true);
    request.readings.forEach((option, i) => view.setInt32(readings + 4 * i, option, true));
    new Uint8Array(policy.memory.buffer, text, facts.length).set(facts);
    const status = policy[`${request.name}_decide_json`](text, facts.length, base, out, room, written, arena, room);
    if (status === SMALL_ARENA && room < 1 << 28) continue;
    const length = new DataView(policy.memory.buffer).getUint32(written, true);
    const bytes = new Uint8Array(policy.memory.buffer, out, length);
    return { status, output: new TextDecoder().decode(bytes) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  const answer = request.load ? await load(request.load) : run(request);
  process.stdout.write(JSON.stringify(answer) + '\n');
}
