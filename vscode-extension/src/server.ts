// The server's process: started by its path inside the extension and by nothing else.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { ExtensionContext } from 'vscode';
import { text } from './texts';

const NAME = process.platform === 'win32' ? 'phep-lsp.exe' : 'phep-lsp';

/** Why the last process ended: its last words, or its exit. */
export class ServerProcess {
  reason = '';
  private readonly path: string;

  constructor(context: ExtensionContext) {
    this.path = context.asAbsolutePath(`server/${NAME}`);
  }

  /** Resolves once the process runs; rejects with a reason that a person can read. */
  start(): Promise<ChildProcess> {
    if (!existsSync(this.path)) return Promise.reject(new Error((this.reason = text('noServer', NAME))));
    return new Promise((resolve, reject) => {
      const child = spawn(this.path, [], { stdio: 'pipe', windowsHide: true });
      child.once('spawn', () => resolve(child));
      child.once('error', (error) => reject(new Error((this.reason = error.message))));
      child.stderr.on('data', (data) => {
        this.reason = String(data).trimEnd().split('\n').pop() ?? '';
      });
      child.once('exit', (code, signal) => {
        this.reason ||= signal ?? `exit ${code}`;
      });
    });
  }
}
