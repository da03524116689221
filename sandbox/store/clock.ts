/** Times with microseconds, each later than the one before. */
export class Clock {
  #last: bigint;

  /** `after`: RFC 3339 times that are known already; the clock starts later than all of them. */
  constructor(after: Iterable<string> = []) {
    this.#last = 0n;
    for (const text of after) {
      const known = microseconds(text);
      if (known > this.#last) this.#last = known;
    }
  }

  /** RFC 3339 with six fraction digits. */
  next(): string {
    const now = BigInt(Date.now()) * 1000n + ((process.hrtime.bigint() / 1000n) % 1000n);
    this.#last = now > this.#last ? now : this.#last + 1n;
    const head = new Date(Number(this.#last / 1_000_000n) * 1000).toISOString().slice(0, 19);
    return `${head}.${String(this.#last % 1_000_000n).padStart(6, '0')}Z`;
  }
}

function microseconds(text: string): bigint {
  const match = /^(.*?)(?:\.(\d+))?Z$/.exec(text);
  if (!match) return 0n;
  return BigInt(Date.parse(`${match[1]}Z`)) * 1000n + BigInt((match[2] ?? '').padEnd(6, '0').slice(0, 6));
}
