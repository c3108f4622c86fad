// Writes syntaxes/phep.tmLanguage.json from compiler/syntax/keywords.def. TextMate reads one line at a time, so a
// keyword whose words stand on two lines is the one thing of the lexer that the result cannot see.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const NAME = String.raw`\p{L}\p{M}\p{Nd}_`;
const BLANK = String.raw`[ \t\x{A0}\x{202F}]`;
const PART = String.raw`[\p{L}\p{M}\p{Nd}]+`;
const PARTS = `${PART}(?:\\.${PART})*`;

// ---- the table ----

/** The rows of keywords.def with the heading that stands above each. */
export function keywordRows(text) {
  const rows = [];
  let heading = '';
  for (const line of text.split('\n')) {
    const comment = /^\/\/ (.*)/.exec(line);
    if (comment) heading = comment[1];
    const row = /^PHEP_KEYWORD\((\w+), (\w+), "([^"]*)", "([^"]*)"\)/.exec(line);
    if (row) rows.push({ token: row[1], heading, spellings: [...row[3].split('|'), ...row[4].split('|')] });
  }
  return rows;
}

function scopeOf({ token, heading }) {
  if (/^KW_(TRUE|FALSE|NULL|UNKNOWN|UNDECIDED)$/.test(token)) return 'constant.language.phep';
  if (heading.startsWith('Declarations') || heading.startsWith('Lists,')) return 'keyword.declaration.phep';
  if (heading.startsWith('Expressions')) return 'keyword.operator.word.phep';
  if (heading.startsWith('Units')) return 'keyword.other.unit.phep';
  if (/^KW_(CASE|EXCEPT|LIFTED|WHEN|EXEMPT|DEFERRED)$/.test(token)) return 'keyword.control.phep';
  return 'keyword.other.phep';
}

// ---- spellings to patterns ----

const permutations = (items) =>
  items.length < 2 ? [items] : items.flatMap((item, i) =>
    permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]));

/** A letter in every form that Unicode holds equal: ế is one character, two or three. */
function anyForm(letter) {
  const [base, ...marks] = letter.normalize('NFD');
  const forms = new Set([letter]);
  for (const order of permutations(marks))
    for (let joined = 0; joined <= order.length; ++joined)
      forms.add((base + order.slice(0, joined).join('')).normalize('NFC') + order.slice(joined).join(''));
  const equal = [...forms].filter((form) => form.normalize('NFC') === letter).sort((a, b) => b.length - a.length);
  return equal.length === 1 ? letter : `(?:${equal.join('|')})`;
}

const spelled = (words) => words.map((word) => [...word.normalize('NFC')].map(anyForm).join('')).join(`${BLANK}+`);

/** One pattern for each number of words and scope, longest first: at one place the first pattern wins. */
function keywordPatterns(rows) {
  const groups = new Map();
  for (const row of rows)
    for (const spelling of row.spellings) {
      const words = spelling.split(' ');
      const key = `${9 - words.length} ${scopeOf(row)}`;
      if (!groups.has(key)) groups.set(key, { count: words.length, name: scopeOf(row), texts: [] });
      groups.get(key).texts.push(spelled(words));
    }
  return [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { count, name, texts }]) => ({
    name,
    // A first word that touches '@' is the name of a citation.
    match: `(?<![${NAME}])(?:${texts.sort((a, b) => b.length - a.length).join('|')})(?![${NAME}${count === 1 ? '@' : ''}])`,
  }));
}

// ---- the other words ----

const WORDS = [
  { name: 'comment.line.documentation.phep', match: '///.*$' },
  { name: 'comment.line.double-slash.phep', match: '//.*$' },
  { name: 'invalid.illegal.comment.phep', begin: '/\\*', end: '\\*/' },
  { name: 'string.quoted.double.phep', begin: '"', end: '"|(?=$)',
    patterns: [{ name: 'constant.character.escape.phep', match: '\\\\.' }] },
  { name: 'invalid.illegal.quote.phep', match: '“[^“”]*”?' },
  { name: 'entity.name.tag.citation.phep',
    match: `(?<![${NAME}])(?:[\\p{L}_][${NAME}]*)?@(?:${PARTS}(?:#s?\\d+)?(?:\\.\\.@${PARTS})?)?` },
  { name: 'constant.numeric.date.phep',
    match: `(?<![${NAME}])\\d{4}-\\d{2}-\\d{2}(?:T[\\d:.]+(?:Z|[+-][\\d:]*)?)?(?![${NAME}])` },
  { name: 'constant.numeric.phep',
    match: `(?<![${NAME}])\\d[\\d_]*(?:\\.\\d+)*(?:%|${BLANK}+[A-Z]{3}(?![${NAME}])|[${NAME}]*)` },
];
const MARKS = [
  { name: 'keyword.operator.phep', match: '==|!=|<=|>=|\\.\\.|[<>=+\\-*/?|]' },
  { name: 'punctuation.separator.phep', match: '[,:.]' },
];

export function grammar(keywords) {
  return {
    name: 'Phép', scopeName: 'source.phep', fileTypes: ['phep'],
    patterns: [...WORDS, ...keywordPatterns(keywordRows(keywords)), ...MARKS],
  };
}

const output = here('../syntaxes/phep.tmLanguage.json');
const table = readFileSync(here('../../compiler/syntax/keywords.def'), 'utf8');
writeFileSync(output, JSON.stringify(grammar(table)) + '\n');
