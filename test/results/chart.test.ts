import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { Pace } from '../../client/src/results/breathe.ts';
import { align, roundStep } from '../../client/src/results/chart/align.ts';
import { Decimator } from '../../client/src/results/chart/decimate.ts';
import { binBounds, binOf, histogram } from '../../client/src/results/chart/histogram.ts';
import { sortedOrder } from '../../client/src/results/chart/order.ts';
import { SeriesMaker } from '../../client/src/results/chart/series.ts';
import type { Source } from '../../client/src/results/chart/sources.ts';
import { chartColumns, shownRows, tablesOf } from '../../client/src/results/chart/tables.ts';
import { pointsIn } from '../../client/src/results/chart/window.ts';
import { keepOrder } from '../../client/src/results/orders.ts';
import type { ResultStore } from '../../client/src/results/store.ts';
import type { ChartSeries, SeriesRequest, View } from '../../client/webview/protocol.ts';
import { answer, read } from './read.ts';
import { seeded } from './sources.ts';

/** Points in memory. */
class Points implements Source {
  readonly sorted = false;
  readonly times: Float64Array;
  readonly values: Float64Array;

  constructor(times: ArrayLike<number>, values: ArrayLike<number>) {
    this.times = Float64Array.from(times);
    this.values = Float64Array.from(values);
  }

  get length(): number {
    return this.times.length;
  }

  time(at: number): number {
    return this.times[at] as number;
  }

  read(from: number, count: number, times: Float64Array, values: Float64Array): void {
    times.set(this.times.subarray(from, from + count));
    values.set(this.values.subarray(from, from + count));
  }
}

function decimated(source: Points, from: number, to: number, buckets: number) {
  const decimator = new Decimator(from, to, buckets);
  decimator.push(source.times, source.values, source.length);
  return decimator.finish();
}

suite('decimation', () => {
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
    test(`keeps what is to be seen, whatever comes (seed ${seed})`, () => {
      const random = seeded(seed);
      const length = 1000 + Math.floor(random() * 4000);
      const times = Array.from({ length }, () => Math.floor(random() * 10_000) / 7).sort((a, b) => a - b);
      const values = times.map(() =>
        random() < 0.05 ? Number.NaN : random() < 0.02 ? 1000 * random() : random(),
      );
      const source = new Points(times, values);
      const [from, to, buckets] = [200, 1100, 37];
      const kept = decimated(source, from, to, buckets);

      const bucket = (time: number) =>
        Math.min(buckets - 1, Math.floor(((time - from) * buckets) / (to - from)));
      for (let each = 0; each < buckets; each++) {
        const inIt = (all: { times: ArrayLike<number>; values: ArrayLike<number> }) =>
          Array.from(all.times).flatMap((time, at) => {
            const value = all.values[at] as number;
            return time >= from && time <= to && bucket(time) === each && !Number.isNaN(value) ? [value] : [];
          });
        const before = inIt(source);
        const after = inIt(kept);
        assert.ok(after.length <= 4, `${after.length} points in a bucket`);
        assert.equal(after[0], before[0]);
        assert.equal(after.at(-1), before.at(-1));
        assert.equal(Math.min(...after), Math.min(...before));
        assert.equal(Math.max(...after), Math.max(...before));
      }
      assert.ok(kept.times.every((time, at) => at === 0 || time >= (kept.times[at - 1] as number)));
      assert.deepEqual(joins(kept, source), []);
    });
  }

  /** Pairs of points that are joined although a value was missing between them, or the other way round. */
  function joins(kept: { times: Float64Array; values: Float64Array }, source: Points): string[] {
    const wrong: string[] = [];
    let at = -1;
    let broken = false;
    for (let i = 0; i < kept.times.length; i++) {
      if (Number.isNaN(kept.values[i])) {
        broken = true;
        continue;
      }
      const next = source.values.findIndex(
        (value, j) => j > at && value === kept.values[i] && source.times[j] === kept.times[i],
      );
      const missing = at >= 0 && source.values.subarray(at, next).some(Number.isNaN);
      if (missing !== broken) {
        wrong.push(`${at}..${next}`);
      }
      at = next;
      broken = false;
    }
    return wrong;
  }

  test('one outlier among a million is there', () => {
    const times = Float64Array.from({ length: 1_000_000 }, (_, i) => i);
    const values = times.map((time) => Math.sin(time));
    values[654_321] = 99;
    values[123_456] = -99;
    const { values: kept } = decimated(new Points(times, values), 0, 999_999, 800);
    assert.ok(kept.length <= 3200);
    assert.ok(kept.includes(99) && kept.includes(-99));
  });

  test('infinities break the line as missing values do, and do not hide others', () => {
    const source = new Points([0, 1, 2, 3, 4], [1, Number.POSITIVE_INFINITY, 5, Number.NEGATIVE_INFINITY, 2]);
    assert.deepEqual([...decimated(source, 0, 4, 1).values], [1, Number.NaN, 5, Number.NaN, 2]);
  });

  test('the neighbours of the range are kept, so that lines run to its edges', async () => {
    const source = new Points([0, 10, 20, 30, 40], [1, 2, 3, 4, 5]);
    const few = await pointsIn(source, { from: 15, to: 25 }, 100, new Pace());
    assert.deepEqual([...few.times], [10, 20, 30]);
    const times = Array.from({ length: 1000 }, (_, i) => i);
    const many = await pointsIn(new Points(times, times), { from: 100.5, to: 899.5 }, 10, new Pace());
    assert.deepEqual([many.times[0], many.times.at(-1)], [100, 900]);
    assert.ok(many.times.length <= 42);
    assert.equal(many.times.buffer.byteLength, 8 * many.times.length);
  });

  test('a range without length, and no points at all', () => {
    assert.deepEqual([...decimated(new Points([5, 5, 5], [1, 3, 2]), 5, 5, 10).values], [1, 3, 2]);
    assert.equal(decimated(new Points([], []), 0, 1, 10).times.length, 0);
  });
});

