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
