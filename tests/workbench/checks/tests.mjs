// Tests in the editor: lens, results, the diff of a failure, coverage, why.
const FAILURE = '.test-error-content-widget';

async function openTests(w) {
  await w.open('severity.phep');
  await w.ready();
}

async function runByLens(w) {
  await openTests(w);
  await w.page.locator('.codelens-decoration a').filter({ hasText: 'chạy kiểm thử' }).first().click();
  await w.see(FAILURE);
}

export const tests = [
  {
    name: 'a lens runs a test', off: ['textDocument/codeLens'],
    async run(w) {
      await runByLens(w);
      await w.see(FAILURE, 'grave');
    },
  },
  {
    name: 'the Testing view lists tests', off: ['phep/tests'],
    async run(w) {
      await openTests(w);
      await w.command('Testing: Focus on Test Explorer View');
      await w.named('.test-explorer .monaco-list-row', 'base.phep');
    },
  },
  {
    name: 'a failure shows both answers', off: ['phep/runTests'], shot: 'failure',
    async run(w) {
      await runByLens(w);
      const peek = '.test-output-peek .monaco-diff-editor';
      // A click while lines still move is lost.
      for (let tries = 0; tries < 4; ++tries) {
        await w.page.locator(FAILURE).first().click();
        const opened = await w.page.locator(peek).first().waitFor({ timeout: 10_000 }).then(() => true, () => false);
        if (opened) break;
      }
      await w.see(`${peek} .editor.original .view-line`, 'slight');
      await w.see(`${peek} .editor.modified .view-line`, 'grave');
    },
  },
  {
    name: 'coverage in the gutter', off: ['phep/runTests'], shot: 'coverage',
    async run(w) {
      await openTests(w);
      await w.see('.testing-run-glyph'); // the tests of the file are known
      await w.command('Test: Run Tests with Coverage in Current File');
      await w.see('.coverage-deco-gutter.coverage-deco-miss');
      await w.see('.coverage-deco-gutter.coverage-deco-hit');
    },
  },
  {
    name: 'explain this row', off: ['phep/explain'], shot: 'explanation',
    async run(w) {
      await openTests(w);
      await w.goTo(22, 20);
      await w.retry(() => w.command('Phép: Explain This Result (Giải thích kết quả này)'), '.tab.active', 'is slight');
      const text = w.preview();
      await text.filter({ hasText: 'Mức độ nghiêm trọng' }).waitFor();
    },
  },
];
