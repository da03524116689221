import { counted } from '../format.ts';
import type { Host } from '../host.ts';
import type { CopyRequest } from '../protocol.ts';

/** Puts cells on the clipboard; returns what to say of it. */
export async function copyCells(host: Host, request: CopyRequest): Promise<string> {
  try {
    const { rows, truncated } = await host.ask('copy', request);
    return truncated
      ? `Copied the first ${counted(rows, 'row')}: the clipboard takes no more`
      : `Copied ${counted(rows, 'row')}`;
  } catch (error) {
    return `Could not copy: ${error instanceof Error ? error.message : String(error)}`;
  }
}
