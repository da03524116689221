import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import { Stream } from '../stream.ts';
import { type Cell, Column, GroupKey, type KeyPart, Table } from '../table.ts';
import { FluxRecord } from '../values.ts';

/** Package internal/gen: series of random numbers, for each value of each tag. */
export const gen: readonly Builtin[] = [
  builtin('tables(n: int, ?nulls: float, ?tags: array, ?seed: int)', tables),
];

const periodNs = 10_000_000_000n;

function tables(args: Args, context: Context): Stream {
  if (args.has('seed'))
    throw new FluxError(
      'a seed, whose numbers only the random source of Go gives, is not supported',
      'unsupported',
    );
  const [length, nulls] = [Number(args.int('n')), args.float('nulls', 0)];
  if (length <= 0) throw new FluxError('n must be greater than 0', 'unsupported');
  const keys = keysOf(args, context);
  // Up to the clock of this machine, whatever `now` answers.
  const stop = BigInt(Math.floor(Date.now() / 10_000)) * periodNs;
  const start = stop - periodNs * BigInt(length);
  const made = keys.map((key) => {
    context.budget.spend(1 + length);
    const times = BigInt64Array.from({ length }, (_, row) => start + periodNs * BigInt(row));
    const values = Array.from({ length }, (): Cell => (Math.random() < nulls ? null : 50 * normal()));
    const columns = [
      ...key.columns(length),
      Column.of('_time', 'time', times),
      Column.of('_value', 'float', values),
    ];
    return new Table(key, columns, length);
  });
  return new Stream(() => made);
}

/** A key for each combination of the tags' values. */
function keysOf(args: Args, context: Context): GroupKey[] {
  let found: readonly KeyPart[][] = [[]];
  for (const tag of args.has('tags') ? args.array('tags') : []) {
    const label = tag instanceof FluxRecord ? tag.get('name') : null;
    const cardinality = tag instanceof FluxRecord ? tag.get('cardinality') : null;
    if (typeof label !== 'string' || typeof cardinality !== 'bigint')
      throw new FluxError('tags must have a name and a cardinality');
    if (cardinality === 0n) continue;
    context.budget.spend(Number(cardinality) * found.length);
    const cells = Array.from({ length: Number(cardinality) }, (_, i) => `v${i}`);
    found = found.flatMap((parts) =>
      cells.map((cell) => [...parts, { label, type: 'string' as const, cell }]),
    );
  }
  return found.map((parts) => new GroupKey(parts)).sort(GroupKey.compare);
}

/** Of the standard normal distribution, by Box and Muller. */
function normal(): number {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}
