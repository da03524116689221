import type { ScriptsApi, StoredScript } from '../influx/scripts.ts';
import { baseOf } from './base.ts';
import { type Field, sameText } from './differences.ts';
import type { ScriptFolder } from './folder.ts';
import type { PlanItem } from './plan.ts';
import type { ScriptState } from './status.ts';
import { createScript, findByName, findScript, updateScript } from './update.ts';

/** What became of one script. */
export type Outcome =
  | {
      readonly kind: 'done';
      readonly did: 'created' | 'updated' | 'deleted' | 'nothing';
      readonly note?: string;
    }
  /** Nothing was written: the other side has a change that nobody here has seen. */
  | { readonly kind: 'conflict'; readonly remote: StoredScript | undefined; readonly why: string }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** It was cancelled before this one was begun. */
  | { readonly kind: 'notBegun' };

export interface Applied {
  readonly item: PlanItem;
  readonly outcome: Outcome;
}

/**
 * Does what a plan says, one script after the other; one that fails leaves the others be. What was done is remembered at
 * once, so that the next plan has only the rest.
 *
 * @param items those that were chosen; a conflict among them stays one
 */
export async function apply(
  items: readonly PlanItem[],
  one: (item: PlanItem) => Promise<Outcome>,
  options: { readonly signal?: AbortSignal; readonly onProgress?: (applied: Applied) => void } = {},
): Promise<Applied[]> {
  const applied: Applied[] = [];
  for (const item of items) {
    let outcome: Outcome;
    if (options.signal?.aborted) outcome = { kind: 'notBegun' };
    else {
      try {
        outcome = await one(item);
      } catch (error) {
        outcome = { kind: 'failed', error };
      }
    }
    applied.push({ item, outcome });
    options.onProgress?.({ item, outcome });
  }
  return applied;
}

/**
 * Brings one script to the server.
 *
 * @param overwrite the server's version that was seen and is to be replaced; undefined when none is
 * @throws InfluxError, or an abort
 */
export async function push(
  folder: ScriptFolder,
  scripts: ScriptsApi,
  state: ScriptState,
  options: { readonly overwrite?: StoredScript; readonly signal?: AbortSignal } = {},
): Promise<Outcome> {
  const { file, local, base, remote } = state;
  const { signal, overwrite } = options;
  if (file === undefined) return { kind: 'done', did: 'nothing' };
  if (!local) return await deleteThere(folder, scripts, state, options);
  const id = overwrite?.id ?? remote?.id ?? base?.id;
  const entry = {
    file,
    name: local.name ?? state.name,
    ...(local.description !== undefined && { description: local.description }),
  };
  if (id !== undefined) {
    const began = overwrite ? baseOf(overwrite) : base;
    const outcome = await updateScript(scripts, id, local, began, signal);
    switch (outcome.kind) {
      case 'updated':
      case 'unchanged': {
        const note = outcome.kind === 'updated' && outcome.answerLost ? answerLost : undefined;
        await folder.remember(
          entry,
          outcome.kind === 'updated' ? outcome.base : kept(outcome.base, base, local.text),
        );
        return {
          kind: 'done',
          did: outcome.kind === 'updated' ? 'updated' : 'nothing',
          ...(note && { note }),
        };
      }
      case 'ignored':
        await folder.setBase(file, outcome.base);
        return { kind: 'failed', error: new Error(ignoredMessage(entry.name, outcome.fields)) };
      case 'conflict':
        return { kind: 'conflict', remote: outcome.remote, why: 'was changed on the server in the meantime' };
      case 'deleted':
        if (state.status !== 'onlyHere') {
          return { kind: 'conflict', remote: undefined, why: 'was deleted on the server' };
        }
    }
  }
  return await create(folder, scripts, entry, local.text, signal);
}

/** Makes a script of a file that the server does not have, or has no more. */
export async function create(
  folder: ScriptFolder,
  scripts: ScriptsApi,
  entry: { readonly file: string; readonly name: string; readonly description?: string },
  text: string,
  signal?: AbortSignal,
): Promise<Outcome> {
  const description = entry.description ?? '';
  const outcome = await createScript(scripts, { name: entry.name, description, text }, signal);
  if (outcome.kind === 'nameTaken') {
    const { remote } = outcome;
    if (!sameText(remote.script, text)) {
      return { kind: 'conflict', remote, why: 'is a name that the server has for another script' };
    }
    await folder.remember(entry, baseOf(remote));
    return { kind: 'done', did: 'nothing' };
  }
  await folder.remember(entry, outcome.base);
  return { kind: 'done', did: 'created', ...(outcome.answerLost && { note: answerLost }) };
}

