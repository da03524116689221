import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { arrange } from '../../client/src/results/arrange.ts';
import { Finder } from '../../client/src/results/find.ts';
import { mergeSort } from '../../client/src/results/sort.ts';
import type { ResultStore } from '../../client/src/results/store.ts';
import { summarize } from '../../client/src/results/summary.ts';
import { Newest, Task } from '../../client/src/results/task.ts';
import { baseView, resultView, rowWindow, viewHead, viewTables } from '../../client/src/results/views.ts';
import type { Arrangement, ColumnFilter, FilterOperator, View } from '../../client/webview/protocol.ts';
import { answer, read } from './read.ts';
import { readings } from './sources.ts';

const TABLE: View = { kind: 'table', index: 0 };
const RESULT: View = { kind: 'result', index: 0 };

/** A table with one row for each text of each column. */
function table(columns: Record<string, { type: string; cells: readonly string[] }>): ResultStore {
  const all = Object.entries(columns);
  const rows = all[0]?.[1].cells.length ?? 0;
  return read(
    answer(
      `#datatype,string,long,${all.map(([, { type }]) => type).join(',')}`,
      `#group,false,false,${all.map(() => 'false').join(',')}`,
      `#default,r,,${all.map(() => '').join(',')}`,
      `,result,table,${all.map(([label]) => label).join(',')}`,
      ...Array.from({ length: rows }, (_, row) => `,,0,${all.map(([, { cells }]) => cells[row]).join(',')}`),
      '',
    ),
  );
}

async function arranged(store: ResultStore, view: View, how: Partial<Arrangement>): Promise<View> {
  const { order } = await arrange(store, view, { sort: [], filters: [], text: '', ...how }, new Task());
  return { ...view, order };
}

function cells(store: ResultStore, view: View, column = 0): (string | null | undefined)[] {
  return rowWindow(resultView(store, view), 0, 1000).rows.map((row) => row[column]);
}

async function sorted(type: string, values: readonly string[], descending = false): Promise<unknown> {
  const store = table({ x: { type, cells: values } });
  return cells(store, await arranged(store, TABLE, { sort: [{ column: 0, descending }] }));
}

