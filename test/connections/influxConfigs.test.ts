import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readInfluxConfigs } from '../../client/src/connections/influxConfigs.ts';

test('reads what the influx CLI writes', () => {
  const text = `[default]
  url = "http://localhost:8086"
  token = "a=b#c\\"d\\\\"
  org = "my org"
  active = true
[eu-central]
  url = "https://eu"
  previous = true
["with \\u00e9 [x] = \\U0001F600"]
  token = 't'
#
# [us-west]
#   token = "XXX"
`;
  assert.deepEqual(readInfluxConfigs(text), [
    { name: 'default', url: 'http://localhost:8086', token: 'a=b#c"d\\', org: 'my org', active: true },
    { name: 'eu-central', url: 'https://eu', active: false },
    { name: 'with é [x] = 😀', token: 't', active: false },
  ]);
  assert.deepEqual(readInfluxConfigs(text.replaceAll('\n', '\r\n')), readInfluxConfigs(text));
});

test('skips keys of others, blanks and comments', () => {
  const text = "\ufeff[ 'a' ] # one\n  cookie = 'x'\n  n = [1, 2]\n url='u' # two\n active = false\n\n";
  assert.deepEqual(readInfluxConfigs(text), [{ name: 'a', url: 'u', active: false }]);
  assert.deepEqual(readInfluxConfigs(''), []);
});

test('names the line that it cannot read, and nothing that stands there', () => {
  for (const line of [
    'token = "secret',
    'token = secret',
    'token = "secret" secret',
    'token = """secret"""',
    'token = "secret\\q"',
    'token = true',
    'active = "secret"',
    'secret',
    '[one]',
    '[a.secret]',
    '["secret]',
  ]) {
    assert.throws(
      () => readInfluxConfigs(`[one]\n${line}\n`),
      ({ message }: Error) => /^Line 2 /.test(message) && !message.includes('secret'),
      line,
    );
  }
  assert.throws(() => readInfluxConfigs('[one]\ntoken = "a"\ntoken = "b"'), /^Error: Line 3 /);
});
