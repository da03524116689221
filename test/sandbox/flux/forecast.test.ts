import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { data, golden, prelude, render } from './evaluate.ts';

suite('holtWinters', () => {
  const run = (rows: string, args: string) => render(`${prelude}${rows} |> holtWinters(${args})`);
  const sampled = (args: string) =>
    render(`import "sampledata"\nsampledata.int() |> holtWinters(${args}) |> drop(columns: ["_time"])`);

  // The three examples of https://docs.influxdata.com/flux/v0/stdlib/universe/holtwinters/, with all their digits.
  test('without seasons', () => {
    assert.equal(
      sampled('n: 6, interval: 10s'),
      golden(`
        _result [tag=t1]
        _value:float
        10.955056783457671
        10.929416756584807
        10.913930733843678
        10.904983736080599
        10.89992727039632
        10.897102216255147
        _result [tag=t2]
        _value:float
        6.791274364986771
        6.791274496071822
        6.791274497934493
        6.791274497960961
        6.791274497961337
        6.791274497961342
      `),
    );
  });
  test('with seasons', () => {
    assert.equal(
      sampled('n: 4, interval: 10s, seasonality: 4'),
      golden(`
        _result [tag=t1]
        _value:float
        4.689501667763805
        9.89174309681615
        3.586846840716385
        6.51792718960969
        _result [tag=t2]
        _value:float
        0.0003493824987647374
        12.80532295591006
        8.6277743213372
        1.4602203332390207
      `),
    );
  });
  test('with the fit', () => {
    assert.equal(
      sampled('n: 3, interval: 10s, withFit: true'),
      golden(`
        _result [tag=t1]
        _value:float
        -2
        9.22029445567278
        10.72226472734998
        11.027320524107417
        11.036623518669842
        10.993492350404422
        10.955056783457671
        10.929416756584807
        10.913930733843678
        _result [tag=t2]
        _value:float
        19
        10.099938333168268
        3.576640457126943
        6.744937158136209
        6.79061592841652
        6.791265139903281
        6.791274364986771
        6.791274496071822
        6.791274497934493
      `),
    );
  });

  const even = `10:00 a 1
    10:01 a 3
    10:02 a 2
    10:03 a 4`;

  test('times follow the last value, or with the fit the first', () => {
    assert.match(run(data(even), 'n: 2, interval: 1m'), /\n10:04 \S+\n10:05 \S+$/);
    assert.match(
      run(data(even), 'n: 1, interval: 1m, withFit: true'),
      /\n10:00 1\n10:01 \S+\n10:02 \S+\n10:03 \S+\n10:04 \S+$/,
    );
  });
  test('of an interval the first value counts, and rows before the first value do not', () => {
    const expected = run(data(even), 'n: 2, interval: 1m');
    const more = `09:59 a -
      10:00 a 1
      10:00 a 7
      10:01 a 3
      10:02 a 2
      10:02 a -
      10:03 a 4`;
    assert.equal(run(data(more), 'n: 2, interval: 1m'), expected);
  });
  test('an interval without a row is as one with null', () => {
    const without = data(even.replace(/\n.*10:02.*/, ''));
    const withNull = data(even.replace('a 2', 'a -'));
    assert.equal(run(without, 'n: 2, interval: 1m'), run(withNull, 'n: 2, interval: 1m'));
    assert.notEqual(run(without, 'n: 2, interval: 1m'), run(data(even), 'n: 2, interval: 1m'));
  });
  test('floats and other columns; the sum of squared errors', () => {
    const renamed = `${data(even, 'float')} |> rename(columns: {_value: "v", _time: "at"})`;
    assert.equal(
      run(renamed, 'n: 2, interval: 1m, column: "v", timeColumn: "at"'),
      run(data(even), 'n: 2, interval: 1m'),
    );
    // What fits exactly has no error.
    assert.match(
      run(data('10:00 a 2\n10:01 a 2\n10:02 a 2'), 'n: 1, interval: 1m, withMinSSE: true'),
      /_time:time _value:float minSSE:float\n10:03 (?:2|1\.99\d+|2\.00\d+) (?:0|0\.000\d+|\d\S*e-\d+)$/,
    );
  });
  test('several group keys, too few values, an empty table', () => {
    const both = `${even}
      10:00 b 5`;
    const found = run(data(both), 'n: 1, interval: 1m');
    assert.match(
      found,
      /^_result \[t=a\]\n_time:time _value:float\n10:04 \S+\n_result \[t=b\]\n_time:time _value:float$/,
    );
    assert.equal(
      run(data(even), 'n: 1, interval: 1m, seasonality: 5'),
      '_result [t=a]\n_time:time _value:float',
    );
    assert.equal(run(data(even), 'n: 0, interval: 1m'), '_result [t=a]\n_time:time _value:float');
    assert.equal(
      run(`${data(even)} |> filter(fn: (r) => r._value > 9, onEmpty: "keep")`, 'n: 1, interval: 1m'),
      '_result [t=a]\n_time:time _value:float',
    );
  });
  test('what it cannot work on', () => {
    assert.throws(() => run(data(even), 'n: 1, interval: 1mo'), /interval of months/);
    assert.throws(() => run(data(even), 'n: 1, interval: -1m'), /interval/);
    assert.throws(() => run(data(even), 'n: 1000000000000, interval: 1m'), /no more than 1000000 values/);
    assert.throws(() => run(data(even), 'n: 1, interval: 1m, column: "x"'), /cannot find column x/);
    assert.throws(() => run(data(even), 'n: 1, interval: 1m, timeColumn: "t"'), /cannot find time column t/);
    assert.throws(
      () => run(data('10:00 a x', 'string'), 'n: 1, interval: 1m'),
      /holtWinters can work only on numerical types, got string/,
    );
  });
  test('it keeps to the limit of steps', () => {
    assert.throws(
      () =>
        render(`${prelude}${data(even)} |> holtWinters(n: 1, interval: 1ns)`, { limits: { steps: 100_000 } }),
      /steps/,
    );
  });
});