suite('order of time', () => {
  test('nothing is done to what is in order', async () => {
    assert.equal(await sortedOrder(Float64Array.of(1, 1, 2, 3), new Pace()), undefined);
    assert.equal(await sortedOrder(new Float64Array(0), new Pace()), undefined);
  });

  for (const seed of [1, 2, 3]) {
    test(`equal times stay as they came, those without are left out (seed ${seed})`, async () => {
      const random = seeded(seed);
      const times = Float64Array.from({ length: 5000 }, () =>
        random() < 0.01 ? Number.NaN : Math.floor(random() * 500),
      );
      const expected = Array.from(times.keys())
        .filter((at) => !Number.isNaN(times[at]))
        .sort((a, b) => (times[a] as number) - (times[b] as number) || a - b);
      assert.deepEqual([...((await sortedOrder(times, new Pace())) ?? [])], expected);
    });
  }
});

const DATATYPE =
  '#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,double,string,string,string';
const GROUP = '#group,false,false,true,true,false,false,true,true,true';
const DEFAULT = '#default,_result,,,,,,,,,';
const HEADER = ',result,table,_start,_stop,_time,_value,_field,_measurement,sensor';

/** Rows of `[table, start hour, minute, value, sensor]`, all of one field. */
function sensors(rows: readonly (readonly [number, number, number, number | '', string])[]): ResultStore {
  const lines = rows.map(([table, hour, minute, value, sensor]) => {
    const at = (h: number, m: number) =>
      `2024-05-01T${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}:00Z`;
    return `,,${table},${at(hour, 0)},${at(hour + 1, 0)},${at(hour, minute)},${value},co,air,${sensor}`;
  });
  return read(answer(DATATYPE, GROUP, DEFAULT, HEADER, ...lines));
}

const ALL: View = { kind: 'block', index: 0 };

const REQUEST: SeriesRequest = {
  view: ALL,
  time: '_time',
  values: ['_value'],
  by: { kind: 'key' },
  pick: { filter: '', order: 'answer', most: 200 },
  times: 'own',
  range: undefined,
  width: 500,
};

function ask(store: ResultStore, more: Partial<SeriesRequest> = {}): Promise<ChartSeries> {
  return new SeriesMaker(store).make({ ...REQUEST, ...more });
}

/** Series as `name: minute=value …`. */
function shown({ series, times, values, common, extent }: ChartSeries): string[] {
  return series.map(({ tags, start, end }) => {
    const points = Array.from(values.subarray(start, end), (value, at) => {
      const time = times[common ? at : start + at] as number;
      return `${(time - (extent?.from ?? 0)) / 60_000}=${value}`;
    });
    return `${tags.join(',')}: ${points.join(' ')}`;
  });
}

