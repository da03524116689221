import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { data, golden, prelude, render } from './evaluate.ts';

const one = 'array.from(rows: [{v: 1}])';

suite('options of packages', () => {
  test('rules of the planner are accepted, and can be read', () => {
    assert.equal(
      render(`import "array"\nimport p "planner"
        option p.disableLogicalRules = ["a", "b"]
        array.from(rows: [{l: length(arr: p.disableLogicalRules), p: length(arr: p.disablePhysicalRules)}])`),
      '_result []\nl:int p:int\n2 1',
    );
  });
  test('profilers are refused by their names', () => {
    const enabled = (names: string) =>
      render(`import "array"\nimport "profiler"\noption profiler.enabledProfilers = ${names}\n${one}`);
    assert.match(enabled('[""]'), /\n1$/);
    assert.match(enabled('[]'), /\n1$/);
    assert.throws(
      () => enabled('["", "operator"]'),
      /@3:8-3:33: option profiler.enabledProfilers: the sandbox does not have the profiler "operator"/,
    );
  });
  test('tags of test cases; what is no option', () => {
    assert.match(render(`import "array"\nimport "testing"\noption testing.tags = ["a"]\n${one}`), /\n1$/);
    assert.throws(
      () => render(`import "array"\nimport "math"\noption math.pi = 3.0\n${one}`),
      /@3:8-3:15: option math.pi is not supported/,
    );
  });
});

suite('package runtime', () => {
  test('version', () => {
    assert.equal(
      render('import "array"\nimport "runtime"\narray.from(rows: [{v: runtime.version()}])'),
      '_result []\nv:string\n(devel)',
    );
  });
});

suite('package influxdata/influxdb/v1', () => {
  const json = (answer: unknown) =>
    render(`import "influxdata/influxdb/v1"\nv1.json(json: ${JSON.stringify(JSON.stringify(answer))})`);
  const series = {
    name: 'cpu',
    tags: { region: 'eu', host: 'server01' },
    columns: ['time', 'usage', 'note'],
    values: [
      ['2030-05-15T10:00:00Z', 0.5, null],
      ['2030-05-15T10:01:00Z', 2, 'x'],
      ['2030-05-15T10:02:00.5Z', null, null],
    ],
  };

  test('a table for each series and field, without nulls', () => {
    assert.equal(
      json({
        results: [{ statement_id: 0, series: [series, { columns: ['ok'], values: [[true], [false]] }] }],
      }),
      golden(`
        _result [_measurement=cpu host=server01 region=eu _field=note]
        _time:time _value:string
        10:01 x
        _result [_field=ok]
        _value:bool
        true
        false
        _result [_measurement=cpu host=server01 region=eu _field=usage]
        _time:time _value:float
        10:00 0.5
        10:01 2
      `),
    );
  });
  test('a field of nulls has no table, a result without series none at all', () => {
    assert.equal(
      json({ results: [{ series: [{ columns: ['time', 'v'], values: [['2030-05-15T10:00:00Z', null]] }] }] }),
      '_result without tables',
    );
    assert.equal(json({ results: [{ statement_id: 0 }] }), '_result without tables');
  });
  test('what it cannot read', () => {
    const call = (args: string) => () => render(`import "influxdata/influxdb/v1"\nv1.json(${args})`);
    assert.throws(call(''), /must provide json raw text or filename/);
    assert.throws(call('json: "{}", file: "a"'), /exactly one of the parameters json or file/);
    assert.throws(call('file: "a"'), /the sandbox reads no files/);
    assert.throws(call('json: "{"'), /not JSON/);
    assert.throws(call('json: "{}"'), /no results/);
    const mixed = { columns: ['v'], values: [[1], ['a']] };
    assert.throws(() => json({ results: [{ series: [mixed] }] }), /"v" are not all of one simple type/);
    const timed = { columns: ['time', 'v'], values: [[1, 1]] };
    assert.throws(() => json({ results: [{ series: [timed] }] }), /a time must be text/);
  });
});

