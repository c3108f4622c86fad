// A folder that nobody trusts: reading works, nothing runs.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const RAN = 'it-ran';

// A program of the folder's own, named by the folder's own settings.
function prepare(folder) {
  mkdirSync(join(folder, '.vscode'));
  writeFileSync(join(folder, '.vscode', 'settings.json'), JSON.stringify({ 'phep.executable': join(folder, 'program.sh') }));
  writeFileSync(join(folder, 'program.sh'), `#!/bin/sh\ntouch '${join(folder, RAN)}'\n`, { mode: 0o755 });
}

export const restricted = [
  {
    name: 'Restricted Mode: diagnostics and hover work', off: ['textDocument/hover'], shot: 'restricted',
    async run(w) {
      await w.see('.statusbar-item', 'Restricted Mode');
      await w.open('wrong.phep');
      await w.squiggleSays('không có trường');
      await w.open('base.phep');
      await w.retry(() => w.pointAtText('PDPL@23.1'), '.monaco-hover', 'Điều 23');
    },
  },
  {
    name: 'Restricted Mode: nothing runs', off: ['textDocument/codeLens'], alone: true, prepare,
    async run(w) {
      await w.open('severity.phep');
      await w.ready();
      await w.page.locator('.codelens-decoration a').filter({ hasText: 'chạy kiểm thử' }).first().click();
      await w.see('.test-error-content-widget', 'thư mục được tin cậy');
      await w.command('Tasks: Run Task');
      await w.page.waitForTimeout(2000);
      if (existsSync(join(w.workspace, RAN))) throw new Error('a program of the folder ran');
      if ((await w.names('.quick-input-list .monaco-list-row')).some((row) => row.includes('kiểm tra')))
        throw new Error('tasks are offered');
    },
  },
];
