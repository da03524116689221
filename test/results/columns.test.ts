import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Column } from '../../client/src/results/columns.ts';
import { ResultReader } from '../../client/src/results/reader.ts';
import { ResultStore } from '../../client/src/results/store.ts';
import { answer, read } from './read.ts';

/** The one column of an answer with these cells. */
function column(datatype: string | undefined, cells: readonly string[]): Column {
  const annotation = datatype === undefined ? [] : [`#datatype,string,long,${datatype}`];
  const store = read(answer(...annotation, ',result,table,x', ...cells.map((cell) => `,r,0,${cell}`), ''));
  assert.equal(store.rowCount, cells.length);
  return store.blocks[0]?.columns[0] as Column;
}

/** Everything that a column says of its rows, computed one by one. */
function numbersOf(of: Column, cells: readonly string[]): number[] {
  return cells.map((_, row) => of.number(row));
}

/** The rows' texts in the order that `compare` gives. */
function sorted(of: Column, cells: readonly string[]): string[] {
  return cells
    .map((_, row) => row)
    .sort((a, b) => of.compare(a, b))
    .map((row) => of.text(row));
}

suite('numbers and order of a column', () => {
  const cases: readonly [
    type: string,
    cells: readonly string[],
    numbers: readonly number[],
    order: readonly string[],
    exact: boolean,
  ][] = [
    [
      'long',
      ['9007199254740993', '', '-1', '9007199254740992', '-9223372036854775808', '4294967296', '4294967295'],
      [2 ** 53, Number.NaN, -1, 2 ** 53, -(2 ** 63), 2 ** 32, 2 ** 32 - 1],
      ['-9223372036854775808', '-1', '4294967295', '4294967296', '9007199254740992', '9007199254740993', ''],
      false,
    ],
    [
      'unsignedLong',
      ['18446744073709551615', '0', '9223372036854775808', ''],
      [2 ** 64, 0, 2 ** 63, Number.NaN],
      ['0', '9223372036854775808', '18446744073709551615', ''],
      false,
    ],
    [
      'double',
      ['1.5', 'NaN', '', '-Inf', '+Inf', '-0.25'],
      [1.5, Number.NaN, Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, -0.25],
      ['-Inf', '-0.25', '1.5', '+Inf', 'NaN', ''],
      true,
    ],
    ['boolean', ['true', '', 'false'], [1, Number.NaN, 0], ['false', 'true', ''], true],
    [
      'dateTime:RFC3339',
      ['1970-01-01T00:00:00.000000002Z', '1969-12-31T23:59:59Z', '', '1970-01-01T00:00:00.000000001Z'],
      [2, -1e9, Number.NaN, 1],
      ['1969-12-31T23:59:59Z', '1970-01-01T00:00:00.000000001Z', '1970-01-01T00:00:00.000000002Z', ''],
      false,
    ],
    [
      'duration',
      ['1h30m', '', '5', '-1d', '3600s', '1mo', '30d'],
      [54e11, Number.NaN, 5, -864e11, 36e11, 2_629_746e9, 30 * 864e11],
      ['-1d', '5', '3600s', '1h30m', '30d', '1mo', ''],
      false,
    ],
    [
      'string',
      ['b', 'B', '', '\u{1f600}', '\uffe6', 'ba'],
      Array(6).fill(Number.NaN),
      ['B', 'b', 'ba', '\uffe6', '\u{1f600}', ''],
      false,
    ],
    ['base64Binary', ['AQID', ''], [Number.NaN, Number.NaN], ['AQID', ''], false],
    [
      'dateTime:number',
      ['1700000000000000001', '5'],
      [1_700_000_000_000_000_000, 5],
      ['5', '1700000000000000001'],
      false,
    ],
  ];
  for (const [type, cells, numbers, order, exact] of cases) {
    test(type, () => {
      const x = column(type, cells);
      assert.equal(x.type, type);
      assert.equal(x.mismatch, false);
      assert.deepEqual(
        cells.map((_, row) => x.text(row)),
        cells,
      );
      assert.deepEqual(numbersOf(x, cells), numbers);
      assert.deepEqual(sorted(x, cells), order);
      assert.equal(x.exact, exact);
      assert.equal(x.numeric, type !== 'string' && type !== 'base64Binary');
    });
  }

  test('what is no duration keeps its text', () => {
    for (const wrong of ['1.5h', '1 h', 'h', '1h-', '--1h', '1parsec', `${'1h'.repeat(200)}`]) {
      const x = column('duration', ['1h', wrong]);
      assert.deepEqual([x.mismatch, x.kind, x.text(0), x.text(1)], [true, 'text', '1h', wrong]);
    }
  });

  test('in chunks as one by one, over pages of every sort', () => {
    // Runs, nulls, a page that is one value, a page that is null, and an end that is not written down yet.
    const cells = Array.from({ length: 5 * 4096 + 700 }, (_, row) => {
      const page = row >> 12;
      if (page === 1) return '7';
      if (page === 2) return '';
      if (page === 3) return row % 3 === 0 ? '' : String(row);
      if (row > 5 * 4096 + 600) return '9';
      return String(Math.floor(row / 5));
    });
    for (const type of ['long', 'double', 'duration', 'string', undefined]) {
      const x = column(type, cells);
      const expected = cells.map((cell) => (cell === '' || type === 'string' ? Number.NaN : Number(cell)));
      const texts = cells.map((_, row) => x.dictionary?.text(x.code(row)) ?? '');
      for (const [from, to] of [
        [0, cells.length],
        [4095, 4097],
        [8191, 12290],
        [3 * 4096 - 1, 5 * 4096 + 650],
        [cells.length - 1, cells.length],
        [5, 5],
      ] as const) {
        const out = new Float64Array(to - from);
        x.numbers(from, to, out);
        assert.deepEqual(Array.from(out), expected.slice(from, to), `${type} ${from}..${to}`);
        const codes = new Uint32Array(to - from);
        x.codes(from, to, codes);
        const read = Array.from(codes, (code) => x.dictionary?.text(code) ?? '');
        assert.deepEqual(read, texts.slice(from, to), `${type} ${from}..${to}`);
      }
      if (type === 'string' || type === 'duration') {
        assert.deepEqual(texts, cells);
        assert.equal(x.dictionary?.count, new Set(cells.filter((cell) => cell !== '')).size);
      } else {
        assert.equal(x.dictionary, undefined);
      }
    }
  });

  test('packed once no more rows come, it reads the same and holds no more than before', () => {
    const huge = ['18446744073709551615', '18446744073709551614', '1', '', '1'];
    const small = (row: number) => (row % 7 === 3 ? '' : String(Math.floor(row / 3)));
    for (const [type, value] of [
      ['unsignedLong', (row: number) => huge[row % huge.length] ?? ''],
      ['unsignedLong', () => '18446744073709551615'],
      ['long', small],
      ['long', (row: number) => String(-(2 ** 40) * row)],
      ['double', small],
      ['string', small],
      ['string', () => 'one'],
      // Nothing changes in the last page, and nothing in its last rows.
      ['long', (row: number) => (row < 4000 ? String(row) : '5')],
      ['long', (row: number) => (row < 4000 ? String(row) : '')],
    ] as const) {
      for (const length of [1, 300, 4096, 4097, 9000]) {
        const cells = Array.from({ length }, (_, row) => value(row));
        const store = new ResultStore();
        const reader = new ResultReader(store);
        const lines = cells.map((cell) => `,r,0,${cell}`);
        reader.push(answer(`#datatype,string,long,${type}`, ',result,table,x', ...lines, ''));
        const x = store.blocks[0]?.columns[0] as Column;
        const numbers = () => {
          const out = new Float64Array(length);
          x.numbers(0, length, out);
          return Array.from(out);
        };
        const [before, used] = [numbers(), store.memory];
        reader.end();
        assert.equal(store.rowCount, length);
        assert.deepEqual(numbers(), before, `${type}, ${length} rows`);
        assert.deepEqual(
          cells.map((_, row) => x.text(row)),
          cells,
        );
        // A page of its own for the rows that were open costs some bytes.
        assert.ok(store.memory <= used + 100, `${type}, ${length} rows: ${store.memory} after ${used}`);
      }
    }
  });

  test('a column of nothing but nulls', () => {
    const x = column(undefined, ['', '']);
    assert.deepEqual(
      [x.kind, x.dictionary, x.code(1), x.number(1), x.compare(0, 1)],
      ['text', undefined, 0, Number.NaN, 0],
    );
    const codes = Uint32Array.of(9, 9);
    x.codes(0, 2, codes);
    assert.deepEqual(Array.from(codes), [0, 0]);
  });
});
