// The three views of one shape: obligations, exceptions, timeline. Rows come from the server.
import * as vscode from 'vscode';
import type { Connection } from './client';
import type { Row, Status, ViewParams } from './protocol';
import { statusText } from './texts';

const VIEWS = ['obligations', 'exceptions', 'timeline'] as const;
const SETTLE_MS = 150;

const ICONS: Record<Status, string> = {
  met: 'pass', violated: 'error', pending: 'clock', not_applicable: 'circle-slash', unknown: 'question',
  in_force: 'law', not_yet: 'history', repealed: 'circle-slash', wins: 'arrow-small-right', yields: 'arrow-small-left',
};

const isOurs = (document: vscode.TextDocument) => document.languageId === 'phep' || document.languageId === 'phep-literate';

// A duty's deadline and basis stand on lines of their own: a side bar is narrow.
const hasOwnLines = (row: Row) => row.status !== undefined && (row.due !== undefined || row.citation !== undefined);

const parts = (row: Row): Row[] => [
  ...(hasOwnLines(row) ? [row.due, row.citation] : []).filter((part) => part !== undefined).map((label) => ({ label })),
  ...(row.children ?? []),
];

class RowsView implements vscode.TreeDataProvider<Row> {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly connection: Connection, private readonly request: string) {}

  refresh() {
    this.changed.fire();
  }

  async getChildren(row?: Row): Promise<Row[]> {
    if (row) return parts(row);
    const editor = vscode.window.activeTextEditor;
    if (!editor || !isOurs(editor.document)) return [];
    const params: ViewParams = {
      textDocument: { uri: this.connection.client.code2ProtocolConverter.asUri(editor.document.uri) },
      position: this.connection.client.code2ProtocolConverter.asPosition(editor.selection.active),
    };
    return (await this.connection.ask<Row[]>(this.request, params)) ?? [];
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const item = new vscode.TreeItem(row.label, parts(row).length > 0
      ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None);
    const facts = [row.status && statusText(row.status), row.due, row.description, row.citation].filter((fact) => fact);
    item.description = (row.status && hasOwnLines(row) ? [statusText(row.status)] : facts).join(' · ');
    item.tooltip = [row.label, ...facts].join('\n');
    item.accessibilityInformation = { label: [row.label, ...facts].join(', ') };
    if (row.status) item.iconPath = new vscode.ThemeIcon(ICONS[row.status] ?? 'circle-outline');
    if (row.location) {
      const place = this.connection.client.protocol2CodeConverter.asLocation(row.location);
      item.command = { command: 'vscode.open', title: row.label, arguments: [place.uri, { selection: place.range }] };
    }
    return item;
  }
}

/** The views follow the cursor of the active editor; only those on screen ask the server. */
export function views(connection: Connection): { refresh(): void } & vscode.Disposable {
  const made = VIEWS.map((name) => {
    const rows = new RowsView(connection, `phep/${name}`);
    const view = vscode.window.createTreeView(`phep.${name}`, { treeDataProvider: rows });
    return { name, rows, view, shown: view.onDidChangeVisibility(({ visible }) => visible && rows.refresh()) };
  });
  const refresh = () => {
    for (const { name, rows, view } of made) {
      void vscode.commands.executeCommand('setContext', `phep.has.${name}`, connection.offers(`phep/${name}`));
      if (view.visible) rows.refresh();
    }
  };
  let pending: NodeJS.Timeout | undefined;
  const settle = () => {
    clearTimeout(pending);
    pending = setTimeout(refresh, SETTLE_MS);
  };
  const followed = [
    vscode.window.onDidChangeActiveTextEditor(settle),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => isOurs(textEditor.document) && settle()),
    vscode.workspace.onDidChangeTextDocument(({ document }) => isOurs(document) && settle()),
    connection.client.onDidChangeState(settle),
  ];
  return {
    refresh,
    dispose: () => vscode.Disposable.from(...followed, ...made.flatMap(({ view, shown }) => [view, shown])).dispose(),
  };
}
