// The module inside the script, for pages that may fetch nothing: their policy needs `wasm-unsafe-eval` and no more.
import { PhepError, Policy } from './policy.mjs';

const WASM = '{{base64}}';

export async function load() {
  const bytes = Uint8Array.from(atob(WASM), (byte) => byte.charCodeAt(0));
  const { instance } = await WebAssembly.instantiate(bytes);
  return new Policy(instance);
}

export { PhepError };