async function deleteThere(
  folder: ScriptFolder,
  scripts: ScriptsApi,
  { file, base, name }: ScriptState,
  { overwrite, signal }: { readonly overwrite?: StoredScript; readonly signal?: AbortSignal },
): Promise<Outcome> {
  if (file === undefined || !base) return { kind: 'done', did: 'nothing' };
  const now = await findScript(scripts, base.id, signal);
  if (now) {
    const seen = overwrite ? baseOf(overwrite) : base;
    if (!sameText(now.script, seen.text)) {
      return { kind: 'conflict', remote: now, why: 'was changed on the server in the meantime' };
    }
    await scripts.delete(base.id, signal);
    // The answer is the same for what is still there.
    if (await findScript(scripts, base.id, signal)) {
      return {
        kind: 'failed',
        error: new Error(`The server says that “${name}” is deleted, and still has it. Try again.`),
      };
    }
  }
  await folder.forget(file);
  return { kind: 'done', did: 'deleted' };
}

/**
 * Brings one script here.
 *
 * @param options.overwrite the text here that was seen and is to be replaced
 * @throws InfluxError, or an abort; Error when the file cannot be written
 */
export async function pull(
  folder: ScriptFolder,
  scripts: ScriptsApi,
  state: ScriptState,
  options: { readonly overwrite?: string; readonly signal?: AbortSignal } = {},
): Promise<Outcome> {
  const { base, signal } = { base: state.base, signal: options.signal };
  const remote = await fresh(scripts, state, signal);
  const file = state.file;
  const here = file === undefined ? undefined : await folder.files.read(file);
  if (!remote) return await removeHere(folder, state, here, options.overwrite);
  const entry = {
    name: remote.name,
    ...(state.local?.description !== undefined && { description: remote.description ?? '' }),
  };
  if (here === undefined || file === undefined) {
    const target = file ?? (await folder.freeFileFor(remote));
    await folder.files.write(target, remote.script);
    await folder.remember({ file: target, ...entry }, baseOf(remote));
    return { kind: 'done', did: 'created' };
  }
  if (sameText(here, remote.script)) {
    await folder.remember({ file, ...entry }, baseOf(remote));
    return { kind: 'done', did: 'nothing' };
  }
  const untouched = base !== undefined && sameText(here, base.text);
  if (!untouched && options.overwrite !== here) {
    return { kind: 'conflict', remote, why: 'has changes here that the server does not have' };
  }
  await folder.files.write(file, withLineEnds(remote.script, here));
  await folder.remember({ file, ...entry }, baseOf(remote));
  return { kind: 'done', did: 'updated' };
}

async function fresh(
  scripts: ScriptsApi,
  { base, remote, name }: ScriptState,
  signal: AbortSignal | undefined,
): Promise<StoredScript | undefined> {
  const id = remote?.id ?? base?.id;
  return id === undefined ? await findByName(scripts, name, signal) : await findScript(scripts, id, signal);
}

/** Its script is gone from the server. */
async function removeHere(
  folder: ScriptFolder,
  { file, base }: ScriptState,
  here: string | undefined,
  overwrite: string | undefined,
): Promise<Outcome> {
  if (file === undefined || !base) return { kind: 'done', did: 'nothing' };
  if (here !== undefined && !sameText(here, base.text) && here !== overwrite) {
    return { kind: 'conflict', remote: undefined, why: 'was deleted on the server and has changes here' };
  }
  if (here !== undefined) await folder.files.remove(file);
  await folder.forget(file);
  return { kind: 'done', did: 'deleted' };
}

const answerLost = 'The answer was lost on the way; the server has been asked, and it has the change.';

function ignoredMessage(name: string, fields: readonly Field[]): string {
  return `The server answered that “${name}” was saved, but it keeps its own ${fields.join(' and ')}. Yours is still here; compare the two.`;
}

/**
 * Where nothing was to be sent, what we have not moved may have moved there: the base stays what our text began as, or the
 * change there would be lost with the next push.
 */
function kept(
  now: ReturnType<typeof baseOf>,
  base: ReturnType<typeof baseOf> | undefined,
  text: string,
): ReturnType<typeof baseOf> {
  return base === undefined || sameText(now.text, text) ? now : base;
}

/** A text with the line ends of the one that it replaces. */
function withLineEnds(text: string, like: string): string {
  const ours = /\r\n/.test(like) && !/[^\r]\n|^\n/.test(like);
  const theirs = /\n/.test(text) && !/\r\n/.test(text);
  return ours && theirs ? text.replaceAll('\n', '\r\n') : text;
}
