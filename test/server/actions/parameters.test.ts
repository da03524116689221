import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from './request.ts';

const inline: { name: string; marked: string; title?: string; after: string }[] = [
  {
    name: 'a converted use becomes the literal, at all places; its line goes',
    marked:
      '// ## Parameters\n// - start: From when,\n//   roughly. Default is `-1h`.\n// - n: How many.\nrange(start: duration(v: params.st‸art))\nlimit(n: params.n)\nx = duration(v: params["start"])',
    title: 'Inline params.start',
    after: '// ## Parameters\n// - n: How many.\nrange(start: -1h)\nlimit(n: params.n)\nx = -1h',
  },
  {
    name: 'with the last line goes the heading',
    marked:
      '// Things.\r\n//\r\n// ## Parameters\r\n// - host: Which. Default is `a"b`.\r\nx = r.host == params.ho‸st\r\n',
    title: 'Inline params.host',
    after: '// Things.\r\nx = r.host == "a\\"b"\r\n',
  },
  {
    name: 'a time stays a time',
    marked: '// ## Parameters\n// - at: When. Default is `2026-01-01T00:00:00Z`.\nx = ti‸me(v: params.at)',
    title: 'Inline params.at',
    after: 'x = 2026-01-01T00:00:00Z',
  },
  {
    name: 'a float is one',
    marked: '// ## Parameters\n// - min: Least. Default is `1`.\nx = y > float(v: params.m‸in)',
    title: 'Inline params.min',
    after: 'x = y > 1.0',
  },
  {
    name: 'a boolean is one',
    marked: '// ## Parameters\n// - all: Whether. Default is `true`.\nx = bool(v: params.a‸ll)',
    title: 'Inline params.all',
    after: 'x = true',
  },
  {
    name: 'an unsigned integer keeps its conversion',
    marked: '// ## Parameters\n// - id: Which. Default is `7`.\nx = uint(v: params.i‸d)',
    title: 'Inline params.id',
    after: 'x = uint(v: 7)',
  },
  {
    name: 'a negative operand is put in parentheses',
    marked: '// ## Parameters\n// - a: What. Default is `-1`.\nx = 1 - int(v: params.a‸)',
    title: 'Inline params.a',
    after: 'x = 1 - (-1)',
  },
  {
    name: 'an unconverted point in time is what its default looks like',
    marked: '// ## Parameters\n// - start: From when. Default is `-1h`.\nrange(start: params.st‸art)',
    title: 'Inline params.start',
    after: 'range(start: -1h)',
  },
  {
    name: 'an empty text',
    marked: '// ## Parameters\n// - a: What. Default is `""`.\nx = params.a‸ + "s"',
    title: 'Inline params.a',
    after: 'x = "" + "s"',
  },
  {
    name: 'through an alias',
    marked: '// ## Parameters\n// - a: What. Default is `b`.\np = params\nx = p.a‸ + "s"',
    title: 'Inline params.a',
    after: 'p = params\nx = "b" + "s"',
  },
];

for (const { name, marked, title = '', after } of inline) {
  test(`inline: ${name}`, () => assert.equal(ask(marked, { only: ['refactor.inline'] }).after(title), after));
}

const notInlined: [name: string, marked: string][] = [
  ['without a default', '// ## Parameters\n// - a: What.\nx = params.a‸'],
  [
    'with a default that cannot stand there',
    '// ## Parameters\n// - a: When. Default is `now`.\nx = time(v: params.a‸)',
  ],
  ['where a member of it is read', '// ## Parameters\n// - a: What. Default is `b`.\nx = params.a‸.b'],
  ['beside it', '// ## Parameters\n// - a: What. Default is `b`.\nx = params.a\ny = ‸1'],
];

for (const [name, marked] of notInlined) {
  test(`inline: not ${name}`, () => assert.deepEqual(ask(marked, { only: ['refactor.inline'] }).titles, []));
}

const all = 'Document all 3 parameters that are not documented';
const documented: { name: string; marked: string; title: string; after: string }[] = [
  {
    name: 'at the top of the script, in the order of first use',
    marked:
      'from(bucket: params.bu‸cket)\n|> range(start: duration(v: params.start))\n|> filter(fn: (r) => r.host == params.host)\n',
    title: all,
    after:
      '// ## Parameters\n// - bucket: Bucket to query.\n// - start: Earliest time to include.\n// - host: Value of the tag `host` to look for.\nfrom(bucket: params.bucket)\n|> range(start: duration(v: params.start))\n|> filter(fn: (r) => r.host == params.host)\n',
  },
  {
    name: 'below the comment that introduces the script',
    marked: '// Things.\r\n\r\nx = int(v: params.maxRows‸)\r\n',
    title: 'Document the parameter maxRows',
    after:
      '// Things.\r\n//\r\n// ## Parameters\r\n// - maxRows: Max rows, a whole number.\r\n\r\nx = int(v: params.maxRows)\r\n',
  },
  {
    name: 'apart from the comment of a function',
    marked: '// Doubles.\nf = (x) => x * 2\ny = f(x: float(v: params.max_‸value))',
    title: 'Document the parameter max_value',
    after:
      '// ## Parameters\n// - max_value: Max value, a number.\n\n// Doubles.\nf = (x) => x * 2\ny = f(x: float(v: params.max_value))',
  },
  {
    name: 'one of several',
    marked: '// ## Parameters\n// - a: One.\nx = params.a + params.b‸ + params.c + ""',
    title: 'Document the parameter b',
    after: '// ## Parameters\n// - a: One.\n// - b: B.\nx = params.a + params.b + params.c + ""',
  },
  {
    name: 'all of them, in the list',
    marked:
      '// ## Para‸meters\n// - a: One.\nx = bool(v: params.b)\ny = time(v: params.c)\nz = duration(v: params.d)',
    title: all,
    after:
      '// ## Parameters\n// - a: One.\n// - b: B, `true` or `false`.\n// - c: C, a point in time.\n// - d: D, a duration.\nx = bool(v: params.b)\ny = time(v: params.c)\nz = duration(v: params.d)',
  },
];

for (const { name, marked, title, after } of documented) {
  test(`document: ${name}`, () => assert.equal(ask(marked).after(title), after));
}

test('document: is a fix where it is a problem, otherwise a refactoring', () => {
  const listed = ask('// ## Parameters\n// - a: One.\nx = params.a + params.b‸ + ""');
  const unlisted = ask('x = params.b‸ + ""');
  const kindIn = ({ actions }: typeof listed) =>
    actions.find(({ title }) => title.startsWith('Document'))?.kind;
  assert.deepEqual([kindIn(listed), kindIn(unlisted)], ['quickfix', 'refactor.rewrite']);
});

test('document: not where everything is documented', () => {
  const { titles } = ask('// ## Parameters\n// - a: One.\nx = params.a‸ + ""');
  assert.deepEqual(
    titles.filter((title) => title.startsWith('Document')),
    [],
  );
});

test('what is half typed is not wrapped', () => {
  const { titles } = ask('range(start: params["st‸art"', { only: ['quickfix'] });
  assert.deepEqual(titles, []);
});
