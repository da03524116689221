import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { toScriptParameter } from '../../server/src/params/parameters.ts';
import type { Script } from '../../server/src/script.ts';
import { startEngine } from './client.ts';
import { scriptOf } from './script.ts';

const engine = startEngine();
after(() => engine.dispose());

/** A script with what the compiler infers. */
async function inferred(text: string): Promise<Script> {
  const script = scriptOf(text);
  script.inferred = await engine.inferParams(text);
  return script;
}

/** Each key with what is known of it: `type`, `type>expects`, `type:conversion`, and the role in parentheses. */
const cases: { name: string; text: string; keys: Record<string, string>; open?: true }[] = [
  {
    name: "the documentation's first script",
    text: 'from(bucket: params.mybucket) |> range(start: -7d) |> limit(n:1)',
    keys: { mybucket: 'string (bucket)' },
  },
  {
    name: 'filter and group',
    text: `from(bucket: params.bucket)
  |> range(start: -30d)
  |> filter(fn: (r) => r._field == params.filterField or r._field == params.filterField2)
  |> group(columns: [params.groupColumn])`,
    keys: {
      bucket: 'string (bucket)',
      filterField: 'any>string (field)',
      filterField2: 'any>string (field)',
      groupColumn: 'string',
    },
  },
  { name: 'no params', text: 'from(bucket: "b") |> range(start: -1h)', keys: {} },
  { name: 'an empty text', text: '', keys: {} },
  {
    name: 'dot and bracket access',
    text: 'a = params.x + 1\nb = params["y z"] + 1',
    keys: { x: 'int', 'y z': 'int' },
  },
  {
    name: 'labels that need quotes',
    text: 'a = params["a, b"] + 1\nb = params["a: b"] + ""\nc = params["ü"] + 1.0',
    keys: { 'a, b': 'int', 'a: b': 'string', ü: 'float' },
  },
  { name: 'one key both ways', text: 'a = params.x + 1\nb = params["x"] + 2', keys: { x: 'int' } },
  { name: 'an escape in brackets', text: 'a = params["q\\"q"] + 1', keys: { 'q"q': 'int' } },
  { name: 'an alias', text: 'p = params\nq = p\na = q.x + 1', keys: { x: 'int' } },
  { name: 'an alias in parentheses', text: 'p = (params)\na = p.x + 1', keys: { x: 'int' } },
  { name: 'an extended record', text: 'p = {params with x: 1}\na = p.x + p.y', keys: { y: 'int' } },
  {
    name: 'an extension whose value is a key',
    text: 'p = {params with x: params.z + 1}\na = p.x + p.y',
    keys: { z: 'int', y: 'int' },
  },
  { name: 'an extended record that is no alias', text: 'a = {params with x: 1}.y + 1', keys: { y: 'int' } },
  {
    name: 'shadowed by a function parameter',
    text: 'f = (params) => params.x + 1\na = f(params: {x: 2})',
    keys: {},
  },
  {
    name: 'shadowed in the body, not in the default',
    text: 'f = (params, v=params.d + 1) => params.x + v',
    keys: { d: 'int' },
  },
  {
    name: 'shadowed by a local',
    text: 'f = () => {\n  params = {x: 1}\n  return params.x\n}\na = params.y + 1',
    keys: { y: 'int' },
  },
  { name: 'shadowed by an option', text: 'option params = {x: 1}\na = params.x', keys: {} },
  { name: 'shadowed by a variable', text: 'params = {x: 1}\na = params.x', keys: {} },
  { name: 'a key of another record', text: 'r = {params: {x: 1}}\na = r.params.x', keys: {} },
  {
    name: 'nested functions',
    text: 'f = (a) => {\n  g = (b) => params.x + b\n  return g(b: a) + params.y\n}',
    keys: { x: 'any', y: 'any' },
  },
  {
    name: 'a function that returns a function',
    text: 'f = () => (n) => n + params.x + 1\na = f()(n: 2)',
    keys: { x: 'int' },
  },
  {
    name: 'an immediate member of a call',
    text: 'f = () => ({a: params.x + 1})\nb = f().a',
    keys: { x: 'int' },
  },
  {
    name: 'what a pipe is called with',
    text: 'f = (t=<-, n) => t |> limit(n: n)\nfrom(bucket: "b") |> range(start: -1h) |> f(n: params.n)',
    keys: { n: 'int' },
  },
  {
    name: 'conversions',
    text: `a = duration(v: params.d)
b = time(v: params.t)
c = int(v: params.i)
d = float(v: params.f)
e = bool(v: params.b)
f = string(v: params.s)
g = uint(v: (params.u))`,
    keys: {
      d: 'any>duration:duration',
      t: 'any>time:time',
      i: 'any>int:int',
      f: 'any>float:float',
      b: 'any>bool:bool',
      s: 'any>string:string',
      u: 'any>uint:uint',
    },
  },
  {
    name: 'a conversion that is not around every use',
    text: 'a = duration(v: params.d)\nb = [params.d]',
    keys: { d: 'any>duration' },
  },
  {
    name: 'a conversion as the start of a range',
    text: 'from(bucket: "b") |> range(start: duration(v: params.start), stop: time(v: params.stop))',
    keys: { start: 'any>duration:duration', stop: 'any>time:time' },
  },
  {
    name: 'the start of a range without a conversion',
    text: 'from(bucket: "b") |> range(start: params.start, stop: params.stop)',
    keys: { start: 'any>int', stop: 'any>int' },
  },
  {
    name: 'comparisons with columns',
    text: `from(bucket: "b") |> range(start: -1h)
  |> filter(fn: (r) => r._measurement == params.m and params.f == r._field)
  |> filter(fn: (r) => (r.host == params.h or params["z"] != r["zone"]) and r._value > params.v and (r._time) < (params.t))`,
    keys: {
      m: 'any>string (measurement)',
      f: 'any>string (field)',
      h: 'any>string (tag host)',
      z: 'any>string (tag zone)',
      v: 'any>float',
      t: 'any>time',
    },
  },
  {
    name: 'comparisons with literals',
    text: 'a = params.i == 1\nb = 1.5 < params.f\nc = params.s == "x"\nd = (params.b) == true\ne = params.d == 1h\nf = params.t == 2026-01-01T00:00:00Z',
    keys: { i: 'any>int', f: 'any>float', s: 'any>string', b: 'any>bool', d: 'any>duration', t: 'any>time' },
  },
  {
    name: 'a comparison in a function with a block',
    text: 'f = (r) => {\n  x = r.host == params.h\n  return x and r._field != params.f\n}',
    keys: { h: 'any>string (tag host)', f: 'any>string (field)' },
  },
  {
    name: 'an order: of a pivoted field, not of a tag',
    text: 'f = (r) => r.temperature > params.limit and params.low <= r["humidity"]',
    keys: { limit: 'any', low: 'any' },
  },
  {
    name: 'a comparison with what was converted',
    text: 'f = (r) => int(v: r.level) == params.level and params.since < time(v: r.t)',
    keys: { level: 'any>int', since: 'any>time' },
  },
  {
    name: 'comparisons with what is no row',
    text: 'c = {a: 1}\nx = params.a == params.b\ny = c.a == params.d\nf = (r) => c._value == params.e',
    keys: { a: 'any', b: 'any', d: 'any', e: 'any' },
  },
  {
    name: 'arithmetic',
    text: 'a = params.i + 1\nb = params.f * 2.5\nc = -params.n + 3',
    keys: { i: 'int', f: 'float', n: 'int' },
  },
  { name: 'a condition', text: 'a = if params.b then params.x else 1', keys: { b: 'bool', x: 'int' } },
  { name: 'logic', text: 'a = params.a and not params.b', keys: { a: 'bool', b: 'bool' } },
  {
    name: 'string interpolation',
    text: 'a = "x ${params.s} y ${string(v: params.n)}"',
    keys: { s: 'any', n: 'any>string:string' },
  },
  {
    name: 'string interpolation after astral text',
    text: 'a = "🌡 ${params.s}"\nb = "ä ${params["ö"]}"',
    keys: { s: 'any', ö: 'any' },
  },
  {
    name: 'a dictionary and an index',
    text: 'a = ["k": params.v + 1]\nb = [1, 2][params.i]',
    keys: { v: 'int', i: 'int' },
  },
  {
    name: 'an option of a package',
    text: 'import "planner"\noption planner.disablePhysicalRules = [params.rule]',
    keys: { rule: 'string' },
  },
  {
    name: 'passed to a function of the script',
    text: 'f = (p) => p.x + 1\na = f(p: params)\nb = params.y + 1',
    keys: { x: 'int', y: 'int' },
  },
  { name: 'passed to another function', text: 'a = display(v: params)', keys: {}, open: true },
  {
    name: 'passed on through a variable and a function',
    text: 'f = (start) => from(bucket: "b") |> range(start: start)\ns = params.since\na = f(start: duration(v: s))\nb = params.bucket\nc = from(bucket: b)',
    keys: { since: 'any>duration:duration', bucket: 'string (bucket)' },
  },
  {
    name: 'arguments of the standard library',
    text: 'import "strings"\na = strings.repeat(v: params.v, i: params.i)\nb = from(bucket: "b") |> aggregateWindow(every: params.e, fn: mean) |> drop(columns: [params.c])',
    keys: { v: 'string', i: 'int', e: 'duration', c: 'string' },
  },
  { name: 'in a record', text: 'a = {p: params}', keys: {}, open: true },
  { name: 'in the short form of a record', text: 'a = {params}', keys: {}, open: true },
  { name: 'extended on the way', text: 'f = (p) => p\na = f(p: {params with x: 1})', keys: {}, open: true },
  {
    name: 'a key that is computed',
    text: 'k = "x"\na = params[k]\nb = params.y + 1',
    keys: { y: 'any>int' },
    open: true,
  },
  { name: 'a dot at the end', text: 'a = params.x + 1\nb = params.', keys: { x: 'int' } },
  { name: 'the empty key', text: 'a = params[""] + 1', keys: { '': 'int' } },
  { name: 'the record and more in short form', text: 'x = 1\na = {x, y: params.y + 1}', keys: { y: 'int' } },
  { name: 'returned', text: 'f = () => params\na = f().x', keys: {}, open: true },
  {
    name: 'what only looks like uses',
    text: '// params.comment\na = "params.text"\nb = myparams.x\nmyparams = {x: 1}',
    keys: {},
  },
  {
    name: 'a regular expression that looks like one',
    text: 'a = "x" =~ /params.x"/\nb = params.y + 1',
    keys: { y: 'int' },
  },
  {
    name: 'a broken line',
    text: 'a = params.x + 1\nb = = params.y )\nc = params.z + "s"',
    keys: { x: 'int', y: 'any', z: 'string' },
  },
  {
    name: 'shadowed, beside a broken line',
    text: 'f = (params) => params.a\ng = () => {\n  params = {z: 1}\n  return params["z"]\n}\nb = params.y\nc = = 1',
    keys: { y: 'any' },
  },
  {
    name: 'a line that is being typed',
    text: 'from(bucket: params.bucket)\n  |> range(start: -1h)\n  |> limit(n: params.\n  |> group(columns: [params.column])',
    keys: { bucket: 'string (bucket)', column: 'string' },
  },
  {
    name: 'a string that is being typed',
    text: 'a = params.x + 1\nb = params["y',
    keys: { x: 'int', y: 'any' },
  },
];

