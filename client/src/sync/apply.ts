import type { ScriptsApi, StoredScript } from '../influx/scripts.ts';
import { type Base, baseOf } from './base.ts';
import {
  differences,
  type Field,
  isCurrent,
  isUntouched,
  type LocalVersion,
  sameText,
} from './differences.ts';
import { languageOf } from './fileName.ts';
import type { ScriptFolder } from './folder.ts';
import { entryForFile, entryForName } from './manifest.ts';
import type { PlanItem } from './plan.ts';
import type { ScriptState } from './status.ts';
import { createScript, deleteScript, findByName, findScript, updateScript } from './update.ts';

/** What became of one script. */
export type Outcome =
  | {
      readonly kind: 'done';
      readonly did: 'created' | 'updated' | 'deleted' | 'nothing';
      readonly note?: string;
    }
  /** Nothing was written: the other side has a change that nobody here has seen. */
  | {
      readonly kind: 'conflict';
      readonly remote: StoredScript | undefined;
      readonly why: string;
      /** The other file here that holds the script: nothing but a change to the manifest helps. */
      readonly holder?: string;
    }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** It was cancelled before this one was begun. */
  | { readonly kind: 'notBegun' };

export interface Applied<Item extends PlanItem = PlanItem> {
  readonly item: Item;
  readonly outcome: Outcome;
}

/**
 * Does what a plan says, one script after the other; one that fails leaves the others be. What was done is remembered at
 * once, so that the next plan has only the rest.
 *
 * @param items those that were chosen; a conflict among them stays one
 */
export async function apply<Item extends PlanItem>(
  items: readonly Item[],
  one: (item: Item) => Promise<Outcome>,
  options: { readonly signal?: AbortSignal; readonly onProgress?: (applied: Applied<Item>) => void } = {},
): Promise<Applied<Item>[]> {
  const applied: Applied<Item>[] = [];
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
 * @param options.overwrite the server's version that was seen and is to be replaced; undefined when none is
 * @throws InfluxError, or an abort; Error when the manifest cannot be read or written
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
  if ((await folder.files.read(file)) === undefined) {
    throw new Error(
      `${file} is not here any more, so “${state.name}” was not pushed. Refresh, and look again.`,
    );
  }
  // Without a base it may have been pushed since: what differs is a conflict then, and no second script.
  const id = overwrite?.id ?? remote?.id ?? base?.id ?? folder.base(file)?.id;
  const entry = {
    file,
    name: local.name ?? state.name,
    ...(local.description !== undefined && { description: local.description }),
  };
  if (id === undefined) return await create(folder, scripts, entry, local.text, signal);
  const holder = await folder.holder(id, file);
  if (holder !== undefined)
    return { kind: 'conflict', remote: overwrite ?? remote, why: heldBy(holder), holder };
  const outcome = await updateScript(scripts, id, local, overwrite ? baseOf(overwrite) : base, signal);
  switch (outcome.kind) {
    case 'updated':
      await folder.pushed(entry, outcome.base);
      return { kind: 'done', did: 'updated', ...(outcome.answerLost && { note: answerLost }) };
    case 'unchanged':
      await folder.pushed(entry, outcome.base);
      return { kind: 'done', did: 'nothing' };
    case 'ignored':
      await folder.setBase(file, outcome.base);
      return { kind: 'failed', error: new Error(ignoredMessage(entry.name, outcome.fields)) };
    case 'conflict':
      return { kind: 'conflict', remote: outcome.remote, why: 'was changed on the server in the meantime' };
    case 'deleted':
      return { kind: 'conflict', remote: undefined, why: 'was deleted on the server' };
    default:
      return outcome satisfies never;
  }
}

/**
 * Makes a script of a file that the server does not have, or has no more.
 * @throws InfluxError, or an abort; Error when the manifest cannot be read or written
 */
export async function create(
  folder: ScriptFolder,
  scripts: ScriptsApi,
  entry: { readonly file: string; readonly name: string; readonly description?: string },
  text: string,
  signal?: AbortSignal,
): Promise<Outcome> {
  const { file, name, description } = entry;
  const language = languageOf(file);
  // One that is made again says of itself what it said before.
  const script = { name, description: description ?? folder.base(file)?.description ?? '', text, language };
  const outcome = await createScript(scripts, script, signal);
  if (outcome.kind === 'nameTaken') {
    const { remote } = outcome;
    const ours = { text, ...(description !== undefined && { description }) };
    const holder = await folder.holder(remote.id, file);
    if (holder !== undefined) return { kind: 'conflict', remote, why: heldBy(holder), holder };
    if (differences(ours, undefined, remote).both.length > 0) {
      return { kind: 'conflict', remote, why: 'is a name that the server has for another script' };
    }
    await folder.pushed(entry, baseOf(remote));
    return { kind: 'done', did: 'nothing' };
  }
  await folder.pushed(entry, outcome.base);
  return { kind: 'done', did: 'created', ...(outcome.answerLost && { note: answerLost }) };
}

