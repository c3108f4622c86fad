// A module that two policies were linked into: both decide.
import { readFileSync } from "node:fs";

const { instance } = await WebAssembly.instantiate(readFileSync(process.argv[2]), {});
const exports = instance.exports;
if (WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(process.argv[2]))).length !== 0) process.exit(2);
exports.memory.grow(32);
const view = new DataView(exports.memory.buffer);
const options = exports.__heap_base.value + 64;
const [json, written, out, arena] = [options + 64, options + 128, options + 256, options + 65536];
new Uint8Array(exports.memory.buffer).set(new TextEncoder().encode("{}"), json);
view.setUint32(options, 32, true);
view.setBigInt64(options + 8, 1773108000000n, true);
view.setInt32(options + 16, -2147483648, true);
for (const name of ["breach_report", "every_kind"]) {
  const status = exports[`${name}_decide_json`](json, 2, options, out, 60000, written, arena, 1 << 20);
  const text = new TextDecoder().decode(new Uint8Array(exports.memory.buffer, out, view.getUint32(written, true)));
  if (status !== 0 || !JSON.parse(text).decision.endsWith(name)) process.exit(1);
}
