// The extension in a real workbench: installs the package, opens the library and a project, runs named checks.
//   node run.mjs VSIX PHEP OUT [--only REGEX] [--prove]
// --prove runs each check against a server whose feature is off (mute.mjs): every check that names one must fail.
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { broken } from './checks/broken.mjs';
import { reading } from './checks/reading.mjs';
import { restricted } from './checks/restricted.mjs';
import { workspace } from './checks/workspace.mjs';
import { writing } from './checks/writing.mjs';
import { browser, install } from './install.mjs';
import { serve } from './serve.mjs';
import { openBrowser, openPage, PATIENCE_MS, Workbench } from './workbench.mjs';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true, options: { only: { type: 'string', default: '' }, prove: { type: 'boolean', default: false } },
});
const [vsix, phep, out] = positionals.map((path) => resolve(path));
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const PROVE_PATIENCE_MS = 8_000;

const SESSIONS = [
  { name: 'trusted', trusted: true, theme: 'Default Light Modern', checks: [...reading, ...writing, ...workspace] },
  { name: 'restricted', trusted: false, theme: 'Default Dark Modern', checks: restricted },
  { name: 'broken', trusted: true, theme: 'Default Dark Modern', checks: broken, noServer: true },
];

// A name with spaces and Vietnamese letters.
function makeWorkspace(session, number) {
  const folder = join(mkdtempSync(join(tmpdir(), `phep-${session.name}-${number}-`)), 'thư mục luật');
  cpSync(here('project'), folder, { recursive: true });
  cpSync(here('../../stdlib'), join(folder, 'library'), { recursive: true });
  return folder;
}

function changeServer(extensions, session, muted) {
  const [folder] = readdirSync(extensions).filter((name) => name.startsWith('phep.phep-'));
  const server = join(extensions, folder, 'server', 'phep-lsp');
  if (session.noServer) rmSync(server);
  if (!muted) return;
  renameSync(server, `${server}.real`);
  cpSync(here('mute.mjs'), server);
  chmodSync(server, 0o755);
}

const tally = { passed: 0, failed: 0 };
function say(good, name, why = '') {
  ++tally[good ? 'passed' : 'failed'];
  console.log(`${good ? 'ok' : 'not ok'} ${name}${why && `\n    ${String(why).split('\n').slice(0, 6).join('\n    ')}`}`);
}

async function perform(check, w, url) {
  try {
    await w.load(url);
    await check.run(w);
    if (check.shot) await w.look(check.shot);
    return undefined;
  } catch (error) {
    await w.look(`failed ${check.name}`).catch(() => undefined);
    return error;
  }
}

/** Runs the checks of a session, each in a window and a folder of its own; with `muted`, these features are off. */
async function performSession(session, checks, muted = []) {
  rmSync(join(out, session.name), { recursive: true, force: true });
  const running = await serve(place, {
    folder: join(out, session.name, 'server'), vsix, trusted: session.trusted, path: dirname(phep),
    settings: { 'phep.language': 'vi', 'workbench.colorTheme': session.theme },
    prepare: (extensions) => changeServer(extensions, session, muted.length > 0),
    environment: { PHEP_MUTED: muted.join(' ') },
  });
  const window = await openBrowser(place.modules, browser());
  const patience = muted.length > 0 ? PROVE_PATIENCE_MS : PATIENCE_MS;
  try {
    for (const [number, check] of checks.entries()) {
      const workspace = makeWorkspace(session, number);
      const page = await openPage(window, patience);
      const w = new Workbench(page, { shots: join(out, 'shots'), workspace, extensions: running.extensions, patience });
      const error = await perform(check, w, running.url(workspace));
      await page.context().close();
      rmSync(dirname(workspace), { recursive: true, force: true });
      if (muted.length === 0) say(!error, check.name, error?.stack);
      else say(error, `${check.name}: seen to fail without ${muted.join(', ')}`);
    }
  } finally {
    await window.close();
    running.stop();
  }
}

rmSync(join(out, 'shots'), { recursive: true, force: true });
mkdirSync(join(out, 'shots'), { recursive: true });
const place = install(out);
for (const session of SESSIONS) {
  const checks = session.checks.filter(({ name }) => new RegExp(flags.only).test(name));
  if (!flags.prove) {
    if (checks.length > 0) await performSession(session, checks);
    continue;
  }
  for (const check of checks.filter(({ off }) => off.length > 0)) await performSession(session, [check], check.off);
}
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed === 0 && tally.passed > 0 ? 0 : 1);
