import * as vscode from 'vscode';
import type { NamedPlace } from '../../webview/protocol.ts';
import type { Inputs } from '../params/inputs.ts';
import type { ResultsRun, RunOrigin, RunOutcome } from '../results/run.ts';
import { setContext } from './context.ts';
import type { ErrorMarks } from './errorMarks.ts';
import type { FormRequest } from './parameterForm.ts';
import { restoredRun } from './restoredRun.ts';
import { ResultsPage } from './resultsPage.ts';
import { SavedFiles } from './savedFiles.ts';

export type { ResultsRun, RunOutcome } from '../results/run.ts';

const viewType = 'fluxScripts.results';

/**
 * The panels that runs are shown in: one, reused, beside the editor; and those that were pinned, which keep what they
 * show.
 */
export class ResultsPanel implements vscode.Disposable, vscode.WebviewPanelSerializer {
  readonly files = new SavedFiles();
  readonly extensionUri: vscode.Uri;
  readonly #marks: ErrorMarks;
  readonly #serializer: vscode.Disposable;
  /** The one in use last is the last. */
  #pages: ResultsPage[] = [];

  constructor(extensionUri: vscode.Uri, marks: ErrorMarks) {
    this.extensionUri = extensionUri;
    this.#marks = marks;
    this.#serializer = vscode.window.registerWebviewPanelSerializer(viewType, this);
  }

  /** The panel with the keys, or else the one that was used last. */
  get current(): ResultsPage | undefined {
    return this.#pages.find(({ panel }) => panel.active) ?? this.#pages.at(-1);
  }

  /**
   * Runs and shows, in the panel that is not pinned. A run that is still going on there is cancelled, and so is this one when
   * the panel is closed. Never rejects for what goes wrong with the run: the outcome says it, and the panel shows it.
   */
  async show(run: ResultsRun, cancel?: vscode.CancellationToken | AbortSignal): Promise<RunOutcome> {
    if (run.origin) this.#marks.clear(run.origin);
    const outcome = await this.#open(run.scriptName, true).show(run, cancel);
    if (run.origin && outcome.kind === 'failed') this.#marks.show(run.origin, outcome.error);
    return outcome;
  }

  /**
   * Asks for a script's values in a form; the results of the run before stay behind it. May be called at any time: a form
   * that is open is given up.
   * @returns undefined when the person leaves the form, or closes the panel
   */
  async ask(request: FormRequest): Promise<Inputs | undefined> {
    const page = this.#open(request.scriptName, false);
    const inputs = await page.form.ask(request);
    if (inputs === undefined && this.#pages.includes(page) && !page.form.open) {
      // Without a run there is nothing behind the form.
      if (page.run === undefined) page.dispose();
      else name(page, page.run.scriptName);
    }
    return inputs;
  }

  /** Keeps a panel with its run, so that the next run opens another; or lets the next run have it. */
  pin(pinned: boolean, page = this.current): void {
    if (page?.run === undefined) throw new Error('There are no results to pin yet: invoke a script first.');
    page.pinned = pinned;
    name(page, page.run.scriptName);
    this.#tellContext();
  }

  /** A place that an error names; a message says where it cannot be shown. */
  async reveal(origin: RunOrigin, place: NamedPlace): Promise<void> {
    await this.#marks.reveal(origin, place);
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const run = restoredRun(state);
    if (run === undefined) {
      panel.dispose();
    } else {
      const page = this.#adopt(panel);
      name(page, run.scriptName);
      page.showGone(run);
    }
    return Promise.resolve();
  }

  dispose(): void {
    this.#serializer.dispose();
    for (const page of [...this.#pages]) page.dispose();
  }

  /** The panel for the next run, in sight: the one from which it was started, if it is free. */
  #open(scriptName: string, preserveFocus: boolean): ResultsPage {
    const free = this.#pages.findLast(({ pinned }) => !pinned);
    if (free) {
      this.#use(free);
      free.panel.reveal(undefined, preserveFocus);
    }
    const page = free ?? this.#create(preserveFocus);
    name(page, scriptName);
    return page;
  }

  #create(preserveFocus: boolean): ResultsPage {
    // Beside the pinned ones, so that both are in sight.
    const columns = this.#pages.flatMap(({ panel }) => (panel.visible ? (panel.viewColumn ?? []) : []));
    const viewColumn = columns.length > 0 ? Math.max(...columns) + 1 : vscode.ViewColumn.Beside;
    const panel = vscode.window.createWebviewPanel(viewType, '', { viewColumn, preserveFocus });
    const icon = (theme: string) => vscode.Uri.joinPath(this.extensionUri, 'media', `flux-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    return this.#adopt(panel);
  }

  #adopt(panel: vscode.WebviewPanel): ResultsPage {
    const page = new ResultsPage(panel, {
      extensionUri: this.extensionUri,
      files: this.files,
      reveal: (origin, place) => this.reveal(origin, place),
      pin: (of, pinned) => this.pin(pinned, of),
      used: (of) => this.#use(of),
    });
    this.#pages.push(page);
    panel.onDidChangeViewState(() => {
      if (panel.active) this.#use(page);
      this.#tellContext();
    });
    panel.onDidDispose(() => {
      this.#pages = this.#pages.filter((other) => other !== page);
      this.#tellContext();
    });
    return page;
  }

  #use(page: ResultsPage): void {
    this.#pages = [...this.#pages.filter((other) => other !== page), page];
  }

  #tellContext(): void {
    const active = this.#pages.find(({ panel }) => panel.active);
    setContext('fluxScripts.resultsPinned', active?.pinned === true);
  }
}

function name({ panel, pinned }: ResultsPage, scriptName: string): void {
  panel.title = pinned ? `Results: ${scriptName} (pinned)` : `Results: ${scriptName}`;
}