async function deleteThere(
  folder: ScriptFolder,
  scripts: ScriptsApi,
  { file, base, name }: ScriptState,
  { overwrite, signal }: { readonly overwrite?: StoredScript; readonly signal?: AbortSignal },
): Promise<Outcome> {
  if (file === undefined || !base) return { kind: 'done', did: 'nothing' };
  if ((await folder.files.read(file)) !== undefined) {
    throw new Error(`${file} is here again, so “${name}” was not deleted. Refresh, and look again.`);
  }
  const now = await findScript(scripts, base.id, signal);
  if (!now) {
    await folder.forget(file);
    return { kind: 'done', did: 'nothing' };
  }
  if (!isCurrent(overwrite ? baseOf(overwrite) : base, now)) {
    return { kind: 'conflict', remote: now, why: 'was changed on the server in the meantime' };
  }
  const { gone, answerLost: lost } = await deleteScript(scripts, base.id, signal);
  if (!gone) throw new Error(`The server says that “${name}” is deleted, and still has it. Try again.`);
  await folder.forget(file);
  return { kind: 'done', did: 'deleted', ...(lost && { note: answerLost }) };
}

/**
 * Brings one script here. What is here is read anew: `state` may be older than the last change.
 *
 * @param options.overwrite the text here that was seen and is to be replaced, with what the manifest says of it
 * @param options.into the folder for the file of a script that has none yet, relative to `folder`
 * @throws InfluxError, or an abort; Error when a file cannot be read or written
 */
export async function pull(
  folder: ScriptFolder,
  scripts: ScriptsApi,
  state: ScriptState,
  options: { readonly overwrite?: string; readonly into?: string; readonly signal?: AbortSignal } = {},
): Promise<Outcome> {
  const { overwrite, into, signal } = options;
  const manifest = await folder.manifest();
  // It may have got a file since.
  const file =
    state.file ?? manifest.scripts.find((entry) => folder.base(entry.file)?.id === state.remote?.id)?.file;
  const known = file === undefined ? undefined : folder.base(file);
  const remote = await fresh(scripts, [known?.id, state.remote?.id, state.base?.id], state.name, signal);
  const entry = file === undefined ? undefined : (entryForFile(manifest, file) ?? { file, name: state.name });
  const local = entry && (await folder.local(entry));
  if (!remote) {
    // Who saw it there alone has not asked for a file to be removed.
    if (state.file === undefined)
      return { kind: 'done', did: 'nothing', note: 'It is not on the server any more.' };
    return await removeHere(folder, file, local, known, overwrite);
  }

  const holder = entryForName(manifest, remote.name);
  if (holder && holder.file !== file && (await folder.files.read(holder.file)) !== undefined) {
    return {
      kind: 'conflict',
      remote,
      why: `has a name there that ${holder.file} has here`,
      holder: holder.file,
    };
  }
  const other = await folder.holder(remote.id, file);
  if (other !== undefined) return { kind: 'conflict', remote, why: heldBy(other), holder: other };
  const now = {
    name: remote.name,
    ...(entry?.description !== undefined && { description: remote.description ?? '' }),
  };
  // The base comes last: a file that could not be written must not look like one that was deleted here.
  if (file === undefined || !local) {
    const target = file ?? (await folder.freeFileFor(remote, into));
    await folder.note({ file: target, ...now });
    await folder.files.write(target, remote.script);
    await folder.setBase(target, baseOf(remote));
    return { kind: 'done', did: 'created' };
  }
  const base = known?.id === remote.id ? known : undefined;
  const { here, there, both } = differences(local, base, remote);
  if (here.length + both.length > 0 && overwrite !== local.text) {
    return { kind: 'conflict', remote, why: 'has changes here that the server does not have' };
  }
  if (here.length + there.length + both.length === 0) {
    if (!(base && isCurrent(base, remote))) await folder.setBase(file, baseOf(remote));
    return { kind: 'done', did: 'nothing' };
  }
  await folder.note({ file, ...now });
  if (!sameText(local.text, remote.script)) {
    await folder.files.write(file, withLineEnds(remote.script, local.text));
  }
  await folder.setBase(file, baseOf(remote));
  return { kind: 'done', did: 'updated' };
}

/** The server's version now, by the first of the IDs that it knows. */
async function fresh(
  scripts: ScriptsApi,
  ids: readonly (string | undefined)[],
  name: string,
  signal: AbortSignal | undefined,
): Promise<StoredScript | undefined> {
  const known = new Set(ids.filter((id) => id !== undefined));
  if (known.size === 0) return await findByName(scripts, name, signal);
  for (const id of known) {
    const found = await findScript(scripts, id, signal);
    if (found) return found;
  }
  return undefined;
}

/** Its script is gone from the server. */
async function removeHere(
  folder: ScriptFolder,
  file: string | undefined,
  local: LocalVersion | undefined,
  base: Base | undefined,
  overwrite: string | undefined,
): Promise<Outcome> {
  if (file === undefined || !base) return { kind: 'done', did: 'nothing' };
  if (local && !isUntouched(local, base) && local.text !== overwrite) {
    return { kind: 'conflict', remote: undefined, why: 'was deleted on the server and has changes here' };
  }
  if (local) await folder.files.remove(file);
  await folder.forget(file);
  return { kind: 'done', did: local ? 'deleted' : 'nothing' };
}

const answerLost = 'The answer was lost on the way; the server has been asked, and it has the change.';

function heldBy(file: string): string {
  return `is the script that ${file} holds`;
}

function ignoredMessage(name: string, fields: readonly Field[]): string {
  return `The server answered that “${name}” was saved, but it keeps its own ${fields.join(' and ')}. Yours is still here; compare the two.`;
}

/** A text with the line ends of the one that it replaces. */
function withLineEnds(text: string, like: string): string {
  const ours = /\r\n/.test(like) && !/[^\r]\n|^\n/.test(like);
  const theirs = /\n/.test(text) && !/\r\n/.test(text);
  return ours && theirs ? text.replaceAll('\n', '\r\n') : text;
}
