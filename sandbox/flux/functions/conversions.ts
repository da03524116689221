import type { Context } from '../context.ts';
import { type Conversion, convert } from '../convert.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import type { Stream } from '../stream.ts';
import { Column, type ColumnType, unbox } from '../table.ts';

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

function convertColumn(args: Args, context: Context, to: Conversion & ColumnType): Stream {
  return args.stream().map((table) => {
    context.budget.spend(1 + table.length);
    const column = table.column('_value');
    if (!column) throw new FluxError('missing _value column');
    const cells = Array.from(
      { length: table.length },
      (_, row) => unbox(convert(column.value(row), to)).cell,
    );
    return table.set([Column.of('_value', to, cells)]);
  });
}

export const conversions: readonly Builtin[] = [...values, ...columns];
