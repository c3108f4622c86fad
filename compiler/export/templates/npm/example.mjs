// node example.mjs [vi|en]: what is to be asked while nothing is known, then a case in which every fact is given.
import { createRequire } from 'node:module';
import { load } from '{{package}}';

const language = process.argv[2] === 'vi' ? 'vi' : 'en';
const words = createRequire(import.meta.url)(`{{package}}/reasons.${language}.json`);
const asOf = '2026-09-10T09:00+07:00';
const policy = await load();

const asked = policy.decide({}, { asOf });
for (const pointer of asked.missing) {
  console.log(`?  ${words.facts[pointer.replace(/\/\d+(?=\/|$)/g, '/*')] ?? pointer}`);
}

const answer = policy.decide(
  {{facts}},
  { asOf },
);
for (const [name, norm] of Object.entries(answer.norms)) {
  const due = norm.due?.known === undefined ? '' : `, due ${norm.due.known}`;
  const cites = (norm.cites ?? []).map((cite) => words.cites[cite] ?? cite).join('; ');
  console.log(`${words.statuses[norm.status]}  ${words.norms[name.replace(/\[.*/, '')] ?? name}${due}  (${cites})`);
}
for (const [name, output] of Object.entries(answer.outputs)) {
  const value = 'known' in output ? output.known : output;
  const text = JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? `${part}` : part));
  console.log(`${words.outputs[name] ?? name}: ${text}`);
}
