import type { Context } from '../context.ts';
import { type Conversion, convert } from '../convert.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import type { Stream } from '../stream.ts';
import { Column, type ColumnType, Table, unbox } from '../table.ts';

/** `int(v:)` and the like. */
const values = (['string', 'int', 'uint', 'float', 'bool', 'time', 'duration'] as const).map((to) =>
  builtin(`${to}(v: any)`, (args) => convert(args.value('v'), to)),
);

/** `toInt()` and the like: the column `_value` of each table. */
const columns = (
  [
    ['toString', 'string'],
    ['toInt', 'int'],
    ['toUInt', 'uint'],
    ['toFloat', 'float'],
    ['toBool', 'bool'],
    ['toTime', 'time'],
  ] as const
).map(([name, to]) =>
  builtin(`${name}(<-tables: stream)`, (args, context) => convertColumn(args, context, to)),
);

/** Row by row, as `map` does it: a table without rows goes, and a converted key is another key. */
function convertColumn(args: Args, context: Context, to: Conversion & ColumnType): Stream {
  return args.stream().map((table) => {
    context.budget.spend(1 + table.length);
    if (table.length === 0) return undefined;
    const column = table.column('_value');
    if (!column) throw new FluxError('missing _value column');
    if (table.key.has('_value')) {
      const part = { label: '_value', type: to, cell: unbox(convert(column.value(0), to)).cell };
      const columns = table.set([Column.constant('_value', to, part.cell, table.length)]).columns;
      return new Table(table.key.with([part]), columns, table.length);
    }
    const cells = Array.from(
      { length: table.length },
      (_, row) => unbox(convert(column.value(row), to)).cell,
    );
    return table.set([Column.of('_value', to, cells)]);
  });
}

export const conversions: readonly Builtin[] = [...values, ...columns];
