import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import type { Stream } from '../stream.ts';
import { type Column, compareCells, type Table } from '../table.ts';

/** Functions that choose one row of each table; tables without such a row are left empty. */
export const selectors: readonly Builtin[] = [
  builtin('first(<-tables: stream, ?column: string)', (args, context) =>
    select(args, context, (column) => found(column, 0, 1)),
  ),
  builtin('last(<-tables: stream, ?column: string)', (args, context) =>
    select(args, context, (column) => found(column, column.length - 1, -1)),
  ),
  builtin('min(<-tables: stream, ?column: string)', (args, context) =>
    select(args, context, (column) => extreme(column, -1)),
  ),
  builtin('max(<-tables: stream, ?column: string)', (args, context) =>
    select(args, context, (column) => extreme(column, 1)),
  ),
];

function select(args: Args, context: Context, choose: (column: Column) => number | undefined): Stream {
  const label = args.string('column', '_value');
  return args.stream().map((table) => {
    context.budget.spend(1);
    const column = table.column(label);
    if (!column) throw new FluxError(`no column ${JSON.stringify(label)} exists`);
    return selectRow(table, choose(column)) ?? table.take([]);
  });
}

export function selectRow(table: Table, row: number | undefined): Table | undefined {
  return row === undefined ? undefined : table.slice(row, row + 1);
}

function found(column: Column, from: number, step: 1 | -1): number | undefined {
  for (let row = from; row >= 0 && row < column.length; row += step)
    if (column.cell(row) !== null) return row;
  return undefined;
}

/** The first of the largest (or smallest) values. */
function extreme(column: Column, sign: 1 | -1): number | undefined {
  let best: number | undefined;
  for (let row = 0; row < column.length; row++) {
    const cell = column.cell(row);
    if (cell === null) continue;
    if (best === undefined || sign * compareCells(cell, column.cell(best)) > 0) best = row;
  }
  return best;
}
