// Files with difficult names, and texts that are no file at all.
import { DECOMPOSED } from '../folder.mjs';

export const names = [
  {
    name: 'a file whose name is decomposed', off: ['textDocument/diagnostic'],
    async run(w) {
      await w.page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${DECOMPOSED}"]`).first().click();
      await w.see('.tab.active', DECOMPOSED);
      await w.ready();
      await w.squiggleSays('không có trường');
      await w.focus();
      await w.goTo(4, 14);
      await w.retry(() => w.press('F12'), '.tab.active', 'base.phep');
      await w.problems();
      const files = (await w.names('.markers-panel .monaco-list-row')).filter((name) => name.normalize('NFC').includes('giấy.phep'));
      if (files.length !== 1) throw new Error(`Problems lists it ${files.length} times: ${files}`);
    },
  },
  {
    name: 'an untitled text', off: ['textDocument/diagnostic'],
    async run(w) {
      await w.command('File: New Untitled Text File');
      await w.see('.tab.active', 'Untitled-1');
      await w.command('Change Language Mode');
      await w.page.locator('.quick-input-widget input[type=text]').fill('phep');
      await w.pick('Phép');
      await w.see('[id="status.editor.mode"]', 'Phép');
      await w.page.keyboard.insertText('module tạm\n\nrule lớn(a: int) : bool = a >= ngưỡng');
      await w.squiggleSays('ngưỡng');
    },
  },
  {
    name: 'a literate file', off: ['textDocument/diagnostic'],
    async run(w) {
      await w.open('guide.phep.md');
      await w.squiggleSays('không có trường');
    },
  },
];
