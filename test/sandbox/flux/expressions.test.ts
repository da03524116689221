import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { prelude, render } from './evaluate.ts';

/** The value of an expression, as a cell. */
function value(expression: string, before = ''): string {
  const text = render(`${before}\n${prelude}\narray.from(rows: [{keep: 1, v: ${expression}}])`.trim());
  return text.split('\n').slice(1).join('|').replace('keep:int ', '').replace('|1 ', ' = ');
}
/** Imports come first in Flux. */
const using = (path: string) => `import "${path}"`;

const cases: readonly (readonly [string, string, string?])[] = [
  ['1 + 2 * 3', 'v:int = 7'],
  ['7 / 2', 'v:int = 3'],
  ['-7 / 2', 'v:int = -3'],
  ['-7 % 3', 'v:int = -1'],
  ['7.0 / 2.0', 'v:float = 3.5'],
  ['1.0 / 0.0', 'v:float = +Inf'],
  ['2 ^ 10', 'v:float = 1024'],
  ['9223372036854775807 + 1', 'v:int = -9223372036854775808'],
  ['"a" + "b"', 'v:string = ab'],
  [
    `"\${1 + 1} and \${1.5} at \${2030-01-01T00:00:00Z} for \${1h30m}"`,
    'v:string = 2 and 1.5 at 2030-01-01T00:00:00.000000000Z for 1h30m',
  ],
  ['1 == 1.0', 'v:bool = true'],
  ['"b" > "a"', 'v:bool = true'],
  ['2030-01-01T00:00:00Z < 2030-01-02T00:00:00Z', 'v:bool = true'],
  ['if 1 > 2 then "yes" else "no"', 'v:string = no'],
  ['true or 1 / 0 == 1', 'v:bool = true'],
  ['false and 1 / 0 == 1', 'v:bool = false'],
  ['not true', 'v:bool = false'],
  ['"abc" =~ /^A/', 'v:bool = false'],
  ['"abc" =~ /(?i)^A/', 'v:bool = true'],
  ['"abc" !~ /[[:digit:]]/', 'v:bool = true'],
  [String.raw`"a/b" =~ /^\x61\/\w$/`, 'v:bool = true'],
  [String.raw`"\\x61" =~ /^\\x61$/`, 'v:bool = true'],
  ['.5 + 2.', 'v:float = 2.5'],
  ['string(v: 1mo2w3µs)', 'v:string = 1mo2w3us'],
  ['2030-01-01', 'v:time = 2030-01-01T00:00:00Z'],
  ['[1, 2, 3][1]', 'v:int = 2'],
  ['{a: {"b c": 5}}.a["b c"]', 'v:int = 5'],
  ['((x, y=10) => x * y)(x: 2)', 'v:int = 20'],
  ['length(arr: [1, 2])', 'v:int = 2'],
  ['contains(value: "b", set: ["a", "b"])', 'v:bool = true'],
  ['now()', 'v:time = 12:00'],
  ['today()', 'v:time = 00:00'],
  ['int(v: "-12")', 'v:int = -12'],
  ['int(v: 3.9)', 'v:int = 3'],
  ['int(v: true)', 'v:int = 1'],
  ['int(v: 1970-01-01T00:00:01Z)', 'v:int = 1000000000'],
  ['uint(v: -1)', 'v:uint = 18446744073709551615'],
  ['float(v: "1e3")', 'v:float = 1000'],
  ['bool(v: 1)', 'v:bool = true'],
  ['bool(v: "false")', 'v:bool = false'],
  ['time(v: "2030-01-01")', 'v:time = 2030-01-01T00:00:00Z'],
  ['time(v: "2030-01-01T01:00:00.123456789+01:00")', 'v:time = 2030-01-01T00:00:00.123456789Z'],
  ['time(v: 1)', 'v:time = 1970-01-01T00:00:00.000000001Z'],
  ['string(v: duration(v: "-1y2mo3d"))', 'v:string = -1y2mo3d'],
  ['string(v: duration(v: 60000000000))', 'v:string = 1m'],
  ['string(v: 100000000000000000000000.0)', 'v:string = 100000000000000000000000'],
  ['date.truncate(t: 2030-05-15T12:34:56Z, unit: 1h)', 'v:time = 12:00', using('date')],
  ['date.add(d: 1mo, to: 2030-01-31T00:00:00Z)', 'v:time = 2030-02-28T00:00:00Z', using('date')],
  ['date.sub(d: 1h, from: 2030-05-15T12:00:00Z)', 'v:time = 11:00', using('date')],
  ['date.weekDay(t: 2030-05-15T12:00:00Z)', 'v:int = 3', using('date')],
  ['date.week(t: 2027-01-01T00:00:00Z)', 'v:int = 53', using('date')],
  ['strings.title(v: "an ode")', 'v:string = An Ode', using('strings')],
  ['strings.replace(v: "a-a-a", t: "a", u: "b", i: 2)', 'v:string = b-b-a', using('strings')],
  ['strings.substring(v: "grüße", start: 2, end: 4)', 'v:string = üß', using('strings')],
  ['strings.joinStr(arr: strings.split(v: "a,b", t: ","), v: ";")', 'v:string = a;b', using('strings')],
  ['regexp.replaceAllString(r: /a(.)/, v: "ab ac", t: "<$1>")', 'v:string = <b> <c>', using('regexp')],
  ['math.round(x: -2.5)', 'v:float = -3', using('math')],
  ['math.pi', 'v:float = 3.141592653589793', using('math')],
  ['dict.get(dict: ["a": 1], key: "a", default: 0)', 'v:int = 1', using('dict')],
];

