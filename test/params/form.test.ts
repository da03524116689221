import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  describeOpen,
  type FieldState,
  forcedText,
  forceText,
  keyProblem,
  readField,
  readForm,
} from '../../client/src/params/form.ts';
import {
  hideSecrets,
  initialInputs,
  isSecret,
  type NamedKind,
  toJson,
  withoutSecrets,
} from '../../client/src/params/inputs.ts';
import { picksFor, withZone } from '../../client/src/params/picks.ts';
import type { ValueKind } from '../../client/src/params/values.ts';

const now = new Date('2026-03-31T12:00:00Z');
const duration: ValueKind = { expects: 'duration', conversion: 'duration' };

const states: [kind: ValueKind, input: string | undefined, expected: Partial<FieldState> | RegExp][] = [
  [{ expects: 'int' }, undefined, /^No value yet: whole number\.$/],
  [{ expects: 'int' }, ' ', /^No value yet/],
  [{ expects: 'string' }, undefined, /^No value yet: text\.$/],
  [{ expects: 'string' }, '', { kind: 'ready', value: '', note: 'Sent as empty text.' }],
  [{ expects: 'any' }, undefined, /^No value yet/],
  [{ expects: 'any' }, '', { kind: 'ready', value: '', note: 'Sent as empty text.' }],
  [{ expects: 'any' }, '42', { kind: 'ready', value: 42, note: 'Sent as the number 42.' }],
  [{ expects: 'any' }, '"42"', { kind: 'ready', value: '42', note: 'Sent as text.' }],
  [{ expects: 'any' }, 'true', { kind: 'ready', value: true, note: 'Sent as true.' }],
  [{ expects: 'any' }, 'null', { kind: 'ready', value: null, note: 'Sent as null.' }],
  [{ expects: 'any' }, '[1]', { kind: 'ready', value: [1], note: 'Sent as a JSON array.' }],
  [{ expects: 'any' }, '{"a": 1}', { kind: 'ready', value: { a: 1 }, note: 'Sent as a JSON object.' }],
  [{ expects: 'any' }, '-7d', { kind: 'ready', value: '-7d', note: 'Sent as text.' }],
  [{ expects: 'bool' }, 'true', { kind: 'ready', value: true, note: '' }],
  [{ expects: 'bool' }, 'yes', { kind: 'wrong' }],
  [duration, '1.5h', { kind: 'wrong' }],
  [duration, '-7d', { kind: 'ready', value: '-7d', note: '' }],
  [
    { expects: 'time', conversion: 'time' },
    'now',
    { kind: 'ready', value: '2026-03-31T12:00:00.000Z', note: 'Sent as 2026-03-31T12:00:00.000Z.' },
  ],
];

for (const [kind, input, expected] of states) {
  test(`a field for ${kind.expects} with ${JSON.stringify(input)}`, () => {
    const state = readField(kind, input, now);
    if (expected instanceof RegExp) {
      assert.equal(state.kind, 'missing');
      assert.match(state.kind === 'missing' ? state.message : '', expected);
    } else {
      assert.deepEqual({ ...state, ...expected }, state);
    }
  });
}

const fields: readonly NamedKind[] = [
  { name: 'bucket', expects: 'string' },
  { name: 'start', ...duration },
  { name: 'stop', expects: 'time', conversion: 'time' },
];

test('a form knows what will be sent and what keeps it from that; times count from one moment', () => {
  const state = readForm(fields, { start: '-7', stop: '-1h', added: '3' }, now);
  assert.deepEqual(state.params, { stop: '2026-03-31T11:00:00.000Z', added: 3 });
  assert.deepEqual(state.open, ['bucket', 'start']);
  assert.equal(describeOpen(state), 'bucket has no value yet; start has a value that does not fit.');
  assert.equal(describeOpen(readForm(fields, {}, now)), 'bucket, start and stop have no value yet.');
  assert.equal(describeOpen(readForm([], {}, now)), '');
});

test('names of objects’ own are no values', () => {
  assert.deepEqual(readForm([{ name: 'toString', expects: 'any' }], {}).open, ['toString']);
});