suite('series', () => {
  test('are named by what differs in the group key; the rest is said once', async () => {
    const found = await ask(
      sensors([
        [0, 8, 0, 1, 'A'],
        [0, 8, 1, 2, 'A'],
        [1, 8, 0, 3, 'B'],
      ]),
    );
    assert.deepEqual(shown(found), ['A: 0=1 1=2', 'B: 0=3']);
    assert.deepEqual(found.labels, ['sensor']);
    assert.deepEqual(found.shared, [
      { label: '_field', value: 'co' },
      { label: '_measurement', value: 'air' },
    ]);
    assert.deepEqual([found.found, found.matching, found.unordered, found.rows], [2, 2, 0, 3]);
    assert.deepEqual(
      found.series.map(({ min, max, mean, last }) => [min, max, mean, last]),
      [
        [1, 2, 1.5, 2],
        [3, 3, 3, 3],
      ],
    );
  });

  const windows = () =>
    sensors([
      [0, 8, 0, 1, 'A'],
      [1, 8, 0, 2, 'B'],
      [2, 9, 0, 3, 'A'],
      [3, 9, 0, 4, 'B'],
    ]);

  test('windows of one series are one line; by table they are not', async () => {
    assert.deepEqual(shown(await ask(windows())), ['A: 0=1 60=3', 'B: 0=2 60=4']);
    const tables = await ask(windows(), { by: { kind: 'table' } });
    assert.deepEqual(tables.labels, ['_start', '_stop', 'sensor']);
    assert.equal(tables.series.length, 4);
  });

  test('tables that nothing tells apart are told apart by number', async () => {
    const store = read(
      answer(
        '#group,false,false,false,false',
        ',result,table,_time,_value',
        ',r,0,2024-01-01T00:00:00Z,1',
        ',r,1,2024-01-01T00:00:00Z,2',
      ),
    );
    const found = await ask(store, { by: { kind: 'table' } });
    assert.deepEqual([found.labels, shown(found)], [['table'], ['0: 0=1', '1: 0=2']]);
  });

  test('by columns that are not in the key, and by none', async () => {
    const store = read(
      answer(
        '#datatype,string,long,dateTime:RFC3339,long,string',
        '#group,false,false,false,false,false',
        '#default,r,,,,',
        ',result,table,_time,_value,host',
        ',,0,2024-01-01T00:02:00Z,1,x',
        ',,0,2024-01-01T00:01:00Z,2,y',
        ',,0,2024-01-01T00:00:00Z,3,x',
      ),
    );
    const byHost = await ask(store, { by: { kind: 'columns', labels: ['host'] } });
    assert.deepEqual(shown(byHost), ['x: 0=3 2=1', 'y: 1=2']);
    const one = await ask(store, { by: { kind: 'columns', labels: [] } });
    assert.deepEqual([shown(one), one.unordered], [[': 0=3 1=2 2=1'], 1]);
  });

  test('empty cells are gaps, and rows without a time are left out', async () => {
    const store = read(
      answer(
        '#datatype,string,long,dateTime:RFC3339,double',
        ',result,table,_time,_value',
        ',r,0,2024-01-01T00:00:00Z,1',
        ',r,0,2024-01-01T00:01:00Z,',
        ',r,0,,7',
        ',r,0,2024-01-01T00:03:00Z,2',
      ),
    );
    assert.deepEqual(shown(await ask(store)), [': 0=1 1=NaN 3=2']);
  });

  test('booleans, large integers and nanoseconds have a place', async () => {
    const store = read(
      answer(
        '#datatype,string,long,dateTime:RFC3339,long,boolean',
        ',result,table,_time,big,on',
        ',r,0,2024-01-01T00:00:00.000001Z,9007199254740993,true',
        ',r,0,2024-01-01T00:00:00.000002500Z,-1,false',
      ),
    );
    const found = await ask(store, { values: ['big', 'on'] });
    assert.deepEqual(
      found.series.map(({ column }) => column),
      ['big', 'on'],
    );
    assert.deepEqual([...found.values], [2 ** 53, -1, 1, 0]);
    const start = Date.UTC(2024, 0, 1);
    const micros = Array.from(found.times.subarray(0, 2), (time) => (time - start) * 1000);
    assert.ok(
      Math.abs((micros[0] as number) - 1) < 0.3 && Math.abs((micros[1] as number) - 2.5) < 0.3,
      String(micros),
    );
  });

  test('pivoted columns under several headers', async () => {
    const store = read(
      answer(
        '#datatype,string,long,dateTime:RFC3339,double,string',
        '#group,false,false,false,false,true',
        '#default,r,,,,',
        ',result,table,_time,a,host',
        ',,0,2024-01-01T00:00:00Z,1,x',
        '',
        '#datatype,string,long,dateTime:RFC3339,double,double,string',
        '#group,false,false,false,false,false,true',
        '#default,r,,,,,',
        ',result,table,_time,a,b,host',
        ',,1,2024-01-01T00:01:00Z,2,3,x',
      ),
    );
    const view: View = { kind: 'result', index: 0 };
    assert.deepEqual(chartColumns(shownRows(store, view)), {
      rows: 2,
      filtered: false,
      times: ['_time'],
      values: [
        { label: 'a', type: 'double' },
        { label: 'b', type: 'double' },
      ],
      tags: ['host'],
    });
    const found = await ask(store, { view, values: ['a', 'b'] });
    assert.deepEqual(shown(found), [': 0=1 1=2', ': 0=NaN 1=3']);
  });

  test('the series with the greatest values, and those with a text in their name', async () => {
    const store = sensors([
      [0, 8, 0, 5, 'low'],
      [0, 8, 1, 5, 'low'],
      [1, 8, 0, 9, 'peak'],
      [1, 8, 1, 0, 'peak'],
      [2, 8, 0, 6, 'high'],
      [2, 8, 1, 6, 'high'],
      [3, 8, 0, '', 'empty'],
    ]);
    const names = async (order: 'answer' | 'max' | 'mean', filter = '') => {
      const found = await ask(store, { pick: { filter, order, most: 2 } });
      return [found.series.map(({ tags }) => tags[0]).join(' '), found.matching];
    };
    assert.deepEqual(await names('answer'), ['low peak', 4]);
    assert.deepEqual(await names('max'), ['peak high', 4]);
    assert.deepEqual(await names('mean'), ['low high', 4]);
    assert.deepEqual(await names('answer', ' E'), ['peak empty', 2]);
  });

  test('only the rows that filters let through, in whatever order', async () => {
    const store = sensors([
      [0, 8, 0, 1, 'A'],
      [0, 8, 1, 2, 'A'],
      [1, 8, 0, 3, 'B'],
      [1, 8, 1, 4, 'B'],
    ]);
    const view = { ...ALL, order: keepOrder(store, ALL, { rows: Uint32Array.of(3, 0, 2), of: 4 }) };
    const found = await ask(store, { view });
    assert.deepEqual(shown(found), ['A: 0=1', 'B: 0=3 1=4']);
    const rows = shownRows(store, view);
    assert.deepEqual([chartColumns(rows).filtered, chartColumns(rows).rows], [true, 3]);
    const spread = await histogram(rows, '_value', new Pace());
    assert.deepEqual([spread.count, spread.min, spread.max, spread.mean], [3, 1, 4, 8 / 3]);
    const sorted = { ...ALL, order: keepOrder(store, ALL, { rows: Uint32Array.of(3, 2, 1, 0), of: 4 }) };
    assert.equal((await ask(store, { view: sorted })).rows, 4);
    await assert.rejects(ask(store, { view: { ...ALL, order: 999_999 } }), /any more/);
  });

  test('rows that arrive later are there the next time', async () => {
    const store = sensors([[0, 8, 0, 1, 'A']]);
    const maker = new SeriesMaker(store);
    const request = { ...REQUEST, width: 100 };
    assert.deepEqual(shown(await maker.make(request)), [': 0=1']);
    const block = store.blocks[0];
    assert.ok(block !== undefined);
    const table = store.addTable(block, '1', block.tables[0]?.key ?? [], false);
    block.rowCount += 1;
    table.rowCount += 1;
    assert.deepEqual(shown(await maker.make(request)), [': 0=1 0=1']);
  });

  test('a view without the columns has no series, and one that is not there says so', async () => {
    const store = read(answer('#datatype,string,long,string', ',result,table,x', ',r,0,a'));
    assert.deepEqual(chartColumns(shownRows(store, ALL)), {
      rows: 1,
      filtered: false,
      times: [],
      values: [],
      tags: ['x'],
    });
    assert.deepEqual((await ask(store)).series, []);
    assert.throws(() => tablesOf(store, { kind: 'table', index: 9 }), /not there/);
  });
});

