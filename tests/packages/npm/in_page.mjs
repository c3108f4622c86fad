// In the page: decides every vector, then asks for what its policy forbids. What came of it is said on the document.
import { PhepError, load } from '/package/inline.mjs';
import vectors from '/vectors.mjs';

const violations = [];
document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => violations.push(effectiveDirective));

// The answer's text, or the refusal's as the reader writes it.
function answer(policy, { facts, facts_hex, as_of, law_date, readings, suppose, certificate }) {
  const text = facts ?? Uint8Array.from(facts_hex.match(/../g) ?? [], (byte) => parseInt(byte, 16));
  try {
    return policy.decideText(text, { asOf: as_of, lawDate: law_date, readings, suppose, certificate });
  } catch (error) {
    if (!(error instanceof PhepError)) throw error;
    return JSON.stringify({ error: { at: error.pointer, code: error.code, offset: error.offset } });
  }
}

function evaluates() {
  try {
    return new Function('return true')();
  } catch {
    return false;
  }
}

async function decideAll() {
  let same = 0;
  const different = [];
  const policy = await load();
  for (const vector of vectors) {
    const got = answer(policy, vector);
    if (got === vector.answer) same += 1;
    else different.push(`${vector.answer}\n  gave ${got}`);
  }
  return { same, different: different.length, shown: different.slice(0, 3), violations: [...violations] };
}

const report = await decideAll().catch((error) => ({ refused: String(error) }));
report.evaluates = evaluates();
report.fetches = await fetch('/page.html').then(() => true, () => false);
document.documentElement.dataset.report = JSON.stringify(report);
