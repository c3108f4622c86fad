import { PhepError, Policy } from './policy.mjs';

const wasm = new URL('./{{name}}.wasm', import.meta.url);

/** Compiles and instantiates the policy: the module beside this file, or one that the host brings. */
export async function load(source = bytes()) {
  const given = await source;
  const module = given instanceof WebAssembly.Module ? given : await WebAssembly.compile(given);
  return new Policy(await WebAssembly.instantiate(module));
}

async function bytes() {
  if (wasm.protocol === 'file:') {
    const { readFile } = await import(/* webpackIgnore: true */ /* @vite-ignore */ 'node:fs/promises');
    return readFile(wasm);
  }
  const response = await fetch(wasm);
  if (!response.ok) throw new PhepError('not_loaded', '/module');
  return response.arrayBuffer();
}

export { PhepError };
