import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { DataSource } from '../../../sandbox/flux/context.ts';
import { runProgram } from '../../../sandbox/flux/program.ts';
import { Time } from '../../../sandbox/flux/values.ts';
import { LineReader } from '../../../sandbox/store/lineProtocol.ts';
import { Mirror } from '../../../sandbox/store/mirror.ts';
import { PointStore } from '../../../sandbox/store/pointStore.ts';
import { StoreSource } from '../../../sandbox/store/source.ts';

const hour = 3_600_000_000_000n;
const now = 500_000n * hour;

function sourceOf(text: string, retentionNs = 0n): StoreSource {
  const reader = new LineReader(text, { unit: 1n, now });
  reader.read();
  const store = new PointStore();
  store.write('b', reader.batch);
  const mirror = new Mirror();
  mirror.apply(store.feed().take());
  return new StoreSource([{ id: 'b', name: 'b', organizationID: 'o', retentionNs }], mirror, now);
}

/** The values that a query gives, and the series that it read for them. */
function ran(source: DataSource, query: string): { readonly values: string[]; readonly read: string[] } {
  const read: string[] = [];
  const watched: DataSource = {
    buckets: source.buckets,
    series: (name) =>
      source.series(name)?.map((series) => ({
        measurement: series.measurement,
        field: series.field,
        type: series.type,
        tags: series.tags,
        read: (bounds) => {
          read.push([series.measurement, ...series.tags.map(([, value]) => value), series.field].join(' '));
          return series.read(bounds);
        },
      })),
  };
  const { results } = runProgram(query, { source: watched, now: new Time(now) });
  const values: string[] = [];
  for (const { stream } of results)
    for (const table of stream.tables())
      for (let row = 0; row < table.length; row++) values.push(String(table.need('_value').cell(row)));
  return { values, read };
}

suite('what queries read of the store', () => {
  const source = sourceOf('a,t=x f=1,s="u" 1\na,t=y f=2 1\na,t=x f=3 2\nb,t=x f=4 1');
  const from = 'from(bucket: "b") |> range(start: 0)';
  const cases: readonly (readonly [string, string, string])[] = [
    [
      `${from} |> filter(fn: (r) => r._measurement == "a" and r._field == "f" and r.t == "x")`,
      '1,3',
      'a x f',
    ],
    [`${from} |> filter(fn: (r) => r._measurement == "a") |> filter(fn: (r) => r.t == "y")`, '2', 'a y f'],
    [
      `${from} |> filter(fn: (r) => (r._value > 1.0 and r._field == "f") and r.t != "y")`,
      '3,4',
      'a x f,b x f',
    ],
    [
      `${from} |> filter(fn: (r) => r.t == "x" and r._field == "f" and r._time > 1970-01-01T00:00:00.000000001Z)`,
      '3',
      'a x f,b x f',
    ],
    [`${from} |> filter(fn: (r) => exists r.none)`, '', ''],
    [
      `${from} |> filter(fn: (r) => r._field == "f" or r._value == "u")`,
      '1,3,u,2,4',
      'a x f,a x s,a y f,b x f',
    ],
    // What has been changed on the way is not the series' own.
    [
      `${from} |> filter(fn: (r) => r._field == "f") |> set(key: "t", value: "z") |> filter(fn: (r) => r.t == "z" and r._measurement == "b")`,
      '4',
      'a x f,a y f,b x f',
    ],
    [
      `data = ${from}\ndata |> filter(fn: (r) => r.t == "y") |> yield(name: "one")\ndata |> filter(fn: (r) => r._field == "s") |> yield(name: "two")`,
      '2,u',
      'a y f,a x s',
    ],
  ];
  for (const [query, values, read] of cases)
    test(query.replace(from, '…'), () => {
      const found = ran(source, query);
      assert.deepEqual([found.values.join(), found.read.join()], [values, read]);
    });

  test('a filter that keeps empty tables sees them all', () => {
    const { read } = ran(source, `${from} |> filter(fn: (r) => r.t == "y", onEmpty: "keep")`);
    assert.equal(read.length, 4);
  });

  test('points that are too old are not there', () => {
    const old = sourceOf(
      `m f=1 ${now - 3n * hour}\nm f=2 ${now - hour}\ngone f=3 ${now - 3n * hour}`,
      2n * hour,
    );
    assert.deepEqual(ran(old, from).values, ['2']);
    assert.deepEqual(ran(old, 'from(bucket: "b") |> range(start: -9h, stop: -150m)').values, []);
  });
});
