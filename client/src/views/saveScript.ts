import * as vscode from 'vscode';
import type { Connection } from '../connections/profile.ts';
import type { ScriptsApi } from '../influx/scripts.ts';
import type { Script } from '../influx/types.ts';
import { type Base, baseOf } from '../sync/base.ts';
import { updateScript } from '../sync/update.ts';
import type { ServerVersions } from './serverVersions.ts';

/** A text on its way to the server. */
export interface Save {
  readonly connection: Connection;
  readonly scripts: ScriptsApi;
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly base: Base | undefined;
  /** What holds the text, to compare with the server's version. */
  readonly document: vscode.Uri;
}

export type SaveResult =
  | { readonly kind: 'saved'; readonly base: Base; readonly script: Script; readonly changed: boolean }
  /** The person wants the server's version instead. */
  | { readonly kind: 'reload'; readonly remote: Script }
  /** The script has gone from the server, and the person wants it back. */
  | { readonly kind: 'recreate' }
  /** Nothing was written, by the person's choice. */
  | { readonly kind: 'stopped'; readonly why: string };

/**
 * Replaces a script's text on the server. Over somebody else's newer version it asks, and asks again when the server's
 * version has moved once more in the meantime; nothing is overwritten that was not offered for comparison.
 *
 * @throws InfluxError, or an abort
 */
export async function saveScript(
  versions: ServerVersions,
  save: Save,
  signal?: AbortSignal,
): Promise<SaveResult> {
  const { connection, id, name, text } = save;
  for (let base = save.base; ; ) {
    const outcome = await updateScript(save.scripts, id, { text }, base, signal);
    switch (outcome.kind) {
      case 'updated':
      case 'unchanged':
        return {
          kind: 'saved',
          base: outcome.base,
          script: outcome.script,
          changed: outcome.kind === 'updated',
        };
      case 'ignored':
        throw new Error(
          `${connection.name} answered that “${name}” was saved, but it keeps another text. Your text is still here; compare it with the server's version.`,
        );
      case 'deleted': {
        const recreate = 'Create It Again';
        const choice = await vscode.window.showWarningMessage(
          `“${name}” was deleted on ${connection.name}.`,
          { modal: true, detail: 'Your text is still here. It can become a new script of the same name.' },
          recreate,
        );
        if (choice === recreate) return { kind: 'recreate' };
        return {
          kind: 'stopped',
          why: `“${name}” is not on ${connection.name} any more; nothing was saved.`,
        };
      }
      case 'conflict': {
        const { remote } = outcome;
        const compare = 'Compare';
        const overwrite = 'Overwrite';
        const reload = 'Reload';
        const choice = await vscode.window.showWarningMessage(
          `“${name}” was changed on ${connection.name} by somebody else.`,
          {
            modal: true,
            detail: `${remote.updatedAt ? `Their version is from ${new Date(remote.updatedAt).toLocaleString()}. ` : ''}Compare the two, overwrite theirs with yours, or reload theirs in place of yours.`,
          },
          compare,
          overwrite,
          reload,
        );
        if (choice === overwrite) {
          base = baseOf({ ...remote, id });
          continue;
        }
        if (choice === reload) return { kind: 'reload', remote };
        if (choice === compare) await versions.compare(connection, { ...remote, id }, save.document);
        return {
          kind: 'stopped',
          why: `“${name}” has a newer version on ${connection.name}; nothing was overwritten.`,
        };
      }
    }
  }
}
