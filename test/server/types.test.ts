import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  constraintsOf,
  type FluxType,
  type FunctionType,
  formatSignature,
  formatType,
  parseType,
} from '../../server/src/library/types.ts';

const basic = (name: 'int' | 'string' | 'time' | 'duration' | 'bool' | 'float' | 'dynamic'): FluxType => ({
  kind: 'basic',
  name,
});
const variable = (name: string): FluxType => ({ kind: 'variable', name });
const stream = (element: FluxType): FluxType => ({ kind: 'stream', element });
const record = (properties: Record<string, FluxType>, open?: string): FluxType => ({
  kind: 'record',
  ...(open !== undefined && { extends: open }),
  properties: Object.entries(properties).map(([name, type]) => ({ name, type })),
});
const parameter = (text: string, type: FluxType) => ({
  name: text.replace(/^(<-|\?)/, ''),
  type,
  optional: text.startsWith('?'),
  pipe: text.startsWith('<-'),
});
const fn = (parameters: Record<string, FluxType>, result: FluxType): FunctionType => ({
  kind: 'function',
  parameters: Object.entries(parameters).map(([name, type]) => parameter(name, type)),
  result,
});

const read: { name: string; printed: string; type: FluxType }[] = [
  { name: 'a basic type', printed: 'duration', type: basic('duration') },
  { name: 'dynamic', printed: 'dynamic', type: basic('dynamic') },
  { name: 'a variable', printed: 'A', type: variable('A') },
  { name: 'a late variable', printed: 't27', type: variable('t27') },
  { name: 'a variable in inference', printed: '#t36', type: variable('#t36') },
  {
    name: 'an array',
    printed: '[[string]]',
    type: { kind: 'array', element: { kind: 'array', element: basic('string') } },
  },
  { name: 'a vector', printed: 'v[float]', type: { kind: 'vector', element: basic('float') } },
  {
    name: 'a dictionary',
    printed: '[A:B]',
    type: { kind: 'dictionary', key: variable('A'), value: variable('B') },
  },
  { name: 'an empty record', printed: '{}', type: record({}) },
  {
    name: 'a closed record',
    printed: '{offset: duration, zone: string}',
    type: record({ offset: basic('duration'), zone: basic('string') }),
  },
  { name: 'an open record', printed: '{#X with _value: #W}', type: record({ _value: variable('#W') }, '#X') },
  {
    name: 'a record in a record',
    printed: '{A with a: int, b: {c: string}}',
    type: record({ a: basic('int'), b: record({ c: basic('string') }) }, 'A'),
  },
  {
    name: 'labels that are no names',
    printed: '{my key: int, a, b: string, größe 🌡: float, : time}',
    type: record({
      'my key': basic('int'),
      'a, b': basic('string'),
      'größe 🌡': basic('float'),
      '': basic('time'),
    }),
  },
  { name: 'a label called with', printed: '{with: int}', type: record({ with: basic('int') }) },
  {
    name: 'a label that says where',
    printed: '{a where b: int}',
    type: record({ 'a where b': basic('int') }),
  },
  {
    name: 'a label twice',
    printed: 'stream[{B with _value: int, _value: A}]',
    type: stream({
      kind: 'record',
      extends: 'B',
      properties: [
        { name: '_value', type: basic('int') },
        { name: '_value', type: variable('A') },
      ],
    }),
  },
  { name: 'today', printed: '() => time', type: fn({}, basic('time')) },
  {
    name: 'limit',
    printed: '(<-tables: stream[A], n: int, ?offset: int) => stream[A]',
    type: fn(
      { '<-tables': stream(variable('A')), n: basic('int'), '?offset': basic('int') },
      stream(variable('A')),
    ),
  },
  {
    name: 'range, on several lines, in use',
    printed:
      '(\n    <-tables: stream[{#X with _time: time, _value: #W}],\n    start: duration,\n    ?stop: #U,\n) => stream[{\n    #X with\n    _stop: time,\n    _time: time,\n    _value: #W,\n}]',
    type: fn(
      {
        '<-tables': stream(record({ _time: basic('time'), _value: variable('#W') }, '#X')),
        start: basic('duration'),
        '?stop': variable('#U'),
      },
      stream(record({ _stop: basic('time'), _time: basic('time'), _value: variable('#W') }, '#X')),
    ),
  },
  {
    name: 'from',
    printed: '(?bucket: string, ?host: string) => stream[{A with _value: B, _time: time}]',
    type: fn(
      { '?bucket': basic('string'), '?host': basic('string') },
      stream(record({ _value: variable('B'), _time: basic('time') }, 'A')),
    ),
  },
  {
    name: 'map, with its constraint',
    printed: '(<-tables: stream[A], fn: (r: A) => B) => stream[B] where A: Record, B: Record',
    type: fn(
      { '<-tables': stream(variable('A')), fn: fn({ r: variable('A') }, variable('B')) },
      stream(variable('B')),
    ),
  },
  {
    name: "aggregateWindow's fn: a piped parameter without a name",
    printed: '(<-: stream[B], column: A) => stream[C]',
    type: fn({ '<-': stream(variable('B')), column: variable('A') }, stream(variable('C'))),
  },
  {
    name: 'join, which takes a record of streams',
    printed: '(<-tables: A, ?method: string, ?on: [string]) => stream[B]\nwhere\nA: Record, B: Record',
    type: fn(
      {
        '<-tables': variable('A'),
        '?method': basic('string'),
        '?on': { kind: 'array', element: basic('string') },
      },
      stream(variable('B')),
    ),
  },
  {
    name: 'an endpoint: a function that returns one that returns one',
    printed:
      '(url: string) => (mapFn: (r: A) => {B with text: C}) => (<-tables: stream[A]) => stream[{A with _sent: string}]',
    type: fn(
      { url: basic('string') },
      fn(
        { mapFn: fn({ r: variable('A') }, record({ text: variable('C') }, 'B')) },
        fn({ '<-tables': stream(variable('A')) }, stream(record({ _sent: basic('string') }, 'A'))),
      ),
    ),
  },
];

