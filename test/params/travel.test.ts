import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonValue } from '../../client/src/influx/types.ts';
import { formatValue } from '../../client/src/params/format.ts';
import { mergeParameters, missingParameters } from '../../client/src/params/merge.ts';
import { valueNote } from '../../client/src/params/notes.ts';
import { describeExpectation, parseValue, type ValueKind } from '../../client/src/params/values.ts';
import type { ParamType, ScriptParameter } from '../../server/src/protocol.ts';

const now = new Date('2026-03-31T12:00:00Z');
const wrapped = (expects: Exclude<ParamType, 'any'>): ValueKind => ({ expects, conversion: expects });

/** Values at the edge of what Flux takes. */
const edges: [kind: ValueKind, input: string, expected: JsonValue | RegExp][] = [
  [wrapped('time'), '2026-01-31t12:00:00z', '2026-01-31T12:00:00Z'],
  [wrapped('time'), '2026-01-31 12:00:00+02:00', '2026-01-31T12:00:00+02:00'],
  [wrapped('time'), '2024-02-29', '2024-02-29'],
  [wrapped('time'), '2025-02-29', /does not exist/],
  [wrapped('time'), '2026-01-31T24:00:00Z', /does not exist/],
  [wrapped('time'), '2026-01-31T12:00:00+24:00', /not a time/],
  [wrapped('time'), '2026-01-31T12:00', /not a time/],
  [wrapped('time'), '1700000000', /not a time.*-7d/],
  [wrapped('time'), '1677-09-20', /out of reach/],
  [wrapped('time'), '2262-04-12', /out of reach/],
  [wrapped('time'), '-999999999d', /not a time/],
  [wrapped('time'), '-99999d', '1752-06-16T12:00:00.000Z'],
  [wrapped('time'), '-90000000y', /out of reach/],
  [wrapped('duration'), '106751d', '106751d'],
  [wrapped('duration'), '106752d', /not a duration/],
  [wrapped('duration'), '99999999999999999999y', /not a duration/],
  [wrapped('float'), '9007199254740993', 9007199254740992],
  [{ expects: 'int', conversion: 'float' }, '9007199254740993', /would lose digits/],
  [{ expects: 'uint' }, '9007199254740993', /uint\(v: params/],
  [{ expects: 'any' }, '1e999', '1e999'],
  [{ expects: 'any' }, '[1, {"a": 9007199254740993}]', /9007199254740993 would change/],
  [{ expects: 'any' }, '["9007199254740993"]', ['9007199254740993']],
  [{ expects: 'any' }, ' padded ', ' padded '],
  [{ expects: 'any' }, '', ''],
  [{ expects: 'any' }, '007', '007'],
];

for (const [kind, input, expected] of edges) {
  test(`${kind.expects}${kind.conversion ? '()' : ''}: ${JSON.stringify(input)}`, () => {
    const parsed = parseValue(input, kind, now);
    if (!(expected instanceof RegExp)) return assert.deepEqual(parsed, { ok: true, value: expected });
    assert.ok(!parsed.ok, JSON.stringify(parsed));
    assert.match(parsed.message, expected);
  });
}

/** Each value comes back from its text as the same value. */
const values: [kind: ValueKind, value: JsonValue, text: string][] = [
  [{ expects: 'string' }, ' "quoted" ', ' "quoted" '],
  [wrapped('int'), -7, '-7'],
  [wrapped('int'), '9223372036854775807', '9223372036854775807'],
  [wrapped('float'), 1e21, '1e+21'],
  [wrapped('float'), 'NaN', 'NaN'],
  [{ expects: 'bool' }, true, 'true'],
  [wrapped('bool'), 'false', 'false'],
  [wrapped('duration'), '-7d', '-7d'],
  [wrapped('time'), '2026-01-31', '2026-01-31'],
  [{ expects: 'any' }, 'plain', 'plain'],
  [{ expects: 'any' }, 'true', '"true"'],
  [{ expects: 'any' }, '42', '"42"'],
  [{ expects: 'any' }, '{"a":1}', '"{\\"a\\":1}"'],
  [{ expects: 'any' }, '', ''],
  [{ expects: 'any' }, null, 'null'],
  [{ expects: 'any' }, [1, 'a'], '[1,"a"]'],
];

for (const [kind, value, text] of values) {
  test(`${kind.expects}${kind.conversion ? '()' : ''}: ${JSON.stringify(value)} is typed as ${text}`, () => {
    assert.equal(formatValue(value, kind), text);
    assert.deepEqual(parseValue(text, kind, now), { ok: true, value });
  });
}

const notes: [kind: ValueKind, input: string, note: RegExp | undefined][] = [
  [wrapped('time'), '-7d', /^Sent as 2026-03-24T12:00:00\.000Z\.$/],
  [wrapped('time'), '2026-01-31', undefined],
  [{ expects: 'time' }, '2026-01-31', /does not convert it: write time\(v/],
  [{ expects: 'duration' }, '1h', /write duration\(v/],
  [wrapped('duration'), '1h', undefined],
  [wrapped('int'), '9007199254740993', /no digit is lost/],
  [wrapped('int'), '42', undefined],
  [{ expects: 'float' }, '21', /float\(v/],
  [{ expects: 'float' }, '21.5', undefined],
  [wrapped('float'), '21', undefined],
  [{ expects: 'string' }, '', /empty text/],
  [{ expects: 'string' }, 'a', undefined],
  [{ expects: 'any' }, '[1', /as text/],
  [{ expects: 'any' }, '9007199254740993', /as text/],
  [{ expects: 'any' }, '[1]', undefined],
  [{ expects: 'any' }, 'plain', undefined],
  [{ expects: 'bool' }, 'true', undefined],
];

for (const [kind, input, note] of notes) {
  test(`the note on ${JSON.stringify(input)} as ${kind.expects}${kind.conversion ? '()' : ''}`, () => {
    const parsed = parseValue(input, kind, now);
    assert.ok(parsed.ok);
    const found = valueNote(input, parsed.value, kind);
    if (note) assert.match(found ?? '', note);
    else assert.equal(found, undefined);
  });
}

const parameter = (name: string): ScriptParameter => ({ name, type: 'any', expects: 'any', places: [] });

test('missing is what has no value of its own; null and empty text are values', () => {
  const parameters = ['a', 'b', 'c', 'toString'].map(parameter);
  const missing = missingParameters(parameters, { a: null, b: '', c: undefined });
  assert.deepEqual(
    missing.map(({ name }) => name),
    ['c', 'toString'],
  );
});

test('a type of a later server is asked for as anything', () => {
  const server = { a: 'vector', b: 'bytes' } as unknown as Record<string, ParamType>;
  assert.deepEqual(mergeParameters(server, [parameter('b')]), [parameter('b'), parameter('a')]);
});

test('each expectation is said with what to type', () => {
  assert.equal(describeExpectation({ expects: 'duration' }), 'duration, e.g. -7d or 1h30m');
  assert.match(describeExpectation({ expects: 'time' }), /now or -7d/);
});
