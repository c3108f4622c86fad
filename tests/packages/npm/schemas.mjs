// The schemas of a package: the verdict on facts is the reader's, and every answer is as described.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { documents } from './documents.mjs';

// What the reader alone refuses, by its code: the generated README lists these.
const READER_ALONE = new Set(['duplicate_key', 'bad_utf8', 'lone_surrogate', 'too_large']);

export function schemaChecks({ name, folder, vectors }, check) {
  const ajv = new Ajv2020.default({ strict: true, allowUnionTypes: true });
  const compiled = (file) => ajv.compile(JSON.parse(readFileSync(join(folder, file), 'utf8')));
  const facts = compiled('facts.schema.json');
  const answer = compiled('decision.schema.json');
  const takes = (text) => {
    try {
      return facts(JSON.parse(text));
    } catch {
      return false;
    }
  };
  const { loadSync } = createRequire(import.meta.url)(folder);
  const policy = loadSync();
  const refusal = (text) => {
    try {
      policy.decideText(text, { asOf: '2026-09-10T09:00+07:00' });
      return '';
    } catch (error) {
      return error.code;
    }
  };
  const vector = (line) => JSON.parse(line);
  const lines = readFileSync(vectors, 'utf8').trimEnd().split('\n').map(vector);

  check(`${name}: the facts schema and the reader take the same vectors`, () => {
    for (const one of lines) {
      const text = one.facts ?? Buffer.from(one.facts_hex, 'hex').toString();
      const { code = '' } = one.status === 0 ? {} : JSON.parse(one.answer).error;
      if (takes(text) !== (code === '') && !READER_ALONE.has(code)) throw new Error(`${code}: ${text}`);
    }
  });
  check(`${name}: answers are as the decision schema says`, () => {
    for (const one of lines.filter(({ status }) => status === 0)) {
      if (!answer(JSON.parse(one.answer))) throw new Error(`${JSON.stringify(answer.errors)}: ${one.answer}`);
    }
  });
  for (const { text, code = '', listed = false } of documents[name] ?? []) {
    check(`${name}: ${text}`, () => {
      if (refusal(text) !== code) throw new Error(`the reader says ${refusal(text) || 'nothing'}`);
      const agrees = takes(text) === (code === '');
      if (agrees === listed) throw new Error(listed ? 'the schema refuses it too: unlist it' : 'the schema differs');
    });
  }
}
