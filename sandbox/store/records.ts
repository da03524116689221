import { createHash } from 'node:crypto';

/**
 * A record of a log: the lengths of head and body, a checksum of both, the head as JSON, the body. What was cut off while
 * it was written, or changed on the disk, does not fit its checksum.
 */
const prefixBytes = 16;

export interface LogRecord {
  readonly head: unknown;
  readonly body: Uint8Array;
}

/** The pieces of a record, in the order in which they are to be written. */
export function encodeRecord(head: unknown, ...body: readonly Uint8Array[]): Uint8Array[] {
  const text = Buffer.from(JSON.stringify(head));
  const prefix = Buffer.alloc(prefixBytes);
  prefix.writeUInt32LE(text.length, 0);
  prefix.writeUInt32LE(
    body.reduce((sum, { byteLength }) => sum + byteLength, 0),
    4,
  );
  checksum([prefix.subarray(0, 8), text, ...body]).copy(prefix, 8);
  return [prefix, text, ...body];
}

/** Reads records from bytes; gives up at the first that is not whole. */
export class RecordReader {
  readonly #bytes: Buffer;
  /** Where the first byte lies that is not part of a whole record. */
  end = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  *records(): Generator<LogRecord> {
    for (let record = this.#next(); record; record = this.#next()) yield record;
  }

  #next(): LogRecord | undefined {
    const bytes = this.#bytes;
    const start = this.end;
    if (start + prefixBytes > bytes.length) return undefined;
    const headEnd = start + prefixBytes + bytes.readUInt32LE(start);
    const bodyEnd = headEnd + bytes.readUInt32LE(start + 4);
    if (bodyEnd > bytes.length) return undefined;
    const sum = checksum([bytes.subarray(start, start + 8), bytes.subarray(start + prefixBytes, bodyEnd)]);
    if (!sum.equals(bytes.subarray(start + 8, start + prefixBytes))) return undefined;
    this.end = bodyEnd;
    return {
      head: JSON.parse(bytes.toString('utf8', start + prefixBytes, headEnd)) as unknown,
      body: bytes.subarray(headEnd, bodyEnd),
    };
  }
}

function checksum(pieces: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest().subarray(0, 8);
}
