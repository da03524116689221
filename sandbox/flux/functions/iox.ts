import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';

const monthUnits = [
  ['years', 12n],
  ['months', 1n],
] as const;
const units = [
  ['weeks', 604_800_000_000_000n],
  ['days', 86_400_000_000_000n],
  ['hours', 3_600_000_000_000n],
  ['minutes', 60_000_000_000n],
  ['seconds', 1_000_000_000n],
  ['milliseconds', 1_000_000n],
  ['microseconds', 1_000n],
  ['nanoseconds', 1n],
] as const;

/** What package experimental/iox has that reads no InfluxDB 3. */
export const iox: readonly Builtin[] = [
  builtin('sqlInterval(d: duration)', (args) => {
    const { months, ns } = args.duration('d');
    if (months < 0 || ns < 0n || (months === 0 && ns === 0n))
      throw new FluxError('sqlInterval of a duration that is not positive', 'unsupported');
    return [...parts(BigInt(months), monthUnits), ...parts(ns, units)].join(' ');
  }),
];

function* parts(amount: bigint, among: readonly (readonly [string, bigint])[]): Generator<string> {
  let rest = amount;
  for (const [name, size] of among) {
    if (rest >= size) yield `${rest / size} ${name}`;
    rest %= size;
  }
}
