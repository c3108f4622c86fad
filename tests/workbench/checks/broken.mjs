// A package whose server is not there: one message that says why.
export const broken = [
  {
    name: 'a server that cannot start shows one message with the reason', off: [], shot: 'no-server',
    async run(w) {
      await w.open('base.phep');
      await w.see('.notification-toast', 'không khởi động được');
      await w.see('.notification-toast', 'phep-lsp');
      await w.page.waitForTimeout(4000);
      const toasts = await w.page.locator('.notification-toast').count();
      if (toasts !== 1) throw new Error(`${toasts} messages`);
    },
  },
];
