// Opens pages and pictures in the browser, as a client would: no message on the console, nothing serious for axe-core in
// light and dark, no text outside its box, no sideways scrolling; and a calendar as another program reads it.
//   node look.mjs SHOTS FILE…       each file is one named check; screenshots go to SHOTS
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import ICAL from 'ical.js';
import { chromium } from 'playwright-core';

const [shots, ...files] = process.argv.slice(2);
mkdirSync(shots, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const executablePath = process.env.PHEP_CHROMIUM ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, headless: true, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });

function must(holds, why) {
  if (!holds) throw new Error(why);
}

/** Text that stands outside the box that it is written in, by more than a pixel. */
function outside() {
  const out = [];
  for (const node of document.querySelectorAll('g.node')) {
    const box = node.querySelector('rect').getBBox();
    for (const text of node.querySelectorAll('text')) {
      const own = text.getBBox();
      if (own.x < box.x - 1 || own.x + own.width > box.x + box.width + 1 || own.y + own.height > box.y + box.height + 3) out.push(text.textContent);
    }
  }
  for (const picture of document.querySelectorAll('svg.tl')) {
    const { width } = picture.viewBox.baseVal;
    const lines = [...picture.querySelectorAll('text')].map((text) => [text, text.getBBox()]);
    for (const [text, own] of lines) {
      if (own.x < -1 || own.x + own.width > width + 1) out.push(text.textContent);
      for (const [other, its] of lines)
        if (text !== other && own.y === its.y && own.x <= its.x && own.x + own.width > its.x + 1) out.push(`${text.textContent} | ${other.textContent}`);
    }
  }
  return out;
}

async function look(file, scheme) {
  const name = basename(file).replace(/\.\w+$/, '');
  const picture = file.endsWith('.svg');
  // The page's own policy forbids scripts: the one that judges it is put in past it.
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width: 1180, height: 900 }, bypassCSP: true });
  const page = await context.newPage();
  const said = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  page.on('request', (request) => { if (!request.url().startsWith('file:')) said.push(`asked for ${request.url()}`); });
  await page.goto(pathToFileURL(resolve(file)).href);
  // A picture of a very long page takes a busy machine longer than it waits for one.
  const short = await page.evaluate(() => document.documentElement.scrollHeight < 15_000);
  await page.screenshot({ path: join(shots, `${name}.${scheme}.png`), fullPage: !picture && short });
  const wrong = await page.evaluate(outside);
  must(wrong.length === 0, `outside its box: ${wrong.slice(0, 5).join('; ')}`);
  if (!picture) {
    must(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'the page scrolls sideways');
    await page.setViewportSize({ width: 380, height: 800 });
    must(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'the page scrolls sideways on a telephone');
    await page.setViewportSize({ width: 1180, height: 900 });
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
    must(found.passes.length > 10, 'axe-core looked at nothing');
    const serious = found.violations.filter((one) => one.impact === 'serious' || one.impact === 'critical');
    must(serious.length === 0, serious.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`).join('\n'));
  }
  must(said.length === 0, `the console: ${said.join('; ')}`);
  await context.close();
}

/** With the page's policy in force and the console watched: its style is the one that the policy knows. */
async function lawful(file) {
  const context = await browser.newContext({ viewport: { width: 1180, height: 900 } });
  const page = await context.newPage();
  const said = [];
  page.on('console', (message) => said.push(message.text()));
  await page.goto(pathToFileURL(resolve(file)).href);
  must(await page.evaluate(() => getComputedStyle(document.body).margin === '0px'), 'the style is refused');
  must(said.length === 0, `the console: ${said.join('; ')}`);
  const paper = await page.pdf({ format: 'A4', preferCSSPageSize: true });
  must(paper.subarray(0, 5).toString() === '%PDF-' && paper.length > 10_000, 'it does not print');
  await context.close();
}

function calendar(file) {
  const root = new ICAL.Component(ICAL.parse(readFileSync(file, 'utf8')));
  const events = root.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one));
  must(events.length > 0, 'no entry');
  for (const event of events) {
    must(event.uid && event.summary && event.startDate.isValid?.() !== false, `an entry without name or day: ${event.uid}`);
    must(event.component.getFirstPropertyValue('dtstamp'), 'an entry without its stamp');
    must(!event.summary.includes('\\') && event.description.includes('\n'), `escapes are left: ${event.summary}`);
  }
  must(root.getFirstPropertyValue('version') === '2.0', 'no version');
}

let passed = 0;
let failed = 0;
async function check(name, run) {
  try {
    await run();
    ++passed;
  } catch (error) {
    ++failed;
    console.log(`${name}: ${error.message}`);
  }
}

for (const file of files) {
  if (file.endsWith('.ics')) {
    await check(file, async () => calendar(file));
    continue;
  }
  for (const scheme of ['light', 'dark']) await check(`${file}, ${scheme}`, () => look(file, scheme));
  if (file.endsWith('.html')) await check(`${file}, by its own policy`, () => lawful(file));
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
