// The Testing view: when the tree is read, and what its commands do.
import * as vscode from 'vscode';
import type { Connection } from './client';
import type { Explanation, RunItem } from './protocol';
import { TestRuns } from './testRun';
import { TestTree } from './testTree';

const EXPLAINED = 'phep-explain';

export interface Testing extends vscode.Disposable {
  refresh(): void;
  runItem(item: RunItem): Promise<void>;
  explain(item?: vscode.TestItem): Promise<void>;
}

export function testing(connection: Connection): Testing {
  const controller = vscode.tests.createTestController('phep', 'Phép');
  const tree = new TestTree(connection, controller);
  const runs = new TestRuns(connection, tree);
  controller.resolveHandler = (item) => (item ? undefined : tree.discover());
  controller.refreshHandler = () => tree.discover();

  const ours = (document: vscode.TextDocument) => /^phep/.test(document.languageId) && document.uri.scheme !== EXPLAINED;
  const readOpen = () => vscode.workspace.textDocuments.filter(ours).forEach((document) => void tree.read(document.uri));
  const atCursor = async () => {
    const editor = vscode.window.activeTextEditor;
    if (!editor || !ours(editor.document)) return undefined;
    await tree.read(editor.document.uri);
    return tree.at(editor.document.uri, editor.selection.active.line);
  };
  const watcher = vscode.workspace.createFileSystemWatcher('**/*.{phep,phep.md}');
  const pages = new Pages();
  return {
    refresh: () => void tree.refresh().then(readOpen),
    runItem: (item) => runs.runItem(item),
    explain: async (item) => {
      const chosen = item ?? (await atCursor());
      const meaning = chosen && tree.meaning(chosen);
      if (!meaning?.id) return;
      const page = await connection.ask<Explanation>('phep/explain', { textDocument: { uri: meaning.uri }, id: meaning.id });
      if (page) await pages.show(page);
    },
    dispose: vscode.Disposable.from(controller, watcher, pages.registration,
      watcher.onDidDelete((uri) => tree.forget(uri)),
      watcher.onDidCreate((uri) => void tree.read(uri)),
      vscode.workspace.onDidOpenTextDocument((document) => ours(document) && void tree.read(document.uri)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => ours(document) && void tree.read(document.uri)),
      connection.client.onDidChangeState(readOpen)).dispose,
  };
}

// Explanations are read, not kept: virtual documents that the Markdown preview shows.
class Pages implements vscode.TextDocumentContentProvider {
  readonly registration = vscode.workspace.registerTextDocumentContentProvider(EXPLAINED, this);
  private readonly texts = new Map<string, string>();

  async show({ title, markdown }: Explanation) {
    const uri = vscode.Uri.from({ scheme: EXPLAINED, path: `/${title.replaceAll('/', '∕')}.md` });
    this.texts.set(uri.toString(), markdown);
    await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
  }

  provideTextDocumentContent(uri: vscode.Uri) {
    return this.texts.get(uri.toString());
  }
}
