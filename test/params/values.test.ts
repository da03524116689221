import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeParameters } from '../../client/src/params/merge.ts';
import { parseValue, type ValueKind } from '../../client/src/params/values.ts';
import type { ParamType } from '../../server/src/protocol.ts';

const now = new Date('2026-03-31T12:00:00Z');

/** `int(v:)` and the like around the parameter are written as `int()`. */
const table: [kind: ParamType | `${ParamType}()`, input: string, expected: unknown][] = [
  ['string', 'text', 'text'],
  ['string', ' kept as typed ', ' kept as typed '],
  ['string', '', ''],
  ['int', '42', 42],
  ['int', ' -7 ', -7],
  ['int', '+7', 7],
  ['int', '1.5', /not a whole number: type one such as 42/],
  ['int', '', /^Type a whole number/],
  ['int', '9007199254740991', 9007199254740991],
  ['int', '9007199254740993', /would lose digits.*int\(v: params/],
  ['int()', '9007199254740993', '9007199254740993'],
  ['int()', '9223372036854775807', '9223372036854775807'],
  ['int()', '9223372036854775808', /does not fit/],
  ['uint', '-1', /does not fit/],
  ['uint()', '18446744073709551615', '18446744073709551615'],
  ['float', '21.5', 21.5],
  ['float', '-3', -3],
  ['float', '1e3', 1000],
  ['float', '.5', 0.5],
  ['float', '1,5', /not a number/],
  ['float', '1e999', /too large/],
  ['float', 'NaN', /not a number/],
  ['float()', 'NaN', 'NaN'],
  ['bool', 'true', true],
  ['bool', 'FALSE', false],
  ['bool()', 'true', 'true'],
  ['bool', 'yes', /true or false/],
  ['duration()', '-7d', '-7d'],
  ['duration()', '1h30m', '1h30m'],
  ['duration()', '1mo', '1mo'],
  ['duration()', '5µs', '5µs'],
  ['duration()', '1.5h', /not a duration/],
  ['duration()', '1 h', /not a duration/],
  ['duration()', '+1h', /not a duration/],
  ['duration()', 'h', /not a duration/],
  ['duration()', '7', /not a duration/],
  ['time()', '2026-01-31T12:00:00Z', '2026-01-31T12:00:00Z'],
  ['time()', '2026-01-31T12:00:00.123456789+02:00', '2026-01-31T12:00:00.123456789+02:00'],
  ['time()', '2026-01-31', '2026-01-31'],
  ['time()', 'now', '2026-03-31T12:00:00.000Z'],
  ['time()', 'now()', '2026-03-31T12:00:00.000Z'],
  ['time()', '-7d', '2026-03-24T12:00:00.000Z'],
  ['time()', '-1mo', '2026-02-28T12:00:00.000Z'],
  ['time()', '-1y2h', '2025-03-31T10:00:00.000Z'],
  ['time()', '2026-01-31T12:00:00', /no time zone/],
  ['time()', '2026-02-30', /does not exist/],
  ['time()', '2026-02-30T00:00:00Z', /does not exist/],
  ['time()', '2026-01-31T25:00:00Z', /does not exist/],
  ['time()', '31.1.2026', /not a time/],
  ['any', 'text', 'text'],
  ['any', '42', 42],
  ['any', '-1.5', -1.5],
  ['any', 'true', true],
  ['any', 'null', null],
  ['any', '"42"', '42'],
  ['any', '[1, 2]', [1, 2]],
  ['any', '{"a": 1}', { a: 1 }],
  ['any', '{not json', '{not json'],
  ['any', '-7d', '-7d'],
  ['any', '2026-01-31', '2026-01-31'],
  ['any', '9007199254740993', '9007199254740993'],
];

for (const [kind, input, expected] of table) {
  test(`${kind}: ${JSON.stringify(input)}`, () => {
    const expects = kind.replace('()', '') as ParamType;
    const parameter: ValueKind = kind.endsWith('()')
      ? { expects, conversion: expects as Exclude<ParamType, 'any'> }
      : { expects };
    const parsed = parseValue(input, parameter, now);
    if (expected instanceof RegExp) {
      assert.ok(!parsed.ok, JSON.stringify(parsed));
      assert.match(parsed.message, expected);
    } else {
      assert.deepEqual(parsed, { ok: true, value: expected });
    }
  });
}

test('the server decides which keys there are, the text what they expect', () => {
  const merged = mergeParameters({ b: 'any', a: 'int', onlyServer: 'string' }, [
    { name: 'a', type: 'any', expects: 'any', places: [] },
    { name: 'b', type: 'any', expects: 'duration', conversion: 'duration', description: 'B.', places: [] },
    { name: 'onlyText', type: 'any', expects: 'any', places: [] },
  ]);
  assert.deepEqual(merged, [
    { name: 'a', type: 'int', expects: 'int', places: [] },
    { name: 'b', type: 'any', expects: 'duration', conversion: 'duration', description: 'B.', places: [] },
    { name: 'onlyServer', type: 'string', expects: 'string', places: [] },
  ]);
});
