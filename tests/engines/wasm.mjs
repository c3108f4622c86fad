// Phép's WebAssembly module as a contestant of tests/bench/lib/driver.mjs. BENCH_OURS is the folder with one folder a policy.
//
// The module exports what `phep build --target wasm` exports: a text is copied in and read into the facts struct, a JavaScript
// object is written into it; the answer is read from the result struct. (contract/WASM.md's functions inside the
// module need a policy that can be linked into a larger one.)
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { S } from '../bench/lib/util.mjs';

const OPTIONS = 32, ARENA = 4 << 20;
const day = (s) => Date.parse(s) / 86400000;
const dayText = (n) => new Date(n * 86400000).toISOString().slice(0, 10);

// Straight-line code that writes a document into the facts struct, as a binding made from abi.json would have it.
function writerOf(abi, base) {
  const facts = abi.structs[abi.facts];
  const enums = Object.fromEntries(Object.entries(abi.enums).map(([name, members]) => [name, Object.fromEntries(members.map((m, i) => [m, i]))]));
  const lines = facts.fields.map((f) => {
    const at = base + f.offset, value = `d.${f.path.slice(1)}`;
    switch (f.kind) {
      case 'bool': return `u8[${at}] = ${value} ? 1 : 0;`;
      case 'int': return `i32[${at >> 2}] = ${value}; i32[${(at >> 2) + 1}] = ${value} < 0 ? -1 : 0;`;
      case 'date': return `i32[${at >> 2}] = day(${value});`;
      default: return `i32[${at >> 2}] = enums[${JSON.stringify(f.enum)}][${value}];`;
    }
  });
  for (const words of [facts.known, facts.present])
    for (let bit = 0; bit < facts.fields.length; bit += 32)
      lines.push(`i32[${(base + words + bit / 8) >> 2}] = ${facts.fields.length - bit >= 32 ? -1 : (1 << (facts.fields.length - bit)) - 1};`);
  return new Function('enums', 'day', `return (u8, i32, d) => {\n${lines.join('\n')}\n}`)(enums, day);
}

// The outputs of the workload, from a result struct.
function readers(kind, policy, abi, result, u32) {
  const at = Object.fromEntries(abi.result.outputs.map((o) => [o.name, (result + o.offset) >> 2]));
  const known = (i) => { if (u32()[i] !== 0) throw new Error('an output is not known'); return u32()[i + 2]; };
  if (kind === 'P1') return {
    typed: () => ({ must_notify: known(at.must_notify) !== 0, deadline_h: u32()[at.deadline_h] === 0 ? u32()[at.deadline_h + 2] | 0 : null }),
    canon: (a) => S.canon('P1', a),
  };
  if (kind === 'P2') {
    const levels = abi.enums['p2.Level'], ids = abi.enums['p2.Obligation'];
    return {
      typed: () => ({ level: levels[known(at.level)], due: known(at.due), obligations: known(at.obligations) }),
      canon: (a) => S.canon('P2', { level: a.level, due: dayText(a.due), obligations: ids.filter((_, i) => a.obligations >> i & 1) }),
    };
  }
  const groups = Array.from({ length: abi.result.outputs.length }, (_, g) => at[`hits${g}`]);
  return {
    typed: () => {
      const words = new Uint32Array(2 * groups.length), all = u32();
      groups.forEach((i, g) => { words[2 * g] = all[i + 2]; words[2 * g + 1] = all[i + 3]; });
      return words;
    },
    canon: (a) => {
      const ids = [];
      a.forEach((w, k) => { for (let i = 0; i < 32; i++) if (w >>> i & 1) ids.push(32 * k + i); });
      return S.canon(policy, ids);
    },
  };
}

export async function load({ policy, kind }) {
  if (!process.env.BENCH_OURS) throw new Error('BENCH_OURS is not set');
  const name = kind.toLowerCase(), folder = join(process.env.BENCH_OURS, policy);
  const code = readFileSync(join(folder, `${name}.wasm`)), abi = JSON.parse(readFileSync(join(folder, `${name}.abi.json`), 'utf8'));
  const x = new WebAssembly.Instance(new WebAssembly.Module(code), {}).exports;
  let free = (x.__heap_base.value + 15) & ~15;
  const take = (bytes) => { const at = free; free += (bytes + 15) & ~15; return at; };
  const options = take(OPTIONS), facts = take(abi.structs[abi.facts].size), result = take(abi.result.size);
  const input = take(65536), arena = take(ARENA);
  const more = Math.ceil((free - x.memory.buffer.byteLength) / 65536);
  if (more > 0) x.memory.grow(more);
  const u8 = new Uint8Array(x.memory.buffer), i32 = new Int32Array(x.memory.buffer), u32 = new Uint32Array(x.memory.buffer);
  new DataView(x.memory.buffer).setBigInt64(options + 8, 1773108000000n, true);
  i32[options >> 2] = OPTIONS;
  i32[(options + 16) >> 2] = -0x80000000;
  u32[facts >> 2] = abi.structs[abi.facts].size; u32[(facts >> 2) + 1] = abi.structs[abi.facts].layout;
  u32[result >> 2] = abi.result.size; u32[(result >> 2) + 1] = abi.result.layout;
  const decide = x[`${name}_decide`], readText = x[`${name}_read`];
  const write = writerOf(abi, facts), read = readers(kind, policy, abi, result, () => u32);
  return {
    version: process.env.OURS_VERSION, policyBytes: code.length, engineBytes: 0, canon: read.canon,
    decideText: (t) => {
      u8.set(t.bytes, input);
      const status = readText(input, t.bytes.length, options, facts, 0, arena, ARENA) || decide(facts, options, result, arena, ARENA);
      if (status !== 0) throw new Error(`status ${status}`);
      return read.typed();
    },
    decideObject: (d) => {
      write(u8, i32, d);
      const status = decide(facts, options, result, arena, ARENA);
      if (status !== 0) throw new Error(`decide: ${status}`);
      return read.typed();
    },
  };
}
