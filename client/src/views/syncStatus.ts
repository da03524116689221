import * as vscode from 'vscode';
import type { Connection } from '../connections/profile.ts';
import type { StoredScript } from '../influx/scripts.ts';
import { manifestFile } from '../sync/manifest.ts';
import type { ScriptState } from '../sync/status.ts';
import type { LocalScripts } from './localScripts.ts';
import type { ScriptRepository } from './scriptRepository.ts';

/** How one script stands, and which folder of the workspace it belongs to; none for what is only on the server. */
export interface FolderState extends ScriptState {
  readonly folder?: vscode.Uri;
  readonly uri?: vscode.Uri;
}

/** Milliseconds between two lists that nobody asked for: coming back to the window must not hammer the server. */
const focusInterval = 30_000;
/** Milliseconds that files have to be quiet: saving all, or a checkout, touches many. */
const quiet = 100;

/**
 * Owns how the workspace's scripts stand against the active connection. It is worked out from the list that the
 * repository has, and from the files: nothing is asked of the server for a single script.
 */
export class SyncStatuses implements vscode.Disposable {
  readonly #repository: ScriptRepository;
  readonly #local: LocalScripts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #disposables: vscode.Disposable[];
  #states: readonly FolderState[] = [];
  #connection: Connection | undefined;
  #byFile: ReadonlyMap<string, FolderState> = new Map();
  #byScript: ReadonlyMap<string, FolderState> = new Map();
  #timer: NodeJS.Timeout | undefined;
  #problem: string | undefined;
  #running: Promise<void> = Promise.resolve();
  #again = false;
  #lastList = 0;

  /** The states, or what could not be read, have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(repository: ScriptRepository, local: LocalScripts) {
    this.#repository = repository;
    this.#local = local;
    // The extensions that files of scripts get; most scripts are Flux.
    const watcher = vscode.workspace.createFileSystemWatcher(
      `**/{*.flux,*.sql,*.influxql,*.py,*.txt,${manifestFile}}`,
    );
    const soon = (uri: vscode.Uri) => {
      if (/\.flux$/i.test(uri.path) || uri.path.endsWith(`/${manifestFile}`) || this.ofFile(uri))
        this.#soon();
    };
    this.#disposables = [
      watcher,
      watcher.onDidCreate(soon),
      watcher.onDidChange(soon),
      watcher.onDidDelete(soon),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => soon(uri)),
      // What was not saved may have counted, and is gone.
      vscode.workspace.onDidCloseTextDocument(({ uri }) => soon(uri)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#soon()),
      repository.onDidChange((state) => {
        if (state.kind === 'ready') this.#lastList = Date.now();
        void this.update();
      }),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused && Date.now() - this.#lastList > focusInterval && repository.state.kind === 'ready') {
          this.#lastList = Date.now();
          void repository.refresh();
        }
      }),
      this.#changed,
    ];
  }

  /** By name. Empty while nothing is connected. */
  get states(): readonly FolderState[] {
    return this.#states;
  }

  /** The connection that they are against; undefined while nothing is known of one. */
  get connection(): Connection | undefined {
    return this.#connection;
  }

  /** Settles when those that are being worked out are there. */
  get settled(): Promise<void> {
    return this.#running;
  }

  /** Why they could not be worked out, such as a manifest that is no JSON. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Of a script on the active connection. */
  ofScript(script: StoredScript): FolderState | undefined {
    return this.#byScript.get(script.id);
  }

  /** Of a file of the workspace. */
  ofFile(uri: vscode.Uri): FolderState | undefined {
    return this.#byFile.get(uri.toString());
  }

  /** Works them out again, from what is known of the server. */
  async update(): Promise<void> {
    // Whoever comes while it runs waits for the run after it.
    this.#again = true;
    this.#running = this.#running.then(async () => {
      if (!this.#again) return;
      this.#again = false;
      await this.#read();
    });
    await this.#running;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const disposable of this.#disposables) disposable.dispose();
  }

  /** Once for many files that change together. */
  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.update(), quiet);
  }

  async #read(): Promise<void> {
    const { state } = this.#repository;
    let problem: string | undefined;
    let states: FolderState[] = [];
    if (state.kind === 'ready') {
      try {
        states = await this.#readFolders(state.connection, state.scripts);
      } catch (error) {
        problem = error instanceof Error ? error.message : String(error);
      }
    }
    this.#states = states;
    this.#connection = state.kind === 'ready' ? state.connection : undefined;
    this.#byFile = new Map(states.flatMap((each) => (each.uri ? [[each.uri.toString(), each]] : [])));
    this.#byScript = new Map(states.flatMap((each) => (each.remote ? [[each.remote.id, each]] : [])));
    this.#problem = problem;
    this.#changed.fire();
  }

  async #readFolders(connection: Connection, scripts: readonly StoredScript[]): Promise<FolderState[]> {
    const states: FolderState[] = [];
    const held = new Set<string>();
    for (const { uri: folder, scripts: own } of this.#local.folders(connection)) {
      for (const state of await own.states(scripts)) {
        if (state.status === 'onlyThere' && state.file === undefined) continue;
        if (state.remote) held.add(state.remote.id);
        const uri = state.file === undefined ? undefined : vscode.Uri.joinPath(folder, state.file);
        states.push({ ...state, folder, ...(uri && { uri }) });
      }
    }
    for (const remote of scripts) {
      if (!held.has(remote.id)) states.push({ name: remote.name, status: 'onlyThere', remote });
    }
    return states.sort((a, b) => a.name.localeCompare(b.name));
  }
}