suite('sorting', () => {
  test('integers are exact to the last digit, empty cells last whichever way', async () => {
    const values = [
      '9007199254740993',
      '',
      '9007199254740992',
      '-9223372036854775808',
      '9223372036854775807',
      '5',
    ];
    const ascending = [
      '-9223372036854775808',
      '5',
      '9007199254740992',
      '9007199254740993',
      '9223372036854775807',
      '',
    ];
    assert.deepEqual(await sorted('long', values), ascending);
    assert.deepEqual(await sorted('long', values, true), [...ascending.slice(0, -1).reverse(), '']);
    assert.deepEqual(await sorted('unsignedLong', ['18446744073709551615', '18446744073709551614', '1']), [
      '1',
      '18446744073709551614',
      '18446744073709551615',
    ]);
  });

  test('doubles: infinities at the ends, NaN after them, then empty cells', async () => {
    const values = ['1.5', 'NaN', '+Inf', '', '-Inf', '-2'];
    assert.deepEqual(await sorted('double', values), ['-Inf', '-2', '1.5', '+Inf', 'NaN', '']);
    assert.deepEqual(await sorted('double', values, true), ['+Inf', '1.5', '-2', '-Inf', 'NaN', '']);
  });

  test('times to the nanosecond', async () => {
    const times = [
      '2024-01-01T00:00:00.000000002Z',
      '2024-01-01T00:00:00.000000001Z',
      '1960-01-01T00:00:00Z',
    ];
    assert.deepEqual(await sorted('dateTime:RFC3339', times), times.toReversed());
  });

  test('texts by code points, not by a language', async () => {
    assert.deepEqual(await sorted('string', ['b', 'Z', 'ä', '', 'a', '10', '9']), [
      '10',
      '9',
      'Z',
      'a',
      'b',
      'ä',
      '',
    ]);
    assert.deepEqual(await sorted('boolean', ['true', '', 'false']), ['false', 'true', '']);
    assert.deepEqual(await sorted('duration', ['90m', '1h', '1d']), ['1h', '90m', '1d']);
  });

  test('by several columns; rows that are equal stay as they came', async () => {
    const store = table({
      a: { type: 'string', cells: ['x', 'y', 'x', 'y', 'x'] },
      b: { type: 'long', cells: ['1', '1', '2', '2', '1'] },
      c: { type: 'long', cells: ['0', '1', '2', '3', '4'] },
    });
    const by = async (...sort: Arrangement['sort']) =>
      cells(store, await arranged(store, TABLE, { sort }), 2);
    assert.deepEqual(await by({ column: 0, descending: false }), ['0', '2', '4', '1', '3']);
    assert.deepEqual(await by({ column: 0, descending: true }), ['1', '3', '0', '2', '4']);
    assert.deepEqual(await by({ column: 1, descending: true }, { column: 0, descending: false }), [
      '2',
      '3',
      '0',
      '4',
      '1',
    ]);
  });

  test('many rows: as a stable sort of all at once, and other work gets through', async () => {
    const values = Uint32Array.from({ length: 200_000 }, (_, i) => Math.imul(i, 2654435761) % 1000);
    const compare = (a: number, b: number) => (values[a] as number) - (values[b] as number);
    const rows = Uint32Array.from(values.keys());
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const ours = await mergeSort(rows.slice(), compare, new Task());
    clearInterval(timer);
    assert.deepEqual(ours, Uint32Array.from([...rows].sort(compare)));
    assert.ok(turns > 0);
  });

  test('what is newer ends what is older', async () => {
    const store = read(readings(1, 50_000));
    const newest = new Newest();
    const sort = [{ column: 3, descending: false }];
    const how: Arrangement = { sort, filters: [], text: '' };
    const older = newest.run((task) => arrange(store, TABLE, how, task));
    const newer = newest.run((task) => arrange(store, TABLE, how, task));
    await assert.rejects(older, /newer/);
    assert.equal((await newer).rows, 50_000);
  });

  test('an order belongs to its view, and is let go when others came', async () => {
    const store = read(readings(2, 5));
    const first = await arranged(store, TABLE, {});
    assert.throws(() => resultView(store, { ...first, index: 1 }), /any more/);
    for (let i = 0; i < 3; i++) {
      await arranged(store, TABLE, {});
    }
    assert.throws(() => resultView(store, first), /any more/);
  });
});

