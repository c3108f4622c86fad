// Holds this package against its vectors, to the byte: node conformance.mjs [FILE]
import { readFileSync } from 'node:fs';
import { PhepError, load } from './index.mjs';

const policy = await load();
const file = process.argv[2] ?? new URL('./conformance.jsonl', import.meta.url);

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
for (const line of readFileSync(file, 'utf8').trimEnd().split('\n')) {
  const vector = JSON.parse(line);
  const got = answer(vector);
  if (got === vector.answer) {
    passed += 1;
  } else {
    failed += 1;
    if (failed <= 5) console.error(`line ${passed + failed}: expected ${vector.answer}\n  got ${got}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