suite('common times', () => {
  const range = { from: 0, to: 60_000 };

  test('are the own ones when they agree', async () => {
    const series = [new Points([0, 1000], [1, 2]), new Points([0, 1000], [3, Number.NaN])];
    const { times, values, step } = await align(series, range, { most: 10, complete: true }, new Pace());
    assert.deepEqual(
      [[...times], values.map((list) => [...list]), step],
      [
        [0, 1000],
        [
          [1, 2],
          [3, Number.NaN],
        ],
        0,
      ],
    );
  });

  test('bars take each time that any series has', async () => {
    const series = [new Points([0, 1000], [1, 2]), new Points([500], [3])];
    const { times, values } = await align(series, range, { most: 10, complete: false }, new Pace());
    assert.deepEqual([...times], [0, 500, 1000]);
    assert.deepEqual([...(values[1] ?? [])], [Number.NaN, 3, Number.NaN]);
  });

  test('a stack of series whose times differ is one of means, as far apart as the points are', async () => {
    const times = Array.from({ length: 6 }, (_, i) => i * 10_000);
    const series = [
      new Points(times, times),
      new Points(
        times.map((time) => time + 3000),
        times,
      ),
    ];
    const found = await align(series, range, { most: 100, complete: true }, new Pace());
    assert.deepEqual([found.reason, found.step], ['times differ', 10_000]);
    assert.deepEqual([...(found.values[1] ?? [])].slice(0, 6), times);
  });

  test('too many are means of what lies in a round length of time', async () => {
    const times = Array.from({ length: 61 }, (_, i) => i * 1000);
    const found = await align([new Points(times, times)], range, { most: 7, complete: false }, new Pace());
    assert.deepEqual([found.reason, found.step], ['too many', 10_000]);
    assert.deepEqual([...(found.values[0] ?? [])].slice(0, 2), [4500, 14_500]);
    assert.equal(found.times[0], 5000);
  });

  test('round lengths', () => {
    assert.deepEqual([0.03, 1, 3, 700, 61_000, 5e6, 9e7, 1e12].map(roundStep), [
      0.05,
      1,
      5,
      1000,
      120_000,
      7_200_000,
      172_800_000,
      414 * 28 * 86_400_000,
    ]);
  });
});

