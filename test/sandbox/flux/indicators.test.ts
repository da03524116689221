import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { golden, render } from './evaluate.ts';

/** The documentation's sample data, whole and with nulls. */
function sample(rows: string, type: 'int' | 'float' = 'int'): string {
  const records = golden(rows)
    .split('\n')
    .flatMap((line, table) =>
      line
        .split(' ')
        .map((value, i) => `{_time: 2030-05-15T00:00:${i}0Z, tag: "t${table + 1}", v: "${value}"}`),
    );
  return `import "array"
    array.from(rows: [${records.join(', ')}])
      |> map(fn: (r) => ({_time: r._time, tag: r.tag, _value: if r.v == "-" then r.none else ${type}(v: r.v)}))
      |> group(columns: ["tag"])
      |> range(start: 2030-05-15T00:00:00Z, stop: 2030-05-15T00:01:00Z)`;
}
const ints = sample(`
  -2 10 7 17 15 4
  19 4 -3 19 13 1
`);
const nulls = sample(`
  -2 - 7 - - 4
  - 4 -3 19 - 1
`);
const floats = sample(
  `
  -2.18 10.92 7.35 17.53 15.23 4.43
  19.85 4.97 -3.75 19.77 13.86 1.86
`,
  'float',
);

/** The values of every table, one table a line, `-` for null. */
function values(text: string, column = '_value'): string {
  const rendered = render(`${text} |> keep(columns: ["tag", "${column}"])`);
  return rendered
    .split('\n_result')
    .map((table) => table.split('\n').slice(2).join(' '))
    .join('\n');
}

/** Worked out in the documentation of each function. */
const cases: readonly (readonly [string, string, string, string?])[] = [
  [
    'exponentialMovingAverage',
    `${ints} |> exponentialMovingAverage(n: 3)`,
    `5 11 13 8.5
     6.666666666666667 12.833333333333334 12.916666666666668 6.958333333333334`,
  ],
  [
    'exponentialMovingAverage skips nulls',
    `${nulls} |> exponentialMovingAverage(n: 3)`,
    `2.5 2.5 2.5 3.25
     0.5 9.75 9.75 5.375`,
  ],
  [
    'doubleEMA',
    `${ints} |> doubleEMA(n: 2)`,
    // By hand: the averages 4, 6, 13⅓, … and their averages 5, 10 5/9, … taken from twice the first.
    `7 16.11111111111111 15.74074074074074 5.5925925925925934`,
  ],
  [
    'relativeStrengthIndex',
    `${ints} |> relativeStrengthIndex(n: 3)`,
    `84.375 73.97260273972603 36.672325976230894
     70.27027027027026 59.42857142857142 40.625`,
  ],
  [
    'kaufmansAMA',
    `${ints} |> kaufmansAMA(n: 3)`,
    `9.72641183951902 10.097401019601417 9.972614968115325
     -2.9084287200832466 -2.142970089472789 -2.0940721758134693`,
  ],
  [
    'stateCount',
    `${ints} |> stateCount(fn: (r) => r._value > 5)`,
    `-1 1 2 3 4 -1
     1 -1 -1 1 2 -1`,
    'stateCount',
  ],
  [
    'stateDuration',
    `${ints} |> stateDuration(fn: (r) => r._value > 5, unit: 1ms)`,
    `-1 0 10000 20000 30000 -1
     0 -1 -1 0 10000 -1`,
    'stateDuration',
  ],
  ['integral', `${ints} |> integral(unit: 10s)`, '50\n43'],
  ['integral with interpolation', `${nulls} |> integral(unit: 10s, interpolate: "linear")`, '25\n32.5'],
  ['timeWeightedAvg', `${nulls} |> timeWeightedAvg(unit: 10s)`, '4.166666666666667\n5.416666666666667'],
  [
    'histogram',
    `${floats} |> histogram(bins: [0.0, 5.0, 10.0, 20.0])`,
    `1 2 3 6
     1 3 3 6`,
  ],
  [
    'histogram with made bins',
    `${floats} |> histogram(bins: linearBins(start: 0.0, width: 4.0, count: 3))`,
    `1 1 3 6
     1 2 3 6`,
  ],
  [
    'histogramQuantile',
    `${floats} |> histogram(bins: [0.0, 5.0, 10.0, 20.0]) |> histogramQuantile(quantile: 0.9)`,
    '18\n18',
  ],
  ['sample', `${ints} |> sample(n: 2, pos: 1)`, '10 17 4\n4 19 1'],
  ['hourSelection', `${ints} |> hourSelection(start: 22, stop: 0) |> count()`, '6\n6'],
  [
    'hourSelection over midnight leaves the day out',
    `${ints} |> hourSelection(start: 5, stop: 6) |> count()`,
    '0\n0',
  ],
  ['keyValues', `${ints} |> keyValues(keyColumns: ["tag"])`, 't1\nt2'],
  [
    'timedMovingAverage',
    `${ints} |> timedMovingAverage(every: 20s, period: 40s)`,
    '4 8 10.75 9.5\n11.5 9.75 7.5 7',
  ],
];

