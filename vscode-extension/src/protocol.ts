// What Phép adds to LSP; the page is lsp/PROTOCOL.md.
import type { Location, Position, Range } from 'vscode-languageclient/node';

export interface TestRow { id: string; label: string; range: Range }
export interface Test extends TestRow { rows?: TestRow[] }

export interface TestResult {
  uri: string;
  id: string;
  status: 'passed' | 'failed' | 'errored';
  ms: number;
  message?: string;
  expected?: string;
  actual?: string;
  location?: Location;
}
export interface Branch { label: string; executed: number }
export interface Statement { range: Range; executed: number; branches?: Branch[] }
export interface FileCoverage { uri: string; statements: Statement[] }
export interface RunAnswer { results: TestResult[]; coverage?: FileCoverage[] }
export interface RunItem { uri: string; id?: string }

export type Status = 'met' | 'violated' | 'pending' | 'not_applicable' | 'unknown' | 'in_force' | 'not_yet' | 'repealed' |
  'wins' | 'yields';
export interface Row {
  label: string;
  description?: string;
  status?: Status;
  due?: string;
  citation?: string;
  location?: Location;
  children?: Row[];
}
export interface ViewParams { textDocument: { uri: string }; position?: Position; asOf?: string }
export interface Explanation { title: string; markdown: string }

export const CLIENT_COMMANDS = ['phep.runTests', 'phep.showReferences'];
