// The tree of tests: files, tests, rows, as the server lists them.
import * as vscode from 'vscode';
import type { Connection } from './client';
import type { RunItem, Test, TestRow } from './protocol';

const SOURCES = '**/*.{phep,phep.md}';
const SKIPPED = '**/{node_modules,build,.*}/**';

export class TestTree {
  // What an item is to the server; a file has no id.
  private readonly meanings = new WeakMap<vscode.TestItem, RunItem>();

  constructor(private readonly connection: Connection, readonly controller: vscode.TestController) {}

  meaning(item: vscode.TestItem): RunItem | undefined {
    return this.meanings.get(item);
  }

  /** Lists every file of the folders that has a test. */
  async discover() {
    if (!this.connection.offers('phep/tests')) return;
    for (const uri of await vscode.workspace.findFiles(SOURCES, SKIPPED)) await this.read(uri);
  }

  /** Asks again for the files that are listed. */
  async refresh() {
    const listed: vscode.Uri[] = [];
    this.controller.items.forEach((item) => item.uri && listed.push(item.uri));
    for (const uri of listed) await this.read(uri);
  }

  async read(uri: vscode.Uri): Promise<vscode.TestItem | undefined> {
    const spoken = this.connection.client.code2ProtocolConverter.asUri(uri);
    const tests = await this.connection.ask<Test[]>('phep/tests', { textDocument: { uri: spoken } });
    const key = uri.toString();
    if (!tests?.length) {
      if (tests) this.controller.items.delete(key);
      return undefined;
    }
    const known = this.controller.items.get(key);
    const file = known ?? this.controller.createTestItem(key, vscode.workspace.asRelativePath(uri), uri);
    this.meanings.set(file, { uri: spoken });
    file.children.replace(tests.map((test) => this.item(uri, spoken, test)));
    if (!known) this.controller.items.add(file);
    return file;
  }

  forget(uri: vscode.Uri) {
    this.controller.items.delete(uri.toString());
  }

  find(uri: string, id?: string): vscode.TestItem | undefined {
    let found: vscode.TestItem | undefined;
    const look = (item: vscode.TestItem) => {
      const meaning = this.meanings.get(item);
      if (meaning?.uri === uri && meaning.id === id) found = item;
      item.children.forEach(look);
    };
    this.controller.items.forEach(look);
    return found;
  }

  /** The innermost test whose lines hold this place. */
  at(uri: vscode.Uri, line: number): vscode.TestItem | undefined {
    const rows: vscode.TestItem[] = [];
    const look = (item: vscode.TestItem) => {
      if (item.range && this.meaning(item)?.id && item.range.start.line <= line) rows.push(item);
      item.children.forEach(look);
    };
    const file = this.controller.items.get(uri.toString());
    if (file) look(file);
    return rows.sort((a, b) => a.range!.start.line - b.range!.start.line).at(-1);
  }

  private item(uri: vscode.Uri, spoken: string, test: Test | TestRow): vscode.TestItem {
    const item = this.controller.createTestItem(`${uri}#${test.id}`, test.label, uri);
    item.range = this.connection.client.protocol2CodeConverter.asRange(test.range);
    this.meanings.set(item, { uri: spoken, id: test.id });
    if ('rows' in test && test.rows) item.children.replace(test.rows.map((row) => this.item(uri, spoken, row)));
    return item;
  }
}
