import type { Table } from './table.ts';

/** One thing that is measured, ours and its peers side by side in one run. */
export interface Subject {
  /** As it is named on the command line. */
  readonly name: string;
  /** @param progress told what is being measured now */
  readonly run: (progress: (what: string) => void) => Promise<Table>;
}
