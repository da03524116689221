import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { data, golden, render } from './evaluate.ts';

const head = 'import "array"\nimport "internal/promql"\nimport "math"\n';

/** Two tables in a range of an hour, the second one with a null and a single value, the third one without any. */
const series = `${data(
  `10:10 a 5
   10:20 a 8
   10:30 a 2
   10:40 a 4
   10:10 b -
   10:20 b 7
   10:10 c -`,
  'float',
)} |> range(start: 2030-05-15T10:00:00Z, stop: 2030-05-15T11:00:00Z)`;
const run = (call: string) => render(`${head}${series} |> ${call}`);
/** The one value of each table; nothing for a table without rows. */
const values = (call: string) =>
  run(call)
    .split('_result ')
    .slice(1)
    .map((table) => table.split('\n')[2] ?? '');

suite('package internal/promql', () => {
  test('changes and resets: nulls do not count', () => {
    assert.deepEqual(values('promql.changes()'), ['3', '0', '']);
    assert.deepEqual(values('promql.resets()'), ['1', '0', '']);
    assert.match(run('promql.changes()'), /^_result \[_start=10:00 _stop=11:00 t=a\]\n_value:float\n3\n/);
  });
  test('instantRate: of the last two', () => {
    assert.deepEqual(values('promql.instantRate()'), ['2', '', '']);
    assert.deepEqual(values('promql.instantRate(isRate: true)'), [String(2 / 600), '', '']);
    assert.deepEqual(values('limit(n: 3) |> promql.instantRate(isRate: true)')[0], String(2 / 600));
  });
  test('extrapolatedRate: half a distance beyond, where a bound is far', () => {
    // -1 over 30 minutes; 10 minutes to the start are near enough, 20 to the stop are not.
    assert.deepEqual(values('promql.extrapolatedRate()'), ['-1.5', '', '']);
    // A counter rose by 3, fell to 2, rose by 2: 7 in all; 0 is more than 10 minutes before the first.
    assert.deepEqual(values('promql.extrapolatedRate(isCounter: true)'), ['10.5', '', '']);
    assert.deepEqual(values('promql.extrapolatedRate(isCounter: true, isRate: true)'), [
      String(10.5 / 3600),
      '',
      '',
    ]);
  });
  test('linearRegression: a slope in seconds, a prediction from the stop', () => {
    const line = `${data('10:10 a 1\n10:20 a 2\n10:30 a 3', 'float')} |> range(start: 2030-05-15T10:00:00Z, stop: 2030-05-15T10:40:00Z)`;
    const last = (call: string) => Number(render(`${head}${line} |> ${call}`).split('\n').at(-1));
    assert.ok(Math.abs(last('promql.linearRegression()') - 1 / 600) < 1e-12);
    assert.ok(Math.abs(last('promql.linearRegression(predict: true, fromNow: 600.0)') - 5) < 1e-9);
    assert.deepEqual(values('promql.linearRegression()').slice(1), ['', '']);
  });
  test('holtWinters', () => {
    // s: 5, then 0.5 * 8 + 0.5 * (5 + 3) = 8, then trend 3: 0.5 * 2 + 0.5 * 11 = 6.5, then trend 0.75.
    assert.deepEqual(values('promql.holtWinters(smoothingFactor: 0.5, trendFactor: 0.5)'), ['5.625', '', '']);
    assert.throws(
      () => values('promql.holtWinters(smoothingFactor: 1.0, trendFactor: 0.5)'),
      /0 < sf < 1, got: 1.000000/,
    );
    assert.throws(() => values('promql.holtWinters(smoothingFactor: 0.5)'), /0 < tf < 1/);
  });
  test('timestamp, and parts of its date', () => {
    const at = (seconds: string, part: string) =>
      render(`${head}array.from(rows: [{v: promql.promql${part}(timestamp: ${seconds})}])`)
        .split('\n')
        .at(-1);
    assert.equal(
      render(
        `${head}array.from(rows: [{_time: 2018-12-01T20:00:10.1239Z, _value: 0.0}]) |> promql.timestamp()`,
      )
        .split('\n')
        .at(-1),
      '2018-12-01T20:00:10.1239Z 1543694410.123',
    );
    const leap = '1582934399.5'; // 2020-02-28T23:59:59.5Z, a Friday
    assert.deepEqual(
      ['DayOfMonth', 'DayOfWeek', 'DaysInMonth', 'Hour', 'Minute', 'Month', 'Year'].map((part) =>
        at(leap, part),
      ),
      ['28', '5', '29', '23', '59', '2', '2020'],
    );
    assert.throws(() => at('math.NaN()', 'Year'), /no time/);
  });
  test('labelReplace: into the key, all of the text, two tables of one key are refused', () => {
    const replaced = (args: string) =>
      render(`${head}${data('10:10 a1 1\n10:10 b2 2', 'float')} |> promql.labelReplace(${args})`);
    assert.equal(
      replaced('source: "t", destination: "u", regex: "([a-z])(.)", replacement: "$2-\\${1}"'),
      golden(`
        _result [t=a1 u=1-a]
        _value:float
        1
        _result [t=b2 u=2-b]
        _value:float
        2
      `),
    );
    assert.match(
      replaced('source: "t", destination: "u", regex: "[a-z]", replacement: "x"'),
      /^_result \[t=a1\]\n/,
    );
    assert.throws(
      () => replaced('source: "t", destination: "t", regex: ".*", replacement: ""'),
      /found duplicate table/,
    );
  });
  test('promHistogramQuantile: bounds as text, the highest one infinite', () => {
    const quantile = (q: string, rows: string) =>
      render(`${head}array.from(rows: [${rows}]) |> promql.promHistogramQuantile(quantile: ${q})`)
        .split('\n')
        .at(-1);
    const rows =
      '{le: "2", _value: 4.0}, {le: "1", _value: 2.0}, {le: "4", _value: 3.0}, {le: "+Inf", _value: 5.0}';
    assert.equal(quantile('0.2', rows), '0.5');
    assert.equal(quantile('0.6', rows), '1.5');
    assert.equal(quantile('1.0', rows), '4');
    assert.equal(quantile('-0.1', rows), '-Inf');
    assert.equal(quantile('1.1', rows), '+Inf');
    assert.equal(quantile('0.5', '{le: "1", _value: 2.0}'), 'NaN');
    assert.throws(() => quantile('0.5', '{le: "x", _value: 2.0}'), /no number, "x", is not supported/);
  });
  test('quantile beyond 0 and 1; a table that is empty; join', () => {
    assert.deepEqual(values('promql.quantile(q: 2.0)').slice(0, 2), ['+Inf', '+Inf']);
    assert.deepEqual(values('promql.quantile(q: -1.0)').slice(0, 2), ['-Inf', '-Inf']);
    assert.deepEqual(values('promql.quantile(q: 0.5)').slice(0, 2), ['4.5', '7']);
    assert.equal(
      render(`${head}promql.emptyTable()`),
      '_result [_start=1970-01-01T00:00:00Z _stop=1970-01-01T00:00:00Z]\n_time:time _value:float',
    );
    assert.match(
      render(`${head}left = ${data('10:10 a 1')}
        promql.join(left: left, right: left, fn: (left, right) => ({left with w: right._value}))`),
      /10:10 1 1$/,
    );
  });
});
