// A package for npm in SpiderMonkey: gjs -m decide.js FOLDER NAME FILE.jsonl
//   FOLDER has the package's policy.mjs and NAME.wasm; FILE are vectors. Closes with "N passed, N failed".
import GLib from 'gi://GLib';
import { exit, programArgs } from 'system';

const [folder, name, file] = programArgs;
const bytesOf = (path) => GLib.file_get_contents(path)[1];
const { PhepError, Policy } = await import(GLib.filename_to_uri(`${folder}/policy.mjs`, null));
const policy = new Policy(new WebAssembly.Instance(new WebAssembly.Module(bytesOf(`${folder}/${name}.wasm`))));

// The answer's text, or the refusal's as the reader writes it.
function answer({ facts, facts_hex, as_of, law_date, readings, suppose, certificate }) {
  const text = facts ?? Uint8Array.from(facts_hex.match(/../g) ?? [], (byte) => parseInt(byte, 16));
  try {
    return policy.decideText(text, { asOf: as_of, lawDate: law_date, readings, suppose, certificate });
  } catch (error) {
    if (!(error instanceof PhepError)) throw error;
    return JSON.stringify({ error: { at: error.pointer, code: error.code, offset: error.offset } });
  }
}

let passed = 0;
let failed = 0;
for (const line of new TextDecoder().decode(bytesOf(file)).trimEnd().split('\n')) {
  const vector = JSON.parse(line);
  const got = answer(vector);
  if (got === vector.answer) {
    passed += 1;
  } else {
    failed += 1;
    if (failed <= 3) print(`line ${passed + failed}: expected ${vector.answer}\n  got ${got}`);
  }
}
print(`${passed} passed, ${failed} failed`);
exit(failed === 0 && passed > 0 ? 0 : 1);
