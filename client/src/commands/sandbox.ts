import * as vscode from 'vscode';
import type { Connections } from '../connections/connections.ts';
import { sandboxName } from '../connections/profile.ts';
import { SandboxProcess } from '../connections/sandbox.ts';
import type { Log } from '../log.ts';
import { setContext } from '../views/context.ts';
import { registerCommands, withProgress } from './command.ts';

/** Starts and stops the sandbox of this window. */
export class SandboxCommands implements vscode.Disposable {
  readonly #connections: Connections;
  readonly #context: vscode.ExtensionContext;
  readonly #log: Log;
  readonly #registration: vscode.Disposable;
  #running: SandboxProcess | undefined;

  constructor(connections: Connections, context: vscode.ExtensionContext, log: Log) {
    this.#connections = connections;
    this.#context = context;
    this.#log = log;
    this.#registration = registerCommands(log, {
      'fluxScripts.startSandbox': () => this.#start(),
      'fluxScripts.stopSandbox': () => this.#running?.stop(),
    });
    setContext('fluxScripts.sandboxRunning', false);
  }

  async dispose(): Promise<void> {
    this.#registration.dispose();
    await this.#running?.stop();
  }

  async #start(): Promise<void> {
    if (!this.#running) {
      const script = vscode.Uri.joinPath(this.#context.extensionUri, 'dist', 'sandbox.js').fsPath;
      // A folder for each workspace: two windows must not write the same one.
      const storage = this.#context.storageUri ?? this.#context.globalStorageUri;
      const data = vscode.Uri.joinPath(storage, 'sandbox').fsPath;
      this.#running = await withProgress('Starting the sandbox…', () =>
        SandboxProcess.start(script, data, (line) => this.#log.warn(`Sandbox: ${line}`)),
      );
      const { url, org, token } = this.#running.announcement;
      this.#connections.setSandbox({ connection: { name: sandboxName, url, org, source: 'sandbox' }, token });
      setContext('fluxScripts.sandboxRunning', true);
      void this.#running.ended.then(() => this.#ended());
      this.#log.info(`The sandbox runs at ${url}.`);
    }
    await this.#connections.activate(sandboxName);
    await vscode.commands.executeCommand('fluxScripts.focus');
  }

  #ended(): void {
    this.#running = undefined;
    this.#connections.setSandbox(undefined);
    setContext('fluxScripts.sandboxRunning', false);
    this.#log.info('The sandbox has stopped.');
  }
}
