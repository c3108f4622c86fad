// Reads what `phep` writes for machines, with validators that nobody here wrote.
//   node read.mjs sarif FILE ROOT      valid by the published schema; every place, rule, message and hash is what it says
//   node read.mjs fix FILE ROOT        the safe fixes of a SARIF file written into the files below ROOT
//   node read.mjs prints FILE          fingerprints, one a line, sorted
//   node read.mjs schema SCHEMA FILE [lines]   valid by a JSON Schema 2020-12; `lines`: each line is a document
//   node read.mjs schemas FOLDER NAME…   NAME.json by NAME.schema.json, and refused with any required key taken away
//   node read.mjs workflow FILE.md     the workflow in a fenced block, parsed: its `run` lines that call phep
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import Ajv04 from 'ajv-draft-04';
import formats from 'ajv-formats';
import { parse } from 'yaml';

const [mode, file, ...rest] = process.argv.slice(2);
const text = (path) => readFileSync(path, 'utf8');
let bad = 0;
const wrong = (words) => {
  bad += 1;
  if (bad < 20) console.error(words);
};

function validate(Ajv, schema, document, what) {
  // The published SARIF schema holds a pattern that is none under the flag u.
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: Ajv !== Ajv04 });
  formats.default(ajv);
  const accepts = ajv.compile(schema);
  if (accepts(document)) return true;
  for (const error of accepts.errors.slice(0, 8)) wrong(`${what}${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
  return false;
}

const lines = (source) => source.replace(/^\uFEFF/, '').split('\n');
// The text of a region: lines from 1, columns from 1 in UTF-16 code units, which are JavaScript's own.
function region(source, at) {
  const all = lines(source);
  const offset = (line, column) => all.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  const begin = offset(at.startLine, at.startColumn);
  const end = offset(at.endLine, at.endColumn);
  return { begin, end, text: all.join('\n').slice(begin, end) };
}

function place(root, location) {
  if (location.uriBaseId === undefined) return null; // the embedded library, or a path of its own
  return join(root, decodeURIComponent(location.uri));
}

function readSarif(log, root) {
  if (log.runs.length !== 1) wrong('not one run');
  const [run] = log.runs;
  if (run.columnKind !== 'utf16CodeUnits') wrong('columns are of another kind');
  if (!/^phep\/(check|lint|verify)\/$/.test(run.automationDetails.id)) wrong(`automationDetails ${run.automationDetails.id}`);
  const { rules } = run.tool.driver;
  for (const rule of rules) {
    if (!rule.help.text.startsWith(rule.id)) wrong(`${rule.id} has no help`);
    if (rule.fullDescription.text.length < 20) wrong(`${rule.id} has no description`);
  }
  for (const artifact of run.artifacts) {
    const path = place(root, artifact.location);
    if (path === null) continue;
    const bytes = readFileSync(path);
    if (bytes.length !== artifact.length) wrong(`${path} has another length`);
    if (createHash('sha256').update(bytes).digest('hex') !== artifact.hashes['sha-256']) wrong(`${path} has another digest`);
  }
  const see = (physical) => {
    const artifact = run.artifacts[physical.artifactLocation.index];
    if (artifact.location.uri !== physical.artifactLocation.uri) wrong('an index leads to another artifact');
    const path = place(root, physical.artifactLocation);
    if (path === null || physical.region.snippet === undefined) return;
    const found = region(text(path), physical.region).text;
    if (found !== physical.region.snippet.text) wrong(`${path}: the region holds "${found}", the snippet says "${physical.region.snippet.text}"`);
  };
  const prints = new Set();
  for (const result of run.results) {
    const rule = rules[result.ruleIndex];
    if (rule?.id !== result.ruleId) wrong(`${result.ruleId}: ruleIndex leads to ${rule?.id}`);
    if (result.message.id !== undefined) {
      const shape = rule.messageStrings[result.message.id].text;
      const said = shape.replace(/\{\{|\}\}|\{(\d)\}/g, (hole, n) => (n === undefined ? hole[0] : result.message.arguments[Number(n)]));
      if (said !== result.message.text) wrong(`"${said}" is not "${result.message.text}"`);
    }
    if (result.properties.vi === undefined || result.properties.en === undefined) wrong('a message lacks a language');
    for (const location of result.locations ?? []) see(location.physicalLocation);
    for (const location of result.relatedLocations ?? []) if (location.physicalLocation) see(location.physicalLocation);
    for (const one of result.suppressions) {
      see(one.location.physicalLocation);
      if (!one.justification || one.kind !== 'inSource') wrong('a suppression without reason');
    }
    const print = `${result.locations?.[0]?.physicalLocation.artifactLocation.uri} ${result.partialFingerprints['phepFinding/v1']}`;
    if (prints.has(print)) wrong(`two results of a file share the fingerprint ${print}`);
    prints.add(print);
    if ((result.kind === 'fail') === (result.level === 'none')) wrong(`${result.kind} and ${result.level}`);
  }
  const of = (kind) => run.results.filter((one) => one.kind === kind).length;
  const suppressed = run.results.filter((one) => one.suppressions.length > 0).length;
  const fixes = run.results.reduce((sum, one) => sum + (one.fixes?.length ?? 0), 0);
  console.log(`${of('fail')} fail, ${of('open')} open, ${of('pass')} pass, ${suppressed} suppressed, ${fixes} fixes, ${rules.length} rules`);
}

function fixes(log, root) {
  const edits = new Map();
  for (const result of log.runs[0].results) {
    const fix = result.suppressions.length === 0 && result.fixes?.find((one) => one.properties.safe);
    for (const change of fix?.artifactChanges ?? []) {
      const path = place(root, change.artifactLocation);
      for (const one of change.replacements)
        (edits.get(path) ?? edits.set(path, []).get(path)).push({ ...region(text(path), one.deletedRegion), inserted: one.insertedContent.text });
    }
  }
  for (const [path, all] of edits) {
    let source = text(path);
    for (const one of all.sort((a, b) => b.begin - a.begin)) source = source.slice(0, one.begin) + one.inserted + source.slice(one.end);
    writeFileSync(path, source);
  }
  console.log(`${edits.size} files`);
}

const sarifSchema = () =>
  JSON.parse(text(join(createRequire(import.meta.url).resolve('@microsoft/jest-sarif/package.json'), '../lib/schemas/sarif-2.1.0-rtm.5.json')));

switch (mode) {
  case 'sarif': {
    const log = JSON.parse(text(file));
    if (validate(Ajv04, sarifSchema(), log, file)) readSarif(log, rest[0]);
    break;
  }
  case 'fix': fixes(JSON.parse(text(file)), rest[0]); break;
  case 'prints':
    for (const print of JSON.parse(text(file)).runs[0].results.map((one) => `${one.ruleId} ${one.partialFingerprints['phepFinding/v1']}`).sort()) console.log(print);
    break;
  case 'schema': {
    const documents = rest[1] === 'lines' ? text(rest[0]).trim().split('\n') : [text(rest[0])];
    const schema = JSON.parse(text(file));
    for (const one of documents) validate(Ajv2020, schema, JSON.parse(one), rest[0]);
    if (documents.length === 0) wrong('nothing to validate');
    break;
  }
  case 'schemas':
    for (const name of rest) {
      const before = bad;
      const schema = JSON.parse(text(join(file, `${name}.schema.json`)));
      const document = JSON.parse(text(join(file, `${name}.json`)));
      validate(Ajv2020, schema, document, name);
      const accepts = new Ajv2020({ strict: false }).compile(schema);
      for (const key of schema.required ?? []) {
        const { [key]: _, ...without } = document;
        if (accepts(without)) wrong(`${name}: without ${key} it is valid, too`);
      }
      if (bad === before) console.log(`valid ${name}`);
    }
    break;
  case 'workflow': {
    const blocks = [...text(file).matchAll(/```yaml\n([^]*?)```/g)].map((one) => parse(one[1], { strict: true }));
    const workflow = blocks.find((one) => one?.jobs !== undefined);
    if (workflow === undefined) wrong('no workflow in the document');
    if (workflow?.on === undefined || workflow?.permissions?.['security-events'] !== 'write') wrong('the workflow has no trigger, or may upload nothing');
    for (const job of Object.values(workflow?.jobs ?? {}))
      for (const step of job.steps) {
        if ((step.uses === undefined) === (step.run === undefined)) wrong('a step neither uses nor runs something');
        for (const line of (step.run ?? '').split('\n')) if (line.startsWith('phep ')) console.log(line);
      }
    for (const block of blocks) if (Array.isArray(block)) for (const step of block) if (step.run?.startsWith('phep ')) console.log(step.run);
    break;
  }
  default: wrong(`no mode ${mode}`);
}
if (!existsSync(file ?? '')) wrong(`${file} is not there`);
process.exit(bad === 0 ? 0 : 1);
