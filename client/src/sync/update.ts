import { InfluxError } from '../influx/errors.ts';
import type { ScriptsApi } from '../influx/scripts.ts';
import type { Script } from '../influx/types.ts';
import { type Base, baseOf } from './base.ts';

/** What became of a text that was to replace the server's. */
export type UpdateOutcome =
  /** Written; `base` is the new one. */
  | { readonly kind: 'updated'; readonly base: Base; readonly script: Script }
  /** The server has this text already, line ends aside; nothing was sent. */
  | { readonly kind: 'unchanged'; readonly base: Base; readonly script: Script }
  /** The server's version is not the one that the text began as; nothing was written. */
  | { readonly kind: 'conflict'; readonly remote: Script }
  /** The script is not on the server any more; nothing was written. */
  | { readonly kind: 'deleted' }
  /** The server answered with success but keeps another text. */
  | { readonly kind: 'ignored'; readonly remote: Script };

/**
 * Replaces a script's text on the server, unless somebody else has changed it since `base`. The API has neither ETag nor
 * revision, so the server's version is read right before it is replaced.
 *
 * @param base what the text began as; without one any other text on the server is a conflict
 * @throws InfluxError, or an abort
 */
export async function updateScript(
  scripts: ScriptsApi,
  id: string,
  text: string,
  base: Base | undefined,
  signal?: AbortSignal,
): Promise<UpdateOutcome> {
  const remote = await findScript(scripts, id, signal);
  if (!remote) return { kind: 'deleted' };
  if (sameText(remote.script, text)) {
    return { kind: 'unchanged', base: baseOf({ ...remote, id }), script: remote };
  }
  if (!base || !sameVersion(base, remote)) return { kind: 'conflict', remote };
  const { script } = await scripts.update(id, { script: text }, signal);
  // A server has been seen to trim the end of a text; that is not another text.
  if (!sameText(script.script.trimEnd(), text.trimEnd())) return { kind: 'ignored', remote: script };
  return { kind: 'updated', base: baseOf({ ...script, id }), script };
}

/** The script, or undefined when the server has none of this id. */
export async function findScript(
  scripts: ScriptsApi,
  id: string,
  signal?: AbortSignal,
): Promise<Script | undefined> {
  try {
    return await scripts.find(id, signal);
  } catch (error) {
    if (error instanceof InfluxError && error.code === 'scriptNotFound') return undefined;
    throw error;
  }
}

/** A new description also moves `updatedAt`, and is no reason to stop anybody's text. */
function sameVersion(base: Base, remote: Script): boolean {
  return (
    (base.updatedAt !== undefined && base.updatedAt === remote.updatedAt) ||
    sameText(base.text, remote.script)
  );
}

/** Line ends are an editor's business. */
export function sameText(a: string, b: string): boolean {
  return a === b || a.replaceAll('\r\n', '\n') === b.replaceAll('\r\n', '\n');
}
