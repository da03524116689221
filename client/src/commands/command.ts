import * as vscode from 'vscode';
import type { CommandId } from '../contributions.ts';
import { InfluxError, type Remedy } from '../influx/errors.ts';
import type { Log } from '../log.ts';

/** The person pressed Esc, or chose Cancel: nothing to say. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** What is asked for is not done in a workspace that is not trusted. */
export class NotTrusted extends Error {
  /** @param what is left undone, as a clause */
  constructor(what = 'no server is contacted') {
    super(`This workspace is not trusted, so ${what}. Trust it first.`);
  }
}

/** The value, or `Cancelled` when a prompt was left without an answer. */
export async function required<T>(answer: PromiseLike<T | undefined>): Promise<T> {
  const value = await answer;
  if (value === undefined) throw new Cancelled();
  return value;
}

/**
 * Registers commands that fail in one way: silently when they were cancelled, otherwise with a message that says what to
 * do next and offers to do it.
 *
 * @param resolve makes what a command was called with into what it works on
 */
export function registerCommands(
  log: Log,
  handlers: Partial<Record<CommandId, (...args: never[]) => unknown>>,
  resolve = (args: readonly unknown[]) => args,
): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([id, handler]) =>
      vscode.commands.registerCommand(id, async (...args: unknown[]) => {
        try {
          await handler(...(resolve(args) as never[]));
        } catch (error) {
          await reportError(log, error);
        }
      }),
    ),
  );
}

let confirmation: vscode.Disposable | undefined;

/** Says for a moment, in the status bar, that something was done; until the next one, or until something fails. */
export function confirm(text: string, icon = 'check'): void {
  confirmation?.dispose();
  confirmation = vscode.window.setStatusBarMessage(`$(${icon}) ${text}`, 5000);
}

/** Says what failed, with the buttons that help. Silent for what a person cancelled. */
export async function reportError(log: Log, error: unknown): Promise<void> {
  if (error instanceof Cancelled || (error as Error)?.name === 'AbortError') return;
  const message = error instanceof Error ? error.message : String(error);
  log.error(message);
  confirmation?.dispose();
  const buttons = buttonsFor(error);
  const chosen = await vscode.window.showErrorMessage(message, ...buttons.map(({ title }) => title));
  const button = buttons.find(({ title }) => title === chosen);
  // The connection that failed, which need not be the active one.
  const connection = error instanceof InfluxError ? [error.facts.connection] : [];
  if (button) await vscode.commands.executeCommand(button.command, ...connection);
}

const titles = {
  enterToken: 'Enter Token',
  enterPassphrase: 'Enter Passphrase',
  editConnection: 'Edit Connection',
  switchConnection: 'Switch Connection',
  showLog: 'Show Log',
} as const satisfies Record<Remedy, string>;

/** The one that helps most first; the log always. */
export function buttonsFor(error: unknown): readonly { readonly title: string; readonly command: string }[] {
  if (error instanceof NotTrusted) {
    return [{ title: 'Manage Workspace Trust', command: 'workbench.trust.manage' }];
  }
  const action = error instanceof InfluxError ? error.action : undefined;
  const actions = new Set<Remedy>([...(action ? [action] : []), 'showLog']);
  return [...actions].map((each) => ({ title: titles[each], command: `fluxScripts.${each}` }));
}

export interface ProgressStep {
  readonly message?: string;
  /** In percent of the whole. */
  readonly increment?: number;
}

/**
 * Runs something that takes a while under a progress notification that can be cancelled.
 */
export async function withProgress<T>(
  title: string,
  task: (signal: AbortSignal, report: (step: ProgressStep) => void) => Promise<T>,
  location = vscode.ProgressLocation.Notification,
): Promise<T> {
  return await vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    return await task(abort.signal, (step) => progress.report(step));
  });
}
