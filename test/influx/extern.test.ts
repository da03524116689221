import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { externFile } from '../../client/src/influx/extern.ts';

const { parse } = createRequire(import.meta.url)('@influxdata/flux-lsp-node') as {
  parse: (text: string) => unknown;
};

/** The compiler's own tree of a text, without the places. */
function compiled(text: string): unknown {
  const tree = parse(text);
  const { metadata: _, ...file } = without(typeof tree === 'string' ? JSON.parse(tree) : tree) as Record<
    string,
    unknown
  >;
  return file;
}

function without(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(without);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'location');
  return Object.fromEntries(entries.map(([key, item]) => [key, without(item)]));
}

test('the tree is the one that the compiler makes of the same option', () => {
  assert.deepEqual(
    externFile({
      text: 'a "quoted"\n${line} ü',
      'b c': 7,
      negative: -3,
      float: 1.5,
      small: -0.25,
      yes: true,
      no: false,
      list: [1, 'x', [2.5]],
      none: [],
      record: { inner: -1, 'deep down': {} },
    }),
    compiled(`option params = {
      "text": "a \\"quoted\\"\\n\\\${line} ü",
      "b c": 7,
      "negative": -3,
      "float": 1.5,
      "small": -0.25,
      "yes": true,
      "no": false,
      "list": [1, "x", [2.5]],
      "none": [],
      "record": {"inner": -1, "deep down": {}},
    }`),
  );
});

test('a whole number is a float where the script needs one, and where it is too large for an integer', () => {
  assert.deepEqual(
    externFile({ a: 2, b: 2 }, new Set(['b'])),
    compiled('option params = {"a": 2, "b": 2.0}'),
  );
  const [{ assignment }] = externFile({ large: 2 ** 60 }).body;
  assert.ok(assignment.init.type === 'ObjectExpression');
  assert.deepEqual(assignment.init.properties[0]?.value, { type: 'FloatLiteral', value: 2 ** 60 });
});

test('null has no literal: the parameter is named', () => {
  assert.throws(() => externFile({ a: 1, b: [null] }), /^Error: b: InfluxDB OSS takes no null/);
});
