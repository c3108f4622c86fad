// What a writer does: completion, Vietnamese typing, formatting.

// Telex as an input method sends it: each keystroke replaces the text that is being composed.
const TELEX = [['n', 'ng', 'ngh', 'nghi', 'nghia', 'nghĩa'], ['v', 'vu', 'vụ']];

async function compose(w, steps) {
  const browser = await w.page.context().newCDPSession(w.page);
  for (const text of steps) {
    await browser.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    await w.page.waitForTimeout(40);
  }
  await browser.send('Input.insertText', { text: steps.at(-1) });
  await browser.detach();
}

async function emptyLine(w) {
  await w.open('other.phep');
  await w.ready();
  await w.press('Control+End');
}

export const writing = [
  {
    name: 'completion without marks: nghia gives nghĩa vụ', off: ['textDocument/completion'],
    async run(w) {
      await emptyLine(w);
      await w.page.keyboard.type('nghia', { delay: 60 });
      const row = await w.until('a list of completions', () =>
        w.page.locator('.suggest-widget.visible .monaco-list-row').first().getAttribute('aria-label').catch(() => undefined));
      if (!row.startsWith('nghĩa vụ')) throw new Error(`the first row is ${row}`);
      await w.portray('completion');
      await w.press('Enter');
      await w.until('nghĩa vụ in the text', async () => (await w.lines()).some((line) => line.startsWith('nghĩa vụ')));
    },
  },
  {
    name: 'Telex composition stays as composed', off: ['textDocument/diagnostic'],
    async run(w) {
      await emptyLine(w);
      for (const [index, steps] of TELEX.entries()) {
        if (index > 0) await w.page.keyboard.type(' ');
        await compose(w, steps);
      }
      await w.press('Escape');
      await w.page.keyboard.type(' ghi(', { delay: 20 });
      await w.until('what was composed, once', async () => (await w.lines()).some((line) => line === 'nghĩa vụ ghi()'));
      await w.see('.squiggly-error');  // an unfinished duty: the server has read the composed text
    },
  },
  {
    name: 'double click takes a whole Vietnamese name, composed or decomposed', off: [],
    async run(w) {
      await emptyLine(w);
      for (const name of ['bên_kiểm_soát', 'bên_kiểm_soát'.normalize('NFD')]) {
        await w.press('Control+End');
        await w.page.keyboard.press('Enter');
        await w.page.keyboard.insertText(`// ${name}`);
        // Again, if lenses that came in between have moved the line.
        await w.retry(async () => {
          const { x, y } = await w.pointAtText(name);
          await w.page.mouse.dblclick(x, y);
        }, '#status\\.editor\\.selection', `(${name.length} selected)`);
      }
    },
  },
  {
    name: 'formatting', off: ['textDocument/formatting'],
    async run(w) {
      await emptyLine(w);
      await w.page.keyboard.insertText('rule   late( x :Leak ):bool=x.harmful');
      await w.command('Format Document');
      await w.until('the written form', async () => (await w.lines()).includes('rule late(x: Leak) : bool = x.harmful'));
    },
  },
  {
    name: 'a quick fix', off: ['textDocument/codeAction'],
    async run(w) {
      await w.open('wrong.phep');
      await w.see('.squiggly-error');
      await w.goTo(4, 35);
      await w.retry(() => w.press('Control+.'), '.action-widget .monaco-list-row', 'harmful');
      await w.portray('quick-fix');
      await w.press('Enter');
      await w.until('the field that is there', async () => (await w.lines()).some((line) => line.endsWith('= x.harmful')));
      await w.page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
    },
  },
  {
    name: 'rename across files', off: ['textDocument/rename'],
    async run(w) {
      await w.open('base.phep');
      await w.ready();
      await w.goTo(9, 9);
      await w.retry(() => w.press('F2'), '.rename-box input');
      await w.page.locator('.rename-box input').fill('Breach');
      await w.press('Enter');
      await w.until('the new name', async () => (await w.lines()).some((line) => line.startsWith('record Breach')));
      await w.open('other.phep');
      await w.until('the new name in another file', async () => (await w.lines()).some((line) => line.includes('x: Breach')));
    },
  },
];
