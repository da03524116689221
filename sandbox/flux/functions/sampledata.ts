import { type Builtin, builtin } from '../registry.ts';
import { Stream } from '../stream.ts';
import { type Cell, Column, type ColumnType, GroupKey, Table } from '../table.ts';
import { parseTime } from '../time.ts';
import { Time, type Value } from '../values.ts';

const start = parseTime('2021-01-01T00:00:00Z')?.ns ?? 0n;
const step = 10_000_000_000n;
const stop = start + 6n * step;

/** The values of the tables t1 and t2, as the documentation has them. */
const sets: readonly {
  readonly name: string;
  readonly type: ColumnType;
  readonly values: readonly (readonly Cell[])[];
}[] = [
  {
    name: 'int',
    type: 'int',
    values: [
      [-2n, 10n, 7n, 17n, 15n, 4n],
      [19n, 4n, -3n, 19n, 13n, 1n],
    ],
  },
  {
    name: 'uint',
    type: 'uint',
    values: [
      [18_446_744_073_709_551_614n, 10n, 7n, 17n, 15n, 4n],
      [19n, 4n, 18_446_744_073_709_551_613n, 19n, 13n, 1n],
    ],
  },
  {
    name: 'float',
    type: 'float',
    values: [
      [-2.18, 10.92, 7.35, 17.53, 15.23, 4.43],
      [19.85, 4.97, -3.75, 19.77, 13.86, 1.86],
    ],
  },
  {
    name: 'string',
    type: 'string',
    values: [
      ['smpl_g9qczs', 'smpl_0mgv9n', 'smpl_phw664', 'smpl_guvzy4', 'smpl_5v3cce', 'smpl_s9fmgy'],
      ['smpl_b5eida', 'smpl_eu4oxp', 'smpl_5g7tz4', 'smpl_sox1ut', 'smpl_wfm757', 'smpl_dtn2bv'],
    ],
  },
  {
    name: 'bool',
    type: 'bool',
    values: [
      [true, true, false, true, false, false],
      [false, true, false, true, true, false],
    ],
  },
  {
    name: 'numericBool',
    type: 'int',
    values: [
      [1n, 1n, 0n, 1n, 0n, 0n],
      [0n, 1n, 0n, 1n, 1n, 0n],
    ],
  },
];

/** Rows that are null when nulls are asked for, by table. */
const nulls = [new Set([1, 3, 4]), new Set([0, 4])];

/** Package sampledata (https://docs.influxdata.com/flux/v0/stdlib/sampledata/). */
export const sampledata: readonly Builtin[] = sets.map(({ name, type, values }) =>
  builtin(`${name}(?includeNull: bool)`, (args) => {
    const includeNull = args.bool('includeNull', false);
    const tables = values.map((cells, i) => {
      const key = new GroupKey([{ label: 'tag', type: 'string', cell: `t${i + 1}` }]);
      const times = cells.map((_, row) => start + BigInt(row) * step);
      const shown = cells.map((cell, row) => (includeNull && nulls[i]?.has(row) ? null : cell));
      const columns = [
        Column.of('_time', 'time', times),
        ...key.columns(cells.length),
        Column.of('_value', type, shown),
      ];
      return new Table(key, columns, cells.length);
    });
    return new Stream(() => tables);
  }),
);

export const sampledataConstants: Readonly<Record<string, Value>> = {
  start: new Time(start),
  stop: new Time(stop),
};
