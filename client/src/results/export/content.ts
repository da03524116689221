import { Task } from '../task.ts';
import type { RowWriter, Section } from './rowWriter.ts';

/** Characters handed on at a time. */
const PIECE = 1 << 16;

export interface Work {
  readonly signal?: AbortSignal;
  /** Told now and then how many rows were written. */
  wrote?(rows: number): void;
}

/**
 * Writes rows, in pieces of text. No more is written than is asked for, and other work is let through. Throws the
 * signal's reason when it is aborted.
 */
export async function* textOf(
  sections: Iterable<Section> | AsyncIterable<Section>,
  writer: RowWriter,
  { signal, wrote }: Work = {},
): AsyncGenerator<string> {
  const task = new Task(signal);
  let text = '';
  let rows = 0;
  for await (const { columns, from, to } of sections) {
    text += writer.columns(columns);
    for (let row = from; row < to; row++) {
      text += writer.row(row);
      rows += 1;
      if (text.length >= PIECE) {
        signal?.throwIfAborted();
        wrote?.(rows);
        yield text;
        text = '';
      }
      if (task.due) {
        await task.rest();
      }
    }
    if (task.due) {
      await task.rest();
    }
  }
  wrote?.(rows);
  signal?.throwIfAborted();
  yield text + writer.end();
}

const encoder = new TextEncoder();

/** Texts as UTF-8. */
export async function* utf8(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const text of texts) {
    yield encoder.encode(text);
  }
}
