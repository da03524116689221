import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exampleParams } from '../../client/src/snippets/examples.ts';
import type { ScriptParameter } from '../../server/src/protocol.ts';

const now = new Date('2026-01-02T03:04:05Z');
const parameter = (more: Partial<ScriptParameter> & Pick<ScriptParameter, 'expects'>): ScriptParameter => ({
  name: 'p',
  type: more.expects,
  places: [],
  ...more,
});
const example = (more: Parameters<typeof parameter>[0]) => exampleParams([parameter(more)], now)['p'];

test('the documented default is the example, as the JSON that the script needs', () => {
  assert.equal(example({ expects: 'duration', conversion: 'duration', default: '-7d' }), '-7d');
  assert.equal(example({ expects: 'float', default: '73.5' }), 73.5);
  assert.equal(example({ expects: 'int', default: '10' }), 10);
  assert.equal(example({ expects: 'string', default: '10' }), '10');
  assert.equal(example({ expects: 'bool', conversion: 'bool', default: 'false' }), 'false');
  assert.equal(example({ expects: 'bool', default: 'false' }), false);
  assert.equal(example({ expects: 'any', default: '{"a": 1}' }) instanceof Object, true);
  assert.equal(
    example({ expects: 'int', conversion: 'int', default: '9223372036854775807' }),
    '9223372036854775807',
  );
});

test('without a default, or with one that does not fit, the type suggests one', () => {
  assert.equal(example({ expects: 'duration' }), '-1h');
  assert.equal(example({ expects: 'duration', default: 'last week' }), '-1h');
  assert.equal(example({ expects: 'float' }), 1.5);
  assert.equal(example({ expects: 'int' }), 10);
  assert.equal(example({ expects: 'uint' }), 10);
  assert.equal(example({ expects: 'bool' }), true);
  assert.equal(example({ expects: 'time' }), '2026-01-01T03:04:05.000Z');
  assert.equal(example({ expects: 'string' }), 'text');
  assert.equal(example({ expects: 'string', role: 'bucket' }), 'my-bucket');
  assert.equal(example({ expects: 'any' }), 'value');
});

test('every parameter has its value, whatever it is called', () => {
  const params = exampleParams(
    ['a', '__proto__', 'a b'].map((name) => parameter({ name, expects: 'int' })),
    now,
  );
  assert.deepEqual(Object.keys(params), ['a', '__proto__', 'a b']);
});
