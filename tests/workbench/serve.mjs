// Starts the workbench's server on loopback with one extension in it, and ends it.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const SETTINGS = {
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'extensions.ignoreRecommendations': true,
  'editor.hover.delay': 100,
  'editor.minimap.enabled': false,
  'files.autoSave': 'off',
  'git.enabled': false,
  'editor.fontFamily': "'Noto Sans Mono', monospace",  // it has every Vietnamese letter
  'window.autoDetectColorScheme': true,
  'workbench.preferredLightColorTheme': 'Default Light Modern',
  'workbench.preferredDarkColorTheme': 'Default Dark Modern',
};

const freePort = () => new Promise((resolve, reject) => {
  const probe = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});

/** prepare(extensions) may change what was installed. → { extensions, url(workspace), stop() } */
export async function serve({ node, code }, { folder, vsix, trusted, settings, phep, prepare, environment }) {
  const extensions = join(folder, 'extensions'), data = join(folder, 'data');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(data, 'User'), { recursive: true });
  writeFileSync(join(data, 'User', 'settings.json'), JSON.stringify({ ...SETTINGS, ...settings }));
  // A path is a setting of the machine; the PATH is that of a login shell.
  mkdirSync(join(data, 'Machine'));
  writeFileSync(join(data, 'Machine', 'settings.json'), JSON.stringify({ 'phep.executable': phep }));
  const main = join(code, 'out', 'server-main.js');
  const places = ['--extensions-dir', extensions, '--server-data-dir', data, '--user-data-dir', data, '--accept-server-license-terms'];
  execFileSync(node, [main, '--install-extension', vsix, ...places], { stdio: 'pipe' });
  prepare(extensions);

  const port = await freePort();
  const log = openSync(join(folder, 'server.log'), 'w');
  // The empty gallery stops the one look-up of a marketplace.
  const child = spawn(node, [main, '--host', '127.0.0.1', '--port', String(port), '--without-connection-token', '--telemetry-level', 'off',
    ...places, ...(trusted ? ['--disable-workspace-trust'] : [])],
    { stdio: ['ignore', log, log], detached: true, env: { ...process.env, ...environment, EXTENSIONS_GALLERY: '{}' } });
  const base = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; ++tries) {
    if (tries === 300 || child.exitCode !== null) throw new Error(`the workbench does not answer; see ${folder}/server.log`);
    if (await fetch(base).then((answer) => answer.ok, () => false)) break;
    await new Promise((next) => setTimeout(next, 100));
  }
  // The group holds the extension host and the language server as well.
  const stop = () => { try { process.kill(-child.pid, 'SIGKILL'); } catch { /* it is gone */ } };
  process.once('exit', stop);
  return {
    extensions,
    url: (workspace) => `${base}/?folder=${encodeURIComponent(workspace)}`,
    stop,
  };
}
