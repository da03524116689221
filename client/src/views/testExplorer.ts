import { posix } from 'node:path';
import * as vscode from 'vscode';
import { findTestCases } from '../../../server/src/flux/testCases.ts';
import { languageId } from '../contributions.ts';
import { runChosen, type TestFile } from './testRun.ts';

/** How long after a key press the test cases are looked for, in milliseconds. */
const quiet = 300;
const files = '**/*.flux';
const notSearched = '**/node_modules/**';
const onlyFiles =
  'Testcases run from files on this computer, in a process of their own. Save this one in a local folder to run it.';

/**
 * The `testcase` blocks of the workspace's and the open Flux files in VS Code's Test Explorer. Files that are not open are
 * read when the explorer is first shown. Where the workspace is not trusted they are listed, not run.
 */
export class TestExplorer implements vscode.Disposable {
  readonly controller: vscode.TestController;
  /** The built `sandbox.js`. */
  readonly #sandbox: string;
  readonly #disposables: vscode.Disposable[];
  /** What each file held when its test cases were last looked for. */
  readonly #texts = new Map<string, string>();
  readonly #waiting = new Map<string, NodeJS.Timeout>();
  #discovered: Promise<void> | undefined;

  constructor(extension: vscode.Uri, id = 'fluxScripts.testcases') {
    this.#sandbox = vscode.Uri.joinPath(extension, 'dist', 'sandbox.js').fsPath;
    this.controller = vscode.tests.createTestController(id, 'Flux Testcases');
    this.controller.resolveHandler = (item) => (item?.uri ? this.#read(item.uri) : this.#discover());
    this.controller.refreshHandler = () => this.#discover(true);
    this.#disposables = [
      this.controller,
      vscode.workspace.onDidOpenTextDocument((document) => void this.#opened(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (isWatched(document)) this.#later(document.uri);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (isWatched(document)) this.#later(document.uri);
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        if (this.#discovered !== undefined) void this.#discover(true);
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#offerRuns()),
    ];
    if (vscode.workspace.isTrusted) this.#offerRuns();
    for (const document of vscode.workspace.textDocuments) void this.#opened(document);
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #offerRuns(): void {
    this.controller.createRunProfile(
      'Run on the Sandbox',
      vscode.TestRunProfileKind.Run,
      (request, token) => this.run(request, token),
      true,
    );
  }

  /** Looks at every Flux file of the workspace, once; `again` for those that have come and gone since. */
  #discover(again = false): Promise<void> {
    if (this.#discovered === undefined) this.#watch();
    else if (!again) return this.#discovered;
    this.#discovered = this.#lookAround();
    return this.#discovered;
  }

  async #lookAround(): Promise<void> {
    const known = [...this.controller.items].flatMap(([, { uri }]) => uri ?? []);
    const found = await vscode.workspace.findFiles(files, notSearched);
    const all = new Map([...known, ...found].map((uri) => [uri.toString(), uri]));
    for (const uri of all.values()) await this.#read(uri);
  }

  #watch(): void {
    const watcher = vscode.workspace.createFileSystemWatcher(files);
    const look = (uri: vscode.Uri) => {
      if (!uri.path.includes('/node_modules/')) this.#later(uri);
    };
    watcher.onDidCreate(look);
    watcher.onDidChange(look);
    watcher.onDidDelete(look);
    this.#disposables.push(watcher);
  }

