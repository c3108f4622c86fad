// The connection to the server: one message when it cannot start, a restart when it dies.
import * as vscode from 'vscode';
import { CloseAction, ErrorAction, LanguageClient, type LanguageClientOptions, type StaticFeature } from 'vscode-languageclient/node';
import { CLIENT_COMMANDS } from './protocol';
import { ServerProcess } from './server';
import { initial } from './settings';
import { text } from './texts';

const CRASHES = 5;
// An argument left undefined would be sent as a second parameter.
const NEVER = new vscode.CancellationTokenSource().token;
const WITHIN_MS = 3 * 60 * 1000;

// The library reports each failure by a message of its own, in English, several for one: here they go to the log alone.
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown) {
    super.error(message, data, false);
  }
}

// The window keeps only symbols in whose name the letters of the query stand in order. The server knows more ways to write
// a name, `d23k1` for khoản 1 Điều 23: there the query itself is written before the name.
const found: ProvideWorkspaceSymbols = async (query, token, next) => {
  const symbols = await next(query, token);
  const wanted = query.replace(/\s/g, '').toLowerCase();
  for (const symbol of symbols ?? []) {
    let place = 0;
    for (const letter of symbol.name.toLowerCase()) if (letter === wanted[place]) ++place;
    if (place < wanted.length) symbol.name = `${query} · ${symbol.name}`;
  }
  return symbols;
};

type ProvideWorkspaceSymbols = NonNullable<NonNullable<LanguageClientOptions['middleware']>['provideWorkspaceSymbols']>;

const announced: StaticFeature = {
  fillClientCapabilities: (capabilities) => {
    capabilities.experimental = { ...capabilities.experimental, phep: { commands: CLIENT_COMMANDS } };
  },
  initialize: () => undefined,
  getState: () => ({ kind: 'static' }),
  clear: () => undefined,
};

export class Connection implements vscode.Disposable {
  readonly client: LanguageClient;
  private readonly server: ServerProcess;
  private readonly log = vscode.window.createOutputChannel('Phép', { log: true });
  private crashes: number[] = [];
  private told = false;

  constructor(context: vscode.ExtensionContext) {
    this.server = new ServerProcess(context);
    this.client = new QuietClient('phep', 'Phép', () => this.server.start(), this.options());
    this.client.registerFeature(announced);
  }

  /** Starts the server; failing is told here and only once, never thrown. */
  async start() {
    this.told = false;
    try {
      await this.client.start();
    } catch (error) {
      this.tell('serverDead', this.server.reason || String(error));
    }
  }

  async restart() {
    this.crashes = [];
    await this.client.stop().catch(() => undefined);
    await this.start();
  }

  showLog() {
    this.log.show();
  }

  get ready() {
    return this.client.isRunning();
  }

  /** True if the server lists the request (lsp/PROTOCOL.md). */
  offers(request: string): boolean {
    const phep = this.client.initializeResult?.capabilities.experimental?.phep;
    return this.ready && Array.isArray(phep?.requests) && phep.requests.includes(request);
  }

  /** An answer, or nothing where the server has none: views stay empty rather than noisy. */
  async ask<Answer>(request: string, params: unknown, token?: vscode.CancellationToken): Promise<Answer | undefined> {
    if (!this.offers(request)) return undefined;
    try {
      return await this.client.sendRequest<Answer>(request, params, token ?? NEVER);
    } catch (error) {
      if (!token?.isCancellationRequested) this.log.warn(`${request}: ${error}`);
      return undefined;
    }
  }

  dispose() {
    return this.client.dispose().catch(() => undefined);
  }

  private options(): LanguageClientOptions {
    return {
      documentSelector: [{ language: 'phep' }, { language: 'phep-literate' }],
      outputChannel: this.log,
      initializationOptions: initial,
      synchronize: { configurationSection: 'phep' },
      middleware: { provideWorkspaceSymbols: found },
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => this.closed(),
      },
    };
  }

  private closed() {
    const now = Date.now();
    this.crashes = [...this.crashes.filter((at) => now - at < WITHIN_MS), now];
    if (this.client.initializeResult === undefined) return { action: CloseAction.DoNotRestart, handled: true };
    if (this.crashes.length < CRASHES) return { action: CloseAction.Restart, handled: true };
    this.tell('serverCrashes', this.server.reason);
    return { action: CloseAction.DoNotRestart, handled: true };
  }

  private tell(key: 'serverDead' | 'serverCrashes', reason: string) {
    if (this.told) return;
    this.told = true;
    void vscode.window.showErrorMessage(text(key, reason), text('restart'), text('showLog')).then((choice) => {
      if (choice === text('restart')) void this.restart();
      if (choice === text('showLog')) this.showLog();
    });
  }
}
