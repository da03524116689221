import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { golden, render } from './evaluate.ts';

const head = `
#datatype,string,long,dateTime:RFC3339,string,string,double
#group,false,false,false,true,false,false
#default,_result,,,,,
,result,table,_time,host,note,_value`;

suite('package csv', () => {
  test('annotated: keys, tables, nulls, quotes', () => {
    const text = `${head}
,,0,2030-05-15T10:00:00Z,a,"one, two",1.5
,,0,2030-05-15T10:01:00Z,a,,
,,1,2030-05-15T10:00:00Z,b,"said ""no""",-Inf
`;
    assert.equal(
      render(`import "csv"\ncsv.from(csv: ${JSON.stringify(text).replaceAll('\\n', '\n')})`),
      golden(`
        _result [host=a]
        _time:time note:string _value:float
        10:00 one, two 1.5
        10:01 - -
        _result [host=b]
        _time:time note:string _value:float
        10:00 said "no" -Inf
      `),
    );
  });

  test('an empty table has its key in the defaults; raw text has no types', () => {
    const empty = head.replace('#default,_result,,,,,', '#default,_result,0,,a,,');
    assert.equal(
      render(`import "csv"\ncsv.from(csv: "${empty}")`),
      '_result [host=a]\n_time:time note:string _value:float',
    );
    assert.equal(
      render('import "csv"\ncsv.from(csv: "a,b\n1,\n", mode: "raw")'),
      '_result []\na:string b:string\n1 ',
    );
  });

  test('tables stand in the order of the text', () => {
    const text = `${head}
,,0,2030-05-15T10:00:00Z,b,,1.0
,,1,2030-05-15T10:01:00Z,a,,2.0`;
    const read = `import "csv"\ncsv.from(csv: "${text}")`;
    assert.match(render(read), /host=b.*host=a/s);
    assert.match(render(`${read} |> group() |> keep(columns: ["host"])`), /\nb\na$/);
  });

  test('a table’s key is its first row’s; other rows keep what they say', () => {
    const text = `${head}
,,0,2030-05-15T10:00:00Z,a,,1.0
,,0,2030-05-15T10:01:00Z,b,,2.0`;
    const read = `import "csv"\nimport "testing"\nread = csv.from(csv: "${text}")\n`;
    assert.equal(
      render(`${read}read |> last() |> group() |> keep(columns: ["host"])`),
      '_result []\nhost:string\nb',
    );
    assert.match(
      render(`${read}testing.diff(got: read |> map(fn: (r) => ({r with host: "a"})), want: read)`),
      /^\w+ without tables$/,
    );
  });

  test('what cannot be read is said with its line', () => {
    assert.throws(
      () => render('import "csv"\ncsv.from(csv: "a,b\n1,2")'),
      /line 1: the #datatype annotation is missing/,
    );
    assert.throws(
      () => render(`import "csv"\ncsv.from(csv: "${head}\n,,0,yesterday,a,,1")`),
      /line 6: \\?"yesterday/,
    );
    assert.throws(
      () => render(`import "csv"\ncsv.from(csv: "${head}\n,,0,a")`),
      /line 6: wrong number of fields/,
    );
  });
});

suite('package testing', () => {
  const rows = (...values: string[]) =>
    `array.from(rows: [${values.map((value) => `{v: ${value}}`).join(', ')}])`;
  const run = (text: string) => render(`import "array"\nimport "testing"\nimport "math"\n${text}`);

  test('diff is empty for the same tables, within epsilon', () => {
    assert.equal(
      run(`testing.diff(got: ${rows('1.0', '2.0')}, want: ${rows('1.0000001', '2.0')})`),
      'errorOutput without tables',
    );
  });
  test('diff shows what only one side has', () => {
    assert.equal(
      run(`testing.diff(got: ${rows('1', '3')}, want: ${rows('1', '2')})`),
      'errorOutput []\n_diff:string v:int\n- 2\n+ 3',
    );
  });
  test('NaN equals NaN only when asked', () => {
    const nan = rows('math.NaN()');
    assert.match(run(`testing.diff(got: ${nan}, want: ${nan})`), /- NaN\n\+ NaN/);
    assert.equal(
      run(`testing.diff(got: ${nan}, want: ${nan}, nansEqual: true)`),
      'errorOutput without tables',
    );
  });
  test('assertEquals and assertEmpty', () => {
    assert.match(run(`${rows('1')} |> testing.assertEquals(name: "same", want: ${rows('1')})`), /\n1$/);
    assert.throws(
      () => run(`${rows('1')} |> testing.assertEquals(name: "other", want: ${rows('2')})`),
      /test other: tables are not equal/,
    );
    assert.throws(() => run(`${rows('1')} |> testing.assertEmpty()`), /expected empty table/);
  });
  test('assertEqualValues', () => {
    assert.equal(run('testing.assertEqualValues(got: 1, want: 1)'), 'errorOutput without tables');
    assert.match(run('testing.assertEqualValues(got: 1, want: 2)'), /- 2\n\+ 1/);
  });
  test('shouldError', () => {
    assert.equal(
      run('testing.shouldError(fn: () => die(msg: "no way"), want: /no way/)'),
      'errorOutput without tables',
    );
    assert.match(run('testing.shouldError(fn: () => die(msg: "no way"), want: /other/)'), /_diff/);
    assert.throws(() => run('testing.shouldError(fn: () => 1, want: /x/)'), /shouldError expected an error/);
  });
});

