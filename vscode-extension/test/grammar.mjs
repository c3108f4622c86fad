// Holds the TextMate grammar against the lexer: over all sources of the project both must see the same keywords.
//   node vscode-extension/test/grammar.mjs build/bin/phep_words
import { execFileSync } from 'node:child_process';
import { readFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

const words = process.argv[2];
const root = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(import.meta.url);

// Markdown outside the fences, for which VS Code has a grammar and this test needs none.
const MARKDOWN = { scopeName: 'text.html.markdown', patterns: [] };

async function loadRegistry() {
  await oniguruma.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')).buffer);
  const files = { 'source.phep': 'phep', 'markdown.phep.fence': 'fences', 'text.html.markdown.phep': 'literate' };
  return new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (sources) => new oniguruma.OnigScanner(sources),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope) => scope === MARKDOWN.scopeName ? MARKDOWN :
      JSON.parse(readFileSync(join(root, 'vscode-extension/syntaxes', `${files[scope]}.tmLanguage.json`), 'utf8')),
  });
}

const isKeyword = (scopes) => scopes.some((scope) =>
  /^(keyword\.(declaration|control|other|operator\.word)|constant\.language)\b.*\.phep$/.test(scope));

/** Byte spans that the grammar colours as keywords. */
function colouredSpans(grammar, text) {
  const spans = [];
  let stack = textmate.INITIAL;
  let start = 0;  // of the line, in bytes
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    for (const token of tokens)
      if (isKeyword(token.scopes))
        spans.push([token.startIndex, token.endIndex].map((at) => start + Buffer.byteLength(line.slice(0, at))));
    start += Buffer.byteLength(line) + 1;
  }
  return spans.map((span) => span.join('-'));
}

function lexedSpans(files) {
  const spans = new Map(files.map((file) => [file, []]));
  const output = execFileSync(words, files, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
  for (const row of output.split('\n').filter(Boolean)) {
    const [file, begin, end] = row.split('\t');
    spans.get(file).push(`${begin}-${end}`);
  }
  return spans;
}

// What the library does not hold: Vietnamese keywords composed and decomposed, near misses, wrong words, fences.
function writeHardFiles() {
  const folder = mkdtempSync(join(tmpdir(), 'phep-grammar-'));
  const table = readFileSync(join(root, 'compiler/syntax/keywords.def'), 'utf8');
  const spellings = [...table.matchAll(/", "|"([^"]+)"/g)].map((row) => row[1]).filter(Boolean).flatMap((s) => s.split('|'));
  const around = (word) => [word, `x.${word}`, `${word}s`, `s${word}`, `${word}@1`, `${word} @1`, `"${word}"`, `// ${word}`,
    `72${word}`, `72 ${word}`, `(${word})`, word.replaceAll(' ', ' \u00A0 '), `${word} ${word}`, `“${word}” ${word}`];
  const lines = spellings.flatMap(around);
  lines.push('is notified', '"open is not', 'is not', '"a\\" rule" rule', '"a\\', 'rule', '3 000 VND rule', '01/03/2026 rule',
    '2026-03-01T08:00+07:00 rule', 'PDPL@23.đ.1#s2 rule', 'A@1..@2 rule', '@ rule', '12a rule', '5% rule', '1.000.000 rule',
    '/* rule', 'rule */ rule', '€when', 'quy định', 'quy định riêng tư');
  const files = { 'hard.phep': lines.join('\n'), 'decomposed.phep': lines.join('\n').normalize('NFD'),
    'fence.phep.md': ['rule in prose', '```phep', ...lines, '```', 'rule again', '~~~phep', 'rule', '~~~', '```text', 'rule', '```', ''].join('\n') };
  return Object.entries(files).map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  });
}

const registry = await loadRegistry();
const plain = await registry.loadGrammar('source.phep');
const literate = await registry.loadGrammar('text.html.markdown.phep');
const sources = execFileSync('git', ['ls-files', '*.phep', '*.phep.md'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);
const files = [...sources, ...writeHardFiles()];
const lexed = lexedSpans(files);
let failed = 0, keywords = 0, split = 0;
for (const file of files) {
  const bytes = readFileSync(file.startsWith('/') ? file : join(root, file));
  const text = bytes.toString('utf8');
  if (Buffer.compare(Buffer.from(text), bytes) !== 0) continue;  // not UTF-8: an editor shows something else
  const coloured = colouredSpans(file.endsWith('.md') ? literate : plain, text);
  const wanted = lexed.get(file).filter((span) => {
    const over = bytes.subarray(...span.split('-')).includes('\n');
    split += over;
    return !over;
  });
  keywords += wanted.length;
  const show = (span) => `${file}:${span} "${bytes.subarray(...span.split('-')).toString()}"`;
  const missing = wanted.filter((span) => !coloured.includes(span)).map((span) => `the lexer alone: ${show(span)}`);
  const extra = coloured.filter((span) => !wanted.includes(span)).map((span) => `the grammar alone: ${show(span)}`);
  if (missing.length + extra.length > 0) {
    ++failed;
    console.log([...missing, ...extra].slice(0, 12).join('\n'));
  }
}
console.log(`${keywords} keywords in ${files.length} files; ${split} over two lines, which no TextMate grammar sees`);
if (keywords < 10_000) ++failed;  // the lexer's program did not work
console.log(`${files.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
