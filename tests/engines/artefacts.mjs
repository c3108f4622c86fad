// What building costs, and what comes of it, beside what is asked: node artefacts.mjs SCRATCH, or as a part of judge.mjs. The costs
// are those that build.sh measured.
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const print = (line) => process.stdout.write(`${line}\n`);

export function printArtefacts(scratch) {
  const cost = (name) => JSON.parse(readFileSync(join(scratch, 'ours', 'costs', `${name}.json`), 'utf8'));
  const bytes = (...path) => statSync(join(scratch, 'ours', ...path)).size;
  print('\n### Judged: what building costs and what comes of it\n');
  print('| what | measured | asked | |');
  print('| --- | ---: | --- | --- |');
  const seconds = (c) => `${c.cpu_seconds.toFixed(1)} s of processor (${c.seconds.toFixed(1)} s)`;
  const most = (what, value, shown, limit, asked) => print(`| ${what} | ${shown} | ≤ ${asked} | ${value <= limit ? 'met' : 'missed'} |`);
  const check = cost('check'), jit = cost('jit').cpu_seconds - cost('interpreter').cpu_seconds;
  most('P3-10000, check', check.cpu_seconds, seconds(check), 1.5, '1.5 s');
  most('P3-10000, memory of the check', check.max_kb, `${(check.max_kb / 1024).toFixed(0)} MB`, 500 * 1024, '500 MB');
  most('P3-10000, to code in memory', jit, `${jit.toFixed(1)} s of processor`, 2, '2 s');
  for (const target of ['native', 'wasm']) {
    const built = cost(`P3-10000.${target}`), file = target === 'native' ? 'libp3.so' : 'p3.wasm', size = bytes('P3-10000', file);
    most(`P3-10000, build for ${target}`, built.cpu_seconds, seconds(built), 15, '15 s');
    most(`P3-10000, ${file}`, size, `${(size / 2 ** 20).toFixed(1)} MiB`, 24 * 2 ** 20, '24 MiB');
  }
  const load = Number(readFileSync(join(scratch, 'ours', 'costs', 'load'), 'utf8'));
  most('P3-10000, load', load, `${load.toFixed(2)} ms`, 20, '20 ms');
  most('P2, libp2.so', bytes('P2', 'libp2.so'), `${(bytes('P2', 'libp2.so') / 1024).toFixed(0)} KiB`, 160 * 1024, '160 KiB');
  most('P2, p2.wasm', bytes('P2', 'p2.wasm'), `${(bytes('P2', 'p2.wasm') / 1024).toFixed(0)} KiB`, 96 * 1024, '96 KiB');

  // What the host sees of a module with everything compiled: the fastest of some instances, and the memory it starts with.
  const module = new WebAssembly.Module(readFileSync(join(scratch, 'ours', 'P2', 'p2.wasm')));
  const instances = Array.from({ length: 20 }, () => { const t = performance.now(); const i = new WebAssembly.Instance(module, {}); return { ms: performance.now() - t, memory: i.exports.memory.buffer.byteLength }; });
  const instance = Math.min(...instances.map((i) => i.ms));
  most('P2, p2.wasm instantiated', instance, `${instance.toFixed(3)} ms`, 1, '1 ms');
  most('P2, memory of an instance', instances[0].memory, `${(instances[0].memory / 2 ** 20).toFixed(2)} MiB`, 2 * 2 ** 20, '2 MiB');
}

if (resolve(process.argv[1]) === fileURLToPath(import.meta.url)) printArtefacts(process.argv[2]);
