// The three views of Phép, by what a screen reader reads out.
async function openViews(w, file, line, column = 5) {
  await w.open(file);
  await w.ready();
  await w.goTo(line, column);
  await w.command('View: Show Phép');
}

const rows = (view) => `.pane:has(.pane-header[aria-label*="${view}"]) .monaco-list-row`;

export const views = [
  {
    name: 'obligations of a case', off: ['phep/obligations'],
    async run(w) {
      await openViews(w, 'base.phep', 37);
      await w.named(rows('Nghĩa vụ'), 'Thông báo cho cơ quan chuyên trách', 'bị vi phạm', '2026', 'Điều 23');
      await w.focus();
      await w.goTo(36, 5);
      await w.named(rows('Nghĩa vụ'), 'Thông báo cho cơ quan chuyên trách', 'đã đáp ứng');
    },
  },
  {
    name: 'tree of exceptions', off: ['phep/exceptions'],
    async run(w) {
      await openViews(w, 'severity.phep', 10, 6);
      await w.named(rows('Ngoại lệ'), 'harm');
      await w.named(rows('Ngoại lệ'), 'early');
    },
  },
  {
    name: 'timeline of a case', off: ['phep/timeline'], shot: 'views',
    async run(w) {
      await openViews(w, 'base.phep', 37);
      await w.named(rows('Dòng thời gian'), '2026');
      await w.named(rows('Nghĩa vụ'), 'bị vi phạm');
    },
  },
];