suite('package influxdata/influxdb/sample', () => {
  test('alignToNow moves all tables by as much, until the newest row is now', () => {
    assert.equal(
      render(`${prelude}import "influxdata/influxdb/sample"
        ${data('08:00 a 1\n08:01 a 2\n08:30 b 3')} |> sample.alignToNow()`),
      golden(`
        _result [t=a]
        _time:time _value:int
        11:30 1
        11:31 2
        _result [t=b]
        _time:time _value:int
        12:00 3
      `),
    );
  });
  test('option now counts', () => {
    assert.match(
      render(`${prelude}import "influxdata/influxdb/sample"
        option now = () => 2030-05-15T20:00:00Z
        ${data('08:00 a 1')} |> sample.alignToNow()`),
      /20:00 1$/,
    );
  });
});

suite('experimental.fill', () => {
  const run = (rows: string, args: string) =>
    render(`${prelude}import "experimental"\n${rows} |> experimental.fill(${args})`);
  const rows = data(
    `10:00 a -
     10:01 a 1
     10:02 a -
     10:00 b -
     10:01 b 2`,
  );
  test('with a value, with the one before', () => {
    assert.match(run(rows, 'value: 9'), /10:00 9\n10:01 1\n10:02 9\n_result \[t=b\]\n.*\n10:00 9\n10:01 2$/);
    assert.match(
      run(rows, 'usePrevious: true'),
      /10:00 -\n10:01 1\n10:02 1\n_result \[t=b\]\n.*\n10:00 -\n10:01 2$/,
    );
    assert.throws(() => run(rows, 'value: 1.5'), /type/);
  });
});

suite('what needs no import', () => {
  test('cardinality, wideTo', () => {
    assert.match(render('cardinality(bucket: "factory", start: -1h)'), /_value:int\n\d+$/);
    assert.throws(
      () => render(`${prelude}${data('10:00 a 1')} |> wideTo()`),
      /must specify one of bucket or bucketID/,
    );
  });
});

suite('refused by name', () => {
  test('what leaves the machine', () => {
    assert.throws(
      () => render('import "experimental/csv"\ncsv.from(url: "http://localhost/x.csv")'),
      /@1:1-1:26: package "experimental\/csv", which leaves this machine, is not supported/,
    );
    assert.throws(
      () => render('import "influxdata/influxdb/sample"\nsample.data(set: "usgs")'),
      /@2:1-2:12: function sample\.data.* is not supported/,
    );
  });
});

suite('option schema._from', () => {
  const head = `import "array"\nimport "influxdata/influxdb/schema"\nimport "influxdata/influxdb/v1"
    option schema._from = (bucket) => array.from(rows: [
      {_time: 2030-05-15T10:00:00Z, _measurement: "m", _field: bucket, t: "b", n: 1, _value: 1.0},
      {_time: 2030-05-15T10:01:00Z, _measurement: "m", _field: bucket, t: "b", n: 1, _value: 1.0},
      {_time: 2030-05-15T10:00:00Z, _measurement: "l", _field: "g", t: "a", n: 2, _value: 2.0},
      {_time: 2020-05-15T10:00:00Z, _measurement: "old", _field: "g", t: "z", n: 3, _value: 3.0},
    ]) |> group(columns: ["_measurement", "_field"])\n`;
  const values = (call: string) => render(head + call).split('\n');

  test('a stream in place of a bucket, in the order of its tables', () => {
    const start = 'start: 2030-01-01T00:00:00Z';
    assert.deepEqual(values(`schema.measurements(bucket: "f", ${start})`), [
      '_result []',
      '_value:string',
      'm',
      'l',
    ]);
    assert.deepEqual(values(`schema.fieldKeys(bucket: "f", ${start})`).slice(2), ['f', 'g']);
    assert.deepEqual(values(`v1.tagValues(bucket: "f", tag: "t", ${start})`).slice(2), ['b', 'a']);
    assert.deepEqual(
      values(`schema.measurementTagValues(bucket: "f", measurement: "l", tag: "t", ${start})`).slice(2),
      ['a'],
    );
    assert.deepEqual(values(`schema.measurementTagKeys(bucket: "f", measurement: "m", ${start})`).slice(2), [
      '_start',
      '_stop',
      '_measurement',
      '_field',
    ]);
    assert.deepEqual(values(`schema.tagValues(bucket: "f", tag: "none", ${start})`).slice(2), []);
  });
  test('what is no text; what is no stream; a bucket without it', () => {
    assert.throws(() => values('schema.tagValues(bucket: "f", tag: "n")'), /values of "n" are not strings/);
    assert.throws(
      () =>
        render(
          'import "influxdata/influxdb/schema"\noption schema._from = (bucket) => 1\nschema.measurements(bucket: "f")',
        ),
      /option schema\._from must return a stream/,
    );
    assert.match(
      render('import "influxdata/influxdb/schema"\nschema.measurements(bucket: "factory")'),
      /_value:string\n\w+$/,
    );
  });
});

