import type { View } from './table.ts';

/** What a file can be: the CSV that the server sent, byte by byte, or the rows in another form. */
export type FileFormat = 'annotated' | 'csv' | 'json' | 'jsonl' | 'markdown';

/** The rows that the page shows, as they are sorted and filtered; or all that the server sent. */
export type ExportScope = 'shown' | 'answer';

/** What can be put on the clipboard. */
export type CopyFormat = 'tsv' | 'csv' | 'json' | 'markdown';

export interface ExportQuestions {
  /** Says what the page shows. */
  shown: { ask: { readonly view: View }; answer: null };
  /** Saves to a file; asks where. `annotated` is always the whole answer. */
  export: { ask: ExportRequest; answer: ExportResult };
}

export interface ExportRequest {
  readonly format: FileFormat;
  readonly scope: ExportScope;
}

export interface ExportResult {
  /** Whether there is a file now; the person may have decided otherwise. */
  readonly saved: boolean;
  /** What was saved, as a sentence. */
  readonly said: string;
}
