import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { golden, render } from './evaluate.ts';

const imports = ['array', 'experimental/dynamic', 'internal/debug', 'json'];
const head = imports.map((path) => `import "${path}"\n`).join('');

function value(expression: string): string {
  return render(`${head}array.from(rows: [{v: ${expression}}])`).split('\n').slice(2).join('\n');
}

suite('package experimental/dynamic', () => {
  const cases: readonly (readonly [string, string])[] = [
    // Wrapping: not twice, and all the way down.
    ['display(v: dynamic.dynamic(v: dynamic.dynamic(v: 123)))', 'dynamic(123)'],
    ['display(v: dynamic.dynamic(v: [1, 2]))', 'dynamic([dynamic(1), dynamic(2)])'],
    [
      'display(v: dynamic.dynamic(v: {a: 1, b: {c: [2.5]}}))',
      'dynamic({a: dynamic(1), b: dynamic({c: dynamic([dynamic(2.5)])})})',
    ],
    ['display(v: dynamic.dynamic(v: ["a": 1]))', 'dynamic([a: 1])'],
    ['display(v: dynamic.dynamic(v: 2022-10-05T00:00:00Z))', 'dynamic(2022-10-05T00:00:00.000000000Z)'],
    ['display(v: dynamic.dynamic(v: bytes(v: "abc")))', 'dynamic(0x616263)'],
    ['display(v: dynamic.dynamic(v: array.from(rows: [{x: 1}])))', 'dynamic(<stream>)'],
    ['display(v: dynamic.dynamic(v: debug.null()))', 'dynamic(<null>)'],
    // Members: dynamic null for what is not there.
    ['display(v: dynamic.dynamic(v: {f0: 123}).f0)', 'dynamic(123)'],
    ['display(v: dynamic.dynamic(v: {f0: 123})["f0"])', 'dynamic(123)'],
    ['display(v: dynamic.dynamic(v: 123).f1)', 'dynamic(<null>)'],
    ['display(v: dynamic.dynamic(v: {f0: 123}).f1.f2.f3)', 'dynamic(<null>)'],
    ['exists dynamic.dynamic(v: {f0: 123}).f0', 'true'],
    ['exists dynamic.dynamic(v: {f0: 123}).f1', 'false'],
    ['display(v: (dynamic.dynamic(v: [1, 2]) |> dynamic.asArray())[1])', 'dynamic(2)'],
    // Conversions.
    ['bool(v: dynamic.dynamic(v: true))', 'true'],
    ['display(v: bytes(v: dynamic.dynamic(v: "abc")))', '0x616263'],
    ['display(v: duration(v: dynamic.dynamic(v: 18000000)))', '18ms'],
    ['float(v: dynamic.dynamic(v: 123))', '123'],
    ['int(v: dynamic.dynamic(v: 123.0))', '123'],
    ['string(v: dynamic.dynamic(v: 123))', '123'],
    ['int(v: time(v: dynamic.dynamic(v: 7)))', '7'],
    ['uint(v: dynamic.dynamic(v: 123))', '123'],
    ['if exists int(v: dynamic.dynamic(v: debug.null())) then 1 else 0', '0'],
    // JSON: numbers are floats, nulls are kept.
    [
      'display(v: dynamic.jsonParse(data: bytes(v: "[1.5, null, \\"x\\"]")))',
      'dynamic([dynamic(1.5), dynamic(<null>), dynamic(x)])',
    ],
    ['dynamic.isType(v: dynamic.jsonParse(data: bytes(v: "1")), type: "float")', 'true'],
    [
      'string(v: dynamic.jsonEncode(v: dynamic.jsonParse(data: bytes(v: "{\\"s\\":\\"a<b\\",\\"n\\":null,\\"a\\":[1,2]}"))))',
      String.raw`{"a":[1,2],"n":null,"s":"a\u003cb"}`,
    ],
    [
      'string(v: dynamic.jsonEncode(v: dynamic.dynamic(v: {d: 1h, t: 2030-01-01T00:00:00Z})))',
      '{"d":"1h","t":"2030-01-01T00:00:00Z"}',
    ],
  ];
  for (const [expression, expected] of cases)
    test(expression, () => assert.equal(value(expression), expected));

  test('isType knows its own names for records and dictionaries, and denies null', () => {
    for (const [literal, type] of [
      ['""', 'string'],
      ['bytes(v: "a")', 'bytes'],
      ['1', 'int'],
      ['uint(v: 1)', 'uint'],
      ['1.5', 'float'],
      ['false', 'bool'],
      ['2022-10-06T00:00:00Z', 'time'],
      ['1d', 'duration'],
      ['/a/', 'regexp'],
      ['[1]', 'array'],
      ['{a: 1}', 'object'],
      ['() => true', 'function'],
      ['[1: "one"]', 'dictionary'],
    ]) {
      assert.equal(value(`dynamic.isType(v: dynamic.dynamic(v: ${literal}), type: "${type}")`), 'true');
      const other = type === 'int' ? 'float' : 'int';
      assert.equal(value(`dynamic.isType(v: dynamic.dynamic(v: ${literal}), type: "${other}")`), 'false');
    }
    assert.equal(value('dynamic.isType(v: debug.null(), type: "int")'), 'false');
    assert.throws(() => value('dynamic.isType(v: dynamic.dynamic(v: 1), type: "record")'), /"record"/);
  });

  test('display goes over lines with more than three', () => {
    assert.equal(
      value('display(v: dynamic.dynamic(v: [1, 2, 3, {a: 1, b: 2, c: 3, d: 4}]))'),
      [
        'dynamic([',
        '    dynamic(1),',
        '    dynamic(2),',
        '    dynamic(3),',
        '    dynamic({',
        '        a: dynamic(1),',
        '        b: dynamic(2),',
        '        c: dynamic(3),',
        '        d: dynamic(4)',
        '    })',
        '])',
      ].join('\n'),
    );
  });

  test('what cannot be is refused', () => {
    for (const [expression, reason] of [
      ['dynamic.dynamic(v: 123) == dynamic.dynamic(v: 123)', /unsupported/],
      ['length(arr: dynamic.dynamic(v: 123) |> dynamic.asArray())', /unable to convert int to array/],
      ['length(arr: debug.null() |> dynamic.asArray())', /unable to convert <null> to array/],
      ['bool(v: dynamic.dynamic(v: 1.1))', /cannot convert float/],
      ['display(v: bytes(v: dynamic.dynamic(v: 1)))', /cannot convert int to bytes/],
      ['int(v: dynamic.dynamic(v: "no"))', /cannot convert string/],
      ['dynamic.jsonParse(data: bytes(v: "{"))', /the data is not JSON/],
      ['dynamic.jsonParse(data: bytes(v: "1e999"))', /too large/],
      ['dynamic.dynamic(v: 1)', /a column cannot hold a value of type dynamic/],
      ['display(v: dynamic.dynamic(v: () => true))', /cannot display a function/],
    ] as const)
      assert.throws(() => value(expression), reason, expression);
  });

  test('rows of tables from JSON; what is missing is null', () => {
    const data =
      '{"items": [{"name": "a", "pos": {"x": 10, "z": 20}}, {"name": "b", "pos": {"x": 30}}, {"name": "c"}]}';
    assert.equal(
      render(`${head}raw = dynamic.jsonParse(data: bytes(v: ${JSON.stringify(data)}))
        array.from(rows: raw.items |> dynamic.asArray() |> array.map(fn: (x) => ({
          name: string(v: x.name), x: int(v: x.pos.x), z: float(v: x["pos"].z),
        })))`),
      golden(`
        _result []
        name:string x:int z:float
        a 10 20
        b 30 -
        c - -
      `),
    );
  });

  test('within map, for each row', () => {
    assert.equal(
      render(`${head}array.from(rows: [{t: "a", j: "{\\"n\\": 1}"}, {t: "b", j: "{\\"n\\": 2, \\"m\\": 3}"}])
        |> group(columns: ["t"])
        |> map(fn: (r) => ({t: r.t, n: int(v: dynamic.jsonParse(data: bytes(v: r.j)).n), more: exists dynamic.jsonParse(data: bytes(v: r.j)).m}))`),
      golden(`
        _result [t=a]
        n:int more:bool
        1 false
        _result [t=b]
        n:int more:bool
        2 true
      `),
    );
  });
});