suite('packages of the language itself', () => {
  const value = (imports: string, text: string, body = '') =>
    render(`import "array"\n${imports}\n${body}\narray.from(rows: [{v: ${text}}])`).split('\n').at(-1);

  test('internal/debug: sink, options by name', () => {
    assert.equal(
      render('import "internal/debug"\nimport "array"\narray.from(rows: [{v: 1}]) |> debug.sink()'),
      '_result without tables',
    );
    const vectorize = 'debug.getOption(pkg: "internal/debug", name: "vectorize")';
    assert.equal(value('import "internal/debug"', vectorize), 'false');
    assert.equal(value('import "internal/debug"', vectorize, 'option debug.vectorize = true'), 'true');
    assert.throws(
      () => value('import "internal/debug"', 'debug.getOption(pkg: "math", name: "pi")'),
      /option pi of package "math" is not supported/,
    );
  });
  test('constants, and what is as it was given', () => {
    assert.equal(value('import "internal/boolean"', 'boolean.true'), 'true');
    assert.equal(value('import "internal/influxql"', 'influxql.minTime'), '1677-09-21T00:12:43.145224194Z');
    assert.equal(value('import "internal/influxql"', 'influxql.maxTime'), '2262-04-11T23:47:16.854775806Z');
    assert.equal(value('import "internal/testutil"', 'testutil.makeRecord(o: {a: 2}).a'), '2');
    assert.equal(value('import "internal/testutil"', '3 |> testutil.yield()'), '3');
    assert.throws(() => value('import "internal/testutil"', 'testutil.fail()'), /fail/);
  });
  test('internal/gen: random numbers of every series, none of a seed', () => {
    const tags = '[{name: "a", cardinality: 2}, {name: "b", cardinality: 3}, {name: "c", cardinality: 0}]';
    const counted = (args: string) => `import "internal/gen"
      gen.tables(n: 4, tags: ${tags}${args}) |> filter(fn: (r) => exists r._value, onEmpty: "keep") |> count()`;
    const tables = render(counted('')).split('_result ').slice(1);
    assert.deepEqual(
      tables.map((table) => table.split('\n').slice(1, 3)),
      Array.from({ length: 6 }, () => ['_value:int', '4']),
    );
    assert.match(tables[0] ?? '', /^\[a=\w+ b=\w+\]/);
    assert.match(render(counted(', nulls: 1.0')), /\n0$/);
    assert.match(render('import "internal/gen"\ngen.tables(n: 3) |> elapsed()'), /(\n\S+ \S+ 10){2}$/);
    assert.throws(() => render(counted(', seed: 1')), /a seed, .* is not supported/);
  });
  test('assertMatches', () => {
    const matches = (got: string) =>
      render(`import "internal/testing"\ntesting.assertMatches(got: "${got}", want: /4+/)`);
    assert.equal(matches('44'), 'errorOutput without tables');
    assert.throws(() => matches('5'), /Regex `4\+` does not match `5`/);
  });
  test('iox.sqlInterval', () => {
    const interval = (d: string) => value('import "experimental/iox"', `iox.sqlInterval(d: ${d})`);
    assert.equal(
      interval('1y2mo3w4d5h6m7s8ms'),
      '1 years 2 months 3 weeks 4 days 5 hours 6 minutes 7 seconds 8 milliseconds',
    );
    assert.equal(interval('9us10ns'), '9 microseconds 10 nanoseconds');
    assert.throws(() => interval('-1h'), /not positive/);
    assert.throws(() => interval('0s'), /not positive/);
  });
  test('what only the sandbox cannot do is not caught', () => {
    assert.throws(
      () =>
        value(
          'import "experimental"\nimport "influxdata/influxdb/v1"',
          'experimental.catch(fn: () => v1.json(file: "a")).msg',
        ),
      /the sandbox reads no files/,
    );
    assert.equal(value('import "experimental"', 'experimental.catch(fn: () => die(msg: "no")).code'), '3');
  });
});
