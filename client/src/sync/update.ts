import { InfluxError } from '../influx/errors.ts';
import type { ScriptsApi, StoredScript } from '../influx/scripts.ts';
import type { ScriptUpdateRequest } from '../influx/types.ts';
import { type Base, baseOf } from './base.ts';
import {
  differences,
  type Field,
  fieldOf,
  fields,
  isCurrent,
  type LocalVersion,
  same,
  sameButForTheEnd,
  sameText,
} from './differences.ts';

/** What became of a version that was to replace the server's. */
export type UpdateOutcome =
  /** Written; `base` is the new one. */
  | {
      readonly kind: 'updated';
      readonly base: Base;
      readonly script: StoredScript;
      readonly fields: readonly Field[];
      /** The answer was lost on the way; that the server has acted was found out afterwards. */
      readonly answerLost?: true;
    }
  /** Nothing that we have moved differs from the server's; nothing was sent. */
  | { readonly kind: 'unchanged'; readonly base: Base; readonly script: StoredScript }
  /** The server's version is not the one that ours began as; nothing was written. */
  | { readonly kind: 'conflict'; readonly remote: StoredScript; readonly fields: readonly Field[] }
  /** The script is not on the server any more; nothing was written. */
  | { readonly kind: 'deleted' }
  /** The server answered with success but keeps other values in these fields. */
  | {
      readonly kind: 'ignored';
      readonly remote: StoredScript;
      readonly fields: readonly Field[];
      readonly base: Base;
    };

/**
 * Brings what we have changed to the server, unless somebody else has changed the same since `base`. The API has neither
 * ETag nor revision, so the server's version is read right before it is replaced; only fields that differ are sent.
 *
 * @param base what ours began as; without one anything else on the server is a conflict
 * @throws InfluxError, or an abort
 */
export async function updateScript(
  scripts: ScriptsApi,
  id: string,
  local: LocalVersion,
  base: Base | undefined,
  signal?: AbortSignal,
): Promise<UpdateOutcome> {
  const remote = await findScript(scripts, id, signal);
  if (!remote) return { kind: 'deleted' };
  const { here, both } = differences(local, base, remote);
  if (both.length > 0) return { kind: 'conflict', remote, fields: both };
  if (here.length === 0) {
    const now = base && isCurrent(base, remote) ? base : baseAfter(local, remote);
    return { kind: 'unchanged', base: now, script: remote };
  }
  const request = requestFor(local, here);
  let script: StoredScript;
  let answerLost = false;
  try {
    ({ script } = await scripts.update(id, request, signal));
  } catch (error) {
    if (!mayHaveActed(error)) throw error;
    // The server may have acted: it is asked, and not told again.
    const now = await findScript(scripts, id, signal);
    if (!now || here.some((field) => !sameButForTheEnd(field, local[field] ?? '', fieldOf(now, field))))
      throw error;
    script = now;
    answerLost = true;
  }
  const ignored = here.filter(
    (field) => !sameButForTheEnd(field, local[field] ?? '', fieldOf(script, field)),
  );
  const after = baseAfter(local, script, here, ignored);
  if (ignored.length > 0) return { kind: 'ignored', remote: script, fields: ignored, base: after };
  return {
    kind: 'updated',
    base: after,
    script,
    fields: here,
    ...(answerLost && { answerLost }),
  };
}

/**
 * What both sides have in common once ours is on the server. What has moved there alone stays what ours is: with the
 * server's value it would count as ours that moved, and the next push would put the old one back.
 *
 * @param sent the fields that the server was told
 * @param ignored those of them that it did not take
 */
