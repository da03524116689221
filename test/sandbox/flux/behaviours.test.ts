import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { golden, render } from './evaluate.ts';

const rows = (text: string) => `import "array"\narray.from(rows: [${text}])`;
const minutes = `${rows('{_time: 2030-05-15T10:00:00Z, _value: 5}, {_time: 2030-05-15T10:25:00Z, _value: 8}')}
  |> range(start: 2030-05-15T10:00:00Z, stop: 2030-05-15T10:30:00Z)`;
const four = rows('{_value: 1.0}, {_value: 2.0}, {_value: 3.0}, {_value: 4.0}');
const nullKey = `${rows('{a: 1, t: "x"}, {a: 2, t: "y"}')}
  |> map(fn: (r) => ({a: r.a, t: if r.t == "x" then r.t else r.none})) |> group(columns: ["t"])`;
const bins = `${rows('{le: 1.0, _value: 1.0}, {le: 2.0, _value: 2.0}, {le: 3.0, _value: 2.0}, {le: 4.0, _value: 4.0}')}`;

const cases: (readonly [string, string, string])[] = [
  [
    'a selector gives a row with null for an empty window that was asked for',
    `${minutes} |> aggregateWindow(every: 10m, fn: first)`,
    '_result [_start=10:00 _stop=10:30]\n_time:time _value:int\n10:10 5\n10:20 -\n10:30 8',
  ],
  [
    'a selector gives no row for an empty window otherwise',
    `${minutes} |> aggregateWindow(every: 10m, fn: last, createEmpty: false)`,
    '_result [_start=10:00 _stop=10:30]\n_time:time _value:int\n10:10 5\n10:30 8',
  ],
  [
    'a selector leaves an empty table',
    `${minutes} |> limit(n: 0) |> max()`,
    '_result [_start=10:00 _stop=10:30]\n_time:time _value:int',
  ],
  [
    'windows of months take an offset back over the end of a month',
    `${rows('{_time: 2020-04-10T12:00:00Z, _value: 1}, {_time: 2020-05-10T12:00:00Z, _value: 3}')}
      |> range(start: 2020-03-15T00:00:00Z, stop: 2020-06-01T15:00:00Z) |> window(period: 1mo, offset: -2h) |> sum()`,
    `_result [_start=2020-03-31T22:00:00Z _stop=2020-04-30T22:00:00Z]\n_value:int\n1
     _result [_start=2020-04-30T22:00:00Z _stop=2020-05-30T22:00:00Z]\n_value:int\n3`,
  ],
  ['quantile estimates', `${four} |> quantile(q: 0.9)`, '_result []\n_value:float\n4'],
  [
    'quantile estimates for whole numbers too, as a float',
    `${rows('{_value: 1}, {_value: 2}, {_value: 3}, {_value: 4}')} |> quantile(q: 0.9)`,
    '_result []\n_value:float\n4',
  ],
  [
    'experimental.quantile selects without a word of compression',
    `import "experimental"\n${four} |> experimental.quantile(q: 0.5, method: "exact_selector")`,
    '_result []\n_value:float\n2',
  ],
  [
    'floats that no whole number can hold',
    rows(
      '{i: int(v: 99999999999999999999.0), j: int(v: -99999999999999999999.0), u: uint(v: 99999999999999999999.0), n: uint(v: -1.5)}',
    ),
    '_result []\ni:int j:int u:uint n:uint\n-9223372036854775808 -9223372036854775808 9223372036854775808 18446744073709551615',
  ],
  [
    'a time as text has all its digits',
    rows('{s: string(v: 2030-01-01T10:00:00.5Z), t: "at ${2030-01-01T10:00:00Z}"}'),
    '_result []\ns:string t:string\n2030-01-01T10:00:00.500000000Z at 2030-01-01T10:00:00.000000000Z',
  ],
  [
    'what differs stands beside an answer',
    `import "testing"\n${four} |> limit(n: 1)\ntesting.assertEqualValues(got: 1, want: 2)`,
    '_result []\n_value:float\n1\nerrorOutput []\n_diff:string v:int\n- 2\n+ 1',
  ],
  ['quantile between two values', `${four} |> quantile(q: 0.3)`, '_result []\n_value:float\n1.7'],
  [
    'quantile, the exact mean',
    `${four} |> quantile(q: 0.9, method: "exact_mean")`,
    '_result []\n_value:float\n3.7',
  ],
  [
    'fill adds a column that is not there',
    `${rows('{a: 1}')} |> fill(column: "b", value: "x")`,
    '_result []\na:int b:string\n1 x',
  ],
  [
    'fill changes a key of null',
    `${nullKey} |> fill(column: "t", value: "z")`,
    '_result [t=x]\na:int\n1\n_result [t=z]\na:int\n2',
  ],
  [
    'reduce writes into the key',
    `${rows('{t: "x", v: 1}, {t: "x", v: 2}')} |> group(columns: ["t"]) |> reduce(identity: {t: "", sum: 0}, fn: (r, accumulator) => ({t: "all", sum: accumulator.sum + r.v}))`,
    '_result [t=all]\nsum:int\n3',
  ],
  [
    'pivot names columns by their values',
    `${rows('{t: 1, k: 2030-01-01T00:00:00Z, f: 1.5, v: 1}')} |> pivot(rowKey: ["t"], columnKey: ["k", "f"], valueColumn: "v")`,
    '_result []\nt:int 2030-01-01T00:00:00.000000000Z_1.5E+00:int\n1 1',
  ],
  [
    'distinct of a column that is not there',
    `${rows('{a: 1}')} |> distinct(column: "b") |> map(fn: (r) => ({v: r._value == ""}))`,
    '_result []\nv:bool\ntrue',
  ],
  [
    'derivative takes the first of rows with one time',
    `${rows('{_time: 2030-05-15T10:00:00Z, _value: 1.0}, {_time: 2030-05-15T10:00:00Z, _value: 9.0}, {_time: 2030-05-15T10:01:00Z, _value: 3.0}')} |> derivative(unit: 1m)`,
    '_result []\n_time:time _value:float\n10:01 2',
  ],
  [
    'increase keeps the first row',
    `${rows('{_value: 5}, {_value: 8}, {_value: 2}')} |> increase()`,
    '_result []\n_value:int\n0\n3\n5',
  ],
  [
    'histogramQuantile at a bound that several bins share',
    `${bins} |> histogramQuantile(quantile: 0.5)`,
    '_result []\n_value:float\n3',
  ],
  [
    'histogramQuantile without samples',
    `${rows('{le: 1.0, _value: 0.0}, {le: 2.0, _value: 0.0}')} |> histogramQuantile(quantile: 0.5)`,
    '_result []\n_value:float\n-',
  ],
  [
    'strings, words and characters',
    `import "strings"\n${rows(`{a: strings.title(v: "o'neil foo_bar-baz"), b: strings.joinStr(arr: strings.split(v: "é😀", t: ""), v: "|"), c: strings.replaceAll(v: "ab", t: "", u: "-")}`)}`,
    "_result []\na:string b:string c:string\nO'Neil Foo_bar-Baz é|😀 -a-b-",
  ],
  [
    'regexp.replaceAllString reads names as Go does',
    `import "regexp"\n${rows('{a: regexp.replaceAllString(r: /(?P<x>b)(c)/, v: "abcd", t: "[$x$2]"), b: regexp.replaceAllString(r: /(b)/, v: "abc", t: "$1x"), c: regexp.replaceAllString(r: /b/, v: "abc", t: "$$")}')}`,
    '_result []\na:string b:string c:string\na[bc]d ac a$c',
  ],
  [
    'regexp.splitRegexp leaves the rest whole',
    `import "regexp"\nimport "strings"\n${rows('{a: strings.joinStr(arr: regexp.splitRegexp(r: /,(x)?/, v: "a,xb,c", i: 2), v: "|")}')}`,
    '_result []\na:string\na|b,c',
  ],
  [
    'math down to the last bit',
    `import "math"\n${rows('{a: math.frexp(f: 8.0).frac, b: math.frexp(f: 8.0).exp, c: math.ldexp(frac: 0.5, exp: 4), d: math.nextafter(x: 1.0, y: 2.0), e: math.ilogb(x: 1000.0), f: math.pow10(n: -5), g: math.ldexp(frac: 1.0, exp: 1024)}')}`,
    '_result []\na:float b:int c:float d:float e:int f:float g:float\n0.5 4 8 1.0000000000000002 9 0.00001 +Inf',
  ],
  [
    'package http escapes and encodes',
    `import "http"\n${rows('{a: http.pathEscape(inputString: "a b/c:d!é$&+=@,;?"), b: http.basicAuth(u: "me", p: "x")}')}`,
    '_result []\na:string b:string\na%20b%2Fc:d%21%C3%A9$&+=@%2C%3B%3F Basic bWU6eA==',
  ],
  [
    'events.duration',
    `import "contrib/tomhollingworth/events"\n${rows('{_time: 2030-05-15T10:00:00Z}, {_time: 2030-05-15T10:01:00Z}')} |> events.duration(stop: 2030-05-15T10:03:00Z, unit: 1m)`,
    '_result []\n_time:time duration:int\n10:00 1\n10:01 2',
  ],
  [
    'table.fill gives empty tables a row',
    `import "experimental/table"\n${rows('{a: 1, t: "x"}')} |> group(columns: ["t"]) |> filter(fn: (r) => r.a > 2, onEmpty: "keep") |> table.fill()`,
    '_result [t=x]\na:int\n-',
  ],
  [
    'influxdb.cardinality counts series',
    'import "influxdata/influxdb"\ninfluxdb.cardinality(bucket: "air_sensor", start: -1h, predicate: (r) => r._field == "co")',
    '_result [_start=11:00 _stop=12:00]\n_value:int\n8',
  ],
  [
    'query.inBucket',
    'import "experimental/query"\nquery.inBucket(bucket: "air_sensor", start: -1h, measurement: "airSensors", fields: ["co"], predicate: (r) => r.sensor_id == "TLM0100") |> count()',
    '_result [_start=11:00 _stop=12:00 _field=co _measurement=airSensors sensor_id=TLM0100]\n_value:int\n60',
  ],
  [
    'a join knows a column’s type from another table',
    `import "join"
import "array"
one = array.from(rows: [{k: 1, id: "a", v: 1}]) |> group(columns: ["k"])
two = array.from(rows: [{k: 2, id: "a", v: 0.5}]) |> group(columns: ["k"])
join.full(left: one, right: two, on: (l, r) => l.id == r.id, as: (l, r) => ({k: r.k, a: l.v, b: r.v}))`,
    '_result [k=1]\na:int b:float\n1 -\n_result [k=2]\na:int b:float\n- 0.5',
  ],
];