suite('filtering', () => {
  const store = table({
    n: { type: 'long', cells: ['1', '9007199254740993', '', '-5', '9007199254740992'] },
    d: { type: 'double', cells: ['1.5', 'NaN', '', '+Inf', '2'] },
    t: {
      type: 'dateTime:RFC3339',
      cells: [
        '2024-05-01T00:00:00Z',
        '2024-05-01T00:00:00.000000001Z',
        '',
        '2024-06-01T10:30:00Z',
        '2023-01-01T00:00:00Z',
      ],
    },
    s: { type: 'string', cells: ['Ärger', 'b', '', 'B', 'x b'] },
    b: { type: 'boolean', cells: ['true', 'false', '', 'true', 'false'] },
    u: { type: 'duration', cells: ['1h', '90m', '', '2d', '5s'] },
  });
  const rows = async (filters: ColumnFilter[], more: Partial<Arrangement> = {}, view: View = TABLE) => {
    const shown = await arranged(store, view, { filters, ...more });
    const [base, order] = [baseView(store, TABLE), resultView(store, shown)];
    return Array.from({ length: order.rows }, (_, row) =>
      Array.from({ length: base.rows }, (_, i) => i).find((i) =>
        base.heads.every(
          (_, c) => resultView(store, TABLE).columns[c]?.text(i) === order.columns[c]?.text(row),
        ),
      ),
    );
  };

  const cases: readonly [column: number, operator: FilterOperator, value: string, rows: number[]][] = [
    [0, 'equals', '9007199254740993', [1]],
    [0, 'differs', '1', [1, 2, 3, 4]],
    [0, 'greater', '9007199254740992', [1]],
    [0, 'atLeast', '9007199254740992', [1, 4]],
    [0, 'less', '0.5', [3]],
    [0, 'contains', '5474', [1, 4]],
    [0, 'excludes', '5', [0, 2]],
    [1, 'atMost', '2', [0, 4]],
    [1, 'equals', 'NaN', [1]],
    [1, 'equals', '+Inf', [3]],
    [2, 'greater', '2024-05-01', [1, 3]],
    [2, 'atMost', '2024-05-01T00:00:00Z', [0, 4]],
    [2, 'equals', '2024-05-01T02:00:00.000000001+02:00', [1]],
    [2, 'contains', '10:30', [3]],
    [3, 'contains', 'B', [1, 3, 4]],
    [3, 'contains', 'är', [0]],
    [3, 'equals', 'B', [3]],
    [3, 'excludes', 'b', [0, 2]],
    [3, 'empty', '', [2]],
    [3, 'filled', '', [0, 1, 3, 4]],
    [4, 'equals', 'True', [0, 3]],
    [5, 'greater', '1h', [1, 3]],
    [5, 'equals', '3600s', [0]],
  ];
  for (const [column, operator, value, wanted] of cases) {
    test(`column ${column} ${operator} ${value}`, async () => {
      assert.deepEqual(await rows([{ column, operator, value }]), wanted);
    });
  }

  test('all filters have to hold, and a text may be in any column', async () => {
    const filled: ColumnFilter = { column: 0, operator: 'filled', value: '' };
    assert.deepEqual(await rows([filled, { column: 3, operator: 'contains', value: 'b' }]), [1, 3, 4]);
    assert.deepEqual(await rows([], { text: 'inf' }), [3]);
    assert.deepEqual(await rows([], { text: '2024-05' }), [0, 1]);
    assert.deepEqual(await rows([], { text: '2024-05', columns: [0, 3] }), []);
    assert.deepEqual(await rows([], { text: 'B', sort: [{ column: 0, descending: true }] }), [1, 4, 3]);
  });

  test('times are typed and found in the zone in which they are shown', async () => {
    const berlin: View = { ...TABLE, times: { zone: 'Europe/Berlin', format: 'plain' } };
    const greater: ColumnFilter = { column: 2, operator: 'atLeast', value: '2024-06-01 12:30' };
    assert.equal(
      (await arrange(store, berlin, { sort: [], filters: [greater], text: '' }, new Task())).rows,
      1,
    );
    assert.equal(
      (await arrange(store, berlin, { sort: [], filters: [], text: '01 12:30' }, new Task())).rows,
      1,
    );
  });

  test('a value that is none of its column is refused with an example', async () => {
    await assert.rejects(rows([{ column: 0, operator: 'less', value: 'abc' }]), /"abc" is not a number\./);
    await assert.rejects(
      rows([{ column: 2, operator: 'less', value: '' }]),
      /empty text is not a time such as/,
    );
    await assert.rejects(rows([{ column: 9, operator: 'empty', value: '' }]), /not there/);
  });
});