suite('histogram', () => {
  function column(type: string, cells: readonly string[]): ResultStore {
    return read(
      answer(`#datatype,string,long,${type}`, ',result,table,x', ...cells.map((cell) => `,r,0,${cell}`)),
    );
  }
  const of = (store: ResultStore) =>
    histogram(shownRows(store, { kind: 'block', index: 0 }), 'x', new Pace());

  for (const seed of [1, 2, 3, 4]) {
    test(`counts each value once, in the bin that holds it (seed ${seed})`, async () => {
      const random = seeded(seed);
      const values = Array.from({ length: 3000 }, () => {
        const value = (random() + random() + random()) * 10 ** (seed - 2);
        return random() < 0.3 ? Math.round(value * 10) / 10 : value;
      });
      const { bounds, counts, count, min, max } = await of(column('double', values.map(String)));
      assert.equal(count, 3000);
      assert.deepEqual([min, max], [Math.min(...values), Math.max(...values)]);
      assert.ok(counts.length >= 5 && counts.length <= 200, `${counts.length} bins`);
      const expected = Array.from(counts, (_, bin) => {
        const [low, high] = [bounds[bin] as number, bounds[bin + 1] as number];
        const last = bin === counts.length - 1;
        return values.filter((value) => value >= low && (value < high || (last && value === high))).length;
      });
      assert.deepEqual([...counts], expected);
    });
  }

  test('empty cells, NaN and infinities are counted apart', async () => {
    const found = await of(column('double', ['1', '', 'NaN', '+Inf', '2', '-Inf', '']));
    assert.deepEqual([found.count, found.nulls, found.notFinite, found.mean], [2, 2, 3, 1.5]);
  });

  test('few whole numbers and booleans have a bin each', async () => {
    const longs = await of(column('long', ['1', '3', '3', '5']));
    assert.deepEqual(
      [[...longs.bounds], [...longs.counts]],
      [
        [0.5, 1.5, 2.5, 3.5, 4.5, 5.5],
        [1, 0, 2, 0, 1],
      ],
    );
    const booleans = await of(column('boolean', ['true', 'false', 'true']));
    assert.deepEqual([...booleans.counts], [1, 2]);
  });

  test('one value only, and none', async () => {
    const one = await of(column('double', ['5', '5']));
    assert.deepEqual([...one.counts], [2]);
    const none = await of(column('double', ['', '']));
    assert.deepEqual([none.count, none.bounds.length, none.counts.length], [0, 0, 0]);
  });

  test('bins stay within bounds for any range', () => {
    const random = seeded(9);
    for (let i = 0; i < 500; i++) {
      const min = (random() - 0.5) * 10 ** (random() * 30 - 10);
      const max = min + 10 ** (random() * 30 - 12);
      if (!(max > min)) {
        continue;
      }
      const whole = random() < 0.3;
      const [low, high] = whole ? [Math.floor(min), Math.ceil(max)] : [min, max];
      const bounds = binBounds(low, high, (high - low) * random(), 10 ** (1 + random() * 6), whole);
      const bins = bounds.length - 1;
      assert.ok(bins >= 1 && bins <= 201, `${bins} bins for ${low}..${high}`);
      assert.equal(binOf(low, bounds) >= 0 && binOf(high, bounds) >= 0, true, `${low}..${high}`);
    }
  });
});
