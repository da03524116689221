import type { Budget } from './lane.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Texts by code, kept as UTF-8. Codes count from 1: 0 is left for null. A text is looked up by its bytes, so only what
 * is shown is ever decoded.
 */
export class Dictionary {
  readonly #budget: Budget;
  #bytes = new Uint8Array(64);
  /** Text `code` lies between `#offsets[code - 1]` and `#offsets[code]`. */
  #offsets = new Uint32Array(8);
  /** Codes by hash, open addressing; 0 is a free slot. */
  #slots = new Uint32Array(16);
  #count = 0;

  constructor(budget: Budget) {
    this.#budget = budget;
    budget.used += this.#size;
  }

  /** The number of different texts. */
  get count(): number {
    return this.#count;
  }

  /** The code of a text, which is added if it is new. */
  code(source: Uint8Array, start: number, end: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash(source, start, end) & mask;
    for (;;) {
      const code = this.#slots[slot] as number;
      if (code === 0) {
        return this.#add(source, start, end, slot);
      }
      if (this.#equals(code, source, start, end)) {
        return code;
      }
      slot = (slot + 1) & mask;
    }
  }

  /** The text of a code; the empty text for 0. */
  text(code: number): string {
    return code === 0
      ? ''
      : decoder.decode(this.#bytes.subarray(this.#offsets[code - 1], this.#offsets[code]));
  }

  /** As a comparator of two codes: by the texts' code points. */
  compare(a: number, b: number): number {
    const startA = this.#start(a);
    const startB = this.#start(b);
    const sizeA = (this.#offsets[a] as number) - startA;
    const sizeB = (this.#offsets[b] as number) - startB;
    // UTF-8 sorts as its code points do.
    for (let i = 0; a !== b && i < sizeA && i < sizeB; i++) {
      const order = (this.#bytes[startA + i] as number) - (this.#bytes[startB + i] as number);
      if (order !== 0) {
        return order;
      }
    }
    return sizeA - sizeB;
  }

  #start(code: number): number {
    return code === 0 ? 0 : (this.#offsets[code - 1] as number);
  }

  get #size(): number {
    return this.#bytes.byteLength + this.#offsets.byteLength + this.#slots.byteLength;
  }

  #equals(code: number, source: Uint8Array, start: number, end: number): boolean {
    const from = this.#offsets[code - 1] as number;
    const size = end - start;
    if ((this.#offsets[code] as number) - from !== size) {
      return false;
    }
    for (let i = 0; i < size; i++) {
      if (this.#bytes[from + i] !== source[start + i]) {
        return false;
      }
    }
    return true;
  }

  #add(source: Uint8Array, start: number, end: number, slot: number): number {
    const before = this.#size;
    const from = this.#offsets[this.#count] as number;
    const to = from + end - start;
    if (to > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(to, this.#bytes.length * 2));
      grown.set(this.#bytes.subarray(0, from));
      this.#bytes = grown;
    }
    this.#bytes.set(source.subarray(start, end), from);
    this.#count += 1;
    if (this.#count === this.#offsets.length) {
      const grown = new Uint32Array(this.#offsets.length * 2);
      grown.set(this.#offsets);
      this.#offsets = grown;
    }
    this.#offsets[this.#count] = to;
    this.#slots[slot] = this.#count;
    if (this.#count * 2 > this.#slots.length) {
      this.#rehash();
    }
    this.#budget.used += this.#size - before;
    return this.#count;
  }

  #rehash(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (let code = 1; code <= this.#count; code++) {
      let slot = hash(this.#bytes, this.#offsets[code - 1] as number, this.#offsets[code] as number) & mask;
      while (this.#slots[slot] !== 0) {
        slot = (slot + 1) & mask;
      }
      this.#slots[slot] = code;
    }
  }
}

/** Like FNV-1a, but four bytes at a time, and with a last stir, since the low bits choose the slot. */
function hash(bytes: Uint8Array, start: number, end: number): number {
  let value = 0x811c9dc5 ^ (end - start);
  let i = start;
  for (; i + 4 <= end; i += 4) {
    const word =
      (bytes[i] as number) |
      ((bytes[i + 1] as number) << 8) |
      ((bytes[i + 2] as number) << 16) |
      ((bytes[i + 3] as number) << 24);
    value = Math.imul(value ^ word, 0x9e3779b1);
    value ^= value >>> 15;
  }
  for (; i < end; i++) {
    value = Math.imul(value ^ (bytes[i] as number), 0x01000193);
  }
  value ^= value >>> 15;
  return Math.imul(value, 0x2c1b3c6d) ^ (value >>> 13);
}
