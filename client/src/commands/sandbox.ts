import * as vscode from 'vscode';
import type { Connections } from '../connections/connections.ts';
import { type Connection, sandboxName } from '../connections/profile.ts';
import { FolderInUseError, SandboxProcess } from '../connections/sandbox.ts';
import type { Log } from '../log.ts';
import { setContext } from '../views/context.ts';
import { SandboxStatus } from '../views/sandboxStatus.ts';
import { NotTrusted, registerCommands, withProgress } from './command.ts';
import { sandboxActions } from './sandboxActions.ts';

/** The script that is opened when somebody tries the sandbox for the first time. */
const firstExample = 'mean-per-sensor';
/** Whether it was, in this workspace. */
const openedKey = 'sandboxExampleOpened';

/** Starts and stops the sandbox of this window. */
export class SandboxCommands implements vscode.Disposable {
  readonly #connections: Connections;
  readonly #context: vscode.ExtensionContext;
  readonly #log: Log;
  readonly #registration: vscode.Disposable;
  readonly #status = new SandboxStatus();
  /** Two clicks start one. */
  #running: Promise<SandboxProcess> | undefined;

  constructor(connections: Connections, context: vscode.ExtensionContext, log: Log) {
    this.#connections = connections;
    this.#context = context;
    this.#log = log;
    this.#registration = registerCommands(log, {
      'fluxScripts.startSandbox': () => this.#try(),
      'fluxScripts.stopSandbox': () => this.#stop(),
      'fluxScripts.sandboxActions': () => this.#actions(),
    });
    setContext('fluxScripts.sandboxRunning', false);
  }

  async dispose(): Promise<void> {
    this.#registration.dispose();
    this.#status.dispose();
    await this.#stop();
  }

  async #try(): Promise<void> {
    if (!vscode.workspace.isTrusted) throw new NotTrusted('the sandbox is not started');
    this.#running ??= this.#start();
    await this.#running;
    await this.#connections.activate(sandboxName);
    await vscode.commands.executeCommand('fluxScripts.focus');
    await this.#openExample();
  }

  async #start(): Promise<SandboxProcess> {
    const script = vscode.Uri.joinPath(this.#context.extensionUri, 'dist', 'sandbox.js').fsPath;
    // A folder for each workspace; two windows may show the same one.
    const storage = this.#context.storageUri ?? this.#context.globalStorageUri;
    const data = vscode.Uri.joinPath(storage, 'sandbox').fsPath;
    try {
      const onError = (line: string) => this.#log.warn(`Sandbox: ${line}`);
      const sandbox = await withProgress('Starting the sandbox…', () =>
        SandboxProcess.start(script, data, onError).catch((error: unknown) => {
          if (!(error instanceof FolderInUseError)) throw error;
          void vscode.window.showInformationMessage(
            'Another window runs the sandbox of this workspace. This window gets one of its own, which forgets what is pushed to it when it stops.',
          );
          return SandboxProcess.start(script, undefined, onError);
        }),
      );
      const { url, org, token } = sandbox.announcement;
      this.#connections.setSandbox({ connection: { name: sandboxName, url, org, source: 'sandbox' }, token });
      this.#status.show(url);
      setContext('fluxScripts.sandboxRunning', true);
      void sandbox.ended.then(() => this.#ended());
      this.#log.info(`The sandbox runs at ${url}.`);
      return sandbox;
    } catch (error) {
      this.#running = undefined;
      throw error;
    }
  }

  /** Somebody who tries it sees at once what a script is; who knows it is left alone. */
  async #openExample(): Promise<void> {
    const memory = this.#context.workspaceState;
    const connection = this.#connections.byName(sandboxName);
    if (!connection || memory.get(openedKey)) return;
    await memory.update(openedKey, true);
    const script = await this.#example(connection);
    if (script)
      await vscode.commands.executeCommand('fluxScripts.openScript', { kind: 'script', connection, script });
  }

  async #example(connection: Connection) {
    const { scripts } = this.#connections.client(connection);
    return (await scripts.list({ name: firstExample })).find(({ name }) => name === firstExample);
  }

  async #actions(): Promise<void> {
    if (!this.#running)
      throw new Error('The sandbox does not run. “Flux Scripts: Try It in the Sandbox” starts it.');
    const { announcement } = await this.#running;
    await sandboxActions(announcement, this.#context.globalStorageUri, () => this.#stop());
  }

  async #stop(): Promise<void> {
    await (await this.#running)?.stop();
  }

  #ended(): void {
    this.#running = undefined;
    this.#connections.setSandbox(undefined);
    this.#status.hide();
    setContext('fluxScripts.sandboxRunning', false);
    this.#log.info('The sandbox has stopped.');
  }
}
