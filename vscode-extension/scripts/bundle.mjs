// One file from the sources and the client library; vscode itself is there when the extension runs.
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

await build({
  entryPoints: [fileURLToPath(new URL('../src/extension.ts', import.meta.url))],
  outfile: fileURLToPath(new URL('../dist/extension.js', import.meta.url)),
  bundle: true, platform: 'node', target: 'node20', format: 'cjs', external: ['vscode'], minify: true,
});
