// A folder that nobody trusts: reading works.

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
];
