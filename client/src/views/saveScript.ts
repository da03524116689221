import * as vscode from 'vscode';
import type { Connection } from '../connections/profile.ts';
import type { ScriptsApi, StoredScript } from '../influx/scripts.ts';
import type { Script } from '../influx/types.ts';
import type { CompileChecker } from '../languageClient.ts';
import { type Base, baseOf } from '../sync/base.ts';
import { sameText } from '../sync/differences.ts';
import { updateScript } from '../sync/update.ts';
import { mayPush } from './beforePush.ts';
import { askConflict } from './conflict.ts';
import type { ServerVersions } from './serverVersions.ts';

/** A remote document's text on its way to the server. */
export interface Save {
  readonly connection: Connection;
  readonly scripts: ScriptsApi;
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly language: string;
  readonly base: Base | undefined;
  /** What holds the text, to compare with the server's version. */
  readonly document: vscode.Uri;
}

export type SaveResult =
  | {
      readonly kind: 'saved';
      readonly base: Base;
      readonly script: Script;
      readonly changed: boolean;
      readonly answerLost: boolean;
    }
  /** The person wants the server's version instead. */
  | { readonly kind: 'reload'; readonly remote: Script }
  /** The person wants to bring the two together; nothing was written. */
  | { readonly kind: 'merge'; readonly remote: StoredScript }
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
  checker: CompileChecker,
  save: Save,
  signal?: AbortSignal,
): Promise<SaveResult> {
  const { connection, id, name, text, language } = save;
  const changed = !save.base || !sameText(text, save.base.text);
  if (changed && !(await mayPush(checker, connection, [{ name, text, language }]))) {
    return { kind: 'stopped', why: `“${name}” was not sent to ${connection.name}.` };
  }
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
          answerLost: outcome.kind === 'updated' && outcome.answerLost === true,
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
        const remote = { ...outcome.remote, id };
        const conflict = { connection, name, local: { text }, base, remote };
        const choice = await askConflict(conflict, ['merge', 'compare', 'overwrite', 'reload']);
        if (choice === 'overwrite') {
          base = baseOf(remote);
          continue;
        }
        if (choice === 'merge' || choice === 'reload') return { kind: choice, remote };
        if (choice === 'compare') await versions.compare(connection, remote, save.document);
        return {
          kind: 'stopped',
          why: `“${name}” has a newer version on ${connection.name}; nothing was overwritten.`,
        };
      }
      default:
        return outcome satisfies never;
    }
  }
}
