import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { golden, render } from './evaluate.ts';

const sides = `import "array"
import "join"
left = array.from(rows: [
  {_time: 2030-05-15T00:00:00Z, _value: 1, label: "a"},
  {_time: 2030-05-15T00:00:00Z, _value: 2, label: "b"},
  {_time: 2030-05-15T00:00:00Z, _value: 3, label: "d"},
])
right = array.from(rows: [
  {_time: 2030-05-15T00:00:00Z, _value: 0.4, id: "a"},
  {_time: 2030-05-15T00:00:00Z, _value: 0.5, id: "c"},
  {_time: 2030-05-15T00:00:00Z, _value: 0.6, id: "d"},
])
on = (l, r) => l.label == r.id and l._time == r._time
`;
/** Rows as text, the labels of the columns left out. */
const rows = (text: string) => render(text).split('\n').slice(2);

suite('package join', () => {
  test('inner', () => {
    const as = '(l, r) => ({label: l.label, v_left: l._value, v_right: r._value})';
    assert.deepEqual(rows(`${sides} join.inner(left: left, right: right, on: on, as: ${as})`), [
      'a 1 0.4',
      'd 3 0.6',
    ]);
  });
  test('left', () => {
    const as = '(l, r) => ({label: l.label, v_left: l._value, v_right: r._value})';
    assert.deepEqual(rows(`${sides} join.left(left: left, right: right, on: on, as: ${as})`), [
      'a 1 0.4',
      'b 2 -',
      'd 3 0.6',
    ]);
  });
  test('right', () => {
    const as = '(l, r) => ({label: r.id, v_left: l._value, v_right: r._value})';
    assert.deepEqual(rows(`${sides} join.right(left: left, right: right, on: on, as: ${as})`), [
      'a 1 0.4',
      'c - 0.5',
      'd 3 0.6',
    ]);
  });
  test('full', () => {
    const as =
      '(l, r) => ({label: if exists l.label then l.label else r.id, v_left: l._value, v_right: r._value})';
    assert.deepEqual(rows(`${sides} join.full(left: left, right: right, on: on, as: ${as})`), [
      'a 1 0.4',
      'b 2 -',
      'c - 0.5',
      'd 3 0.6',
    ]);
  });
  test('only rows of one group key meet; several matches give every pair', () => {
    const grouped = `import "array"
      import "join"
      l = array.from(rows: [{t: 1, k: "x", v: "a"}, {t: 1, k: "x", v: "b"}, {t: 1, k: "y", v: "c"}]) |> group(columns: ["k"])
      r = array.from(rows: [{t: 1, k: "x", w: 1}, {t: 1, k: "x", w: 2}, {t: 1, k: "z", w: 3}]) |> group(columns: ["k"])
      join.tables(method: "inner", left: l, right: r, on: (l, r) => l.t == r.t, as: (l, r) => ({l with w: r.w}))`;
    assert.equal(
      render(grouped),
      golden(`
        _result [k=x]
        t:int v:string w:int
        1 a 1
        1 a 2
        1 b 1
        1 b 2
      `),
    );
  });
  test('null equals nothing', () => {
    const text = `import "array"
      import "join"
      l = array.from(rows: [{t: 1, v: "a"}, {t: 2, v: "b"}]) |> map(fn: (r) => ({r with t: if r.t == 1 then r.none else r.t}))
      join.left(left: l, right: l, on: (l, r) => l.t == r.t, as: (l, r) => ({v: l.v, w: r.v}))`;
    assert.deepEqual(rows(text).sort(), ['a -', 'b b']);
  });
  test('what it cannot join by is refused', () => {
    assert.throws(
      () =>
        render(
          `${sides} join.inner(left: left, right: right, on: (l, r) => l._value < r._value, as: (l, r) => l)`,
        ),
      /on must compare columns of both records/,
    );
    assert.throws(
      () =>
        render(`${sides} join.tables(method: "outer", left: left, right: right, on: on, as: (l, r) => l)`),
      /invalid join method "outer"/,
    );
  });
  test('experimental.join is by key and time', () => {
    const text = sides.replace('import "join"', 'import "experimental"');
    assert.equal(
      rows(
        `${text} experimental.join(left: left |> limit(n: 1), right: right |> limit(n: 1), fn: (left, right) => ({lv: left._value, rv: right._value}))`,
      )[0],
      '1 0.4',
    );
  });
});