suite('packages json, types and generate', () => {
  const value = (imports: string, expression: string) =>
    render(`import "array"\n${imports}\narray.from(rows: [{v: ${expression}}])`)
      .split('\n')
      .slice(2)
      .join('\n');

  test('json', () => {
    assert.equal(
      value(
        'import "json"',
        'string(v: json.encode(v: {b: [1, 2.5], a: "x<y", t: 2030-01-01T00:00:00Z, n: true, d: 1h}))',
      ),
      String.raw`{"a":"x\u003cy","b":[1,2.5],"d":"1h","n":true,"t":"2030-01-01T00:00:00Z"}`,
    );
    assert.equal(
      value(
        'import "experimental/json"',
        `json.parse(data: bytes(v: "{\\"a\\":[1,{\\"b\\":\\"x\\"}]}")).a[1].b`,
      ),
      'x',
    );
    assert.throws(
      () => value('import "json"\nimport "math"', 'string(v: json.encode(v: math.NaN()))'),
      /unsupported value: NaN/,
    );
  });
  test('types', () => {
    for (const [literal, type] of [
      ['1', 'int'],
      ['uint(v: 1)', 'uint'],
      ['1.0', 'float'],
      ['"a"', 'string'],
      ['true', 'bool'],
      ['1h', 'duration'],
      ['2030-01-01T00:00:00Z', 'time'],
      ['/a/', 'regexp'],
      ['bytes(v: "a")', 'bytes'],
    ]) {
      assert.equal(value('import "types"', `types.isType(v: ${literal}, type: "${type}")`), 'true');
      assert.equal(
        value('import "types"', `types.isNumeric(v: ${literal})`),
        String(/int|float/.test(type ?? '')),
      );
    }
  });
  test('generate', () => {
    assert.equal(
      render(
        'import "generate"\ngenerate.from(count: 4, fn: (n) => n * n, start: 2030-05-15T00:00:00Z, stop: 2030-05-15T08:00:00Z)',
      ),
      '_result []\n_time:time _value:int\n00:00 0\n02:00 1\n04:00 4\n06:00 9',
    );
  });
});

suite('packages math, strings and regexp', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['math.roundtoeven(x: 2.5)', '2'],
    ['math.roundtoeven(x: -3.5)', '-4'],
    ['math.roundtoeven(x: 0.4)', '0'],
    ['math.copysign(x: 3.0, y: -0.0)', '-3'],
    ['math.hypot(p: 3.0, q: 4.0)', '5'],
    ['math.remainder(x: 5.0, y: 3.0)', '-1'],
    ['math.modf(f: 3.25).frac', '0.25'],
    ['math.mInf(sign: -1)', '-Inf'],
    ['math.logb(x: 10.0)', '3'],
    ['math.float64bits(f: 1.0)', '4607182418800017408'],
    ['math.float64frombits(b: uint(v: 4607182418800017408))', '1'],
    ['math.pow10(n: 3)', '1000'],
    ['math.signbit(x: -1.0)', 'true'],
    ['display(v: strings.splitN(v: "a,b,c", t: ",", i: 2))', '[a, b,c]'],
    ['display(v: strings.splitAfter(v: "a,b", t: ","))', '[a,, b]'],
    ['display(v: strings.splitAfterN(v: "a,b,c", t: ",", i: 2))', '[a,, b,c]'],
    ['strings.compare(v: "a", t: "b")', '-1'],
    ['strings.indexAny(v: "golang", chars: "gy")', '0'],
    ['strings.lastIndexAny(v: "golang", chars: "gy")', '5'],
    ['strings.indexAny(v: "golang", chars: "x")', '-1'],
    ['strings.isUpper(v: "A")', 'true'],
    ['strings.isLetter(v: "1")', 'false'],
    ['strings.isDigit(v: "7")', 'true'],
    ['display(v: regexp.findStringIndex(r: /o+/, v: "föo"))', '[3, 4]'],
    ['regexp.getString(r: /a.b/)', 'a.b'],
  ];
  for (const [expression, expected] of cases) {
    test(expression, () => {
      const text = `import "array"\nimport "math"\nimport "strings"\nimport "regexp"\narray.from(rows: [{v: ${expression}}])`;
      assert.equal(render(text).split('\n').slice(2).join('\n'), expected);
    });
  }
});

suite('package sampledata', () => {
  test('two tables of six rows, with nulls when asked', () => {
    assert.match(render('import "sampledata"\nsampledata.uint()'), /\[tag=t1\][^[]* 18446744073709551614\n/);
    assert.equal(
      render('import "sampledata"\nsampledata.bool(includeNull: true) |> map(fn: (r) => ({v: r._value}))'),
      '_result []\nv:bool\ntrue\n-\nfalse\n-\n-\nfalse\n-\ntrue\nfalse\ntrue\n-\nfalse',
    );
    assert.equal(
      render(
        'import "sampledata"\nsampledata.int() |> truncateTimeColumn(unit: 1m) |> unique(column: "_time") |> count()',
      ),
      '_result [tag=t1]\n_value:int\n1\n_result [tag=t2]\n_value:int\n1',
    );
    assert.match(
      render(
        'import "sampledata"\nsampledata.float() |> range(start: sampledata.start, stop: sampledata.stop) |> count()',
      ),
      /\n6\n/,
    );
  });
});
