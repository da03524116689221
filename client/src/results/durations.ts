/** Flux's units (https://docs.influxdata.com/flux/v0/data-types/basic/duration/), in nanoseconds. */
const UNITS: ReadonlyMap<string, bigint> = new Map([
  // A month and a year have no length of their own: those of the Gregorian calendar's mean stand in, so that they sort.
  ['y', 31_556_952_000_000_000n],
  ['mo', 2_629_746_000_000_000n],
  ['w', 604_800_000_000_000n],
  ['d', 86_400_000_000_000n],
  ['h', 3_600_000_000_000n],
  ['m', 60_000_000_000n],
  ['s', 1_000_000_000n],
  ['ms', 1_000_000n],
  ['us', 1000n],
  ['µs', 1000n],
  ['μs', 1000n],
  ['ns', 1n],
]);
const WHOLE = /^-?(?:\d{1,19}|(?:\d{1,19}(?:y|mo|w|d|h|ms|m|s|us|µs|μs|ns))+)$/;
const PART = /(\d+)(y|mo|w|d|h|ms|m|s|us|µs|μs|ns)?/g;
/** Longer ones are no durations, and would take long to read. */
const MAX_LENGTH = 200;

/**
 * A duration in nanoseconds, as Flux writes it (`1h30m`) or as annotated CSV defines it (a number of nanoseconds);
 * undefined when the text is none.
 */
export function parseDuration(text: string): bigint | undefined {
  if (text.length > MAX_LENGTH || !WHOLE.test(text)) {
    return undefined;
  }
  let sum = 0n;
  for (const [, digits = '', unit = 'ns'] of text.matchAll(PART)) {
    sum += BigInt(digits) * (UNITS.get(unit) as bigint);
  }
  return text.startsWith('-') ? -sum : sum;
}
