import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { FluxError } from '../../../sandbox/flux/errors.ts';
import { golden, render } from './evaluate.ts';

const prelude = `import "array"
import "influxdata/influxdb/monitor"
import "contrib/bonitoo-io/tickscript"
option monitor.write = (tables=<-) => tables
option monitor.log = (tables=<-) => tables
`;
const run = (text: string) => render(prelude + text);

/** Rows `time level host`, one table for each host and level, as checks leave them. */
function statuses(rows: string): string {
  const records = golden(rows)
    .split('\n')
    .map((line) => {
      const [time = '', level = '', host = ''] = line.split(' ');
      const value = level === '-' ? 'debug.null()' : `"${level}"`;
      return `{_time: 2030-05-15T${time}:00Z, _level: ${value}, host: "${host}"}`;
    });
  return `array.from(rows: [${records.join(', ')}]) |> group(columns: ["host", "_level"])`;
}

suite('monitor', () => {
  const rows = statuses(`
    10:00 ok a
    10:01 ok a
    10:02 crit a
    10:03 warn a
    10:04 ok a
    10:00 crit b
    10:01 crit b
    10:02 ok b
  `);

  test('any change of the state', () => {
    assert.equal(
      run(`${rows} |> monitor.stateChanges()`),
      golden(`
        _result [host=a _level=crit]
        _time:time
        10:02
        _result [host=a _level=ok]
        _time:time
        10:04
        _result [host=b _level=ok]
        _time:time
        10:02
        _result [host=a _level=warn]
        _time:time
        10:03
      `),
    );
    assert.equal(run(`${rows} |> monitor.stateChangesOnly()`), run(`${rows} |> monitor.stateChanges()`));
  });

  test('changes from and to a level', () => {
    const changes = (args: string) =>
      run(`${rows} |> monitor.stateChanges(${args})`)
        .split('\n')
        .filter((line) => !line.startsWith('_time'))
        .join(' ');
    assert.equal(
      changes('toLevel: "ok"'),
      '_result [host=a _level=ok] 10:04 _result [host=b _level=ok] 10:02',
    );
    assert.equal(changes('fromLevel: "ok"'), '_result [host=a _level=crit] 10:02');
    assert.equal(changes('fromLevel: "crit", toLevel: "ok"'), '_result [host=b _level=ok] 10:02');
    assert.equal(changes('fromLevel: "crit", toLevel: "warn"'), '_result [host=a _level=warn] 10:03');
    assert.equal(changes('fromLevel: "info", toLevel: "warn"'), '_result without tables');
  });

  test('the order is that of the sources, where they are known', () => {
    assert.equal(
      run(`array.from(rows: [
          {_time: 2030-05-15T10:00:00Z, _source_timestamp: 2, _level: "crit"},
          {_time: 2030-05-15T10:00:00Z, _source_timestamp: 1, _level: "ok"},
        ]) |> monitor.stateChanges()`),
      golden(`
        _result [_level=crit]
        _time:time _source_timestamp:int
        10:00 2
      `),
    );
  });

  test('a null level is of no state', () => {
    const text = `import "internal/debug"\n${prelude}${statuses(`
      10:00 ok a
      10:01 - a
      10:02 ok a
    `)} |> group() |> monitor.stateChanges(fromLevel: "any", toLevel: "ok")`;
    assert.equal(render(text), '_result without tables');
  });

  test('deadman tells who has not reported since', () => {
    assert.equal(
      run(`${rows} |> group(columns: ["host"]) |> monitor.deadman(t: 2030-05-15T10:03:00Z)`),
      golden(`
        _result [host=a]
        _time:time _level:string dead:bool
        10:04 ok false
        _result [host=b]
        _time:time _level:string dead:bool
        10:02 ok true
      `),
    );
  });

  test('check says the worst level that holds, and ok or unknown', () => {
    const check = (more: string) =>
      run(`array.from(rows: [1, 2, 3, 4] |> array.map(fn: (x) => ({_time: 2030-05-15T10:00:00Z, _measurement: "m", v: x})))
        |> group(columns: ["_measurement"])
        |> monitor.check(
            data: {_check_id: "1", _check_name: "n", _type: "threshold", tags: {team: "x"}},
            messageFn: (r) => "\${r._check_name} is \${r._level}",
            crit: (r) => r.v > 3, warn: (r) => r.v > 2, info: (r) => r.v > 1${more})
        |> keep(columns: ["_level", "_measurement", "_source_measurement", "team", "v", "_message", "_time"])
        |> group(columns: ["_measurement", "_source_measurement", "team"]) |> sort(columns: ["v"])`);
    const expected = (last: string) =>
      golden(`
        _result [_measurement=statuses _source_measurement=m team=x]
        _time:time v:int _level:string _message:string
        12:00 1 ${last} n is ${last}
        12:00 2 info n is info
        12:00 3 warn n is warn
        12:00 4 crit n is crit
      `);
    const words = (text: string) => text.split('\n').map((line) => line.split(/[ :]/).sort().join(' '));
    assert.deepEqual(words(check('')), words(expected('ok')));
    assert.deepEqual(words(check(', ok: (r) => false')), words(expected('unknown')));
  });

  test('notify calls the endpoint and logs what was sent', () => {
    const rendered = run(`${rows} |> filter(fn: (r) => r.host == "b" and r._level == "ok") |> monitor.notify(
      data: {_notification_rule_id: "7"},
      endpoint: (tables=<-) => tables |> map(fn: (r) => ({r with _sent: "true"})),
    ) |> drop(columns: ["_status_timestamp"])`);
    assert.equal(
      rendered,
      golden(`
        _result [host=b _level=ok _notification_rule_id=7 _sent=true]
        _time:time _measurement:string
        12:00 notifications
      `),
    );
  });

  test('its names', () => {
    assert.equal(
      run(
        'array.from(rows: [{v: [monitor.bucket, monitor.levelOK, monitor.levelInfo, monitor.levelWarn, monitor.levelCrit, monitor.levelUnknown] |> string()}])'.replace(
          / \|> string\(\)/,
          '[0]',
        ),
      ),
      '_result []\nv:string\n_monitoring',
    );
    for (const level of ['OK', 'Info', 'Warn', 'Crit', 'Unknown'])
      assert.match(
        run(`array.from(rows: [{v: monitor.level${level}}])`),
        new RegExp(`${level.toLowerCase()}$`),
      );
  });
});