for (const { name, text, keys, open = false } of cases) {
  test(name, async () => {
    const { params: model } = await inferred(text);
    const found = model.parameters.map(({ name: key, type, expects, conversion, role, tagKey }) => {
      const expected = expects === type ? '' : `>${expects}`;
      const place = role ? ` (${tagKey ? `${role} ${tagKey}` : role})` : '';
      return [key, `${type}${expected}${conversion ? `:${conversion}` : ''}${place}`];
    });
    assert.deepEqual(Object.fromEntries(found), keys);
    assert.equal(model.opened.length > 0, open);
    for (const { name: key, uses } of model.parameters) {
      assert.notEqual(uses.length, 0);
      for (const { access } of uses) {
        const there = text.slice(access.property.start, access.property.end);
        assert.ok(
          there === key || `${there}"`.startsWith(JSON.stringify(key)),
          `${key} is said to stand at ${there}`,
        );
      }
    }
  });
}

test('every place of a key, in order', () => {
  const text = 'é = "🌡" + params.x\np = params\nf = () => params["x"] + p.x';
  const script = scriptOf(text);
  const parameters = script.params.parameters.map((each) => toScriptParameter(each, script.positions));
  assert.deepEqual(
    parameters.flatMap(({ places }) => places.map((place) => [place.start, place.end])),
    [
      [
        { line: 0, character: 18 },
        { line: 0, character: 19 },
      ],
      [
        { line: 2, character: 17 },
        { line: 2, character: 20 },
      ],
      [
        { line: 2, character: 26 },
        { line: 2, character: 27 },
      ],
    ],
  );
});

