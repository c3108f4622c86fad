// The settings, and what follows from them.
import * as vscode from 'vscode';

export type Language = 'vi' | 'en';

const settings = () => vscode.workspace.getConfiguration('phep');

/** The language of our own texts: the setting, or that of the display. */
export function language(): Language {
  const chosen = settings().get<string>('language', 'auto');
  if (chosen === 'vi' || chosen === 'en') return chosen;
  return vscode.env.language.startsWith('vi') ? 'vi' : 'en';
}

/** The day on which law is looked at; empty is today. */
export const asOf = () => settings().get<string>('asOf', '').trim();

export async function setAsOf(day: string) {
  const target = vscode.workspace.workspaceFolders ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await settings().update('asOf', day === '' ? undefined : day, target);
}

export const isDay = (text: string) => {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!parts) return false;
  const [year, month, day] = parts.slice(1).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
};

export const executable = () => settings().get<string>('executable', 'phep');

/** What the server is told at its start, in the shape of lsp/PROTOCOL.md. */
export const initial = () => ({ language: settings().get<string>('language', 'auto'), asOf: asOf() });
