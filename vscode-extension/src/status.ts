// The as-of date in the status bar.
import * as vscode from 'vscode';
import { asOf, isDay, setAsOf } from './settings';
import { text } from './texts';

export function asOfStatus(): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('phep.asOf', vscode.StatusBarAlignment.Right, 90);
  const show = () => {
    const day = asOf() || text('today');
    item.name = 'Phép';
    item.text = `$(calendar) ${day}`;
    item.tooltip = text('asOfTip');
    item.accessibilityInformation = { label: text('asOfName', day) };
    item.command = 'phep.chooseAsOf';
  };
  show();
  item.show();
  return vscode.Disposable.from(item, vscode.workspace.onDidChangeConfiguration((change) => {
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
