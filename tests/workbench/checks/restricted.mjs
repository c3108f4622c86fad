// A folder that nobody trusts: reading works, nothing runs.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const restricted = [
  {
    name: 'Restricted Mode: diagnostics and hover work', off: ['textDocument/hover'], shot: 'restricted',
    async run(w) {
      await w.see('.statusbar-item', 'Restricted Mode');
      await w.open('wrong.phep');
      await w.retry(() => w.pointAt(w.page.locator('.squiggly-error').first()), '.monaco-hover', 'không có trường');
      await w.open('base.phep');
      await w.retry(() => w.pointAtText('PDPL@23.1'), '.monaco-hover', 'Điều 23');
    },
  },
  {
    name: 'Restricted Mode: a program named by the folder is not run', off: [],
    async run(w) {
      // The folder's settings name a program that would leave a file behind.
      await w.command('Tasks: Run Task');
      await w.page.waitForTimeout(3000);
      await w.press('Escape');
      if (existsSync(join(w.workspace, 'it-ran'))) throw new Error('the program was run');
    },
  },
];
