import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inputOf, jsonOf, parseGiven } from '../../client/src/params/given.ts';
import { parsePresets, presetsFileOf, presetsStem, withPreset } from '../../client/src/params/presets.ts';
import type { ValueKind } from '../../client/src/params/values.ts';

const file = 'air.params.json';
const place = { file, schema: 'flux-params:/air.params.json' };
const values = new Map([
  ['start', '"-7d"'],
  ['limit', '10'],
]);

test('the file of presets lies beside the script’s', () => {
  assert.equal(presetsFileOf('air-sensors.flux'), 'air-sensors.params.json');
  assert.equal(presetsFileOf('a.b/c.d.flux'), 'a.b/c.d.params.json');
  assert.equal(presetsFileOf('a.b/c'), 'a.b/c.params.json');
  assert.equal(presetsStem('a/air-sensors.params.json'), 'a/air-sensors');
  assert.equal(presetsStem('a/params.json'), undefined);
});

test('values are what a person types, numbers keep every digit', () => {
  const presets = parsePresets(
    '{"presets": {"a": {"start": "-7d", "big": 9007199254740993, "on": true, "list": [1, null]}, "b": {}}, "more": 1}',
    file,
  );
  assert.deepEqual([...presets.keys()], ['a', 'b']);
  assert.deepEqual(
    [...(presets.get('a') ?? [])],
    [
      ['start', { text: '-7d', quoted: true }],
      ['big', { text: '9007199254740993' }],
      ['on', { text: 'true' }],
      ['list', { json: [1, null] }],
    ],
  );
});

test('an empty file, and one without presets, has none', () => {
  for (const text of ['', ' \n', '{}', '\ufeff{"$schema": "x"}']) {
    assert.equal(parsePresets(text, file).size, 0);
  }
});

for (const [text, message] of [
  ['{\n  "presets": {\n    "a": {"x": 1,}\n  }\n}', /^air\.params\.json, line 3: .*not valid JSON/],
  ['{\n  // no\n  "presets": {}\n}', /^air\.params\.json, line 2: .*comments/],
  ['{\n  "presets": {\n', /^air\.params\.json, line 3: .*not valid JSON/],
  ['[]', /^air\.params\.json, line 1: this must be an object/],
  ['7', /must be an object/],
  ['{\n\n  "presets": [1]}', /^air\.params\.json, line 3: “presets” must be an object/],
  ['{"presets": {\n"ok": {},\n"Last week": "-7d"}}', /^air\.params\.json, line 3: the preset “Last week”/],
  [
    '{"presets": {"a": {\n"x": {"deep": [9007199254740993]}}}}',
    /line 2: “x” of the preset “a”: 9007199254740993 would change/,
  ],
] as const) {
  test(`an error names the line and what to do: ${JSON.stringify(text)}`, () => {
    assert.throws(() => parsePresets(text, file), { message });
    assert.throws(() => withPreset(text, place, 'new', values), { message });
  });
}

test('the first preset makes the file', () => {
  const expected = `{
  "$schema": "flux-params:/air.params.json",
  "presets": {
    "Last week": {
      "start": "-7d",
      "limit": 10
    }
  }
}
`;
  assert.equal(withPreset(undefined, place, 'Last week', values), expected);
  assert.equal(withPreset('\n', place, 'Last week', values), expected);
});

test('saving a preset changes nothing else: order, blanks, line ends, unknown keys', () => {
  const before =
    '{\r\n\t"owner" : "ops",\r\n\t"presets": { "odd":{"a":1 , "b" : "}\\"{"},\r\n\t\t"old": { "x": [ {} ] } },\r\n\t"z": null }\r\n';
  const added = withPreset(before, place, 'new', values);
  assert.equal(
    added,
    before.replace(
      '[ {} ] }',
      '[ {} ] },\r\n\t\t"new": {\r\n\t\t\t"start": "-7d",\r\n\t\t\t"limit": 10\r\n\t\t}',
    ),
  );
  const replaced = withPreset(before, place, 'old', new Map([['y', 'false']]));
  assert.equal(replaced, before.replace('{ "x": [ {} ] }', '{\r\n\t\t\t"y": false\r\n\t\t}'));
});

test('presets are added where there were none', () => {
  for (const before of [
    '{}',
    '{\n}',
    '{"presets": {}}',
    '{"a": 1}',
    '{"presets":{"n":{}}}',
    '{"presets":{"n":{"a":1}}}',
  ]) {
    const after = withPreset(before, place, 'n', values);
    assert.deepEqual(JSON.parse(after).presets, { n: { start: '-7d', limit: 10 } }, after);
    assert.deepEqual({ ...JSON.parse(after), presets: 0 }, { ...JSON.parse(before), presets: 0 });
  }
});

test('names are any text', () => {
  let text: string | undefined;
  const names = ['', '__proto__', '"quoted" \\', 'line\nbreak', 'ü 🌡', 'presets'];
  for (const name of names) text = withPreset(text, place, name, new Map([['__proto__', '1']]));
  const presets = parsePresets(text ?? '', file);
  assert.deepEqual([...presets.keys()], names);
  for (const preset of presets.values()) assert.deepEqual([...preset], [['__proto__', { text: '1' }]]);
});

/** What is typed, how it stands in the file, and what is typed when it comes back, if it is not the same. */
const trips: [kind: ValueKind, typed: string, json: string, back?: string][] = [
  [{ expects: 'duration' }, '-7d', '"-7d"'],
  [{ expects: 'time' }, 'now', '"now"'],
  [{ expects: 'string' }, ' 10 ', '" 10 "'],
  [{ expects: 'string' }, '', '""'],
  [{ expects: 'int', conversion: 'int' }, '9007199254740993', '9007199254740993'],
  [{ expects: 'int' }, '+7', '"+7"'],
  [{ expects: 'int' }, '007', '"007"'],
  [{ expects: 'float' }, ' 1.50 ', '1.50', '1.50'],
  [{ expects: 'float' }, '.5', '".5"'],
  [{ expects: 'float', conversion: 'float' }, 'NaN', '"NaN"'],
  [{ expects: 'bool' }, 'TRUE', 'true', 'true'],
  [{ expects: 'any' }, 'text', '"text"'],
  [{ expects: 'any' }, '5', '5'],
  [{ expects: 'any' }, '"5"', '"5"'],
  [{ expects: 'any' }, '[1, {"a": "b"}]', '[1, {"a": "b"}]', '[1,{"a":"b"}]'],
  [{ expects: 'any' }, 'null', 'null'],
  [{ expects: 'any' }, '9007199254740993', '"9007199254740993"'],
];

for (const [kind, typed, json, back = typed] of trips) {
  test(`${kind.expects} ${JSON.stringify(typed)} stands as ${json} and comes back`, () => {
    assert.equal(jsonOf(typed, kind), json);
    const given = parsePresets(`{"presets": {"p": {"x": ${json}}}}`, file).get('p')?.get('x');
    assert.ok(given);
    const input = inputOf(given, kind);
    assert.equal(input, back);
    const now = new Date();
    const [sent, again] = [parseGiven(given, kind, now), parseGiven({ text: input }, kind, now)];
    assert.ok(sent.ok);
    assert.deepEqual(again, sent);
    assert.deepEqual(parseGiven({ text: typed }, kind, now), sent);
  });
}
