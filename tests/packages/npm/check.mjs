// Builds npm packages, installs them into an empty project as their users do, and holds them against the interpreter,
// the facts reader and the tools of the ecosystem:
//   node check.mjs BUILD SCRATCH COUNT      COUNT vectors a package
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { POLICY, inPages } from './page.mjs';
import { schemaChecks } from './schemas.mjs';

const [build, scratch, count] = [resolve(process.argv[2]), resolve(process.argv[3]), process.argv[4]];
const here = dirname(fileURLToPath(import.meta.url));
const bin = (name) => join(here, 'node_modules', '.bin', name);
const project = join(scratch, 'project');
const packages = [
  { name: 'breach-report', source: 'vn.pdpl.breach', decision: 'breach_report' },
  { name: 'report', source: join(here, 'fixture.phep'), decision: 'report' },
];

let passed = 0;
let failed = 0;

function check(name, holds) {
  try {
    holds();
    passed += 1;
  } catch (error) {
    failed += 1;
    console.log(`${name}: ${error.stdout ?? ''}${error.stderr ?? ''}${error.message}`);
  }
}

function run(program, args, options = {}) {
  return execFileSync(program, args, { cwd: project, encoding: 'utf8', stdio: 'pipe', ...options });
}

function install() {
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, 'package.json'), '{ "name": "empty", "private": true, "type": "module" }\n');
  for (const one of packages) {
    one.folder = join(scratch, one.name);
    run(join(build, 'bin/phep'), ['build', one.source, '--decision', one.decision, '--target', 'npm', '--vectors', '400', '--out', one.folder]);
    const [packed] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', scratch], { cwd: one.folder }));
    one.tarball = join(scratch, packed.filename);
    one.vectors = join(scratch, `${one.name}.jsonl`);
    const lines = run(join(build, 'bin/phep_vectors'), [one.source, '--decision', one.decision, '--count', count], {
      maxBuffer: 2 ** 30,
    });
    writeFileSync(one.vectors, lines);
  }
  const tarballs = packages.map((one) => one.tarball);
  run('npm', ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', ...tarballs]);
  cpSync(join(here, 'project'), project, { recursive: true });
  cpSync(join(here, 'types'), join(project, 'types'), { recursive: true });
}

function runtimeChecks({ name, vectors }) {
  for (const loader of ['import', 'require', 'inline']) {
    check(`${name}: ${count} vectors by ${loader}`, () => run('node', ['vectors.mjs', name, vectors, loader]));
  }
  check(`${name}: a wrong byte is found`, () => {
    const wrong = `${vectors}.wrong`;
    writeFileSync(wrong, readFileSync(vectors, 'utf8').replace('as_of\\":\\"2', 'as_of\\":\\"3'));
    let said = '';
    try {
      run('node', ['vectors.mjs', name, wrong, 'import']);
    } catch (error) {
      said = error.stdout;
    }
    if (!said.includes(' 1 different')) throw new Error('the planted byte was not found');
  });
  const own = join(project, 'node_modules', name);
  check(`${name}: the vectors that it brings`, () => run('node', [join(own, 'conformance.mjs')]));
  check(`${name}: kinds of vectors`, () => run('python3', [join(here, '../kinds.py'), join(own, 'conformance.jsonl')]));
  check(`${name}: a wrong byte in them is found`, () => {
    const planted = `${vectors}.planted`;
    run('python3', [join(here, '../plant.py'), join(own, 'conformance.jsonl'), planted]);
    let said = '';
    try {
      run('node', [join(own, 'conformance.mjs'), planted]);
    } catch (error) {
      said = error.stdout;
    }
    if (!said.includes(' 1 failed')) throw new Error('the planted byte was not found');
  });
  for (const language of ['vi', 'en']) {
    check(`${name}: the example in ${language}`, () => run('node', [`node_modules/${name}/example.mjs`, language]));
  }
}

// Each package in a browser: as it should be, with a wrong byte among its vectors, and where WebAssembly may not be compiled.
async function pageChecks() {
  const pages = packages.flatMap(({ name, vectors }) => {
    const folder = join(project, 'node_modules', name);
    const page = { folder, vectors, policy: POLICY };
    return [page, { ...page, vectors: `${vectors}.wrong` }, { ...page, policy: POLICY.replace(" 'wasm-unsafe-eval'", '') }];
  });
  const said = await inPages(pages);
  packages.forEach(({ name }, i) => {
    const [good, planted, strict] = said.slice(3 * i, 3 * i + 3);
    const must = (holds, report) => {
      if (!holds) throw new Error(JSON.stringify(report));
    };
    check(`${name}: ${count} vectors in a page`, () => must(good.same === Number(count) && good.different === 0, good));
    check(`${name}: nothing that the page's policy forbids`, () => must(good.violations?.length === 0, good));
    check(`${name}: the page's policy is in force`, () => must(!good.evaluates && !good.fetches, good));
    check(`${name}: a wrong byte is found in a page`, () => must(planted.different === 1, planted));
    check(`${name}: a page without 'wasm-unsafe-eval'`, () => must(/CompileError.*Content Security Policy/is.test(strict.refused), strict));
  });
}

function ecosystemChecks({ name, decision, folder, tarball }) {
  check(`${name}: no script runs at installation`, () => {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    if (manifest.scripts || manifest.dependencies) throw new Error('scripts or dependencies');
  });
  check(`${name}: publint`, () => run(bin('publint'), ['--strict', folder]));
  check(`${name}: are the types wrong`, () => run(bin('attw'), [tarball, '--profile', 'node16', '--exclude-entrypoints', 'inline', `${decision}.wasm`]));
  check(`${name}: are the types of ./inline wrong`, () => run(bin('attw'), [tarball, '--profile', 'esm-only', '--entrypoints', 'inline']));
}

// Files that must type-check, and files that must not: their first line names the one error that they hold.
function typeChecks() {
  check('TypeScript takes what is right', () => run(bin('tsc'), ['--project', 'types/good']));
  let said = '';
  try {
    run(bin('tsc'), ['--project', 'types/bad', '--pretty', 'false']);
  } catch (error) {
    said = error.stdout;
  }
  for (const file of readdirSync(join(here, 'types/bad')).filter((name) => name.endsWith('.mts'))) {
    check(`TypeScript refuses ${file}`, () => {
      const wanted = /^\/\/ (TS\d+)/.exec(readFileSync(join(here, 'types/bad', file), 'utf8'))[1];
      const found = said.split('\n').filter((line) => line.startsWith(`types/bad/${file}(`));
      if (found.length !== 1 || !found[0].includes(` error ${wanted}:`)) {
        throw new Error(`wanted ${wanted} alone, found ${found.join('; ') || 'nothing'}`);
      }
    });
  }
}

install();
for (const one of packages) {
  runtimeChecks(one);
  ecosystemChecks(one);
  schemaChecks(one, check);
}
await pageChecks();
check('answers as their types say', () => run('node', ['answers.mjs']));
typeChecks();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
