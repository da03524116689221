/** What the server sent, byte by byte, kept for as long as its run is shown. */
export interface Received {
  /** Bytes so far. */
  readonly bytes: number;
  /** Bytes `from` to `from + count` (exclusive), fewer at the end. */
  read(from: number, count: number): Promise<Uint8Array>;
  /** All bytes from the first to the last that is there when it gets to it. */
  chunks(): AsyncIterable<Uint8Array>;
}