suite('package experimental/polyline', () => {
  const run = (rows: string, args = '') =>
    render(`${prelude}import "experimental/polyline"\n${rows} |> polyline.rdp(${args})`);
  // A minute is 6e10 on the axis of time: distances are those of the values, nearly.
  const zigzag = `10:00 a 0
    10:01 a 1
    10:02 a 8
    10:03 a 2
    10:04 a 0`;

  test('epsilon: what is farther from the line stays', () => {
    assert.equal(
      run(data(zigzag), 'epsilon: 5.0'),
      '_result [t=a]\n_time:time _value:float\n10:00 0\n10:02 8\n10:04 0',
    );
    // From 10:00 to 10:02 the line is at 4 when the value is 1, and from there to 10:04 at 4 when it is 2.
    assert.match(run(data(zigzag), 'epsilon: 2.5'), /10:00 0\n10:01 1\n10:02 8\n10:04 0$/);
    assert.match(run(data(zigzag), 'epsilon: 1.5'), /10:01 1\n10:02 8\n10:03 2\n10:04 0$/);
    assert.match(run(data(zigzag), 'epsilon: 9.0'), /float\n10:00 0\n10:04 0$/);
  });
  test('retention: the ends, and those farthest off', () => {
    assert.match(run(data(zigzag), 'retention: 60.0'), /float\n10:00 0\n10:02 8\n10:04 0$/);
    assert.match(run(data(zigzag), 'retention: 80.0'), /float\n10:00 0\n10:01 1\n10:02 8\n10:04 0$/);
    assert.throws(() => run(data(zigzag), 'retention: 10.0'), /number of points to retain is less than 1/);
  });
  test('without either it allows about one', () => {
    assert.match(run(data(zigzag)), /float\n10:00 0\n10:01 1\n10:02 8\n10:03 2\n10:04 0$/);
    assert.match(
      run(data('10:00 a 0\n10:01 a 0\n10:02 a 1\n10:03 a 0')),
      /float\n10:00 0\n10:02 1\n10:03 0$/,
    );
    assert.match(run(data('10:00 a 0\n10:01 a 0.4\n10:02 a 0', 'float')), /float\n10:00 0\n10:02 0$/);
  });
  test('several group keys, an empty table, other columns', () => {
    assert.equal(
      run(
        `${data(`${zigzag}
        10:00 b 3
        10:01 b 4`)} |> rename(columns: {_value: "v", _time: "at"})`,
        'epsilon: 9.0, valColumn: "v", timeColumn: "at"',
      ),
      golden(`
        _result [t=a]
        _time:time _value:float
        10:00 0
        10:04 0
        _result [t=b]
        _time:time _value:float
        10:00 3
        10:01 4
      `),
    );
    assert.equal(
      run(`${data(zigzag)} |> filter(fn: (r) => r._value > 9, onEmpty: "keep")`),
      '_result [t=a]\n_time:time _value:float',
    );
  });
  test('what it cannot work on', () => {
    assert.throws(() => run(data('10:00 a 1\n10:01 a -')), /rdp for values that are null/);
    assert.throws(() => run(data('10:00 a x', 'string')), /rdp can work only on numerical types, got string/);
    assert.throws(() => run(data(zigzag), 'valColumn: "x"'), /cannot find column x/);
    assert.throws(() => run(data(zigzag), 'epsilon: 0.0'), /Epsilon values need to be greater than 0.0/);
    assert.throws(() => run(data(zigzag), 'retention: 100.0'), /should be between 0.0 and 100.0/);
    assert.throws(
      () => run(data(zigzag), 'epsilon: 1.0, retention: 10.0'),
      /either epsilon or retention rate and not both/,
    );
  });
});

