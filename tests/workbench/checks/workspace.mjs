// What belongs to the whole window: the as-of date, tasks, the walkthrough, a server that dies.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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

const input = (w) => w.page.locator('.quick-input-widget input[type=text]');

// The class that the editor gives a word: it follows its colour.
const dress = (w, word) => w.editor.locator('.view-line span span', { hasText: word }).first().getAttribute('class');

async function chooseDay(w, day) {
  await w.page.locator('[id$="phep.asOf"] a').first().click();
  await input(w).fill(day);
}

export const workspace = [
  {
    name: 'the as-of date is changed in the status bar', off: ['workspace/didChangeConfiguration'],
    async run(w) {
      await w.open('base.phep');
      await w.ready();
      await w.press('Control+Home'); // the window may have been elsewhere in the file
      await w.until('the norm in its colours', async () => /mtk/.test(await dress(w, 'notify')));
      await chooseDay(w, '2026-13-40');
      await w.see('.quick-input-message', '2026-03-10');
      await input(w).fill('2025-06-30');
      const before = await dress(w, 'notify');
      await w.press('Enter');
      await w.see('[id$="phep.asOf"]', '2025-06-30');
      await w.until('the norm faded', async () => (await dress(w, 'notify')) !== before);
      await w.retry(() => w.pointAtText('PDPL'), '.monaco-hover', 'chưa có hiệu lực');
      await w.portray('as-of');
      const settings = JSON.parse(readFileSync(join(w.workspace, '.vscode', 'settings.json'), 'utf8'));
      if (settings['phep.asOf'] !== '2025-06-30') throw new Error('the workspace setting is not written');
      await w.press('Escape');
      await chooseDay(w, '');
      await w.press('Enter');
      await w.until('the norm in its colours again', async () => (await dress(w, 'notify')) === before);
    },
  },
  {
    name: 'a task fills the list of problems', off: ['phep'], shot: 'task',
    async run(w) {
      await w.open('base.phep');
      await w.ready();
      await w.command('Tasks: Run Task');
      await w.pick('phep');
      await w.pick('kiểm tra');
      await w.pick('Continue without scanning', { optional: true });
      // The terminal of the task comes to the front when it likes.
      await w.until('what the task found', async () => {
        await w.problems();
        await w.page.waitForTimeout(500);
        return (await w.names('.markers-panel .monaco-list-row')).some((row) => row.includes('`harmfull`') && row.includes('phep check'));
      });
    },
  },
  walkthrough('Vietnamese', 'Bắt đầu với Phép', 'Viết một nghĩa vụ', 'walkthrough'),
  walkthrough('English', 'Get started with Phép', 'Write a duty'),
  {
    name: 'the language of messages is changed', off: ['workspace/didChangeConfiguration'],
    async run(w) {
      await w.open('wrong.phep');
      await w.squiggleSays('không có trường');
      mkdirSync(join(w.workspace, '.vscode'), { recursive: true });
      writeFileSync(join(w.workspace, '.vscode', 'settings.json'), JSON.stringify({ 'phep.language': 'en' }));
      await w.page.mouse.move(700, 500);
      await w.see('[id$="phep.asOf"]', 'today');
      await w.squiggleSays('has no field');
    },
  },
  {
    name: 'a server killed by -9 starts again with the same diagnostics', off: ['restart'], alone: true,
    async run(w) {
      await w.open('wrong.phep');
      await w.problems();
      await w.named('.markers-panel .monaco-list-row', 'không có trường `harmfull`');
      const listed = async () => (await w.names('.markers-panel .monaco-list-row')).sort().join('\n');
      // Closed files come in one by one: what is compared is a list that has come to rest.
      let before;
      await w.until('a list at rest', async () => {
        const earlier = before;
        await w.page.waitForTimeout(1500);
        before = await listed();
        return before === earlier;
      });
      const [old] = servers(w);
      process.kill(old, 'SIGKILL');
      await w.until('another server', () => { try { return servers(w).find((pid) => pid !== old); } catch { return undefined; } });
      await w.focus();
      await w.goTo(4, 40);
      await w.page.keyboard.type(' or zzz');  // what only a living server answers
      await w.named('.markers-panel .monaco-list-row', 'zzz');
      await w.command('File: Revert File');
      await w.until('the same problems', async () => (await listed()) === before);
    },
  },
];
