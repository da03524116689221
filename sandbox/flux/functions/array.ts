import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import { RowBuilder } from '../rows.ts';
import { Stream } from '../stream.ts';
import { GroupKey } from '../table.ts';
import { FluxRecord, typeName, type Value } from '../values.ts';

/** Package array. */
export const arrays: readonly Builtin[] = [
  builtin('from(<-rows: array)', (args, context) => tableFrom(args.array('rows'), context)),
  builtin('concat(<-arr: array, v: array)', (args) => [...args.array('arr'), ...args.array('v')]),
  builtin('map(<-arr: array, fn: function)', (args) => {
    const fn = args.function('fn');
    return args.array('arr').map((x) => fn.call({ x }));
  }),
  builtin('filter(<-arr: array, fn: function)', (args) => {
    const fn = args.function('fn');
    return args.array('arr').filter((x) => fn.call({ x }) === true);
  }),
];

/** One table without a group key. */
function tableFrom(records: readonly Value[], context: Context): Stream {
  if (records.length === 0) throw new FluxError('rows must be non-empty');
  const rows = new RowBuilder();
  for (const record of records) {
    context.budget.spend();
    if (!(record instanceof FluxRecord)) throw new FluxError(`rows must be records, got ${typeName(record)}`);
    rows.add(record);
  }
  const table = rows.table(GroupKey.empty);
  return new Stream(() => [table]);
}
