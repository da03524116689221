import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import type { Stream } from '../stream.ts';
import { Column, Table } from '../table.ts';
import { addMonths, windowStart } from '../time.ts';
import { Duration } from '../values.ts';

/** Package interpolate. */
export const interpolate: readonly Builtin[] = [builtin('linear(<-tables: stream, every: duration)', linear)];

const none = new Duration(0, 0n);

/** Rows at each multiple of `every` between two rows, on the line between them. */
function linear(args: Args, context: Context): Stream {
  const every = args.duration('every');
  return args.stream().map((table) => {
    const free = table.columns.find(
      ({ label }) => label !== '_time' && label !== '_value' && !table.key.has(label),
    );
    if (free)
      throw new FluxError(
        `interpolate.linear requires column ${JSON.stringify(free.label)} to be in group key`,
      );
    const [given, numbers] = [table.times('_time'), table.need('_value')];
    if (numbers.type !== 'float')
      throw new FluxError(`cannot interpolate ${numbers.type} values; expected float values`);
    const [times, values]: [bigint[], number[]] = [[], []];
    for (let row = 0; row < table.length; row++) {
      const [time, value] = [given.cell(row), numbers.cell(row)];
      if (typeof time !== 'bigint' || typeof value !== 'number')
        throw new FluxError(
          `null ${typeof time === 'bigint' ? '_value' : '_time'} found during linear interpolation`,
        );
      const [before, last] = [times.at(-1), values.at(-1)];
      if (before !== undefined && last !== undefined) {
        if (time < before) throw new FluxError('interpolate.linear needs rows in order of time');
        const slope = (value - last) / Number(time - before);
        for (let at = next(windowStart(before, every, none), every); at < time; at = next(at, every)) {
          context.budget.spend();
          times.push(at);
          values.push(last + slope * Number(at - before));
        }
      }
      times.push(time);
      values.push(value);
    }
    return new Table(
      table.key,
      [
        ...table.key.columns(times.length),
        Column.of('_time', 'time', times),
        Column.of('_value', 'float', values),
      ],
      times.length,
    );
  });
}

function next(ns: bigint, every: Duration): bigint {
  return addMonths(ns, every.months) + every.ns;
}
