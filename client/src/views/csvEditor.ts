import { createReadStream } from 'node:fs';
import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { ResultsRun } from '../results/run.ts';
import { ResultsPage } from './resultsPage.ts';
import type { ResultsPanel } from './resultsPanel.ts';

export const csvViewType = 'fluxScripts.csvResults';

/** A file that is still written is read again when it has been quiet for so long, in milliseconds. */
const quiet = 300;
const chunkBytes = 1 << 18;

/** Answers that were saved as CSV, in the results page. Reads only. */
export class CsvEditor implements vscode.CustomReadonlyEditorProvider, vscode.Disposable {
  readonly #results: ResultsPanel;
  readonly #registration: vscode.Disposable;
  readonly #pages = new Set<ResultsPage>();

  constructor(results: ResultsPanel) {
    this.#results = results;
    this.#registration = vscode.window.registerCustomEditorProvider(csvViewType, this, {
      supportsMultipleEditorsPerDocument: true,
    });
  }

  /** The page with the keys, if it is one of these. */
  get current(): ResultsPage | undefined {
    return [...this.#pages].find(({ panel }) => panel.active);
  }

  dispose(): void {
    this.#registration.dispose();
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    const { extensionUri, files } = this.#results;
    const page = new ResultsPage(panel, { extensionUri, files, reveal: () => undefined });
    this.#pages.add(page);
    const read = () => void page.show(runOf(uri));
    let waiting: NodeJS.Timeout | undefined;
    const readSoon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(read, quiet);
    };
    const folder = vscode.Uri.joinPath(uri, '..');
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(folder, globOf(posix.basename(uri.path))),
    );
    watcher.onDidChange(readSoon);
    watcher.onDidCreate(readSoon);
    panel.onDidDispose(() => {
      this.#pages.delete(page);
      clearTimeout(waiting);
      watcher.dispose();
    });
    read();
  }
}

/** Opens a file in the viewer: the one that is given, or the one in front. */
export async function openCsvResults(argument?: vscode.Uri): Promise<void> {
  const uri = argument ?? vscode.window.activeTextEditor?.document.uri ?? (await pick());
  if (uri) await vscode.commands.executeCommand('vscode.openWith', uri, csvViewType);
}

async function pick(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: 'Open in Flux Results',
    filters: { CSV: ['csv'], 'All Files': ['*'] },
  });
  return chosen?.[0];
}

function runOf(uri: vscode.Uri): ResultsRun {
  return {
    source: { kind: 'file', path: vscode.workspace.asRelativePath(uri) },
    scriptName: posix.basename(uri.path),
    connectionName: '',
    params: {},
    open: (signal) => Promise.resolve(uri.scheme === 'file' ? readHere(uri, signal) : readElsewhere(uri)),
  };
}

function readHere(uri: vscode.Uri, signal: AbortSignal): AsyncIterable<Uint8Array> {
  return createReadStream(uri.fsPath, { signal, highWaterMark: chunkBytes });
}

/** Other file systems give a file only as a whole. */
async function* readElsewhere(uri: vscode.Uri): AsyncGenerator<Uint8Array> {
  const bytes = await vscode.workspace.fs.readFile(uri);
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}

/** A name as a pattern that only it matches. */
function globOf(name: string): string {
  return name.replaceAll(/[*?{}[\]]/g, '[$&]');
}