function baseAfter(
  local: LocalVersion,
  now: StoredScript,
  sent: readonly Field[] = [],
  ignored: readonly Field[] = [],
): Base {
  const { updatedAt, ...base } = baseOf(now);
  const ours = fields.filter((field) => {
    const value = local[field];
    return value !== undefined && !ignored.includes(field) && !same(field, value, fieldOf(now, field));
  });
  // Blanks that the server has trimmed off what was sent are part of this version of it; anything else is another one.
  const isThis = ours.every((field) => sent.includes(field));
  return {
    ...base,
    ...Object.fromEntries(ours.map((field) => [field, local[field]])),
    ...(isThis && updatedAt !== undefined && { updatedAt }),
  };
}

function requestFor(local: LocalVersion, changed: readonly Field[]): ScriptUpdateRequest {
  return {
    ...(changed.includes('text') && { script: local.text }),
    ...(changed.includes('name') && local.name !== undefined && { name: local.name }),
    ...(changed.includes('description') &&
      local.description !== undefined && { description: local.description }),
  };
}

/** What became of a script that was to be new on the server. */
export type CreateOutcome =
  | {
      readonly kind: 'created';
      readonly base: Base;
      readonly script: StoredScript;
      readonly answerLost?: true;
    }
  /** The organization has a script of that name; nothing was written. */
  | { readonly kind: 'nameTaken'; readonly remote: StoredScript };

/**
 * Makes a new script on the server. Names are unique in an organization.
 * @throws InfluxError, or an abort
 */
export async function createScript(
  scripts: ScriptsApi,
  script: {
    readonly name: string;
    readonly description: string;
    readonly text: string;
    readonly language?: string;
  },
  signal?: AbortSignal,
): Promise<CreateOutcome> {
  const { name, description, text, language = 'flux' } = script;
  try {
    const created = await scripts.create({ name, description, script: text, language }, signal);
    return { kind: 'created', base: baseOf(created), script: created };
  } catch (error) {
    const taken = error instanceof InfluxError && error.code === 'conflict';
    if (!taken && !mayHaveActed(error)) throw error;
    const found = await findByName(scripts, name, signal);
    if (!found) throw error;
    if (taken) return { kind: 'nameTaken', remote: found };
    // Names are unique, so a script of ours with our text is what the lost answer was about.
    if (!sameText(found.script.trimEnd(), text.trimEnd())) throw error;
    return { kind: 'created', base: baseOf(found), script: found, answerLost: true };
  }
}

/**
 * Takes a script off the server.
 * @returns whether it is gone; the server's answer is the same for what is still there
 * @throws InfluxError, or an abort
 */
export async function deleteScript(
  scripts: ScriptsApi,
  id: string,
  signal?: AbortSignal,
): Promise<{ readonly gone: boolean; readonly answerLost?: true }> {
  try {
    await scripts.delete(id, signal);
  } catch (error) {
    if (!mayHaveActed(error)) throw error;
    if (await findScript(scripts, id, signal)) throw error;
    return { gone: true, answerLost: true };
  }
  return { gone: (await findScript(scripts, id, signal)) === undefined };
}

/** The script of exactly this name; whether the server's own filter is exact is nowhere documented. */
export async function findByName(
  scripts: ScriptsApi,
  name: string,
  signal?: AbortSignal,
): Promise<StoredScript | undefined> {
  const named = await scripts.list({ name, ...(signal && { signal }) });
  return named.find((script) => script.name === name);
}

/** The script, or undefined when the server has none of this id. */
export async function findScript(
  scripts: ScriptsApi,
  id: string,
  signal?: AbortSignal,
): Promise<StoredScript | undefined> {
  try {
    return { ...(await scripts.find(id, signal)), id };
  } catch (error) {
    if (error instanceof InfluxError && error.code === 'scriptNotFound') return undefined;
    throw error;
  }
}

/** An answer that never came, or says success in words that cannot be read, of a request that had left. */
function mayHaveActed(error: unknown): boolean {
  if (!(error instanceof InfluxError) || error.facts.sent === false) return false;
  const { status = 0 } = error.facts;
  if (status >= 200 && status < 300) return true;
  return ['timeout', 'cutOff', 'unreachable', 'unavailable', 'server'].includes(error.code);
}
