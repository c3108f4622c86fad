// The as-of date in the status bar, and whether the server is there.
import * as vscode from 'vscode';
import type { Connection } from './client';
import { asOf, isDay, setAsOf } from './settings';
import { text } from './texts';

export function asOfStatus(connection: Connection): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('phep.asOf', vscode.StatusBarAlignment.Right, 90);
  const show = () => {
    const day = asOf() || text('today');
    item.name = 'Phép';
    item.text = `$(${connection.ready ? 'calendar' : 'sync~spin'}) ${day}`;
    item.tooltip = connection.ready ? text('asOfTip') : text('starting');
    item.accessibilityInformation = { label: text('asOfName', day) + (connection.ready ? '' : `. ${text('starting')}`) };
    item.command = 'phep.chooseAsOf';
  };
  show();
  item.show();
  return vscode.Disposable.from(item, connection.client.onDidChangeState(show), vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration('phep')) show();
  }));
}

export async function chooseAsOf() {
  const day = await vscode.window.showInputBox({
    prompt: text('asOfPrompt'),
    value: asOf(),
    placeHolder: '2026-03-10',
    validateInput: (value) => (value.trim() === '' || isDay(value.trim()) ? undefined : text('asOfWrong')),
  });
  if (day !== undefined) await setAsOf(day.trim());
}
