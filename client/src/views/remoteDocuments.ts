import * as vscode from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { Connection } from '../connections/profile.ts';
import { scriptScheme } from '../contributions.ts';
import { InfluxError } from '../influx/errors.ts';
import type { StoredScript } from '../influx/scripts.ts';
import type { CompileChecker } from '../languageClient.ts';
import { type Base, type BaseStore, baseOf, type KeyValueStore } from '../sync/base.ts';
import { sameText } from '../sync/differences.ts';
import { languageOf } from '../sync/fileName.ts';
import { createScript, findScript } from '../sync/update.ts';
import type { Merges } from './merges.ts';
import { type SaveResult, saveScript } from './saveScript.ts';
import { parseScriptUri, scriptUri } from './scriptUri.ts';
import type { ServerVersions } from './serverVersions.ts';
import { columnFor } from './tabs.ts';

/** A text that auto save kept here; the server has not seen it. */
interface Draft {
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A save by hand is followed by its write within moments; a record that is older belongs to a save that never came. */
const saveReasonLifetime = 15_000;

/**
 * The scripts on the server as editable documents.
 *
 * Saving by hand writes to the server. A save that auto save made is kept as a draft: reading gives it back, and the next
 * save by hand, or a push, sends it. The base (what the document began as) moves only when the document shows the server's
 * version or when the server takes the document's.
 */
export class RemoteDocuments implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #connections: Connections;
  readonly #versions: ServerVersions;
  readonly #bases: BaseStore;
  readonly #store: KeyValueStore;
  readonly #merges: Merges;
  readonly #checker: CompileChecker;
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #draftsChanged = new vscode.EventEmitter<void>();
  readonly #saved = new vscode.EventEmitter<Connection>();
  readonly #disposables: vscode.Disposable[];
  /** What VS Code was last told of each document. */
  readonly #stats = new Map<string, vscode.FileStat>();
  /** What was last read from the server, by a document that was dirty at the time. */
  readonly #served = new Map<string, StoredScript>();
  readonly #saveReasons = new Map<string, { reason: vscode.TextDocumentSaveReason; at: number }>();
  /** Documents whose text is to be replaced by the server's once VS Code has noted their save. */
  readonly #reload = new Set<string>();

  /** The server's versions that are to be merged into documents once VS Code has noted their save. */
  readonly #toMerge = new Map<string, StoredScript>();
  /** Names of the connections whose token may only read, as far as is known. */
  readonly #readOnly = new Set<string>();

  /** Documents whose script was deleted and made again under another ID. */
  readonly #retired = new Set<string>();

  readonly onDidChangeFile = this.#changed.event;
  /** A draft has come or gone. */
  readonly onDidChangeDrafts = this.#draftsChanged.event;
  /** A save has changed something on the server. */
  readonly onDidSave = this.#saved.event;

  constructor(
    connections: Connections,
    versions: ServerVersions,
    merges: Merges,
    checker: CompileChecker,
    bases: BaseStore,
    store: KeyValueStore,
  ) {
    this.#connections = connections;
    this.#versions = versions;
    this.#bases = bases;
    this.#merges = merges;
    this.#checker = checker;
    this.#store = store;
    this.#disposables = [
      vscode.workspace.registerFileSystemProvider(scriptScheme, this, { isCaseSensitive: true }),
      vscode.workspace.onWillSaveTextDocument(({ document, reason }) => {
        if (document.uri.scheme === scriptScheme) {
          this.#saveReasons.set(document.uri.toString(), { reason, at: Date.now() });
        }
      }),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (this.#reload.delete(uri.toString())) this.reload(uri);
        const remote = this.#toMerge.get(uri.toString());
        if (remote) void this.merge(uri, remote);
        this.#closeRetired(uri);
      }),
      merges.onDidRebase(({ document, connection, base }) => {
        if (document.scheme === scriptScheme) void bases.set(connection.url, document.toString(), base);
      }),
      connections.onDidChange(() => this.#allowWriting()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#adoptServed(document)),
      this.#changed,
      this.#draftsChanged,
      this.#saved,
    ];
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  /** Opens a script as a document. */
  async open(
    connection: Connection,
    script: StoredScript,
    options: Pick<vscode.TextDocumentShowOptions, 'preserveFocus'> = {},
  ): Promise<vscode.TextEditor> {
    const uri = scriptUri(connection, script);
    return await vscode.window.showTextDocument(uri, {
      preview: true,
      viewColumn: columnFor(uri),
      ...options,
    });
  }

  hasDraft(uri: vscode.Uri): boolean {
    return this.#draft(uri) !== undefined;
  }

  /** The version that a document's text began as. */
  base(uri: vscode.Uri): Base | undefined {
    const parsed = parseScriptUri(uri);
    const connection = parsed && this.#connections.byName(parsed.connection);
    return connection && this.#bases.get(connection.url, uri.toString());
  }

  /** Drops the draft; the document shows the server's version again. */
  async discardDraft(uri: vscode.Uri): Promise<void> {
    await this.#setDraft(uri, undefined);
    this.reload(uri);
  }

