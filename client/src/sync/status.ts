import type { StoredScript } from '../influx/scripts.ts';
import type { Base } from './base.ts';
import { differences, type LocalVersion } from './differences.ts';
import { languageOf } from './fileName.ts';

/** How a script stands: here, on the server, and against what both began as. */
export type SyncStatus =
  | 'inSync'
  | 'modifiedHere'
  | 'modifiedThere'
  /** Both have changed, or they differ and nobody knows what they began as. */
  | 'conflict'
  | 'onlyHere'
  | 'onlyThere'
  /** It was on the server, and is not any more. */
  | 'deletedThere'
  /** It was here, and is not any more. */
  | 'deletedHere';

/** One script with everything that is known of it. */
export interface ScriptState {
  /** Here, or else on the server. */
  readonly name: string;
  readonly status: SyncStatus;
  /** Relative to the manifest, with forward slashes; undefined when no file holds it. */
  readonly file?: string;
  readonly local?: LocalVersion;
  readonly base?: Base;
  readonly remote?: StoredScript;
}

export function statusOf({ file, local, base, remote }: Omit<ScriptState, 'name' | 'status'>): SyncStatus {
  if (local && remote) {
    const { here, there, both } = differences(local, base, remote);
    if (both.length > 0 || (here.length > 0 && there.length > 0)) return 'conflict';
    return here.length > 0 ? 'modifiedHere' : there.length > 0 ? 'modifiedThere' : 'inSync';
  }
  if (local) return base ? 'deletedThere' : 'onlyHere';
  // A file that was never pulled on this connection is not one that was deleted.
  return file !== undefined && base ? 'deletedHere' : 'onlyThere';
}

/** The language that a script is written in: as the server says, or else as its file does. */
export function languageOfScript({ file, remote }: ScriptState): string {
  return remote ? (remote.language ?? 'flux') : languageOf(file ?? '');
}