cases.push([
  'a second range keeps what both have in common',
  `${minutes} |> range(start: 2030-05-15T10:20:00Z, stop: 2030-05-15T11:00:00Z) |> columns() |> limit(n: 3)`,
  '_result [_start=10:20 _stop=10:30]\n_value:string\n_start\n_stop\n_time',
]);

const failures: readonly (readonly [string, RegExp])[] = [
  ['x = 1 % 0', /cannot mod zero$/],
  [`${rows('{a: 1}')} |> first()`, /no column "_value" exists$/],
  [`${rows('{_value: 1}')} |> median(method: "exact_mean")`, /unsupported aggregate column type int$/],
  [
    `${four} |> quantile(q: 0.5, method: "exact_mean", compression: 10.0)`,
    /compression parameter is only valid for method estimate_tdigest/,
  ],
  [
    `${rows('{a: 1}')} |> pivot(rowKey: ["b"], columnKey: ["a"], valueColumn: "a")`,
    /specified column does not exist in table: b$/,
  ],
  [
    `${rows('{a: 1.0}')} |> covariance(columns: ["a", "r"])`,
    /covariance: specified column does not exist in table: r$/,
  ],
  [
    `import "experimental"\n${rows('{a: 1}')} |> experimental.unpivot(otherColumns: ["b"])`,
    /unpivot could not find column named "b"$/,
  ],
  [
    `import "experimental"\n${rows('{_value: 1}')} |> experimental.unpivot(otherColumns: [])`,
    /unpivot can't have "_field" or "_value" as an input column$/,
  ],
  [
    `${rows('{t: "x"}, {t: "y"}')} |> group(columns: ["t"]) |> reduce(identity: {t: ""}, fn: (r, accumulator) => ({t: "all"}))`,
    /two reducers writing result to the same table$/,
  ],
  [`import "strings"\nx = strings.isDigit(v: "12")`, /argument length is not equal to 1$/],
  [
    `${rows('{le: 1, _value: 1.0}')} |> histogramQuantile(quantile: 0.5)`,
    /upper bound column "le" must be of type float$/,
  ],
];

suite('behaviours that the language’s own tests pin down', () => {
  for (const [name, script, expected] of cases) {
    test(name, () => assert.equal(render(script), golden(expected)));
  }
  for (const [script, message] of failures) {
    test(message.source, () => assert.throws(() => render(script), message));
  }
});
