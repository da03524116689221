import type { TextChange } from '../flux/edits.ts';
import type { Span } from '../flux/positions.ts';
import type { DiagnosticGroup, DiagnosticLevel } from '../settings.ts';

/** Something about a script that the compiler does not say. */
export interface Problem extends Span {
  readonly group: DiagnosticGroup;
  /** Tells what it is; shown in the editor. */
  readonly code: string;
  readonly severity: Exclude<DiagnosticLevel, 'default' | 'off'>;
  /** What is wrong, what comes of it, and what helps. */
  readonly message: string;
  /** Other places that belong to it. */
  readonly related?: readonly (Span & { readonly message: string })[];
  /** Shown faded: it could be left out. */
  readonly unnecessary?: true;
  readonly fixes?: readonly Fix[];
}

export interface Fix {
  readonly title: string;
  readonly changes: readonly TextChange[];
  /** The one to take when nobody chooses; applied with all others of its kind by “fix all”. */
  readonly preferred?: true;
}
