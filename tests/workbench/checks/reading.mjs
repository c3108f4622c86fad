// What a reader sees: squiggles, hovers, definitions, the list of problems.
export const reading = [
  {
    name: 'squiggle with its Vietnamese message', off: ['textDocument/diagnostic'], shot: 'squiggle',
    async run(w) {
      await w.open('wrong.phep');
      await w.squiggleSays('không có trường', 'P2005');
    },
  },
  {
    name: 'Problems lists a closed file', off: ['workspace/diagnostic'], shot: 'problems',
    async run(w) {
      await w.open('base.phep');
      await w.problems();
      await w.see('.markers-panel .monaco-list-row', 'wrong.phep');
      await w.see('.markers-panel .monaco-list-row', 'không có trường `harmfull`');
    },
  },
  {
    name: 'hover on a citation', off: ['textDocument/hover'], shot: 'hover',
    async run(w) {
      await w.open('base.phep');
      await w.ready();
      await w.retry(() => w.pointAtText('PDPL@23.1'), '.monaco-hover', 'Điều 23');
    },
  },
  {
    name: 'definition in another file', off: ['textDocument/definition'],
    async run(w) {
      await w.open('other.phep');
      await w.ready();
      await w.goTo(4, 35);
      await w.retry(() => w.press('F12'), '.tab.active', 'base.phep');
      await w.cursorAt(12);
    },
  },
  {
    name: 'references across files', off: ['textDocument/references'],
    async run(w) {
      await w.open('base.phep');
      await w.ready();
      await w.goTo(12, 5);
      await w.press('Shift+F12');
      await w.see('.reference-zone-widget .monaco-list-row', 'other.phep');
    },
  },
  {
    name: 'outline', off: ['textDocument/documentSymbol'],
    async run(w) {
      await w.open('base.phep');
      await w.ready();
      await w.press('Control+Shift+O');
      await w.see('.quick-input-list .monaco-list-row', 'notify');
      await w.see('.quick-input-list .monaco-list-row', 'Leak');
    },
  },
  {
    name: 'days beside dates', off: ['textDocument/inlayHint'],
    async run(w) {
      await w.open('severity.phep');
      await w.until('the day of the week', async () => (await w.lines()).some((line) => line.includes('2026-01-15T00:00+07:00') && line.includes('thứ Năm')));
    },
  },
  {
    name: 'a provision is found by its number', off: ['workspace/symbol'],
    async run(w) {
      await w.open('base.phep');
      await w.ready();
      await w.press('Control+T');
      await w.page.locator('.quick-input-widget input[type=text]').fill('#d23k1');
      await w.named('.quick-input-list .monaco-list-row', 'khoản 1 Điều 23 Luật số 91/2025/QH15');
    },
  },
  {
    name: 'the law behind a citation', off: ['textDocument/definition'], shot: 'law',
    async run(w) {
      await w.open('base.phep');
      await w.ready();
      await w.goTo(17, 14);
      await w.retry(() => w.press('F12'), '.tab.active', '23.1');
      await w.until('the provision', async () => (await w.lines()).some((line) => line.includes('Điều 23')));
    },
  },
];