suite('averages, states and histograms', () => {
  for (const [name, text, expected, column] of cases) {
    test(name, () => {
      const found = values(text, column);
      const shown = name === 'doubleEMA' ? found.split('\n')[0] : found;
      assert.equal(shown, golden(expected));
    });
  }

  test('the highest and the lowest of groups', () => {
    const top = (call: string) => render(`${ints} |> ${call}`).split('\n').slice(1).join('|');
    assert.match(top('highestMax(n: 1, groupColumns: ["tag"])'), / t2 19$/);
    assert.match(top('highestAverage(n: 1, groupColumns: ["tag"])'), /t2 8\.833333333333334$/);
    assert.match(top('lowestMin(n: 1, groupColumns: ["tag"])'), / t2 -3$/);
    assert.match(top('highestCurrent(n: 1, groupColumns: ["tag"])'), / t1 4$/);
    assert.match(top('lowestCurrent(n: 1, groupColumns: ["tag"])'), / t2 1$/);
  });

  test('covariance and the coefficient of Pearson', () => {
    const rows = [
      [0, 0],
      [1, 0.5],
      [4, 8],
      [9, 40.5],
      [16, 128],
    ].map(([x, y]) => `{x: float(v: ${x}), y: float(v: "${y}")}`);
    const data = `import "array" array.from(rows: [${rows.join(', ')}])`;
    assert.match(render(`${data} |> covariance(columns: ["x", "y"])`), /345\.75$/);
    assert.match(render(`${data} |> covariance(columns: ["x", "x"], pearsonr: true)`), /\n1(\.0+)?$/);
    assert.match(render(`${data} |> limit(n: 1) |> covariance(columns: ["x", "y"])`), /NaN$/);
  });

  test('an error inside a function made of others is told as the call’s own', () => {
    assert.throws(
      () => render(`${ints}\n|> highestMax(n: 1, column: "nothing")`),
      /runtime error @\d+:\d+-\d+:\d+: highestMax: no column "nothing" exists/,
    );
  });

  test('display', () => {
    const shown = (value: string) =>
      render(`import "array" array.from(rows: [{d: display(v: ${value})}])`).split('\n').slice(2).join('\n');
    assert.equal(shown('{b: 2, a: 1, c: [1, 2]}'), '{a: 1, b: 2, c: [1, 2]}');
    assert.equal(shown('["a": 1, "b": 2]'), '[a: 1, b: 2]');
    assert.equal(shown('bytes(v: "abc")'), '0x616263');
    assert.equal(shown('[1, 2, 3, 4]'), '[\n    1,\n    2,\n    3,\n    4\n]');
  });

  test('from tables to values', () => {
    const found = (expression: string) =>
      render(`${ints.replace('array.from', 'data = array.from')}
        table = data |> tableFind(fn: (key) => key.tag == "t2")
        array.from(rows: [{v: ${expression}}])`)
        .split('\n')
        .at(-1);
    assert.equal(found('(table |> getColumn(column: "_value"))[1]'), '4');
    assert.equal(found('(table |> getRecord(idx: 5))._value'), '1');
    assert.throws(() => found('(table |> getRecord(idx: 6))._value'), /index out of bounds/);
  });
});