  /** Makes a document without unsaved changes show what the server has. */
  reload(uri: vscode.Uri): void {
    this.#stats.delete(uri.toString());
    this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  /**
   * Tells the documents of a connection what the server holds now: those without changes of their own follow.
   */
  follow(connection: Connection, scripts: readonly StoredScript[]): void {
    for (const script of scripts) {
      const uri = scriptUri(connection, script);
      const base = this.#bases.get(connection.url, uri.toString());
      const newer = base && base.updatedAt !== script.updatedAt && !sameText(base.text, script.script);
      if (newer && !dirty(uri) && !this.hasDraft(uri)) this.reload(uri);
    }
  }

  /**
   * Sends a document's text, as a save by hand does.
   * @throws InfluxError
   */
  async push(uri: vscode.Uri, text: string): Promise<SaveResult> {
    const { connection, id } = this.#resolve(uri);
    const holder = uri.toString();
    const base = this.#bases.get(connection.url, holder);
    const { scripts } = this.#connections.client(connection);
    const name = base?.name ?? id;
    if (this.#merges.isOpen(uri)) {
      return { kind: 'stopped', why: `The merge of “${name}” is not complete: complete it, and push again.` };
    }
    const language = languageOf(uri.path);
    const save = { connection, scripts, id, name, text, language, base, document: uri };
    let result: SaveResult;
    try {
      result = await saveScript(this.#versions, this.#checker, save);
    } catch (error) {
      if (refusesWriting(error)) this.#forbidWriting(connection);
      throw error;
    }
    if (result.kind === 'saved') {
      await this.#bases.set(connection.url, holder, result.base);
      await this.#setDraft(uri, undefined);
      this.#setStat(uri, text, Date.parse(result.script.updatedAt ?? '') || Date.now());
      if (result.changed) this.#saved.fire(connection);
      if (result.answerLost) {
        void vscode.window.showInformationMessage(
          `The answer of ${connection.name} was lost on the way; it was asked again, and it has your change of “${name}”.`,
        );
      }
    } else if (result.kind === 'reload') {
      await this.#setDraft(uri, undefined);
    } else if (result.kind === 'recreate') {
      await this.#recreate(connection, uri, { name, text, language, description: base?.description ?? '' });
    }
    return result;
  }

  /** Brings the server's version and a document's together in the merge editor; the server is told nothing yet. */
  async merge(uri: vscode.Uri, remote: StoredScript): Promise<void> {
    this.#toMerge.delete(uri.toString());
    const { connection } = this.#resolve(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    // The merge editor saves what it begins with.
    await this.#setDraft(uri, { text: document.getText(), at: Date.now() });
    await this.#merges.open(connection, remote, document, this.#bases.get(connection.url, uri.toString()));
  }

  // FileSystemProvider

  watch(): vscode.Disposable {
    // The server does not tell of changes; `follow` does, after each list.
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const draft = this.#draft(uri);
    let stat = draft ? fileStat(draft.text, draft.at) : this.#stats.get(uri.toString());
    const base = this.base(uri);
    // A document that was restored with its changes: VS Code would find the server's version newer, and ask on its own.
    if (!stat && base && dirty(uri)) stat = fileStat(base.text, Date.parse(base.updatedAt ?? '') || 0);
    if (!stat) {
      const script = await this.#find(uri);
      stat = fileStat(script.script, modified(script));
    }
    const readOnly = this.#readOnly.has(parseScriptUri(uri)?.connection ?? '');
    return readOnly ? { ...stat, permissions: vscode.FilePermission.Readonly } : stat;
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const draft = this.#draft(uri);
    if (draft) return Buffer.from(draft.text);
    const { connection } = this.#resolve(uri);
    const script = await this.#find(uri);
    if (dirty(uri)) {
      // Somebody reads past the editor, or the editor is being reverted: #adoptServed finds out which.
      this.#served.set(uri.toString(), script);
    } else {
      await this.#bases.set(connection.url, uri.toString(), baseOf(script));
    }
    this.#setStat(uri, script.script, modified(script));
    return Buffer.from(script.script);
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const text = Buffer.from(content).toString('utf8');
    const holder = uri.toString();
    const save = this.#saveReasons.get(holder);
    this.#saveReasons.delete(holder);
    const byHand =
      save?.reason === vscode.TextDocumentSaveReason.Manual && Date.now() - save.at < saveReasonLifetime;
    // Half a merge is not pushed; what it began with is not, either.
    if (!byHand || this.#merges.isOpen(uri)) {
      await this.#setDraft(uri, { text, at: Date.now() });
      return;
    }
    const result = await this.push(uri, text).catch((error: unknown) => {
      throw vscode.FileSystemError.Unavailable(error instanceof Error ? error.message : String(error));
    });
    if (result.kind === 'stopped') throw vscode.FileSystemError.Unavailable(`Not saved. ${result.why}`);
    // VS Code takes the write for done, and reads the server's version when it has.
    if (result.kind === 'reload') this.#reload.add(holder);
    if (result.kind === 'merge') {
      await this.#setDraft(uri, { text, at: Date.now() });
      this.#toMerge.set(holder, result.remote);
    }
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(): never {
    throw vscode.FileSystemError.NoPermissions('Scripts on a server have no folders.');
  }

  delete(): never {
    throw vscode.FileSystemError.NoPermissions('Scripts cannot be deleted as files.');
  }

  rename(): never {
    throw vscode.FileSystemError.NoPermissions('Scripts cannot be renamed as files.');
  }

  // Inside

  #resolve(uri: vscode.Uri): { connection: Connection; id: string } {
    const parsed = parseScriptUri(uri);
    const connection = parsed && this.#connections.byName(parsed.connection);
    if (!parsed) throw vscode.FileSystemError.FileNotFound(uri);
    if (!connection) {
      throw vscode.FileSystemError.Unavailable(
        vscode.workspace.isTrusted
          ? `There is no connection called “${parsed.connection}”. Add it, or start the sandbox, and open the script again.`
          : 'This workspace is not trusted, so no server is contacted. Trust it, and open the script again.',
      );
    }
    return { connection, id: parsed.id };
  }

  async #find(uri: vscode.Uri): Promise<StoredScript> {
    const { connection, id } = this.#resolve(uri);
    let script: Awaited<ReturnType<typeof findScript>>;
    try {
      script = await findScript(this.#connections.client(connection).scripts, id);
    } catch (error) {
      throw vscode.FileSystemError.Unavailable(error instanceof Error ? error.message : String(error));
    }
    if (!script) throw vscode.FileSystemError.FileNotFound(uri);
    return { ...script, id };
  }

  /** A document that came to show what was served is based on it. */
  #adoptServed(document: vscode.TextDocument): void {
    if (document.uri.scheme !== scriptScheme || document.isDirty) return;
    const holder = document.uri.toString();
    const served = this.#served.get(holder);
    const parsed = parseScriptUri(document.uri);
    const connection = parsed && this.#connections.byName(parsed.connection);
    if (!served || !connection || !sameText(served.script, document.getText())) return;
    this.#served.delete(holder);
    void this.#bases.set(connection.url, holder, baseOf(served));
  }

  #forbidWriting(connection: Connection): void {
    this.#readOnly.add(connection.name);
    this.#permissionsChanged();
  }

