import type { Script } from '../influx/types.ts';
import type { Base } from './base.ts';

/** What of a script is kept in step. */
export type Field = 'text' | 'name' | 'description';
export const fields: readonly Field[] = ['text', 'name', 'description'];

/** A script as it is here. A field that is left out is not kept here: the server's stays. */
export interface LocalVersion {
  readonly text: string;
  readonly name?: string;
  readonly description?: string;
}

/** How the two sides have moved since they were last the same, field by field. */
export interface Differences {
  /** Differs from the server's, and only we have moved it. */
  readonly here: readonly Field[];
  /** Differs from ours, and only the server has moved it. */
  readonly there: readonly Field[];
  /** Differs, and both have moved it, or nobody knows who has. */
  readonly both: readonly Field[];
}

/**
 * Compares the two sides with what they began as.
 *
 * @param base undefined when it was never known, or is lost: then whatever differs has moved on both sides
 */
export function differences(local: LocalVersion, base: Base | undefined, remote: Script): Differences {
  const found = { here: [] as Field[], there: [] as Field[], both: [] as Field[] };
  for (const field of fields) {
    const ours = local[field];
    if (ours === undefined) continue;
    const theirs = fieldOf(remote, field);
    if (same(field, ours, theirs)) continue;
    const began = base && baseField(base, field);
    // The same version cannot have moved, whatever a server may have trimmed of it.
    const still = base?.updatedAt !== undefined && base.updatedAt === remote.updatedAt;
    if (began !== undefined && still && same(field, began, ours)) continue;
    if (began === undefined) found.both.push(field);
    else if (still || same(field, began, theirs)) found.here.push(field);
    else if (same(field, began, ours)) found.there.push(field);
    else found.both.push(field);
  }
  return found;
}

/** Whether nothing that is kept here has moved since `base`. */
export function isUntouched(local: LocalVersion, base: Base): boolean {
  return fields.every((field) => same(field, local[field] ?? baseField(base, field), baseField(base, field)));
}

/** Whether the server's version is still the one that `base` is of. */
export function isCurrent(base: Base, remote: Script): boolean {
  if (base.updatedAt !== undefined && base.updatedAt === remote.updatedAt) return true;
  return fields.every((field) => same(field, baseField(base, field), fieldOf(remote, field)));
}

function baseField(base: Base, field: Field): string {
  return field === 'text' ? base.text : field === 'name' ? base.name : (base.description ?? '');
}

export function fieldOf(script: Script, field: Field): string {
  return field === 'text' ? script.script : field === 'name' ? script.name : (script.description ?? '');
}

/** Whether two values of a field are the same to everybody who looks at them. */
export function same(field: Field, a: string, b: string): boolean {
  if (field === 'text') return sameText(a, b);
  // A blank description is sent as a space.
  return field === 'description' ? a.trim() === b.trim() : a === b;
}

/** Line ends are an editor's business. */
export function sameText(a: string, b: string): boolean {
  return a === b || a.replaceAll('\r\n', '\n') === b.replaceAll('\r\n', '\n');
}

/** The same but for blanks at the end, which servers have been seen to trim. */
export function sameButForTheEnd(field: Field, a: string, b: string): boolean {
  return same(field, a.trimEnd(), b.trimEnd());
}
