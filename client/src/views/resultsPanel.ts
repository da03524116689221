import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { isPageMessage } from '../results/messages.ts';
import { pageHtml } from '../results/pageHtml.ts';
import type { ResultsRun, RunOutcome } from '../results/run.ts';
import { ResultsSession, type SessionOptions } from '../results/session.ts';

export type { ResultsRun, RunOutcome } from '../results/run.ts';

/** The panel that runs are shown in: one, reused, beside the editor. */
export class ResultsPanel implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #options: SessionOptions;
  #panel: vscode.WebviewPanel | undefined;
  #session: ResultsSession | undefined;
  #runs = 0;

  constructor(extensionUri: vscode.Uri, options: SessionOptions = {}) {
    this.#extensionUri = extensionUri;
    this.#options = options;
  }

  /**
   * Runs and shows. A run that is still going on in the panel is cancelled, and so is this one when the panel is closed. Never
   * rejects for what goes wrong with the run: the outcome says it, and the panel shows it.
   */
  async show(run: ResultsRun, cancel?: vscode.CancellationToken | AbortSignal): Promise<RunOutcome> {
    this.#session?.cancel();
    const panel = this.#reveal(run.scriptName);
    this.#runs += 1;
    const session = new ResultsSession(
      this.#runs,
      run,
      {
        // A hidden page is not there; it says `ready` when it is shown again.
        post: (message) => {
          if (this.#session === session && panel.visible) {
            void panel.webview.postMessage(message);
          }
        },
        writeClipboard: (text) => vscode.env.clipboard.writeText(text),
      },
      this.#options,
    );
    this.#session = session;
    const stop = onCancelled(cancel, () => session.cancel());
    try {
      return await session.start();
    } finally {
      stop();
    }
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #reveal(scriptName: string): vscode.WebviewPanel {
    const title = `Results: ${scriptName}`;
    if (this.#panel !== undefined) {
      this.#panel.title = title;
      this.#panel.reveal(undefined, true);
      return this.#panel;
    }
    const root = vscode.Uri.joinPath(this.#extensionUri, 'dist', 'webview');
    const panel = vscode.window.createWebviewPanel(
      'fluxScripts.results',
      title,
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [root] },
    );
    const icon = (theme: string) => vscode.Uri.joinPath(this.#extensionUri, 'media', `flux-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    panel.webview.onDidReceiveMessage(async (message: unknown) => {
      if (isPageMessage(message)) {
        await this.#session?.receive(message);
      }
    });
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#session?.cancel();
      this.#session = undefined;
    });
    const { webview } = panel;
    webview.html = pageHtml({
      script: webview.asWebviewUri(vscode.Uri.joinPath(root, 'results.js')).toString(),
      style: webview.asWebviewUri(vscode.Uri.joinPath(root, 'results.css')).toString(),
      source: webview.cspSource,
      nonce: randomBytes(16).toString('base64url'),
    });
    this.#panel = panel;
    return panel;
  }
}

/** Calls `listener` when a token or signal is cancelled, also if it is already; returns the function that ends it. */
function onCancelled(
  cancel: vscode.CancellationToken | AbortSignal | undefined,
  listener: () => void,
): () => void {
  if (cancel === undefined) {
    return () => undefined;
  }
  if ('aborted' in cancel) {
    if (cancel.aborted) {
      listener();
    }
    cancel.addEventListener('abort', listener, { once: true });
    return () => cancel.removeEventListener('abort', listener);
  }
  if (cancel.isCancellationRequested) {
    listener();
  }
  const subscription = cancel.onCancellationRequested(listener);
  return () => subscription.dispose();
}
