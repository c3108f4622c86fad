// What a person does in the workbench, as functions of one page.
import { createRequire } from 'node:module';
import { join } from 'node:path';

export const PATIENCE_MS = 60_000;

export function openBrowser(modules, executablePath) {
  const { chromium } = createRequire(join(modules, 'x.js'))('playwright-core');
  return chromium.launch({ executablePath, headless: true, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
}

/** A window of its own: nothing of an earlier check is left in it. */
export async function openPage(browser, patience = PATIENCE_MS) {
  const context = await browser.newContext({ locale: 'en', colorScheme: 'light', viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(patience);
  return context.newPage();
}

export class Workbench {
  /** places: { shots, workspace, extensions } */
  constructor(page, places) {
    this.page = page;
    Object.assign(this, places);
    this.editor = page.locator('.editor-group-container.active .monaco-editor').first();
  }

  async load(url) {
    await this.page.goto(url);
    await this.see('.monaco-workbench .explorer-folders-view .monaco-list-row');
  }

  press(keys) {
    return this.page.keyboard.press(keys);
  }

  /** Opens the list that asks, and types into it until the row shows: a window that takes the focus closes the list. */
  async ask(keys, text, row) {
    const input = this.page.locator('.quick-input-widget input[type=text]');
    const brief = { timeout: 4000 };
    await this.until(`a row for ${text}`, async () => {
      try {
        if (!(await input.isVisible())) await this.press(keys);
        if ((await input.inputValue(brief)) !== text) await input.fill(text, brief); // the same text again would begin the search anew
        await row.waitFor(brief);
        return true;
      } catch {
        return false;
      }
    });
  }

  /** Runs a command by its title from the palette. */
  async command(title) {
    const row = this.page.locator(`.quick-input-list .monaco-list-row:is([aria-label="${title}"], [aria-label^="${title},"])`).first();
    await this.ask('F1', `>${title}`, row);
    await row.click();
  }

  async open(name) {
    await this.ask('Control+P', name, this.page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: name }).first());
    await this.press('Enter');
    await this.page.locator('.tab.active').filter({ hasText: name }).waitFor();
    await this.page.locator('.editor-group-container.active .view-line').first().waitFor();
    await this.focus();
  }

  async focus() {
    await this.command('View: Focus Active Editor Group');
  }

  /** Puts the cursor at a line and column, from 1. */
  async goTo(line, column = 1) {
    const row = this.page.locator('.quick-input-list .monaco-list-row').first();
    await this.ask('Control+G', `:${line}:${column}`, row);
    await this.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  look(name) {
    return this.page.screenshot({ path: join(this.shots, `${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}.png`) });
  }

  /** Pictures for people, in the folder of screenshots: the workbench follows the colour scheme of the system. */
  async portray(name) {
    for (const [scheme, theme] of [['dark', '.vs-dark'], ['light', '.vs']]) {
      await this.page.emulateMedia({ colorScheme: scheme });
      await this.see(`.monaco-workbench${theme}`);
      await this.page.waitForTimeout(300);
      await this.look(`${name}-${scheme}`);
    }
  }

  /** Closes what a check has opened, so that the next one begins as in a new window. */
  async tidy() {
    for (const _ of [1, 2, 3]) await this.press('Escape');
    while (await this.page.locator('.tab.dirty').count() > 0) {
      await this.page.locator('.tab.dirty').first().click();
      await this.command('View: Revert and Close Editor');
      await this.page.waitForTimeout(200);
    }
    await this.command('View: Close All Editors');
    await this.page.locator('.tab').first().waitFor({ state: 'detached' });
    if (await this.page.locator('.part.panel').isVisible()) await this.press('Control+J');
    await this.press('Control+Shift+E');
    await this.page.mouse.move(700, 5);
  }

  /** Text of the lines on screen, as the editor shows them. */
  async lines() {
    const lines = await this.editor.locator('.view-line').evaluateAll((all) =>
      all.map((line) => [parseInt(line.style.top), line.textContent.replace(/\u00a0/g, ' ')]));
    return lines.sort((a, b) => a[0] - b[0]).map(([, text]) => text);
  }

  /** Moves the mouse to the middle of a thing that other layers may cover. */
  async pointAt(locator) {
    await locator.waitFor();
    // What is drawn anew just now has no place for a moment.
    const { x, y, width, height } = await this.until('a place to point at', () => locator.boundingBox());
    await this.page.mouse.move(x + width / 2, y + height / 2 - 40);
    await this.page.mouse.move(x + width / 2, y + height / 2, { steps: 3 });
  }

  /** Moves the mouse onto a text that the editor shows. */
  async pointAtText(text) {
    const place = await this.until(`the text ${text}`, () => this.editor.locator('.view-lines').evaluate((lines, wanted) => {
      const walk = document.createTreeWalker(lines, NodeFilter.SHOW_TEXT);
      for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const at = node.data.replace(/\u00a0/g, ' ').indexOf(wanted);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + wanted.length);
        const { x, y, width, height } = range.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      }
      return undefined;
    }, text));
    await this.page.mouse.move(place.x + 60, place.y + 40);
    await this.page.mouse.move(place.x, place.y, { steps: 3 });
    return place;
  }

  /** Waits until `ask` gives something true, and gives it. */
  async until(what, ask, patience = this.patience) {
    const end = Date.now() + patience;
    let last;
    for (;;) {
      last = await ask();
      if (last) return last;
      if (Date.now() > end) throw new Error(`not seen: ${what}`);
      await this.page.waitForTimeout(100);
    }
  }

  /** Takes a row of the list that asks. */
  async pick(text, { optional = false } = {}) {
    const row = this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text }).first();
    if (optional) {
      if (!(await row.waitFor({ timeout: 3000 }).then(() => true, () => false))) return;
    } else {
      await row.waitFor();
    }
    await row.click();
  }

  /** The accessible names of what is there. */
  names(selector) {
    return this.page.locator(selector).evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? one.textContent));
  }

  /** Waits for a row that a screen reader would read out with all these words. */
  named(selector, ...words) {
    return this.until(`${selector} named ${words.join(', ')}`, async () =>
      (await this.names(selector)).find((name) => words.every((word) => name.includes(word))));
  }

  /** What a preview shows: it lives in a frame of a frame. */
  preview() {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe').locator('body');
  }

  /** Waits until the server answers: the status bar shows a calendar in place of a turning wheel. */
  ready() {
    return this.see('[id$="phep.asOf"] .codicon-calendar');
  }

  /**
   * Does a thing again and again until it shows: a loaded machine may lose the first try. It may also be slow: what comes while the
   * thing is done once more may have taken its command away, and counts.
   */
  async retry(act, selector, text) {
    const shown = this.page.locator(selector).filter({ hasText: text }).first();
    await this.until(`${selector} with ${text}`, async () => {
      try {
        await act();
      } catch (lost) {
        if (!(await shown.isVisible())) throw lost;
        await this.press('Escape');
        return true;
      }
      return shown.waitFor({ timeout: 8000 }).then(() => true, () => false);
    });
  }

  /**
   * Reads the message of the first squiggle: points at it, then rests on the words. What is open already stays as it was, even where
   * another message has come: it is closed before.
   */
  async squiggleSays(...words) {
    await this.retry(async () => {
      await this.page.mouse.move(700, 5);
      await this.page.locator('.monaco-hover:visible').waitFor({ state: 'detached' });
      await this.pointAt(this.page.locator('.squiggly-error').first());
    }, '.monaco-hover', words[0]);
    for (const word of words) await this.see('.monaco-hover', word);
    await this.page.locator('.monaco-hover .hover-contents').first().hover({ position: { x: 20, y: 8 } }).catch(() => undefined);
  }

  async cursorAt(line) {
    await this.see('#status\\.editor\\.selection', `Ln ${line},`);
  }

  see(selector, text) {
    const found = this.page.locator(selector);
    return (text === undefined ? found : found.filter({ hasText: text })).first().waitFor();
  }

  async problems() {
    if (await this.page.locator('.markers-panel').isVisible()) return;
    await this.press('Control+Shift+M');
    await this.page.locator('.markers-panel').waitFor();
  }
}
