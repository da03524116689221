import type { StoredScript } from '../influx/scripts.ts';
import type { Base } from './base.ts';
import { isCurrent, sameText } from './differences.ts';
import type { ScriptFolder } from './folder.ts';
import type { ManifestEntry } from './manifest.ts';

/**
 * Lets the file that holds a script follow what was done to the script on the server from here: a new name, a new
 * description, or its being made again under another ID. What is different here stays different.
 *
 * @param before the script as the server had it
 * @returns the file; undefined when none in this folder holds the script
 * @throws Error when the manifest cannot be read or written
 */
export async function follow(
  folder: ScriptFolder,
  before: StoredScript,
  after: StoredScript,
): Promise<string | undefined> {
  const entry = await entryOf(folder, before);
  if (!entry) return undefined;
  const { file, description } = entry;
  const base = folder.base(file);
  await folder.note({
    file,
    name: entry.name === before.name ? after.name : entry.name,
    ...(description !== undefined && {
      description:
        description.trim() === (before.description ?? '').trim() ? (after.description ?? '') : description,
    }),
  });
  if (base) await folder.setBase(file, moved(base, before, after));
  return file;
}

/** What the manifest says of the file that holds a script: known by its ID, or else by its name. */
export async function entryOf(
  folder: ScriptFolder,
  script: StoredScript,
): Promise<ManifestEntry | undefined> {
  const { scripts } = await folder.manifest();
  const ids = new Map(scripts.map(({ file }) => [file, folder.base(file)?.id]));
  return (
    scripts.find(({ file }) => ids.get(file) === script.id) ??
    scripts.find(({ file, name }) => ids.get(file) === undefined && name === script.name)
  );
}

/** What the file began as, with the changes from `before` to `after` and no others. */
function moved(base: Base, before: StoredScript, after: StoredScript): Base {
  const { updatedAt, ...old } = base;
  const { description } = after;
  const next = {
    ...old,
    id: after.id,
    name: base.name === before.name ? after.name : base.name,
    ...((base.description ?? '').trim() === (before.description ?? '').trim() &&
      description !== undefined && { description }),
  };
  // The time vouches for the text: only when it stands between the same two versions does it go along.
  const vouched = isCurrent(base, before) && sameText(before.script, after.script);
  return { ...next, ...(vouched && after.updatedAt !== undefined && { updatedAt: after.updatedAt }) };
}
