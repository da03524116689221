import type { View } from './protocol.ts';

/** A way to look at a run: a tab of the page. Only the one in sight is asked to do anything but forget. */
export interface Pane {
  /** The tab's text, and what it is remembered by. */
  readonly name: string;
  readonly element: HTMLElement;
  /** Whether there is something to look at before the first table, or without any. */
  readonly withoutTables: boolean;
  /** Where it is, to come back to when the page was hidden; anything that JSON can carry. */
  readonly place: unknown;
  /** Forgets the run before. */
  reset(): void;
  /** Shows a view from its beginning, or from where it was left. Called again when the pane comes into sight. */
  show(view: View | undefined, place?: unknown): void;
  /** Looks whether there is more by now. */
  refresh(): Promise<void>;
}