suite('expressions', () => {
  for (const [expression, expected, before] of cases) {
    test(expression, () => assert.equal(value(expression, before), expected));
  }

  test('null goes through operators and conversions', () => {
    const text = render(
      `${prelude}array.from(rows: [{a: 1}]) |> map(fn: (r) => ({a: r.a, n: exists r.x, sum: exists (r.x + 1), i: exists int(v: r.x), both: if r.x == 1 then "yes" else "no"}))`,
    );
    assert.equal(text.split('\n').at(-1), '1 false false false no');
  });

  test('a closure keeps the variables of its place', () => {
    const script = `${prelude}k = 1\nouter = (n) => { k = n * 10 return (m) => k + m }\narray.from(rows: [{v: outer(n: 3)(m: 4), k: k}])`;
    assert.equal(render(script).split('\n').at(-1), '34 1');
  });

  test('with takes a record over and changes what it names', () => {
    const script = `${prelude}r = {a: 1, b: 2}\narray.from(rows: [{r with a: 9}])`;
    assert.equal(render(script).split('\n').slice(1).join(' '), 'a:int b:int 9 2');
  });

  test('option now moves the ranges', () => {
    const script =
      'option now = () => 2030-05-15T06:00:00Z\nfrom(bucket: "air_sensor") |> range(start: -2m) |> filter(fn: (r) => r._field == "co" and r.sensor_id == "TLM0100") |> drop(columns: ["_value"])';
    assert.match(render(script), /_start=2030-05-15T05:58:00Z|_start=05:58/);
  });
});

const failures: readonly (readonly [string, RegExp])[] = [
  ['range(start: "-1h")', /^error calling function "range" @1:31-1:50: value is not a time, got string$/],
  ['range(start: 2030-01-02T00:00:00Z, stop: 2030-01-01T00:00:00Z)', /cannot query an empty range/],
  ['range(start: duration(v: "1 h"))', /cannot convert string "1 h" to duration due to invalid syntax/],
  ['range(start: duration(v: 1.5))', /cannot convert float to duration/],
  ['range(start: time(v: 1.5))', /cannot convert float to time/],
  [
    'range(start: time(v: "2030-01-01T00:00:00"))',
    /cannot convert string "2030-01-01T00:00:00" to time due to invalid syntax/,
  ],
  [
    'range(start: -5m) |> filter(fn: (r) => r._field == 1)',
    /^runtime error @1:52-1:84: filter: failed to evaluate filter function: unsupported binary expression string == int$/,
  ],
  [
    'range(start: -5m) |> map(fn: (r) => ({x: 1 / 0}))',
    /map: failed to evaluate map function: cannot divide by zero/,
  ],
  [
    'range(start: -5m) |> foretell(n: 1)',
    /^error @1:52-1:60: function foretell is not supported by the sandbox/,
  ],
  ['limit(n: 1)', /cannot submit unbounded read/],
];

suite('errors', () => {
  for (const [pipe, expected] of failures) {
    test(pipe, () =>
      assert.throws(
        () => render(`from(bucket: "air_sensor") |> ${pipe}`),
        (error: Error) => {
          assert.match(error.message, expected);
          return true;
        },
      ),
    );
  }

  test('whole seconds start a range', () => {
    assert.match(
      render('from(bucket: "factory") |> range(start: 1905076500) |> limit(n: 1)'),
      /_start=2030-05-15T11:55:00Z|_start=11:55/,
    );
  });
  test('a bucket that is not there', () => {
    assert.throws(() => render('from(bucket: "none") |> range(start: -1h)'), {
      message: 'failed to initialize execute state: could not find bucket "none"',
      code: 'not found',
    });
  });
  test('a package that is not there', () => {
    assert.throws(
      () => render('import "sql"\nx = 1'),
      /error @1:1-1:13: package "sql", which leaves this machine, is not supported by the sandbox/,
    );
    assert.throws(
      () => render('import "http"\nhttp.post(url: "http://localhost")'),
      /error @2:1-2:10: function http.post, which leaves this machine, is not supported by the sandbox/,
    );
  });
  test('a package that the sandbox lacks is told by its first function that is used', () => {
    const head = 'import "array"\nimport "testing/expect"\nx = array.from(rows: [{v: 1}])\n';
    assert.equal(render(`${head}x`), '_result []\nv:int\n1');
    assert.throws(
      () => render(`${head}expect.planner(rules: [])`),
      /error @4:1-4:15: function expect.planner is not supported by the sandbox/,
    );
  });
  test('a place is told in UTF-8 bytes', () => {
    assert.throws(
      () => render('a = 1\nb = "ü😀" + zoë'),
      /error @2:16-2:20: function zoë is not supported by the sandbox/,
    );
  });
  test('a text that is no Flux', () => {
    assert.throws(() => render('a = 1 +\nb = 2'), /error @1:7-1:8: what stands here is not supported/);
  });
  test('two results of one name', () => {
    const query = 'from(bucket: "factory") |> range(start: -1h)';
    assert.throws(() => render(`${query}\n${query}`), /more than one result with the name "_result"/);
  });
  test('no result at all', () => {
    assert.throws(() => render('x = 1'), /returns no streaming data/);
  });
});

suite('limits', () => {
  const query = 'from(bucket: "air_sensor") |> range(start: -7d) |> filter(fn: (r) => r._value > 0.0)';
  test('on steps', () => {
    assert.throws(
      () => render(query, { limits: { steps: 50_000 } }),
      /takes more than 50000 steps, the sandbox's limit/,
    );
  });
  test('on time', () => {
    assert.throws(() => render(query, { limits: { milliseconds: -1 } }), /ran longer than .* s, the limit/);
  });
});
