import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import { Stream } from '../stream.ts';
import { Column, GroupKey, Table } from '../table.ts';
import { typeName } from '../values.ts';
import { timeOf } from './sources.ts';

/** Package generate. */
export const generate: readonly Builtin[] = [
  builtin('from(start: any, stop: any, count: int, fn: function)', from),
];

/** Values of a function at evenly spaced times. */
function from(args: Args, context: Context): Stream {
  const [start, stop] = [timeOf(args.value('start'), context).ns, timeOf(args.value('stop'), context).ns];
  const count = args.int('count');
  const fn = args.function('fn');
  if (count <= 0n) throw new FluxError(`count must be greater than 0, got ${count}`);
  const step = (stop - start) / count;
  return new Stream(() => {
    const [times, values]: [bigint[], bigint[]] = [[], []];
    for (let n = 0n; n < count; n++) {
      context.budget.spend();
      const value = fn.call({ n });
      if (typeof value !== 'bigint') throw new FluxError(`fn must return an int, got ${typeName(value)}`);
      times.push(start + n * step);
      values.push(value);
    }
    const columns = [Column.of('_time', 'time', times), Column.of('_value', 'int', values)];
    return [new Table(GroupKey.empty, columns, times.length)];
  });
}
