import * as vscode from 'vscode';
import type { NamedPlace } from '../../webview/protocol.ts';
import { InfluxError } from '../influx/errors.ts';
import { type ErrorPlace, errorPlaces } from '../results/errorPlaces.ts';
import type { RunOrigin } from '../results/run.ts';
import { afterChange, type Range, rangeNow } from '../results/sourcePlaces.ts';
import { columnFor } from './tabs.ts';

interface Mark {
  readonly range: Range;
  readonly message: string;
}

/** Underlines what a server says of a text that ran, until the text changes there. */
export class ErrorMarks implements vscode.Disposable {
  readonly #diagnostics = vscode.languages.createDiagnosticCollection('fluxScripts.runs');
  readonly #marks = new Map<string, readonly Mark[]>();
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor() {
    this.#subscriptions = [
      this.#diagnostics,
      vscode.workspace.onDidChangeTextDocument((event) => this.#follow(event)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#set(uri, [])),
    ];
  }

  /** Underlines the places that a run's error names, as far as the editor still shows them. */
  show(origin: RunOrigin, error: Error): void {
    const places = errorPlaces(error instanceof InfluxError ? (error.facts.detail ?? '') : error.message);
    if (places.length === 0) return;
    const document = openDocument(origin);
    if (document === undefined) return;
    const now = document.getText();
    const marks = places.flatMap((place): Mark[] => {
      const range = rangeNow(origin.text, now, place);
      return range ? [{ range, message: place.message }] : [];
    });
    this.#set(document.uri, marks);
  }

  /** Before the text runs again. */
  clear(origin: RunOrigin): void {
    this.#set(vscode.Uri.parse(origin.document, true), []);
  }

  /** Brings a place into sight; says so when the text is another one by now. */
  async reveal(origin: RunOrigin, place: NamedPlace): Promise<void> {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(origin.document, true));
    const named: Pick<ErrorPlace, 'start' | 'end'> = { start: place.start, end: place.end };
    const range = rangeNow(origin.text, document.getText(), named);
    const editor = await vscode.window.showTextDocument(document, {
      viewColumn: columnFor(document.uri),
      ...(range && { selection: rangeOf(range) }),
    });
    if (range) {
      editor.revealRange(rangeOf(range), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
      return;
    }
    void vscode.window.showInformationMessage(
      `The text that ran is not the one in the editor any more: its line ${place.start.line} has changed. Run it again to see where the error is now.`,
    );
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const marks = this.#marks.get(document.uri.toString());
    if (marks === undefined || contentChanges.length === 0) return;
    let left = marks;
    // Each is told as if those below it had not been made yet.
    for (const change of contentChanges.toSorted((a, b) => b.rangeOffset - a.rangeOffset)) {
      left = left.flatMap((mark) => {
        const range = afterChange(mark.range, change);
        return range ? [{ ...mark, range }] : [];
      });
    }
    this.#set(document.uri, left);
  }

  #set(uri: vscode.Uri, marks: readonly Mark[]): void {
    const key = uri.toString();
    if (marks.length === 0 && !this.#marks.has(key)) return;
    if (marks.length === 0) this.#marks.delete(key);
    else this.#marks.set(key, marks);
    this.#diagnostics.set(
      uri,
      marks.map(({ range, message }) => {
        const diagnostic = new vscode.Diagnostic(rangeOf(range), message, vscode.DiagnosticSeverity.Error);
        diagnostic.source = 'InfluxDB';
        return diagnostic;
      }),
    );
  }
}

function openDocument({ document }: RunOrigin): vscode.TextDocument | undefined {
  const key = vscode.Uri.parse(document, true).toString();
  return vscode.workspace.textDocuments.find((open) => !open.isClosed && open.uri.toString() === key);
}

function rangeOf({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
