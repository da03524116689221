import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { formatFloat } from '../../../sandbox/flux/convert.ts';
import { type Annotation, CsvEncoder, quote } from '../../../sandbox/flux/csv.ts';
import { evaluate, prelude, type Setting } from './evaluate.ts';

const all: readonly Annotation[] = ['datatype', 'group', 'default'];

function csv(
  script: string,
  annotations: readonly Annotation[] = [],
  setting: Setting & { readonly delimiter?: string } = {},
): string {
  let text = '';
  const dialect = { header: true, delimiter: setting.delimiter ?? ',', annotations };
  const encoder = new CsvEncoder(dialect, (part) => {
    text += part;
  });
  const { results, budget } = evaluate(prelude + script, setting);
  try {
    encoder.encode(results, budget);
  } catch (error) {
    if (!encoder.started) throw error;
    encoder.error((error as Error).message);
  }
  return text;
}

suite('CSV as Go writes it', () => {
  test('without annotations the name stands in every row', () => {
    assert.equal(
      csv('array.from(rows: [{a: 1, b: "x"}, {a: 2, b: ""}])'),
      ',result,table,a,b\r\n,_result,0,1,x\r\n,_result,0,2,\r\n\r\n',
    );
  });
  test('with the default annotation it stands there', () => {
    assert.equal(
      csv('array.from(rows: [{a: 1, t: "x"}]) |> group(columns: ["t"])', all),
      '#datatype,string,long,long,string\r\n#group,false,false,false,true\r\n#default,_result,,,\r\n,result,table,a,t\r\n,,0,1,x\r\n\r\n',
    );
  });
  test('an empty table has its key in the default row', () => {
    const script =
      'array.from(rows: [{t: "x", v: 1}, {t: "y", v: 2}]) |> group(columns: ["t"]) |> filter(fn: (r) => r.v > 1, onEmpty: "keep")';
    assert.equal(
      csv(script, ['default']),
      '#default,_result,0,x,\r\n,result,table,t,v\r\n\r\n#default,_result,,,\r\n,result,table,t,v\r\n,,1,y,2\r\n\r\n',
    );
    assert.equal(csv(script), ',result,table,t,v\r\n\r\n,result,table,t,v\r\n,_result,1,y,2\r\n\r\n');
  });
  test('tables of one schema share a header, another one starts a block', () => {
    const script =
      'a = array.from(rows: [{t: "x", v: 1}, {t: "y", v: 2}]) |> group(columns: ["t"])\nb = array.from(rows: [{u: "z", v: 1.5}]) |> group(columns: ["u"])\nunion(tables: [a, b])';
    assert.equal(
      csv(script),
      ',result,table,t,v\r\n,_result,0,x,1\r\n,_result,1,y,2\r\n\r\n,result,table,u,v\r\n,_result,2,z,1.5\r\n\r\n',
    );
  });
  test('table numbers restart with each result', () => {
    const script = 'a = array.from(rows: [{v: 1}])\na |> yield(name: "one")\na |> yield(name: "two")';
    assert.equal(csv(script), ',result,table,v\r\n,one,0,1\r\n\r\n,result,table,v\r\n,two,0,1\r\n\r\n');
  });
  test('no tables', () => {
    assert.equal(csv('array.from(rows: [{v: 1}]) |> filter(fn: (r) => false)', all), '\r\n');
  });
  test('types', () => {
    const script =
      'array.from(rows: [{a: true, b: 1, c: uint(v: 2), d: 1.5, e: "s", f: 2030-01-01T00:00:00.5Z}])';
    assert.equal(
      csv(script, ['datatype']),
      '#datatype,string,long,boolean,long,unsignedLong,double,string,dateTime:RFC3339\r\n,result,table,a,b,c,d,e,f\r\n,_result,0,true,1,2,1.5,s,2030-01-01T00:00:00.5Z\r\n\r\n',
    );
  });
  test('another delimiter', () => {
    assert.equal(
      csv('array.from(rows: [{a: "x;y", b: "1,2"}])', [], { delimiter: ';' }),
      ';result;table;a;b\r\n;_result;0;"x;y";1,2\r\n\r\n',
    );
  });
  test('an error after the first row is a block of its own', () => {
    const script =
      'array.from(rows: [{v: 1}]) |> yield(name: "good")\narray.from(rows: [{v: 1}]) |> map(fn: (r) => ({v: r.v / 0})) |> yield(name: "bad")';
    assert.match(
      csv(script),
      /^,result,table,v\r\n,good,0,1\r\n\r\n\r\n,error,reference\r\n,"?runtime error @3:31-3:61: map: .*cannot divide by zero"?,\r\n$/,
    );
    assert.match(
      csv(script, all),
      /\r\n\r\n#datatype,string,string\r\n#group,true,true\r\n#default,,\r\n,error,reference\r\n/,
    );
  });
  test('the limit on rows is told in the stream', () => {
    const script = 'array.from(rows: [{v: 1}, {v: 2}]) |> group(columns: ["v"])';
    assert.match(
      csv(script, [], { limits: { rows: 1 } }),
      /^,result,table,v\r\n,_result,0,1\r\n\r\n,error,reference\r\n,"?the query answers more than 1 rows, the sandbox's limit/,
    );
  });
});

suite('quoting', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['', ''],
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\r\nlines"'],
    ['two\r\nlines', '"two\r\nlines"'],
    [' leading', '" leading"'],
    ['trailing ', 'trailing '],
    ['\u00a0x', '"\u00a0x"'],
    ['\\.', '"\\."'],
  ];
  for (const [text, expected] of cases)
    test(JSON.stringify(text), () => assert.equal(quote(text, ','), expected));
});

suite('doubles', () => {
  const cases: readonly (readonly [number, string])[] = [
    [1e21, '1000000000000000000000'],
    [-1.5e-7, '-0.00000015'],
    [1.25e22, '12500000000000000000000'],
    [0.1, '0.1'],
    [-0, '-0'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Inf'],
  ];
  for (const [value, expected] of cases) test(expected, () => assert.equal(formatFloat(value), expected));
});
