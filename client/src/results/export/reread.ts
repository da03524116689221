import type { ValueKind } from '../../../webview/protocol.ts';
import { ResultReader } from '../reader.ts';
import type { Received } from '../received.ts';
import { type Block, ResultStore } from '../store.ts';
import type { Section } from './rowWriter.ts';
import { blockColumns, type Stretch, stretches } from './sections.ts';

/** Bytes read before their rows are handed on and let go. */
const SLICE_BYTES = 1 << 16;

/** What was found out about an answer on the way through it. */
export interface Reread {
  /** Of the received bytes. */
  bytes: number;
  /** Rows that had to be left out. */
  malformed: number;
}

/**
 * The rows of an answer that is longer than the memory allows, from the bytes that were received: some at a time, the ones before
 * are let go. The rows are those of `storeSections`. With `typed`, types that nothing declares are found out on a way
 * through all bytes first, so that a column's values are taken for the same from the first row on.
 */
export async function* reread(received: Received, typed: boolean, seen: Reread): AsyncGenerator<Section> {
  const kinds: (readonly ValueKind[])[] = [];
  if (typed) {
    const known = new Map<string, readonly ValueKind[]>();
    for await (const { number, block } of pieces(received, { bytes: 0, malformed: 0 })) {
      kinds[number] = kindsOf(block, known);
    }
  }
  for await (const { number, block, from, to } of pieces(received, seen)) {
    yield { columns: blockColumns(block, kinds[number]), from, to };
  }
}

interface Piece extends Stretch {
  /** Counts the answer's stretches of rows under one header; one that comes in several pieces keeps its number. */
  readonly number: number;
}

async function* pieces(received: Received, seen: Reread): AsyncGenerator<Piece> {
  const store = new ResultStore();
  const reader = new ResultReader(store);
  let number = -1;
  /** The block whose rows were handed on last: it may go on. */
  let open: Block | undefined;
  const handOn = function* (): Generator<Piece> {
    for (const [index, stretch] of [...stretches(store.tables)].entries()) {
      const goesOn = index === 0 && stretch.block === open;
      number += Number(!goesOn);
      if (!goesOn || stretch.to > stretch.from) {
        yield { ...stretch, number };
      }
      open = stretch.block;
    }
    reader.letGo();
    // A block that is not there any more is not gone on with.
    open = store.blocks.at(-1);
  };
  for await (const chunk of received.chunks()) {
    for (let at = 0; at < chunk.length; at += SLICE_BYTES) {
      const slice = chunk.subarray(at, at + SLICE_BYTES);
      reader.push(slice);
      if (reader.full) {
        throw new Error(
          'A row of the answer is too long to be read. Save the CSV as it was received: that works with any answer.',
        );
      }
      seen.bytes += slice.length;
      yield* handOn();
    }
  }
  reader.end();
  yield* handOn();
  seen.malformed = store.malformedRows;
}

/** The kinds of a block's columns; an answer may have very many blocks, and most of them are alike. */
function kindsOf(block: Block, known: Map<string, readonly ValueKind[]>): readonly ValueKind[] {
  const kinds = block.columns.map(({ kind }) => kind);
  const key = kinds.join();
  const shared = known.get(key) ?? kinds;
  known.set(key, shared);
  return shared;
}