suite('package experimental/oee', () => {
  const events = `array.from(rows: [
      {_time: 2021-03-22T00:00:00Z, line: "a", state: "running", partCount: 1200, badCount: 10},
      {_time: 2021-03-22T01:00:00Z, line: "a", state: "running", partCount: 1300, badCount: 11},
      {_time: 2021-03-22T02:00:00Z, line: "a", state: "stopped", partCount: 1400, badCount: 11},
      {_time: 2021-03-22T03:00:00Z, line: "a", state: "running", partCount: 1400, badCount: 11},
      {_time: 2021-03-22T03:30:00Z, line: "a", state: "running", partCount: 1440, badCount: 14},
      {_time: 2021-03-22T00:00:00Z, line: "b", state: "running", partCount: 0, badCount: 0},
      {_time: 2021-03-22T02:00:00Z, line: "b", state: "stopped", partCount: 100, badCount: 50},
      {_time: 2021-03-22T00:00:00Z, line: "c", state: "stopped", partCount: 0, badCount: 0},
    ])
    |> group(columns: ["line"])
    |> range(start: 2021-03-22T00:00:00Z, stop: 2021-03-22T04:00:00Z)`;
  const imports = 'import "array"\nimport "experimental/oee"\n';
  // Line a is Flux's own test. Line b: 2 h of 8 h, 100 parts of 30 s in 2 h, a half of them good. Line c never ran.
  const expected = golden(`
    _result [line=a]
    _time:time availability:float oee:float performance:float quality:float runTime:int
    2021-03-22T04:00:00Z 0.375 0.24583333333333332 0.6666666666666666 0.9833333333333333 10800000000000
    _result [line=b]
    _time:time availability:float oee:float performance:float quality:float runTime:int
    2021-03-22T04:00:00Z 0.25 0.052083333333333336 0.4166666666666667 0.5 7200000000000
  `);
  const columns = '["line", "_time", "availability", "oee", "performance", "quality", "runTime"]';
  const sorted = `|> keep(columns: ${columns}) |> map(fn: (r) => ({line: r.line, _time: r._time, availability: r.availability,
    oee: r.oee, performance: r.performance, quality: r.quality, runTime: r.runTime}))`;

  test('APQ', () => {
    assert.equal(
      render(
        `${imports}${events} |> oee.APQ(runningState: "running", plannedTime: 8h, idealCycleTime: 30s) ${sorted}`,
      ),
      expected,
    );
  });
  test('computeAPQ, of two streams', () => {
    assert.equal(
      render(`${imports}all = ${events}
        oee.computeAPQ(
          productionEvents: all |> drop(columns: ["partCount", "badCount"]),
          partEvents: all |> drop(columns: ["state"]),
          runningState: "running", plannedTime: 8h, idealCycleTime: 30s,
        ) ${sorted}`),
      expected,
    );
  });
});
