import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { data, golden, prelude, render } from './evaluate.ts';

/** Two tables with an unset value each. */
const two = data(`
  10:00 a 1
  10:10 a -
  10:20 a 4
  10:30 a 2
  10:00 b 10
  10:10 b 10
  10:20 b -
`);
const floats = data(
  `
  10:00 a 1
  10:10 a 3
  10:20 a 2
  10:30 a 6
`,
  'float',
);
const range = '|> range(start: 2030-05-15T10:00:00Z, stop: 2030-05-15T11:00:00Z)';

/** What is done to the tables, and the tables that come of it. */
const cases: readonly (readonly [string, string, string])[] = [
  [
    'filter drops null and empty tables',
    `${two} |> filter(fn: (r) => r._value > 1 and r.t == "a")`,
    '_result [t=a]\n_time:time _value:int\n10:20 4\n10:30 2',
  ],
  [
    'filter keeps empty tables when asked',
    `${two} |> filter(fn: (r) => r._value > 9, onEmpty: "keep") |> count()`,
    '_result [t=a]\n_value:int\n0\n_result [t=b]\n_value:int\n2',
  ],
  [
    'filter by key only',
    `${two} |> filter(fn: (r) => r.t =~ /^b$/) |> limit(n: 1)`,
    '_result [t=b]\n_time:time _value:int\n10:00 10',
  ],
  [
    'exists',
    `${two} |> filter(fn: (r) => not exists r._value)`,
    '_result [t=a]\n_time:time _value:int\n10:10 -\n_result [t=b]\n_time:time _value:int\n10:20 -',
  ],
  ['count counts nulls', `${two} |> count()`, '_result [t=a]\n_value:int\n4\n_result [t=b]\n_value:int\n3'],
  ['sum leaves nulls out', `${two} |> sum()`, '_result [t=a]\n_value:int\n7\n_result [t=b]\n_value:int\n20'],
  [
    'mean leaves nulls out',
    `${two} |> mean()`,
    '_result [t=a]\n_value:float\n2.3333333333333335\n_result [t=b]\n_value:float\n10',
  ],
  [
    'an aggregate of nothing but null is null',
    `${two} |> filter(fn: (r) => not exists r._value) |> mean()`,
    '_result [t=a]\n_value:float\n-\n_result [t=b]\n_value:float\n-',
  ],
  ['spread', `${two} |> spread()`, '_result [t=a]\n_value:int\n3\n_result [t=b]\n_value:int\n0'],
  ['stddev', `${floats} |> stddev(mode: "population")`, '_result [t=a]\n_value:float\n1.8708286933869707'],
  ['median', `${floats} |> median()`, '_result [t=a]\n_value:float\n2.5'],
  [
    'quantile as a selector',
    `${floats} |> quantile(q: 0.5, method: "exact_selector")`,
    '_result [t=a]\n_time:time _value:float\n10:20 2',
  ],
  ['mode', `${two} |> mode()`, '_result [t=a]\n_value:int\n-\n_result [t=b]\n_value:int\n10'],
  [
    'first is the first that is not null',
    `${two} |> filter(fn: (r) => r._value != 1) |> first()`,
    '_result [t=a]\n_time:time _value:int\n10:20 4\n_result [t=b]\n_time:time _value:int\n10:00 10',
  ],
  [
    'last',
    `${two} |> last()`,
    '_result [t=a]\n_time:time _value:int\n10:30 2\n_result [t=b]\n_time:time _value:int\n10:10 10',
  ],
  [
    'min',
    `${two} |> min()`,
    '_result [t=a]\n_time:time _value:int\n10:00 1\n_result [t=b]\n_time:time _value:int\n10:00 10',
  ],
  [
    'max',
    `${two} |> max()`,
    '_result [t=a]\n_time:time _value:int\n10:20 4\n_result [t=b]\n_time:time _value:int\n10:00 10',
  ],
  [
    'sort puts null last',
    `${two} |> filter(fn: (r) => r.t == "a") |> sort()`,
    '_result [t=a]\n_time:time _value:int\n10:00 1\n10:30 2\n10:20 4\n10:10 -',
  ],
  [
    'sort descending puts null first',
    `${two} |> filter(fn: (r) => r.t == "a") |> sort(desc: true)`,
    '_result [t=a]\n_time:time _value:int\n10:10 -\n10:20 4\n10:30 2\n10:00 1',
  ],
  [
    'limit with offset',
    `${floats} |> limit(n: 2, offset: 1)`,
    '_result [t=a]\n_time:time _value:float\n10:10 3\n10:20 2',
  ],
  ['tail', `${floats} |> tail(n: 2)`, '_result [t=a]\n_time:time _value:float\n10:20 2\n10:30 6'],
  ['top', `${floats} |> top(n: 2)`, '_result [t=a]\n_time:time _value:float\n10:30 6\n10:10 3'],
  ['bottom', `${floats} |> bottom(n: 1)`, '_result [t=a]\n_time:time _value:float\n10:00 1'],
  [
    'distinct',
    `${two} |> distinct()`,
    '_result [t=a]\n_value:int\n1\n-\n4\n2\n_result [t=b]\n_value:int\n10\n-',
  ],
  [
    'unique',
    `${two} |> filter(fn: (r) => r.t == "b") |> unique()`,
    '_result [t=b]\n_time:time _value:int\n10:00 10\n10:20 -',
  ],
  ['group() makes one table', `${two} |> group() |> count()`, '_result []\n_value:int\n7'],
  [
    'group by two columns',
    `${two} |> group(columns: ["t", "_time"]) |> limit(n: 1) |> filter(fn: (r) => r.t == "b")`,
    '_result [t=b _time=10:00]\n_value:int\n10\n_result [t=b _time=10:10]\n_value:int\n10\n_result [t=b _time=10:20]\n_value:int\n-',
  ],
  [
    'group by all but some',
    `${floats} |> group(columns: ["_value"], mode: "except") |> count()`,
    '_result [_time=10:00 t=a]\n_value:int\n1\n_result [_time=10:10 t=a]\n_value:int\n1\n_result [_time=10:20 t=a]\n_value:int\n1\n_result [_time=10:30 t=a]\n_value:int\n1',
  ],
  ['keep changes the key', `${two} |> keep(columns: ["_value"]) |> sum()`, '_result []\n_value:int\n27'],
  [
    'drop by function',
    `${floats} |> drop(fn: (column) => column =~ /^_t/) |> limit(n: 1)`,
    '_result [t=a]\n_value:float\n1',
  ],
  [
    'rename',
    `${floats} |> rename(columns: {t: "tag"}) |> limit(n: 1)`,
    '_result [tag=a]\n_time:time _value:float\n10:00 1',
  ],
  [
    'duplicate',
    `${floats} |> duplicate(column: "_value", as: "v2") |> limit(n: 1)`,
    '_result [t=a]\n_time:time _value:float v2:float\n10:00 1 1',
  ],
  ['set merges the keys', `${two} |> set(key: "t", value: "x") |> count()`, '_result [t=x]\n_value:int\n7'],
  [
    'map with a changed key groups anew',
    `${two} |> map(fn: (r) => ({r with t: "x"})) |> count()`,
    '_result [t=x]\n_value:int\n7',
  ],
  [
    'map that leaves the key out',
    `${floats} |> map(fn: (r) => ({v: r._value * 2.0}))`,
    '_result []\nv:float\n2\n6\n4\n12',
  ],
  [
    'reduce',
    `${floats} |> reduce(identity: {n: 0, sum: 0.0}, fn: (r, accumulator) => ({n: accumulator.n + 1, sum: accumulator.sum + r._value}))`,
    '_result [t=a]\nn:int sum:float\n4 12',
  ],
  [
    'difference',
    `${two} |> difference()`,
    '_result [t=a]\n_time:time _value:int\n10:10 -\n10:20 3\n10:30 -2\n_result [t=b]\n_time:time _value:int\n10:10 0\n10:20 -',
  ],
  [
    'difference, never negative',
    `${floats} |> difference(nonNegative: true)`,
    '_result [t=a]\n_time:time _value:float\n10:10 2\n10:20 -\n10:30 4',
  ],
  [
    'derivative',
    `${floats} |> derivative(unit: 10m)`,
    '_result [t=a]\n_time:time _value:float\n10:10 2\n10:20 -1\n10:30 4',
  ],
  [
    'cumulativeSum',
    `${two} |> cumulativeSum()`,
    '_result [t=a]\n_time:time _value:int\n10:00 1\n10:10 -\n10:20 5\n10:30 7\n_result [t=b]\n_time:time _value:int\n10:00 10\n10:10 20\n10:20 -',
  ],
  [
    'movingAverage',
    `${floats} |> movingAverage(n: 2)`,
    '_result [t=a]\n_time:time _value:float\n10:10 2\n10:20 2.5\n10:30 4',
  ],
  [
    'elapsed',
    `${floats} |> elapsed(unit: 1m) |> limit(n: 1)`,
    '_result [t=a]\n_time:time _value:float elapsed:int\n10:10 3 10',
  ],
  [
    'fill with a value',
    `${two} |> fill(value: 0) |> filter(fn: (r) => r._value == 0)`,
    '_result [t=a]\n_time:time _value:int\n10:10 0\n_result [t=b]\n_time:time _value:int\n10:20 0',
  ],
  [
    'fill with the value before',
    `${two} |> fill(usePrevious: true) |> filter(fn: (r) => r.t == "b")`,
    '_result [t=b]\n_time:time _value:int\n10:00 10\n10:10 10\n10:20 10',
  ],
  ['toString', `${floats} |> toString() |> limit(n: 1)`, '_result [t=a]\n_time:time _value:string\n10:00 1'],
  [
    'pivot',
    `${two} |> group() |> pivot(rowKey: ["_time"], columnKey: ["t"], valueColumn: "_value")`,
    '_result []\n_time:time a:int b:int\n10:00 1 10\n10:10 - 10\n10:20 4 -\n10:30 2 -',
  ],
  ['union', `x = ${floats}\nunion(tables: [x, x]) |> count()`, '_result [t=a]\n_value:int\n8'],
  [
    'join',
    `x = ${floats}\ny = x |> filter(fn: (r) => r._value > 2.0)\njoin(tables: {x: x, y: y}, on: ["_time", "t"])`,
    '_result [t=a]\n_time:time _value_x:float _value_y:float\n10:10 3 3\n10:30 6 6',
  ],
  [
    'range sets the bounds and leaves rows out',
    `${floats} |> range(start: 2030-05-15T10:10:00Z, stop: 2030-05-15T10:30:00Z)`,
    '_result [_start=10:10 _stop=10:30 t=a]\n_time:time _value:float\n10:10 3\n10:20 2',
  ],
  [
    'window',
    `${floats} ${range} |> window(every: 20m) |> sum()`,
    '_result [_start=10:00 _stop=10:20 t=a]\n_value:float\n4\n_result [_start=10:20 _stop=10:40 t=a]\n_value:float\n8',
  ],
  [
    'window creates empty windows when asked',
    `${floats} ${range} |> window(every: 30m, createEmpty: true) |> count()`,
    '_result [_start=10:00 _stop=10:30 t=a]\n_value:int\n3\n_result [_start=10:30 _stop=11:00 t=a]\n_value:int\n1',
  ],
  [
    'windows that overlap',
    `${floats} ${range} |> window(every: 30m, period: 1h) |> sum()`,
    '_result [_start=10:00 _stop=10:30 t=a]\n_value:float\n6\n_result [_start=10:00 _stop=11:00 t=a]\n_value:float\n12\n_result [_start=10:30 _stop=11:00 t=a]\n_value:float\n6',
  ],
  [
    'aggregateWindow',
    `${floats} ${range} |> aggregateWindow(every: 20m, fn: mean)`,
    '_result [_start=10:00 _stop=11:00 t=a]\n_value:float _time:time\n2 10:20\n4 10:40\n- 11:00',
  ],
  [
    'aggregateWindow leaves empty windows out',
    `${floats} ${range} |> aggregateWindow(every: 20m, fn: count, createEmpty: false, timeSrc: "_start")`,
    '_result [_start=10:00 _stop=11:00 t=a]\n_value:int _time:time\n2 10:00\n2 10:20',
  ],
  [
    'aggregateWindow with a selector',
    `${floats} ${range} |> aggregateWindow(every: 30m, fn: max)`,
    '_result [_start=10:00 _stop=11:00 t=a]\n_time:time _value:float\n10:30 3\n11:00 6',
  ],
  [
    'aggregateWindow with a function of one’s own',
    `${floats} ${range} |> aggregateWindow(every: 30m, fn: (column, tables=<-) => tables |> sum(column: column))`,
    '_result [_start=10:00 _stop=11:00 t=a]\n_value:float _time:time\n6 10:30\n6 11:00',
  ],
  [
    'aggregateWindow with an offset',
    `${floats} ${range} |> aggregateWindow(every: 30m, offset: 15m, fn: count, createEmpty: false)`,
    '_result [_start=10:00 _stop=11:00 t=a]\n_value:int _time:time\n2 10:15\n2 10:45',
  ],
  ['columns', `${floats} |> columns()`, '_result [t=a]\n_value:string\n_time\nt\n_value'],
  ['keys', `${floats} |> keys()`, '_result [t=a]\n_value:string\nt'],
  [
    'findColumn and findRecord',
    `x = ${floats}\nc = x |> findColumn(fn: (key) => key.t == "a", column: "_value")\nr = x |> findRecord(fn: (key) => true, idx: 1)\narray.from(rows: [{n: length(arr: c), second: c[1], found: r._value}])`,
    '_result []\nn:int second:float found:float\n4 3 3',
  ],
];

suite('functions on tables', () => {
  for (const [name, script, expected] of cases) {
    test(name, () => assert.equal(render(prelude + script), golden(expected)));
  }

  test('windows of months follow the calendar', () => {
    const script = `${prelude}array.from(rows: [{_time: 2030-01-31T00:00:00Z, _value: 1}, {_time: 2030-03-01T00:00:00Z, _value: 2}])
      |> range(start: 2030-01-01T00:00:00Z, stop: 2030-04-01T00:00:00Z)
      |> aggregateWindow(every: 1mo, fn: sum, createEmpty: false)`;
    assert.match(render(script), /\n1 2030-02-01T00:00:00Z\n2 2030-04-01T00:00:00Z$/);
  });

  test('several results keep their names and order', () => {
    const script = `${prelude}x = ${floats}\nx |> count() |> yield(name: "n")\nx |> sum() |> yield(name: "sum")`;
    assert.equal(render(script), golden('n [t=a]\n_value:int\n4\nsum [t=a]\n_value:float\n12'));
  });

  test('columns of two types cannot be one', () => {
    const script = `${prelude}union(tables: [${floats}, ${two}])`;
    assert.throws(
      () => render(script),
      /schema collision detected: column "_value" is both of type int and float/,
    );
  });
});