suite('package experimental', () => {
  const data = `import "array"
    import "experimental"
    data = array.from(rows: [
      {_time: 2030-05-15T00:00:00Z, city: "Denver", temp: 10.2, hum: 81.5},
      {_time: 2030-05-16T00:00:00Z, city: "Denver", temp: 12.4, hum: 41.3},
    ]) |> group(columns: ["city"])\n`;
  test('unpivot', () => {
    assert.match(
      render(`${data} data |> experimental.unpivot()`),
      /^_result \[city=Denver _field=hum\]\n.*\n00:00 81\.5\n.* 41\.3\n_result \[city=Denver _field=temp\]/,
    );
  });
  test('set changes the key too; objectKeys; group extends', () => {
    assert.match(render(`${data} data |> experimental.set(o: {city: "York", n: 1})`), /\[city=York\]/);
    assert.equal(
      rows(`${data} array.from(rows: [{v: display(v: experimental.objectKeys(o: {b: 1, a: 2}))}])`)[0],
      '[a, b]',
    );
    assert.match(
      render(`${data} data |> experimental.group(mode: "extend", columns: ["temp"])`),
      /\[city=Denver temp=10\.2\]/,
    );
  });
  test('preview and alignTime', () => {
    assert.equal(rows(`${data} data |> experimental.preview(nrows: 1)`).length, 1);
    assert.match(
      render(`${data} data |> experimental.alignTime(alignTo: 2030-01-01T00:00:00Z)`),
      /2030-01-01T00:00:00Z .*\n2030-01-02T00:00:00Z/,
    );
  });
});

suite('packages bitwise, date/boundaries, interpolate', () => {
  const value = (imports: string, expression: string) =>
    rows(`import "array"\n${imports}\narray.from(rows: [{v: ${expression}}])`).join();
  test('bitwise', () => {
    assert.equal(value('import "bitwise"', 'bitwise.sand(a: 12, b: 10)'), '8');
    assert.equal(value('import "bitwise"', 'bitwise.unot(a: uint(v: 0))'), '18446744073709551615');
    assert.equal(value('import "bitwise"', 'bitwise.slshift(a: 1, b: 63)'), '-9223372036854775808');
    assert.equal(value('import "bitwise"', 'bitwise.sclear(a: 12, b: 10)'), '4');
  });
  test('boundaries count from a Wednesday', () => {
    const from = (call: string) =>
      value(
        'import "date/boundaries"',
        `string(v: boundaries.${call}.start) + " " + string(v: boundaries.${call}.stop)`,
      );
    assert.equal(from('yesterday()'), '2030-05-14T00:00:00.000000000Z 2030-05-15T00:00:00.000000000Z');
    assert.equal(from('monday()'), '2030-05-13T00:00:00.000000000Z 2030-05-14T00:00:00.000000000Z');
    assert.equal(from('wednesday()'), '2030-05-08T00:00:00.000000000Z 2030-05-09T00:00:00.000000000Z');
    assert.equal(from('week()'), '2030-05-13T00:00:00.000000000Z 2030-05-20T00:00:00.000000000Z');
    assert.equal(
      from('week(start_sunday: true, week_offset: -1)'),
      '2030-05-05T00:00:00.000000000Z 2030-05-12T00:00:00.000000000Z',
    );
    assert.equal(
      from('month(month_offset: -1)'),
      '2030-04-01T00:00:00.000000000Z 2030-05-01T00:00:00.000000000Z',
    );
  });
  test('interpolate', () => {
    const text = `import "array"
      import "interpolate"
      array.from(rows: [{_time: 2030-05-01T00:00:00Z, _value: 10.0}, {_time: 2030-05-02T00:00:00Z, _value: 20.0}, {_time: 2030-05-05T00:00:00Z, _value: 50.0}])
        |> interpolate.linear(every: 1d)`;
    assert.deepEqual(
      rows(text).map((row) => row.split(' ')[1]),
      ['10', '20', '30', '40', '50'],
    );
  });
  test('whole arrays and records', () => {
    assert.equal(value('import a "experimental/array"', 'display(v: ["1", "2"] |> a.toInt())'), '[1, 2]');
    assert.equal(value('import "experimental/record"', 'record.get(r: {a: 1}, key: "b", default: 7)'), '7');
  });
});