test('the JSON of what was typed, added keys too; an error names the parameter', () => {
  const inputs = { bucket: 'b', start: '-7d', stop: 'now', added: '"1"' };
  assert.deepEqual(toJson(fields, inputs, now), {
    bucket: 'b',
    start: '-7d',
    stop: '2026-03-31T12:00:00.000Z',
    added: '1',
  });
  assert.throws(() => toJson(fields, { ...inputs, start: '7' }), /^Error: start: “7” is not a duration/);
  assert.throws(
    () => toJson(fields, { bucket: 'b', start: '-7d' }),
    /^Error: stop: this parameter has no value/,
  );
});

test('a form begins with the last values, or else with the defaults', () => {
  const parameters = [{ name: 'a', default: '1' }, { name: 'b', default: '2' }, { name: 'c' }];
  assert.deepEqual(initialInputs(parameters, { a: '', x: '9' }), { a: '', b: '2' });
  assert.deepEqual(initialInputs(parameters, { a: '5', x: '9' }, true), { a: '5', b: '2', x: '9' });
});

test('secrets are known by their names', () => {
  for (const name of ['token', 'apiToken', 'API_KEY', 'password', 'passwd', 'clientSecret', 'credentials']) {
    assert.ok(isSecret(name), name);
  }
  for (const name of ['bucket', 'key', 'author', 'pass', 'monkey', 'authority', 'keyboard'])
    assert.ok(!isSecret(name), name);
  assert.deepEqual(withoutSecrets({ token: 'x', start: '-7d' }), { start: '-7d' });
});

test('a message that repeats a secret parameter’s value is told without it', () => {
  const values = { apiToken: 'hunter22', password: 12345, pin_secret: 'x', start: '-7d' };
  assert.equal(
    hideSecrets('cannot parse "hunter22" (12345) before -7d: x', values),
    'cannot parse "•••" (•••) before -7d: x',
  );
  const number = { name: 'clientSecret', expects: 'float' as const };
  assert.throws(
    () => toJson([number], { clientSecret: 'hunter22' }),
    (error: Error) => {
      assert.match(error.message, /^clientSecret: /);
      assert.doesNotMatch(error.message, /hunter22/);
      return true;
    },
  );
});

test('quotes force text, and are taken off where they stand for that', () => {
  for (const text of ['42', 'true', '', 'a "b"', '[1']) assert.equal(forcedText(forceText(text)), text);
  for (const input of ['42', '"a', '["a"]', 'a']) assert.equal(forcedText(input), undefined);
});

test('keys that can be added', () => {
  assert.equal(keyProblem('a', ['b']), '');
  assert.match(keyProblem('b', ['b']), /there already/);
  assert.match(keyProblem('', []), /Type the name/);
});

const picks: [Parameters<typeof picksFor>[0], string[]][] = [
  [{ name: 'start', expects: 'duration' }, ['-1h', '-7d', '-30d']],
  [{ name: 'start', expects: 'duration', default: '-7d' }, ['-7d', '-1h', '-30d']],
  [{ name: 'every', expects: 'duration' }, ['1m', '10m', '1h', '1d']],
  [{ name: 'x', expects: 'duration', default: '5m' }, ['5m', '1m', '10m', '1h', '1d']],
  [{ name: 'stop', expects: 'time' }, ['now', '-1h', '-7d', '-30d']],
  [{ name: 'n', expects: 'int' }, []],
  [{ name: 'n', expects: 'int', default: '10' }, ['10']],
];
for (const [parameter, values] of picks) {
  test(`what is offered for ${parameter.name} (${parameter.expects}, default ${parameter.default})`, () => {
    assert.deepEqual(
      picksFor(parameter).map(({ value }) => value),
      values,
    );
  });
}

test('a picked date and time gets this machine’s zone', () => {
  for (const local of ['2026-01-31T12:00', '2026-07-31T12:00:05']) {
    const zoned = withZone(local);
    assert.match(zoned, /^2026-0[17]-31T12:00:0[05](Z|[+-]\d\d:\d\d)$/);
    assert.equal(new Date(zoned).getTime(), new Date(local).getTime());
    assert.equal(readField({ expects: 'time', conversion: 'time' }, zoned).kind, 'ready');
  }
  assert.equal(withZone(''), '');
});
