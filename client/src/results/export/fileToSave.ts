/** A file that a person is asked to choose a place for. */
export interface FileToSave {
  /** The name to begin with, without a folder. */
  readonly name: string;
  /** What sort of file it is, such as `CSV`. */
  readonly kind: string;
  /** Without the dot. */
  readonly extension: string;
  /** What is to be written; asked for once, when the place is chosen. What it throws is told, and no file is left. */
  content(saving: Saving): AsyncIterable<Uint8Array>;
  /** What was saved, as a sentence; asked for at the end. */
  saved(): string;
}

/** A file on its way. */
export interface Saving {
  /** Aborted when the person gives up. */
  readonly signal: AbortSignal;
  /** Says how far it is, from 0 to 1. */
  report(share: number): void;
}

/** What a file may be called on any system: what a script is called, without what paths and shells give a meaning to. */
export function fileName(name: string, extension: string): string {
  const base = name
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    .replace(/[\u0000-\u001f\u007f-\u009f<>:"/\\|?*]+/g, '-')
    .replace(/^[\s.-]+|[\s.-]+$/g, '')
    .slice(0, 100);
  return `${base || 'result'}.${extension}`;
}
