import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import type { Stream } from '../stream.ts';
import { type Cell, Column } from '../table.ts';
import { Duration } from '../values.ts';
import { inside } from './rowwise.ts';

const second = new Duration(0, 1_000_000_000n);

/** Functions that follow how long something holds. */
export const states: readonly Builtin[] = [
  builtin(
    'stateTracking(<-tables: stream, fn: function, ?countColumn: string, ?durationColumn: string, ?durationUnit: duration, ?timeColumn: string)',
    stateTracking,
  ),
];

/** -1 in rows where the state does not hold. */
function stateTracking(args: Args, context: Context): Stream {
  const fn = args.function('fn');
  const countColumn = args.string('countColumn', '');
  const durationColumn = args.string('durationColumn', '');
  const unit = args.duration('durationUnit', second).ns;
  const timeColumn = args.string('timeColumn', '_time');
  if (durationColumn !== '' && unit <= 0n)
    throw new FluxError('state tracking duration unit must be greater than zero');
  return args.stream().map((table) => {
    const times = durationColumn === '' ? undefined : table.times(timeColumn);
    const [counts, durations]: [Cell[], Cell[]] = [[], []];
    let count = 0n;
    let since: bigint | undefined;
    for (let row = 0; row < table.length; row++) {
      context.budget.spend();
      if (inside('stateTracking', () => fn.call({ r: table.row(row) })) !== true) {
        count = 0n;
        since = undefined;
        counts.push(-1n);
        durations.push(-1n);
        continue;
      }
      count++;
      counts.push(count);
      const time = times?.cell(row);
      if (times && typeof time !== 'bigint') throw new FluxError('got a null timestamp');
      if (typeof time === 'bigint') {
        since ??= time;
        durations.push((time - since) / unit);
      }
    }
    return table.set([
      ...(countColumn === '' ? [] : [Column.of(countColumn, 'int', counts)]),
      ...(durationColumn === '' ? [] : [Column.of(durationColumn, 'int', durations)]),
    ]);
  });
}