for (const { name, printed, type } of read) {
  test(`type: ${name}`, () => {
    assert.deepEqual(parseType(printed), type);
    assert.deepEqual(parseType(formatType(type)), type);
  });
}

test('a type is printed on one line, as the compiler would', () => {
  const printed = '(<-: stream[{A with a: [B:v[int]], b: {}}], ?f: () => [bytes]) => dynamic';
  const spread = printed.replaceAll(', ', ',\n    ').replaceAll('(', '(\n').replaceAll('}', ',\n}');
  assert.equal(formatType(parseType(spread.replace('{,\n}', '{}'))), printed);
});

const unreadable = [
  '',
  ' ',
  'A B',
  'number',
  '[int',
  '[int:]',
  '{a: int',
  '{a int}',
  '{a: int b: int}',
  '(a: int)',
  '(a) => int',
  '(a: int => int',
  'stream',
  'stream[]',
  'int where',
  'int whereas A: Record',
  '<error>',
];

for (const text of unreadable) {
  test(`no type: ${JSON.stringify(text)}`, () => {
    assert.deepEqual(parseType(text), { kind: 'unknown', text });
    assert.equal(formatType(parseType(text)), text);
    assert.equal(constraintsOf(text).size, 0);
  });
}

for (const opening of ['[', '{', '{a: ', '(', '(a: ', 'stream[', '() => ']) {
  test(`a type of endless ${opening} is not read, and takes no time`, () => {
    const text = opening.repeat(200_000);
    const start = performance.now();
    assert.equal(parseType(text).kind, 'unknown');
    assert.ok(performance.now() - start < 1000);
  });
}

test('a type that is cut off anywhere is not read', () => {
  const whole = '(<-tables: stream[{A with b c: [int:bool]}], ?fn: (r: A) => v[B]) => {d: string}';
  assert.notEqual(parseType(whole).kind, 'unknown');
  for (let end = 0; end < whole.length; end += 1) {
    assert.equal(parseType(whole.slice(0, end)).kind, 'unknown', whole.slice(0, end));
  }
});

test('a wide record is read in one go', () => {
  const labels = Array.from({ length: 100_000 }, (_, index) => `column ${index}: int`);
  const start = performance.now();
  const type = parseType(`{A with ${labels.join(', ')}}`);
  assert.ok(performance.now() - start < 1000);
  assert.equal(type.kind === 'record' && type.properties.length, labels.length);
});

test('the constraints of variables', () => {
  const printed = '(a: A, n: t27) => B\n    where A: Comparable + Equatable,\n    B: Record, t27: Timeable';
  assert.deepEqual(
    [...constraintsOf(printed)],
    [
      ['A', ['Comparable', 'Equatable']],
      ['B', ['Record']],
      ['t27', ['Timeable']],
    ],
  );
  assert.deepEqual([...constraintsOf('(a: A) => B')], []);
  assert.deepEqual([...constraintsOf('{a where A: int}')], []);
});

const signatures: { name: string; printed: string; label: string; parameters: string[] }[] = [
  {
    name: 'limit',
    printed: '(<-tables: stream[A], n: int, ?offset: int) => stream[A]',
    label: 'limit(<-tables, n: int, ?offset: int)',
    parameters: ['<-tables', 'n: int', '?offset: int'],
  },
  { name: 'now', printed: '() => time', label: 'now()', parameters: [] },
  {
    name: 'f',
    printed: '(<-: A, fn: (r: {ä 🌡: int, b: int}) => bool) => A',
    label: 'f(<-, fn: (r: {ä 🌡: int, b: int}) => bool)',
    parameters: ['<-', 'fn: (r: {ä 🌡: int, b: int}) => bool'],
  },
];

for (const { name, printed, label, parameters } of signatures) {
  test(`signature: ${label}`, () => {
    const type = parseType(printed);
    assert.ok(type.kind === 'function');
    const signature = formatSignature(name, type);
    assert.equal(signature.label, label);
    assert.deepEqual(
      signature.parameters.map((each) => label.slice(...each.label)),
      parameters,
    );
    assert.deepEqual(
      signature.parameters.map((each) => each.name),
      type.parameters.map((each) => each.name),
    );
  });
}
