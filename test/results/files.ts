import type { FileToSave } from '../../client/src/results/export/fileToSave.ts';

/** Where the tests' files go: into memory, under their suggested names. */
export class Files {
  readonly saved: { name: string; text: string; said: string }[] = [];

  /** As `SessionPorts.saveFile`. */
  async save(file: FileToSave): Promise<boolean> {
    const text = await contentOf(file);
    this.saved.push({ name: file.name, text, said: file.saved() });
    return true;
  }
}

/** What a file would hold. */
export async function contentOf(file: FileToSave): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.content({ signal: new AbortController().signal, report: () => undefined })) {
    // A copy: chunks may be used again.
    chunks.push(chunk.slice());
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat(chunks));
}