suite('all tables of a result as one', () => {
  const store = read(
    answer(
      '#datatype,string,long,double,string',
      '#group,false,false,false,true',
      '#default,r,,,',
      ',result,table,_value,host',
      ',,0,1.5,a',
      ',,1,2.5,b',
      '',
      '#datatype,string,long,long,string,string',
      '#group,false,false,false,true,false',
      '#default,r,,,,',
      ',result,table,_value,host,note',
      ',,2,2,c,x',
      ',,2,3,c,',
      '',
      '#datatype,string,long,string',
      '#group,false,false,false',
      '#default,other,,',
      ',result,table,note',
      ',,0,alone',
      '',
    ),
  );

  test('has the columns of all, marks what a table lacks, and numbers its rows by table', () => {
    const head = viewHead(store, RESULT);
    assert.equal(head.title, 'r');
    assert.deepEqual([head.rows, head.tables, head.all, head.arranged], [4, 3, 4, 4]);
    assert.deepEqual(
      head.columns.map(({ label, type, kind, numeric, partial, group }) => [
        label,
        type,
        kind,
        numeric,
        partial,
        group,
      ]),
      [
        ['table', 'long', 'long', true, false, false],
        ['_value', 'double, long', 'mixed', true, false, false],
        ['host', 'string', 'text', false, false, true],
        ['note', 'string', 'text', false, true, false],
      ],
    );
    assert.deepEqual(rowWindow(resultView(store, RESULT), 0, 9).rows, [
      ['0', '1.5', 'a', null],
      ['1', '2.5', 'b', null],
      ['2', '2', 'c', 'x'],
      ['2', '3', 'c', ''],
    ]);
    assert.deepEqual(
      viewTables(store, RESULT).map(({ id }) => id),
      ['0', '1', '2'],
    );
    assert.equal(viewHead(store, { kind: 'result', index: 1 }).title, 'other · table 0');
    assert.throws(() => viewHead(store, { kind: 'result', index: 2 }), /not there/);
  });

  test('sorts, filters and finds over different kinds and missing columns', async () => {
    const by = await arranged(store, RESULT, { sort: [{ column: 1, descending: true }] });
    assert.deepEqual(cells(store, by, 1), ['3', '2.5', '2', '1.5']);
    const note = await arranged(store, RESULT, { sort: [{ column: 3, descending: false }] });
    assert.deepEqual(cells(store, note, 3), ['x', null, null, '']);
    const above = await arranged(store, RESULT, {
      filters: [{ column: 1, operator: 'atLeast', value: '2' }],
    });
    assert.deepEqual(cells(store, above, 1), ['2.5', '2', '3']);
    const empty = await arranged(store, RESULT, { filters: [{ column: 3, operator: 'empty', value: '' }] });
    assert.equal(resultView(store, empty).rows, 3);
    const number = await arranged(store, RESULT, {
      filters: [{ column: 0, operator: 'equals', value: '2' }],
    });
    assert.deepEqual(cells(store, number, 1), ['2', '3']);
  });

  test('typed values, columns in sight, times as they are shown', () => {
    const view = resultView(store, { ...RESULT, columns: [2, 0, 1] });
    assert.deepEqual(
      view.columns.map(({ head }) => head.label),
      ['host', 'table', '_value'],
    );
    assert.deepEqual(
      view.columns.map((column) => column.value(2)),
      ['c', 2n, 2n],
    );
    assert.equal(resultView(store, RESULT).columns[3]?.value(0), null);
    assert.equal(resultView(store, RESULT).columns[3]?.lacks(0), true);
    assert.equal(resultView(store, RESULT).columns[3]?.lacks(3), false);
  });

  test('a summary counts what is missing', async () => {
    const value = await summarize(store, RESULT, 1, new Task());
    assert.deepEqual([value.min, value.max, value.mean, value.distinct], ['1.5', '3', 2.25, 4]);
    const note = await summarize(store, RESULT, 3, new Task());
    assert.deepEqual([note.rows, note.lacking, note.nulls, note.distinct], [4, 2, 1, 1]);
  });
});

