// The extension in a real workbench: installs the package, opens the library and a project, runs named checks.
//   node run.mjs VSIX PHEP OUT [--only REGEX] [--prove]
// --prove runs each check against a server whose feature is off (mute.mjs): every check that names one must fail.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, renameSync, cpSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { broken } from './checks/broken.mjs';
import { names } from './checks/names.mjs';
import { reading } from './checks/reading.mjs';
import { restricted } from './checks/restricted.mjs';
import { tests } from './checks/tests.mjs';
import { views } from './checks/views.mjs';
import { workspace } from './checks/workspace.mjs';
import { writing } from './checks/writing.mjs';
import { Folder } from './folder.mjs';
import { browser, install } from './install.mjs';
import { serve } from './serve.mjs';
import { openBrowser, openPage, PATIENCE_MS, Workbench } from './workbench.mjs';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true, options: { only: { type: 'string', default: '' }, prove: { type: 'boolean', default: false } },
});
const [vsix, phep, out] = positionals.map((path) => resolve(path));
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const PROVE_PATIENCE_MS = 15_000;

const SESSIONS = [
  { name: 'trusted', trusted: true, checks: [...reading, ...writing, ...names, ...views, ...workspace, ...tests] },
  { name: 'restricted', trusted: false, checks: restricted },
  { name: 'broken', trusted: true, checks: broken, noServer: true },
];

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

/** A window on a folder, both new: what a check leaves behind is cleared away, after a failure by opening another. */
class Desk {
  constructor(window, running, patience) {
    Object.assign(this, { window, running, patience });
  }

  async ready(check) {
    if (check.alone) await this.close();
    if (this.w) {
      this.folder.restore();
      // A window that will not be cleared is no longer like a new one, and gives way to one that is.
      if (await this.w.tidy().then(() => true, () => false)) return;
      await this.close();
    }
    this.folder = new Folder();
    check.prepare?.(this.folder.path);
    this.page = await openPage(this.window, this.patience);
    this.w = new Workbench(this.page, {
      shots: join(out, 'shots'), workspace: this.folder.path, extensions: this.running.extensions, patience: this.patience });
    await this.w.load(this.running.url(this.folder.path));
  }

  async perform(check) {
    const start = Date.now();
    try {
      await this.ready(check);
      await check.run(this.w);
      if (check.shot) await this.w.portray(check.shot);
      if (check.alone) await this.close();
      return { seconds: (Date.now() - start) / 1000 };
    } catch (error) {
      await this.w?.look(`failed ${check.name}`).catch(() => undefined);
      await this.close();
      return { error };
    }
  }

  async close() {
    await this.page?.context().close();
    this.folder?.remove();
    this.w = this.page = this.folder = undefined;
  }
}

/** Runs the checks of a session; with `muted`, these features are off. */
async function performSession(session, checks, muted = []) {
  rmSync(join(out, session.name), { recursive: true, force: true });
  const running = await serve(place, {
    folder: join(out, session.name, 'server'), vsix, trusted: session.trusted, settings: { 'phep.language': 'vi' },
    phep: muted.includes('phep') ? '/nowhere/phep' : phep,
    prepare: (extensions) => changeServer(extensions, session, muted.length > 0),
    environment: { PHEP_MUTED: muted.join(' '), PHEP_TODAY: '2026-03-10' },
  });
  const window = await openBrowser(place.modules, browser());
  const desk = new Desk(window, running, muted.length > 0 ? PROVE_PATIENCE_MS : PATIENCE_MS);
  try {
    for (const check of checks) {
      const { error, seconds } = await desk.perform(check);
      if (muted.length === 0) say(!error, seconds ? `${check.name} (${seconds.toFixed(1)} s)` : check.name, error?.stack);
      else say(error, `${check.name}: seen to fail without ${muted.join(', ')}`);
    }
  } finally {
    await desk.close().catch(() => undefined);
    await window.close();
    running.stop();
  }
}

// Whoever stops the run stops the workbench as well.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
rmSync(join(out, 'shots'), { recursive: true, force: true });
mkdirSync(join(out, 'shots'), { recursive: true });
const place = install(out);
if (place.node !== process.execPath) {
  // The browser's driver wants that Node as well.
  const { status } = spawnSync(place.node, process.argv.slice(1), { stdio: 'inherit' });
  process.exit(status ?? 1);
}
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
