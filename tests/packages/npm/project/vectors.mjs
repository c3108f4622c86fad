// Holds a package against the interpreter's answers: node vectors.mjs PACKAGE FILE import|require|inline
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [name, file, loader] = process.argv.slice(2);

async function open() {
  if (loader === 'require') {
    const { PhepError, loadSync } = createRequire(import.meta.url)(name);
    return { PhepError, policy: loadSync() };
  }
  const { PhepError, load } = await import(loader === 'inline' ? `${name}/inline` : name);
  return { PhepError, policy: await load() };
}

const { PhepError, policy } = await open();

// The answer's text, or the refusal's as the reader writes it.
function answer({ facts, facts_hex, as_of, law_date, readings, suppose, certificate }) {
  const text = facts ?? Buffer.from(facts_hex, 'hex');
  const options = { asOf: as_of, lawDate: law_date, readings, suppose, certificate };
  try {
    return policy.decideText(text, options);
  } catch (error) {
    if (!(error instanceof PhepError)) throw error;
    return JSON.stringify({ error: { at: error.pointer, code: error.code, offset: error.offset } });
  }
}

let same = 0;
let different = 0;
for (const line of readFileSync(file, 'utf8').trimEnd().split('\n')) {
  const vector = JSON.parse(line);
  const got = answer(vector);
  if (got === vector.answer) {
    same += 1;
  } else {
    different += 1;
    if (different <= 5) console.log(`${line}\n  gave ${got}`);
  }
}
console.log(`${same} same, ${different} different`);
process.exitCode = different === 0 ? 0 : 1;