suite('tickscript', () => {
  const points = `array.from(rows: [
    {_time: 2030-05-15T11:00:00Z, _measurement: "m", host: "a", _value: 1},
    {_time: 2030-05-15T11:01:00Z, _measurement: "m", host: "a", _value: 2},
    {_time: 2030-05-15T11:01:00Z, _measurement: "m", host: "b", _value: 5},
  ])`;
  const check = 'check: tickscript.defineCheck(id: "i", name: "n")';

  test('defineCheck', () => {
    assert.equal(
      run(
        'c = tickscript.defineCheck(id: "i", name: "n")\narray.from(rows: [{a: c._check_id, b: c._check_name, c: c._type}])',
      ),
      '_result []\na:string b:string c:string\ni n custom',
    );
  });

  test('deadman counts rows, and one of its own where there is no table', () => {
    const shown = '|> keep(columns: ["host", "dead", "_level", "_message"])';
    assert.equal(
      run(
        `${points} |> tickscript.groupBy(columns: ["host"]) |> tickscript.deadman(${check}, measurement: "m", threshold: 1) ${shown}`,
      ),
      golden(`
        _result [host=b _level=crit]
        dead:bool _message:string
        true Deadman Check: n is: dead
        _result [host=a _level=ok]
        dead:bool _message:string
        false Deadman Check: n is: alive
      `),
    );
    assert.equal(
      run(
        `${points} |> filter(fn: (r) => false) |> tickscript.deadman(${check}, measurement: "m") |> keep(columns: ["_level", "_source_measurement", "dead"])`,
      ),
      golden(`
        _result [_source_measurement=m _level=crit]
        dead:bool
        true
      `),
    );
  });

  test('select and compute rename, after a function if there is one', () => {
    const tables = `${points} |> group(columns: ["host"]) |> drop(columns: ["_time", "_measurement"])`;
    assert.equal(
      run(`${tables} |> tickscript.select(as: "x", fn: sum)`),
      '_result [host=a]\nx:int\n3\n_result [host=b]\nx:int\n5',
    );
    assert.equal(
      run(`${tables} |> tickscript.compute(column: "_value", as: "x")`),
      '_result [host=a]\nx:int\n1\n2\n_result [host=b]\nx:int\n5',
    );
  });

  test('selectWindow fills windows that are empty', () => {
    assert.equal(
      run(`${points} |> group() |> range(start: 2030-05-15T11:00:00Z, stop: 2030-05-15T11:03:00Z)
        |> tickscript.selectWindow(as: "x", fn: sum, every: 1m, defaultValue: 0) |> keep(columns: ["_time", "x"])`),
      '_result []\nx:int _time:time\n1 11:01\n7 11:02\n0 11:03',
    );
  });

  test('join gives the rows a measurement', () => {
    assert.equal(
      run(`a = ${points} |> filter(fn: (r) => r.host == "a") |> keep(columns: ["_time", "_value"])
        b = ${points} |> filter(fn: (r) => r.host == "b") |> keep(columns: ["_time", "_value"])
        tickscript.join(tables: {a: a, b: b}, measurement: "j") |> keep(columns: ["_measurement", "_value_a", "_value_b"])`),
      '_result [_measurement=j]\n_value_a:int _value_b:int\n2 5',
    );
  });
});

