import type { Diagnostic } from 'vscode-languageserver';
import type { TextChange } from '../flux/edits.ts';
import type { Span } from '../flux/positions.ts';
import type { Problem } from '../problems/problem.ts';
import type { Script } from '../script.ts';

/** What a person asks about: a place in a script, and what the editor shows as wrong there. */
export interface ActionRequest {
  readonly script: Script;
  /** The selection; empty for a cursor. */
  readonly span: Span;
  /** Of the whole script. */
  readonly problems: readonly Problem[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Something that a person can have done. */
export interface Action {
  readonly title: string;
  /** One of LSP's kinds. */
  readonly kind: string;
  readonly changes: readonly TextChange[];
  readonly preferred?: boolean;
  /** What it mends. */
  readonly diagnostics?: readonly Diagnostic[];
}

export function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** Puts an expression in the place of another one; a word beside it stays a word of its own: `then"a"else`. */
export function replacing(text: string, { start, end }: Span, expression: string): TextChange {
  const before = /[\p{L}\p{Nd}_]$/u.test(text.slice(0, start)) ? ' ' : '';
  const behind = /^[\p{L}\p{Nd}_]/u.test(text.slice(end)) ? ' ' : '';
  return { start, end, newText: `${before}${expression}${behind}` };
}

/** What a diagnostic says. */
export function messageOf({ message }: Diagnostic): string {
  return typeof message === 'string' ? message : message.value;
}
