// The extension: wires the parts together. It must stay cheap to start; the server starts beside it.
import * as vscode from 'vscode';
import { Connection } from './client';
import type { RunItem } from './protocol';
import { asOfStatus, chooseAsOf } from './status';
import { tasks } from './tasks';
import { testing } from './testing';
import { views } from './views';
import type { Location, Position } from 'vscode-languageclient/node';

let connection: Connection | undefined;

export function activate(context: vscode.ExtensionContext) {
  const link = (connection = new Connection(context));
  const rows = views(link);
  const tests = testing(link);
  const command = vscode.commands.registerCommand;
  context.subscriptions.push(rows, tests, asOfStatus(link), tasks(),
    command('phep.chooseAsOf', chooseAsOf),
    command('phep.restartServer', () => link.restart()),
    command('phep.showLog', () => link.showLog()),
    command('phep.runTests', (item: RunItem) => tests.runItem(item)),
    command('phep.explainTest', (item?: vscode.TestItem) => tests.explain(item)),
    command('phep.showReferences', (uri: string, at: Position, places: Location[]) => {
      const read = link.client.protocol2CodeConverter;
      return vscode.commands.executeCommand('editor.action.showReferences', read.asUri(uri), read.asPosition(at),
        places.map((place) => read.asLocation(place)));
    }));
  link.client.onNotification('phep/changed', () => {
    rows.refresh();
    tests.refresh();
  });
  void link.start().then(() => tests.refresh());
}

export const deactivate = () => connection?.dispose();
