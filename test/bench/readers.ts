import { createRequire } from 'node:module';
import type * as influx from '@influxdata/influxdb-client';
import type * as udsv from 'udsv';
import { ResultReader } from '../../client/src/results/reader.ts';
import { ResultStore } from '../../client/src/results/store.ts';

/** Reads an answer and keeps all rows. */
interface ReadAnswer {
  /** Counts the rows that it holds; not part of the reading. */
  readonly rows: () => number;
  /** What holds them. */
  readonly kept: unknown;
}

type AnswerReader = (chunks: readonly Uint8Array[]) => ReadAnswer;

const load = createRequire(import.meta.url);

/** Ours and the others, by name; each is loaded only where it is measured. */
export const answerReaders: Readonly<Record<string, () => AnswerReader>> = {
  ours: () => (chunks) => {
    const store = new ResultStore({ maxBytes: Number.POSITIVE_INFINITY });
    const reader = new ResultReader(store);
    for (const chunk of chunks) reader.push(chunk);
    reader.end();
    if (!store.complete) throw new Error(store.reason);
    return { rows: () => store.rowCount, kept: store };
  },
  'influxdb-client': () => {
    const { chunksToLines, linesToTables } = load('@influxdata/influxdb-client') as typeof influx;
    return (chunks) => {
      const rows: unknown[] = [];
      const lines = chunksToLines(
        linesToTables({
          next: (row, table) => void rows.push(table.toObject(row)),
          error: (error) => {
            throw error;
          },
          complete: () => undefined,
        }),
      );
      for (const chunk of chunks) lines.next(chunk);
      lines.complete();
      return { rows: () => rows.length, kept: rows };
    };
  },
  udsv: () => {
    const { inferSchema, initParser } = load('udsv') as typeof udsv;
    return (chunks) => {
      const text = whole(chunks);
      // It takes the first line for the header; the other annotations and headers come out as rows.
      const rows = initParser(inferSchema(text)).stringArrs<string[]>(text);
      return { rows: () => rows.filter(isRecord).length, kept: rows };
    };
  },
  papaparse: () => {
    const { parse } = load('papaparse') as { parse(text: string): { data: string[][] } };
    return (chunks) => {
      const rows = parse(whole(chunks)).data;
      return { rows: () => rows.filter(isRecord).length, kept: rows };
    };
  },
};

function whole(chunks: readonly Uint8Array[]): string {
  const decoder = new TextDecoder();
  return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join('');
}

function isRecord(row: readonly string[]): boolean {
  return row[0] === '' && row[1] === '' && row.length > 1;
}
