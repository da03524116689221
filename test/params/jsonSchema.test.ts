import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGiven } from '../../client/src/params/given.ts';
import { type PresetsSubject, presetsSchema } from '../../client/src/params/jsonSchema.ts';
import { parsePresets } from '../../client/src/params/presets.ts';
import type { ParamType, ScriptParameter } from '../../server/src/protocol.ts';
import { problems } from './schemaCheck.ts';

const parameter = (
  name: string,
  expects: ParamType,
  more: Partial<ScriptParameter> = {},
): ScriptParameter => ({
  name,
  type: 'any',
  expects,
  places: [],
  ...more,
});

const air: PresetsSubject = {
  script: 'air.flux',
  open: false,
  parameters: [
    parameter('start', 'duration', { description: 'Earliest `time`.', default: '-1h' }),
    parameter('limit', 'int', { default: '10' }),
    parameter('on', 'bool', { default: 'perhaps' }),
  ],
};
const of = (presets: object, ...subjects: PresetsSubject[]) => problems(presetsSchema(subjects), { presets });

test('a file that fits the script is let through, whole presets or not', () => {
  assert.deepEqual(of({ all: { start: '-7d', limit: 5, on: true }, some: { limit: 5 }, none: {} }, air), []);
  assert.deepEqual(problems(presetsSchema([air]), { $schema: 'x', presets: {}, owner: 'ops' }), []);
});

test('a wrong type, a wrong form and an unknown key are found where they are', () => {
  const wrong = {
    a: { start: 7 },
    b: { start: 'last week' },
    c: { limit: 'many' },
    d: { on: 'yes' },
    e: { strat: '-7d' },
    f: 1,
  };
  assert.deepEqual(of(wrong, air), [
    '/presets/a/start',
    '/presets/b/start',
    '/presets/c/limit',
    '/presets/d/on',
    '/presets/e/strat',
    '/presets/f',
  ]);
  assert.deepEqual(problems(presetsSchema([air]), {}), ['/presets']);
});

test('a script that passes params on whole may take any key', () => {
  assert.deepEqual(of({ a: { strat: '-7d', start: 7 } }, { ...air, open: true }), ['/presets/a/start']);
});

test('no known script lets all values through; of several the file fits any one', () => {
  assert.deepEqual(of({ a: { x: 1 }, b: 2 }), ['/presets/b']);
  const other: PresetsSubject = { script: 'b.flux', open: false, parameters: [parameter('x', 'int')] };
  assert.deepEqual(of({ a: { x: 1 } }, air, other), []);
  assert.deepEqual(of({ a: { limit: 1 } }, air, other), []);
  assert.deepEqual(of({ a: { limit: 1 }, b: { x: 1 } }, air, other), ['/presets']);
});

test('keys carry their documentation, and a default that is one', () => {
  const { properties } = JSON.parse(JSON.stringify(presetsSchema([air]))).properties.presets
    .additionalProperties;
  assert.equal(properties.start.default, '-1h');
  assert.equal(properties.limit.default, 10);
  assert.equal(properties.on.default, undefined);
  assert.match(properties.start.markdownDescription, /^\*duration, e\.g\. .*\*\n\nEarliest `time`\.$/);
});

test('one snippet has all parameters', () => {
  const { additionalProperties } = JSON.parse(JSON.stringify(presetsSchema([air]))).properties.presets;
  const body = { start: '${1:-1h}', limit: '^${2:10}', on: '^${3:true}' };
  assert.deepEqual(additionalProperties.defaultSnippets[0].body, body);
});

/** As JSON; each for every type. */
const values: unknown[] = [
  '-7d',
  '1h30m',
  '7',
  ' -1mo ',
  '1µs',
  '-',
  'd',
  '1.5h',
  '7 d',
  'now',
  'Now()',
  'now(',
  '2026-01-31',
  '2026-01-31T12:00:00Z',
  '2026-01-31 12:00:00.123456789+02:00',
  '2026-01-31T12:00:00',
  '2026-01-31T12:00:00+25:00',
  'yesterday',
  '',
  ' ',
  'true',
  '42',
  '+42',
  '-42',
  '4.2',
  '.5',
  '5.',
  '1e3',
  'NaN',
  '-Inf',
  'Infinity',
  '0x10',
  '007',
  0,
  -1,
  42,
  4.2,
  1e3,
  true,
  false,
];

for (const expects of ['duration', 'time', 'int', 'uint', 'float', 'bool', 'string', 'any'] as const) {
  for (const conversion of [undefined, expects] as const) {
    if (conversion === 'any') continue;
    test(`the schema and the reader agree about ${expects}${conversion ? ', converted' : ''}`, () => {
      const kind = { expects, ...(conversion && { conversion }) };
      const subject = { script: 's', open: false, parameters: [parameter('x', expects, kind)] };
      for (const value of values) {
        const text = JSON.stringify({ presets: { p: { x: value } } });
        const given = parsePresets(text, 'p').get('p')?.get('x');
        assert.ok(given);
        const read = parseGiven(given, kind, new Date('2026-03-01T00:00:00Z')).ok;
        const allowed = of({ p: { x: value } }, subject).length === 0;
        // What is meant to be written otherwise is read all the same: "true" for true, 7 for "7".
        const lenient =
          (expects === 'bool' && typeof value === 'string') ||
          (expects === 'string' && typeof value !== 'string');
        assert.equal(allowed, read && !lenient, JSON.stringify(value));
      }
    });
  }
}
