import type * as vscode from 'vscode';
import type { Connection } from '../connections/profile.ts';
import type { StoredScript } from '../influx/scripts.ts';
import type { Base } from '../sync/base.ts';
import type { ManifestEntry } from '../sync/manifest.ts';

/** A file that was removed with its script. */
export interface DeletedFile {
  readonly folder: vscode.Uri;
  readonly entry: ManifestEntry;
  readonly text: string;
  readonly base?: Base;
}

/** A script that was deleted from here. */
export interface DeletedScript {
  readonly connection: Connection;
  /** As the server had it. */
  readonly script: StoredScript;
  readonly files?: readonly DeletedFile[];
}

/** What was deleted from here in this session, the last first: it can be brought back. */
export class DeletedScripts {
  #scripts: readonly DeletedScript[] = [];

  get all(): readonly DeletedScript[] {
    return this.#scripts;
  }

  /** A script that is noted already is replaced. */
  add(deleted: DeletedScript): void {
    this.#scripts = [deleted, ...this.#scripts.filter(({ script }) => script.id !== deleted.script.id)];
  }

  remove(id: string): void {
    this.#scripts = this.#scripts.filter(({ script }) => script.id !== id);
  }
}