test('a key in a record whose member is read stands in one place', () => {
  const { parameters } = scriptOf('a = {b: {c: params.x}.c}.b').params;
  assert.equal(parameters[0]?.uses.length, 1);
});

test('keys come in the order of their first use', () => {
  const { parameters } = scriptOf('a = params.z\nb = params.m\nc = params.a\nd = params.m').params;
  assert.deepEqual(
    parameters.map(({ name }) => name),
    ['z', 'm', 'a'],
  );
});

test('the doc comment tells description and default', () => {
  const text = `// Last point.
//
// ## Parameters
// - bucket: Bucket to query.
// - start: Earliest time. Default is \`-7d\`.
// - unused: Nobody reads it.
from(bucket: params.bucket) |> range(start: duration(v: params.start))`;
  const { parameters, documentation } = scriptOf(text).params;
  assert.deepEqual(
    parameters.map(({ name, description, default: value }) => [name, description, value]),
    [
      ['bucket', 'Bucket to query.', undefined],
      ['start', 'Earliest time. Default is `-7d`.', '-7d'],
    ],
  );
  assert.equal(documentation.get('unused')?.line, 5);
});

/** What a script says of the bucket that its field is looked for in. */
const buckets: [name: string, text: string, bucket: string | undefined][] = [
  ['the only one', 'from(bucket: "air")', 'air'],
  ['the same one twice', 'from(bucket: "air")\nfrom(bucket: "air")', 'air'],
  ['one in a variable', 'b = "air"\nfrom(bucket: b)', 'air'],
  ['a variable in the short form', 'bucket = "air"\nfrom(bucket)', 'air'],
  ['two', 'from(bucket: "air")\nfrom(bucket: "noaa")', undefined],
  ['one of its text and one that is asked for', 'from(bucket: "air")\nfrom(bucket: params.b)', undefined],
  ['one that is computed', 'from(bucket: "a" + "b")', undefined],
  ['none', 'from(bucketID: "0000")', undefined],
  ['that of a function of the script', 'from = (bucket) => bucket\nfrom(bucket: "air")', undefined],
];

for (const [name, text, bucket] of buckets) {
  test(`the bucket that a field is looked for in: ${name}`, () => {
    const { parameters } = scriptOf(`${text} |> filter(fn: (r) => r._field == params.f)`).params;
    assert.equal(parameters.find((parameter) => parameter.name === 'f')?.bucket, bucket);
  });
}

test('a parameter that names nothing in a bucket has none', () => {
  const { parameters } = scriptOf('from(bucket: "air") |> limit(n: params.n)').params;
  assert.ok(!('bucket' in (parameters[0] ?? {})));
});
