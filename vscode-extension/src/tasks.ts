// `phep check` and `phep test` as tasks. The program is run without a shell, so no path is ever read as a command.
import { spawn, type ChildProcess } from 'node:child_process';
import * as vscode from 'vscode';
import { executable, language } from './settings';
import { text } from './texts';

const VERBS = ['check', 'test'] as const;
const MATCHERS = ['$phep-error', '$phep-warning'];

interface Definition extends vscode.TaskDefinition { verb: (typeof VERBS)[number]; paths?: string[] }

export function tasks(): vscode.Disposable {
  return vscode.tasks.registerTaskProvider('phep', {
    provideTasks: () => (vscode.workspace.workspaceFolders ?? []).flatMap((folder) =>
      VERBS.map((verb) => task(folder, { type: 'phep', verb }))),
    resolveTask: (given) => {
      const definition = given.definition as Definition;
      const folder = typeof given.scope === 'object' ? given.scope : vscode.workspace.workspaceFolders?.[0];
      return folder && VERBS.includes(definition.verb) ? task(folder, definition) : undefined;
    },
  });
}

function task(folder: vscode.WorkspaceFolder, definition: Definition): vscode.Task {
  const name = text(definition.verb === 'check' ? 'taskCheck' : 'taskTest');
  const run = new vscode.CustomExecution(async () => new Run(folder, definition));
  const made = new vscode.Task(definition, folder, name, 'phep', run, MATCHERS);
  made.group = definition.verb === 'check' ? vscode.TaskGroup.Build : vscode.TaskGroup.Test;
  return made;
}

class Run implements vscode.Pseudoterminal {
  private readonly written = new vscode.EventEmitter<string>();
  private readonly ended = new vscode.EventEmitter<number>();
  readonly onDidWrite = this.written.event;
  readonly onDidClose = this.ended.event;
  private child?: ChildProcess;

  constructor(private readonly folder: vscode.WorkspaceFolder, private readonly definition: Definition) {}

  open() {
    const program = executable();
    const words = [this.definition.verb, ...(this.definition.paths ?? ['.']), '--lang', language(), '--color', 'never'];
    const write = (data: Buffer | string) => this.written.fire(String(data).replace(/\r?\n/g, '\r\n'));
    write(`> ${program} ${words.join(' ')}\n\n`);
    this.child = spawn(program, words, { cwd: this.folder.uri.fsPath });
    this.child.stdout?.setEncoding('utf8').on('data', write);
    this.child.stderr?.setEncoding('utf8').on('data', write);
    this.child.once('error', (error) => {
      write(text('noExecutable', program, error.message) + '\n');
      this.ended.fire(127);
    });
    this.child.once('close', (code) => this.ended.fire(code ?? 1));
  }

  close() {
    this.child?.kill();
  }
}