suite('summaries', () => {
  const of = (type: string, values: readonly string[], view: View = TABLE) =>
    summarize(table({ x: { type, cells: values } }), view, 0, new Task());

  test('numbers: NaN is counted apart, 64 bits stay exact', async () => {
    const { frequent: _, ...doubles } = await of('double', ['1', 'NaN', '', '4', '1', '-Inf']);
    assert.deepEqual(doubles, {
      rows: 6,
      nulls: 1,
      lacking: 0,
      nan: 1,
      distinct: 4,
      more: false,
      min: '-Inf',
      max: '4',
      mean: Number.NEGATIVE_INFINITY,
    });
    const longs = await of('long', ['9007199254740993', '9007199254740992', '9007199254740992']);
    assert.deepEqual([longs.min, longs.max, longs.distinct], ['9007199254740992', '9007199254740993', 2]);
    const reversed = await of('long', ['9007199254740992', '9007199254740993']);
    assert.deepEqual([reversed.min, reversed.max], ['9007199254740992', '9007199254740993']);
    // The plain sum of these loses the small ones.
    assert.equal(
      (
        await of(
          'double',
          ['1e16', '1', '-1e16', '1'].map((text) => String(Number(text))),
        )
      ).mean,
      0.5,
    );
    const none = await of('double', ['', '']);
    assert.deepEqual([none.min, none.mean, none.nulls], [undefined, undefined, 2]);
  });

  test('texts: the most frequent; times: as they are shown; booleans', async () => {
    const texts = await of('string', ['b', 'a', 'b', '', 'c', 'b', 'a']);
    assert.deepEqual([texts.min, texts.max, texts.distinct, texts.mean], ['a', 'c', 3, undefined]);
    assert.deepEqual(texts.frequent, [
      { text: 'b', count: 3 },
      { text: 'a', count: 2 },
      { text: 'c', count: 1 },
    ]);
    const times = ['2024-01-01T00:00:00.000000001Z', '2024-01-01T00:00:00Z'];
    const shown = await of('dateTime:RFC3339', times, { ...TABLE, times: { zone: 'UTC', format: 'ns' } });
    assert.deepEqual(
      [shown.min, shown.max, shown.mean],
      ['1704067200000000000', '1704067200000000001', undefined],
    );
    assert.deepEqual((await of('boolean', ['true', 'false', 'true', ''])).frequent, [
      { text: 'true', count: 2 },
      { text: 'false', count: 1 },
    ]);
  });

  test('different numbers are counted up to a bound', async () => {
    const store = read(
      answer(
        '#datatype,string,long,long',
        ',result,table,x',
        ...Array.from({ length: 100_001 }, (_, i) => `,r,0,${i}`),
        '',
      ),
    );
    const { distinct, more } = await summarize(store, TABLE, 0, new Task());
    assert.deepEqual([distinct, more], [100_000, true]);
  });

  test('only the rows of the view count', async () => {
    const store = table({ x: { type: 'long', cells: ['1', '2', '3'] } });
    const view = await arranged(store, TABLE, { filters: [{ column: 0, operator: 'greater', value: '1' }] });
    const { rows, min, mean } = await summarize(store, view, 0, new Task());
    assert.deepEqual([rows, min, mean], [2, '2', 2.5]);
  });
});

suite('finding', () => {
  const store = table({
    a: { type: 'string', cells: ['one', 'two', 'One more', ''] },
    b: { type: 'long', cells: ['1', '21', '3', '1'] },
  });
  const find = (
    text: string,
    row: number,
    column: number,
    more: { backwards?: boolean; inclusive?: boolean; view?: View } = {},
  ) =>
    new Finder(store).next(
      { view: TABLE, text, at: { row, column }, backwards: false, inclusive: false, ...more },
      new Task(),
    );

  test('next and previous, around the end, whatever the case', async () => {
    assert.deepEqual(await find('one', 0, 0), { row: 2, column: 0 });
    assert.deepEqual(await find('one', 0, 0, { inclusive: true }), { row: 0, column: 0 });
    assert.deepEqual(await find('one', 2, 0), { row: 0, column: 0 });
    assert.deepEqual(await find('1', 1, 1), { row: 3, column: 1 });
    assert.deepEqual(await find('1', 0, 1, { backwards: true }), { row: 3, column: 1 });
    assert.deepEqual(await find('two', 1, 0), { row: 1, column: 0 });
    assert.deepEqual(await find('two', 1, 0, { backwards: true }), { row: 1, column: 0 });
    assert.equal(await find('nothing', 0, 0), undefined);
    assert.equal(await find('', 0, 0), undefined);
  });

  test('counts, also of a view with some columns in another order', async () => {
    const finder = new Finder(store);
    const count = (row: number, column: number, view: View = TABLE) =>
      finder.count({ view, text: '1', at: { row, column } }, new Task());
    assert.deepEqual(await count(1, 1), { total: 3, index: 2 });
    assert.deepEqual(await count(1, 0), { total: 3, index: 0 });
    const sortedView = {
      ...(await arranged(store, TABLE, { sort: [{ column: 1, descending: true }] })),
      columns: [1],
    };
    assert.deepEqual(await count(0, 0, sortedView), { total: 3, index: 1 });
    assert.deepEqual(
      await finder.next(
        { view: sortedView, text: '1', at: { row: 0, column: 0 }, backwards: false, inclusive: false },
        new Task(),
      ),
      { row: 2, column: 0 },
    );
  });
});