  /** Another token may write. */
  #allowWriting(): void {
    if (this.#readOnly.size === 0) return;
    this.#readOnly.clear();
    this.#permissionsChanged();
  }

  #permissionsChanged(): void {
    const open = vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === scriptScheme);
    this.#changed.fire(open.map(({ uri }) => ({ type: vscode.FileChangeType.Changed, uri })));
  }

  async #recreate(
    connection: Connection,
    uri: vscode.Uri,
    ours: { name: string; text: string; language: string; description: string },
  ): Promise<void> {
    const outcome = await createScript(this.#connections.client(connection).scripts, ours);
    if (outcome.kind === 'nameTaken') {
      throw new Error(
        `${connection.name} has another script called “${ours.name}” by now. Your text is still here: open that script, and bring the two together there.`,
      );
    }
    const { script } = outcome;
    await this.#setDraft(uri, undefined);
    this.#saved.fire(connection);
    await this.open(connection, script);
    this.#retired.add(uri.toString());
    // VS Code would ask about a document whose save is not over.
    if (!dirty(uri)) this.#closeRetired(uri);
  }

  /** Closes a document that has nothing behind it any more; what it held is in another. */
  #closeRetired(uri: vscode.Uri): void {
    if (!this.#retired.delete(uri.toString())) return;
    const tabs = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString());
    void vscode.window.tabGroups.close(tabs);
  }

  #draft(uri: vscode.Uri): Draft | undefined {
    return this.#store.get<Draft>(draftKey(uri));
  }

  async #setDraft(uri: vscode.Uri, draft: Draft | undefined): Promise<void> {
    if (draft === undefined && !this.hasDraft(uri)) return;
    await this.#store.update(draftKey(uri), draft);
    this.#draftsChanged.fire();
  }

  #setStat(uri: vscode.Uri, text: string, mtime: number): void {
    this.#stats.set(uri.toString(), fileStat(text, mtime));
  }
}

/** A token that may read, and is refused when it writes. Other failures say nothing of what it may do. */
function refusesWriting(error: unknown): boolean {
  if (!(error instanceof InfluxError) || error.facts.method !== 'PATCH') return false;
  return error.code === 'forbidden' || error.code === 'unauthorized';
}

function draftKey(uri: vscode.Uri): string {
  return `draft ${uri.toString()}`;
}

function dirty(uri: vscode.Uri): boolean {
  const holder = uri.toString();
  return vscode.workspace.textDocuments.some((open) => open.isDirty && open.uri.toString() === holder);
}

function modified(script: StoredScript): number {
  return Date.parse(script.updatedAt ?? '') || 0;
}

function fileStat(text: string, mtime: number): vscode.FileStat {
  return { type: vscode.FileType.File, ctime: 0, mtime, size: Buffer.byteLength(text) };
}
