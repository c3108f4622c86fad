// What belongs to the whole window: the as-of date, tasks, the walkthrough, a server that dies.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const servers = (w) => execFileSync('pgrep', ['-f', join(w.extensions, 'phep.phep-') + '.*/server/phep-lsp'], { encoding: 'utf8' })
  .trim().split('\n').map(Number);

const walkthrough = (language, title, step, shot) => ({
  name: `walkthrough in ${language}`, off: [], shot,
  async run(w) {
    await w.command('Welcome: Open Walkthrough...');
    await w.pick(title);
    await w.see('.gettingStarted .getting-started-step', step);
  },
});

export const workspace = [
  {
    name: 'the as-of date is changed in the status bar', off: [], shot: 'as-of',
    async run(w) {
      await w.open('base.phep');
      const item = w.page.locator('#phep\\.phep\\.phep\\.asOf, [id$="phep.asOf"]').first();
      await item.locator('a').click();
      await w.page.locator('.quick-input-widget input[type=text]').fill('2026-13-40');
      await w.see('.quick-input-message', '2026-03-10');
      await w.page.locator('.quick-input-widget input[type=text]').fill('2025-06-30');
      await w.press('Enter');
      await w.see('[id$="phep.asOf"]', '2025-06-30');
      const settings = JSON.parse(readFileSync(join(w.workspace, '.vscode', 'settings.json'), 'utf8'));
      if (settings['phep.asOf'] !== '2025-06-30') throw new Error('the workspace setting is not written');
    },
  },
  walkthrough('Vietnamese', 'Bắt đầu với Phép', 'Viết một nghĩa vụ', 'walkthrough'),
  walkthrough('English', 'Get started with Phép', 'Write a duty'),
  {
    name: 'a server killed by -9 starts again with the same diagnostics', off: ['textDocument/diagnostic'],
    async run(w) {
      await w.open('wrong.phep');
      await w.see('.squiggly-error');
      const [before] = servers(w);
      process.kill(before, 'SIGKILL');
      await w.until('another server', () => { try { return servers(w).find((pid) => pid !== before); } catch { return undefined; } });
      await w.goTo(4, 40);
      await w.page.keyboard.type(' ');  // an edit that only a living server answers
      await w.see('.squiggly-error');
      await w.retry(() => w.pointAt(w.page.locator('.squiggly-error').first()), '.monaco-hover', 'không có trường');
    },
  },
];
