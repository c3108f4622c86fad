// A package in a page that may fetch nothing: headless Chromium, a server of this machine alone, and a policy that lets its own
// scripts run and WebAssembly be compiled, no more.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";

const here = dirname(fileURLToPath(import.meta.url));
const KINDS = { '.html': 'text/html; charset=utf-8', '.mjs': 'text/javascript; charset=utf-8' };
const PAGE = '<!doctype html><html lang="en"><meta charset="utf-8"><title>decides</title><script type="module" src="/in_page.mjs"></script>';

function contentOf(path, { folder, vectors }) {
  if (path === '/page.html') return PAGE;
  if (path === '/in_page.mjs') return readFileSync(join(here, 'in_page.mjs'));
  if (path === '/vectors.mjs') return `export default [${readFileSync(vectors, 'utf8').trimEnd().replaceAll('\n', ',\n')}];`;
  // Only names of files of the package's own folder.
  const [, file] = /^\/package\/([\w.-]+)$/.exec(path) ?? [];
  return file === undefined ? undefined : readFileSync(join(folder, file));
}

/** Opens pages one after another, each {folder, vectors, policy}; what in_page.mjs said in each. */
export async function inPages(pages) {
  let served;
  const server = createServer((request, response) => {
    let content;
    try {
      content = contentOf(request.url, served);
    } catch {
      content = undefined;
    }
    response.writeHead(content === undefined ? 404 : 200, {
      'Content-Type': KINDS[extname(request.url)] ?? 'application/octet-stream',
      'Content-Security-Policy': served.policy,
    });
    response.end(content);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const executablePath = process.env.PHEP_CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, headless: true, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
  try {
    const said = [];
    for (const one of pages) {
      served = one;
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${server.address().port}/page.html`);
      await page.waitForSelector('html[data-report]', { state: 'attached', timeout: 120_000 });
      said.push(JSON.parse(await page.getAttribute('html', 'data-report')));
      await page.close();
    }
    return said;
  } finally {
    await browser.close();
    server.close();
  }
}
