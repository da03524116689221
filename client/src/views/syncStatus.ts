import * as vscode from 'vscode';
import type { Connection } from '../connections/profile.ts';
import { languageId } from '../contributions.ts';
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
  #problem: string | undefined;
  #running: Promise<void> = Promise.resolve();
  #again = false;
  #lastList = 0;

  /** The states, or what could not be read, have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(repository: ScriptRepository, local: LocalScripts) {
    this.#repository = repository;
    this.#local = local;
    const watcher = vscode.workspace.createFileSystemWatcher('**/{*.flux,flux-scripts.json}');
    const update = () => void this.update();
    this.#disposables = [
      watcher,
      watcher.onDidCreate(update),
      watcher.onDidChange(update),
      watcher.onDidDelete(update),
      vscode.workspace.onDidSaveTextDocument(({ languageId: id, fileName }) => {
        if (id === languageId || fileName.endsWith(manifestFile)) update();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(update),
      repository.onDidChange((state) => {
        if (state.kind === 'ready') this.#lastList = Date.now();
        update();
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

  /** Why they could not be worked out, such as a manifest that is no JSON. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Of a script on the active connection. */
  ofScript(script: StoredScript): FolderState | undefined {
    return this.#states.find(({ remote }) => remote?.id === script.id);
  }

  /** Of a file of the workspace. */
  ofFile(uri: vscode.Uri): FolderState | undefined {
    const key = uri.toString();
    return this.#states.find((state) => state.uri?.toString() === key);
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
    for (const disposable of this.#disposables) disposable.dispose();
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