  async #opened(document: vscode.TextDocument): Promise<void> {
    if (isWatched(document)) await this.#read(document.uri);
  }

  #later(uri: vscode.Uri): void {
    const key = uri.toString();
    clearTimeout(this.#waiting.get(key));
    this.#waiting.set(
      key,
      setTimeout(() => void this.#read(uri), quiet),
    );
  }

  /** Looks for a file's test cases as it is now: in its editor, else where it is stored. */
  async #read(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    clearTimeout(this.#waiting.get(key));
    this.#waiting.delete(key);
    const text = documentOf(uri)?.getText() ?? (await stored(uri));
    // While the file was being read it may have been opened.
    this.#show(uri, documentOf(uri)?.getText() ?? text ?? '');
  }

  #show(uri: vscode.Uri, text: string): void {
    const key = uri.toString();
    const testCases = findTestCases(text);
    const { items } = this.controller;
    if (testCases.length === 0) {
      items.delete(key);
      this.#texts.delete(key);
      return;
    }
    const file = items.get(key) ?? this.#fileItem(uri);
    const children = new Map<string, vscode.TestItem>();
    for (const { name, range } of testCases) {
      // The second of one name is never run.
      if (children.has(name)) continue;
      const child = file.children.get(name) ?? this.controller.createTestItem(name, name, uri);
      child.range = rangeOf(range);
      child.sortText = String(children.size).padStart(6, '0');
      children.set(name, child);
    }
    file.children.replace([...children.values()]);
    items.add(file);
    const before = this.#texts.get(key);
    this.#texts.set(key, text);
    if (before !== undefined && before !== text) this.controller.invalidateTestResults(file);
  }

  #fileItem(uri: vscode.Uri): vscode.TestItem {
    const path = vscode.workspace.asRelativePath(uri);
    const item = this.controller.createTestItem(uri.toString(), posix.basename(uri.path), uri);
    const folder = posix.dirname(path);
    if (folder !== '.') item.description = folder;
    item.sortText = path;
    if (uri.scheme !== 'file') item.error = onlyFiles;
    return item;
  }

  /** Runs what is asked for, as the button does. */
  async run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    if (!request.include) await this.#discover();
    const run = this.controller.createTestRun(request);
    const abort = new AbortController();
    const cancelling = token.onCancellationRequested(() => abort.abort());
    try {
      await runChosen(run, await this.#chosen(request, run), this.#sandbox, abort.signal);
    } finally {
      cancelling.dispose();
      run.end();
    }
  }

  /** The test cases that are asked for, by file, as the files are now. */
  async #chosen(request: vscode.TestRunRequest, run: vscode.TestRun): Promise<TestFile[]> {
    const roots = request.include ?? [...this.controller.items].map(([, item]) => item);
    const keys = new Set(roots.map((item) => (item.parent ?? item).id));
    const chosen: TestFile[] = [];
    for (const key of keys) {
      const uri = this.controller.items.get(key)?.uri;
      if (!uri) continue;
      await this.#read(uri);
      const file = this.controller.items.get(key);
      const text = this.#texts.get(key);
      if (!file || text === undefined) continue;
      const isChosen = (item: vscode.TestItem) =>
        roots.some(({ id, parent }) => (parent ? parent.id === key && id === item.id : id === key)) &&
        !request.exclude?.some(({ id, parent }) =>
          parent ? parent.id === key && id === item.id : id === key,
        );
      const items = [...file.children].map(([, item]) => item).filter(isChosen);
      if (uri.scheme === 'file') {
        chosen.push({ uri, text, items, all: items.length === file.children.size });
      } else {
        for (const item of items) run.skipped(item);
        run.appendOutput(`${uri.toString(true)}: ${onlyFiles}\r\n`);
      }
    }
    return chosen;
  }
}

/** Whether an open document's test cases are shown: not those of the sides of a comparison. */
function isWatched({ languageId: language, uri }: vscode.TextDocument): boolean {
  return (
    language === languageId &&
    (['file', 'untitled'].includes(uri.scheme) || vscode.workspace.getWorkspaceFolder(uri) !== undefined)
  );
}

function documentOf(uri: vscode.Uri): vscode.TextDocument | undefined {
  const key = uri.toString();
  return vscode.workspace.textDocuments.find(
    (document) => document.uri.toString() === key && isWatched(document),
  );
}

/** Undefined when it is not there, any more or yet, or lies outside of the workspace and is closed. */
async function stored(uri: vscode.Uri): Promise<string | undefined> {
  if (!vscode.workspace.getWorkspaceFolder(uri)) return undefined;
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

function rangeOf({ start, end }: ReturnType<typeof findTestCases>[number]['range']): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