suite('what packages of alerting have that sends nothing', () => {
  const value = (call: string, imports: string) =>
    render(`import "array"\n${imports}\narray.from(rows: [{v: ${call}}])`).split('\n')[2];

  const cases: readonly (readonly [path: string, call: string, expected: string])[] = [
    ['slack', 'slack.validateColorString(color: "good")', 'good'],
    ['slack', 'slack.validateColorString(color: "#fff")', '#fff'],
    ['slack', 'slack.validateColorString(color: "#00FFcc")', '#00FFcc'],
    ['slack', 'slack.defaultURL', 'https://slack.com/api/chat.postMessage'],
    ['pagerduty', 'pagerduty.actionFromSeverity(severity: "OK")', 'resolve'],
    ['pagerduty', 'pagerduty.actionFromLevel(level: "crit")', 'trigger'],
    ['pagerduty', 'pagerduty.severityFromLevel(level: "Crit")', 'critical'],
    ['pagerduty', 'pagerduty.severityFromLevel(level: "warn")', 'warning'],
    ['pagerduty', 'pagerduty.severityFromLevel(level: "ok")', 'info'],
    ['pagerduty', 'pagerduty.severityFromLevel(level: "constructor")', 'error'],
    ['contrib/rhajek/bigpanda', 'bigpanda.statusFromLevel(level: "info")', 'ok'],
    ['contrib/rhajek/bigpanda', 'bigpanda.statusFromLevel(level: "unknown")', 'critical'],
    ['contrib/sranka/sensu', 'sensu.toSensuName(v: "a b/ü.c-d_1")', 'a_b__.c-d_1'],
    ['contrib/sranka/sensu', 'sensu.toSensuName(v: "")', '_'],
    [
      'contrib/sranka/opsgenie',
      'opsgenie.respondersToJSON(v: ["user:a<b", "team:c", "escalation:d", "schedule:e"])',
      '[{"type":"user","username":"a\\u003cb"},{"type":"team","name":"c"},{"type":"escalation","name":"d"},{"type":"schedule","name":"e"}]',
    ],
  ];
  for (const [path, call, expected] of cases)
    test(call, () => assert.equal(value(call, `import "${path}"`), expected));

  const wrong: readonly (readonly [path: string, call: string, message: RegExp])[] = [
    ['slack', 'slack.validateColorString(color: "red")', /could not parse color string/],
    ['slack', 'slack.validateColorString(color: "#fffffff")', /could not parse color string/],
    ['slack', 'slack.validateColorString(color: "#xyz")', /parsing "xyz": invalid syntax/],
    ['contrib/sranka/opsgenie', 'opsgenie.respondersToJSON(v: ["x"])', /unsupported responder "x"/],
    [
      'influxdata/influxdb/sample',
      'sample.data(set: "noaa")',
      /error @3:23-3:34: function sample\.data, which is read off the net .*air_sensor.*, is not supported by the sandbox/,
    ],
  ];
  for (const [path, call, message] of wrong)
    test(`${call} is refused`, () => assert.throws(() => value(call, `import "${path}"`), message));

  test("PagerDuty's key is of the group key, in order, without what is excluded", () => {
    const table = `import "pagerduty"\nimport "array"
      array.from(rows: [{b: "2", a: "1", _level: "ok", n: 3}]) |> group(columns: ["b", "a", "_level"])`;
    const key = (args: string) => render(`${table} |> pagerduty.dedupKey(${args})`).slice(-64);
    // What sha256sum makes of a line for each label and each value.
    const hashes = {
      '': '16f3afa1c05350e327e79c057d4c6946e9e29d1734603350a0d7f6fd927c6538',
      'exclude: ["b", "_level"]': '309b0e45a73d3fc5325e2b6ed0a01ef8b9cde6b05a5633c1f893f970d52bfddc',
      'exclude: []': 'e2ab11df3e40462302e441896ad442f5b094f54362f56bd76f33b4d731899fe3',
    };
    for (const [args, hash] of Object.entries(hashes)) assert.equal(key(args), hash, args);
    assert.throws(
      () =>
        render(
          'import "pagerduty"\nimport "array"\narray.from(rows: [{t: now()}]) |> group(columns: ["t"]) |> pagerduty.dedupKey()',
        ),
      (error: unknown) =>
        error instanceof FluxError &&
        error.code === 'unsupported' &&
        /"t"; name it in exclude/.test(error.message),
    );
  });

  test('alignToNow moves the newest point to now', () => {
    assert.equal(
      render(`import "array"\nimport "influxdata/influxdb/sample"
        array.from(rows: [{_time: 2020-01-01T00:00:00Z}, {_time: 2020-01-01T01:00:00Z}]) |> sample.alignToNow()`),
      '_result []\n_time:time\n11:00\n12:00',
    );
  });

  test('quantiles of histograms in both formats of Prometheus', () => {
    const bounds = (label: string, more = '') =>
      `array.from(rows: [["0.1", "1.0"], ["0.2", "3.0"], ["+Inf", "4.0"]]
        |> array.map(fn: (x) => ({_time: 2030-05-15T10:00:00Z, ${label}: x[0], ${more} _value: float(v: x[1])})))`;
    const imports = 'import "array"\nimport "experimental/prometheus"\n';
    // Half of 4 is the second of the two between 0.1 and 0.2.
    const expected = '_result [_field=f quantile=0.5]\n_time:time _value:float\n10:00 0.15000000000000002';
    const words = (text: string) => text.split('\n').map((line) => line.split(/[ []/).sort().join(' '));
    assert.deepEqual(
      words(
        render(
          `${imports}${bounds('le', '_field: "f",')} |> group(columns: ["_field", "le"]) |> prometheus.histogramQuantile(quantile: 0.5)`,
        ),
      ),
      words(expected),
    );
    assert.match(
      render(
        `${imports}${bounds('_field', '_measurement: "m",')} |> group(columns: ["_field", "_measurement"]) |> prometheus.histogramQuantile(quantile: 0.5, metricVersion: 1)`,
      ),
      /_measurement=m.*quantile=0\.5[\s\S]*0\.15/,
    );
    assert.throws(
      () =>
        render(`${imports}${bounds('le')} |> prometheus.histogramQuantile(quantile: 0.5, metricVersion: 3)`),
      /Invalid metricVersion/,
    );
  });
});

suite('tasks', () => {
  const text = (option: string, expression: string) =>
    render(
      `import "array"\nimport "influxdata/influxdb/tasks"\n${option}\narray.from(rows: [{v: ${expression}}])`,
    );

  test('outside of a task there is no last success', () => {
    assert.match(text('', 'exists tasks.lastSuccessTime'), /false$/);
    assert.match(text('', 'tasks.lastSuccess(orTime: -1h)'), /\n11:00$/);
    assert.match(text('', 'tasks.lastSuccess(orTime: 2030-05-15T09:00:00Z)'), /\n09:00$/);
  });
  test('a script can say when it was', () => {
    const option = 'option tasks.lastSuccessTime = 2030-05-15T08:00:00Z';
    assert.match(text(option, 'tasks.lastSuccess(orTime: -1h)'), /\n08:00$/);
    assert.match(text(option, 'tasks.lastSuccessTime'), /\n08:00$/);
  });
});
