import type { StoredScript } from '../../client/src/influx/scripts.ts';
import type { Outcome } from '../../client/src/sync/apply.ts';

/** What of a script the model compares: a description that is not kept here is left out. */
export interface Version {
  readonly text: string;
  readonly name: string;
  readonly description?: string;
}
export const fields = ['text', 'name', 'description'] as const;

/** What both sides were last seen to have in common, field by field. */
export type Agreed = Required<Version> & { readonly id: string };

/** The model is contradicted. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

export function expect(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Violation(otherwise);
}

export function agreedOf(script: StoredScript): Agreed {
  const { id, name, script: text, description = '' } = script;
  return { id, name, text, description };
}

/** Line ends are nobody's change, and a space stands for an empty description. */
export function equal(a: string, b: string): boolean {
  return a === b || a.replaceAll('\r\n', '\n') === b.replaceAll('\r\n', '\n') || `${a}${b}` === ' ';
}

export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export function sameMap(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => same(value, b.get(key)));
}

export function line(...parts: readonly (string | undefined)[]): string {
  return parts.map((part) => part ?? '-').join(' ');
}

export function reason(outcome: Outcome): string {
  if (outcome.kind === 'conflict') return outcome.why;
  return outcome.kind === 'failed' ? String(outcome.error) : outcome.kind;
}
