import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { FormHostMessage, HostMessage, NamedPlace } from '../../webview/protocol.ts';
import { isPageMessage } from '../results/messages.ts';
import { pageHtml } from '../results/pageHtml.ts';
import type { ResultsRun, RunOrigin, RunOutcome } from '../results/run.ts';
import { ResultsSession } from '../results/session.ts';
import { isFormMessage } from './formMessages.ts';
import { FormSlot } from './parameterForm.ts';
import { defusesFormulas, resultsOptions } from './resultsOptions.ts';
import type { SavedFiles } from './savedFiles.ts';
import { timeStyle } from './timeStyle.ts';

/** What a page needs of its surroundings. */
export interface PageSurroundings {
  readonly extensionUri: vscode.Uri;
  readonly files: SavedFiles;
  /** Shows a place of a run's text in an editor. */
  reveal(origin: RunOrigin, place: NamedPlace): unknown;
  /** The page's button for it was pressed; missing where there is nothing to pin. */
  pin?(page: ResultsPage, pinned: boolean): void;
  /** Something is to be run from this page. */
  used?(page: ResultsPage): void;
}

/** Runs are told apart over all pages, and from those of windows before: the page remembers its view by them. */
let lastRun = Date.now();

/** The results page in a webview: one run at a time, and in front of it the form that asks for values. */
export class ResultsPage implements vscode.Disposable {
  readonly panel: vscode.WebviewPanel;
  readonly form: FormSlot;
  readonly #around: PageSurroundings;
  readonly #subscriptions: vscode.Disposable[];
  #session: ResultsSession | undefined;
  #run: ResultsRun | undefined;
  #pinned = false;

  constructor(panel: vscode.WebviewPanel, around: PageSurroundings) {
    this.panel = panel;
    this.#around = around;
    this.form = new FormSlot((message) => this.#post(message));
    this.#subscriptions = [
      panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      panel.onDidDispose(() => this.dispose()),
    ];
    const { webview } = panel;
    const root = vscode.Uri.joinPath(around.extensionUri, 'dist', 'webview');
    webview.options = { enableScripts: true, localResourceRoots: [root] };
    webview.html = pageHtml({
      script: webview.asWebviewUri(vscode.Uri.joinPath(root, 'results.js')).toString(),
      style: webview.asWebviewUri(vscode.Uri.joinPath(root, 'results.css')).toString(),
      source: webview.cspSource,
      nonce: randomBytes(16).toString('base64url'),
    });
  }

  /** The run that is shown; undefined before the first. */
  get run(): ResultsRun | undefined {
    return this.#run;
  }

  get session(): ResultsSession | undefined {
    return this.#session;
  }

  /** Whether the page keeps its run when another is to be shown. */
  get pinned(): boolean {
    return this.#pinned;
  }

  set pinned(pinned: boolean) {
    this.#pinned = pinned;
    this.#post({ type: 'pinned', pinned });
  }

  /**
   * Runs and shows. A run that is still going on here is cancelled, and so is this one when the page is closed. Never
   * rejects for what goes wrong with the run: the outcome says it, and the page shows it.
   */
  async show(run: ResultsRun, cancel?: vscode.CancellationToken | AbortSignal): Promise<RunOutcome> {
    const session = this.#begin(run);
    const stop = onCancelled(cancel, () => session.cancel());
    try {
      return await session.start();
    } finally {
      stop();
    }
  }

  /** Shows a run of a window before this one, whose rows are gone. */
  showGone(run: ResultsRun): void {
    this.#begin(run).showGone();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.form.cancel();
    void this.#session?.dispose();
    this.#session = undefined;
    this.#run = undefined;
    this.panel.dispose();
  }

  #begin(run: ResultsRun): ResultsSession {
    this.form.cancel();
    void this.#session?.dispose();
    const { origin } = run;
    lastRun += 1;
    const session = new ResultsSession(
      lastRun,
      run,
      {
        post: (message) => {
          if (this.#session === session) this.#post(message);
        },
        inSight: () => this.panel.visible,
        writeClipboard: (text) => vscode.env.clipboard.writeText(text),
        saveFile: (file) => this.#around.files.save(file),
        defusesFormulas,
        timeStyle,
        ...(origin && { reveal: (place: NamedPlace) => this.#around.reveal(origin, place) }),
        ...(this.#around.pin && { pin: (pinned: boolean) => this.#around.pin?.(this, pinned) }),
      },
      resultsOptions(),
    );
    this.#run = run;
    this.#session = session;
    return session;
  }

  async #receive(message: unknown): Promise<void> {
    if (isFormMessage(message)) {
      if (message.type === 'editValues') this.#around.used?.(this);
      if (message.type === 'formEvent') await this.form.receive(message);
      else await this.#run?.edit?.();
    } else if (isPageMessage(message)) {
      if (message.type === 'action') this.#around.used?.(this);
      await this.#session?.receive(message);
      if (message.type !== 'ready') return;
      if (this.#around.pin) this.#post({ type: 'pinned', pinned: this.#pinned });
      await this.form.tell();
    }
  }

  /** A hidden page is not there; it says `ready` when it is shown again. */
  #post(message: HostMessage | FormHostMessage): void {
    if (this.panel.visible) void this.panel.webview.postMessage(message);
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
