import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import { type Cell, Column } from '../table.ts';
import { Duration } from '../values.ts';

const second = new Duration(0, 1_000_000_000n);

/** Package contrib/tomhollingworth/events: how long until the next row, or the stop for the last one. */
export const events: readonly Builtin[] = [
  builtin(
    'duration(<-tables: stream, ?unit: duration, ?columnName: string, ?timeColumn: string, ?stopColumn: string, ?stop: time)',
    (args, context) => {
      const unit = args.duration('unit', second).ns;
      const name = args.string('columnName', 'duration');
      const stop = args.has('stop') ? args.time('stop').ns : undefined;
      if (unit <= 0n) throw new FluxError('duration: the unit must be positive');
      return args.stream().map((table) => {
        context.budget.spend(1 + table.length);
        const times = table.times(args.string('timeColumn', '_time'));
        const stops = stop === undefined ? table.times(args.string('stopColumn', '_stop')) : undefined;
        const cells = Array.from({ length: table.length }, (_, row): Cell => {
          const last = row === table.length - 1;
          const [from, to] = [times.cell(row), last ? (stops?.cell(row) ?? stop) : times.cell(row + 1)];
          return typeof from === 'bigint' && typeof to === 'bigint' ? (to - from) / unit : null;
        });
        return table.set([Column.of(name, 'int', cells)]);
      });
    },
  ),
];
